"""Two named windows set side by side, type by type: what a row of the comparison holds."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, fields
from typing import Any

from casebook.core.months import Month, Window
from casebook.core.wording import number


@dataclass(frozen=True)
class TypeChange:
    """A type of incident, or a count group, in one window and another. None is missing, never 0."""

    type: str
    """The type's label, or the title of the count group."""
    kind: str
    """crime or asb, which are never summed."""
    count_group: str | None = None
    """The count group a row stands for: a total, or one asked for by name."""
    part_of: str | None = None
    """The type a sub-type is part of, else the total it belongs to; None for a count group."""
    count: int | None = None
    count_against: int | None = None
    change: int | None = None
    """``count`` less ``count_against``; None where the windows differ in length."""
    percent: float | None = None
    """Of ``count_against``; None where that is too small for one."""
    p: float | None = None
    """Of the E-test: how likely chance alone makes two counts at least this different."""
    reads: str = ""
    """``fewer`` or ``more`` where chance is an unlikely cause, ``could be chance`` where not."""
    says: str = ""
    """The sentence that stands beside the numbers, or why there are none."""

    def encode(self, window: Window, against: Window | None, where: str) -> dict[str, Any]:
        """The row as JSON, with the months of both windows and ``where`` it was counted.

        Without a second window its columns are left out.
        """
        skip = set() if against else _AGAINST
        row = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in skip}
        row |= {"where": where, "from": str(window.first), "to": str(window.last)}
        if against:
            row |= {"against_from": str(against.first), "against_to": str(against.last)}
        return row


_AGAINST = {"count_against", "change", "percent", "p", "reads"}


def in_words(window: Window) -> str:
    """A window as people name it.

    >>> in_words(Window.parse("2023-12:2024-11")), in_words(Window.parse("2024-09"))
    ('12 months to November 2024', 'September 2024')
    """
    last = f"{calendar.month_name[window.last.number]} {window.last.year}"
    return last if len(window) == 1 else f"{len(window)} months to {last}"


def shared_months(window: Window, against: Window) -> tuple[Month, ...]:
    """The months that lie in both windows."""
    return tuple(month for month in window.months if month in against)


def side_by_side(window: Window, against: Window) -> str:
    """Both windows of a comparison in words, a sentence.

    >>> side_by_side(Window.parse("2023-12:2024-11"), Window.parse("2021-12:2022-11"))
    '12 months to November 2024 against 12 months to November 2022.'
    """
    return f"{in_words(window)} against {in_words(against)}."


def p_in_words(p: float) -> str:
    """A probability as a sentence gives it.

    >>> p_in_words(0.0312), p_in_words(0.00004)
    ('p 0.031', 'p under 0.001')
    """
    return "p under 0.001" if p < 0.001 else f"p {number(p, 3)}"
