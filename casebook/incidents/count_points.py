"""Counting a file's incidents in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints
from casebook.files.date_orders import DateOrders, decided
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.rejects import Rows, rejected_rows
from casebook.files.tabular import Floats, sheets
from casebook.incidents.import_columns import ALIASES, Recognised
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_rows import IncidentColumns, ReadingContext, Vocabulary, read_rows
from casebook.incidents.import_when import DatesRead
from casebook.incidents.placing import placing_notes
from casebook.incidents.types import IncidentType
from casebook.places.import_rows import choose_columns
from geo.crs import BNG
from geo.inside import PolygonIndex
from geo.polygons import read_polygons

BY = ("month", "type")
INSIDE, RING = "inside", "ring"
_ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class PointCounts:
    """Rows of hotspot, zone, month, crime type and count, and what must be said beside them.

    Where the files have sub-types a row is one of a crime type, or None for the rest of it.
    """

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]
    beside: tuple[str, ...]
    """Those of the notes that are about the counts and not about how files were read."""
    covers: Span | None
    """From the first day that a row tells of to the last, a month being all its days."""
    read: int
    """How many rows the files of incidents hold."""
    rejected_rows: Rows
    """The rows that weren't taken below their heading, where they were asked for."""


def count_points(
    paths: Sequence[Path],
    hotspots: Path,
    *,
    today: date,
    crs: str = BNG,
    ref_column: str | None = None,
    ring: float | None = None,
    by: Sequence[str] = BY,
    tabs: Sequence[str] = (),
    layers: Sequence[str] = (),
    mapping: ColumnMapping = NO_MAPPING,
    rejects: bool = False,
    progress: Progress = silent,
) -> PointCounts:
    """How many rows of ``paths`` lie in each polygon of ``hotspots``; repeated IDs count again.

    ``ring`` adds the zone within so many metres around each polygon and outside it. ``by`` is any
    of month and type. A combination without a row isn't listed. A row in two polygons counts in
    both. ``tabs`` are the only tabs or layers of the incidents to read, ``layers`` those of the
    polygons; ``mapping`` says what the incidents' columns are called; ``rejects`` asks for the rows
    that can't be taken. Raises :class:`BadFile`, :class:`BadValue`.
    """
    mapping.refuse_unknown(ALIASES)
    unknown = [name for name in by if name not in BY]
    if unknown:
        raise BadValue(f"Points are counted by month and type, not by '{unknown[0]}'.")
    if ring is not None and not 0 < ring < 100_000:
        raise BadValue("A ring is some metres wide, such as 200.")
    refs, zones, notes, bad_shapes = _zones(hotspots, crs, ref_column, ring, layers)
    rows, words, bad_rows, said = _read(paths, today, crs, tabs, mapping, progress)
    counted: Counter[tuple[str | None, ...]] = Counter()
    placing: tuple[str, ...] = ()
    types = [IncidentType(*entry) for entry in words.types.values]
    for zone, shapes in zones.items():
        polygons, points = PolygonIndex(shapes).pairs(rows.x, rows.y)
        if zone == INSIDE:
            placing = placing_notes(shapes, crs, rows.x, rows.y, points)
        for polygon, month, kind in zip(
            polygons.tolist(), rows.month[points].tolist(), rows.type[points].tolist(), strict=True
        ):
            counted[
                refs[polygon],
                zone,
                str(Month.from_code(month)) if "month" in by else None,
                types[kind].coarse if "type" in by else None,
                types[kind].subtype if "type" in by else None,
            ] += 1
    keys = ["hotspot", "zone", "month", "crime_type", "subtype"]
    if not any(key[-1] for key in counted):
        keys.remove("subtype")
    ordered = sorted(counted.items(), key=lambda pair: tuple(part or "" for part in pair[0]))
    listed = tuple({**dict(zip(keys, key, strict=False)), "count": n} for key, n in ordered)
    beside = (_read_in_words(rows), *placing, *_repeats(rows))
    every = (*notes, *said, *beside)
    read = len(rows) + len(bad_rows)
    bad = bad_shapes + bad_rows
    whole = rejected_rows(bad_rows, paths, Recognised(mapping), tabs) if rejects else ()
    return PointCounts(listed, bad, every, beside, _reach(rows), read, whole)


def _reach(rows: IncidentColumns) -> Span | None:
    """The days that rows tell of; None for no rows."""
    if not len(rows):
        return None
    timed = ~np.isnan(rows.at)
    days = [datetime.fromtimestamp(at, _ZONE).date() for at in _ends(rows.at[timed])]
    months = [Month.from_code(int(code)) for code in _ends(rows.month[~timed])]
    return Span(
        min([*days, *(month.first for month in months)]),
        max([*days, *(month.last for month in months)]),
    )


def _ends(values: Ints | Floats) -> list[float]:
    return [float(values.min()), float(values.max())] if len(values) else []


def _zones(
    path: Path, crs: str, ref_column: str | None, ring: float | None, layers: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, list[BaseGeometry]], tuple[str, ...], tuple[Rejection, ...]]:
    """The refs of the polygons, the shapes of each zone in that order, notes and rejections."""
    file = read_polygons(path, crs=crs, layers=layers)
    if not file.features:
        raise BadFile(f"{path.name} has no polygon that can be used: {file.rejections[0].fault}")
    usable = [feature.properties for feature in file.features]
    columns = choose_columns(path.name, file.columns, usable, ref=ref_column)
    refs = tuple(feature.properties[columns.ref].strip() for feature in file.features)
    cores = [feature.geometry for feature in file.features]
    zones = {INSIDE: cores}
    if ring is not None:
        zones[RING] = [core.buffer(ring).difference(core) for core in cores]
    return refs, zones, (*file.notes, *columns.notes), file.rejections


def _read(
    paths: Sequence[Path],
    today: date,
    crs: str,
    tabs: Sequence[str],
    mapping: ColumnMapping,
    progress: Progress,
) -> tuple[IncidentColumns, Vocabulary, tuple[Rejection, ...], tuple[str, ...]]:
    recognised, words = Recognised(mapping), Vocabulary()
    dates = DatesRead(DateOrders(mapping.date_order))
    context = ReadingContext("", Calendar(_ZONE, today, None), crs, words, dates=dates)
    parts: list[IncidentColumns] = []
    rejections: list[Rejection] = []
    notes: list[str] = []
    choose, few = recognised.choose, recognised.few
    found = sheets(paths, choose=choose, few=few, tabs=tabs, progress=progress)
    for sheet in decided(found, recognised.dates, context.dates.orders):
        rows, bad = read_rows(mapping.filled(sheet), recognised.columns[sheet.file], context)
        parts.append(rows)
        rejections += bad
        notes += sheet.notes
    recognised.refuse_if_nothing()
    notes += context.dates.notes()
    whole = IncidentColumns.joined(parts)
    return whole, words, tuple(rejections), tuple(notes)


def _read_in_words(rows: IncidentColumns) -> str:
    missing = int(np.isnan(rows.x).sum())
    return f"{counted(len(rows), 'row')} read, {missing:,} of them without coordinates."


def _repeats(rows: IncidentColumns) -> tuple[str, ...]:
    """A sentence on IDs that come more than once: every row was counted as it stands."""
    known = rows.key[~rows.anonymous]
    ids, times = np.unique(known, return_counts=True)
    again = int((times > 1).sum())
    if not again:
        return ()
    extra = len(known) - len(ids)
    says = (
        f"{counted(again, 'ID comes', 'IDs come')} more than once "
        f"({counted(extra, 'row')} more): rows were counted as they "
        "stand. A casebook counts each incident once."
    )
    return (says,)
