"""Two named windows set side by side, type by type: what a row of the comparison holds."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from casebook.core.codes import COUNT_GROUPS
from casebook.core.months import Month, Window
from casebook.core.wording import number
from casebook.figures.beside import Beside, plainly


@dataclass(frozen=True)
class TypeChange:
    """A type of incident, or a count group, in one window and another. None is missing, never 0."""

    type: str
    """The type's label, or the title of the count group."""
    kind: str
    """crime or asb, which are never summed."""
    window: Window
    where: str
    """What it was counted in: refs taken together, or the force's name."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """What the row is for beside its type: its hotspot, district or area, its month or quarter."""
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
    """The verdict's word: one of :data:`casebook.measures.verdict.WORDS`."""
    chance: float = 0.0
    """How often chance alone would flag the row, at worth a look or beyond."""
    says: str = ""
    """The sentence that stands beside the numbers, or why there are none."""
    beside: Beside = Beside()

    @property
    def level(self) -> str:
        """``group`` for a count group, a total too; ``type``, or ``sub-type`` under a type.

        Rows of one level add up; those of several hold the same incidents again.
        """
        if self.count_group:
            return "group"
        return "type" if self.part_of in _TOTALS else "sub-type"

    def encode(self, against: Window | None) -> dict[str, Any]:
        """The row as JSON: what it is for first, then its numbers and the months of both windows.

        Without a second window its columns are left out.
        """
        skip = {"window", "where", "keys", "beside", "chance"} | (set() if against else _AGAINST)
        row: dict[str, Any] = dict(self.keys)
        row |= {f.name: getattr(self, f.name) for f in fields(self) if f.name not in skip}
        row |= {"where": self.where}
        row |= {"from": str(self.window.first), "to": str(self.window.last)}
        if against:
            row |= {"against_from": str(against.first), "against_to": str(against.last)}
        return row | {"level": self.level}

    def for_programs(self, against: Window | None) -> dict[str, Any]:
        """The row for other programs: with all that a person reads beside it.

        ``covered_to`` is the last day of its window to which it can be counted.
        """
        counted_to = self.beside.counted_to
        row = plainly(self.encode(against))
        row |= {"covered_to": None if counted_to is None else str(counted_to)}
        return row | self.beside.encode()


_TOTALS = frozenset(COUNT_GROUPS[kind].title for kind in ("crime", "asb"))
_AGAINST = {"count_against", "change", "percent", "p", "reads"}


def in_words(window: Window) -> str:
    """A window as people name it.

    >>> in_words(Window.parse("2023-12..2024-11")), in_words(Window.parse("2024-09"))
    ('12 months to November 2024', 'September 2024')
    """
    last = f"{calendar.month_name[window.last.number]} {window.last.year}"
    return last if len(window) == 1 else f"{len(window)} months to {last}"


def shared_months(window: Window, against: Window) -> tuple[Month, ...]:
    """The months that lie in both windows."""
    return tuple(month for month in window.months if month in against)


def side_by_side(window: Window, against: Window) -> str:
    """Both windows of a comparison in words, a sentence.

    >>> side_by_side(Window.parse("2023-12..2024-11"), Window.parse("2021-12..2022-11"))
    '12 months to November 2024 against 12 months to November 2022.'
    """
    return f"{in_words(window)} against {in_words(against)}."


def p_in_words(p: float) -> str:
    """A probability as a sentence gives it.

    >>> p_in_words(0.0312), p_in_words(0.00004)
    ('p 0.031', 'p under 0.001')
    """
    return "p under 0.001" if p < 0.001 else f"p {number(p, 3)}"
