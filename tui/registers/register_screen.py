"""One register of the whole casebook: its entries, their forms, and what they add up to.

The screen is made from the fields a kind declares and the statements named for it, so a new kind of
register has one because its class exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.core.english import a_or_an, counted
from casebook.core.entry import registers
from casebook.registers.listing.fields import Look
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.lists.paging import PagedScreen
from tui.parts.picker import pick
from tui.parts.table import WIDE, Column, Row, Table, TableRows, key_of, row_key
from tui.registers.entries import Saved
from tui.registers.entry_view import EntryView
from tui.registers.register_data import (
    EntryList,
    EntryRow,
    EntryRows,
    columns_of,
    read_register,
    row_of,
    with_saved,
)

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.statement import Stated
    from casebook.store.pages.page import After


class RegisterScreen(PagedScreen[EntryRow], EntryView):
    """The entries of one register, newest first; Enter edits one, or reads it."""

    CSS_PATH = STYLES / "register_screen.tcss"
    FILTER_HINT = "words of an entry"
    NO_ENTRY = "There is no entry here."
    HELP = (
        "Every entry of one register, newest first. Enter edits an entry where you may, else it is "
        "read; o reads it whole. t shows what the register adds up to. A long register is read on "
        "as one goes down, and f finds words in all of it."
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
        self._sorted = ("", False)
        """The column that sorts, and whether downwards; blank for the register's own order."""
        self._columns: dict[str, Column] = {}
        """Those that are shown, by what sorts."""

    def body(self) -> ComposeResult:
        """Heading, the entries."""
        yield Static(Content.styled(self.kind.TITLE, "bold $primary"), id="register-title")
        yield Table(empty="", id="entries", sorted_by_screen=True)

    def on_mount(self) -> None:
        """Read the register."""
        self.reload()

    def reload(self) -> None:
        """Read it again, as far as it was read."""
        self.look(at_least=len(self.found.rows), awaited=True)

    @property
    def question(self) -> Look:
        """The words that are typed, and the column that sorts."""
        return Look(tuple(self.words), *self._sorted)

    def read_page(self, book: Book, question: Look, size: int, after: After | None) -> EntryRows:
        """So many entries that hold the words; the one that is gone to among the first."""
        return read_register(book, self.kind, question, size, after, also=self._goes_to)

    def show_page(self) -> None:
        """Show the entries that were read."""
        first, self._read = not self._read, True
        self.added()
        self.fill()
        if first:
            self.query_one(TableRows).focus()

    def added(self) -> None:
        """The entries that were read, and what is known beside them."""
        page = self.page_of
        if isinstance(page, EntryRows):
            subjects = {**self.found.subjects, **page.beside.subjects}
            self.found = replace(page.beside, rows=page.rows, subjects=subjects)

    def row_of(self, found: EntryRow) -> Row:
        """An entry in the columns of the register."""
        return row_of(found, self.found.days, wide=self.app.size.width >= WIDE)

    @property
    def _goes_to(self) -> int:
        """The number of the entry that is gone to next; 0 for none."""
        return int(self._at.rpartition(" ")[2]) if self._at else 0

    def fill(self) -> None:
        """Show what was read, at this width."""
        page = self.page_of
        if page is None:
            return
        found = self.found
        table = self.query_one(Table)
        self._columns = columns_of(
            self.kind, found.rows, found.days, self.question, wide=self.app.size.width >= WIDE
        )
        table.fill(
            tuple(self._columns.values()),
            map(self.row_of, found.rows),
            empty=self._nothing(found),
            more=page.after is not None,
        )
        if self._at:
            table.go_to(self._at)
            self._at = ""
        count = counted(found.in_all, "entry")
        if page.total != found.in_all:
            count = f"{page.total:,} of {count}"
        title = Content.assemble((self.kind.TITLE, "bold $primary"), (f"   {count}", "$quiet"))
        self.query_one("#register-title", Static).update(title)
        self.refresh_bindings()

    @on(Table.HeadingClicked)
    def _sort_by(self, event: Table.HeadingClicked) -> None:
        """Sort by a column; clicked again the other way round, and then as it was."""
        name = tuple(self._columns)[event.column]
        turns = {(name, False): (name, True), (name, True): ("", False)}
        self._sorted = turns.get(self._sorted, (name, False))
        self.look()

    def _nothing(self, found: EntryList) -> str:
        if found.in_all:
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
        before, self.found = self.found, with_saved(self.found, saved.entry)
        if self.page_of is not None:
            more = self.found.in_all - before.in_all
            self.page_of = replace(self.page_of, total=self.page_of.total + more)
        self._at = key_of(saved.entry)
        self.fill()
        self._at = key_of(saved.entry)
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
