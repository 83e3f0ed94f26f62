"""The thirty-six months that the sample's incidents fall in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = (
    "2021-12",
    *(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)),
    *(f"2024-{month:02d}" for month in range(1, 12)),
)


def between(first: str, last: str) -> tuple[str, ...]:
    """The months from `first` to `last`, both among them.

    >>> between("2022-12", "2023-02")
    ('2022-12', '2023-01', '2023-02')
    """
    return tuple(month for month in MONTHS if first <= month <= last)


def days_of(month: str) -> list[date]:
    """Every day of a month, in order."""
    start = date.fromisoformat(f"{month}-01")
    return [start + timedelta(days=n) for n in range(monthrange(start.year, start.month)[1])]


def months_apart(month: str, last: str) -> int:
    """How many months lie from one to the other."""
    return (int(last[:4]) - int(month[:4])) * 12 + int(last[5:]) - int(month[5:])
