"""What can be said for the time of a GPS visit: how often its device told, by which rule, how sure.

A certificate goes with every hour that comes from GPS, into the casebook too. It holds no track:
when the unit was inside and when it stepped outside is all that is kept of where it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from casebook.core.english import counted
from casebook.core.wording import hours, in_minutes, share
from casebook.patrols.dosage import Stretch, inside, union
from geo.dosage.rule import Rule


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of one visit."""

    device: str
    """Blank where the pings name none beside the unit."""
    interval: float | None
    """Seconds: the median of the device's gaps of under 15 minutes; None where it has none."""
    rule: str
    """By which its time was found, in words."""
    lost: float | None
    """The share of the device's pings that never came; None where nothing lets expect any."""
    seconds: int
    """The time inside."""
    error: float | None
    """Seconds: the standard error that the gaps between pings leave; None where no ping was
    inside."""
    parked: bool = False
    """Half an hour or more in one spot."""
    away: tuple[Stretch, ...] = ()
    """Longer times outside between, in order."""

    @property
    def low(self) -> float | None:
        """Minutes: a standard error less than :attr:`seconds`."""
        return None if self.error is None else max(self.seconds - self.error, 0) / 60

    @property
    def high(self) -> float | None:
        """Minutes: a standard error more. Two visits of three last between low and high."""
        return None if self.error is None else (self.seconds + self.error) / 60

    def stored(self) -> dict[str, Any]:
        """As it is kept with its patrol."""
        kept: dict[str, Any] = {
            "interval": self.interval,
            "rule": self.rule,
            "lost": None if self.lost is None else round(self.lost, 4),
            "seconds": self.seconds,
            "error": None if self.error is None else round(self.error, 2),
        }
        if self.device:
            kept["device"] = self.device
        if self.parked:
            kept["parked"] = True
        if self.away:
            kept["away"] = [list(stretch) for stretch in self.away]
        return kept

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Certificate:
        """The certificate that :meth:`stored` gave."""
        away = tuple((start, end) for start, end in kept.get("away", ()))
        return cls(**{"device": "", **kept, "away": away})


def in_words(rule: Rule, interval: float | None) -> str:
    """The rule as it holds for a device with this interval.

    >>> print(in_words(Rule(), 60))
    half the interval at each end; a visit ends after 5 minutes; under 2 minutes is a drive-through
    """
    interval = interval or 0
    said = (
        f"half the interval at each end; a visit ends after {in_minutes(rule.gap_of(interval))}; "
        f"under {in_minutes(rule.shortest)} is a drive-through"
    )
    if 0 < rule.shortest <= interval:
        said += "; a stay of one ping counts one interval and can't be told from a drive-through"
    elif interval < rule.shortest < 2 * interval:
        said += f"; a stay of one ping is one too, and may last up to {in_minutes(2 * interval)}"
    return said


def joined(parts: Sequence[tuple[int, int, Certificate]]) -> Certificate:
    """The certificate of one visit that several tell of, each with its start and end.

    It was inside while any of them says so; the rest is as uncertain as the least certain.
    """
    there = union(piece for start, end, one in parts for piece in inside(start, end, one.away))
    all_of = [one for _, _, one in parts]
    worst = max(all_of, key=lambda one: (one.interval or 0, one.rule))
    errors = [one.error for one in all_of if one.error is not None]
    return Certificate(
        ", ".join(sorted({one.device for one in all_of if one.device})),
        worst.interval,
        worst.rule,
        max((one.lost for one in all_of if one.lost is not None), default=None),
        sum(end - start for start, end in there),
        max(errors, default=None),
        any(one.parked for one in all_of),
        tuple((one[1], other[0]) for one, other in pairwise(there)),
    )


def range_of(visits: Sequence[tuple[Certificate, int]]) -> float:
    """Seconds: the standard error of the officer-time of visits, each with its officers.

    It grows with the root of their number, for what one end of a visit has too much another has
    too little.
    """
    return math.sqrt(sum(((one.error or 0.0) * officers) ** 2 for one, officers in visits))


def certified(visits: Sequence[tuple[Certificate, int]]) -> str:
    """What a person must know of the hours of GPS visits, each with its officers; empty for none.

    >>> one = Certificate("", 60, "", 0.02, 1800, 24.5)
    >>> print(certified([(one, 2)]))
    1 visit from GPS, pings every 60 seconds, 2% of them lost at most: right to ±0.01 officer-hours.
    """
    if not visits:
        return ""
    intervals = sorted({round(one.interval) for one, _ in visits if one.interval})
    often = dict.fromkeys(f"{seconds:,}" for seconds in (*intervals[:1], *intervals[-1:]))
    lost = max((one.lost for one, _ in visits if one.lost is not None), default=0)
    said = (
        f"{counted(len(visits), 'visit')} from GPS, pings every "
        f"{' to '.join(often)} seconds, {share(lost)} of them lost at most: right "
        f"to ±{hours(range_of(visits) / 3600, 2)} officer-hours."
    )
    parked = [one for one, _ in visits if one.parked]
    if parked:
        long = hours(sum(one.seconds for one in parked) / 3600)
        said += (
            f" Parked up, half an hour or more in one spot: {counted(len(parked), 'visit')} of "
            f"{long} h that count: a car without its crew?"
        )
    return said
