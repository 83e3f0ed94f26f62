"""A text to read, whose numbers can be gone to where it has any."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui import STYLES
from tui.keys import keys_of
from tui.numbers.marked import numbers_in
from tui.numbers.walking import NumbersInTexts
from tui.parts.asking import AskingDialog
from tui.parts.text import line


class ReadScreen(AskingDialog[None], NumbersInTexts[None]):
    """A text to read; Enter lists the rows of the number gone to, and closes it without one.

    Esc and the keys of the help close it too.
    """

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys_of("read")
    NUMBERED = ("read-text",)

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """Title and text."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title, "bold $primary"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._body, id="read-text")
            tab = "Tab goes to a number   " if numbers_in(self._body) else ""
            yield Static(f"arrows move   {tab}Esc closes", classes="dialog-keys")

    def on_mount(self) -> None:
        """The text takes the arrows."""
        self.query_one(VerticalScroll).focus()

    def action_open_number(self) -> None:
        """List the rows of the number gone to, else close the text."""
        if not self.open_number():
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave the number gone to, else close the text."""
        if not self.leave_number():
            self.dismiss(None)
