"""An entry of any register as it is read, added and edited, from the fields its kind declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.entry import Entry
from casebook.core.fields import Field, encode, fields_of
from casebook.core.kinds import has_key, profile_of
from casebook.core.wording import Labels, said
from casebook.registers.listing.fields import said_fields
from tui.parts.forms import Form
from tui.parts.text import labelled, plain

if TYPE_CHECKING:
    from casebook.book.opening import Book

_APART = frozenset({"at", "until"})
"""Fields that have a place of their own in a row."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Saved:
    """An entry that was just added or changed, and what should be known of it."""

    entry: Entry
    notes: tuple[str, ...]

    def says(self, done: str) -> str:
        """``Bid added.``, and after it what should be known."""
        word = self.entry.word()
        return " ".join([f"{word[0].upper()}{word[1:]} {done}.", *self.notes])


def in_a_line(entry: Entry, labels: Labels, apart: Collection[str] = _APART) -> str:
    """What an entry says, without the fields that stand ``apart`` in a row.

    A day is read with its label.
    """
    specs = said_fields(type(entry), apart)
    return " · ".join(filter(None, (_told(s, getattr(entry, s.name), labels) for s in specs)))


def _told(spec: Field, value: Any, labels: Labels) -> str:
    if isinstance(value, bool):
        return spec.label if value else ""
    text = said(spec, value, labels)
    return f"{spec.label} {text}" if text and isinstance(value, date | datetime) else text


def entry_to_read(entry: Entry, labels: Labels) -> Content:
    """Every field of an entry that says something, and the labels of those that don't."""
    told, blank = [], []
    for spec in fields_of(type(entry)).values():
        text = said(spec, getattr(entry, spec.name), labels)
        if text:
            told.append(labelled(spec.label, text, below=spec.free_text))
        elif not spec.fixed:
            blank.append(spec.label)
    if blank:
        told.append(plain(f"Not filled in: {'; '.join(blank)}.", "$quiet"))
    return Content("\n").join(told)


def title_of(entry: Entry, names: Mapping[str, str] = _NOTHING) -> str:
    """What a form or a page about an entry is headed: ``PMP-2024-001 · note 3``.

    ``names`` say what its subject is called: ``W01  Quayside · priority 12``.
    """
    called = entry.word()
    if has_key(type(entry)):
        return f"{entry.ref} · {called}"
    about = getattr(entry, entry.SUBJECT, "") if entry.SUBJECT else ""
    head = f"{called[0].upper()}{called[1:]}"
    return f"{names.get(about, about)} · {called} {entry.id}" if about else f"{head} {entry.id}"


def new_form(
    kind: type[Any],
    about: str,
    given: Mapping[str, Any] = _NOTHING,
    names: Mapping[str, str] = _NOTHING,
    *,
    keep_as: str = "",
) -> Form:
    """The form of a new entry of ``kind`` about a record; ``about`` is empty for one about none.

    ``given`` are values that stand in it at first and are saved with what is typed; ``names`` say
    what its subject is called. Its draft is kept under ``keep_as``, else as the next entry of that
    kind about that record.
    """

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> Saved:
        from casebook.registers.entries import add_entry
        from casebook.registers.notes import notes_on

        entry = add_entry(book, kind.KIND, about, {**initial, **changes})
        return Saved(entry, notes_on(book, entry))

    subject = {kind.SUBJECT: about} if kind.SUBJECT else {}
    base = kind(**(blank_of(kind) | subject | dict(given)))
    flat = encode(base)
    initial = {name: flat[name] for name in given}
    word = base.word()
    title = f"{names.get(about, about)} · new {word}" if about else f"New {word}"
    kept = f"{about} · new {kind.KIND}" if about else f"New {kind.KIND}"
    return Form(title=title, base=base, save=save, keep_as=of_its_profile(base, keep_as or kept))


def blank_of(kind: type[Any]) -> dict[str, Any]:
    """Nothing yet in every field that must be given."""
    specs = fields_of(kind).values()
    return {s.name: () if s.many else "" if s.type is str else None for s in specs if s.required}


def edit_form(entry: Entry, names: Mapping[str, str] = _NOTHING) -> Form:
    """The form of an entry, whatever its kind; a ref stays as it was given."""
    kind = type(entry)
    key: int | str = entry.ref if has_key(kind) else entry.id

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> Saved:
        from casebook.registers.entries import edit_entry
        from casebook.registers.notes import notes_on

        after = edit_entry(book, kind.KIND, key, changes, version)
        return Saved(after, notes_on(book, after))

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.registers.entries import read_entry

        now = read_entry(book, kind.KIND, entry.id)
        return now, now.version

    return Form(
        title=title_of(entry, names),
        base=entry,
        version=entry.version,
        skip=frozenset({"ref"}),
        save=save,
        reread=reread,
        keep_as=of_its_profile(entry, title_of(entry)),
    )


def of_its_profile(entry: Entry, keep_as: str) -> str:
    """What an entry's draft is kept under: beginning with its profile's ref, to go with it."""
    ref = profile_of(entry)
    return keep_as if not ref or keep_as.startswith(f"{ref} ") else f"{ref} · {keep_as}"
