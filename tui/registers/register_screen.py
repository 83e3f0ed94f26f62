"""One register of the whole casebook: its entries, their forms, and what they add up to.

The screen is made from the fields a kind declares and the statements named for it, so a new kind of
register has one because its class exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.core.english import a_or_an, counted
from casebook.core.entry import Entry
from casebook.core.fields import fields_of
from casebook.core.wording import Labels
from casebook.registers import kinds as registers
from tui import STYLES
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ReadScreen
from tui.parts.editors import named_list
from tui.parts.filtering import FilteredScreen
from tui.parts.form import FormScreen
from tui.parts.forms import Form
from tui.parts.frame import Keys, Marking, Notice
from tui.parts.picker import PickerScreen
from tui.parts.table import WIDE, Rows, Table
from tui.registers.entries import (
    Saved,
    edit_form,
    entry_to_read,
    key_of,
    kind_in_words,
    new_form,
    title_of,
)
from tui.registers.register_rows import Kept, Read, read_register, table_of

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.registers.statements import Stated

MOST = 300
"""Entries listed at once: more would make every letter of the filter wait."""


class RegisterScreen(FilteredScreen):
    """The entries of one register, newest first; Enter edits one, or reads it."""

    CSS_PATH = STYLES / "register_screen.tcss"
    FILTER_HINT = "words of an entry"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Every entry of one register, newest first. Enter edits an entry where you may, else it is "
        "read; o reads it whole. v shows what the register adds up to. Of a long register the "
        "first entries are listed, and / finds the others."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="register.add", tooltip="Add an entry"),
        Binding("e", "edit", "Edit", id="register.edit", tooltip="Edit the entry"),
        Binding("o", "read", "Read", id="register.read", tooltip="Read the whole entry"),
        Binding(
            "v", "adds_up", "Adds up to", id="register.statement", tooltip="What it adds up to"
        ),
        Binding("g", "other", "Registers", id="register.other", tooltip="Another register"),
        Binding("escape", "back", "Back", id="profile.back"),
    ]

    def __init__(self, kind: type[Any], *, at: Callable[[Entry], bool] | None = None) -> None:
        """``at`` tells the entry on which the cursor starts from the others."""
        super().__init__()
        self.kind = kind
        self._start = at
        self._read: Read | None = None
        self._at = ""
        """The entry the cursor goes to when the register is next shown."""

    def compose(self) -> ComposeResult:
        """Marking, heading, the entries, notice, keys."""
        yield Marking()
        yield Static(Content.styled(self.kind.TITLE, "bold $primary"), id="register-title")
        yield Table(empty="", id="entries")
        yield Notice()
        yield Keys()
        yield Marking()

    def on_mount(self) -> None:
        """Read the register."""
        self.reload()

    def reload(self) -> None:
        """Read it again."""
        kind = self.kind
        self.ask(lambda book: read_register(book, kind), self._show, group="register")

    def _show(self, found: Read) -> None:
        first = self._read is None
        self._read = found
        if first and self._start is not None:
            self._at = next((key_of(k.entry) for k in found.kept if self._start(k.entry)), "")
        self.fill()
        if first:
            self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the entries that hold what is typed."""
        found = self._read
        if found is None:
            return
        shown = [k for k in found.kept if all(word in k.searched for word in self.words)]
        listed = [k for n, k in enumerate(shown) if n < MOST or key_of(k.entry) == self._at]
        table = self.query_one(Table)
        columns, rows = table_of(self.kind, listed, wide=self.app.size.width >= WIDE)
        table.fill(columns, rows, empty=self._nothing(found))
        if self._at:
            table.go_to(self._at)
            self._at = ""
        count = counted(len(found.kept), "entry")
        if len(shown) != len(found.kept):
            count = f"{len(shown):,} of {count}"
        if len(shown) > MOST:
            count += f", the first {MOST} listed: / finds others"
        title = Content.assemble((self.kind.TITLE, "bold $primary"), (f"   {count}", "$quiet"))
        self.query_one("#register-title", Static).update(title)
        self.refresh_bindings()

    def _nothing(self, found: Read) -> str:
        if found.kept:
            return "No entry holds these words: Esc clears them."
        if found.why_not_add:
            return "Nothing is kept here yet."
        return f"Nothing is kept here yet: a adds {a_or_an(kind_in_words(self.kind))}."

    @property
    def _names(self) -> Labels:
        return self._read.labels if self._read else {}

    @property
    def chosen(self) -> Kept | None:
        """The entry under the cursor."""
        key = next((table.key for table in self.query(Table)), None)
        kept = self._read.kept if self._read else ()
        return next((one for one in kept if key_of(one.entry) == key), None)

    def why_not(self, action: str) -> str | None:
        """Who may add or edit, or what there is to act on."""
        found = self._read
        if found is None or action not in ("add", "edit", "read", "adds_up"):
            return None
        if action == "add":
            return found.why_not_add
        if action == "adds_up":
            return None if found.stated else f"{self.kind.TITLE} aren't added up."
        kept = self.chosen
        if kept is None:
            return "There is no entry here."
        return kept.why_not if action == "edit" else None

    @on(Rows.OptionSelected)
    def _opened(self) -> None:
        if self.why_not("edit") is None:
            self.action_edit()
        else:
            self.action_read()

    def action_read(self) -> None:
        """Read the whole entry, its codes by the labels they were given with."""
        kept = self.chosen
        if kept is None:
            return
        entry, names = kept.entry, self._names

        def show(labels: Labels) -> None:
            body = entry_to_read(entry, {**names, **labels})
            self.app.push_screen(ReadScreen(title_of(entry, self._subjects), body))

        def labels_of(book: Book) -> Labels:
            from casebook.book.code_lists import labels_of

            return labels_of(book, entry)

        self.ask(labels_of, show, group="read")

    @property
    def _subjects(self) -> Mapping[str, str]:
        """What each thing the register's entries are about is called, by ref."""
        return self._names.get(self.kind.SUBJECT, {})

    def action_edit(self) -> None:
        """Change the entry under the cursor."""
        kept, found = self.chosen, self._read
        if kept is not None and found is not None:
            about = str(getattr(kept.entry, self.kind.SUBJECT, ""))
            form = edit_form(kept.entry, self._subjects)
            self._open(form, "saved", found.choices_about(about))

    def action_add(self) -> None:
        """Add an entry, once it is known what it is about."""
        found = self._read
        if found is None:
            return
        self.hush()
        if self.kind.SUBJECT:
            pick_subject(self, self.kind, found.choices, self._add)
        else:
            self._add("")

    def _add(self, about: str) -> None:
        found = self._read
        if found is not None:
            form = new_form(self.kind, about, found.given, self._subjects)
            self._open(form, "added", found.choices_about(about))

    def _open(self, form: Form, done: str, choices: Labels) -> None:
        self.hush()

        def closed(saved: Saved | None) -> None:
            if saved is not None:
                self._at = key_of(saved.entry)
                self.reload()
                self.say(saved.says(done), error=bool(saved.notes))

        self.app.push_screen(FormScreen(form, choices), closed)

    def action_adds_up(self) -> None:
        """Show what the register adds up to; where that is several things, pick one."""
        found = self._read
        if found is None or not found.stated:
            return
        if len(found.stated) == 1:
            self._state(found.stated[0])
            return
        options = {each.name: f"{each.name.capitalize()}: {each.help}" for each in found.stated}

        def picked(names: tuple[str, ...] | None) -> None:
            self._state(*(each for each in found.stated if names and each.name == names[0]))

        self.app.push_screen(PickerScreen(f"{self.kind.TITLE}: what of them", options), picked)

    def _state(self, *stated: Stated) -> None:
        from tui.registers.statement_screen import StatementScreen

        for each in stated:
            self.app.push_screen(StatementScreen(each))

    def action_other(self) -> None:
        """Go to another register."""

        def picked(kind: type[Any] | None) -> None:
            if kind is not None:
                self.app.switch_screen(RegisterScreen(kind))

        pick_register(self, picked)


def pick_register(screen: AskingScreen[Any], then: Any) -> None:
    """Ask which register, and go on with its class, or with None where it is left.

    Those of the whole casebook come before those that are about one profile.
    """
    ordered = sorted(registers.REGISTERS.values(), key=lambda kind: kind.SUBJECT == "profile")
    options = {kind.KIND: kind.TITLE for kind in ordered}

    def picked(kinds: tuple[str, ...] | None) -> None:
        then(registers.REGISTERS[kinds[0]] if kinds else None)

    screen.hush()
    screen.app.push_screen(PickerScreen("Which register", options), picked)


def pick_subject(
    screen: AskingScreen[Any], kind: type[Any], choices: Labels, then: Callable[[str], None]
) -> None:
    """Ask what a new entry is about, and go on with its ref; nothing happens where it is left."""
    about = fields_of(kind)[kind.SUBJECT]
    options = choices.get(named_list(about.refers or about.name), {})
    if not options:
        screen.say(f"There is no {about.label.casefold()} yet for it to be about.", error=True)
        return

    def picked(refs: tuple[str, ...] | None) -> None:
        if refs:
            then(refs[0])

    screen.app.push_screen(PickerScreen(f"About which: {about.label}", options), picked)
