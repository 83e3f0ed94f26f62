"""Every register of a profile in one list, made from the fields its kinds declare.

A new kind of register appears here, with its form, because its class exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from casebook.core.entry import Entry, named
from casebook.core.fields import field as declared
from casebook.core.fields import fields_of
from casebook.core.wording import AS_SHIPPED, MISSING, Labels, day, said
from casebook.registers import kinds as registers
from casebook.registers.casework import Request
from tui.parts.dialogs import ReadScreen
from tui.parts.forms import Form
from tui.parts.panel import Panel
from tui.parts.table import Column, Row
from tui.parts.text import line
from tui.profiles.rows import Case
from tui.registers.entries import (
    blank_of,
    edit_form,
    entry_to_read,
    in_a_line,
    key_of,
    new_form,
    title_of,
    word_for,
)
from tui.registers.register_rows import form_choices, kept_elsewhere, labels_by_field, may_add
from tui.registers.register_screen import pick_subject

if TYPE_CHECKING:
    from casebook.book.opening import Book

ABOUT = "profile"
"""What the entries listed here are about."""


@dataclass(frozen=True)
class Answer:
    """What a reply to a request holds."""

    text: str = declared("Reply", help="It shows under the stage that asked.", free_text=True)


@dataclass(frozen=True)
class Kept:
    """An entry with what its codes and refs are called, and why the account may not change it."""

    entry: Entry
    labels: Labels
    no_edit: str | None
    no_reply: str | None


@dataclass(frozen=True)
class Shelf:
    """All that is kept beside a profile, and what the forms of it may be given."""

    kept: tuple[Kept, ...] = ()
    choices: Labels = field(default_factory=dict)
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The kinds that may be added to now, and what stands in a new entry of each at first."""
    no_add: str | None = None
    """Why nothing may be added."""


def load_registers(book: Book, ref: str) -> Shelf:
    """Every entry that names a profile, the last added first, whatever its kind."""
    from casebook.book.code_lists import labels_of
    from casebook.profiles.casefile import may_edit, read_profile
    from casebook.registers.entries import list_entries, why_not_write

    file = read_profile(book, ref)
    asked = (book.account.login, *book.account.roles)
    reasons = {verb: may_edit(book, file, verb) for verb in ("view", "log")}
    choices = form_choices(book)

    def no_reply(entry: Entry) -> str | None:
        if not isinstance(entry, Request):
            return "Only a request is replied to."
        return reasons["view" if entry.to in asked else "log"]

    entries = tuple(reversed(list_entries(book, profile=ref)))
    kept = tuple(
        Kept(
            entry,
            {**labels_by_field(type(entry), choices), **labels_of(book, entry)},
            kept_elsewhere(type(entry)) or no_edit,
            no_reply(entry),
        )
        for entry, no_edit in zip(entries, why_not_write(book, entries), strict=True)
    )
    given, refused = _may_add(book, ref, choices)
    return Shelf(kept, choices, given, None if given else refused)


def _may_add(
    book: Book, ref: str, choices: Labels
) -> tuple[dict[str, Mapping[str, Any]], str | None]:
    """What stands in a new entry of each kind that may be added to, and why another may not."""
    from casebook.registers.entries import why_not_write

    found: dict[str, Mapping[str, Any]] = {}
    refusals: list[str] = []
    for name, kind in written_here().items():
        given = may_add(book, kind, choices)[0] | {ABOUT: ref}
        refused = why_not_write(book, [kind(**(blank_of(kind) | given))])[0]
        if refused is None:
            found[name] = given
        else:
            refusals.append(refused)
    return found, refusals[0] if refusals else None


class RegistersPanel(Panel):
    """All that is kept beside a profile, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit_entry", "Edit", id="registers.edit", tooltip="Edit the entry"),
        Binding("a", "add_entry", "Add", id="registers.add", tooltip="Add to a register"),
        Binding("y", "reply_entry", "Reply", id="registers.reply", tooltip="Reply to a request"),
        Binding("o", "read_entry", "Read", id="registers.read", tooltip="Read the whole entry"),
    ]

    def __init__(self) -> None:
        super().__init__(empty="Nothing is kept here yet: a adds it.", id="registers")
        self._shelf = Shelf()

    def show(self, case: Case) -> None:
        """Show the entries as last read, and read them again."""
        self.case = case
        ref = case.row.profile.ref
        self._fill()
        self.page.ask(lambda book: load_registers(book, ref), self._loaded, group="panel")

    def _loaded(self, found: Shelf) -> None:
        self._shelf = found
        self._fill()
        self.screen.refresh_bindings()

    def _fill(self) -> None:
        columns = [
            Column("Register", 13),
            Column("What", 0),
            Column("On, from", 11),
            Column("Due, to", 13),
        ]
        self.fill(columns, [self._row(kept) for kept in self._shelf.kept])

    def _row(self, kept: Kept) -> Row:
        entry = kept.entry
        kind = type(entry)
        about = str(getattr(entry, kind.SUBJECT, "")) if kind.SUBJECT != ABOUT else ""
        says = in_a_line(entry, kept.labels, apart=("at", "until", ABOUT))
        cells: tuple[Content | str, ...] = (
            word_for(entry),
            f"{about} · {says}" if about else says,
            day(getattr(entry, "at", None)),
            self._due(entry),
        )
        return Row(key_of(entry), cells)

    def _due(self, entry: Entry) -> Content:
        assert self.case is not None
        until = day(getattr(entry, "until", None))
        state = entry.state(self.case.standing.today) if isinstance(entry, Request) else ""
        if state == "overdue":
            return line(f"! {until}", "bold $text-warning")
        if state == "answered":
            return line("✓ answered", "$quiet")
        return line(f"{state}" if state and until == MISSING else until)

    @property
    def chosen(self) -> Kept | None:
        """The entry under the cursor."""
        key = self.key
        return next((kept for kept in self._shelf.kept if key_of(kept.entry) == key), None)

    def why_not(self, action: str) -> str | None:
        """Who may, or what there is to act on."""
        case = self.case
        if case is None or not action.endswith("_entry"):
            return None
        if action == "add_entry":
            return self._shelf.no_add
        kept = self.chosen
        if kept is None:
            return "There is no entry yet: a adds one."
        if action == "edit_entry":
            return kept.no_edit
        return kept.no_reply if action == "reply_entry" else None

    def open_key(self, key: str) -> None:
        """Edit the entry, or read it where it may not be edited."""
        if self.why_not("edit_entry") is None:
            self.action_edit_entry()
        else:
            self.action_read_entry()

    def action_read_entry(self) -> None:
        """Read the whole entry."""
        kept = self.chosen
        if kept is not None:
            body = entry_to_read(kept.entry, kept.labels)
            self.app.push_screen(ReadScreen(title_of(kept.entry), body))

    def action_edit_entry(self) -> None:
        """Change the entry under the cursor."""
        kept = self.chosen
        if kept is not None:
            form = edit_form(kept.entry)
            self.open_form(form, lambda saved: saved.says("saved"), self._shelf.choices)

    def action_add_entry(self) -> None:
        """Pick a register and add to it."""
        from tui.parts.picker import PickerScreen

        kinds = written_here().items()
        options = {name: kind.TITLE for name, kind in kinds if name in self._shelf.given}
        self.page.hush()
        self.app.push_screen(PickerScreen("Add to which register", options), self._add)

    def _add(self, picked: tuple[str, ...] | None) -> None:
        if picked and self.case is not None:
            kind, ref = written_here()[picked[0]], self.case.row.profile.ref
            if kind.SUBJECT == ABOUT:
                self._write(kind, ref)
            elif kind.SUBJECT:
                choices = self._shelf.choices
                pick_subject(self.page, kind, choices, lambda about: self._write(kind, about))
            else:
                self._write(kind, "")

    def _write(self, kind: type[Any], about: str) -> None:
        """Open the form of a new entry; one that is about something else names the profile."""
        given = dict(self._shelf.given[kind.KIND])
        if kind.SUBJECT == ABOUT:
            del given[ABOUT]
        form = new_form(kind, about, given)
        self.open_form(form, lambda saved: saved.says("added"), self._shelf.choices)

    def action_reply_entry(self) -> None:
        """Answer the request under the cursor."""
        kept = self.chosen
        if kept is not None and isinstance(kept.entry, Request):
            self.open_form(reply_form(kept.entry), "Reply saved.")


def written_here() -> dict[str, type[Any]]:
    """The registers a person may add to on a profile's screen, by kind.

    Those about a profile come first, then those whose entries may name one, as a spend may.
    """
    written = (kind for kind in registers.REGISTERS.values() if not kind.KEPT_BY)
    may_name = [kind for kind in written if ABOUT in fields_of(kind) and not named(kind)]
    return {kind.KIND: kind for kind in sorted(may_name, key=lambda kind: kind.SUBJECT != ABOUT)}


def reply_form(entry: Request) -> Form:
    """The form of a reply; what was answered before stands in it."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> Entry:
        from casebook.registers.requests import reply

        return reply(book, entry.id, changes.get("text", entry.reply))

    asked = said(fields_of(Request)["text"], entry.text, AS_SHIPPED)
    return Form(
        title=f"Reply to: {asked}",
        base=Answer(entry.reply),
        save=save,
        keep_as=f"{entry.ref} reply",
    )
