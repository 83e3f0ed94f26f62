"""One command's two answers set side by side, and which differences are meant."""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("expected.toml")
_BREAKS = re.compile(r"(?<=>)(?=<)|(?<=[,;{}])(?=[\"{}\w.])")
"""Where a page's long lines may be cut, so that a difference is a few words and not a whole map."""
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


def reasons(difference: Difference, expected: Iterable[Expected]) -> tuple[str, ...] | None:
    """Why ``difference`` is meant, each reason once; None where a line of it isn't."""
    known = tuple(expected)
    found: dict[str, None] = {}
    for line in difference.lines:
        why = next((one.reason for one in known if one.covers(line, difference)), None)
        if why is None:
            return None
        found[why] = None
    return tuple(found)


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
        lines = _changed_file(before["files"].get(name), now["files"].get(name))
        if lines:
            yield Difference(command, name, lines)


def _masked(text: str, masked: Mapping[str, str]) -> str:
    for found, put in masked.items():
        text = text.replace(found, put)
    return _NOW.sub("now", text)


def _changed_file(before: bytes | str | None, now: bytes | str | None) -> tuple[str, ...]:
    if before == now:
        return ()
    if before is None or now is None:
        return ("-written",) if now is None else ("+written",)
    try:
        return _changed(_cut(before), _cut(now))
    except UnicodeDecodeError:
        pairs = enumerate(zip(before, now, strict=False))
        at = next((n for n, (old, new) in pairs if old != new), min(len(before), len(now)))
        return (f"-{len(before)} bytes", f"+{len(now)} bytes, others from byte {at} on")


def _cut(page: bytes | str) -> str:
    return _BREAKS.sub("\n", page if isinstance(page, str) else page.decode())


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
