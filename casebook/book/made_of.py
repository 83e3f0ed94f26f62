"""The rows a number was made from, a page at a time: what every number of a screen can be asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from casebook.core.errors import StoreFailure
from casebook.store.file import refuse_over_casebook

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.statement import Head


@dataclass(frozen=True)
class Order:
    """The column that rows stand in the order of, from the first value on or from the last."""

    key: str
    down: bool = False


@dataclass(frozen=True)
class RowsPage:
    """Some of the rows a number was made from, and what all of them come to."""

    heads: tuple[Head, ...]
    rows: tuple[Mapping[str, Any], ...]
    of: int
    """How many rows there are in all."""
    comes_to: float
    """What all rows add up to: the number itself, where nothing came or went since it was made."""
    notes: tuple[str, ...] = ()
    """What must be known of them, a sentence each."""
    says: str = ""
    """How the number was worked out from them; empty where they are counted or added up."""
    behind: tuple[MadeOf | None, ...] = ()
    """What each of ``rows`` was itself made from, where it is a number; empty where none is."""


class MadeOf(Protocol):
    """What a number was made from."""

    @property
    def title(self) -> str:
        """What was counted, where and when."""

    def page(
        self, book: Book, start: int = 0, size: int | None = None, order: Order | None = None
    ) -> RowsPage:
        """The rows from ``start`` on, ``size`` of them or all, in ``order`` or in their own."""


class NumberOf(float):
    """A number of a statement that was made from what isn't kept in a register."""

    behind: MadeOf

    def __new__(cls, value: float, behind: MadeOf) -> Self:
        """``value``, made from what ``behind`` lists."""
        made = super().__new__(cls, value)
        made.behind = behind
        return made

    def __reduce__(self) -> tuple[type[float], tuple[float]]:
        """Handed to another process it is a plain number."""
        return float, (float(self),)


@dataclass(frozen=True)
class RowsRead:
    """All the rows behind a number, and what they add up to."""

    heads: tuple[Head, ...]
    rows: tuple[Mapping[str, Any], ...]
    adds: str = ""
    """The key whose values make the number; without one the rows are counted."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FewRows:
    """What a number was made from, where that is read whole: patrols, entries, lines of a page."""

    title: str
    read: Callable[[Book], RowsRead]

    def page(
        self, book: Book, start: int = 0, size: int | None = None, order: Order | None = None
    ) -> RowsPage:
        """As :meth:`MadeOf.page`."""
        book.require("view")
        found = self.read(book)
        rows = [found.rows[n] for n in in_order(found.rows, order)]
        amounts = [row.get(found.adds) or 0 for row in rows] if found.adds else []
        # as figures are rounded: of hours the rows keep more decimals than their sum
        comes_to = round(fsum(amounts), 2) if found.adds else len(rows)
        end = None if size is None else start + size
        return RowsPage(found.heads, tuple(rows[start:end]), len(rows), comes_to, found.notes)


@dataclass(frozen=True)
class MadeLater:
    """What a number was made from, found when that is asked for: it takes more than to show it."""

    find: Callable[[], MadeOf | None]
    """Gives it; there must be something by then."""

    @property
    def title(self) -> str:
        """As :class:`MadeOf` has it."""
        return self._found.title

    def page(
        self, book: Book, start: int = 0, size: int | None = None, order: Order | None = None
    ) -> RowsPage:
        """As :meth:`MadeOf.page`."""
        return self._found.page(book, start, size, order)

    @property
    def _found(self) -> MadeOf:
        found = self.find()
        assert found is not None, "it was shown as a number with something behind it"
        return found


class WorkedFrom(NamedTuple):
    """A number that another was worked out from."""

    row: Mapping[str, Any]
    behind: MadeOf | None


@dataclass(frozen=True)
class WorkedOut:
    """What a number was made from that is no count and no sum: other numbers."""

    title: str
    value: float
    says: str
    """How: ``41.5 / 60.0 = 69%``."""
    heads: tuple[Head, ...]
    parts: tuple[WorkedFrom, ...]
    notes: tuple[str, ...] = ()

    def page(
        self, book: Book, start: int = 0, size: int | None = None, order: Order | None = None
    ) -> RowsPage:
        """As :meth:`MadeOf.page`, a row for each number, with what that was made from."""
        book.require("view")
        at = in_order([part.row for part in self.parts], order)
        end = None if size is None else start + size
        parts = [self.parts[n] for n in at[start:end]]
        return RowsPage(
            self.heads,
            tuple(part.row for part in parts),
            len(self.parts),
            self.value,
            self.notes,
            self.says,
            tuple(part.behind for part in parts),
        )


def in_order(rows: Sequence[Mapping[str, Any]], order: Order | None) -> list[int]:
    """The places of rows in an order, or in their own; blank values come last whatever it is."""
    from casebook.core.statement import blank

    if order is None:
        return list(range(len(rows)))
    known = [n for n, row in enumerate(rows) if not blank(row.get(order.key))]
    rest = [n for n, row in enumerate(rows) if blank(row.get(order.key))]
    known.sort(key=lambda n: _sorted_by(rows[n][order.key]), reverse=order.down)
    return [*known, *rest]


def write_rows(book: Book, behind: MadeOf, path: Path, order: Order | None = None) -> int:
    """Write every row behind a number to a CSV file, whole or not at all; how many there were.

    The columns are those of ``casebook figures --rows``, of every row all that is known. Raises
    :class:`StoreFailure` where the file can't be written, or is a casebook.
    """
    refuse_over_casebook(path)
    rows = behind.page(book, order=order).rows
    from casebook.core.texts.csv_text import csv_text, keys_of_rows

    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(csv_text(keys_of_rows(rows), rows), encoding="utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        raise StoreFailure(
            f"{path} can't be written ({error.strerror}): choose another place."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return len(rows)


def _sorted_by(value: Any) -> tuple[bool, float, str]:
    """Numbers by size, before words in their order."""
    if isinstance(value, (int, float)):
        return False, value, ""
    said = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return True, 0.0, said.casefold()
