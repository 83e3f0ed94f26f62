"""Bringing the entries of any register in from a table file, one entry a row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Unpack

from casebook.book.importing import How, Importer, ImportTally, Planned, bring_in
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import RecordCheck
from casebook.core.codes import CODE_LISTS
from casebook.core.entry import Entry
from casebook.core.errors import (
    AlreadyThere,
    BadValue,
    CasebookError,
    NotFound,
    PersonalDataFound,
)
from casebook.core.fields import Field, encode, fields_of, parse
from casebook.core.kinds import has_key
from casebook.core.months import Month
from casebook.core.texts.characters import cleaned
from casebook.files.date_orders import DateOrders
from casebook.files.dates import DAY_FIRST, DateOrder, read_day, read_moment, read_month
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.sheet import Heading, LacksColumns, Sheet
from casebook.files.tabular import distinct, find_columns, sheets
from casebook.registers.belonging import where_it_belongs
from casebook.registers.entries import (
    checked_entry,
    load_kind,
    resolved,
    writable,
    written_register,
)
from casebook.registers.notes import notes_after
from casebook.store import loads
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction

_WHEN: Mapping[Any, Callable[[str, DateOrder], str]] = {
    date: lambda text, order: read_day(text, order).isoformat(),
    datetime: lambda text, order: read_moment(text, order).isoformat(" ", "minutes"),
    Month: lambda text, order: str(read_month(text, order)),
}
"""For each type of field that says when: a file's text as a form takes it."""


def import_register(
    book: Book,
    kind: str,
    path: Path,
    *,
    mapping: ColumnMapping | None = None,
    **how: Unpack[How],
) -> ImportReport:
    """Add the rows of a CSV, XLSX or other table file to the register ``kind``.

    Columns are found by the name or the label of a field, values are written as in its form; a
    code may be given by its label; ``mapping`` names other columns. A row that an entry says
    already, or said before it was edited, changes nothing; what an entry says is compared in the
    columns the file has.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown register.
    """
    return bring_in(_RegisterFile(book, [path], how, mapping or NO_MAPPING, written_register(kind)))


@dataclass(frozen=True)
class _RegisterFile(Importer[tuple[Sheet, ...]]):
    """A table of one register's entries."""

    mapping: ColumnMapping
    register: type[Entry]

    @property
    def kind(self) -> str:
        return load_kind(self.register.KIND)

    @property
    def asked(self) -> Mapping[str, Any]:
        return {"mapping": self.mapping.encode()} if self.mapping else {}

    def unchanged_since(self, tx: Transaction, load: loads.Load) -> bool:
        """Always: what an entry said once isn't added again, whatever it says now."""
        return True

    def tables(self) -> _RegisterColumns:
        return _RegisterColumns(self.register, self.mapping)

    def read(self) -> tuple[Sheet, ...]:
        choose = self.tables().choose
        found = sheets(self.paths, choose=choose, tabs=self.tabs, progress=self.progress)
        return tuple(found)

    def plan(self, tx: Transaction, given: tuple[Sheet, ...]) -> Planned:
        """Entries are written here already, for the rows that follow are held against them."""
        new = _NewEntries(self.book, tx, self.register, self.mapping)
        new.take(given)
        new.write()
        report = new.report()

        def store(_load: int) -> ImportReport:
            new.index()
            return report

        rules = {
            "columns": new.tally.columns,
            "personal_because": self.book.personal_because,
        }
        return Planned(report, store if report.added else None, self.name, rules)


def _columns(register: type[Entry], heading: Heading, mapping: ColumnMapping) -> dict[str, str]:
    """Which column holds each field; raises :class:`LacksColumns` for want of one."""
    fields = fields_of(register)
    aliases = {name: (name, spec.label) for name, spec in fields.items()}
    found = find_columns(heading, aliases, mapping)
    for spec in fields.values():
        if (spec.required or spec.name in register.NEEDS) and spec.name not in found:
            other = f" (or '{spec.name}')" if spec.name != spec.label.casefold() else ""
            raise LacksColumns(heading, f"'{spec.label}'{other}, which every entry needs", "")
    return found


@dataclass(frozen=True)
class _RegisterColumns:
    """Chooses the columns of each table of one register's entries."""

    register: type[Entry]
    mapping: ColumnMapping
    of: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def choose(self, heading: Heading) -> Collection[str]:
        self.of[heading.file] = _columns(self.register, heading, self.mapping)
        return self.of[heading.file].values()


@dataclass(frozen=True)
class _CellReader:
    """How the cells of a register's rows are read."""

    register: type[Entry]
    fields: Mapping[str, Field]
    codes: Mapping[str, Mapping[str, str]]
    """``{list: {label in lower case: code}}``, the casebook's own among them."""
    mapping: ColumnMapping

    @classmethod
    def of(cls, tx: Transaction, register: type[Entry], mapping: ColumnMapping) -> _CellReader:
        """The reader of a register's cells, with this casebook's code lists."""
        own = tx.setting("codes", {})
        fields = fields_of(register)
        codes = {}
        for name in {spec.codes for spec in fields.values() if spec.codes}:
            labels = {**CODE_LISTS.get(name, {}), **own.get(name, {})}
            codes[name] = {label.casefold(): code for code, label in labels.items()}
        return cls(register, fields, codes, mapping)

    def dates(self, columns: Mapping[str, str]) -> dict[str, str]:
        """Those of the columns that hold dates, by field."""
        return {name: column for name, column in columns.items() if self.fields[name].type in _WHEN}

    def entry(self, texts: Mapping[str, str], orders: Mapping[str, DateOrder]) -> Entry:
        """The entry a row's cells hold; raises :class:`BadValue`, naming the field.

        ``orders`` says how the dates of each field are written.
        """
        values: dict[str, Any] = {}
        for name, text in texts.items():
            spec = self.fields[name]
            value = self._value(spec, text, orders.get(name, DAY_FIRST))
            if not spec.blank(value):
                values[name] = value
            elif spec.required:
                raise BadValue(f"{spec.label} can't be empty.", field=name)
        return self.register(**values)

    def _value(self, spec: Field, text: str, order: DateOrder) -> Any:
        if spec.type in _WHEN and text and not spec.many:
            try:
                text = _WHEN[spec.type](text, order)
            except BadValue as error:
                error.field = spec.name
                raise
        if not text and not spec.many:
            return None
        value = parse(spec, text if spec.many else cleaned(text, lines=spec.free_text))
        labels = self.codes.get(spec.codes, {})
        if spec.many:
            return tuple(labels.get(str(one).casefold(), one) for one in value)
        return labels.get(str(value).casefold(), value)


class _NewEntries:
    """The rows of a file on their way into a register, inside one transaction."""

    def __init__(
        self, book: Book, tx: Transaction, register: type[Entry], mapping: ColumnMapping
    ) -> None:
        self.tally = ImportTally()
        self._book, self._tx, self._register = book, tx, register
        self._cells = _CellReader.of(tx, register, mapping)
        self._before = {entry.id for entry in _stored(tx, register)}
        self._said = tuple(_ever_said(tx, register))
        self._refs = References(tx)
        self._record_check = RecordCheck(tx)
        self._refused: dict[tuple[Any, ...], CasebookError | None] = {}
        self._unchanged = 0
        self._date_order = ""
        self._written: list[tuple[str, Any]] = []
        self._held_against = has_key(register) or register.check_among is not Entry.check_among
        """Whether a row can be refused for what an earlier one says."""
        self._waiting: list[Any] = []

    def take(self, given: Sequence[Sheet]) -> None:
        """Add the rows that can be and that no entry says yet."""
        mapping = self._cells.mapping
        orders = DateOrders(mapping.date_order)
        for sheet in given:
            dates = self._cells.dates(_columns(self._register, sheet.heading, mapping)).values()
            orders.see(sheet, [name for name in dates if name in sheet.names])
        for sheet in given:
            self._take(mapping.filled(sheet), orders)
        self.tally.notes += orders.notes()
        self._date_order = orders.to_repeat

    def _take(self, sheet: Sheet, orders: DateOrders) -> None:
        columns = _columns(self._register, sheet.heading, self._cells.mapping)
        dates = self._cells.dates(columns).items()
        written = {name: orders.order(sheet.file, column) for name, column in dates}
        self.tally.open(sheet, columns)
        key = _key_of(columns)
        said = Counter(key(one) for one in self._said)
        for number, texts in _rows(sheet, columns):
            try:
                entry = resolved(self._refs, self._cells.entry(texts, written))
                what = key(encode(entry))
                if said[what]:
                    said[what] -= self._register.REPEATS
                    self._unchanged += 1
                else:
                    self._add(entry)
                    self._written.append((f"row {number}", entry))
                    said[what] += not self._register.REPEATS
            except (BadValue, NotFound, AlreadyThere, PersonalDataFound) as error:
                self.tally.reject(sheet.file, number, error)

    def write(self) -> None:
        """Write what no later row is held against."""
        self._tx.insert_many(self._waiting)
        self._waiting = []

    def index(self) -> None:
        """Make what was added findable."""
        stored = _stored(self._tx, self._register)
        self._tx.search.add([entry for entry in stored if entry.id not in self._before])

    def report(self) -> ImportReport:
        """What was done so far."""
        return self.tally.report(
            added=len(self._written),
            unchanged=self._unchanged,
            date_order=self._date_order,
            notes=(*self.tally.notes, *notes_after(self._tx, self._written)),
        )

    def _add(self, entry: Any) -> None:
        """Store an entry that keeps every rule of its kind; an error names the field at fault."""
        why = self._closed_to_us(entry)
        if why is not None:
            raise BadValue(str(why), field=self._register.SUBJECT)
        checked_entry(self._tx, self._refs, entry)
        found = self._record_check.personal(None, entry)
        if found and not self._book.personal_because:
            raise PersonalDataFound(found)
        self._waiting.append(entry)
        if self._held_against:
            self.write()
        self._refs.added(self._register.KIND, entry.ref)

    def _closed_to_us(self, entry: Any) -> CasebookError | None:
        """Why the entry can't be written where it belongs; None where it can."""
        about = (entry.verb(), where_it_belongs(entry))
        if about not in self._refused:
            try:
                writable(self._tx, self._book, entry)
                self._refused[about] = None
            except CasebookError as error:
                self._refused[about] = error
        return self._refused[about]


def _rows(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's number and its cells by field."""
    cells = {name: distinct(sheet.table[column]) for name, column in columns.items()}
    for at in range(sheet.table.num_rows):
        texts = {name: values[int(places[at])] for name, (values, places) in cells.items()}
        yield sheet.row(at), texts


def _key_of(columns: Mapping[str, str]) -> Callable[[Mapping[str, Any]], str]:
    """What tells whether an entry is there already: what it says in the columns a file has."""

    def key(said: Mapping[str, Any]) -> str:
        return json.dumps([said.get(name) for name in columns], ensure_ascii=False)

    return key


def _stored(tx: Transaction, register: type[Any]) -> tuple[Any, ...]:
    return tx.load(register)


def _ever_said(tx: Transaction, register: type[Any]) -> Iterator[Mapping[str, Any]]:
    """What every entry of a register says, and what it said before each change of it."""
    for entry in _stored(tx, register):
        said = encode(entry)
        yield said
        if entry.version > 1:
            for past in reversed(tx.history.of_record(register.KIND, entry.id)):
                said = said | {name: pair[0] for name, pair in (past.change or {}).items()}
                yield said
