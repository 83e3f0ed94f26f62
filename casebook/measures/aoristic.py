"""Aoristic weights: incidents known only to lie between two times, shared out over the hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = 168
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class HourWeights:
    """How many incidents fall to each hour of the week, Monday 00:00 first."""

    week: tuple[float, ...]
    skipped: int
    """Incidents whose begin isn't known, which take no part."""

    @property
    def day(self) -> tuple[float, ...]:
        """By hour of the day, whatever the weekday."""
        return tuple(sum(self.week[hour::24]) for hour in range(24))


def aoristic(spans: Iterable[tuple[datetime | None, datetime | None]]) -> HourWeights:
    """Each incident's weight of 1 shared over the hours its span touches, by minutes.

    A missing end is the begin, a point in time falls whole into its hour, an end before the begin
    is swapped with it, and a span of over a week is spread evenly over all 168 hours. Source:
    Ratcliffe, "Aoristic analysis: the spatial interpretation of unspecific temporal events",
    International Journal of Geographical Information Science 14(7), 2000.

    >>> early = (datetime(2024, 1, 1, 1), datetime(2024, 1, 1, 2, 30))
    >>> [round(weight, 4) for weight in aoristic([early]).day[:4]]
    [0.0, 0.6667, 0.3333, 0.0]
    """
    week, skipped = [0.0] * HOURS, 0
    for begin, end in spans:
        if begin is None:
            skipped += 1
            continue
        first, last = sorted((begin, end or begin))
        for hour, weight in _shares(first, last):
            week[hour] += weight
    return HourWeights(tuple(week), skipped)


def _shares(first: datetime, last: datetime) -> Iterable[tuple[int, float]]:
    if first == last:
        return [(_hour(first), 1.0)]
    if last - first > _WEEK:
        return [(hour, 1 / HOURS) for hour in range(HOURS)]
    found, at = [], first
    while at < last:
        until = min(last, at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        found.append((_hour(at), (until - at) / (last - first)))
        at = until
    return found


def _hour(at: datetime) -> int:
    return at.weekday() * 24 + at.hour
