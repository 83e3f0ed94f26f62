"""What is known of every place at every step of the slider, a column each: the figures of a page.

A page says a figure three times (table, popup, tooltip) and in CSV. All of them read the one value
kept here, in the browser as in Python, so that they can't differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from casebook.core import wording
from casebook.core.rounding import round_half_up

Kind = Literal["number", "percent", "word"]
Value = float | str | date | None
"""A number, a word or a day; None where it isn't known, which is never 0."""

MISSING = wording.MISSING
"""How what isn't known reads; never 0."""


@dataclass(frozen=True, eq=False)
class MapColumn:
    """One figure of every feature of a page, at every step."""

    name: str
    values: Sequence[Sequence[Value]]
    """For each step of the page a value for each of its features, in the page's order; or one row
    alone, which holds at every step."""
    group: str = ""
    """The heading over it and its neighbours of the same group, such as ``Officer-hours``."""
    kind: Kind = "number"
    places: int = 0
    """Decimals of a number or a percentage, as kept and as read."""
    total: Sequence[Value] = ()
    """The value of all features together, at each step or one for all; empty where they can't be
    added."""
    in_table: bool = True
    """Popups and CSV have every column; the table may do without some."""
    order: tuple[str, ...] = ()
    """Words from first to last, for sorting; words that aren't among them follow, and days sort as
    days."""

    @property
    def title(self) -> str:
        """Its name after its group's: ``Officer-hours: Planned``."""
        return f"{self.group}: {self.name}" if self.group else self.name

    def at(self, step: int) -> Sequence[Value]:
        """The value of each feature at a step."""
        return self.values[step if len(self.values) > 1 else 0]

    def total_at(self, step: int) -> Value:
        """The value of all features together at a step; None where they can't be added."""
        return self.total[step if len(self.total) > 1 else 0] if self.total else None

    def text(self, value: Value) -> str:
        """A value as it reads.

        >>> MapColumn("Of plan", (), kind="percent").text(80), MapColumn("Crimes", ()).text(None)
        ('80%', '–')
        """
        if value is None or value == "":
            return MISSING
        if isinstance(value, date):
            return wording.day(value)
        if isinstance(value, str):
            return value
        said = wording.number(value, self.places)
        return f"{said}%" if self.kind == "percent" else said

    @cached_property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Each word once, in the order in which it sorts: as it reads and as it is in CSV."""
        every = [*self.total, *(value for row in self.values for value in row)]
        found = {value for value in every if value is not None and value != ""}
        first = {word: at for at, word in enumerate(self.order)}
        last = len(first)
        ranked = sorted(found, key=lambda value: (first.get(str(value), last), str(value)))
        return tuple((self.text(value), str(value)) for value in ranked)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {word: number for number, (_, word) in enumerate(self.words)}

    def numbers(self, row: Iterable[Value]) -> list[int | None]:
        """Values as whole numbers, in units of their last decimal.

        A word is its place among :attr:`words`.
        """
        if self.kind == "word":
            return [None if value in (None, "") else self._ranks[str(value)] for value in row]
        scale = 10**self.places
        return [None if value is None else _in_units(value, self.places, scale) for value in row]


def _in_units(value: float | str | date, places: int, scale: int) -> int:
    if isinstance(value, int):
        return value * scale
    if not isinstance(value, float):
        raise TypeError(f"'{value}' isn't a number")
    return in_units(value, places)


def in_units(value: float, places: int) -> int:
    """A number in units of its last decimal, halves away from 0.

    >>> in_units(2.675, 2), in_units(-0.5, 0)
    (268, -1)
    """
    scaled: float = value * 10**places
    near = round(scaled)
    if abs(scaled - near) < _CLEAR:
        return near
    return int(round_half_up(value, places) * 10**places + 0.5 * (1 if value > 0 else -1))


_CLEAR = 0.499
"""So near to a whole number, rounding is the same however binary fractions fall."""
