"""What a chapter is made from, a month and its statements, and what it is made into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.core.months import Month, Window, financial_year_to
from casebook.core.statement import Ask, Statement
from casebook.packs.tables import PrintTable

if TYPE_CHECKING:
    from casebook.book.opening import Book

StatementRow = Mapping[str, Any]


@dataclass(frozen=True)
class ChapterBody:
    """The tables of a chapter, and its sentences for the front page."""

    tables: tuple[PrintTable, ...] = ()
    brief: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackMonth:
    """The month of a casebook that a pack is about."""

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


def keeping(statement: Statement, holds: Callable[[StatementRow], bool], *notes: str) -> Statement:
    """The rows for which ``holds`` is true, without a total, with ``notes`` added beneath."""
    rows = tuple(row for row in statement.rows if holds(row))
    return replace(statement, rows=rows, total=None, notes=(*statement.notes, *filter(None, notes)))


def once(notes: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, in order, without those that are empty."""
    return tuple(dict.fromkeys(note for note in notes if note))
