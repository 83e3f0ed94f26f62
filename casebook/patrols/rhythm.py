"""How long visits last and how far apart they are, which minutes alone don't tell.

Ten minutes is about where a visit begins to last beyond itself, and a place is to be seen again
within two hours (Koper 1995); time between visits is told within the hours a place is to be
patrolled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from casebook.patrols.dosage import Stretch, Visit

LONG = 600
"""Seconds of a visit that counts as one of full length, where no plan says otherwise."""
OFTEN = 7200
"""Seconds between visits that are at most to be."""


@dataclass(frozen=True)
class Rhythm:
    """Of visits to one place or several; None where there are none, or no two to lie between."""

    visits: int
    full: int
    """Of full length."""
    median_minutes: float | None
    between: int
    """Times between two visits within the hours."""
    between_median: float | None
    """Minutes."""
    between_share: float | None
    """The share of those that are at most two hours."""

    @classmethod
    def of(cls, visits: Sequence[tuple[Visit, int]], gaps: Sequence[int]) -> Rhythm:
        """Of visits, each with the seconds that are its full length, and times between visits."""
        lengths = [visit.seconds for visit, _ in visits]
        return cls(
            len(visits),
            sum(visit.seconds >= full for visit, full in visits),
            median(lengths) / 60 if lengths else None,
            len(gaps),
            median(gaps) / 60 if gaps else None,
            sum(gap <= OFTEN for gap in gaps) / len(gaps) if gaps else None,
        )


def gaps_between(visits: Iterable[Visit], hours: Iterable[Stretch]) -> list[int]:
    """The seconds between one visit and the next, where all of them lie within ``hours``.

    >>> visits = [Visit(0, 600, 600), Visit(4200, 5000, 800), Visit(9000, 9600, 600)]
    >>> gaps_between(visits, [(0, 6000)])
    [3600]
    """
    gaps = [(one.end, other.start) for one, other in pairwise(visits)]
    return [
        until - since
        for start, end in hours
        for since, until in gaps
        if start <= since and until <= end
    ]
