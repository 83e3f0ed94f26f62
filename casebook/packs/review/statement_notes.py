"""What a chapter is told from: a month of a casebook, and the statements it can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.core.months import Month, Window, financial_year_to
from casebook.core.statement import Ask, Statement
from casebook.packs.tables import Table

if TYPE_CHECKING:
    from casebook.book.opening import Book

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """The tables of a chapter, and what of it belongs on the front page, a sentence each."""

    tables: tuple[Table, ...] = ()
    brief: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """A month of a casebook."""

    book: Book
    month: Month

    def state(self, register: str, name: str, **asked: Any) -> Statement:
        """The statement ``name`` of a register; ``asked`` are parts of :class:`Ask`."""
        from casebook.registers.statements.every import state

        return state(self.book, register, name, Ask(**asked))

    @property
    def window(self) -> Window:
        """The month by itself."""
        return Window(self.month, self.month)

    @property
    def year_to_date(self) -> Window:
        """The financial year, April to March, up to the month."""
        return financial_year_to(self.month)

    @property
    def today(self) -> date:
        """The day the pack is made."""
        return self.book.today


def keeping(statement: Statement, holds: Callable[[Row], bool], *notes: str) -> Statement:
    """The rows for which ``holds``, without a total, with more sentences beneath."""
    rows = tuple(row for row in statement.rows if holds(row))
    return replace(statement, rows=rows, total=None, notes=(*statement.notes, *filter(None, notes)))


def once(notes: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, in order, without those that are empty."""
    return tuple(dict.fromkeys(note for note in notes if note))
