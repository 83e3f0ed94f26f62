"""Bringing GPS pings in: a unit's pings inside a hotspot become its visits there.

A visit is a delivered patrol of source gps. Its times are what GPS knows; who was on it and who
paid is what the claim, sheet or rota of that unit at that time tells, now or when it comes later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Unpack

from casebook.book.importing import How, Importer, Planned, bring_in, mapping_of
from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue
from casebook.core.local_time import instant, start_of_day
from casebook.core.months import Span
from casebook.core.wording import hours
from casebook.files.mapping import ColumnMapping
from casebook.patrols import queries as patrols
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.outlines import Outline, outlines
from casebook.patrols.gps.rows import PingReader
from casebook.patrols.gps.rule import rule_of, rule_sentence
from casebook.patrols.gps.running_on import joined_with, touches
from casebook.patrols.gps.said import on_drive_throughs, on_parked, said_of_pings
from casebook.patrols.gps.visits import GpsTime, GpsVisit, by_unit, gps_time, measured
from casebook.patrols.import_rows import Units
from casebook.patrols.import_store import known, store
from casebook.patrols.import_window import PatrolChanges, patrol_changes
from casebook.patrols.patrol import GPS, Patrol
from casebook.patrols.until import no_later_than
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.store.report import Cover, ImportReport
from casebook.store.transaction import Transaction
from geo.dosage.rule import SILENCE, Rule

LONG = timedelta(hours=8)
"""A visit longer than a shift: more likely a device left behind than a patrol."""
_DAY = timedelta(days=1)


def import_pings(
    book: Book,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    covers: Span | None = None,
    mapping: ColumnMapping | None = None,
    unit: str | None = None,
    utc: bool = False,
    **how: Unpack[How],
) -> ImportReport:
    """Turn the pings of files into visits and add those to the patrols; ``read`` counts pings.

    ``source`` names the feed, under which ``mapping``, by the names in
    :data:`columns.ALIASES`, is remembered. ``covers`` makes the files the whole truth of that
    feed for those days: visits they no longer show are withdrawn. ``unit`` stands for files that
    name none; ``utc`` says that times without a zone are UTC, not local. A visit that runs on from
    one file to the next, or to one that repeats some of it, is made one.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for covering days still to come.
    """
    if covers and covers.start > book.today:
        raise BadValue(
            f"{covers} is still to come, and GPS tells only of what was: "
            "give --covers days up to today."
        )
    key = f"columns:pings {source}" if source else ""
    columns = mapping_of(book, key, mapping)
    return bring_in(_PingFiles(book, paths, how, source or GPS, key, covers, columns, unit, utc))


@dataclass(frozen=True)
class _Read:
    """What files of pings amount to, in the hotspots as they were drawn when these were read."""

    reader: PingReader
    drawn: list[Outline]
    found: GpsTime


@dataclass(frozen=True)
class _PingFiles(Importer[_Read]):
    """Tables and GPX files of pings."""

    feed: str
    """What the files are called, or ``gps``."""
    columns_key: str
    """What the feed's column names are kept under; empty where nobody named it."""
    covers: Span | None
    mapping: ColumnMapping
    unit: str | None
    utc: bool

    @property
    def kind(self) -> str:
        return "pings"

    @property
    def rule(self) -> Rule:
        """How pings become time."""
        settings = self.book.settings
        return rule_of(settings.visit_gap, settings.visit_shortest)

    @property
    def asked(self) -> Mapping[str, Any]:
        return {
            "covers": str(self.covers) if self.covers else None,
            "mapping": self.mapping.encode(),
            "unit": self.unit,
            "times": "UTC" if self.utc else self.book.settings.timezone,
            "gap": self.book.settings.visit_gap,
            "shortest": self.book.settings.visit_shortest,
        }

    def tables(self) -> PingColumns:
        return PingColumns(self.mapping, self.unit)

    def read(self) -> _Read:
        """The visits that the files' pings make; the pings themselves are kept nowhere."""
        with self.book.store.reading() as tx:
            units = Units(patrols.units(tx))
            drawn = _drawn(tx)
        reader = PingReader(
            zone=UTC if self.utc else self.book.zone,
            crs=self.book.settings.crs,
            now=no_later_than(self.book),
            show=self.book.zone,
            units=units,
        )
        parts = reader.parts(self.paths, self.tables(), self.progress, self.tabs)
        found = measured(parts, reader, drawn, self.rule, self.book.zone)
        return _Read(reader, drawn, gps_time(found, reader, self.rule))

    def plan(self, tx: Transaction, given: _Read) -> Planned:
        """The visits the pings make, sorted by what becomes of them."""
        if _drawn(tx) != given.drawn:
            raise BadValue(
                "The hotspots were changed while the pings were read: import them again."
            )
        report, changes = _patrol_changes(self.book, tx, self, given)

        def stored(load: int) -> ImportReport:
            if self.columns_key and self.mapping:
                tx.put(self.columns_key, self.mapping.encode())
            done = store(self.book, tx, changes, report, load)
            return replace(done, notes=(*done.notes, *_crew_note(tx, changes)))

        to_write = changes.affected or not known(tx, report.covers)
        return Planned(report, stored if to_write else None, self.feed)


def _drawn(tx: Transaction) -> list[Outline]:
    """The hotspots' boundaries; raises :class:`BadFile` where there are none."""
    drawn = outlines(tx.load(Place, kind="hotspot"), places.boundaries(tx))
    if not drawn:
        raise BadFile(
            "This casebook has no hotspots with a boundary yet for units to be in: "
            "bring them in with 'casebook import hotspots' first."
        )
    return drawn


def _patrol_changes(
    book: Book, tx: Transaction, asked: _PingFiles, given: _Read
) -> tuple[ImportReport, PatrolChanges]:
    """What the files would do; nothing is written."""
    reader, found = given.reader, given.found
    visits = [
        _patrol(visit, reader)
        for visit in by_unit([visit for visit in found.visits if not visit.drive_through])
    ]
    withdrawing = _withdrawing(book, tx, asked)
    held = [one for one in _held(tx, visits) if one.id not in {other.id for other in withdrawing}]
    joined, replaced = joined_with(visits, [one for one in held if one.source == GPS], found.rule)
    changes = patrol_changes(
        joined, held, [*withdrawing, *replaced], no_later_than(book), book.zone
    )
    gone = {one.id for one in replaced}
    longer = sum(any(touches(one, old) for old in replaced) for one in changes.added)
    cover = _cover(book, asked, found)
    report = ImportReport(
        read=reader.read,
        added=len(changes.added) - longer,
        updated=len(changes.changed) + longer,
        unchanged=len(changes.unchanged),
        withdrawn=sum(one.id not in gone for one in changes.withdrawn),
        without_coordinates=reader.without_coordinates,
        rejections=(*reader.rejections, *changes.rejections),
        notes=(
            *reader.notes,
            *said_of_pings(found, book.zone, reader.row_of),
            *_visit_notes(found, changes),
            *_cover_note(cover),
        ),
        covers=() if cover is None else (cover,),
        date_order=reader.date_order,
    )
    return report, changes


def _patrol(visit: GpsVisit, reader: PingReader) -> Patrol:
    """A visit as a patrol, with the staff, mode and resourcing of its first ping's row."""
    read = reader.row_of(visit.mark)
    return Patrol(
        visit.place,
        visit.unit,
        instant(visit.start),
        instant(visit.end),
        read.crew.staff,
        read.crew.mode,
        read.crew.resourcing or "core",
        GPS,
        file=read.file,
        row=read.row,
        gps=visit.certificate,
    )


def _held(tx: Transaction, visits: Sequence[Patrol]) -> list[Patrol]:
    """The stored patrols of the same units that share time with any of ``visits``, or touch it."""
    if not visits:
        return []
    first, last = min(one.start for one in visits), max(one.end for one in visits)
    near = timedelta(seconds=SILENCE)
    found = patrols.stored(tx, {one.unit for one in visits}, first - near, last + near)
    return [one.patrol for one in found]


def _withdrawing(book: Book, tx: Transaction, asked: _PingFiles) -> list[Patrol]:
    """The visits of the same feed in the days that the files are the whole truth of."""
    if asked.covers is None:
        return []
    since = start_of_day(asked.covers.start, book.zone)
    until = start_of_day(asked.covers.end + _DAY, book.zone)
    found = patrols.of_source(tx, GPS, since, until, feed=asked.feed)
    return [one.patrol for one in found]


def _cover(book: Book, asked: _PingFiles, found: GpsTime) -> Cover | None:
    """The days GPS speaks for: those asked for, else from the first ping to the last.

    Pings that give no time speak for none, whatever is asked for.
    """
    days = found.covered(book.zone)
    if days is None:
        return None
    if asked.covers is None:
        return Cover(GPS, Span(*days))
    return Cover(GPS, Span(asked.covers.start, min(asked.covers.end, book.today)))


def _cover_note(cover: Cover | None) -> Iterator[str]:
    if cover is None:
        yield "GPS covers no day: no unit's time can be told."
    else:
        yield f"GPS covers {cover.span.label}."


def _visit_notes(found: GpsTime, changes: PatrolChanges) -> Iterator[str]:
    yield rule_sentence(found.rule, " (the setting visit_gap)")
    yield from on_drive_throughs(found, "They are no patrol time and were not stored.")
    yield from on_parked([one for one in found.visits if not one.drive_through])
    if any(not one.mode for one in changes.taken):
        yield "The files say no mode of patrol: left blank."
    long = [one for one in changes.taken if one.end - one.start > LONG]
    if long:
        most = max(long, key=lambda one: (one.minutes, one.key))
        yield (
            f"Visits of over 8 hours: {len(long):,}; the longest, of {most.unit} at {most.place}, "
            f"has {hours(most.minutes / 60)}. Was a device left there, or is there a station "
            "inside?"
        )


def _crew_note(tx: Transaction, changes: PatrolChanges) -> Iterator[str]:
    """What to say of visits whose file doesn't say who was on them."""
    bare = [one for one in changes.added if not one.staff]
    if not bare:
        return
    alone = patrols.uncrewed(tx, bare)
    yield (
        "Officers and resourcing of a visit are those of the claim, sheet or rota of its unit at "
        f"that time, else 1 officer on core duty: so in {alone:,} of {len(bare):,} visits."
    )
