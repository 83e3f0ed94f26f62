"""The sections of a profile's screen: which is shown, and lists with keys of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.binding import Binding
from textual.message import Message

from casebook.core.wording import AS_SHIPPED, Labels
from tui.parts.asking import AskingScreen, Greying
from tui.parts.form import fill_in
from tui.parts.table import Table, TableRows

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.wording import Labels
    from tui.parts.forms import Form

Sentence = str | Callable[[Any], str]
"""The sentence said once something is done, or the function that makes it of what came of it."""


class Tabbed(AskingScreen[None]):
    """A screen with sections, of which it shows one."""

    section: str
    """The section that is shown."""

    @property
    def sections(self) -> Sequence[str]:
        """The sections in their order; none until they are known."""
        raise NotImplementedError

    def show_section(self, name: str) -> None:
        """Show one section and give it the keys."""
        raise NotImplementedError

    def named(self, binding: Binding) -> str:
        """A digit by what its section is called."""
        action, _, number = binding.action.rstrip(")").partition("(")
        if action != "section":
            return super().named(binding)
        sections = self.sections
        return f"Go to {sections[int(number) - 1]}" if int(number) <= len(sections) else ""

    def action_section(self, number: int) -> None:
        """Show the section of that number."""
        sections = self.sections
        if number <= len(sections):
            self.hush()
            self.show_section(sections[number - 1])

    def action_turn(self, way: int) -> None:
        """Show the section before or after."""
        sections = self.sections
        if sections:
            self.action_section((sections.index(self.section) + way) % len(sections) + 1)


class Panel(Greying, Table):
    """Rows of one profile, and the keys that change them; what may not be done is greyed."""

    class Done(Message):
        """Something was changed: the sentence says what."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    ref = ""
    """The profile whose rows these are; empty until it has been read."""
    choices: Labels = AS_SHIPPED
    """What the profile's forms may be given."""
    found: Any
    """What was read last; at first, that nothing is there."""
    _wanted = ""
    """The row the cursor goes to once the rows have been read."""

    def __init__(self, *, empty: str, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(empty="", id=id)
        # said once the rows were read: before that nobody knows whether there are none
        self._nothing = empty

    def read(self, book: Book, ref: str) -> Any:
        """What the rows of a profile are made from."""
        raise NotImplementedError

    def list_rows(self) -> None:
        """Show the rows made from what was read last."""
        raise NotImplementedError

    def open_row(self) -> None:
        """Enter was pressed on the row under the cursor."""
        raise NotImplementedError

    def show(self, ref: str, choices: Labels, *, at: str = "") -> None:
        """Show a profile's rows as last read and read them again; the cursor goes to ``at``."""
        self.ref, self.choices = ref, choices
        self._wanted = at or self._wanted
        self.list_rows()
        self.page.ask(lambda book: self.read(book, ref), self._show_found, group="panel")

    def _show_found(self, found: Any) -> None:
        self.found, self._empty = found, self._nothing
        self.list_rows()
        self.go_to(self._wanted)
        self._wanted = ""
        self.screen.refresh_bindings()

    @property
    def page(self) -> AskingScreen[Any]:
        """The screen it stands on, which asks the casebook for it."""
        screen: object = self.screen
        assert isinstance(screen, AskingScreen)
        return screen

    @property
    def today(self) -> date:
        """The day on which the casebook is looked at."""
        open_book = self.page.session.open_book
        assert open_book is not None
        return open_book.today

    @on(TableRows.OptionHighlighted)
    def _moved(self) -> None:
        self.screen.refresh_bindings()

    @on(TableRows.OptionSelected)
    def _opened(self, event: TableRows.OptionSelected) -> None:
        event.stop()
        self.open_row()

    def open_form(self, form: Form, done: Sentence) -> None:
        """Open a form over the profile; ``done`` is said once it has been saved."""
        fill_in(self.page, form, self.choices, self.says(done))

    def stands(self, saved: Any) -> None:
        """Show what a save gave, before all is read again."""
        raise NotImplementedError

    def says(self, done: Sentence) -> Callable[[Any], None]:
        """What a form or dialog calls when it closes: ``done`` is said where it did something."""

        def closed(result: Any) -> None:
            if result is not None:
                self.stands(result)
                self.post_message(self.Done(done(result) if callable(done) else done))

        return closed
