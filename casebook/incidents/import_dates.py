"""When an incident was: the months and moments that files may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casebook.core.errors import BadValue
from casebook.core.months import Month, Span, day_label
from casebook.files.dates import DAY_FIRST, DateOrder, is_month, read_joined, read_month, shown


@dataclass(frozen=True)
class When:
    """When an incident was: its month, and the moment where the file has it."""

    month: int
    """As 202409; 0 where the text has none."""
    at: float
    """Seconds since 1970, UTC; NaN where only the month is known."""
    fault: str | None = None
    """What is wrong with the text; None where nothing is."""
    sort: str = ""
    """As :attr:`Rejection.sort`."""
    wanted: str = ""
    """The wanted column at fault where it isn't the one read: ``time``."""


@dataclass(frozen=True)
class Calendar:
    """What dates in a file are read by: the local zone, the last possible day, and the window."""

    zone: ZoneInfo
    today: date
    covers: Span | None = None

    def read_month(self, text: str, order: DateOrder = DAY_FIRST) -> When:
        """The month in ``text``: ``2024-09``, ``Sep-24`` or any date in it."""
        try:
            month = read_month(text, order)
        except BadValue as error:
            return _bad(str(error))
        if month.year < 1900:
            return _bad(f"'{shown(text)}' isn't a month: it is before 1900.")
        if month > Month.of(self.today):
            return self._to_come(str(month))
        if self.covers and not self.covers.covers(month):
            return _bad(
                f"{month} isn't wholly inside the window {self.covers}.", "not wholly in the window"
            )
        return When(month.code, float("nan"))

    def read_date(
        self, text: str, order: DateOrder = DAY_FIRST, clock: str = "", *, hours: bool = False
    ) -> When:
        """The moment in ``text``, local unless it names a zone; a date alone is its midnight.

        ``clock`` is the time of day in a column beside it, a bare number in ``hours`` or as 2215.
        A text that is a month, with a year of four digits, says the month alone.
        """
        try:
            written = read_joined(text, clock, order, hours=hours)
            moment = written.moment
            local = moment.astimezone(self.zone) if moment.tzinfo else moment
            at = local.replace(tzinfo=local.tzinfo or self.zone).timestamp()
        except BadValue as error:
            if not clock and is_month(text):
                return self.read_month(text, order)
            return When(0, float("nan"), str(error), error.sort, error.field)
        except OverflowError:
            return _bad(f"'{shown(text)}' isn't a date: no calendar goes that far.")
        day = local.date()
        if day.year < 1900:
            return _bad(f"'{shown(text)}' isn't a date: it is before 1900.")
        if day > self.today:
            return self._to_come(str(day))
        if self.covers and day not in self.covers:
            return _bad(f"{day} lies outside the window {self.covers}.", "outside the window")
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

    def _to_come(self, said: str) -> When:
        return _bad(f"{said} lies after today ({day_label(self.today)}).", "after today")


def _bad(fault: str, sort: str = "") -> When:
    return When(0, float("nan"), fault, sort)
