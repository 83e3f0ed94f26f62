"""Bringing the entries of any register in from a table file, one entry a row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import Screen
from casebook.core.codes import CODE_LISTS
from casebook.core.entry import Entry
from casebook.core.errors import (
    AlreadyThere,
    BadFile,
    BadValue,
    CasebookError,
    NotFound,
    PersonalDataFound,
    Rejection,
)
from casebook.core.fields import Field, encode, fields_of, parse
from casebook.core.months import day_label
from casebook.core.report import ImportReport, Progress, silent
from casebook.files.sheet import Sheet
from casebook.files.tabular import distinct, find_columns, sha256_of, sheets
from casebook.registers.entries import (
    held_against,
    resolved,
    where_it_belongs,
    writable,
    written_register,
)
from casebook.registers.notes import notes_after
from casebook.store import history, loads, records, settings
from casebook.store import search_index as search
from casebook.store.engine import Connection

_MIDNIGHT = "T00:00:00"
"""What a spreadsheet puts behind a date that has no time."""


def import_register(
    book: Book,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Add the rows of a CSV, XLSX or other table file to the register ``kind``.

    Columns are found by the name or the label of a field, values are written as in its form; a
    code may be given by its label. A row that an entry says already, or said before it was edited,
    changes nothing; what an entry says is compared in the columns the file has.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown register.
    """
    register = written_register(kind)
    book.require("import")
    load_kind, sha256 = f"register {kind}", sha256_of([path])
    with book.store.reading() as conn:
        before = _taken_whole(conn, load_kind, sha256)
    if before is not None:
        return before
    given = tuple(sheets([path], progress=progress))
    with book.store.writing() as conn:
        taking = _Taking(book, conn, register)
        for sheet in given:
            taking.take(sheet)
        report = taking.report()
        _refuse(path.name, report, strict=strict)
        if report.added:
            taking.index()
            _log(book, conn, load_kind, path.name, sha256, taking.columns, report)
        if dry_run:
            conn.rollback()
    return report


def _taken_whole(conn: Connection, kind: str, sha256: str) -> ImportReport | None:
    """What to say of a file that was taken whole before; None for one that wasn't."""
    for load in loads.loads(conn, kind):
        if load.sha256 != sha256:
            continue
        told = history.of_record(conn, "load", load.id)
        counts = (told[-1].change if told else None) or {}
        if counts and "rejected" not in counts:
            on = day_label(datetime.fromisoformat(load.at).date())
            note = f"{load.file} was imported on {on} already: nothing has changed."
            return ImportReport(read=counts["read"], unchanged=counts["read"], notes=(note,))
    return None


def _log(
    book: Book,
    conn: Connection,
    kind: str,
    file: str,
    sha256: str,
    columns: Mapping[str, Mapping[str, str]],
    report: ImportReport,
) -> None:
    """Write the import's load and its one history entry."""
    rules = {"columns": columns, "personal_because": book.personal_because}
    load = loads.start_load(
        conn, book.author, kind=kind, source=file, file=file, sha256=sha256, rules=rules
    )
    loads.finish_load(conn, book.author, load, report)


def _refuse(file: str, report: ImportReport, *, strict: bool) -> None:
    """Raise :class:`BadFile` where no row can be taken, or none may be bad."""
    taken = report.added + report.unchanged
    if not report.rejections or (taken and not strict):
        return
    bad = report.rejections[0]
    place = ", ".join(part for part in (f"row {bad.row}", bad.column or "") if part)
    if not taken:
        raise BadFile(f"{file} has no row that can be taken. The first, {place}: {bad.why}")
    raise BadFile(
        f"{report.rejected} of {report.read} rows in {file} can't be taken, and with --strict "
        f"none is. The first, {place}: {bad.why}"
    )


class _Fault(Exception):
    """A row that can't be taken: the field at fault, empty where no one is, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class _Form:
    """How the cells of a register's rows are read."""

    register: type[Entry]
    fields: Mapping[str, Field]
    codes: Mapping[str, Mapping[str, str]]
    """``{list: {label in lower case: code}}``, the casebook's own among them."""

    @classmethod
    def of(cls, conn: Connection, register: type[Entry]) -> _Form:
        """The form of a register with this casebook's code lists."""
        own = settings.value(conn, "codes", {})
        fields = fields_of(register)
        codes = {}
        for name in {spec.codes for spec in fields.values() if spec.codes}:
            labels = {**CODE_LISTS.get(name, {}), **own.get(name, {})}
            codes[name] = {label.casefold(): code for code, label in labels.items()}
        return cls(register, fields, codes)

    def columns(self, sheet: Sheet) -> dict[str, str]:
        """Which column holds each field; raises :class:`BadFile` for want of one."""
        aliases = {name: (name, spec.label) for name, spec in self.fields.items()}
        found = find_columns(sheet, aliases, {})
        for spec in self.fields.values():
            if (spec.required or spec.name in self.register.NEEDS) and spec.name not in found:
                raise BadFile(
                    f"{sheet.file} has no column '{spec.label}' (or '{spec.name}'), which every "
                    f"entry needs: it has {', '.join(sheet.names)}."
                )
        return found

    def entry(self, texts: Mapping[str, str]) -> Entry:
        """The entry a row's cells hold; raises :class:`_Fault`."""
        values: dict[str, Any] = {}
        for name, text in texts.items():
            spec = self.fields[name]
            try:
                value = self._value(spec, text)
            except BadValue as error:
                raise _Fault(name, str(error)) from error
            if not spec.blank(value):
                values[name] = value
            elif spec.required:
                raise _Fault(name, f"{spec.label} can't be empty.")
        return self.register(**values)

    def _value(self, spec: Field, text: str) -> Any:
        if spec.type is date:
            text = text.removesuffix(_MIDNIGHT)
        if not text and not spec.many:
            return None
        value = parse(spec, text)
        labels = self.codes.get(spec.codes, {})
        if spec.many:
            return tuple(labels.get(str(one).casefold(), one) for one in value)
        return labels.get(str(value).casefold(), value)

    def at_fault(self, sentence: str) -> str:
        """The field whose label a sentence begins with; empty where none is."""
        named = [name for name, spec in self.fields.items() if sentence.startswith(spec.label)]
        return max(named, key=lambda name: len(self.fields[name].label), default="")


class _Taking:
    """The rows of a file on their way into a register, inside one transaction."""

    def __init__(self, book: Book, conn: Connection, register: type[Entry]) -> None:
        self.columns: dict[str, dict[str, str]] = {}
        """By sheet, which column holds each field."""
        self._book, self._conn, self._register = book, conn, register
        self._form = _Form.of(conn, register)
        self._before = {entry.id for entry in _stored(conn, register)}
        self._said = tuple(_ever_said(conn, register))
        self._refs = References(conn)
        self._screen = Screen(conn)
        self._refused: dict[tuple[Any, ...], CasebookError | None] = {}
        self._read = self._added = self._unchanged = 0
        self._rejections: list[Rejection] = []
        self._notes: list[str] = []
        self._written: list[tuple[str, Any]] = []

    def take(self, sheet: Sheet) -> None:
        """Add the rows of one sheet that can be and that no entry says yet."""
        columns = self.columns[sheet.file] = self._form.columns(sheet)
        left = [name for name in sheet.names if name not in columns.values()]
        self._notes += sheet.notes
        if left:
            self._notes.append(f"Left out, being no field of the register: {', '.join(left)}.")
        self._read += sheet.table.num_rows + len(sheet.rejections)
        self._rejections += sheet.rejections
        key = _key_of(columns)
        said = Counter(key(one) for one in self._said)
        for number, texts in _rows(sheet, columns):
            try:
                entry = self._named(self._form.entry(texts))
                what = key(encode(entry))
                if said[what]:
                    said[what] -= self._register.REPEATS
                    self._unchanged += 1
                else:
                    self._add(entry)
                    self._written.append((f"row {number}", entry))
                    said[what] += not self._register.REPEATS
            except _Fault as bad:
                why = Rejection(sheet.file, number, columns.get(bad.field), str(bad))
                self._rejections.append(why)

    def index(self) -> None:
        """Make what was added findable."""
        stored = _stored(self._conn, self._register)
        search.add(self._conn, [entry for entry in stored if entry.id not in self._before])

    def report(self) -> ImportReport:
        """What was done so far."""
        return ImportReport(
            read=self._read,
            added=self._added,
            unchanged=self._unchanged,
            rejections=tuple(self._rejections),
            notes=(*self._notes, *notes_after(self._conn, self._written)),
        )

    def _named(self, entry: Any) -> Any:
        """The entry with what it names called by ref; raises :class:`_Fault`."""
        for spec in self._form.fields.values():
            if not spec.refers:
                continue
            try:
                one = resolved(self._refs, entry, spec)
            except NotFound as error:
                raise _Fault(spec.name, str(error)) from error
            entry = one
        return entry

    def _add(self, entry: Any) -> None:
        """Store an entry that keeps every rule of its kind; raises :class:`_Fault`."""
        why = self._closed_to_us(entry)
        if why is not None:
            raise _Fault(self._register.SUBJECT, str(why))
        try:
            held_against(self._conn, self._refs, entry)
            found = self._screen.personal(None, entry)
        except AlreadyThere as error:
            raise _Fault("ref", str(error)) from error
        except BadValue as error:
            raise _Fault(self._form.at_fault(str(error)), str(error)) from error
        if found and not self._book.personal_because:
            raise _Fault(self._form.at_fault(found[0].field), str(PersonalDataFound(found)))
        records.insert_many(self._conn, [entry])
        self._refs.added(self._register.KIND, entry.ref)
        self._added += 1

    def _closed_to_us(self, entry: Any) -> CasebookError | None:
        """Why the entry can't be written where it belongs; None where it can."""
        about = (entry.verb(), where_it_belongs(entry))
        if about not in self._refused:
            try:
                writable(self._conn, self._book, entry)
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


def _stored(conn: Connection, register: type[Any]) -> tuple[Any, ...]:
    return records.load(conn, register)


def _ever_said(conn: Connection, register: type[Any]) -> Iterator[Mapping[str, Any]]:
    """What every entry of a register says, and what it said before each change of it."""
    for entry in _stored(conn, register):
        said = encode(entry)
        yield said
        if entry.version > 1:
            for past in reversed(history.of_record(conn, register.KIND, entry.id)):
                said = said | {name: pair[0] for name, pair in (past.change or {}).items()}
                yield said
