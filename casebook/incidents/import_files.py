"""Importing incidents: crimes and ASB calls from any sane file, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.errors import BadFile, Rejection
from casebook.core.months import Month, Span, day_label
from casebook.core.report import ImportReport, Progress, silent
from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags, sha256_of, sheets
from casebook.incidents import queries as incidents
from casebook.incidents.import_columns import FORCE_EXTRACT, POLICE_UK, Recognised
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_gaps import renew_gaps
from casebook.incidents.import_merge import Incidents, Window, merge
from casebook.incidents.import_rows import Reading, Rows, Vocabulary, read_rows
from casebook.incidents.import_sources import (
    Months,
    counting_notes,
    covers_of,
    holds,
    months_of,
    refuse_clash,
    say_covers,
)
from casebook.incidents.import_store import Target, Written, coded, store, target
from casebook.incidents.in_boundaries import NO_AREA, areas_at
from casebook.incidents.types import IncidentType
from casebook.store import settings
from casebook.store.engine import Connection
from casebook.store.loads import finish_load, start_load


@dataclass(frozen=True)
class _Order:
    """What was asked for."""

    paths: Sequence[Path]
    sha256: str
    source: str | None
    covers: Span | None
    mapping: Mapping[str, str]
    calendar: Calendar

    @property
    def rules(self) -> dict[str, Any]:
        """What the load's row keeps of it."""
        covers = str(self.covers) if self.covers else None
        return {"covers": covers, "mapping": dict(self.mapping)}

    @property
    def window(self) -> Window | None:
        """The days the files are the whole truth of."""
        return Window(self.calendar.months, self.calendar.moments) if self.covers else None

    @property
    def name(self) -> str:
        """What history calls the files."""
        return ", ".join(path.name for path in self.paths)


@dataclass(frozen=True)
class _File:
    """What was read of the files."""

    rows: Rows
    words: Vocabulary
    source: str
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]
    refused: Ints
    """Keys of IDs whose rows couldn't be taken, but that the files still have."""

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
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Take the incidents in ``paths`` into the casebook and say what became of every row.

    ``source`` names where they come from; ``covers`` makes the files the whole truth for that
    source and those days, so that what they no longer hold is withdrawn; ``mapping`` says what the
    files call a column (``{"type": "Offence group"}``) and is remembered under ``source``. A dry
    run reports the same and stores nothing.

    Raises :class:`BadFile` for files that aren't what they claim, :class:`SourceClash` where
    another source covers the same months and no ``source`` is named, :class:`NotAllowed`.
    """
    book.require("import")
    sha256 = sha256_of(paths)
    calendar = Calendar(book.zone, book.today, covers)
    with book.store.reading() as conn:
        if mapping is None:
            mapping = settings.value(conn, f"columns:{source}", {}) if source else {}
        order = _Order(paths, sha256, source, covers, mapping, calendar)
        again = _same_again(conn, order)
    if again:
        return again
    file = _read(book, order, progress)
    if strict and file.rejections:
        raise BadFile(
            f"With --strict no bad row is let pass, and {order.name} has "
            f"{len(file.rejections):,}: {'; '.join(str(bad) for bad in file.rejections[:3])}"
        )
    with book.store.writing() as conn:
        report = _store(conn, book, order, file, progress)
        transaction = conn.get_transaction()
        if dry_run and transaction is not None:
            transaction.rollback()
    return report


def _same_again(conn: Connection, order: _Order) -> ImportReport | None:
    """The report of files that were the last imported of their source, by the same rules."""
    for source in (order.source,) if order.source else (POLICE_UK, FORCE_EXTRACT):
        last = incidents.last_load(conn, source)
        if last is None:
            continue
        load, rules, counts = last
        if load.sha256 == order.sha256 and rules == order.rules and not counts.get("rejected"):
            day = day_label(datetime.fromisoformat(load.at).astimezone(order.calendar.zone).date())
            return ImportReport(
                read=counts.get("read", 0),
                unchanged=counts.get("read", 0),
                without_coordinates=counts.get("without_coordinates", 0),
                covers=load.covers,
                notes=(f"{order.name} was imported from {source} on {day}: nothing has changed.",),
            )
    return None


def _read(book: Book, order: _Order, progress: Progress) -> _File:
    """Every row of the files; raises :class:`BadFile` where none can be taken."""
    recognised, words = Recognised(order.mapping), Vocabulary()
    reading: Reading | None = None
    parts: list[Rows] = []
    rejections: list[Rejection] = []
    notes: list[str] = []
    found = sheets(order.paths, choose=recognised.choose, few=recognised.few, progress=progress)
    for sheet in found:
        if reading is None:
            source = order.source or recognised.layouts[sheet.file]
            reading = Reading(source, order.calendar, book.settings.crs, words)
        rows, bad = read_rows(sheet, recognised.columns[sheet.file], reading)
        parts.append(rows)
        rejections += bad
        notes += sheet.notes
    recognised.refuse_if_nothing()
    assert reading is not None
    if order.source is None:
        recognised.refuse_two_sources()
    joined = Rows.joined(parts)
    if not len(joined):
        raise BadFile(
            f"No row of {order.name} can be taken, so nothing was stored. "
            f"The first of {len(rejections):,}: {rejections[0]}"
        )
    notes += recognised.notes(named=order.source is not None, crs=book.settings.crs)
    refused = np.concatenate([np.zeros(0, np.int64), *reading.refused])
    return _File(joined, words, reading.source, tuple(rejections), tuple(notes), refused)


def _store(
    conn: Connection, book: Book, order: _Order, file: _File, progress: Progress
) -> ImportReport:
    """Write what was read, its load and its history entry, and say what became of the rows."""
    covered = incidents.covered(conn)
    months = months_of(file.rows, file.asb)
    if order.source is None:
        refuse_clash(months, file.source, covered)
    elif order.mapping:
        settings.put(conn, f"columns:{order.source}", dict(order.mapping))
    load = _start(conn, book, order, file.source)
    into = target(conn, load, file.source)
    found = merge(file.rows, file.words)
    found = replace(found, rows=coded(conn, found.rows, file.words))
    incidents.keep_source_types(conn, file.source, np.unique(found.rows.type).tolist())
    written = store(found, into, order.window, file.words.streets, progress)
    withdrawn = _withdraw(into, np.r_[found.rows.key, file.refused], order, months)
    subtypes = {each.kind for each in file.used if each.parent}
    covers = covers_of(months, order.covers, _last_day(file.rows, order.calendar), subtypes)
    gaps = renew_gaps(conn, file.source, covers, whole=order.covers is not None)
    covers = gaps.splitting(covers)
    report = ImportReport(
        read=len(file.rows) + len(file.rejections),
        added=written.added,
        updated=written.updated,
        unchanged=written.unchanged,
        withdrawn=withdrawn,
        without_coordinates=int(np.isnan(file.rows.x).sum()),
        outside_area=_outside(into, file.rows),
        rejections=file.rejections,
        covers=covers,
    )
    finish_load(conn, book.author, load, report)
    notes = [*file.notes, *_repeated(found), *_without_subtype(file), *gaps.notes(months)]
    if order.covers is None:
        notes.append(
            f"Covers {say_covers(covers)}: the months in the file. Where that is wrong, say "
            "--covers FROM..TO."
        )
        notes += _unnamed_again(conn, found, written, file.source, covered.get(file.source, {}))
    counting = incidents.counting_sources(conn, book.settings)
    notes += counting_notes(months, file.source, covered, counting)
    return replace(report, notes=tuple(notes))


def _start(conn: Connection, book: Book, order: _Order, source: str) -> int:
    """The id of the import's load."""
    return start_load(
        conn,
        book.author,
        kind=incidents.LOAD_KIND,
        source=source,
        file=order.name,
        sha256=order.sha256,
        rules=order.rules,
    )


def _withdraw(into: Target, keys: Ints, order: _Order, months: Months) -> int:
    """Withdraw what the files, which hold ``keys``, no longer hold of their window; how many."""
    window = order.window
    if window is None:
        return 0
    standing = incidents.standing(
        into.conn, into.source, list(months), window.months, window.moments
    )
    gone = np.setdiff1d(np.array(standing, np.int64), keys).tolist()
    incidents.withdraw(into.conn, gone, into.load)
    return len(gone)


def _outside(into: Target, rows: Rows) -> int | None:
    """How many rows with coordinates lie in no area; None where there are no areas."""
    if not len(into.areas):
        return None
    there = ~np.isnan(rows.x)
    return int((areas_at(into.areas, rows.x[there], rows.y[there]) == NO_AREA).sum())


def _last_day(rows: Rows, calendar: Calendar) -> date:
    """The last day the rows can speak for: today, or in today's month that of the newest row."""
    newest = np.nanmax(rows.at, initial=-np.inf)
    if calendar.covers is None and np.isfinite(newest):
        day = datetime.fromtimestamp(float(newest), calendar.zone).date()
        if Month.of(day) == Month.of(calendar.today):
            return day
    return calendar.today


def _repeated(found: Incidents) -> list[str]:
    """What to say of rows that repeat an incident of the same files."""
    again = found.changes + found.repeats
    named = int(again[~found.rows.anonymous].sum())
    unnamed = int(again[found.rows.anonymous].sum())
    notes = []
    if named:
        notes.append(
            f"Rows that repeat the ID of another: {named:,}. An incident counts once, in the "
            "month it first appeared, with its latest outcome."
        )
    if unnamed:
        notes.append(
            f"Rows without an ID that stand in another of the files too: {unnamed:,}. They count "
            "once."
        )
    return notes


def _without_subtype(file: _File) -> list[str]:
    """What to say of rows without a sub-type whose type has some."""
    coarser = {(each.parent, each.kind) for each in file.used if each.parent}
    blank = np.array([each[:2] in coarser for each in file.types], bool)
    number = int(blank[file.rows.type].sum())
    if not number:
        return []
    return [
        f"Rows without a sub-type whose crime type has some: {number:,}. They count under the type "
        "alone, and where they lie a count of its sub-types is missing, not lower."
    ]


def _unnamed_again(
    conn: Connection,
    found: Incidents,
    written: Written,
    source: str,
    own: Mapping[str, Sequence[Span]],
) -> list[str]:
    """What to say of rows without an ID that were added to months the source covers already."""
    if not own:
        return []
    rows = found.rows.take(written.fresh & found.rows.anonymous)
    kinds = incidents.types(conn)
    pairs, counts = np.unique(rows.month * len(kinds) + rows.type, return_counts=True)
    again = 0
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        month, kind = divmod(pair, len(kinds))
        if holds(own.get(kinds[kind][1], ()), Month.from_code(month)):
            again += count
    if not again:
        return []
    note = (
        f"{counted(again, 'row')} without an ID "
        f"{'was' if again == 1 else 'were'} added to months already loaded from {source}; if this "
        "file replaces the earlier one, import it again with --covers FROM..TO."
    )
    return [note]
