"""Local times as files write them, and where a stretch of time falls in local days.

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

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d+)?))?"
_OFFSET = r"(?:\s*(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2})?))?"
_ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_BRITISH_DAY = r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
_MOMENTS = tuple(
    re.compile(rf"{day}(?:\s*T\s*|\s+){_CLOCK}{_OFFSET}", re.ASCII | re.IGNORECASE)
    for day in (_ISO_DAY, _BRITISH_DAY)
)
_DAYS = tuple(
    re.compile(rf"{day}(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
    for day in (_ISO_DAY, _BRITISH_DAY)
)
_TIME = re.compile(rf"(?:1899-12-3[01][T ])?{_CLOCK}", re.ASCII)
_YEARS = range(1970, 2200)


def read_moment(text: str) -> datetime:
    """The date and time in ``text``: naive where it is local, aware where it has an offset.

    Takes ``2024-10-07 14:00[:30]``, ``07/10/2024 14:00`` and ISO with an offset or Z; 24:00 is the
    next midnight. Raises :class:`BadValue` for anything else.

    >>> read_moment("7/10/2024 24:00")
    datetime.datetime(2024, 10, 8, 0, 0)
    """
    for form in _MOMENTS:
        found = form.fullmatch(text.strip())
        if found:
            return _moment(text, found)
    raise BadValue(f"'{text}' is no date and time: write it as 2024-10-07 14:00.")


def read_day(text: str) -> date:
    """The date in ``text``: ``2024-10-07`` or ``07/10/2024``; raises :class:`BadValue`."""
    for form in _DAYS:
        found = form.fullmatch(text.strip())
        if found and int(found["year"]) in _YEARS:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise BadValue(f"'{text}' is no date: write it as 2024-10-07.")


def read_clock(text: str) -> timedelta:
    """How long after midnight the time ``text`` is: ``14:00``, ``14:00:30`` or ``24:00``.

    Raises :class:`BadValue` for anything else.
    """
    found = _TIME.fullmatch(text.strip())
    clock = _clock(found) if found else None
    if clock is None:
        raise BadValue(f"'{text}' is no time of day: write it as 14:00.")
    return clock


def to_utc(moment: str | datetime, zone: tzinfo, after: datetime | None = None) -> datetime:
    """The instant of ``moment``, which is local to ``zone`` where it has no offset of its own.

    A local time that was twice is the first of the two, or the second where the first isn't later
    than ``after``. Raises :class:`BadValue` for one that never was.

    >>> from zoneinfo import ZoneInfo
    >>> str(to_utc("2024-10-27 01:30", ZoneInfo("Europe/London")))
    '2024-10-27 00:30:00+00:00'
    """
    read = read_moment(moment) if isinstance(moment, str) else moment
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    first = read.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != read:
        raise BadValue(
            f"{clock(read)} on {day_label(read)} never was: the clocks went forward. "
            "Write the time the clock showed, or its offset."
        )
    if after is None or first > after:
        return first
    return read.replace(tzinfo=zone, fold=1).astimezone(UTC)


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


def _moment(text: str, found: re.Match[str]) -> datetime:
    clock = _clock(found)
    if clock is None or int(found["year"]) not in _YEARS:
        raise BadValue(f"'{text}' is no date and time: write it as 2024-10-07 14:00.")
    try:
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001
    except ValueError as error:
        raise BadValue(f"'{text}' is no date and time: there is no such day.") from error
    local = day + clock
    offset = found["offset"]
    if offset is None:
        return local
    if offset in "Zz":
        return local.replace(tzinfo=UTC)
    try:
        return datetime.fromisoformat(f"{local.isoformat()}{offset}")
    except ValueError as error:
        raise BadValue(f"'{text}' has an offset that can't be: write it as +01:00.") from error


def _clock(found: re.Match[str]) -> timedelta | None:
    """The time of day in a match, to the nearest second; None where there is no such time."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), float(found["second"] or 0)
    if minute > 59 or second >= 60 or hour * 3600 + minute * 60 + second > 24 * 3600:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=round(second))
