"""Short dialogs: a question with a few answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import STYLES
from tui.keys import keys_of
from tui.parts.answering import AnsweringScreen, Quiet
from tui.parts.text import line

_TYPED = frozenset({"enter", "space", "tab", "backspace", "delete"})
"""Keys beside those that print which somebody presses who types a text."""


class Answers(OptionList):
    """The answers to a question: few, so that Page Up and Page Down are left to the text above."""

    def action_page_up(self) -> None:
        """Leave the key to the screen."""
        raise SkipAction

    def action_page_down(self) -> None:
        """Leave the key to the screen."""
        raise SkipAction


class ChoiceScreen(ModalScreen[str | None], AnsweringScreen[str | None]):
    """A question; gives the key of the answer, or None when it is left unanswered.

    ``answers`` maps a letter to what it does; the letter answers at once, unless it follows on one
    that is no answer, as in a text typed for something else. Where an answer is one of
    ``loses``, by which something typed or written would be lost, its letter only goes to it and
    Enter gives it, and no key answers before the keys have been quiet.
    """

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys_of("choice")

    def __init__(
        self,
        title: str,
        body: Content,
        answers: Mapping[str, str],
        *,
        leave: str,
        loses: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._loses = frozenset(loses)
        self._title = title
        self._body = body
        self._answers = dict(answers)
        self._leave = leave

    def compose(self) -> ComposeResult:
        """Title, what it is about, the answers and what Esc does."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title, "bold $primary"), classes="dialog-title")
            about = "dialog-body" if self._body.plain else "dialog-body -empty"
            with VerticalScroll(classes=about, can_focus=False):
                yield Static(self._body)
            with Vertical(classes="dialog-foot"):
                yield Answers(
                    *(
                        Option(Content.assemble((letter, "bold"), "  ", line(label)), id=letter)
                        for letter, label in self._answers.items()
                    ),
                    markup=False,
                    id="answers",
                )
                how = "Enter answers" if self._loses else "Enter or the letter answers"
                yield Static(f"{how}   Esc {self._leave}", classes="dialog-keys")

    def on_mount(self) -> None:
        """The answers take the keys."""
        self.query_one(OptionList).focus()
        self._quiet = Quiet()
        self._stray: Quiet | None = None
        """After a letter that is no answer, until the keys have been quiet."""

    def on_key(self, event: events.Key) -> None:
        """A letter answers or goes to its answer; what was typed for something else doesn't."""
        typed = event.is_printable or event.key in _TYPED
        quiet = self._quiet if self._loses else self._stray
        if quiet is not None and typed and quiet.broken():
            event.stop()
        elif event.character in self._loses:
            event.stop()
            self.query_one(OptionList).highlighted = list(self._answers).index(event.character)
        elif event.character in self._answers:
            event.stop()
            self.dismiss(event.character)
        elif event.is_printable and event.key != "space":
            self._stray = Quiet()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_page(self, way: int) -> None:
        """Move through a long text."""
        for body in self.query(VerticalScroll):
            body.scroll_relative(y=way * max(body.size.height - 1, 1), animate=False)

    def action_leave(self) -> None:
        """Leave the question unanswered."""
        self.dismiss(None)
