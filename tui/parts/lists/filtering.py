"""A screen of rows with a line to type words into that a row must hold."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.widgets import Input

from tui.parts.asking import AskingScreen
from tui.parts.input import LineInput
from tui.parts.table import Table, TableRows


class FilteredScreen(AskingScreen[None]):
    """Rows of one table; ``filter`` filters them, ``back`` clears the filter and then leaves."""

    FILTER_HINT: ClassVar[str] = "words of a row"
    _stale = False
    """Whether words were typed that the rows don't heed yet."""

    def fill(self) -> None:
        """Show the rows that hold what is typed."""
        raise NotImplementedError

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor; None where there is none."""
        return next((table.key for table in self.query(Table)), None)

    @property
    def words(self) -> list[str]:
        """What a row must hold, in small letters."""
        return "".join(field.value for field in self.query(Input)).casefold().split()

    async def action_filter(self) -> None:
        """Type words that a row must hold."""
        if not self.query(Table):
            self.session.hold_letters()
            return
        if not self.query(Input):
            await self.mount(
                LineInput(placeholder=self.FILTER_HINT, id="filter"), before=self.query_one(Table)
            )
        self.query_one(Input).focus()

    async def action_back(self) -> None:
        """Clear the filter, else leave."""
        self.hush()
        if self.query(Input):
            await self.query(Input).remove()
            self.heed()
            self.query_one(TableRows).focus()
        else:
            self.leave()

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    def on_resize(self, _event: events.Resize) -> None:
        """A wider screen shows more columns."""
        self.fill()

    @on(Input.Changed)
    def _filtered(self) -> None:
        if not self._stale:  # letters typed at once are heeded at once
            self._stale = True
            self.call_later(self._refill)

    def _refill(self) -> None:
        self._stale = False
        self.heed()

    def heed(self) -> None:
        """Show what holds the words that are typed now."""
        self.fill()

    @on(Input.Submitted)
    def _filter_done(self) -> None:
        self.query_one(TableRows).focus()

    @on(TableRows.OptionHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()
