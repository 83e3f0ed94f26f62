"""Dates and months as files write them; the day comes first, as it does in Britain."""

from __future__ import annotations

import re
from calendar import month_abbr
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casebook.core.errors import BadValue
from casebook.core.months import Month, Span, day_label

_TIME = r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
_NUMBERED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})" + _TIME)
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})" + _TIME)
_MONTH_NAMED = re.compile(r"([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})")
_MONTH_NUMBERED = re.compile(r"(\d{1,2})/(\d{4})")
_NAMES = {month_abbr[number].casefold(): number for number in range(1, 13)}


@dataclass(frozen=True)
class When:
    """When an incident was: its month, and the moment where the file has it."""

    month: int
    """As 202409; 0 where the text has none."""
    at: float
    """Seconds since 1970, UTC; NaN where only the month is known."""
    fault: str | None = None
    """What is wrong with the text; None where nothing is."""


@dataclass(frozen=True)
class Calendar:
    """What dates in a file are read by: the local zone, the last possible day, and the window."""

    zone: ZoneInfo
    today: date
    covers: Span | None = None

    def read_month(self, text: str) -> When:
        """The month in ``text``: ``2024-09``, ``Sep-24`` or any date in it."""
        try:
            month = _month(text)
        except ValueError:
            month = None
        except BadValue as error:
            return _bad(str(error))
        if month is None:
            return _bad(f"'{_short(text)}' is no month: write it as 2024-09.")
        if month > Month.of(self.today):
            return _bad(f"{month} lies after today ({day_label(self.today)}).")
        if self.covers and not self.covers.covers(month):
            return _bad(f"{month} isn't wholly inside the window {self.covers}.")
        return When(month.code, float("nan"))

    def read_date(self, text: str) -> When:
        """The moment in ``text``, local unless it names a zone; a date alone is its midnight."""
        try:
            moment = _moment(text)
            local = moment.astimezone(self.zone) if moment.tzinfo else moment
            at = local.replace(tzinfo=local.tzinfo or self.zone).timestamp()
        except (ValueError, OverflowError):
            return _bad(f"'{_short(text)}' is no date: write it as 2024-09-30 or 30/09/2024 22:15.")
        day = local.date()
        if day.year < 1900:
            return _bad(f"'{_short(text)}' is no date: it is before 1900.")
        if day > self.today:
            return _bad(f"{day} lies after today ({day_label(self.today)}).")
        if self.covers and day not in self.covers:
            return _bad(f"{day} lies outside the window {self.covers}.")
        return When(Month.of(day).code, at)

    @property
    def months(self) -> tuple[int, int]:
        """The first and last month wholly inside the window; (1, 0), which holds none, if none."""
        months = self.covers.months if self.covers else ()
        return (months[0].code, months[-1].code) if months else (1, 0)

    @property
    def moments(self) -> tuple[int, int]:
        """When the window starts and when it is over; (1, 0) where there is none."""
        if self.covers is None:
            return 1, 0
        return self._midnight(self.covers.start), self._midnight(
            self.covers.end + timedelta(days=1)
        )

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self.zone).timestamp())


def _bad(fault: str) -> When:
    return When(0, float("nan"), fault)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _month(text: str) -> Month | None:
    if re.fullmatch(r"\d{4}-\d{1,2}", text):
        return Month.parse(text)
    if found := _MONTH_NAMED.fullmatch(text):
        number = _NAMES.get(found[1].casefold())
        return Month(_year(found[2]), number) if number else None
    if found := _MONTH_NUMBERED.fullmatch(text):
        return Month.parse(f"{found[2]}-{int(found[1]):02d}")
    return Month.of(_moment(text).date())


def _moment(text: str) -> datetime:
    if found := _NUMBERED.fullmatch(text):
        number = int(found[2])
    elif found := _NAMED.fullmatch(text):
        number = _NAMES.get(found[2].casefold(), 0)
    else:
        return datetime.fromisoformat(text)
    hour, minute, second = (int(part or 0) for part in found.groups()[3:])
    day = date(_year(found[3]), number, int(found[1]))
    return datetime.combine(day, time(hour, minute, second))


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)
