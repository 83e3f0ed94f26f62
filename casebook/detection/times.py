"""When points were: hours asked for, and the busiest of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.wording import number, share
from casebook.detection.gathering import IncidentPoints
from casebook.detection.rules import DAYS, DaysOfWeek, HoursOfDay
from geo.crs import Ints

_TIMED = 20
"""Points with a time that it takes before hours and days are named."""
_HOUR, _DAY = 3600, 24 * 60
"""Seconds, and minutes."""
_FIRST_DAY = 3
"""1 January 1970 was a Thursday."""


def during(
    points: IncidentPoints, hours: HoursOfDay | None, days: DaysOfWeek | None = None
) -> IncidentPoints:
    """Those in the hours and on the days asked for; points without a time are left out, and told.

    Of hours over midnight, those after it are of the day before: Friday's 22:00 to 03:00 ends on
    Saturday.
    """
    asked = " on ".join(str(each) for each in (hours, days) if each)
    if not asked:
        return points
    timed = ~np.isnan(points.at)
    if not timed.any():
        options = " and ".join(
            name for name, given in (("--during", hours), ("--days", days)) if given
        )
        raise BadValue(
            f"No point has a time of day, so none can be told to lie in {asked}: "
            f"leave out {options}."
        )
    day, _, minute = local_times(points)
    within = timed.copy()
    if hours is not None:
        start, end = (each.hour * 60 + each.minute for each in (hours.start, hours.end))
        late, early = minute >= start, minute < end
        within &= late & early if start < end else late | early
        if start > end:
            day = np.where(early, (day - 1) % len(DAYS), day)
    if days is not None:
        within &= np.isin(day, sorted(days.days))
    without = int(np.count_nonzero(~timed))
    said = (
        f"{number(int(within.sum()))} of {counted(int(timed.sum()), 'point')} with a time lie in "
        f"{asked}; {number(without)} without a time were left out."
    )
    return points.take(within, said)


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
    return f"{DAYS[int(np.argmax(each))]}, {share(float(each.max()) / len(day))}"


def week_table(day: Ints, hour: Ints) -> tuple[tuple[int, ...], ...] | None:
    """How many points with a time lie in each hour (0 to 23) of each day, Monday first.

    None where no point has a time, which is not the same as none in any hour.
    """
    timed = hour >= 0
    if not timed.any():
        return None
    each = np.bincount(day[timed] * 24 + hour[timed], minlength=len(DAYS) * 24)
    return tuple(tuple(row) for row in each.reshape(len(DAYS), 24).tolist())
