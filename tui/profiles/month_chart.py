"""Two years of months of a count as a small chart of letters, and as a sentence.

A column is a month, on a scale from 0 to the most that is shown; a month that isn't known is a
dot. ``│`` stands before the first whole month of the response, ``─`` at what is expected now and
``┄`` at the ends of what is usual, where no month hides them. No colour says anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.core.months import Month, Window, say_months
from casebook.core.wording import number

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.figure import Figure

MONTHS = 24
_BARS = " ▁▂▃▄▅▆▇█"
_UNKNOWN = "·"
_OUT = {"more": "▲", "fewer": "▼"}
"""What marks a month that was outside usual variation."""


@dataclass(frozen=True)
class MonthSeries:
    """The months of one count, the oldest first, with what the last was judged by."""

    group: str
    """The count group's name for people: ``ASB``."""
    last: Month
    counts: tuple[int | None, ...]
    """One for each month; None where it isn't known."""
    words: tuple[str, ...]
    """The verdict's word on each; empty where there is none."""
    expected: float | None = None
    usual: tuple[int, int] | None = None
    """The lowest and the highest count that don't lie outside usual variation."""
    began: Month | None = None
    """The first whole month of the response; None where none has begun."""
    what: str = "the response"
    """What began then."""

    @property
    def months(self) -> tuple[Month, ...]:
        """The month of each count."""
        return tuple(self.last + (n + 1 - len(self.counts)) for n in range(len(self.counts)))

    @property
    def top(self) -> float:
        """The most that is shown."""
        known = [count for count in self.counts if count is not None]
        return max([*known, self.expected or 0, self.usual[1] if self.usual else 0, 1])


def read_series(book: Book, hotspots: Sequence[str], figure: Figure) -> tuple[MonthSeries, ...]:
    """The months up to those of ``figure``, of each count it has a verdict on; places together."""
    from casebook.core.wording import group_title
    from casebook.figures.table import figures
    from casebook.measures.verdict import usual

    last = figure.window.last
    by = ("hotspot", "month") if len(hotspots) == 1 else ("force", "month")
    monthly = figures(book, Window(last + (1 - MONTHS), last), by=by, hotspots=hotspots).rows
    began = None if figure.run_months is None else last + (1 - figure.run_months)
    found = []
    for each in figure.verdicts:
        rows = [
            next((v for v in row.verdicts if v.count_group == each.count_group), None)
            for row in monthly
        ]
        outside = book.settings.outside
        setting = each.behind.setting if each.behind else None
        found.append(
            MonthSeries(
                group_title(each.count_group),
                last,
                tuple(row.count if row else None for row in rows),
                tuple(row.verdict if row else "" for row in rows),
                each.expected,
                usual(setting, outside) if setting else None,
                began,
                figure.run_of or "the response",
            )
        )
    return tuple(one for one in found if any(count is not None for count in one.counts))


def sparkline(series: MonthSeries) -> str:
    """The months in one line of letters.

    >>> sparkline(MonthSeries("ASB", Month(2024, 3), (0, None, 8, 4), ("",) * 4))
    ' ·█▄'
    """
    return chart(series, 1)[0]


def chart(series: MonthSeries, height: int) -> list[str]:
    """The months as a chart ``height`` lines high, under a line of marks where any is outside."""
    lines = []
    for row in reversed(range(height)):
        letters = [_letter(series, count, row, height) for count in series.counts]
        lines.append("".join(_parted(series, letters, "│")))
    marks = [_OUT.get(word, " ") for word in series.words]
    if height > 1 and any(mark.strip() for mark in marks):
        lines.insert(0, "".join(_parted(series, marks, " ")))
    return lines


def _parted(series: MonthSeries, letters: list[str], sign: str) -> list[str]:
    """The letters with ``sign`` before the first month of the response."""
    months = series.months
    at = months.index(series.began) if series.began in months else 0
    return [*letters[:at], sign, *letters[at:]] if at else letters


def _letter(series: MonthSeries, count: int | None, row: int, height: int) -> str:
    """What stands in one line of a month's column; line 0 is the lowest."""
    per_line = series.top / height
    if count is None:
        return _UNKNOWN if row == 0 else " "
    eighths = round((count / per_line - row) * 8)
    if eighths > 0 or (row == 0 and count > 0):
        return _BARS[min(max(eighths, 1), 8)]
    return _line_at(series, row, per_line) if height > 1 else _BARS[0]


def _line_at(series: MonthSeries, row: int, per_line: float) -> str:
    """The line of what is expected, or of an end of what is usual, that passes here."""

    def here(value: float | None) -> bool:
        return value is not None and value > 0 and row < value / per_line <= row + 1

    if here(series.expected):
        return "─"
    return "┄" if series.usual and any(map(here, series.usual)) else " "


def in_words(series: MonthSeries) -> str:
    """The chart as a sentence: for who reads by ear, and for what a letter can't say."""
    known = [count for count in series.counts if count is not None]
    first, last = series.months[0], series.last
    said = [f"{series.group}, {first.label} to {last.label}: {_range(known)} a month"]
    now = series.counts[-1]
    said.append(f"{'not known' if now is None else number(now)} in {last.label}")
    if series.expected is not None:
        said.append(f"{number(series.expected, 1)} expected (─)")
    if series.usual is not None:
        said.append(f"{number(series.usual[0])} to {number(series.usual[1])} usual (┄)")
    if series.began in series.months[1:]:
        said.append(
            f"{series.what} under way from {series.began.label} (│)" if series.began else ""
        )
    out = [m for m, word in zip(series.months, series.words, strict=True) if word in _OUT]
    said.append(f"outside usual variation in {say_months(out)} (▲▼)" if out else "")
    gaps = [m for m, count in zip(series.months, series.counts, strict=True) if count is None]
    said.append(f"not known for {say_months(gaps)} (·)" if gaps else "")
    return f"{'; '.join(part for part in said if part)}."


def _range(known: Sequence[int]) -> str:
    low, high = min(known), max(known)
    return number(low) if low == high else f"{number(low)} to {number(high)}"
