"""Dates, times and months as people and their programs write them, a text at a time.

Which number of ``05/01/2024`` is the month can't be told from one text: the order is passed in,
and :mod:`casebook.files.date_orders` finds it for a whole column.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum
from functools import lru_cache

from casebook.core.errors import BadValue
from casebook.core.months import Month


class DateOrder(Enum):
    """Which comes first where a date is three numbers and the year is last."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def words(self) -> str:
        """As a sentence has it: ``day first``."""
        return self.value.replace("-", " ")

    @property
    def other(self) -> DateOrder:
        """The order it isn't."""
        return next(order for order in DateOrder if order is not self)


DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@dataclass(frozen=True, slots=True)
class DateAndTime:
    """What one text says of a moment."""

    day: date
    clock: timedelta | None = None
    """How long after midnight, a whole day at most; None where the text has no time of day."""
    zone: tzinfo | None = None
    """The offset it names; None where the time is local, wherever that is."""

    @property
    def moment(self) -> datetime:
        """The moment, aware where an offset is named; a date alone is its midnight."""
        start = datetime.combine(self.day, time(), self.zone)
        return start + self.clock if self.clock else start


NUMBERED = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
"""A date whose day and month are both numbers before the year; may stand before a time."""
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})|(\d{4})(\d\d)(\d\d)", re.ASCII)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{{3,9}})\.?,?[\s\-/.]*(\d{{4}}|\d\d)",
    re.ASCII | re.IGNORECASE,
)
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.?[\s\-/.]*(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[\s\-/.]+)(\d{{4}}|\d\d)",
    re.ASCII | re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?P<days>[01]) days?, )?"
    r"(?!0\.)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d(?:[.,]\d+)?))?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?|h(?:ou)?rs?|h)?",
    re.ASCII | re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(
    r"(?P<hour>\d{1,2}?)(?P<minute>\d\d)(?P<second>(?<=\d{4})\d\d)?\s*(?:h(?:ou)?rs?|h)?",
    re.ASCII | re.IGNORECASE,
)
_AFTER_A_DAY = r"(?:\s*T\s*|,?\s+(?:at\s+)?)"
_PARTS = re.compile(
    rf"(?P<day>\S.*?){_AFTER_A_DAY}(?P<clock>\d[\d:.,]*(?:\s*[ap]\.?\s?m\.?|\s*h(?:ou)?rs?)?)"
    r"(?:\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d\d(?::?\d\d)?))?",
    re.ASCII | re.IGNORECASE,
)
_CLOCK_ZONED = re.compile(
    r"(?P<clock>\d[^zg]*?)\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d\d(?::?\d\d)?)", re.ASCII | re.IGNORECASE
)
_COMPACT = re.compile(r"(\d{8})T?(\d{4}(?:\d\d)?)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)
_NO_DAY = re.compile(r"(?:1899-12-3[01]|1900-01-0[01])[T ]", re.ASCII)
"""What a spreadsheet puts before a time that has no date."""
_DATE_WITHIN = re.compile(
    r"\d[/\-.]\d{1,2}[/\-.]\d|\d{8}T|\d.*[a-z]{3}|[a-z]{3}.*\d", re.ASCII | re.IGNORECASE
)
_MONTH_ALONE = re.compile(
    r"(?:(?P<year>\d{4})[\-/. ]?(?P<month>\d{1,2})|(?P<first>\d{1,2})[\-/. ](?P<then>\d{4}))"
    r"|(?P<name>[a-z]{3,9})\.?[\s\-/.]*(?P<named>\d{4}|\d\d)|(?P<before>\d{4})[\s\-/.]*(?P<after>[a-z]{3,9})",
    re.ASCII | re.IGNORECASE,
)

_MONTHS = {
    **{month_abbr[number].casefold(): number for number in range(1, 13)},
    **{month_name[number].casefold(): number for number in range(1, 13)},
    "sept": 9,
}
_ZONES = {"Z": UTC, "UTC": UTC, "GMT": UTC, "BST": timezone(timedelta(hours=1))}
_DAY_NOUGHT = date(1899, 12, 30)
"""What spreadsheets count days from."""
_SERIALS = range(18_264, 73_051)
"""The days of 1950 to 2099, as spreadsheets number them."""
_DAY = timedelta(days=1)
_YEARS = range(1000, 2200)
_TWO_DIGITS_FROM = 1969
"""The first of the hundred years that two digits stand for, as POSIX has it."""
_CACHED = 1 << 16


def read_written(text: str, order: DateOrder = DAY_FIRST) -> DateAndTime:
    """The date in ``text``, with its time of day and offset where it has them.

    Takes ISO, ``07/10/2024 14:00``, ``Oct 7, 2024 2:15 PM``, ``20241007``, a spreadsheet's number
    (``45572.5``) and seconds or milliseconds since 1970. Years of two digits are 1969 to 2068.
    Raises :class:`BadValue` for anything else.

    >>> read_written("02/13/2024 2:15 p.m.", MONTH_FIRST).moment
    datetime.datetime(2024, 2, 13, 14, 15)
    """
    stripped = text.strip()
    day = _day(stripped, order)
    if day is not None:
        return DateAndTime(day)
    if _NUMBER.fullmatch(stripped):
        counted = _counted(stripped)
        if counted is not None:
            return counted
    found = _COMPACT.fullmatch(stripped)
    if found:
        day, clock, zone = _day(found[1], order), _clock(found[2]), None
    else:
        found = _PARTS.fullmatch(stripped)
        if found is None:
            raise _no_date(text, order)
        day, clock = _day(found["day"], order), _clock(found["clock"])
        zone = _zone(text, found["zone"])
    if day is None or clock is None:
        raise _no_date(text, order)
    return DateAndTime(day, clock, zone)


def read_moment(text: str, order: DateOrder = DAY_FIRST) -> datetime:
    """The date and time in ``text``: naive where it is local, aware where it has an offset.

    24:00 is the next midnight. Raises :class:`BadValue` for a text without a time of day.

    >>> read_moment("7/10/2024 24:00")
    datetime.datetime(2024, 10, 8, 0, 0)
    """
    written = read_written(text, order)
    if written.day.year < 1970:
        raise BadValue(f"'{shown(text)}' is before 1970: look at its year.")
    if written.clock is None and not _NUMBER.fullmatch(text.strip()):
        raise BadValue(f"'{shown(text)}' has no time of day: write it as 2024-10-07 14:00.")
    return written.moment


def read_day(text: str, order: DateOrder = DAY_FIRST) -> date:
    """The date in ``text``, which may have a midnight behind it; raises :class:`BadValue`."""
    written = read_written(text, order)
    if written.clock:
        raise BadValue(f"'{shown(text)}' has a time of day where only a date belongs.")
    return written.day


def read_clock(text: str, *, hours: bool = False) -> timedelta:
    """How long after midnight the time ``text`` is: ``14:00``, ``2:15 PM``, ``2215``, ``24:00``.

    ``815`` is 08:15 and ``15`` is 00:15, or 15:00 where a column's numbers are whole ``hours``; a
    share of a day (``0.5``) is a spreadsheet's time. Raises :class:`BadValue`, whose field is
    ``time``, for anything else.

    >>> str(read_clock("815")), str(read_clock("0.75"))
    ('8:15:00', '18:00:00')
    """
    stripped = _NO_DAY.sub("", text.strip(), count=1)
    if stripped.isdecimal() and len(stripped) < 3:
        stripped = f"{stripped}:00" if hours else f"00:{stripped:>02}"
    clock = _clock(stripped)
    if clock is None and _NUMBER.fullmatch(stripped):
        clock = _share(stripped)
    if clock is None:
        raise BadValue(f"'{shown(text)}' isn't a time of day: write it as 14:00.", field="time")
    return clock


def read_joined(
    day: str, clock: str, order: DateOrder = DAY_FIRST, *, hours: bool = False
) -> DateAndTime:
    """What a cell with a date and another with a time of day say together.

    A date with a time of its own keeps it, unless that is the midnight that spreadsheets put behind
    every date; so does a ``clock`` that comes with its date. Raises :class:`BadValue`.
    """
    if has_date(clock):
        return read_written(clock, order)
    written = read_written(day, order)
    if not clock.strip() or written.clock:
        return written
    zoned = _CLOCK_ZONED.fullmatch(clock.strip())
    if zoned:
        return DateAndTime(written.day, read_clock(zoned["clock"]), _zone(clock, zoned["zone"]))
    return DateAndTime(written.day, read_clock(clock, hours=hours), written.zone)


def read_month(text: str, order: DateOrder = DAY_FIRST) -> Month:
    """The month in ``text``: ``2024-09``, ``Sep-24``, ``09/2024`` or any date in it.

    Raises :class:`BadValue` for anything else.

    >>> str(read_month("September 2024"))
    '2024-09'
    """
    stripped = text.strip()
    found = _MONTH_ALONE.fullmatch(stripped)
    try:
        if found is None:
            return Month.of(read_written(stripped, order).day)
        name = found["name"] or found["after"]
        year = found["year"] or found["then"] or found["named"] or found["before"]
        number = _MONTHS[name.casefold()] if name else int(found["month"] or found["first"])
        return Month.of(date(_year(year), number, 1))
    except (BadValue, KeyError, ValueError) as error:
        raise BadValue(f"'{shown(text)}' isn't a month: write it as 2024-09.") from error


def is_month(text: str) -> bool:
    """Whether a text that is no date is a month for sure, its year in four digits.

    >>> is_month("Oct 2024"), is_month("2024-10"), is_month("Oct 24"), is_month("2024")
    (True, True, False, False)
    """
    if not (_MONTH_ALONE.fullmatch(text.strip()) and _FOUR_DIGITS.search(text)):
        return False
    try:
        read_month(text)
    except BadValue:
        return False
    return True


def has_date(text: str) -> bool:
    """Whether a text that may be only a time of day comes with its date."""
    stripped = text.strip()
    if not stripped or _NO_DAY.match(stripped) or _clock(stripped) is not None:
        return False
    if _NUMBER.fullmatch(stripped):
        return len(stripped) in (8, 12, 14) or _counted(stripped) is not None
    return bool(_DATE_WITHIN.search(stripped))


def fits(day: str, month: str, year: str) -> bool:
    """Whether there is such a day."""
    try:
        date(_year(year), int(month), int(day))
    except ValueError:
        return False
    return True


def shown(text: str) -> str:
    """A text as a message quotes it: cut where it is long."""
    return text if len(text) <= 40 else text[:39] + "…"


@lru_cache(_CACHED)
def _day(text: str, order: DateOrder) -> date | None:
    """The date that ``text`` is all of; None where it is none, or in no year that is dated here."""
    found = _any_day(text, order)
    return found if found is not None and found.year in _YEARS else None


def _any_day(text: str, order: DateOrder) -> date | None:
    try:
        if found := NUMBERED.fullmatch(text):
            first, _, second, year = found.groups()
            if order is MONTH_FIRST:
                first, second = second, first
            return date(_year(year), int(second), int(first))
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day = (
                part for part in (found[1], found[3], found[4], *found.groups()[4:]) if part
            )
            return date(int(year), int(month), int(day))
        if found := _DAY_NAMED.fullmatch(text):
            return date(_year(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
        if found := _MONTH_NAMED.fullmatch(text):
            return date(_year(found[3]), _MONTHS[found[1].casefold()], int(found[2]))
    except (KeyError, ValueError):
        return None
    return None


@lru_cache(_CACHED)
def _clock(text: str) -> timedelta | None:
    """The time of day that ``text`` is all of, to the nearest second; None where it is none."""
    found = _RUN_TOGETHER.fullmatch(text) or _CLOCK.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    if parts["minute"] is None and not parts.get("half"):
        return None
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    second = float((parts["second"] or "0").replace(",", "."))
    half = (parts.get("half") or "").casefold()
    if (half == "a" and hour > 12) or (half == "p" and hour == 0):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    clock = timedelta(
        days=int(parts.get("days") or 0), hours=hour, minutes=minute, seconds=round(second)
    )
    if minute > 59 or second >= 60 or clock > _DAY:
        return None
    return clock


def _counted(text: str) -> DateAndTime | None:
    """The moment that a bare number counts up to; None where it is no such count."""
    number = float(text)
    whole = text.partition(".")[0]
    if int(number) in _SERIALS:
        day, share = divmod(number, 1)
        clock = timedelta(seconds=round(share * 86_400))
        return DateAndTime(_DAY_NOUGHT + timedelta(days=int(day)), clock or None)
    if len(whole) in (9, 10) or (len(whole) in (12, 13) and not _COMPACT.fullmatch(text)):
        seconds = number / 1000 if len(whole) > 10 else number
        moment = datetime.fromtimestamp(round(seconds), UTC)
        clock = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
        return DateAndTime(moment.date(), clock, UTC)
    return None


def _share(text: str) -> timedelta | None:
    """The time of day of a spreadsheet's number, whose whole part counts days."""
    number = float(text)
    if number >= 1 and int(number) not in _SERIALS:
        return None
    return timedelta(seconds=round(number % 1 * 86_400))


def _year(text: str) -> int:
    if len(text) > 2:
        return int(text)
    return _TWO_DIGITS_FROM + (int(text) - _TWO_DIGITS_FROM) % 100


def _zone(text: str, offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset.upper() in _ZONES:
        return _ZONES[offset.upper()]
    hours, minutes = int(offset[1:3]), int(offset[3:].replace(":", "") or 0)
    if hours > 14 or minutes > 59:
        raise BadValue(f"'{shown(text)}' has an offset that can't be: write it as +01:00.")
    gap = timedelta(hours=hours, minutes=minutes)
    return timezone(-gap if offset[0] == "-" else gap)


def _no_date(text: str, order: DateOrder) -> BadValue:
    found = NUMBERED.match(text.strip())
    if found:
        first, _, second, year = found.groups()
        if order is MONTH_FIRST:
            first, second = second, first
        if not fits(first, second, year):
            swapped = fits(second, first, year)
            why = f"there is no month {second}" if swapped else "there is no such day"
            return BadValue(f"'{shown(text)}' isn't a date when read {order.words}: {why}.")
    if _YEAR_FIRST.match(text.strip()):
        return BadValue(f"'{shown(text)}' isn't a date and time: there is no such day or time.")
    return BadValue(f"'{shown(text)}' isn't a date: write it as 2024-09-30 or 30/09/2024 22:15.")
