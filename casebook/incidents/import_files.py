"""Importing incidents: crimes and ASB calls from any sane file, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from casebook.book.importing import How, Importer, Planned, bring_in, mapping_of
from casebook.book.opening import Book
from casebook.core.errors import Rejection
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints
from casebook.files.date_orders import DateOrders, decided
from casebook.files.mapping import ColumnMapping
from casebook.files.tabular import Flags, sheets
from casebook.incidents.coverage.forces import force_of_file
from casebook.incidents.coverage.import_gaps import renew_gaps
from casebook.incidents.import_columns import ALIASES, FORCE_EXTRACT, POLICE_UK, Recognised
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_merge import CoveredDays, merge
from casebook.incidents.import_notes import (
    covers_note,
    kept_notes,
    masked_notes,
    repeated_notes,
    subtype_notes,
    unnamed_notes,
)
from casebook.incidents.import_rows import (
    NO_FORCE,
    IncidentColumns,
    ReadingContext,
    Vocabulary,
    read_rows,
)
from casebook.incidents.import_sources import (
    Months,
    counting_notes,
    covers_of,
    months_of,
    refuse_clash,
    whose_months,
)
from casebook.incidents.import_store import (
    Destination,
    coded,
    counts_of_rows,
    destination,
    store,
)
from casebook.incidents.import_when import DatesRead
from casebook.incidents.in_boundaries import NO_AREA, areas_at
from casebook.incidents.points.placing import beside_hotspots
from casebook.incidents.queries import stored as incidents
from casebook.incidents.row_facts import FactRules
from casebook.incidents.types import IncidentType
from casebook.store.loads import Load
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class _File:
    """What was read of the files."""

    rows: IncidentColumns
    words: Vocabulary
    source: str
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]
    refused: Ints
    """Keys of IDs whose rows couldn't be taken, but that the files still have."""
    date_order: str
    """As :attr:`ImportReport.date_order`."""

    @property
    def asb(self) -> Flags:
        """Which rows are ASB."""
        kinds = np.array([each.kind == "asb" for each in self.types], bool)
        found: Flags = kinds[self.rows.type]
        return found

    @property
    def types(self) -> tuple[IncidentType, ...]:
        """The types the rows are numbered by."""
        return tuple(IncidentType(*entry) for entry in self.words.types.values)

    @property
    def used(self) -> tuple[IncidentType, ...]:
        """The types that rows have."""
        types = self.types
        return tuple(types[number] for number in np.unique(self.rows.type).tolist())


def import_incidents(
    book: Book,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    covers: Span | None = None,
    mapping: ColumnMapping | None = None,
    **how: Unpack[How],
) -> ImportReport:
    """Take the incidents in ``paths`` into the casebook and say what became of every row.

    ``source`` names where they come from; ``covers`` makes the files the whole truth for that
    source and those days, so that what they no longer hold is withdrawn; ``mapping`` says what the
    files call a column and is remembered under ``source``. A dry run reports the same and stores
    nothing.

    Raises :class:`BadFile` for files that aren't what they claim, :class:`SourceClash` where
    another source covers the same months and no ``source`` is named, :class:`NotAllowed`.
    """
    mapping = mapping_of(book, _columns(source), mapping)
    mapping.refuse_unknown(ALIASES)
    calendar = Calendar(book.zone, book.today, covers)
    return bring_in(_IncidentFiles(book, paths, how, source, covers, mapping, calendar))


def _columns(source: str | None) -> str:
    """The key of a source's column names; empty without a source."""
    return f"columns:{source}" if source else ""


@dataclass(frozen=True)
class _IncidentFiles(Importer[_File]):
    """Tables of crimes and ASB calls."""

    source: str | None
    covers: Span | None
    mapping: ColumnMapping
    calendar: Calendar

    @property
    def kind(self) -> str:
        return incidents.LOAD_KIND

    @property
    def asked(self) -> Mapping[str, Any]:
        covers = str(self.covers) if self.covers else None
        return {"covers": covers, "mapping": self.mapping.encode()}

    @property
    def covered_days(self) -> CoveredDays | None:
        """The days the files are the whole truth of."""
        return CoveredDays(self.calendar.months, self.calendar.moments) if self.covers else None

    def unchanged_since(self, tx: Transaction, load: Load) -> bool:
        """Whether it is the last load of the source that these files come from."""
        sources = (self.source,) if self.source else (POLICE_UK, FORCE_EXTRACT)
        last = incidents.last_load(tx, load.source)
        if last is None or last.id != load.id or load.source not in sources:
            return False
        # loads of 0.1.0 don't say whose data they brought: read again, they do
        street = load.source == POLICE_UK or any(force_of_file(p.name) for p in self.paths)
        return not street or "forces" in load.rules

    def tables(self) -> Recognised:
        return Recognised(self.mapping)

    def read(self) -> _File:
        """Every row of the files, column by column."""
        recognised, words = self.tables(), Vocabulary()
        context: ReadingContext | None = None
        parts: list[IncidentColumns] = []
        given: list[str] = []
        rejections: list[Rejection] = []
        notes: list[str] = []
        crs = self.book.settings.crs
        dates = DatesRead(DateOrders(self.mapping.date_order))
        rules = FactRules(self.calendar, crs, words.types, dates)
        found = sheets(
            self.paths,
            choose=recognised.choose,
            few=recognised.few,
            numeric=recognised.numeric,
            tabs=self.tabs,
            crs=crs,
            progress=self.progress,
        )
        for sheet in decided(found, recognised.dates, dates.orders):
            if context is None:
                source = self.source or recognised.layouts[sheet.file]
                context = ReadingContext(source, rules, words)
            columns = recognised.columns[sheet.file]
            rows, bad = read_rows(self.mapping.filled(sheet), columns, context)
            parts.append(rows)
            given.append(sheet.given)
            rejections += bad
            notes += sheet.notes
        recognised.refuse_if_nothing()
        assert context is not None
        if self.source is None:
            recognised.refuse_two_sources()
            notes.append(recognised.source_note())
        notes += recognised.notes(crs)
        notes += [*dates.notes(), *masked_notes(context.masks)]
        refused = np.concatenate([np.zeros(0, np.int64), *context.refused])
        joined = IncidentColumns.joined_extracts(parts, given)
        order = list(recognised.columns).index
        in_order = sorted(rejections, key=lambda one: (order(one.file), one.row or 0))
        return _File(
            joined,
            words,
            context.source,
            tuple(in_order),
            tuple(notes),
            refused,
            dates.orders.to_repeat,
        )

    def plan(self, tx: Transaction, given: _File) -> Planned:
        """Whether the rows can be stored beside what is there; storing shows which are new."""
        covered = incidents.covered(tx)
        months = months_of(given.rows, given.asb)
        if self.source is None:
            refuse_clash(months, given.source, covered)

        def notes_after() -> Sequence[str]:
            counting = incidents.counting_sources(tx, self.book.settings)
            return counting_notes(months, given.source, covered, counting)

        read = len(given.rows) + len(given.rejections)
        report = ImportReport(read=read, rejections=given.rejections, date_order=given.date_order)
        own = covered.get(given.source, {})
        stored = partial(_stored, tx, self, given, months, own, report)
        rules = {"forces": "of each row"}
        return Planned(report, stored, given.source, rules, notes_after=notes_after)


def _stored(
    tx: Transaction,
    asked: _IncidentFiles,
    file: _File,
    months: Months,
    own: Mapping[str, Sequence[Span]],
    report: ImportReport,
    load: int,
) -> ImportReport:
    """The report, once what was read is written; ``own``: what the source covered before."""
    if asked.source and asked.mapping:
        tx.put(_columns(asked.source), asked.mapping.encode())
    into = destination(tx, load, file.source)
    found = merge(file.rows, file.words)
    found = replace(found, rows=coded(tx, found.rows, file.words))
    incidents.keep_source_types(tx, file.source, np.unique(found.rows.type).tolist())
    written = store(found, into, asked.covered_days, file.words, asked.progress)
    withdrawn = _withdraw(into, found.rows, file.refused, asked, months)
    subtypes = {each.kind for each in file.used if each.parent}
    whose = whose_months(file.rows, file.asb, file.words.forces.values)
    last_day = _last_day(file.rows, asked.calendar)
    covers = covers_of(months, asked.covers, last_day, subtypes, whose)
    every = counts_of_rows(tx, found.rows, written.area) if into.first_of_source else None
    gaps = renew_gaps(tx, file.source, covers, whole=asked.covers is not None, rows=every)
    covers = gaps.splitting(covers)
    notes = [
        *file.notes,
        *repeated_notes(found, file.words),
        *kept_notes(written, file.rows, file.source),
    ]
    notes += [*subtype_notes(file.types, file.rows.type), *gaps.notes(months)]
    if len(places := into.hotspots):
        x, y, crs = file.rows.x, file.rows.y, asked.book.settings.crs
        notes += beside_hotspots(places.polygons, places.index, crs, x, y)
    if asked.covers is None:
        notes.append(covers_note(covers))
        notes += unnamed_notes(tx, found, written, file.source, own)
    return replace(
        report,
        added=written.added,
        updated=written.updated,
        unchanged=written.unchanged,
        withdrawn=withdrawn,
        without_coordinates=int(np.isnan(file.rows.x).sum()),
        outside_area=_outside(into, file.rows),
        notes=tuple(notes),
        covers=covers,
    )


def _withdraw(
    into: Destination,
    rows: IncidentColumns,
    refused: Ints,
    asked: _IncidentFiles,
    months: Months,
) -> int:
    """Withdraw what files of these ``rows`` no longer hold of their days and forces; how many.

    ``refused`` are keys they hold too.
    """
    covered_days = asked.covered_days
    if covered_days is None:
        return 0
    counted = incidents.counted_keys(
        into.tx,
        into.source,
        list(months),
        covered_days.months,
        covered_days.moments,
        [force for force in np.unique(rows.force).tolist() if force != NO_FORCE],
    )
    gone = np.setdiff1d(np.array(counted, np.int64), np.r_[rows.key, refused]).tolist()
    incidents.withdraw(into.tx, gone, into.load)
    return len(gone)


def _outside(into: Destination, rows: IncidentColumns) -> int | None:
    """How many rows with coordinates lie in no area; None where there are no areas."""
    if not len(into.areas):
        return None
    there = ~np.isnan(rows.x)
    return int((areas_at(into.areas, rows.x[there], rows.y[there]) == NO_AREA).sum())


def _last_day(rows: IncidentColumns, calendar: Calendar) -> date:
    """The last day the rows can speak for: today, or in today's month that of the newest row."""
    newest = np.nanmax(rows.at, initial=-np.inf)
    if calendar.covers is None and np.isfinite(newest):
        day = datetime.fromtimestamp(float(newest), calendar.zone).date()
        if Month.of(day) == Month.of(calendar.today):
            return day
    return calendar.today
