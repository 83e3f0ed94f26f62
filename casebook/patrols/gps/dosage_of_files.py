"""Visits and minutes from a file's pings in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.wording import amount
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.patrols.dosage import dosage_by_day
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.outlines import Outline, oddities, pings_in
from casebook.patrols.gps.rows import PingReader, Pings
from casebook.patrols.gps.stays import Stay, stays
from casebook.patrols.import_rows import Units
from casebook.patrols.patrol import Staff
from casebook.places.import_rows import choose_columns
from geo.crs import BNG
from geo.polygons import read_polygons


@dataclass(frozen=True)
class DosageRows:
    """Rows of visits, or of days where a summary was asked for, and what is said beside them."""

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]


class _Attended(NamedTuple):
    """A visit in the form dosage is measured from."""

    start: int
    end: int
    officers: int
    resourcing: str = "core"


def dosage(
    paths: Sequence[Path],
    hotspots: Path,
    *,
    now: datetime,
    zone: tzinfo,
    crs: str = BNG,
    gap: float = 5.0,
    summary: bool = False,
    unit: str | None = None,
    utc: bool = False,
    ref_column: str | None = None,
    mapping: ColumnMapping | None = None,
    tabs: Sequence[str] = (),
    layers: Sequence[str] = (),
    progress: Progress = silent,
) -> DosageRows:
    """The visits of units to the polygons of ``hotspots``, drive-throughs too, in order of start.

    With ``summary`` the officer-minutes, patrol-minutes and visits of each polygon and local day
    in ``zone``, drive-throughs left out. ``gap`` is in minutes. A unit is as many officers as the
    pings' own column of staff says, else one. ``tabs`` are the only tabs or layers of the pings to
    read, ``layers`` those of the polygons. Raises :class:`BadFile`, :class:`BadValue`.
    """
    if not 0 < gap <= 120:
        raise BadValue("The gap that ends a visit is some minutes, such as 5.")
    drawn, notes, bad_shapes = _outlines(hotspots, crs, ref_column, layers)
    reader = PingReader(zone=UTC if utc else zone, crs=crs, now=now, show=zone, units=Units(()))
    read = reader.read(paths, PingColumns(mapping or NO_MAPPING, unit), progress, tabs)
    inside = pings_in(drawn, read.pings, zone)
    found = stays(inside, round(gap * 60))
    said = [*notes, *read.notes, *oddities(read.pings, inside, zone)]
    said.append(f"A visit ends with {amount(gap, 'minutes')} or more outside, or without a ping.")
    if summary:
        rows = _summary(found, read.pings, zone, round(gap * 60))
        driven = sum(stay.drive_through for stay in found)
        said.append(f"Drive-throughs left out (a lone ping, or less than a minute): {driven:,}.")
        if any(not _staff(stay, read.pings) for stay in found):
            said.append("No column says how many officers a unit is: counted as 1.")
    else:
        rows = [_row(stay, zone) for stay in found]
    return DosageRows(tuple(rows), bad_shapes + read.rejections, tuple(said))


def _outlines(
    path: Path, crs: str, ref_column: str | None, layers: Sequence[str]
) -> tuple[list[Outline], tuple[str, ...], tuple[Rejection, ...]]:
    file = read_polygons(path, crs=crs, layers=layers)
    if not file.features:
        raise BadFile(f"{path.name} has no polygon that can be used: {file.rejections[0].fault}")
    usable = [feature.properties for feature in file.features]
    columns = choose_columns(path.name, file.columns, usable, ref=ref_column)
    drawn = [Outline(one.properties[columns.ref].strip(), one.geometry) for one in file.features]
    return drawn, (*file.notes, *columns.notes), file.rejections


def _row(stay: Stay, zone: tzinfo) -> dict[str, Any]:
    return {
        "hotspot": stay.place,
        "unit": stay.unit,
        "start": datetime.fromtimestamp(stay.start, zone).isoformat(),
        "end": datetime.fromtimestamp(stay.end, zone).isoformat(),
        "minutes": round((stay.end - stay.start) / 60, 2),
        "drive_through": stay.drive_through,
    }


def _summary(found: Sequence[Stay], pings: Pings, zone: tzinfo, gap: int) -> list[dict[str, Any]]:
    attended: dict[str, list[_Attended]] = defaultdict(list)
    for stay in found:
        if not stay.drive_through:
            officers = sum(number for _, number in _staff(stay, pings)) or 1
            attended[stay.place].append(_Attended(stay.start, stay.end, officers))
    return [
        {
            "hotspot": ref,
            "date": day.isoformat(),
            "officer_minutes": round(there.officer_minutes, 2),
            "patrol_minutes": round(there.patrol_minutes, 2),
            "visits": there.visits,
        }
        for ref in sorted(attended)
        for day, there in dosage_by_day(attended[ref], zone, gap).items()
    ]


def _staff(stay: Stay, pings: Pings) -> Staff:
    crew = pings.crews[int(pings.crew[stay.row])]
    return crew.staff
