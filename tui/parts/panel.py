"""A section of a profile that is a list with keys of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.message import Message

from tui.parts.asking import AskingScreen
from tui.parts.table import Rows, Table
from tui.profiles.rows import Case

if TYPE_CHECKING:
    from casebook.core.wording import Labels
    from tui.parts.forms import Form

Sentence = str | Callable[[Any], str]
"""What is said of something done, or what makes the sentence of what the service gave."""


class Panel(Table):
    """Rows of one profile, and the keys that change them; what may not be done is greyed."""

    class Done(Message):
        """Something was changed: the sentence says what."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    case: Case | None = None
    """The profile whose rows these are; None until it has been read."""

    def show(self, case: Case) -> None:
        """Show the rows of ``case`` as last read, and read them again."""
        raise NotImplementedError

    def open_key(self, key: str) -> None:
        """Enter was pressed on the row with that key."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        """Why ``action`` may not be done to the row under the cursor now, or None."""
        raise NotImplementedError

    @property
    def page(self) -> AskingScreen[Any]:
        """The screen it stands on, which asks services for it."""
        screen: object = self.screen
        assert isinstance(screen, AskingScreen)
        return screen

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what may not be done now."""
        return None if self.why_not(action) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.screen.active_bindings.get(event.key)
        if active is None or active.enabled or active.node is not self:
            return
        reason = self.why_not(active.binding.action)
        if reason:
            self.page.say(reason, error=True)
            event.stop()

    @on(Rows.OptionHighlighted)
    def _moved(self) -> None:
        self.screen.refresh_bindings()

    @on(Rows.OptionSelected)
    def _opened(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.open_key(event.option_id)

    def open_form(self, form: Form, done: Sentence, choices: Labels | None = None) -> None:
        """Open a form over the profile; ``done`` is said once it has been saved.

        ``choices`` are what it may be given, the profile's own where none are named.
        """
        from tui.parts.form import FormScreen

        assert self.case is not None
        self.page.hush()
        labels = self.case.choices if choices is None else choices
        self.app.push_screen(FormScreen(form, labels), self.says(done))

    def says(self, done: Sentence) -> Callable[[Any], None]:
        """What a form or dialog calls when it closes: ``done`` is said where it did something."""

        def closed(result: Any) -> None:
            if result is not None:
                self.post_message(self.Done(done(result) if callable(done) else done))

        return closed
