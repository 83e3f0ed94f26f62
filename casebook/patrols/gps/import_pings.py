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
from casebook.core.months import Span, day_label
from casebook.core.wording import amount, hours
from casebook.files.mapping import ColumnMapping
from casebook.patrols import queries as patrols
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.outlines import first_and_last_day, oddities, outlines, pings_in
from casebook.patrols.gps.rows import PingReader, Pings, ReadPings
from casebook.patrols.gps.stays import Stay, stays
from casebook.patrols.import_files import no_later_than
from casebook.patrols.import_rows import Units
from casebook.patrols.import_store import known, store
from casebook.patrols.import_window import PatrolChanges, patrol_changes
from casebook.patrols.patrol import GPS, Patrol, Timeline
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.store.report import Cover, ImportReport
from casebook.store.transaction import Transaction

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
    one file to another that repeats some of it is made one.

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
class _PingFiles(Importer[ReadPings]):
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
    def asked(self) -> Mapping[str, Any]:
        return {
            "covers": str(self.covers) if self.covers else None,
            "mapping": self.mapping.encode(),
            "unit": self.unit,
            "times": "UTC" if self.utc else self.book.settings.timezone,
            "gap": self.book.settings.visit_gap,
        }

    def tables(self) -> PingColumns:
        return PingColumns(self.mapping, self.unit)

    def read(self) -> ReadPings:
        """The pings of the files, column by column."""
        with self.book.store.reading() as tx:
            units = Units(patrols.units(tx))
        reader = PingReader(
            zone=UTC if self.utc else self.book.zone,
            crs=self.book.settings.crs,
            now=no_later_than(self.book),
            show=self.book.zone,
            units=units,
        )
        return reader.read(self.paths, self.tables(), self.progress, self.tabs)

    def plan(self, tx: Transaction, given: ReadPings) -> Planned:
        """The visits the pings make, sorted by what becomes of them."""
        report, changes = _patrol_changes(self.book, tx, self, given)

        def stored(load: int) -> ImportReport:
            if self.columns_key and self.mapping:
                tx.put(self.columns_key, self.mapping.encode())
            done = store(self.book, tx, changes, report, load)
            return replace(done, notes=(*done.notes, *_crew_note(tx, changes)))

        to_write = changes.affected or not known(tx, report.covers)
        return Planned(report, stored if to_write else None, self.feed)


def _patrol_changes(
    book: Book, tx: Transaction, asked: _PingFiles, read: ReadPings
) -> tuple[ImportReport, PatrolChanges]:
    """What the files would do; nothing is written."""
    hotspots = tx.load(Place, kind="hotspot")
    drawn = outlines(hotspots, places.boundaries(tx))
    if not drawn:
        raise BadFile(
            "This casebook has no hotspots with a boundary yet for units to be in: "
            "bring them in with 'casebook import hotspots' first."
        )
    inside = pings_in(drawn, read.pings, book.zone)
    found = stays(inside, round(book.settings.visit_gap * 60))
    visits = [_visit(stay, read.pings) for stay in found if not stay.drive_through]
    withdrawing = _withdrawing(book, tx, asked)
    held = [one for one in _held(tx, visits) if one.id not in {other.id for other in withdrawing}]
    joined, replaced = _joined(visits, [one for one in held if one.source == GPS])
    changes = patrol_changes(
        joined, held, [*withdrawing, *replaced], no_later_than(book), book.zone
    )
    longer = sum(any(_overlap(one, old) for old in replaced) for one in changes.added)
    cover = _cover(book, asked, read.pings)
    report = ImportReport(
        read=read.read,
        added=len(changes.added) - longer,
        updated=len(changes.changed) + longer,
        unchanged=len(changes.unchanged),
        withdrawn=len(changes.withdrawn) - len(replaced),
        without_coordinates=read.without_coordinates,
        rejections=(*read.rejections, *changes.rejections),
        notes=(
            *read.notes,
            *oddities(read.pings, inside, book.zone),
            *_visit_notes(book, found, changes),
            f"GPS covers {day_label(cover.span.start)} to {day_label(cover.span.end)}.",
        ),
        covers=(cover,),
        date_order=read.date_order,
    )
    return report, changes


def _visit(stay: Stay, pings: Pings) -> Patrol:
    """A stay as a patrol, with the staff, mode and resourcing of its first ping's row."""
    crew = pings.crews[pings.crew[stay.row]]
    return Patrol(
        stay.place,
        stay.unit,
        instant(stay.start),
        instant(stay.end),
        crew.staff,
        crew.mode,
        crew.resourcing or "core",
        GPS,
        file=pings.files[pings.file[stay.row]],
        row=int(pings.row[stay.row]),
    )


def _held(tx: Transaction, visits: Sequence[Patrol]) -> list[Patrol]:
    """The stored patrols of the same units that share time with any of ``visits``."""
    if not visits:
        return []
    first, last = min(one.start for one in visits), max(one.end for one in visits)
    found = patrols.stored(tx, {one.unit for one in visits}, first, last)
    return [one.patrol for one in found]


def _withdrawing(book: Book, tx: Transaction, asked: _PingFiles) -> list[Patrol]:
    """The visits of the same feed in the days that the files are the whole truth of."""
    if asked.covers is None:
        return []
    since = start_of_day(asked.covers.start, book.zone)
    until = start_of_day(asked.covers.end + _DAY, book.zone)
    found = patrols.of_source(tx, GPS, since, until, feed=asked.feed)
    return [one.patrol for one in found]


def _joined(visits: Sequence[Patrol], held: Sequence[Patrol]) -> tuple[list[Patrol], list[Patrol]]:
    """The visits made one with the stored ones they overlap, and the stored ones that go for it.

    Files of pings often repeat some of the one before. What a visit was known to last it lasts.
    """
    lines: dict[tuple[str, str], Timeline] = {}
    for one in held:
        lines.setdefault((one.unit, one.place), Timeline()).add(one)
    joined: dict[tuple[str, str], list[Patrol]] = {}
    replaced: dict[int, Patrol] = {}
    for visit in visits:
        line = lines.get((visit.unit, visit.place))
        old = line.overlapping(visit) if line else []
        replaced |= {one.id: one for one in old}
        whole = _lasting(visit, old)
        mine = joined.setdefault((visit.unit, visit.place), [])
        if mine and mine[-1].end > whole.start:  # a stored visit spans two of the file's
            whole = _lasting(mine.pop(), [whole])
        mine.append(whole)
    found = [one for mine in joined.values() for one in mine]
    kept = {one.key for one in found}
    return found, [one for one in replaced.values() if one.key not in kept]


def _lasting(visit: Patrol, others: Sequence[Patrol]) -> Patrol:
    """The visit from the first start to the last end of it and ``others``."""
    return replace(
        visit,
        start=min([visit.start, *(one.start for one in others)]),
        end=max([visit.end, *(one.end for one in others)]),
    )


def _overlap(one: Patrol, other: Patrol) -> bool:
    return (
        (one.unit, one.place) == (other.unit, other.place)
        and one.start < other.end
        and other.start < one.end
    )


def _cover(book: Book, asked: _PingFiles, pings: Pings) -> Cover:
    """The days GPS speaks for: those asked for, else from the first ping to the last."""
    if asked.covers is None:
        return Cover(GPS, Span(*first_and_last_day(pings.at, book.zone)))
    return Cover(GPS, Span(asked.covers.start, min(asked.covers.end, book.today)))


def _visit_notes(book: Book, found: Sequence[Stay], changes: PatrolChanges) -> Iterator[str]:
    gap = book.settings.visit_gap
    yield (
        "A visit ends when its unit has been outside, or without a ping, for "
        f"{amount(gap, 'minutes')} or more (the setting visit_gap); its end is its last ping "
        "inside."
    )
    driven = sum(stay.drive_through for stay in found)
    if driven:
        yield (
            f"Drive-throughs (a lone ping, or less than a minute): {driven:,}. They are no patrol "
            "time and were not stored."
        )
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
