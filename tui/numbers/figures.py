"""The numbers of a row of figures as screens show them, each with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from casebook.core.wording import hours, number
from casebook.figures.behind.numbers import count_made_of, made_of, run_made_of
from tui.numbers.marked import mark_words, marked
from tui.parts.text import plain

if TYPE_CHECKING:
    from casebook.book.made_of import MadeOf
    from casebook.figures.figure import Figure, ThemeVerdict


@dataclass(frozen=True)
class FigureNumbers:
    """A row of figures whose numbers can be gone to."""

    row: Figure
    hotspots: tuple[str, ...] = ()
    """Those of a row that is of several."""
    frozen: tuple[datetime, str] | None = None
    """When a review froze it, and by which word."""

    def of(self, column: str) -> MadeOf | None:
        """What the number under ``column`` was made from."""
        return made_of(self.row, column, hotspots=self.hotspots, frozen=self.frozen)

    def count(self, column: str) -> Content:
        """A count."""
        return marked(number(getattr(self.row, column)), self.of(column))

    def finding(self, verdict: ThemeVerdict, words: str) -> Content:
        """A sentence on the month's count, with the count in it to be gone to."""
        of = count_made_of(self.row, verdict, hotspots=self.hotspots, frozen=self.frozen)
        return mark_words(plain(words), number(verdict.count), of)

    def since(self, verdict: ThemeVerdict, words: str) -> Content:
        """A sentence on the run since the response began, with its count to be gone to."""
        of = run_made_of(self.row, verdict, hotspots=self.hotspots, frozen=self.frozen)
        return mark_words(plain(words), number(verdict.run_count), of)

    def hours(self, said: Content, *columns: str) -> Content:
        """A sentence on hours, with those of ``columns`` in it to be gone to."""
        for column in columns:
            value = getattr(self.row, column)
            if value is not None:
                said = mark_words(said, hours(value), self.of(column))
        return said

    def counts(self, said: Content, *columns: str) -> Content:
        """A sentence with the counts of ``columns`` in it to be gone to."""
        for column in columns:
            value = getattr(self.row, column)
            if value is not None:
                said = mark_words(said, number(value), self.of(column))
        return said
