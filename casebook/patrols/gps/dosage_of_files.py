"""Visits and minutes from a file's pings in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from casebook.core.called import Called
from casebook.core.errors import BadValue, Rejection
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.daily import Attended, by_day
from casebook.patrols.gps.duty import Duties, longest, read_duties
from casebook.patrols.gps.outlines import Outline
from casebook.patrols.gps.rows import PingReader
from casebook.patrols.gps.said import on_drive_throughs, on_parked, rule_sentence, said_of_pings
from casebook.patrols.gps.shards import time_in_files
from casebook.patrols.gps.visits import GpsTime, GpsVisit, by_unit
from casebook.patrols.import_rows import RowReader, Units
from casebook.patrols.rhythm import UNPLANNED
from casebook.places.named_polygons import read_named_polygons
from casebook.workers.cluster import WorkerCluster
from geo.crs import BNG
from geo.dosage.rule import Rule


@dataclass(frozen=True)
class DosageRows:
    """Rows of visits, or of days where a summary was asked for, and what is said beside them."""

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]


def dosage(
    paths: Sequence[Path],
    hotspots: Path,
    *,
    now: datetime,
    zone: tzinfo,
    crs: str = BNG,
    gap: float = 5.0,
    min_stay: float = 2.0,
    summary: bool = False,
    unit: str | None = None,
    utc: bool = False,
    duty: Path | None = None,
    ref_column: str | None = None,
    mapping: ColumnMapping | None = None,
    tabs: Sequence[str] = (),
    layers: Sequence[str] = (),
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> DosageRows:
    """The visits of units to the polygons of ``hotspots``, drive-throughs too, in order of start.

    With ``summary`` the officer-minutes, patrol-minutes and visits of each polygon and local day
    in ``zone``, drive-throughs counted apart. ``gap`` and ``min_stay`` are in minutes. A unit is as
    many officers as the pings' own column of staff says, else one. ``duty`` is a table of who was
    on duty when and who paid. ``tabs`` are the only tabs or layers of the pings to read,
    ``layers`` those of the polygons. ``cluster`` and ``shards`` are as
    :func:`~casebook.patrols.gps.shards.time_in_files` has them. Raises :class:`BadFile`, also where
    no device's pings come often enough to tell of visits, and :class:`BadValue`.
    """
    rule = rule_of(gap, min_stay)
    named = read_named_polygons(hotspots, crs, ref_column=ref_column, layers=layers)
    drawn = [Outline(*one) for one in zip(named.refs, named.shapes, strict=True)]
    units = Units(())
    duties = _duties(duty, zone, units)
    reader = PingReader(zone=UTC if utc else zone, crs=crs, now=now, show=zone, units=units)
    found, reader = time_in_files(
        paths,
        PingColumns(mapping or NO_MAPPING, unit),
        reader,
        drawn,
        rule,
        zone,
        tabs=tabs,
        cluster=cluster,
        shards=shards,
        progress=progress,
    )
    rows: list[dict[str, Any]]
    if summary:
        rows = _summary(found, reader, duties, zone)
    else:
        rows = [_row(visit, reader, duties, zone) for visit in found.visits]
    return DosageRows(
        tuple(rows),
        (*named.rejections, *reader.rejections, *(duties.rejections if duties else ())),
        (
            *named.notes,
            *(duties.notes if duties else ()),
            *reader.notes,
            *said_of_pings(found, zone, reader.row_of),
            rule_sentence(rule),
            *on_drive_throughs(found, "They are counted apart."),
            *on_parked(found.visits),
            *([UNPLANNED] if summary and rows else ()),
            *_on_crews(found, reader, duties, summary=summary),
        ),
    )


def rule_of(gap: float, min_stay: float) -> Rule:
    """The rule with these minutes; raises :class:`BadValue` for those that can't be meant."""
    if not 0 < gap <= 120:
        raise BadValue("The gap that ends a visit is some minutes, such as 5.")
    if not 0 <= min_stay <= 60:
        raise BadValue("The shortest stay that is a visit is some minutes, such as 2.")
    return Rule(gap=max(round(gap * 60), 1), shortest=round(min_stay * 60))


def _duties(path: Path | None, zone: tzinfo, units: Units) -> Duties | None:
    if path is None:
        return None
    return read_duties(path, RowReader(zone, Called("hotspot", {}), units, None))


def _row(
    visit: GpsVisit, reader: PingReader, duties: Duties | None, zone: tzinfo
) -> dict[str, Any]:
    told = visit.certificate
    paid: str | None = reader.row_of(visit.mark).crew.resourcing or None
    if duties:
        paid = longest(duties.parts(visit.unit, visit.start, visit.end))
    return {
        "hotspot": visit.place,
        "unit": visit.unit,
        "start": datetime.fromtimestamp(visit.start, zone).isoformat(),
        "end": datetime.fromtimestamp(visit.end, zone).isoformat(),
        "minutes": round(told.seconds / 60, 2),
        "drive_through": visit.drive_through,
        "minutes_low": None if told.low is None else round(told.low, 2),
        "minutes_high": None if told.high is None else round(told.high, 2),
        "interval_seconds": told.interval,
        "lost_share": None if told.lost is None else round(told.lost, 4),
        "device": told.device or None,
        "parked": told.parked,
        "resourcing": paid,
        "rule": told.rule,
    }


def _summary(
    found: GpsTime, reader: PingReader, duties: Duties | None, zone: tzinfo
) -> list[dict[str, Any]]:
    visits = [one for one in found.visits if not one.drive_through]
    driven = [one for one in found.visits if one.drive_through]
    attended = [
        Attended(
            visit,
            sum(number for _, number in reader.row_of(visit.mark).crew.staff) or 1,
            reader.row_of(visit.mark).crew.resourcing or "core",
        )
        for visit in by_unit(visits)
    ]
    return by_day(attended, driven, duties, found.rule.gap, zone)


def _on_crews(
    found: GpsTime, reader: PingReader, duties: Duties | None, *, summary: bool
) -> tuple[str, ...]:
    said = []
    visits = [one for one in found.visits if not one.drive_through]
    if duties:
        off = sum(one.unit not in duties.of for one in visits)
        if off:
            said.append(f"Visits of units that the duty file doesn't have: {off:,}.")
    if summary and any(not reader.row_of(visit.mark).crew.staff for visit in visits):
        said.append("No column says how many officers a unit is: counted as 1.")
    return tuple(said)
