"""One command's two answers set side by side, and which differences are meant."""

from __future__ import annotations

import difflib
import html
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("expected.toml")
_BREAKS = re.compile(r"(?<=>)(?=<)|(?<=[;{}])(?=[\"{}\w.])|(?<=,)(?=[\"{}\w.])(?!\d{3}(?!\d))")
"""Where a page's long lines may be cut, so that a difference is a few words and not a whole map.

Never within 2,081.
"""
_NOW = re.compile(r"(?<=^DTSTAMP:)\w+", re.MULTILINE)
"""When a calendar was made: the one time that is printed of this very moment."""
_WIDEST = 160
HEAD = "<head>"
"""What stands for the newest hash of either history."""

Answer = Mapping[str, Any]
"""Exit ``code``, ``out``, ``err``, and ``files``: what was written, by name, as bytes or text."""


@dataclass(frozen=True)
class Difference:
    """What one command no longer does as it did."""

    command: str
    where: str
    """The stream or file: exit code, stdout, stderr or a file's name."""
    lines: tuple[str, ...]
    """What went, each with "-" before it, and what came, with "+"."""


@dataclass(frozen=True)
class Expected:
    """A difference that is meant: every changed line of such a command matches ``lines``."""

    command: re.Pattern[str]
    where: re.Pattern[str]
    lines: re.Pattern[str]
    reason: str

    def covers(self, line: str, difference: Difference) -> bool:
        """Whether this is why ``line`` differs."""
        return all(
            pattern.fullmatch(text) is not None
            for pattern, text in (
                (self.command, difference.command),
                (self.where, difference.where),
                (self.lines, line),
            )
        )


def read_expected(file: Path = FILE) -> tuple[Expected, ...]:
    """The differences listed in ``expected.toml``."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Expected(
            re.compile(one["command"]),
            re.compile(one.get("where", ".*")),
            re.compile(one["lines"]),
            one["reason"],
        )
        for one in told.get("difference", ())
    )


WORDING = "the same values, said otherwise: to the hundredth, rounded half up, Yes and No"


def reasons(difference: Difference, expected: Iterable[Expected]) -> tuple[str, ...] | None:
    """Why ``difference`` is meant, each reason once; None where a line of it isn't."""
    known = tuple(expected)
    left = but_for_wording(difference.lines)
    found: dict[str, None] = {} if left == list(difference.lines) else {WORDING: None}
    for line in left:
        why = next((one.reason for one in known if one.covers(line, difference)), None)
        if why is None:
            return None
        found[why] = None
    return tuple(found)


def but_for_wording(lines: Iterable[str]) -> list[str]:
    """The changed lines without those that went and came again with the same values.

    Values are the same where a number printed now is the one printed before, within half of the
    tenth that was printed, or the next tenth where a half was rounded; Yes is yes, several values
    may be parted by other signs, columns may be wider, and a per cent in brackets follows from the
    counts before it.
    """
    left = _but_for_like_places(list(lines))
    came_as: dict[str, list[str]] = defaultdict(list)
    for line in left:
        if line.startswith("+"):
            came_as[_words(_but_for_per_cent(line))].append(line)
    for went in [line for line in left if line.startswith("-")]:
        like = came_as[_words(_but_for_per_cent(went))]
        came = next((one for one in like if _alike(went, one)), None)
        if came is not None:
            like.remove(came)
            left.remove(went)
            left.remove(came)
    return left


def _but_for_like_places(lines: list[str]) -> list[str]:
    """``lines`` without the pairs that are alike, the first that went with the first that came."""
    went, came = ([line for line in lines if line.startswith(sign)] for sign in "-+")
    if len(went) != len(came):
        return lines
    pairs = itertools.filterfalse(lambda pair: _alike(*pair), zip(went, came, strict=True))
    return [line for pair in pairs for line in pair]


_PER_CENT = re.compile(r" \((?:(?:\\u2212|[−+])?\d+%|under 1%)\)")
_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?%?")
_SLACK = 1e-9


def _but_for_per_cent(line: str) -> str:
    return _PER_CENT.sub("", line)


def _alike(went: str, came: str) -> bool:
    went, came = (_but_for_per_cent(line) for line in (went, came))
    before, now = _NUMBER.findall(went[1:]), _NUMBER.findall(came[1:])
    return (
        _words(went) == _words(came)
        and len(before) == len(now)
        and all(
            abs(_value(b) - _value(n)) <= _tolerance(b, n) for b, n in zip(before, now, strict=True)
        )
    )


def _tolerance(before: str, now: str) -> float:
    """How far a number may be from the one before: not at all where both were whole.

    A whole per cent may be the next one up, for it may have been a half.
    """
    if before.endswith("%") and now.endswith("%") and "." not in before + now:
        return 1 if abs(_value(now)) > abs(_value(before)) else 0
    places = [len(number.partition(".")[2]) for number in (before, now)]
    if places == [1, 1]:
        return 0.1 + _SLACK
    return 0.05 + _SLACK if any(places) else 0


def _words(line: str) -> str:
    """A line without its numbers, its blanks and the rules under headings."""
    plain = re.sub(r"[ ─-]+", " ", _NUMBER.sub(_as_nought, line[1:]))
    plain = html.unescape(plain).replace(";", ",")
    return re.sub(r"\b(?:Yes|No)\b", lambda found: found[0].lower(), plain).strip()


def _as_nought(number: re.Match[str]) -> str:
    return "0%" if number[0].endswith("%") else "0"


def _value(number: str) -> float:
    return float(number.rstrip("%").replace(",", "").replace("−", "-"))


def differences(
    command: str, before: Answer, now: Answer, masked: Mapping[str, str]
) -> Iterator[Difference]:
    """What differs between two answers to ``command``, once ``masked`` texts are replaced."""
    if before["code"] != now["code"]:
        yield Difference(command, "exit code", (f"-{before['code']}", f"+{now['code']}"))
    for stream, where in (("out", "stdout"), ("err", "stderr")):
        lines = _changed(_masked(before[stream], masked), _masked(now[stream], masked))
        if lines:
            yield Difference(command, where, lines)
    for name in sorted({*before["files"], *now["files"]}):
        lines = _changed_file(before["files"].get(name), now["files"].get(name), masked)
        if lines:
            yield Difference(command, name, lines)


def _masked(text: str, masked: Mapping[str, str]) -> str:
    for found, put in masked.items():
        text = text.replace(found, put)
    return _NOW.sub("now", text)


def _changed_file(
    before: bytes | str | None, now: bytes | str | None, masked: Mapping[str, str]
) -> tuple[str, ...]:
    if before == now:
        return ()
    if before is None or now is None:
        return ("-written",) if now is None else ("+written",)
    try:
        return _changed(*(_cut(_masked(_text(page), masked)) for page in (before, now)))
    except UnicodeDecodeError:
        pairs = enumerate(zip(before, now, strict=False))
        at = next((n for n, (old, new) in pairs if old != new), min(len(before), len(now)))
        return (f"-{len(before)} bytes", f"+{len(now)} bytes, others from byte {at} on")


def _text(page: bytes | str) -> str:
    return page if isinstance(page, str) else page.decode()


def _cut(page: str) -> str:
    return _BREAKS.sub("\n", page)


def _changed(before: str, now: str) -> tuple[str, ...]:
    """The lines that went and came; a text that only ends its lines otherwise differs too."""
    if before == now:
        return ()
    told = difflib.unified_diff(before.splitlines(), now.splitlines(), n=0, lineterm="")
    changed = [line for line in itertools.islice(told, 2, None) if not line.startswith("@@")]
    return tuple(changed) or ("-the same lines", "+ended otherwise")


def shown(difference: Difference, most: int = 12) -> Iterator[str]:
    """The difference as it is printed, its longest lines cut and no more than ``most`` of them."""
    yield f"{difference.command}  [{difference.where}]"
    for line in difference.lines[:most]:
        yield f"    {line if len(line) <= _WIDEST else line[: _WIDEST - 1] + '…'}"
    if len(difference.lines) > most:
        yield f"    … and {len(difference.lines) - most} lines more"
