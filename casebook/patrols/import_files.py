"""Bringing rotas, overtime claims, supervisors' sheets and GPS visits in, each patrol once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.local_time import local_day, start_of_day
from casebook.core.months import Span, day_label
from casebook.core.report import Cover, ImportReport, Progress, silent
from casebook.files.tabular import sha256_of
from casebook.patrols import queries as patrols
from casebook.patrols.import_columns import PatrolSheet, read_sheets
from casebook.patrols.import_rows import Reader, Seen, Units
from casebook.patrols.import_store import Filed, known, store
from casebook.patrols.import_window import Plan, plan_patrols
from casebook.patrols.patrol import ROTA, SOURCES, Patrol
from casebook.places.place import Place, called
from casebook.store import records
from casebook.store.engine import Connection

_STEPS = 3
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
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Add the patrols of files of any table format, planned (rota) or delivered.

    ``source`` stands for rows that don't say theirs. ``covers`` makes the files the whole truth
    for their sources and those days: rows that have gone are withdrawn. Without it a source speaks
    for the days from its first patrol to its last. ``mapping`` is ``{name in ALIASES: column}``. A
    patrol that another source told of is stored beside that one's row and counted once: it is
    added, and ``merged``. Files that change nothing write nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown source or for covering days still to come.
    """
    book.require("import")
    asked = _asked(paths, source, covers, mapping)
    with book.store.reading() as conn:
        before = patrols.standing_load(conn, asked.sha256, asked.rules(book))
    if before is not None:
        return _nothing_new(asked, before)
    given = read_sheets(asked.paths, source, asked.mapping, progress)
    progress(1, _STEPS, "Comparing with the casebook")
    with book.store.writing() as conn:
        report, plan = _compare(book, conn, asked, given)
        _refuse(asked.name, report, plan, strict=strict)
        if plan.affected or not known(conn, report.covers):
            progress(2, _STEPS, "Storing")
            report = store(book, conn, asked.filed(book, report.covers), plan, report)
        if dry_run:
            conn.rollback()
    progress(_STEPS, _STEPS, "Done")
    return report


@dataclass(frozen=True)
class _Asked:
    """What an import was asked to do."""

    paths: tuple[Path, ...]
    sha256: str
    source: str | None
    covers: Span | None
    mapping: Mapping[str, str]

    @property
    def name(self) -> str:
        return ", ".join(path.name for path in self.paths)

    def rules(self, book: Book) -> dict[str, Any]:
        """How the files are read, as their load keeps it."""
        return {
            "source": self.source,
            "covers": str(self.covers) if self.covers else None,
            "mapping": dict(self.mapping),
            "timezone": book.settings.timezone,
        }

    def filed(self, book: Book, covered: Sequence[Cover]) -> Filed:
        """How their load keeps them."""
        sources = ", ".join(cover.kind for cover in covered)
        return Filed("patrols", sources, self.name, self.sha256, self.rules(book))


def _asked(
    paths: Sequence[Path],
    source: str | None,
    covers: Span | None,
    mapping: Mapping[str, str] | None,
) -> _Asked:
    if source is not None and source not in SOURCES:
        raise BadValue(f"'{source}' is no source of patrols: it is one of {', '.join(SOURCES)}.")
    return _Asked(tuple(paths), sha256_of(paths), source, covers, dict(mapping or {}))


def _nothing_new(asked: _Asked, before: patrols.SameLoad) -> ImportReport:
    on = day_label(datetime.fromisoformat(before.at))
    return ImportReport(
        read=before.read,
        unchanged=before.read,
        covers=before.covers,
        notes=(f"{asked.name} was imported on {on} already: nothing has changed.",),
    )


def _compare(
    book: Book, conn: Connection, asked: _Asked, given: Sequence[PatrolSheet]
) -> tuple[ImportReport, Plan]:
    """What the files would do; nothing is written."""
    rows, rejections, notes = _read(book, conn, asked, given)
    plan = _plan(book, conn, asked, rows)
    covered = tuple(_covered(book, asked, plan))
    order = {one.sheet.file: number for number, one in enumerate(given)}
    refused = sorted([*rejections, *plan.rejections], key=lambda r: (order[r.file], r.row or 0))
    report = ImportReport(
        read=sum(one.sheet.table.num_rows + len(one.sheet.rejections) for one in given),
        added=len(plan.added),
        updated=len(plan.changed),
        unchanged=len(plan.unchanged),
        withdrawn=len(plan.withdrawn),
        rejections=tuple(refused),
        notes=(*notes, *_cover_notes(book, asked, plan, covered, rejected=bool(refused))),
        covers=covered,
    )
    return report, plan


def _read(
    book: Book, conn: Connection, asked: _Asked, given: Sequence[PatrolSheet]
) -> tuple[list[Patrol], list[Rejection], list[str]]:
    """The rows of the files, those that can't be read, and what a person should know."""
    hotspots = records.load(conn, Place, kind="hotspot")
    if not hotspots:
        raise BadFile(
            "This casebook has no hotspots yet for patrols to be in: "
            "bring them in with 'casebook import hotspots' first."
        )
    reader = Reader(
        book.zone, called(hotspots, "hotspot"), Units(patrols.units(conn)), asked.source
    )
    rows: list[Patrol] = []
    rejections: list[Rejection] = []
    notes: list[str] = []
    for one in given:
        seen = Seen()
        for row in reader.read(one, seen):
            if isinstance(row, Rejection):
                rejections.append(row)
            else:
                rows.append(row)
        rejections += one.sheet.rejections
        notes += [*one.sheet.notes, *seen.notes(one.sheet.file)]
        if asked.source and "source" in one.columns:
            notes.append(
                f"{one.sheet.file} says where each row comes from in column "
                f"{one.columns['source']}: {asked.source} stands only where that is blank."
            )
    return rows, rejections, notes


def _plan(book: Book, conn: Connection, asked: _Asked, rows: Sequence[Patrol]) -> Plan:
    if not rows:
        return Plan()
    held = patrols.stored(
        conn,
        {row.unit for row in rows},
        min(row.start for row in rows),
        max(row.end for row in rows),
    )
    withdrawing: list[patrols.Stored] = []
    if asked.covers:
        since = start_of_day(asked.covers.start, book.zone)
        until = start_of_day(asked.covers.end + _DAY, book.zone)
        for source in {row.source for row in rows}:
            withdrawing += patrols.of_source(conn, source, since, until)
    return plan_patrols(
        rows,
        [one.patrol for one in held],
        [one.patrol for one in withdrawing],
        no_later_than(book),
        book.zone,
    )


def no_later_than(book: Book) -> datetime:
    """The instant by which what was delivered must have ended."""
    if book.settings.today is None:
        return book.clock()
    return start_of_day(book.settings.today + _DAY, book.zone)


def _covered(book: Book, asked: _Asked, plan: Plan) -> Iterator[Cover]:
    """The days each source of the files speaks for; nothing delivered speaks for days to come."""
    days: dict[str, list[date]] = {}
    for row in plan.taken:
        days.setdefault(row.source, []).append(local_day(row.start, book.zone))
    for source in sorted(days, key=SOURCES.index):
        span = asked.covers or Span(min(days[source]), max(days[source]))
        if source != ROTA and span.start > book.today:
            raise BadValue(
                f"{span} is still to come, and {_TELLERS[source]} only what was delivered: "
                "give --covers days up to today."
            )
        end = span.end if source == ROTA else min(span.end, book.today)
        yield Cover(source, Span(span.start, end))


def _cover_notes(
    book: Book, asked: _Asked, plan: Plan, covered: Sequence[Cover], *, rejected: bool
) -> Iterator[str]:
    for cover in covered:
        span = f"{day_label(cover.span.start)} to {day_label(cover.span.end)}"
        yield f"{_TELLERS[cover.kind]} {span}."
    if asked.covers is None:
        return
    if any(cover.span.end < asked.covers.end for cover in covered):
        yield "Days still to come aren't covered by what was delivered."
    if plan.withdrawn and rejected:
        yield "Rows that can't be taken count as gone: mend them and import the file again."
    out = sum(local_day(row.start, book.zone) not in asked.covers for row in plan.taken)
    if out:
        patrols = counted(out, "patrol")
        yield f"{patrols} outside the days covered: taken, and those days stay uncovered."


def _refuse(file: str, report: ImportReport, plan: Plan, *, strict: bool) -> None:
    """Raise :class:`BadFile` where nothing is left to take, or nothing may be bad."""
    if not plan.taken:
        raise BadFile(f"{file} has no row that can be taken. The first: {report.rejections[0]}")
    if strict and report.rejections:
        raise BadFile(
            f"{report.rejected} of {report.read} rows of {file} can't be taken, and with --strict "
            f"none is. The first: {report.rejections[0]}"
        )
