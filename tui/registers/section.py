"""Every register of a profile in one list, made from the fields its kinds declare.

A new kind of register appears here, with its form, because its class exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from casebook.core.entry import Entry, registers
from casebook.core.fields import field as declared
from casebook.core.fields import fields_of
from casebook.core.kinds import has_key
from casebook.core.wording import AS_SHIPPED, MISSING, day, said
from tui.keys import keys_of
from tui.parts.form import fill_in
from tui.parts.forms import Form
from tui.parts.panel import Panel
from tui.parts.picker import pick
from tui.parts.table import Column, Row, key_of
from tui.parts.text import line
from tui.registers.entries import Saved, blank_of, in_a_line
from tui.registers.entry_view import EntryView
from tui.registers.register_data import (
    EntryList,
    EntryRow,
    kept_elsewhere,
    may_add,
    with_saved,
)

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile

ABOUT = "profile"
"""What the entries listed here are about."""


@dataclass(frozen=True)
class Answer:
    """What a reply to a request holds."""

    text: str = declared("Reply", help="It shows under the stage that asked.", free_text=True)


@dataclass(frozen=True)
class EntryBesideProfile(EntryRow):
    """An entry kept beside a profile."""

    reply_refusal: str | None = None
    """Why the account may not reply to it."""


def load_registers(book: Book, ref: str) -> EntryList:
    """Every entry that names a profile, then what came of its hotspots; each the latest first."""
    from casebook.book.code_lists import labels_of
    from casebook.profiles.casefile import may_edit, read_profile
    from casebook.registers.entries import list_entries, write_refusals
    from casebook.registers.listing.pages import named_in
    from casebook.registers.requests import asked_as

    file = read_profile(book, ref)
    asked = asked_as(book.account)
    reasons = {verb: may_edit(book, file, verb) for verb in ("read", "log")}

    def reply_refusal(entry: Entry) -> str | None:
        if not entry.REPLIED:
            return "Only a request is replied to."
        return reasons["read" if getattr(entry, "to", "") in asked else "log"]

    own, results = list_entries(book, profile=ref), _at_hotspots(book, file)
    entries = [*sorted(own, key=_when, reverse=True), *sorted(results, key=_when, reverse=True)]
    names = named_in(book, entries)
    rows = tuple(
        EntryBesideProfile(
            entry,
            {**names[type(entry)], **labels_of(book, entry)},
            kept_elsewhere(type(entry)) or no_edit,
            reply_refusal=reply_refusal(entry),
        )
        for entry, no_edit in zip(entries, write_refusals(book, entries), strict=True)
    )
    given, refused = _may_add(book, file)
    return EntryList(rows, given, None if given else refused)


def _when(entry: Entry) -> tuple[str, int]:
    """The day it is of, blank for none, and which of that day's was added later."""
    return str(getattr(entry, "at", None) or "")[:10], entry.id


def _at_hotspots(book: Book, file: ProfileFile) -> Iterator[Entry]:
    """Entries of its hotspots, since it was opened, that name no profile: results, hours."""
    from casebook.registers.entries import list_entries

    opened = file.profile.opened
    for name, kind in written_here().items():
        if {"place", "at"} <= set(fields_of(kind)):
            for place in file.hotspots:
                for entry in list_entries(book, name, place=place):
                    told: Any = entry
                    if told.profile is None and (opened is None or told.at >= opened):
                        yield entry


def _may_add(book: Book, file: ProfileFile) -> tuple[dict[str, Mapping[str, Any]], str | None]:
    """What stands in a new entry of each kind that may be added to, and why another may not."""
    from casebook.registers.entries import write_refusals

    ref, places = file.profile.ref, file.hotspots
    found: dict[str, Mapping[str, Any]] = {}
    refusals: list[str] = []
    for name, kind in written_here().items():
        given = may_add(book, kind)[0] | {ABOUT: ref}
        if len(places) == 1 and not kind.SUBJECT and "place" in fields_of(kind):
            given["place"] = places[0]  # what is about nothing else happened there
        refused = write_refusals(book, [kind(**(blank_of(kind) | given))])[0]
        if refused is None:
            found[name] = given
        else:
            refusals.append(refused)
    return found, refusals[0] if refusals else None


class RegistersPanel(Panel, EntryView):
    """All that is kept beside a profile, then what came of its hotspots; the latest first."""

    NO_ENTRY = "There is no entry yet: a adds one."
    BINDINGS: ClassVar[list[BindingType]] = keys_of("registers")

    def __init__(self) -> None:
        super().__init__(empty="Nothing is kept here yet: a adds it.", id="registers")
        self.found: EntryList = EntryList()

    def read(self, book: Book, ref: str) -> EntryList:
        """All that is kept beside a profile."""
        return load_registers(book, ref)

    def list_rows(self) -> None:
        """A row for each entry."""
        columns = [
            Column("Register", 13),
            Column("What", 0),
            Column("On, from", 11),
            Column("Due, to", 13),
        ]
        self.fill(columns, [self._row(row) for row in self.found.rows])

    def _row(self, row: EntryRow) -> Row:
        entry = row.entry
        kind = type(entry)
        about = str(getattr(entry, kind.SUBJECT, "")) if kind.SUBJECT != ABOUT else ""
        says = in_a_line(entry, row.labels, apart=("at", "until", ABOUT))
        cells: tuple[Content | str, ...] = (
            entry.word(),
            f"{about} · {says}" if about else says,
            day(getattr(entry, "at", None)),
            self._due(entry),
        )
        return Row(key_of(entry), cells)

    def _due(self, entry: Entry) -> Content:
        until = day(getattr(entry, "until", None))
        state = entry.computed(self.today).get("state", "")
        if state == "overdue":
            return line(f"! {until}", "bold $text-warning")
        if state == "answered":
            return line("✓ answered", "$quiet")
        return line(f"{state}" if state and until == MISSING else until)

    def refusal(self, action: str) -> str | None:
        """Who may, or what there is to act on."""
        if not self.ref or not action.endswith("_entry"):
            return None
        row = self.chosen
        if action == "reply_entry" and isinstance(row, EntryBesideProfile):
            return row.reply_refusal
        return self.entry_refusal(action)

    def open_row(self) -> None:
        """Edit the entry, or read it where it may not be edited."""
        self.open_entry()

    def stands(self, saved: Entry) -> None:
        """Show an entry as it was saved, with the cursor on it."""
        self.found = with_saved(self.found, saved)
        self.list_rows()
        self.go_to(key_of(saved))

    def saved(self, saved: Saved, done: str) -> None:
        """Say so; the profile is read again."""
        self.stands(saved.entry)
        self.post_message(self.Done(saved.says(done)))

    def action_add_entry(self) -> None:
        """Pick a register and add to it."""
        kinds = written_here()
        options = {name: kinds[name].TITLE for name in kinds if name in self.found.given}
        pick(self.page, "Add to which register", options, lambda name: self.add_to(kinds[name]))

    def action_reply_entry(self) -> None:
        """Answer the request under the cursor."""
        row = self.chosen
        if row is not None and row.entry.REPLIED:
            closed = self.says("Reply saved.")

            def replied(saved: Entry) -> None:
                self.page.settled(saved)
                closed(saved)

            fill_in(self.page, reply_form(row.entry), self.choices, replied)


def written_here() -> dict[str, type[Any]]:
    """The registers a person may add to on a profile's screen, by kind.

    Those about a profile come first, then those whose entries may name one, as a spend may.
    """
    written = (kind for kind in registers().values() if not kind.KEPT_BY)
    may_name = [kind for kind in written if ABOUT in fields_of(kind) and not has_key(kind)]
    return {kind.KIND: kind for kind in sorted(may_name, key=lambda kind: kind.SUBJECT != ABOUT)}


def reply_form(entry: Any) -> Form:
    """The form of a reply; what was answered before stands in it."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> Entry:
        from casebook.registers.requests import reply

        return reply(book, entry.id, changes.get("text", entry.reply))

    asked = said(fields_of(type(entry))["text"], entry.text, AS_SHIPPED)
    alone = "A reply alone waives nothing: a waiver is given from Today, or with v on the profile."
    return Form(
        title=f"Reply to: {asked}",
        lead=alone if entry.word() == "waiver" else "",
        base=Answer(entry.reply),
        save=save,
        keep_as=f"{entry.ref} reply",
    )
