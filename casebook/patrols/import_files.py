"""Bringing rotas, overtime claims, supervisors' sheets and GPS visits in, each patrol once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from casebook.book.importing import How, Importer, ImportTally, Planned, bring_in
from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.local_time import local_day, start_of_day
from casebook.core.months import Span, day_label
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.patrols import queries as patrols
from casebook.patrols.import_columns import PatrolColumns, PatrolSheet, read_sheets
from casebook.patrols.import_rows import RowReader, Seen, Units
from casebook.patrols.import_store import known, store
from casebook.patrols.import_window import PatrolChanges, patrol_changes
from casebook.patrols.patrol import ROTA, SOURCES, Patrol
from casebook.patrols.until import no_later_than
from casebook.places.place import Place, called
from casebook.store.loads import Load
from casebook.store.report import Cover, ImportReport
from casebook.store.transaction import Transaction

_DAY = timedelta(days=1)
_TELLERS = {
    "claim": "Claims cover",
    "sheet": "Sheets cover",
    "gps": "GPS covers",
    "manual": "Entries by hand cover",
    ROTA: "The rota covers",
}


def import_patrols(
    book: Book,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    covers: Span | None = None,
    mapping: ColumnMapping | None = None,
    **how: Unpack[How],
) -> ImportReport:
    """Add the patrols of files of any table format, planned (rota) or delivered.

    ``source`` stands for rows that don't say theirs. ``covers`` makes the files the whole truth
    for their sources and those days: rows that have gone are withdrawn. Without it a source speaks
    for the days from its first patrol to its last. ``mapping`` says what the files call a column,
    by the names in ALIASES. A patrol that another source told of is stored beside that one's row
    and counted once: it is added, and ``merged``. Files that change nothing write nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown source or for covering days still to come.
    """
    if source is not None and source not in SOURCES:
        raise BadValue(f"'{source}' is no source of patrols: it is one of {', '.join(SOURCES)}.")
    return bring_in(_PatrolFiles(book, paths, how, source, covers, mapping or NO_MAPPING))


@dataclass(frozen=True)
class _PatrolFiles(Importer[tuple[PatrolSheet, ...]]):
    """Tables of rotas, claims, sheets and visits."""

    source: str | None
    covers: Span | None
    mapping: ColumnMapping

    @property
    def kind(self) -> str:
        return "patrols"

    @property
    def asked(self) -> Mapping[str, Any]:
        return {
            "source": self.source,
            "covers": str(self.covers) if self.covers else None,
            "mapping": self.mapping.encode(),
            "timezone": self.book.settings.timezone,
        }

    def unchanged_since(self, tx: Transaction, load: Load) -> bool:
        """Whether every row of it still does."""
        return patrols.rows_of_load(tx, load.id) == load.counts.get("read")

    def tables(self) -> PatrolColumns:
        return PatrolColumns(self.mapping, self.source)

    def read(self) -> tuple[PatrolSheet, ...]:
        return read_sheets(self.paths, self.tables(), self.progress, self.tabs)

    def plan(self, tx: Transaction, given: tuple[PatrolSheet, ...]) -> Planned:
        """The patrols sorted by what becomes of them."""
        tally = ImportTally()
        changes = _patrol_changes(tx, self, _rows(tx, self, given, tally))
        covered = tuple(_covered(self.book, self.covers, changes))
        tally.rejections += changes.rejections
        bad = bool(tally.rejections)
        report = tally.report(
            added=len(changes.added),
            updated=len(changes.changed),
            unchanged=len(changes.unchanged),
            withdrawn=len(changes.withdrawn),
            notes=(*tally.notes, *_cover_notes(self.book, self.covers, changes, covered, bad=bad)),
            covers=covered,
            date_order=given[0].orders.to_repeat,
        )
        to_write = changes.affected or not known(tx, covered)
        stored = partial(store, self.book, tx, changes, report)
        sources = ", ".join(cover.kind for cover in covered)
        return Planned(report, stored if to_write else None, sources)


def _rows(
    tx: Transaction, asked: _PatrolFiles, given: Sequence[PatrolSheet], tally: ImportTally
) -> list[Patrol]:
    """The patrols of the files; ``tally`` takes the rows that can't be read, and the notes."""
    hotspots = tx.load(Place, kind="hotspot")
    if not hotspots:
        raise BadFile(
            "This casebook has no hotspots yet for patrols to be in: "
            "bring them in with 'casebook import hotspots' first."
        )
    units = Units(patrols.units(tx))
    reader = RowReader(asked.book.zone, called(hotspots, "hotspot"), units, asked.source)
    rows: list[Patrol] = []
    tally.notes += given[0].orders.notes() if given else ()
    for one in given:
        seen = Seen()
        tally.open(one.sheet, one.columns)
        for row in reader.read(one, seen):
            if isinstance(row, Rejection):
                tally.rejections.append(row)
            else:
                rows.append(row)
        tally.notes += seen.notes(one.sheet.file)
        if asked.source and "source" in one.columns:
            tally.notes.append(
                f"{one.sheet.file} says where each row comes from in column "
                f"{one.columns['source']}: {asked.source} stands only where that is blank."
            )
    return rows


def _patrol_changes(tx: Transaction, asked: _PatrolFiles, rows: Sequence[Patrol]) -> PatrolChanges:
    book = asked.book
    if not rows:
        return PatrolChanges()
    held = patrols.stored(
        tx,
        {row.unit for row in rows},
        min(row.start for row in rows),
        max(row.end for row in rows),
    )
    withdrawing: list[patrols.StoredPatrol] = []
    if asked.covers:
        since = start_of_day(asked.covers.start, book.zone)
        until = start_of_day(asked.covers.end + _DAY, book.zone)
        for source in {row.source for row in rows}:
            withdrawing += patrols.of_source(tx, source, since, until)
    return patrol_changes(
        rows,
        [one.patrol for one in held],
        [one.patrol for one in withdrawing],
        no_later_than(book),
        book.zone,
    )


def _covered(book: Book, covers: Span | None, changes: PatrolChanges) -> Iterator[Cover]:
    """The days each source of the files covers; delivered patrols cover no day to come."""
    days: dict[str, list[date]] = {}
    for row in changes.taken:
        days.setdefault(row.source, []).append(local_day(row.start, book.zone))
    for source in sorted(days, key=SOURCES.index):
        span = covers or Span(min(days[source]), max(days[source]))
        if source != ROTA and span.start > book.today:
            raise BadValue(
                f"{span} is still to come, and {_TELLERS[source]} only what was delivered: "
                "give --covers days up to today."
            )
        end = span.end if source == ROTA else min(span.end, book.today)
        yield Cover(source, Span(span.start, end))


def _cover_notes(
    book: Book, covers: Span | None, changes: PatrolChanges, covered: Sequence[Cover], *, bad: bool
) -> Iterator[str]:
    for cover in covered:
        span = f"{day_label(cover.span.start)} to {day_label(cover.span.end)}"
        yield f"{_TELLERS[cover.kind]} {span}."
    if covers is None:
        return
    if any(cover.span.end < covers.end for cover in covered):
        yield "Days still to come aren't covered by what was delivered."
    if changes.withdrawn and bad:
        yield "Rows that can't be taken count as gone: mend them and import the file again."
    out = sum(local_day(row.start, book.zone) not in covers for row in changes.taken)
    if out:
        patrols = counted(out, "patrol")
        yield f"{patrols} outside the days covered: taken, and those days stay uncovered."
