"""What an indicator came to, period by period, and how it reads beside the period before.

A reading is set beside the newest one before it of equal length, never a part of a year beside a
whole one. Areas are added only for counts and levels, and only where every area has a reading of
the same dates. A part of an indicator is never added to it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.core.english import counted
from casebook.core.made_numbers import sum_of, together
from casebook.core.made_numbers import whole as whole_
from casebook.core.rounding import added, percent
from casebook.registers.indicator import Indicator, Reading

Span = tuple[date, date | None]
"""What readings of one period share: their first day and their last."""

_FINE = 6
"""Decimals that a sum of readings keeps: enough for any unit, too few for stray digits."""


@dataclass(frozen=True)
class Point:
    """What an indicator came to over one period: in one area, or over all its areas."""

    at: Reading
    """A reading of the period: its dates are the point's."""
    place: str | None
    value: float | None
    """None where areas can't be added; ``gap`` says why."""
    target: float | None = None
    target_by: date | None = None
    needed: float | None = None
    gap: str = ""

    @property
    def span(self) -> Span:
        """Its first and last day."""
        return self.at.at, self.at.until

    def before(self, points: Iterable[Point]) -> Point | None:
        """The newest of ``points`` in the same place before it that is as long and has a value."""
        alike = {
            one.span: one for one in points if one.place == self.place and one.value is not None
        }
        found = self.at.before([one.at for one in alike.values()])
        return alike[found.at, found.until] if found is not None else None


@dataclass(frozen=True)
class Series:
    """An indicator, what it came to over each period, oldest first, and the areas it is made of."""

    indicator: Indicator
    whole: tuple[Point, ...]
    areas: tuple[Point, ...]
    """Area by area within each period; empty for an indicator that is read as one."""
    parts: tuple[Series, ...]

    @property
    def own(self) -> tuple[str | None, ...]:
        """The areas a reading of the whole can name: none, or the indicator's own."""
        return None, self.indicator.place

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, a period's areas before what they add up to; one area is its own sum."""
        by_span: dict[Span, list[Point]] = {point.span: [] for point in self.whole}
        alone = len({point.place for point in self.areas}) == 1
        for point in (*self.areas, *self.whole):
            if not (alone and point.place is None and point.at.place not in self.own):
                by_span[point.span].append(point)
        return tuple(point for points in by_span.values() for point in points)


def whole_point(
    indicator: Indicator,
    group: Sequence[Reading],
    areas: Iterable[str],
    within: Mapping[str, Sequence[str]],
) -> Point:
    """What one period's readings come to: the one of the whole, else the sum of every area's."""
    for one in group:
        if one.place in (None, indicator.place):
            return point_of(indicator, one, whole=True)
    gap = _not_added_because(indicator, group, tuple(areas), within)
    if gap:
        return Point(group[0], None, None, gap=gap)
    value = sum_of(group, lambda one: one.value, _FINE)
    targets = [sum_of([one], _target, _FINE) for one in group if one.target is not None]
    if len(targets) == len(group):
        needed = [indicator.needed(one.value, one.target) for one in group]
        missing = [each for each in needed if each is not None]
        by = {one.target_by for one in group}
        return Point(
            group[0],
            None,
            value,
            together(targets, _FINE),
            by.pop() if len(by) == 1 else None,
            added(missing, _FINE) if missing else None,
        )
    target, by_day = _target_of(indicator), indicator.target_by
    return Point(group[0], None, value, target, by_day, indicator.needed(value, target))


def _not_added_because(
    indicator: Indicator,
    group: Sequence[Reading],
    areas: Sequence[str],
    within: Mapping[str, Sequence[str]],
) -> str:
    """Why the areas of one period can't be added up; empty where they can."""
    there = {one.place for one in group}
    lacking = [area for area in areas if area not in there]
    if len(areas) > 1 and not indicator.adds_up:
        return f"areas can't be added in {indicator.unit}"
    if lacking:
        return f"no reading for {', '.join(lacking)}, so no total"
    inner = next((a for a in areas if any(b in within.get(a, ()) for b in areas)), None)
    if inner is not None:
        outer = next(b for b in areas if b in within[inner])
        return f"{inner} lies in {outer}, so no total"
    return ""


def point_of(indicator: Indicator, reading: Reading, *, whole: bool = False) -> Point:
    """The point of one reading; a target of the whole is the indicator's where it has no other."""
    target, by = _target_of(reading), reading.target_by
    if target is None and whole:
        target, by = _target_of(indicator), indicator.target_by
    return Point(
        reading,
        None if whole else reading.place,
        sum_of([reading], lambda one: one.value, _FINE),
        target,
        by,
        indicator.needed(reading.value, target),
    )


def change_since(
    indicator: Indicator, point: Point, earlier: Point | None, small: int
) -> dict[str, Any]:
    """What changed since ``earlier``.

    Percent only of what is at least ``small``, and never of what is in percent itself.
    """
    none = dict.fromkeys(("earlier", "earlier_period", "change", "percent"))
    if point.value is None or earlier is None or earlier.value is None:
        return {**none, "reads": ""}
    change = together((point.value, -earlier.value), _FINE)
    large = earlier.value >= small and earlier.value > 0 and "%" not in indicator.unit
    return {
        "earlier": whole_(earlier.value),
        "earlier_period": earlier.at.period,
        "change": whole_(change),
        "percent": whole_(percent(change, earlier.value)) if large else None,
        "reads": _reads(indicator.direction, change),
    }


def _reads(direction: str, change: float) -> str:
    """Which way a change goes, and whether that is the way aimed at."""
    if not change:
        return "no change"
    way = "up" if change > 0 else "down"
    if direction not in ("higher", "lower"):
        return way
    return f"{way}, {'better' if (direction == 'higher') is (change > 0) else 'worse'}"


def alone_because(point: Point, points: Iterable[Point]) -> str:
    """Why a reading is set beside none of those before it; empty where there are none."""
    earlier = [
        one
        for one in points
        if one.place == point.place and one.value is not None and one.at.last < point.at.at
    ]
    if not earlier:
        return ""
    newest = max(earlier, key=lambda one: one.at.last).at
    mine, other = _length(point.at), _length(newest)
    if mine.split()[1:] == other.split()[1:]:
        other = other.split()[0]
    return f"{_as_far_as(point.at)}: {mine}, not set beside the {other} of {newest.period}"


def _as_far_as(reading: Reading) -> str:
    """A period that is none of its year's ends yet, as ``2024 is to April``; else its name."""
    unit, count = reading.length
    first = reading.at
    if unit == "months" and count < 12 and (first.month, first.day) == (1, 1):
        return f"{first.year} is to {calendar.month_name[reading.last.month]}"
    return reading.period


def _length(reading: Reading) -> str:
    unit, count = reading.length
    if not count:
        return "a level"
    return counted(count, unit[:-1])


def _target(record: Reading | Indicator) -> float | None:
    return record.target


def _target_of(record: Reading | Indicator) -> float | None:
    """Its target, made from itself."""
    return None if record.target is None else sum_of([record], _target, _FINE)
