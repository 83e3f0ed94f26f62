"""Numbers that know the records they were made from: a count, or a sum of one amount of each.

They are numbers like any other, in JSON, in a table and in a calculation; what is worked out from
them is a plain number again, but for what :func:`together` adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self, TypeVar

from casebook.core.rounding import PENCE, added

T = TypeVar("T")
Part = tuple[Any, float]
"""A record, and how much of the number it is."""
Parts = Sequence[Part] | Callable[[Any], Sequence[Part]]
"""The parts of a number, or what reads them in a transaction where they aren't held."""


class MadeCount(int):
    """A whole number made from records."""

    parts: Parts

    def __new__(cls, value: int, parts: Parts) -> Self:
        """``value``, made from ``parts``."""
        made = super().__new__(cls, value)
        made.parts = parts
        return made

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        """Handed to another process it is a plain number."""
        return int, (int(self),)


class MadeSum(float):
    """An amount made from records."""

    parts: Parts

    def __new__(cls, value: float, parts: Parts) -> Self:
        """``value``, made from ``parts``."""
        made = super().__new__(cls, value)
        made.parts = parts
        return made

    def __reduce__(self) -> tuple[type[float], tuple[float]]:
        """Handed to another process it is a plain number."""
        return float, (float(self),)

    def __neg__(self) -> MadeSum:
        """The same to be taken away."""
        return MadeSum(-float(self), [(record, -part) for record, part in held(self)])


class MadeWords(str):
    """Words with counts in them, each made from records."""

    counts: tuple[MadeCount, ...]
    """In the order in which they stand in the words."""

    __slots__ = ("counts",)

    def __new__(cls, words: str, counts: Iterable[MadeCount]) -> Self:
        """``words``, in which ``counts`` stand in this order."""
        made = super().__new__(cls, words)
        made.counts = tuple(counts)
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Handed to another process they are plain words."""
        return str, (str(self),)


def count_of(records: Iterable[Any]) -> MadeCount:
    """How many records there are.

    >>> count_of(["one", "two"])
    2
    """
    found = tuple((record, 1) for record in records)
    return MadeCount(len(found), found)


def sum_of(
    records: Iterable[T], amount: Callable[[T], float | None], places: int = PENCE
) -> MadeSum:
    """What the amounts of ``records`` come to; one without an amount adds nothing.

    >>> sum_of([1, 2], lambda n: n / 10)
    0.3
    """
    parts = tuple((record, amount(record) or 0.0) for record in records)
    return MadeSum(added((part for _, part in parts), places), parts)


def together(values: Iterable[float], places: int = PENCE) -> float:
    """The sum of ``values``, made from all that they were made from.

    A plain number where one of them, not zero, is of nothing known.

    >>> together([sum_of([1], float), 2.0])
    3.0
    """
    values = tuple(values)
    total = added(values, places)
    if not all(isinstance(value, (MadeCount, MadeSum)) or not value for value in values):
        return total
    return MadeSum(total, [part for value in values for part in held(value)])


def held(value: float) -> Sequence[Part]:
    """The parts of a number that holds them; none of a plain one."""
    parts = getattr(value, "parts", ())
    return () if callable(parts) else parts


def whole(value: float | None) -> float | None:
    """A whole number without a point, made from what it was made from."""
    if value is None or value != int(value):
        return value
    return MadeCount(int(value), value.parts) if isinstance(value, MadeSum) else int(value)
