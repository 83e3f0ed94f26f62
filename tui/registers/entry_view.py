"""Reading, editing and adding entries, alike wherever entries are listed.

A whole register has a screen of its own, and a profile a section with all that is kept beside it:
both list entries, and what may be done to the one under the cursor is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from casebook.core.fields import fields_of
from casebook.core.wording import Labels
from tui.numbers.reading import ReadScreen
from tui.parts.asking import AskingScreen
from tui.parts.editors import named_list
from tui.parts.form import fill_in
from tui.parts.forms import Form
from tui.parts.picker import pick
from tui.parts.table import key_of
from tui.registers.entries import Saved, edit_form, entry_to_read, new_form, title_of
from tui.registers.register_data import EntryList, EntryRow, form_choices, labels_by_field

if TYPE_CHECKING:
    from casebook.book.opening import Book


class EntryView:
    """A list of entries and the keys that act on them."""

    NO_ENTRY: ClassVar[str]
    """What is said where there is no entry to act on."""
    found: EntryList = EntryList()
    """The entries as they were last read."""

    @property
    def page(self) -> AskingScreen[Any]:
        """The screen the list stands on."""
        raise NotImplementedError

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        raise NotImplementedError

    def saved(self, saved: Saved, done: str) -> None:
        """Show what stands after an entry was ``done``: added or saved."""
        raise NotImplementedError

    @property
    def chosen(self) -> EntryRow | None:
        """The entry under the cursor."""
        key = self.key
        return next((row for row in self.found.rows if key_of(row.entry) == key), None)

    def entry_refusal(self, action: str) -> str | None:
        """Who may add or edit, or that there is nothing to act on."""
        if action == "add_entry":
            return self.found.add_refusal
        row = self.chosen
        if row is None:
            return self.NO_ENTRY
        return row.edit_refusal if action == "edit_entry" else None

    def open_entry(self) -> None:
        """Edit the entry under the cursor, or read it where it may not be edited."""
        if self.entry_refusal("edit_entry") is None:
            self.action_edit_entry()
        else:
            self.action_read_entry()

    def action_read_entry(self) -> None:
        """Read the whole entry, its codes by the labels they were given with."""
        row = self.chosen
        if row is None:
            return
        entry, names, page = row.entry, row.labels, self.page
        title = title_of(entry, self.found.subjects)

        def show(labels: Labels) -> None:
            page.app.push_screen(ReadScreen(title, entry_to_read(entry, {**names, **labels})))

        def labels_of(book: Book) -> Labels:
            from casebook.book.code_lists import labels_of

            return labels_of(book, entry)

        page.ask(labels_of, show, group="read")

    def action_edit_entry(self) -> None:
        """Change the entry under the cursor."""
        row = self.chosen
        if row is not None:
            kind, form = type(row.entry), edit_form(row.entry, self.found.subjects)
            self._open(kind, form, "saved", str(getattr(row.entry, kind.SUBJECT, "")))

    def add_to(self, kind: type[Any]) -> None:
        """Add an entry of ``kind``, once it is known what it is about."""
        given = dict(self.found.given.get(kind.KIND, {}))

        def write(about: str, names: Mapping[str, str]) -> None:
            self._open(kind, new_form(kind, about, given, names), "added", about)

        def picked_from(choices: Labels) -> None:
            names = choices.get(named_list(subject), {})
            names = {ref: " ".join(name.split()) for ref, name in names.items()}
            pick_subject(self.page, kind, choices, lambda ref: write(ref, names))

        self.page.hush()
        if not kind.SUBJECT:
            write("", {})
        elif kind.SUBJECT in given:
            write(given.pop(kind.SUBJECT), self.found.subjects)
        else:
            subject = fields_of(kind)[kind.SUBJECT].refers or kind.SUBJECT
            self.page.ask(lambda book: form_choices(book, kind), picked_from, group="choices")

    def _open(self, kind: type[Any], form: Form, done: str, about: str) -> None:
        def opened(choices: Labels) -> None:
            labels = {**self.found.labels, **labels_by_field(kind, choices)}

            def saved(saved: Saved) -> None:
                self.found = replace(self.found, labels=labels)
                self.saved(saved, done)

            fill_in(self.page, form, choices, saved)

        self.page.ask(lambda book: form_choices(book, kind, about), opened, group="choices")


def pick_subject(
    screen: AskingScreen[Any],
    kind: type[Any],
    choices: Mapping[str, Mapping[str, str]],
    then: Callable[[str], None],
) -> None:
    """Ask what a new entry is about, and go on with its ref; nothing happens where it is left."""
    about = fields_of(kind)[kind.SUBJECT]
    options = choices.get(named_list(about.refers or about.name), {})
    if not options:
        screen.say(f"There is no {about.label.casefold()} yet for it to be about.", error=True)
        return
    pick(screen, f"About which: {about.label}", options, then)
