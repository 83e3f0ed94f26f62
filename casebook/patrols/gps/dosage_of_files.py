"""Visits and minutes from a file's pings in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from casebook.core.called import Called
from casebook.core.errors import Rejection
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.crewed import CrewedTime
from casebook.patrols.gps.duty import Duties, read_duties
from casebook.patrols.gps.outlines import Outline
from casebook.patrols.gps.rows import PingReader
from casebook.patrols.gps.rule import rule_of, rule_sentence
from casebook.patrols.gps.said import on_drive_throughs, on_parked, said_of_pings
from casebook.patrols.gps.shards import time_in_files
from casebook.patrols.import_rows import RowReader, Units
from casebook.patrols.rhythm import UNPLANNED
from casebook.places.named_polygons import read_named_polygons
from casebook.workers.cluster import WorkerCluster
from geo.crs import BNG


@dataclass(frozen=True, kw_only=True)
class DosageAsked:
    """Files of pings and of polygons, and how they are to be read and measured."""

    pings: Sequence[Path]
    hotspots: Path
    now: datetime
    """No ping is later."""
    zone: tzinfo
    """Of local times and days."""
    crs: str = BNG
    """Of eastings and northings, and of the metres that are measured in."""
    gap: float = 5.0
    """Minutes outside, or without a ping, that end a visit."""
    min_stay: float = 2.0
    """Minutes; a stay of less is a drive-through."""
    summary: bool = False
    """Whether the rows are of days, and not of visits."""
    unit: str | None = None
    """The unit of files that don't say."""
    utc: bool = False
    """Whether times without a zone are UTC, not local."""
    duty: Path | None = None
    """A table of who was on duty when and who paid."""
    ref_column: str | None = None
    mapping: ColumnMapping | None = None
    tabs: Sequence[str] = ()
    """The only tabs or layers of the pings to read."""
    layers: Sequence[str] = ()
    """The only layers of the polygons to read."""
    cluster: WorkerCluster | None = None
    """As :func:`~casebook.patrols.gps.shards.time_in_files` has it, as are ``shards``."""
    shards: int | None = None


@dataclass(frozen=True)
class DosageRows:
    """Rows of visits, or of days where a summary was asked for, and what is said beside them."""

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]


def dosage(asked: DosageAsked, progress: Progress = silent) -> DosageRows:
    """The visits of units to the polygons, drive-throughs too, in order of start.

    With a summary the officer-minutes, patrol-minutes and visits of each polygon and local day,
    drive-throughs counted apart. A unit is as many officers as the pings' own column of staff says,
    else one. Raises :class:`BadFile`, also where no device's pings come often enough to tell of
    visits, and :class:`BadValue`.
    """
    rule = rule_of(asked.gap, asked.min_stay)
    named = read_named_polygons(
        asked.hotspots, asked.crs, ref_column=asked.ref_column, layers=asked.layers
    )
    units = Units(())
    duties = _duties(asked, units)
    found, reader = time_in_files(
        asked.pings,
        PingColumns(asked.mapping or NO_MAPPING, asked.unit),
        _reader(asked, units),
        [Outline(*one) for one in zip(named.refs, named.shapes, strict=True)],
        rule,
        asked.zone,
        tabs=asked.tabs,
        cluster=asked.cluster,
        shards=asked.shards,
        progress=progress,
    )
    crewed = CrewedTime(found, reader, duties, asked.zone)
    rows = crewed.day_rows() if asked.summary else crewed.visit_rows()
    return DosageRows(
        tuple(rows),
        (*named.rejections, *reader.rejections, *(duties.rejections if duties else ())),
        (
            *named.notes,
            *(duties.notes if duties else ()),
            *reader.notes,
            *said_of_pings(found, asked.zone, reader.row_of),
            rule_sentence(rule),
            *on_drive_throughs(found, "They are counted apart."),
            *on_parked(found.visits),
            *([UNPLANNED] if asked.summary and rows else ()),
            *crewed.said_of_duties(),
            *(crewed.said_of_officers() if asked.summary else ()),
        ),
    )


def _reader(asked: DosageAsked, units: Units) -> PingReader:
    zone = UTC if asked.utc else asked.zone
    return PingReader(zone=zone, crs=asked.crs, now=asked.now, show=asked.zone, units=units)


def _duties(asked: DosageAsked, units: Units) -> Duties | None:
    if asked.duty is None:
        return None
    return read_duties(asked.duty, RowReader(asked.zone, Called("hotspot", {}), units, None))
