"""Doing something that takes a reason: the words stay in the dialog until they have been taken."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from casebook.core.errors import GateShut, PersonalDataFound
from tui import STYLES
from tui.parts.asking import AskingDialog
from tui.parts.dialogs import personal_data_screen
from tui.parts.editors import Line
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from casebook.book.opening import Book

Deed = Callable[["Book", str, str], Any]
"""Does it with the reason and with the waiver of a gate, empty unless one was asked for."""


class WhyScreen(AskingDialog[Any]):
    """Asks why and does it; gives what the service gave, or None when it is left.

    ``look`` reads what is to be weighed first, to be shown above the reason.
    """

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="why.leave"),
    ]

    def __init__(
        self,
        title: str,
        body: Content,
        deed: Deed,
        *,
        asked: str,
        look: Callable[[Book], Content] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._deed = deed
        self._hint = asked
        self._look = look
        self._busy = False

    def compose(self) -> ComposeResult:
        """Title, what it is about, the reason, the waiver when one is asked for, the refusal."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title, "bold $primary"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(self._body, id="about")
            yield Line(placeholder=self._hint, id="why")
            yield Static(id="refusal")
            yield Line(placeholder="reason for the waiver", id="waiver")
            yield Static("Enter does it   Esc changes nothing", classes="dialog-keys")

    def on_mount(self) -> None:
        """The reason is typed at once."""
        self.query_one("#refusal").display = False
        self.query_one("#waiver").display = False
        self.query_one("#why").focus()
        if self._look is not None:
            self.ask(self._look, self._looked, group="look", refused=self._refused)

    def _looked(self, found: Content) -> None:
        parts = [part for part in (self._body, found) if part.plain]
        self.query_one("#about", Static).update(Content("\n\n").join(parts))

    @on(Input.Submitted)
    def _given(self) -> None:
        if not self.query_one("#why", Input).value.strip():
            self.say("Say why: a few words are enough.")
            self.query_one("#why").focus()
        elif not self._busy:
            self._do()

    def _do(self, because: str = "") -> None:
        self._busy = True
        why, waiver = (self.query_one(name, Input).value for name in ("#why", "#waiver"))

        def deed(book: Book) -> Any:
            return self._deed(dataclasses.replace(book, personal_because=because), why, waiver)

        self.ask(deed, self.dismiss, group="save", refused=self._refused)

    def _refused(self, error: BaseException) -> bool:
        """Show the refusal; a gate that is shut asks for the reason of a waiver."""
        self._busy = False
        if isinstance(error, PersonalDataFound):
            self.app.push_screen(personal_data_screen(error), self._kept_because)
            return True
        self.say(self.casebook.in_words(error))
        if isinstance(error, GateShut):
            waiver = self.query_one("#waiver")
            waiver.display = True
            waiver.focus()
        return True

    def _kept_because(self, because: str | None) -> None:
        if because is None:
            self.say("Nothing was saved; what you typed is still here.")
        else:
            self._do(because)

    def say(self, sentence: str, *, error: bool = True) -> None:
        """Show one sentence under the reason; here there is nothing to say but what went wrong."""
        refusal = self.query_one("#refusal", Static)
        refusal.update(plain(f"! {sentence}", "$text-error"))
        refusal.display = True

    def unsaved(self) -> bool:
        """Whether a reason is typed that nothing was done with."""
        return bool(self.query_one("#why", Input).value.strip())

    def action_leave(self) -> None:
        """Leave with nothing done."""
        self.dismiss(None)
