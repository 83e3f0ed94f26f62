"""Calendar quarters, named as forces and the Home Office do: by the financial year from April."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core.months import Month, Window

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
    def of(cls, month: Month) -> Quarter:
        """The quarter ``month`` falls in."""
        shifted = month + -3
        return cls(shifted.year, (shifted.number - 1) // 3 + 1)

    @property
    def window(self) -> Window:
        """Its three months."""
        first = Month(self.year, APRIL) + (self.number - 1) * 3
        return Window(first, first + 2)

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

    >>> [(str(q), part.label) for q, part in quarters(Window.parse("2024-06:2024-09"))]
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

    >>> cut_quarters(Window.parse("2024-06:2024-09"))
    '2024-25 Q1 has Jun 2024 only.'
    """
    cut = [f"{q} has {part.label} only" for q, part in quarters(window) if part != q.window]
    return f"{'; '.join(cut)}." if cut else ""
