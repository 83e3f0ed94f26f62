"""Verdicts that were signed and read otherwise now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.core.codes import FINER_GROUPS, as_at_first
from casebook.figures.figure import ThemeVerdict

NOT_RECORDED = "Verdict not recorded."
"""What is said of a review frozen before reviews kept their verdicts."""


@dataclass(frozen=True)
class Recorded:
    """The verdicts that a review froze on one count group of one hotspot."""

    hotspot: str
    count_group: str
    counted_as: str
    """The name of the version of the group that was counted."""
    month: tuple[str, str]
    """The word on the month, and its sentences."""
    since: tuple[str, str]
    """Those since the response began; empty where it hadn't."""


@dataclass(frozen=True)
class Flip:
    """A verdict whose word is another once later data is in."""

    hotspot: str
    count_group: str
    over: str
    """``month``, or ``since`` for the months since the response began."""
    as_signed: str
    as_now: str
    """Empty where none can be given any more."""
    said: str
    """The sentences as frozen."""
    says: str
    """As they read now."""


def recorded_verdicts(figures: Sequence[Mapping[str, Any]] | None) -> tuple[Recorded, ...]:
    """The verdicts in frozen figures; none in figures frozen before verdicts were kept."""
    return tuple(
        Recorded(
            row["hotspot"],
            one["count_group"],
            counted_as(row, one["count_group"]),
            (one["verdict"], one["says"]),
            (one["since_verdict"], one["since_says"]),
        )
        for row in figures or ()
        if "verdict" in row
        for one in (row, *row["other_verdicts"])
    )


def counted_as(row: Mapping[str, Any], group: str) -> str:
    """The name by which a count group is counted again as it was when ``row`` was frozen."""
    return version_counted(group, row.get("serious_violence_version"))


def version_counted(group: str, version: str | None) -> str:
    """The name of a count group in the ``version`` it was counted in; None for its first."""
    if group not in FINER_GROUPS:
        return group
    return f"{group}@{version}" if version else as_at_first(group)


def flips_of(frozen: Recorded, now: ThemeVerdict) -> Iterator[Flip]:
    """Where the words of ``frozen`` aren't those of ``now``; what had no verdict can't flip."""
    both = (
        ("month", frozen.month, (now.verdict, now.says)),
        ("since", frozen.since, (now.since_verdict, now.since_says)),
    )
    for over, (word, said), (new, says) in both:
        if word and word != new:
            yield Flip(frozen.hotspot, frozen.count_group, over, word, new, said, says)


def flipped_words(frozen: Sequence[str], now: ThemeVerdict) -> int:
    """How many of the words on the month and since the response began are others ``now``."""
    both = zip(frozen, (now.verdict, now.since_verdict), strict=True)
    return sum(bool(word) and word != new for word, new in both)
