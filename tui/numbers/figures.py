"""The numbers of a row of figures as screens show them, each with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.wording import hours, number, share
from casebook.figures.behind.numbers import count_made_of, made_of, run_made_of
from casebook.figures.behind.worked_out import expected_worked_out, share_worked_out
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
        """A sentence on the month's count, with that and what was expected to be gone to."""
        of = count_made_of(self.row, verdict, **self._how)
        said = mark_words(plain(words), number(verdict.count), of)
        expected = expected_worked_out(self.row, verdict, **self._how)
        return mark_words(said, number(verdict.expected, 1), expected)

    def since(self, verdict: ThemeVerdict, words: str) -> Content:
        """A sentence on the run since the response began, likewise."""
        of = run_made_of(self.row, verdict, **self._how)
        said = mark_words(plain(words), number(verdict.run_count), of)
        expected = expected_worked_out(self.row, verdict, since=True, **self._how)
        return mark_words(said, number(verdict.since_expected, 1), expected)

    @property
    def _how(self) -> dict[str, Any]:
        return {"hotspots": self.hotspots, "frozen": self.frozen}

    def share(self, said: Content, done: str = "officer_hours") -> Content:
        """A sentence with the share of planned hours that was delivered to be gone to."""
        planned = f"planned_covered_{done}"
        of = share_worked_out(self.row, done, planned, **self._how)
        return said if of is None else mark_words(said, share(of.value), of)

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
