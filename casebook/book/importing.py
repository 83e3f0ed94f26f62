"""How every file comes into a casebook: read, compared, and then stored whole or not at all.

An :class:`Importer` says what is a kind of file's own: which columns it takes, what record a row
becomes and what of it changes the casebook. What all of them have in common stands here: who may
import, the file that was taken before, the refusal of a whole file, the dry run, and the load with
its one history entry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, TypedDict, TypeVar

from casebook.book.opening import Book
from casebook.core.errors import CasebookError, Rejection, RowsRefused
from casebook.core.months import day_label
from casebook.core.texts.characters import cleaned
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.rejects import ReadTables, Rows, rejected_cells, rejected_rows
from casebook.files.sheet import Sheet
from casebook.files.sources import files_of, sha256_of
from casebook.store import loads
from casebook.store.loads import Load
from casebook.store.report import ImportReport, nothing_usable
from casebook.store.transaction import Transaction

Given = TypeVar("Given")

_STEPS = 3


class How(TypedDict, total=False):
    """What may be asked of any import."""

    dry_run: bool
    """Report the same and store nothing."""
    strict: bool
    """Refuse the files for a single bad row."""
    rejects: bool
    """Give the rows that can't be taken whole, with all their columns."""
    progress: Progress
    tabs: Sequence[str]
    """The only tabs, layers or files of an archive to read; every one where left out."""


@dataclass(frozen=True)
class Planned:
    """What files would do to a casebook."""

    report: ImportReport
    store: Callable[[int], ImportReport] | None
    """Stores it under the load of that id and reports what came of it; None: nothing changes."""
    source: str
    """What the load says the files come from."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """How the files were read, beside what was asked for."""
    notes_after: Callable[[], Iterable[str]] = tuple
    """What can be said only once everything is written, a sentence each."""


@dataclass(frozen=True)
class Importer(ABC, Generic[Given]):
    """What one kind of file has of its own."""

    THING: ClassVar[str] = "row"
    """What its files are made of."""

    book: Book
    paths: Sequence[Path]
    how: How

    @property
    def progress(self) -> Progress:
        """What is called with how much is done."""
        return self.how.get("progress", silent)

    @property
    def tabs(self) -> Sequence[str]:
        """The only tabs, layers or files of an archive to read; every one where it is empty."""
        return self.how.get("tabs", ())

    @property
    @abstractmethod
    def kind(self) -> str:
        """The kind of its loads."""

    @property
    def asked(self) -> Mapping[str, Any]:
        """What was asked for that decides how the files are read, as their load keeps it."""
        return {}

    @property
    def name(self) -> str:
        """What history and refusals call the files."""
        return cleaned(", ".join(path.name for path in self.paths), lines=False)

    @property
    def parts(self) -> Sequence[Path]:
        """Every file that belongs to them."""
        return [part for path in self.paths for part in files_of(path)]

    def unchanged_since(self, tx: Transaction, load: Load) -> bool:
        """Whether nothing since has changed what a load of the very same files brought.

        False where only reading them again shows it.
        """
        return False

    def tables(self) -> ReadTables | None:
        """Chooses what is read of each table of rows; None where the files hold no such tables."""
        return None

    def rejected_rows(self, rejections: Sequence[Rejection], _given: Given | None) -> Rows:
        """The rows that ``rejections`` are about below their heading, of files that hold ``given``.

        None is given where nothing could be used.
        """
        tables = self.tables()
        if tables is None:
            return rejected_cells(rejections, {})
        return rejected_rows(rejections, self.paths, tables, self.tabs, self.book.settings.crs)

    @abstractmethod
    def read(self) -> Given:
        """What the files hold; raises :class:`BadFile` where they aren't what they claim."""

    @abstractmethod
    def plan(self, tx: Transaction, given: Given) -> Planned:
        """What the files would do.

        It may write records that later rows are compared with; a refusal takes them back.
        """


def bring_in(importer: Importer[Any]) -> ImportReport:
    """Take files into the casebook and say what became of every row.

    The same files again change nothing, nor do files that say only what the casebook has: neither
    leaves a load. Raises :class:`NotAllowed`, and :class:`BadFile` for files with nothing usable
    or, with ``strict``, one bad row; then nothing is stored.
    """
    book, how, progress = importer.book, importer.how, importer.progress
    book.require("import")
    progress(0, _STEPS, f"Reading {importer.name}")
    sha256 = sha256_of(importer.parts)
    with book.store.reading() as tx:
        before = _taken_before(tx, importer, sha256)
    if before is not None:
        return _nothing_new(importer, before)
    given = None
    try:
        given = importer.read()
        progress(1, _STEPS, "Comparing with the casebook")
        with book.store.writing() as tx:
            planned = importer.plan(tx, given)
            _refuse(importer, planned.report, strict=how.get("strict", False))
            report = planned.report
            if planned.store is not None:
                progress(2, _STEPS, "Storing")
                report = _stored(tx, importer, planned, planned.store, sha256)
            if how.get("dry_run", False):
                tx.rollback()
    except RowsRefused as error:
        if how.get("rejects", False):
            error.rejected_rows = importer.rejected_rows(error.rejections, given)
        raise
    if how.get("rejects", False):
        whole = importer.rejected_rows(report.rejections, given)
        report = replace(report, rejected_rows=whole)
    progress(_STEPS, _STEPS, "Done")
    return report


def _taken_before(tx: Transaction, importer: Importer[Any], sha256: str) -> Load | None:
    """The newest load of the very same files by the same rules, unchanged since; or None."""
    for load in reversed(loads.loads(tx, importer.kind)):
        if (
            load.sha256 == sha256
            and all(load.rules.get(name) == value for name, value in importer.asked.items())
            and load.rules.get("tabs", []) == list(importer.tabs)
            and "rejected" not in load.counts
            and importer.unchanged_since(tx, load)
        ):
            return load
    return None


def _nothing_new(importer: Importer[Any], before: Load) -> ImportReport:
    day = datetime.fromisoformat(before.at).astimezone(importer.book.zone).date()
    note = f"{importer.name} was imported on {day_label(day)} already: nothing has changed."
    read = before.counts.get("read", 0)
    return ImportReport(
        read=read,
        unchanged=read,
        without_coordinates=before.counts.get("without_coordinates", 0),
        covers=before.covers,
        notes=(note,),
    )


def _refuse(importer: Importer[Any], report: ImportReport, *, strict: bool) -> None:
    """Raise :class:`RowsRefused` where no row can be taken, or none may be bad."""
    if not report.rejections or (report.read > report.rejected and not strict):
        return
    name, thing, bad = importer.name, importer.THING, report.rejections
    if report.read <= report.rejected:
        raise nothing_usable(name, thing, bad)
    raise RowsRefused(
        f"{report.rejected:,} of {report.read:,} {thing}s of {name} can't be taken, and with "
        f"--strict none is. The first: {bad[0]}",
        bad,
    )


def _stored(
    tx: Transaction,
    importer: Importer[Any],
    planned: Planned,
    store: Callable[[int], ImportReport],
    sha256: str,
) -> ImportReport:
    """Store what was planned, with its load and history entry; the report of what came of it."""
    author, tabs = importer.book.author, list(importer.tabs)
    load = loads.start_load(
        tx,
        author,
        kind=importer.kind,
        source=planned.source,
        file=importer.name,
        sha256=sha256,
        rules={**importer.asked, **({"tabs": tabs} if tabs else {}), **planned.rules},
    )
    report = store(load)
    loads.finish_load(tx, author, load, report)
    return replace(report, notes=(*report.notes, *planned.notes_after()))


def mapping_of(book: Book, key: str, given: ColumnMapping | None) -> ColumnMapping:
    """The mapping ``given``, or where none is the one that was kept under ``key``, if any."""
    if given is not None or not key:
        return given or NO_MAPPING
    with book.store.reading() as tx:
        return ColumnMapping.decode(tx.setting(key, {}))


@dataclass
class ImportTally:
    """What an import of table files has read so far, and the rows it can't take."""

    read: int = 0
    columns: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """For each sheet, which of its columns holds each field."""
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def open(self, sheet: Sheet, columns: Mapping[str, str], record: str = "") -> None:
        """Count a sheet's rows in, and say what it holds beside the ``columns`` of a ``record``."""
        self.read += sheet.table.num_rows + len(sheet.rejections)
        self.columns[sheet.file] = columns
        self.rejections += sheet.rejections
        self.notes += sheet.notes
        left = [name for name in sheet.names if name not in columns.values()]
        if left and record:
            self.notes.append(f"Columns not read, being no field of {record}: {', '.join(left)}.")

    def reject(self, file: str, row: int, error: CasebookError) -> None:
        """Keep why a row can't be taken, in the column of the field at fault."""
        column = self.columns[file].get(error.field)
        self.rejections.append(Rejection(file, row, column, str(error), error.sort))

    def report(self, **counts: Any) -> ImportReport:
        """The report of what was read; bad rows in the order of their sheets and rows."""
        order = {file: number for number, file in enumerate(self.columns)}
        bad = sorted(self.rejections, key=lambda one: (order[one.file], one.row or 0))
        return ImportReport(read=self.read, rejections=tuple(bad), **counts)
