"""Months and windows of months: what every figure is counted over."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from casebook.core.english import listed
from casebook.core.errors import BadValue

_SHORT = tuple(calendar.month_abbr)
"""``Jan`` to ``Dec`` from 1 on: the calendar makes each anew where it is asked."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month.

    >>> Month.parse("2024-12") + 1
    Month(year=2025, number=1)
    >>> Month(2024, 2).last
    datetime.date(2024, 2, 29)
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month in ``YYYY-MM``; anything else raises :class:`BadValue`."""
        return _parsed(text)

    @classmethod
    def of(cls, day: date) -> Month:
        """The month ``day`` falls in."""
        return _month(day.year, day.month)

    @classmethod
    def from_code(cls, code: int) -> Month:
        """The month of the number 202409, as tables store it."""
        return _month(code // 100, code % 100)

    @property
    def code(self) -> int:
        """The month as a number that sorts: 202409."""
        return self.year * 100 + self.number

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        """How many days it has."""
        return calendar.monthrange(self.year, self.number)[1]

    def __add__(self, months: int) -> Month:
        """The month so many months later (earlier when negative)."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return _month(year, number + 1)

    def __sub__(self, other: Month) -> int:
        """How many months lie between ``other`` and this one."""
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def label(self) -> str:
        """As a person reads it: ``Sep 2024``."""
        return f"{_SHORT[self.number]} {self.year}"


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Month:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        raise BadValue(f"'{text}' is no month: write it as 2024-09.")
    return _month(int(found[1]), int(found[2]))


@lru_cache(maxsize=4096)
def _month(year: int, number: int) -> Month:
    """That month, the same object each time: counts are looked up by month millions of times."""
    return Month(year, number)


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """Whole months, first and last included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadValue(f"The window {self.first} to {self.last} ends before it starts.")

    @classmethod
    def parse(cls, text: str) -> Window:
        """The window in ``2022-06..2023-05``, ``2022-06:2023-05`` or a single ``2024-09``."""
        parts = re.split(r"\.\.|:", text.strip())
        if len(parts) > 2:
            raise BadValue(f"'{text}' is no window: write it as 2022-06..2023-05.")
        return cls(Month.parse(parts[0]), Month.parse(parts[-1]))

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month in it, in order."""
        return _months_between(self.first, self.last)

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last

    @property
    def start(self) -> date:
        """Its first day."""
        return self.first.first

    @property
    def end(self) -> date:
        """Its last day."""
        return self.last.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def shifted(self, months: int) -> Window:
        """The same number of months, so many months later (earlier when negative)."""
        return Window(self.first + months, self.last + months)

    @property
    def previous(self) -> Window:
        """The window of the same number of months just before."""
        return self.shifted(-len(self))

    @property
    def last_year(self) -> Window:
        """The same months a year earlier."""
        return self.shifted(-12)

    @property
    def year_before(self) -> Window:
        """The twelve months just before it: the baseline of the Poisson z."""
        return Window(self.first + -12, self.first + -1)

    @property
    def label(self) -> str:
        """As a person reads it: ``Jul to Sep 2024``."""
        if self.first == self.last:
            return self.first.label
        if self.first.year == self.last.year:
            return f"{self.first.label[:3]} to {self.last.label}"
        return f"{self.first.label} to {self.last.label}"


@lru_cache(maxsize=1024)  # figures ask for the months of the same few windows again and again
def _months_between(first: Month, last: Month) -> tuple[Month, ...]:
    return tuple(first + n for n in range(last - first + 1))


def runs(months: Iterable[Month]) -> tuple[Window, ...]:
    """Months in any order as windows: those that follow on one another are one."""
    found: list[Window] = []
    for month in sorted(months):
        if found and found[-1].last + 1 >= month:
            found[-1] = Window(found[-1].first, month)
        else:
            found.append(Window(month, month))
    return tuple(found)


def say_months(months: Iterable[Month]) -> str:
    """Months as a person reads them, those that follow on one another as a run.

    >>> say_months([Month(2024, 6), Month(2024, 2), Month(2024, 3)])
    'Feb to Mar 2024 and Jun 2024'
    """
    return listed(run.label for run in runs(months))


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Whole days, first and last included: what an import covers."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Span:
        """The days in ``2024-07-01..2024-09-30``; a month stands for all its days."""
        parts = re.split(r"\.\.|:", text.strip())
        if len(parts) > 2:
            raise BadValue(f"'{text}' covers nothing: write it as 2024-07..2024-09.")
        start, end = (_days_of(part) for part in (parts[0], parts[-1]))
        if end[1] < start[0]:
            raise BadValue(f"'{text}' ends before it starts.")
        return cls(start[0], end[1])

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def covers(self, month: Month) -> bool:
        """Whether every day of ``month`` lies inside."""
        return self.start <= month.first and month.last <= self.end

    @property
    def months(self) -> tuple[Month, ...]:
        """The months wholly inside, in order."""
        first, last = Month.of(self.start), Month.of(self.end)
        return tuple(m for m in (first + n for n in range(last - first + 1)) if self.covers(m))

    def touches(self, other: Span) -> bool:
        """Whether the two overlap or follow on without a day between."""
        day = timedelta(days=1)
        return self.start <= other.end + day and other.start <= self.end + day

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"

    @property
    def label(self) -> str:
        """As people read it.

        >>> Span(date(2024, 10, 7), date(2024, 10, 8)).label, Span(*2 * [date(2024, 10, 7)]).label
        ('7 Oct 2024 to 8 Oct 2024', '7 Oct 2024')
        """
        return " to ".join(dict.fromkeys(map(day_label, (self.start, self.end))))


def _days_of(text: str) -> tuple[date, date]:
    text = text.strip()
    if len(text) == 7:
        month = Month.parse(text)
        return month.first, month.last
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadValue(f"'{text}' is no date: write it as 2024-09-30 or 2024-09.") from error
    return day, day


def day_label(day: date) -> str:
    """A day as a person reads it: ``7 Oct 2024``."""
    return f"{day.day} {_SHORT[day.month]} {day.year}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has none.

    >>> months_after(date(2024, 11, 30), 3)
    datetime.date(2025, 2, 28)
    """
    month = Month.of(day) + months
    return month.first.replace(day=min(day.day, month.days))


APRIL = 4


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Three months of a financial year.

    >>> str(Quarter.of(Month(2024, 8))), str(Quarter.of(Month(2025, 1)))
    ('2024-25 Q2', '2024-25 Q4')
    """

    year: int
    """The calendar year in which the financial year begins."""
    number: int
    """1 for April to June, up to 4 for January to March."""

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter in ``2024-25-Q2``, or written ``2024/25 Q2``; else :class:`BadValue`.

        A bare ``2024-Q2`` is refused with both its meanings.

        >>> Quarter.parse("2024-25-Q2").window.label
        'Jul to Sep 2024'
        """
        found = re.fullmatch(r"(\d{4})(?:[-/](\d{2}))?[- ]?Q([1-4])", text.strip(), re.IGNORECASE)
        if found is None or int(found[1]) < 1900:
            raise BadValue(f"'{text}' is no quarter: write it as 2024-25-Q2, for Jul to Sep 2024.")
        year, number = int(found[1]), int(found[3])
        if found[2] is None:
            first = Month(year, 3 * number - 2)
            calendar_, financial = cls.of(first), cls(year, number)
            raise BadValue(
                f"'{text.strip()}' may be the calendar year's, {Window(first, first + 2).label}: "
                f"write {calendar_.code}; or the financial year's, {financial.window.label}: "
                f"write {financial.code}."
            )
        if int(found[2]) != (year + 1) % 100:
            raise BadValue(
                f"'{text}' is no financial year: it is {year}-{(year + 1) % 100:02d} from April "
                f"{year}."
            )
        return cls(year, number)

    @classmethod
    def of(cls, month: Month) -> Quarter:
        """The quarter ``month`` falls in."""
        shifted = month + -3
        return cls(shifted.year, (shifted.number - 1) // 3 + 1)

    @property
    def window(self) -> Window:
        """Its three months."""
        first = Month(self.year, APRIL) + (self.number - 1) * 3
        return Window(first, first + 2)

    @property
    def code(self) -> str:
        """As commands and names of files have it: ``2024-25-Q2``."""
        return str(self).replace(" ", "-")

    def __str__(self) -> str:
        return f"{self.year:04d}-{(self.year + 1) % 100:02d} Q{self.number}"


def financial_year_to(month: Month) -> Window:
    """The months of the financial year, from April, up to ``month``.

    >>> financial_year_to(Month(2025, 2)).label
    'Apr 2024 to Feb 2025'
    """
    return Window(Month(month.year - (month.number < APRIL), APRIL), month)


def quarters(window: Window) -> tuple[tuple[Quarter, Window], ...]:
    """Every quarter that ``window`` touches, with the months of it that lie in the window.

    >>> [(str(q), part.label) for q, part in quarters(Window.parse("2024-06..2024-09"))]
    [('2024-25 Q1', 'Jun 2024'), ('2024-25 Q2', 'Jul to Sep 2024')]
    """
    found = dict.fromkeys(Quarter.of(month) for month in window.months)
    return tuple(
        (
            quarter,
            Window(max(quarter.window.first, window.first), min(quarter.window.last, window.last)),
        )
        for quarter in found
    )


def cut_quarters(window: Window) -> str:
    """A sentence on the quarters ``window`` holds only in part; empty where it holds them whole.

    >>> cut_quarters(Window.parse("2024-06..2024-09"))
    '2024-25 Q1 has Jun 2024 only.'
    """
    cut = [f"{q} has {part.label} only" for q, part in quarters(window) if part != q.window]
    return f"{'; '.join(cut)}." if cut else ""
