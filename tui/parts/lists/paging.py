"""A screen whose rows are read a page at a time: scrolling on reads on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.widgets import Input

from tui.parts.lists.filtering import FilteredScreen
from tui.parts.table import Table, TableRows

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.store.pages.page import After, PageOfRows
    from tui.parts.table import Row

T = TypeVar("T")


class PagedScreen(FilteredScreen, Generic[T]):
    """Rows of one table, of which the first are read and more once those come to their end.

    What is typed, sorted by and left out is a question to the casebook: its answer is the first
    page of all rows, however many there are.
    """

    PAGE: ClassVar[int] = 150
    """Rows that are read at once."""

    page_of: PageOfRows[T] | None = None
    """The rows that were read, as one page; None before the first."""
    answers: Hashable = None
    """The question they are an answer to."""
    _going_on = False
    """Whether more are being read."""

    @property
    @abstractmethod
    def question(self) -> Hashable:
        """What is asked for now: words, order, what is left out. Plain values."""

    @abstractmethod
    def read_page(self, book: Book, question: Any, size: int, after: After | None) -> PageOfRows[T]:
        """So many rows that answer ``question``; called in a thread."""

    @abstractmethod
    def row_of(self, found: T) -> Row:
        """What stands in the table for what was read."""

    def look(self, *, at_least: int = 0, awaited: bool = False) -> None:
        """Read the first rows that answer what is asked now; again where they were read."""
        question, size = self.question, max(self.PAGE, at_least)
        self.ask(
            lambda book: self.read_page(book, question, size, None),
            lambda page: self._first(question, page),
            group="rows",
            refused=self.unanswered,
            awaited=awaited,
        )

    def look_again(self) -> None:
        """Read as many rows as are there, as they stand now."""
        self.look(at_least=len(self.page_of.rows) if self.page_of else 0)

    def unanswered(self, _error: BaseException) -> bool:
        """Keep what is shown; what went wrong is said."""
        self.answers = self.question
        return False

    def _first(self, question: Hashable, page: PageOfRows[T]) -> Any:
        self.page_of, self.answers = page, question
        return self.show_page()

    def show_page(self) -> Any:
        """Show the rows that were read."""
        self.fill()

    @property
    def awaits(self) -> bool:
        """Whether keys wait: also where the rows under the cursor aren't those asked for."""
        if super().awaits or self.page_of is None or isinstance(self.focused, Input):
            return super().awaits
        return self.answers != self.question

    @on(TableRows.RunningOut)
    def _go_on(self) -> None:
        page, question = self.page_of, self.answers
        if self._going_on or page is None or page.after is None or question != self.question:
            return
        self._going_on = True
        after = page.after
        self.ask(
            lambda book: self.read_page(book, question, self.PAGE, after),
            lambda more: self._further(page, more),
            group="more",
            refused=self._stopped,
            awaited=False,
        )

    def _stopped(self, _error: BaseException) -> bool:
        self._going_on = False
        return False

    def _further(self, before: PageOfRows[T], more: PageOfRows[T]) -> None:
        self._going_on = False
        if self.page_of is not before or self.answers != self.question:
            return
        self.page_of = replace(more, rows=(*before.rows, *more.rows))
        self.added()
        table = self.query_one(Table)
        table.add(map(self.row_of, more.rows), more=more.after is not None)

    def added(self) -> None:
        """Take note that rows were read on, before they are shown."""

    def heed(self) -> None:
        """Read the rows that hold what is typed."""
        if self.page_of is not None:
            self.look()
