"""One register of the whole casebook: its entries, their forms, and what they add up to.

The screen is made from the fields a kind declares and the statements named for it, so a new kind of
register has one because its class exists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.core.english import a_or_an, counted
from casebook.core.entry import registers
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.lists.filtering import FilteredScreen
from tui.parts.picker import pick
from tui.parts.table import WIDE, Table, TableRows, key_of, row_key
from tui.registers.entries import Saved
from tui.registers.entry_view import EntryView
from tui.registers.register_data import EntryList, read_register, table_of, with_saved

if TYPE_CHECKING:
    from casebook.core.statement import Stated

MOST = 300
"""Entries listed at once: more would make every letter of the filter wait."""


class RegisterScreen(FilteredScreen, EntryView):
    """The entries of one register, newest first; Enter edits one, or reads it."""

    CSS_PATH = STYLES / "register_screen.tcss"
    FILTER_HINT = "words of an entry"
    NO_ENTRY = "There is no entry here."
    HELP = (
        "Every entry of one register, newest first. Enter edits an entry where you may, else it is "
        "read; o reads it whole. t shows what the register adds up to. Of a long register the "
        "first entries are listed, and f finds the others."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("register")

    def __init__(self, kind: type[Any], *, at: int = 0) -> None:
        """``at`` is the id of the entry on which the cursor starts."""
        super().__init__()
        self.kind = kind
        self._read = False
        """Whether the register has been read."""
        self._at = row_key(kind.KIND, at) if at else ""
        """The row the cursor goes to when the register is next shown."""

    def body(self) -> ComposeResult:
        """Heading, the entries."""
        yield Static(Content.styled(self.kind.TITLE, "bold $primary"), id="register-title")
        yield Table(empty="", id="entries")

    def on_mount(self) -> None:
        """Read the register."""
        self.reload()

    def reload(self) -> None:
        """Read it again."""
        kind = self.kind
        self.ask(lambda book: read_register(book, kind), self._show, group="register")

    def _show(self, found: EntryList) -> None:
        first, self._read, self.found = not self._read, True, found
        self.fill()
        if first:
            self.query_one(TableRows).focus()

    def fill(self) -> None:
        """Show the entries that hold what is typed."""
        if not self._read:
            return
        found = self.found
        shown = [k for k in found.rows if all(word in k.searched for word in self.words)]
        listed = [k for n, k in enumerate(shown) if n < MOST or key_of(k.entry) == self._at]
        table = self.query_one(Table)
        columns, rows = table_of(self.kind, listed, wide=self.app.size.width >= WIDE)
        table.fill(columns, rows, empty=self._nothing(found))
        if self._at:
            table.go_to(self._at)
            self._at = ""
        count = counted(len(found.rows), "entry")
        if len(shown) != len(found.rows):
            count = f"{len(shown):,} of {count}"
        if len(shown) > MOST:
            count += f", the first {MOST} listed: f finds others"
        title = Content.assemble((self.kind.TITLE, "bold $primary"), (f"   {count}", "$quiet"))
        self.query_one("#register-title", Static).update(title)
        self.refresh_bindings()

    def _nothing(self, found: EntryList) -> str:
        if found.rows:
            return "No entry holds these words: Esc clears them."
        if found.add_refusal:
            return "Nothing is kept here yet."
        return f"Nothing is kept here yet: a adds {a_or_an(self.kind.called())}."

    def refusal(self, action: str) -> str | None:
        """Who may add or edit, or what there is to act on."""
        if not self._read:
            return None
        if action == "adds_up":
            return None if self.found.stated else f"{self.kind.TITLE} aren't added up."
        return self.entry_refusal(action) if action.endswith("_entry") else None

    @on(TableRows.OptionSelected)
    def _opened(self) -> None:
        self.open_entry()

    def action_add_entry(self) -> None:
        """Add an entry, once it is known what it is about."""
        if self._read:
            self.add_to(self.kind)

    def saved(self, saved: Saved, done: str) -> None:
        """Go to what was added or saved, as it stands now, and read the register again."""
        self._at = key_of(saved.entry)
        self.found = with_saved(self.found, saved.entry)
        self.fill()
        self.reload()
        self.say(saved.says(done), error=bool(saved.notes))

    def action_adds_up(self) -> None:
        """Show what the register adds up to; where that is several things, pick one."""
        found = self.found
        if not found.stated:
            return
        if len(found.stated) == 1:
            self._state(found.stated[0])
            return
        stated = {each.name: each for each in found.stated}
        options = {name: f"{name.capitalize()}: {each.help}" for name, each in stated.items()}
        title = f"{self.kind.TITLE}: what of them"
        pick(self, title, options, lambda name: self._state(stated[name]))

    def _state(self, stated: Stated) -> None:
        from tui.registers.statement_screen import StatementScreen

        self.app.push_screen(StatementScreen(stated))

    def action_other(self) -> None:
        """Go to another register."""
        pick_register(self, lambda kind: self.app.switch_screen(RegisterScreen(kind)))


def pick_register(screen: AskingScreen[Any], then: Callable[[type[Any]], object]) -> None:
    """Ask which register, and go on with its class.

    Those of the whole casebook come before those that are about one profile.
    """
    ordered = sorted(registers().values(), key=lambda kind: kind.SUBJECT == "profile")
    options = {kind.KIND: kind.TITLE for kind in ordered}
    pick(screen, "Which register", options, lambda kind: then(registers()[kind]))
