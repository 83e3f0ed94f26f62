"""When points were: hours asked for, and the busiest of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.wording import number, share
from casebook.detection.gathering import IncidentPoints
from casebook.detection.rules import HoursOfDay
from geo.crs import Ints

_TIMED = 20
"""Points with a time that it takes before hours and days are named."""
_HOUR, _DAY = 3600, 24 * 60
"""Seconds, and minutes."""
_FIRST_DAY = 3
"""1 January 1970 was a Thursday."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def during(points: IncidentPoints, hours: HoursOfDay | None) -> IncidentPoints:
    """Those in the hours asked for; points without a time are left out, and told."""
    if hours is None:
        return points
    timed = ~np.isnan(points.at)
    if not timed.any():
        raise BadValue(
            f"No point has a time of day, so none can be told to lie in {hours}: "
            "leave out --during."
        )
    minute = local_times(points)[2]
    start, end = (each.hour * 60 + each.minute for each in (hours.start, hours.end))
    within = (
        (minute >= start) & (minute < end) if start < end else (minute >= start) | (minute < end)
    )
    kept = timed & within
    without = int(np.count_nonzero(~timed))
    said = (
        f"{number(int(kept.sum()))} of {counted(int(timed.sum()), 'point')} with a time lie in "
        f"{hours}; {number(without)} without a time were left out."
    )
    return points.take(kept, said)


def local_times(points: IncidentPoints) -> tuple[Ints, Ints, Ints]:
    """Day of the week (0 is Monday), hour and minute of the day of each point, in the points' zone.

    -1 where only the day or month is known.
    """
    timed = ~np.isnan(points.at)
    hours, at = np.unique(points.at[timed] // _HOUR, return_inverse=True)
    # clocks change on the hour
    offsets = [
        datetime.fromtimestamp(hour * _HOUR, points.zone).utcoffset() or timedelta()
        for hour in hours.tolist()
    ]
    seconds = np.array([offset.total_seconds() for offset in offsets] or [0.0])
    local = np.full(len(points), -1, np.int64)
    local[timed] = (points.at[timed] + seconds[at]) // 60 if timed.any() else 0
    minute = np.where(timed, local % _DAY, -1)
    day = np.where(timed, (local // _DAY + _FIRST_DAY) % 7, -1)
    return day, np.where(timed, minute // 60, -1), minute


def busiest_hours(hour: Ints) -> str:
    """``21:00-24:00, 38%``: the three hours with most; empty of under 20 points with a time."""
    hour = hour[hour >= 0]
    if len(hour) < _TIMED:
        return ""
    each = np.bincount(hour, minlength=24)
    three = each + np.roll(each, -1) + np.roll(each, -2)
    start = int(np.argmax(three))
    end = (start + 3 - 1) % 24 + 1
    return f"{start:02d}:00-{end:02d}:00, {share(float(three[start]) / len(hour))}"


def busiest_day(day: Ints) -> str:
    """``Fri, 22%``; empty of under 20 points with a time."""
    day = day[day >= 0]
    if len(day) < _TIMED:
        return ""
    each = np.bincount(day, minlength=7)
    return f"{_DAYS[int(np.argmax(each))]}, {share(float(each.max()) / len(day))}"
