"""How long, and how often, anybody was in a place: the measures of patrol dosage.

Officer time is the sum over staff of the time each was there; patrol time is the union, the time
with anybody there; a visit is a run of time without a gap of five minutes or more. Minutes
belong to the local day they fall on, a visit to the day it starts on. Whole seconds are kept, so
that a window's figures are exactly the sums of its days'. Where GPS saw a unit step outside within
a visit, that time is left out of both, and the visit goes on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import NamedTuple, Protocol, TypeVar

from casebook.core.local_time import instant, local_day, split_by_day

VISIT_GAP = 300
"""Seconds without anybody that part one visit from the next."""


Stretch = tuple[int, int]
"""From and to, in UTC seconds since 1970."""


class Attendance(Protocol):
    """What dosage needs to know of a unit's time in a place."""

    @property
    def start(self) -> int:
        """UTC seconds since 1970."""

    @property
    def end(self) -> int:
        """UTC seconds since 1970, after ``start``."""

    @property
    def officers(self) -> int:
        """How many people, of every kind."""

    @property
    def resourcing(self) -> str:
        """One of ``codes.RESOURCING``."""

    @property
    def away(self) -> Sequence[Stretch]:
        """The time between that it was outside, in order."""


A = TypeVar("A", bound=Attendance)


class Visit(NamedTuple):
    """A run of time with anybody there, without a gap of five minutes."""

    start: int
    """UTC seconds since 1970."""
    end: int
    seconds: int
    """With anybody there: shorter than from start to end by the small gaps."""

    @property
    def minutes(self) -> float:
        """With anybody there."""
        return self.seconds / 60


@dataclass(frozen=True, slots=True)
class Dosage:
    """The dosage of one place over a day, or the sum of several days'; times in seconds."""

    core: int = 0
    """Officer-seconds of this resourcing."""
    overtime: int = 0
    partner: int = 0
    patrol: int = 0
    """Seconds with anybody there."""
    visits: int = 0

    def __add__(self, other: Dosage) -> Dosage:
        return Dosage(
            self.core + other.core,
            self.overtime + other.overtime,
            self.partner + other.partner,
            self.patrol + other.patrol,
            self.visits + other.visits,
        )

    @property
    def officer_minutes(self) -> float:
        """Summed over staff, whatever their resourcing."""
        return (self.core + self.overtime + self.partner) / 60

    @property
    def patrol_minutes(self) -> float:
        """Minutes with anybody there."""
        return self.patrol / 60


def dosage_by_day(
    attendances: Iterable[Attendance], zone: tzinfo, gap: int = VISIT_GAP
) -> dict[date, Dosage]:
    """What was delivered in one place on each local day, days with nothing left out, in order.

    A visit under way when a window opens belongs to the day before it: give the patrols of that
    visit too, and leave their days out of the sum.
    """
    rows = list(attendances)
    seconds: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for start, end in inside(row.start, row.end, row.away):
            for day, length in _days(start, end, zone):
                seconds[day][row.resourcing] += length * row.officers
    for start, end in union(_inside(rows)):
        for day, length in _days(start, end, zone):
            seconds[day]["patrol"] += length
    for visit in visits(rows, gap):
        seconds[local_day(instant(visit.start), zone)]["visits"] += 1
    return {day: Dosage(**seconds[day]) for day in sorted(seconds)}


def visits(attendances: Iterable[Attendance], gap: int = VISIT_GAP) -> tuple[Visit, ...]:
    """The visits to one place, in order; a gap of ``gap`` seconds or more parts two."""
    rows = list(attendances)
    parts: list[Stretch] = []
    for start, end in union((row.start, row.end) for row in rows):
        if parts and start - parts[-1][1] < gap:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    there = union(_inside(rows))
    begins = [start for start, _ in there]
    return tuple(
        Visit(
            start,
            end,
            sum(b - a for a, b in there[bisect_left(begins, start) : bisect_left(begins, end)]),
        )
        for start, end in parts
    )


def inside(start: int, end: int, away: Sequence[Stretch]) -> list[Stretch]:
    """What is left of a stretch of time without the times ``away`` within it, which are in order.

    >>> inside(0, 100, [(10, 20), (90, 100)])
    [(0, 10), (20, 90)]
    """
    edges = [start, *(edge for stretch in away for edge in stretch), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _inside(rows: Iterable[Attendance]) -> Iterator[Stretch]:
    for row in rows:
        yield from inside(row.start, row.end, row.away)


def union(times: Iterable[Stretch]) -> list[Stretch]:
    """The time in any of ``times``, as stretches that are apart from each other and in order."""
    stretches: list[Stretch] = []
    for start, end in sorted(times):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _days(start: int, end: int, zone: tzinfo) -> tuple[tuple[date, int], ...]:
    return split_by_day(instant(start), instant(end), zone)


def not_yet_there(rows: Iterable[A]) -> Iterator[tuple[A, list[Stretch]]]:
    """Each of ``rows`` with the time of it in which none before it was there.

    All of it together is the time with anybody there, each second once. Rows of one place.
    """
    taken: list[Stretch] = []
    for row in rows:
        own = inside(row.start, row.end, row.away)
        yield row, [part for each in own for part in _without(each, taken)]
        taken = union([*taken, *own])


def _without(whole: Stretch, taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of a stretch of time without others, which are in order and apart."""
    start, end = whole
    cut = [(max(a, start), min(b, end)) for a, b in taken if a < end and b > start]
    return inside(start, end, cut)
