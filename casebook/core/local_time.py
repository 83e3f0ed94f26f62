"""Local times, where a stretch of time falls in local days, and lengths of time as people write.

Time is kept in UTC to the second. Twice a year the clocks make a local time mean nothing or two
things: what never was is refused, what was twice is the first of the two unless its offset is
written (``2024-10-27T01:30+00:00``) or only the second makes sense.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from casebook.core.errors import BadValue
from casebook.core.months import day_label
from casebook.core.wording import clock

_SECONDS = {"s": 1, "sec": 1, "second": 1, "": 60, "m": 60, "min": 60, "minute": 60, "h": 3600}
_SECONDS |= {f"{word}s": number for word, number in _SECONDS.items() if len(word) > 2}
_SECONDS |= {"hour": 3600, "hours": 3600}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.ASCII)


def to_utc(moment: datetime, zone: tzinfo, after: datetime | None = None) -> datetime:
    """The instant of ``moment``, which is local to ``zone`` where it has no offset of its own.

    A local time that was twice is the first of the two, or the second where the first isn't later
    than ``after``. Raises :class:`BadValue` for one that never was.

    >>> from zoneinfo import ZoneInfo
    >>> str(to_utc(datetime(2024, 10, 27, 1, 30), ZoneInfo("Europe/London")))
    '2024-10-27 00:30:00+00:00'
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first = moment.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != moment:
        raise BadValue(
            f"{clock(moment)} on {day_label(moment)} never was: the clocks went forward. "
            "Write the time the clock showed, or its offset."
        )
    if after is None or first > after:
        return first
    return moment.replace(tzinfo=zone, fold=1).astimezone(UTC)


def was_twice(moment: datetime, zone: tzinfo) -> bool:
    """Whether the naive local ``moment`` came round twice, because the clocks went back."""
    first, second = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def instant(epoch: float) -> datetime:
    """The instant in UTC that is ``epoch`` seconds after the start of 1970.

    >>> instant(0).isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(epoch, UTC)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The local date at an instant."""
    return moment.astimezone(zone).date()


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant a local date begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def split_by_day(start: datetime, end: datetime, zone: tzinfo) -> tuple[tuple[date, int], ...]:
    """The local days between two instants and the seconds of each, which add up to the whole.

    Nothing where ``end`` isn't after ``start``.
    """
    days = []
    while start < end:
        day = local_day(start, zone)
        stop = min(end, start_of_day(day + timedelta(days=1), zone))
        days.append((day, round((stop - start).total_seconds())))
        start = stop
    return tuple(days)


def moment_label(moment: datetime, zone: tzinfo) -> str:
    """An instant as a person reads it: ``14:00 on 7 Oct 2024``."""
    local = moment.astimezone(zone)
    return f"{clock(local)} on {day_label(local)}"


def span_label(start: datetime, end: datetime, zone: tzinfo) -> str:
    """A stretch as a person reads it: ``18:00 to 20:00 on 7 Oct 2024``, or with both days."""
    first = moment_label(start, zone)
    if local_day(start, zone) == local_day(end, zone):
        first = first.partition(" on ")[0]
    return f"{first} to {moment_label(end, zone)}"


def seconds_of(text: str) -> int:
    """The seconds in ``5m``, ``90 s``, ``1.5 hours`` or a bare ``5``, which means minutes.

    Raises :class:`BadValue` for anything else.

    >>> [seconds_of(text) for text in ("5m", "2.5", "90 s", "1h")]
    [300, 150, 90, 3600]
    """
    found = _LENGTH.fullmatch(text.strip().casefold())
    if found is None or found[2] not in _SECONDS:
        raise BadValue(f"'{text}' is no length of time: write it like 5m, 90s or 1h.")
    return round(float(found[1]) * _SECONDS[found[2]])
