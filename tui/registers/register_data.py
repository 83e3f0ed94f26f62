"""A register as its screen shows it: read in a thread, with a row of its own for every kind.

The columns come from the fields a kind declares: what an entry is about, what it says, an amount,
and its days. A column in which no entry says anything isn't shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from casebook.core.entry import Entry
from casebook.core.fields import Field, fields_of
from casebook.core.kinds import belonging, has_key
from casebook.core.months import Month
from casebook.core.wording import MISSING, Labels, day, said
from casebook.registers.listing.fields import (
    ABOUT,
    NUMBER,
    SAYS,
    Look,
    apart_in,
    number_fields,
)
from casebook.store.pages.page import PageOfRows
from tui.parts.editors import named_list
from tui.parts.table import Column, Row, key_of
from tui.registers.entries import blank_of, in_a_line

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.statement import Stated
    from casebook.store.pages.page import After


@dataclass(frozen=True)
class EntryRow:
    """One entry as a register or a profile lists it."""

    entry: Entry
    labels: Labels
    """The labels of its codes and the names of what it refers to, by field."""
    edit_refusal: str | None
    """Why the account may not change it; None where it may."""
    about: str = ""
    """What it is about, by ref and name; its own ref where it has one."""
    says: str = ""


@dataclass(frozen=True)
class EntryList:
    """What is known where entries are listed together, beside the entries."""

    rows: tuple[EntryRow, ...] = ()
    """Those that were read, in the order they are listed."""
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What stands at first in a new entry of each kind."""
    add_refusal: str | None = None
    stated: tuple[Stated, ...] = ()
    in_all: int = 0
    """How many entries there are, whatever words are looked for."""
    days: tuple[Field, ...] = ()
    """The fields with the days of the entries, without those that no entry fills in."""
    subjects: Mapping[str, str] = field(default_factory=dict)
    """What each thing the entries are about is called, by ref, where a heading is to say it."""
    labels: Labels = field(default_factory=dict)
    """What the codes and refs in an entry that is saved here are called, by field."""


def with_saved(found: EntryList, entry: Entry) -> EntryList:
    """The entries with one that was just saved: in its row, or in a new one above all."""
    now = _entry_row(entry, found.labels, None)
    own = {name: getattr(now, name) for name in ("entry", "labels", "about", "says")}
    same = (key_of(entry) == key_of(row.entry) for row in found.rows)
    rows = tuple(
        replace(row, **own) if it else row for row, it in zip(found.rows, same, strict=True)
    )
    new = () if any(row.entry is entry for row in rows) else (now,)
    return replace(found, rows=(*new, *rows), in_all=found.in_all + len(new))


@dataclass(frozen=True)
class EntryRows(PageOfRows[EntryRow]):
    """A page of a register."""

    beside: EntryList = field(default_factory=EntryList)
    """What is known beside its entries."""


def read_register(
    book: Book,
    kind: type[Any],
    look: Look,
    size: int,
    after: After | None = None,
    *,
    also: int = 0,
) -> EntryRows:
    """A page of a register as its screen shows it; see :func:`read_page`."""
    from casebook.registers.entries import write_refusals
    from casebook.registers.listing.pages import read_page
    from casebook.registers.statements.every import statements_of

    page = read_page(book, kind, look, size, after, also=also)
    entries = page.found.rows
    elsewhere = kept_elsewhere(kind)
    reasons = (elsewhere,) * len(entries) if elsewhere else write_refusals(book, entries)
    given, add_refusal = may_add(book, kind)
    rows = tuple(
        _entry_row(entry, page.labels, why) for entry, why in zip(entries, reasons, strict=True)
    )
    found = EntryList(
        (),
        {kind.KIND: given},
        add_refusal,
        statements_of(kind.KIND) or statements_of(kind.ADDED_UP_BY or kind.SUBJECT),
        page.in_all,
        page.days,
        page.labels.get(kind.SUBJECT, {}),
        page.labels,
    )
    return EntryRows(rows, page.found.total, page.found.after, found)


def form_choices(book: Book, kind: type[Any], about: str = "") -> dict[str, Mapping[str, str]]:
    """What the form of an entry may be given: the code lists, and the records it may name.

    Those of one about ``about``, where that says which.
    """
    from casebook.book.code_lists import choices
    from casebook.book.references import named_records

    specs = fields_of(kind).values()
    named = {spec.refers for spec in specs} | {kind.SUBJECT} - {""}
    records = {named_list(name): refs for name, refs in named_records(book, named).items()}
    if kind.AFTER_CLOSING:
        records[named_list("profile")] = _closed(book)
    return {**choices(book), **records, **(_of_subject(book, kind, about) if about else {})}


def _closed(book: Book) -> dict[str, str]:
    """The profiles that are closed, by ref."""
    from casebook.profiles.casefile import list_profiles

    found = (file.profile for file in list_profiles(book, stages=()))
    return {p.ref: f"{p.ref}  {p.title}" for p in found if p.status == "closed"}


def _of_subject(book: Book, kind: type[Any], about: str) -> dict[str, dict[str, str]]:
    """Choices of a field that is called after another register of the same subject."""
    from casebook.core.entry import registers
    from casebook.registers.entries import list_entries

    found: dict[str, dict[str, str]] = {}
    for spec in fields_of(kind).values():
        other = registers().get(spec.name)
        if spec.refers or spec.fixed or other is None or not kind.SUBJECT == other.SUBJECT != "":
            continue
        texts = [each.text for each in list_entries(book, spec.name, **{kind.SUBJECT: about})]  # type: ignore[attr-defined]
        found[named_list(spec.name)] = {text: text for text in texts}
    return found


def labels_by_field(kind: type[Any], choices: Labels) -> dict[str, Mapping[str, str]]:
    """For each field of ``kind`` with codes or refs what those among ``choices`` are called."""
    found: dict[str, Mapping[str, str]] = {}
    for spec in fields_of(kind).values():
        about = spec.name if spec.name == kind.SUBJECT else ""
        names = choices.get(spec.codes or named_list(spec.refers or about))
        if names is not None:
            found[spec.name] = {code: " ".join(name.split()) for code, name in names.items()}
    return found


def kept_elsewhere(kind: type[Any]) -> str | None:
    """Why no entry of a kind that a command of its own keeps is written on a screen."""
    if not kind.KEPT_BY:
        return None
    return f"{kind.TITLE} are kept with '{kind.KEPT_BY}': here they are read."


def may_add(book: Book, kind: type[Any]) -> tuple[dict[str, Any], str | None]:
    """What stands in a new entry, and why the account may add none.

    Where only some codes of a kind are the account's to add, as bids of all money are a
    sergeant's, the first of those stands in it.
    """
    from casebook.book.code_lists import choices
    from casebook.core.access import may, may_somewhere

    if book.store.read_only:
        return {}, f"{book.store.book} is open read-only: it can be read, not changed."
    if kind.KEPT_BY:
        return {}, kept_elsewhere(kind)
    blank = kind(**blank_of(kind))
    today = {"at": book.today} if kind.REPEATS and "at" in fields_of(kind) else {}
    ask = may_somewhere if belonging(kind) else may  # what belongs nowhere is the force's
    refused = ask(book.account, blank.verb())
    if refused is None:
        return today, None
    code = fields_of(kind).get("code")
    for each in choices(book).get(code.codes, {}) if code else {}:
        if may_somewhere(book.account, dataclasses.replace(blank, code=each).verb()) is None:
            return {**today, "code": each}, None
    return today, refused


def _entry_row(entry: Entry, labels: Labels, edit_refusal: str | None) -> EntryRow:
    kind = type(entry)
    about = entry.ref if has_key(kind) else ""
    if not about and kind.SUBJECT:
        ref = str(getattr(entry, kind.SUBJECT))
        about = labels.get(kind.SUBJECT, {}).get(ref, ref)
    return EntryRow(entry, labels, edit_refusal, about, in_a_line(entry, labels, apart_in(kind)))


def _as_day(value: Any) -> date | None:
    """The day of a moment; None for a month, which has many."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def columns_of(
    kind: type[Any], shown: Sequence[EntryRow], days: Sequence[Field], look: Look, *, wide: bool
) -> dict[str, Column]:
    """The columns of a kind's register, as wide as the entries shown ask for; by what sorts."""
    amounts = number_fields(kind)
    found: dict[str, Column] = {}
    if wide and not has_key(kind):
        found[NUMBER] = Column("No.", 5, right=True)
    if has_key(kind) or kind.SUBJECT:
        head = "Ref" if has_key(kind) else fields_of(kind)[kind.SUBJECT].label
        longest = max((len(row.about) for row in shown), default=0)
        most = 34 if wide else 18 if days or amounts else 26
        found[ABOUT] = Column(head, max(min(longest, most), len(head)))
    found[SAYS] = Column("What", 0)
    for spec in amounts:
        found[spec.name] = Column(spec.label, min(max(len(spec.label), 10), 13), right=True)
    found |= {spec.name: Column(spec.label, _width(spec, wide=wide)) for spec in days}
    if look.by in found:
        column = found[look.by]
        cut = column.label[: column.width - 2] if column.width else column.label
        found[look.by] = column._replace(label=f"{cut} {'↑' if look.down else '↓'}")
    return found


def row_of(row: EntryRow, days: Sequence[Field], *, wide: bool) -> Row:
    """An entry in these columns."""
    return Row(key_of(row.entry), partial(_cells, row, days, wide=wide))


def _width(spec: Field, *, wide: bool) -> int:
    return 17 if spec.type is datetime and wide else 8 if spec.type is Month else 11


def _cells(row: EntryRow, days: Sequence[Field], *, wide: bool) -> tuple[str, ...]:
    entry = row.entry
    cells = [str(entry.id)] if wide and not has_key(type(entry)) else []
    cells += [row.about] if row.about or type(entry).SUBJECT else []
    cells.append(row.says)
    cells += [
        said(spec, getattr(entry, spec.name)) or MISSING for spec in number_fields(type(entry))
    ]
    for spec in days:
        value = getattr(entry, spec.name)
        short = day(_as_day(value)) if spec.type is datetime and not wide else said(spec, value)
        cells.append(short or MISSING)
    return tuple(cells)
