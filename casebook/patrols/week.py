"""When in the week something happens: so much in each hour of each weekday."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import accumulate

from casebook.core.local_time import instant
from casebook.patrols.dosage import Attendance, Stretch, inside

DAYS, HOURS = 7, 24
_QUARTER = 900
"""Seconds: the clocks of every zone stand a whole number of quarters of an hour apart."""


@dataclass(frozen=True)
class WeekHours:
    """So much in each hour of the week: seven rows from Monday, each of 24 hours."""

    rows: tuple[tuple[float, ...], ...]

    @property
    def total(self) -> float:
        """All of it."""
        return sum(map(sum, self.rows))

    @property
    def by_hour(self) -> tuple[float, ...]:
        """Each hour of the day, all weekdays together."""
        return tuple(map(sum, zip(*self.rows, strict=True)))

    def between(self, first: int, hours: int) -> float:
        """What falls into so many hours of the day from ``first`` on, over midnight if need be."""
        day = self.by_hour
        return sum(day[(first + n) % HOURS] for n in range(hours))

    def half(self) -> tuple[int, int] | None:
        """The shortest run of hours of the day with half of it or more; None where there is none.

        The hour it begins with and how many hours it has; the fullest of those as short, and of
        those the earliest.
        """
        if not self.total:
            return None
        day = self.by_hour
        sums = (0.0, *accumulate(day + day))
        for hours in range(1, HOURS + 1):
            first = max(range(HOURS), key=lambda at: (sums[at + hours] - sums[at], -at))
            if 2 * (sums[first + hours] - sums[first]) >= self.total:
                return first, hours
        raise AssertionError("a whole day holds all of it")


class WeekClock:
    """Which hour of which weekday a moment falls into, on the clocks of one place."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._known: dict[int, datetime] = {}

    def at(self, epoch: int) -> datetime:
        """The local start of the quarter of an hour that ``epoch``, UTC seconds since 1970, is in.

        >>> from zoneinfo import ZoneInfo
        >>> f"{WeekClock(ZoneInfo('Europe/London')).at(1719871500):%a %H:%M}"
        'Mon 23:00'
        """
        quarter = epoch // _QUARTER
        if quarter not in self._known:
            self._known[quarter] = instant(quarter * _QUARTER).astimezone(self._zone)
        return self._known[quarter]

    def counts(self, moments: Iterable[int]) -> WeekHours:
        """How many of ``moments`` fall into each hour of the week."""
        found = [[0.0] * HOURS for _ in range(DAYS)]
        for epoch in moments:
            local = self.at(epoch)
            found[local.weekday()][local.hour] += 1
        return _frozen(found)

    def officer_hours(self, rows: Iterable[Attendance], within: Stretch) -> WeekHours:
        """The officer-hours of ``rows`` in each hour of the week, between two moments."""
        found = [[0.0] * HOURS for _ in range(DAYS)]
        for row in rows:
            for begins, ends in inside(row.start, row.end, row.away):
                start, end = max(begins, within[0]), min(ends, within[1])
                while start < end:
                    stop = min(end, (start // _QUARTER + 1) * _QUARTER)
                    local = self.at(start)
                    found[local.weekday()][local.hour] += (stop - start) * row.officers
                    start = stop
        return _frozen([[seconds / 3600 for seconds in day] for day in found])


def _frozen(found: Sequence[Sequence[float]]) -> WeekHours:
    return WeekHours(tuple(map(tuple, found)))
