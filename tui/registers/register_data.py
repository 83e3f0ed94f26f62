"""A register as its screen shows it: read in a thread, with a row of its own for every kind.

The columns come from the fields a kind declares: what an entry is about, what it says, an amount,
and its days. A column in which no entry says anything isn't shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from casebook.core.entry import Entry
from casebook.core.fields import Field, fields_of
from casebook.core.kinds import belonging, has_key
from casebook.core.months import Month
from casebook.core.wording import MISSING, Labels, day, said
from tui.parts.editors import named_list
from tui.parts.table import Column, Row, key_of
from tui.registers.entries import blank_of, in_a_line

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.statement import Stated

_DATED = (date, datetime, Month)


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
    searched: str = ""
    """Every word it can be found by, in small letters."""


@dataclass(frozen=True)
class EntryList:
    """Entries that are listed together, and what their forms may be given."""

    rows: tuple[EntryRow, ...] = ()
    """The newest first; in a register whose entries have refs, in the order of those."""
    choices: Labels = field(default_factory=dict)
    by_subject: Mapping[str, Labels] = field(default_factory=dict)
    """More choices of an entry about one subject, by its ref: the benefits of a programme."""
    subjects: Mapping[str, str] = field(default_factory=dict)
    """What each thing the entries are about is called, by ref, where a heading is to say it."""
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What stands at first in a new entry of each kind."""
    add_refusal: str | None = None
    stated: tuple[Stated, ...] = ()

    def choices_about(self, subject: str) -> Labels:
        """What the form of an entry about ``subject`` may be given."""
        return {**self.choices, **self.by_subject.get(subject, {})}


def with_saved(found: EntryList, entry: Entry) -> EntryList:
    """The entries with one that was just saved: in its row, or in a new one above all."""
    kind = type(entry)
    apart = {spec.name for spec in (*_days(kind), *_number_fields(kind))}
    now = _entry_row(entry, labels_by_field(kind, found.choices), apart, None)
    own = {name: getattr(now, name) for name in ("entry", "labels", "about", "says", "searched")}
    same = (key_of(entry) == key_of(row.entry) for row in found.rows)
    rows = tuple(
        replace(row, **own) if it else row for row, it in zip(found.rows, same, strict=True)
    )
    new = () if any(row.entry is entry for row in rows) else (now,)
    return replace(found, rows=(*new, *rows))


def read_register(book: Book, kind: type[Any]) -> EntryList:
    """Everything the screen of a register shows."""
    from casebook.registers.entries import list_entries, write_refusals
    from casebook.registers.statements.every import statements_of

    entries = sorted(list_entries(book, kind.KIND), key=_order(kind), reverse=not has_key(kind))
    choices = form_choices(book)
    if kind.AFTER_CLOSING:
        choices[named_list("profile")] = _closed(book)
    labels = labels_by_field(kind, choices)
    elsewhere = kept_elsewhere(kind)
    reasons = (elsewhere,) * len(entries) if elsewhere else write_refusals(book, entries)
    given, add_refusal = may_add(book, kind, choices)
    apart = {spec.name for spec in (*_days(kind), *_number_fields(kind))}
    return EntryList(
        tuple(_entry_row(e, labels, apart, why) for e, why in zip(entries, reasons, strict=True)),
        choices,
        _by_subject(book, kind),
        labels.get(kind.SUBJECT, {}),
        {kind.KIND: given},
        add_refusal,
        statements_of(kind.KIND) or statements_of(kind.ADDED_UP_BY or kind.SUBJECT),
    )


def form_choices(book: Book) -> dict[str, Mapping[str, str]]:
    """What the form of an entry may be given: the code lists, and every record by its kind."""
    from casebook.book.code_lists import choices
    from casebook.book.references import named_records

    records = {named_list(name): refs for name, refs in named_records(book).items()}
    return {**choices(book), **records}


def _closed(book: Book) -> dict[str, str]:
    """The profiles that are closed, by ref."""
    from casebook.profiles.casefile import list_profiles

    found = (file.profile for file in list_profiles(book, stages=False))
    return {p.ref: f"{p.ref}  {p.title}" for p in found if p.status == "closed"}


def labels_by_field(kind: type[Any], choices: Labels) -> dict[str, Mapping[str, str]]:
    """For each field of ``kind`` with codes or refs what they are called."""
    found: dict[str, Mapping[str, str]] = {}
    for spec in fields_of(kind).values():
        about = spec.name if spec.name == kind.SUBJECT else ""
        names = choices.get(spec.codes or named_list(spec.refers or about))
        if names is not None:
            found[spec.name] = {code: " ".join(name.split()) for code, name in names.items()}
    return found


def _by_subject(book: Book, kind: type[Any]) -> dict[str, dict[str, dict[str, str]]]:
    """Choices of a field that is called after another register of the same subject."""
    from casebook.core.entry import registers
    from casebook.registers.entries import list_entries

    found: dict[str, dict[str, dict[str, str]]] = {}
    for spec in fields_of(kind).values():
        other = registers().get(spec.name)
        if spec.refers or spec.fixed or other is None or not kind.SUBJECT == other.SUBJECT != "":
            continue
        for each in list_entries(book, spec.name):
            subject, text = getattr(each, kind.SUBJECT), each.text  # type: ignore[attr-defined]
            found.setdefault(subject, {}).setdefault(named_list(spec.name), {})[text] = text
    return found


def kept_elsewhere(kind: type[Any]) -> str | None:
    """Why no entry of a kind that a command of its own keeps is written on a screen."""
    if not kind.KEPT_BY:
        return None
    return f"{kind.TITLE} are kept with '{kind.KEPT_BY}': here they are read."


def may_add(book: Book, kind: type[Any], choices: Labels) -> tuple[dict[str, Any], str | None]:
    """What stands in a new entry, and why the account may add none.

    Where only some codes of a kind are the account's to add, as bids of all money are a
    sergeant's, the first of those stands in it.
    """
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
    for each in choices.get(code.codes, {}) if code else {}:
        if may_somewhere(book.account, dataclasses.replace(blank, code=each).verb()) is None:
            return {**today, "code": each}, None
    return today, refused


def _entry_row(entry: Entry, labels: Labels, apart: set[str], edit_refusal: str | None) -> EntryRow:
    kind = type(entry)
    about = entry.ref if has_key(kind) else ""
    if not about and kind.SUBJECT:
        ref = str(getattr(entry, kind.SUBJECT))
        about = labels.get(kind.SUBJECT, {}).get(ref, ref)
    says = in_a_line(entry, labels, apart)
    more = " ".join(day(_as_day(getattr(entry, spec.name))) for spec in _days(kind))
    words = f"{entry.id} {about} {says} {more}".casefold()
    return EntryRow(entry, labels, edit_refusal, about, says, words)


def _order(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    if has_key(kind):
        return lambda entry: (entry.ref.casefold(),)
    days = _days(kind)[:1]
    return lambda entry: (*(_moment(getattr(entry, spec.name)) for spec in days), entry.id)


def _moment(value: date | datetime | Month | None) -> str:
    """A day or a moment as it sorts; what has none comes before all."""
    return "" if value is None else str(value)


def _as_day(value: Any) -> date | None:
    """The day of a moment; None for a month, which has many."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _days(kind: type[Any]) -> tuple[Field, ...]:
    """The fields with the two days of an entry: when it is from, and when it ends or is due."""
    specs = fields_of(kind)
    dated = [spec for spec in specs.values() if spec.type in _DATED and not spec.many]
    first = [specs[name] for name in ("at", "until") if name in specs]
    return tuple(first or dated[:2])


def _number_fields(kind: type[Any]) -> tuple[Field, ...]:
    """The first field that holds an amount; none where a kind has none."""
    specs = fields_of(kind).values()
    return tuple([s for s in specs if s.type is float or (s.type, s.name) == (int, "count")][:1])


def table_of(
    kind: type[Any], shown: Sequence[EntryRow], *, wide: bool
) -> tuple[list[Column], list[Row]]:
    """The columns of a kind's register and a row for each entry shown."""
    days = [spec for spec in _days(kind) if any(getattr(k.entry, spec.name) for k in shown)]
    number_fields = _number_fields(kind)
    columns: list[Column] = []
    if wide and not has_key(kind):
        columns.append(Column("No.", 5, right=True))
    if has_key(kind) or kind.SUBJECT:
        head = "Ref" if has_key(kind) else fields_of(kind)[kind.SUBJECT].label
        longest = max((len(row.about) for row in shown), default=0)
        most = 34 if wide else 18 if days or number_fields else 26
        columns.append(Column(head, max(min(longest, most), len(head))))
    columns.append(Column("What", 0))
    columns += [Column(s.label, min(max(len(s.label), 10), 13), right=True) for s in number_fields]
    columns += [Column(spec.label, _width(spec, wide=wide)) for spec in days]
    return columns, [
        Row(key_of(k.entry), partial(_cells, k, number_fields, days, wide=wide)) for k in shown
    ]


def _width(spec: Field, *, wide: bool) -> int:
    return 17 if spec.type is datetime and wide else 8 if spec.type is Month else 11


def _cells(
    row: EntryRow, number_fields: Sequence[Field], days: Sequence[Field], *, wide: bool
) -> tuple[str, ...]:
    entry = row.entry
    cells = [str(entry.id)] if wide and not has_key(type(entry)) else []
    cells += [row.about] if row.about or type(entry).SUBJECT else []
    cells.append(row.says)
    cells += [said(spec, getattr(entry, spec.name)) or MISSING for spec in number_fields]
    for spec in days:
        value = getattr(entry, spec.name)
        short = day(_as_day(value)) if spec.type is datetime and not wide else said(spec, value)
        cells.append(short or MISSING)
    return tuple(cells)
