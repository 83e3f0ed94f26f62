"""Picking one or several from a list: arrows move, letters filter, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import STYLES
from tui.keys import keys_of
from tui.parts.answering import AnsweringScreen
from tui.parts.asking import AskingScreen
from tui.parts.text import clean, line, plain


class PickerList(OptionList):
    """The options; every letter typed goes to the filter."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters filter, so they are no shortcuts here."""
        return character is not None and character.isprintable()


class PickerScreen(ModalScreen[tuple[str, ...] | None], AnsweringScreen[tuple[str, ...] | None]):
    """A list to pick from; gives the keys picked, or None when it is left.

    With ``many``, Space ticks and Enter takes what is ticked; without, Enter takes the highlighted.
    """

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys_of("picker")

    def __init__(
        self,
        title: str,
        options: Mapping[str, str],
        *,
        picked: tuple[str, ...] = (),
        many: bool = False,
        typed: str = "",
        at: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._options = {code: "" for code in picked if code not in options} | dict(options)
        self._picked = set(picked)
        self._many = many
        self._typed = typed
        self._start = at

    def compose(self) -> ComposeResult:
        """Title, filter, list and the keys."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title, "bold $primary"), classes="dialog-title")
            yield Static(id="typed")
            yield PickerList(id="options", markup=False)
            keys = "Space ticks   Enter takes the ticked" if self._many else "Enter takes"
            yield Static(f"{keys}   letters filter   Esc leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Start on what is picked already."""
        self._fill()
        picked = next((code for code in self._shown() if code in self._picked), self._start)
        self._at(picked)

    def _shown(self) -> list[str]:
        words = self._typed.casefold().split()
        return [
            code
            for code, label in self._options.items()
            if all(word in f"{code} {label}".casefold() for word in words)
        ]

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        shown = self._shown()
        options.set_options(Option(self._line(code), id=f"k{code}") for code in shown)
        if shown:
            options.highlighted = 0
        typed: Content = plain(f"Filter: {self._typed}▏")
        if not self._typed:
            typed = plain("Type to filter", "$quiet")
        elif not shown:
            typed = typed + plain("  nothing matches; Backspace erases", "$quiet")
        self.query_one("#typed", Static).update(typed)

    def _line(self, code: str) -> Content:
        label = self._options[code] or code
        tick = ""
        if self._many:
            tick = "[x] " if code in self._picked else "[ ] "
        elif self._picked:
            tick = "• " if code in self._picked else "  "
        return Content(tick) + line(label)

    def _at(self, code: str) -> None:
        shown = self._shown()
        if code in shown:
            self.query_one(OptionList).highlighted = shown.index(code)

    def on_key(self, event: events.Key) -> None:
        """Letters go to the filter; Space ticks where several may be picked."""
        if self._many and event.key == "space":
            self._tick()
        elif event.is_printable and event.character:
            self.add(event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes to the filter too."""
        event.stop()
        self.add(" ".join(event.text.split()))

    def add(self, text: str) -> None:
        """Add a letter, or more, to the filter."""
        self._typed += clean(text)
        if self.query(OptionList):
            self._fill()

    def _tick(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return
        code = self._shown()[options.highlighted]
        self._picked ^= {code}
        options.replace_option_prompt_at_index(options.highlighted, self._line(code))

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        if self._many:
            self.dismiss(tuple(code for code in self._options if code in self._picked))
        else:
            self.dismiss((self._shown()[event.option_index],))

    def action_erase(self) -> None:
        """Take the last letter off the filter."""
        self._typed = self._typed[:-1]
        self._fill()

    def action_leave(self) -> None:
        """Leave with nothing picked."""
        self.dismiss(None)


def pick(
    screen: AskingScreen[Any],
    title: str,
    options: Mapping[str, str],
    then: Callable[[str], object],
    *,
    at: str = "",
) -> None:
    """Have one of ``options`` picked and go on with its key; nothing where it is left.

    The cursor starts on ``at``.
    """

    def picked(keys: tuple[str, ...] | None) -> None:
        if keys:
            then(keys[0])

    screen.hush()
    screen.app.push_screen(PickerScreen(title, options, at=at), picked)
