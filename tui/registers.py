"""Every register of a profile in one list, made from the fields its kinds declare.

A new kind of register appears here, with its form, because its class exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual.binding import Binding, BindingType
from textual.content import Content

from casebook.domain import registers
from casebook.domain.errors import NotFound
from casebook.domain.fields import field, fields_of
from casebook.domain.registers import Entry, Request, subject_of
from tui.dialogs import ReadScreen
from tui.forms import Form
from tui.panel import Panel
from tui.rows import Case
from tui.table import Column, Row
from tui.text import line, plain
from tui.words import AS_SHIPPED, NONE, Labels, day, said

if TYPE_CHECKING:
    from datetime import date

    from casebook.services.book import Book

ABOUT = "profile"
"""What the entries listed here are about."""
_APART = frozenset({"text", "at", "until"})
"""Fields that have a place of their own in a row."""


@runtime_checkable
class Answerable(Protocol):
    """An entry that waits for something."""

    def state(self, today: date) -> str:
        """Where it stands: answered, overdue or waiting."""


@dataclass(frozen=True)
class Answer:
    """What a reply to a request holds."""

    text: str = field("Reply", help="It shows under the stage that asked.", free_text=True)


@dataclass(frozen=True)
class Kept:
    """An entry with the labels of its codes, and why the account may not answer it, or None."""

    entry: Entry
    labels: Labels
    no_reply: str | None


def load_registers(book: Book, ref: str) -> tuple[Kept, ...]:
    """Every entry about a profile, newest first, whatever its kind."""
    from casebook.services.code_lists import labels_of
    from casebook.services.profiles import may_edit, read_profile
    from casebook.services.registers import list_entries

    file = read_profile(book, ref)
    asked = (book.account.login, *book.account.roles)
    reasons = {verb: may_edit(book, file, verb) for verb in ("view", "log")}

    def no_reply(entry: Entry) -> str | None:
        if not isinstance(entry, Request):
            return "Only a request is replied to."
        return reasons["view" if entry.to in asked else "log"]

    return tuple(
        Kept(entry, labels_of(book, entry), no_reply(entry))
        for entry in reversed(list_entries(book, profile=ref))
    )


def kind_in_words(kind: type[Entry]) -> str:
    """A kind's word as it is read: ``linked crime``."""
    return kind.KIND.replace("-", " ")


def in_a_line(entry: Entry, labels: Labels) -> str:
    """What an entry says: its text, then what else was typed, in the order it is declared."""
    specs = [spec for spec in fields_of(type(entry)).values() if spec.free_text or not spec.fixed]
    told = [spec for spec in specs if spec.name == "text"]
    told += [spec for spec in specs if spec.name not in _APART]
    return " · ".join(filter(None, (said(s, getattr(entry, s.name), labels) for s in told)))


def entry_to_read(entry: Entry, labels: Labels) -> Content:
    """Every field of an entry that says something, and the labels of those that don't."""
    told, blank = [], []
    for spec in fields_of(type(entry)).values():
        text = said(spec, getattr(entry, spec.name), labels)
        if text:
            gap = "\n" if spec.free_text else "  "
            told.append(Content.assemble(line(spec.label, "bold $primary"), gap, plain(text)))
        elif not spec.fixed:
            blank.append(spec.label)
    if blank:
        told.append(plain(f"Not filled in: {'; '.join(blank)}.", "$quiet"))
    return Content("\n").join(told)


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
        self._kept: tuple[Kept, ...] = ()

    def show(self, case: Case) -> None:
        """Show the entries as last read, and read them again."""
        self.case = case
        ref = case.row.profile.ref
        self._fill()
        self.page.ask(lambda book: load_registers(book, ref), self._loaded, group="panel")

    def _loaded(self, found: tuple[Kept, ...]) -> None:
        self._kept = found
        self._fill()
        self.screen.refresh_bindings()

    def _fill(self) -> None:
        columns = [
            Column("Register", 13),
            Column("What", 0),
            Column("On, from", 11),
            Column("Due, to", 13),
        ]
        self.fill(columns, [self._row(kept) for kept in self._kept])

    def _row(self, kept: Kept) -> Row:
        entry = kept.entry
        cells: tuple[Content | str, ...] = (
            kind_in_words(type(entry)),
            in_a_line(entry, kept.labels),
            day(getattr(entry, "at", None)),
            self._due(entry),
        )
        return Row(str(entry.id), cells)

    def _due(self, entry: Entry) -> Content:
        assert self.case is not None
        until = day(getattr(entry, "until", None))
        state = entry.state(self.case.standing.today) if isinstance(entry, Answerable) else ""
        if state == "overdue":
            return line(f"! {until}", "bold $text-warning")
        if state == "answered":
            return line("✓ answered", "$quiet")
        return line(f"{state}" if state and until == NONE else until)

    @property
    def chosen(self) -> Kept | None:
        """The entry under the cursor."""
        key = self.key
        return next((kept for kept in self._kept if str(kept.entry.id) == key), None)

    def why_not(self, action: str) -> str | None:
        """Who may, or what there is to act on."""
        case = self.case
        if case is None or not action.endswith("_entry"):
            return None
        if action == "add_entry":
            return case.why_not.get("log")
        kept = self.chosen
        if kept is None:
            return "There is no entry yet: a adds one."
        kind = type(kept.entry)
        if action == "edit_entry" and kind.KEPT_BY:
            return f"{kind.TITLE} are kept with '{kind.KEPT_BY}': here they are read."
        if action == "edit_entry":
            return case.why_not.get("log")
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
            self.app.push_screen(ReadScreen(_title(kept.entry), body))

    def action_edit_entry(self) -> None:
        """Change the entry under the cursor."""
        kept = self.chosen
        if kept is not None:
            name = kind_in_words(type(kept.entry)).capitalize()
            self.open_form(edit_form(kept.entry), f"{name} saved.")

    def action_add_entry(self) -> None:
        """Pick a register and add to it."""
        from tui.picker import PickerScreen

        options = {kind: register.TITLE for kind, register in written_here().items()}
        self.page.hush()
        self.app.push_screen(PickerScreen("Add to which register", options), self._add)

    def _add(self, picked: tuple[str, ...] | None) -> None:
        if picked and self.case is not None:
            kind = written_here()[picked[0]]
            form = new_form(kind, self.case.row.profile.ref)
            self.open_form(form, f"{kind_in_words(kind).capitalize()} added.")

    def action_reply_entry(self) -> None:
        """Answer the request under the cursor."""
        kept = self.chosen
        if kept is not None and isinstance(kept.entry, Request):
            self.open_form(reply_form(kept.entry), "Reply saved.")


def written_here() -> dict[str, type[Entry]]:
    """The registers a person may add to on a profile's screen, by kind."""
    return {
        kind: register
        for kind, register in registers.REGISTERS.items()
        if subject_of(register) == ABOUT and not register.KEPT_BY
    }


def new_form(kind: type[Any], ref: str) -> Form:
    """The form of a new entry of ``kind`` about the profile ``ref``."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> Entry:
        from casebook.services.registers import add_entry

        return add_entry(book, kind.KIND, ref, changes)

    specs = fields_of(kind).values()
    blank = {s.name: () if s.many else "" if s.type is str else None for s in specs if s.required}
    base = kind(**(blank | {ABOUT: ref}))
    return Form(title=f"{ref} · new {kind_in_words(kind)}", base=base, save=save)


def edit_form(entry: Entry) -> Form:
    """The form of an entry, whatever its kind."""
    kind, number, ref = type(entry), entry.id, getattr(entry, ABOUT)

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> Entry:
        from casebook.services.registers import edit_entry

        return edit_entry(book, kind.KIND, number, changes, version)

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.services.registers import list_entries

        for now in list_entries(book, kind.KIND, profile=ref):
            if now.id == number:
                return now, now.version
        raise NotFound(kind.KIND, str(number))

    return Form(title=_title(entry), base=entry, version=entry.version, save=save, reread=reread)


def reply_form(entry: Request) -> Form:
    """The form of a reply; what was answered before stands in it."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> Entry:
        from casebook.services.registers import reply

        return reply(book, entry.id, changes.get("text", entry.reply))

    asked = said(fields_of(Request)["text"], entry.text, AS_SHIPPED)
    return Form(title=f"Reply to: {asked}", base=Answer(entry.reply), save=save)


def _title(entry: Entry) -> str:
    return f"{getattr(entry, ABOUT)} · {kind_in_words(type(entry))} {entry.id}"
