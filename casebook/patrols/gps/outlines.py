"""Which hotspots pings lie in, by the boundary in force on their day, and what is odd of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Floats
from casebook.patrols.gps.rows import Pings
from casebook.patrols.gps.stays import Ping
from casebook.places import queries as places
from casebook.places.place import Place
from geo.inside import PolygonIndex

FASTEST = 70.0
"""Metres a second (some 250 km/h): what no patrol does, but a device that lost its fix."""
_QUARTER = 900
"""Seconds: no zone's clock changes within a quarter of an hour."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Outline:
    """A hotspot's boundary and the days it is in force, the last one not included."""

    ref: str
    shape: BaseGeometry
    first: date = date.min
    before: date = date.max


def outlines(hotspots: Sequence[Place], boundaries: Sequence[places.Boundary]) -> list[Outline]:
    """Every boundary of ``hotspots`` with the days it was in force and the hotspot live."""
    found = []
    by_ref = places.by_ref(boundaries)
    for place in hotspots:
        rows = by_ref.get(place.ref, [])
        for number, row in enumerate(rows):
            later = rows[number + 1].valid_from if number + 1 < len(rows) else None
            first = max(row.valid_from or date.min, place.live_from or date.min)
            before = min(later or date.max, place.retired_on or date.max)
            if first < before:
                found.append(Outline(place.ref, shapely.from_wkb(row.wkb), first, before))
    return found


def pings_in(outlines: Sequence[Outline], pings: Pings, zone: tzinfo) -> list[Ping]:
    """The pings that lie in or on an outline in force on their local day, one for each."""
    polygon, point = PolygonIndex([one.shape for one in outlines]).pairs(pings.x, pings.y)
    day = local_days(pings.at, zone)[point]
    first = np.array([one.first.toordinal() - _EPOCH for one in outlines], np.int64)
    before = np.array([one.before.toordinal() - _EPOCH for one in outlines], np.int64)
    stands = (day >= first[polygon]) & (day < before[polygon]) if len(polygon) else point == -1
    polygon, point = polygon[stands], point[stands]
    refs = [one.ref for one in outlines]
    unit, at = pings.unit[point].tolist(), pings.at[point].tolist()
    return [
        Ping(pings.units[who], when, refs[where], row)
        for who, when, where, row in zip(unit, at, polygon.tolist(), point.tolist(), strict=True)
    ]


def local_days(at: Ints, zone: tzinfo) -> Ints:
    """The local day of each instant, in days since 1970."""
    quarters, place = np.unique(at // _QUARTER, return_inverse=True)
    offsets = [
        datetime.fromtimestamp(quarter * _QUARTER, zone).utcoffset()
        for quarter in quarters.tolist()
    ]
    seconds = np.array([o.total_seconds() if o else 0 for o in offsets], np.int64)
    days: Ints = (at + seconds[place]) // 86400
    return days


def first_and_last_day(at: Ints, zone: tzinfo) -> tuple[date, date]:
    """The local days of the earliest and of the latest instant."""
    first, last = local_days(np.array([at.min(), at.max()], np.int64), zone).tolist()
    return date.fromordinal(first + _EPOCH), date.fromordinal(last + _EPOCH)


def oddities(pings: Pings, inside: Sequence[Ping], zone: tzinfo) -> Iterator[str]:
    """What a person should know of the pings: how many, how often, and what can't be."""
    rows = len({ping.row for ping in inside})
    first, last = (day_label(day) for day in first_and_last_day(pings.at, zone))
    units = len(np.unique(pings.unit))
    yield (
        f"{counted(len(pings), 'ping')} of {counted(units, 'unit')}, {first} to {last}; "
        f"{counted(len(pings) - rows, 'of them lies', 'of them lie')} in no hotspot."
    )
    if len(inside) > rows:
        yield (
            f"Pings in two hotspots that overlap: {len(inside) - rows:,}. Each counts in one, "
            "where the unit was already."
        )
    order = np.lexsort((pings.at, pings.unit))
    same = np.diff(pings.unit[order]) == 0
    seconds = np.diff(pings.at[order])[same]
    if len(seconds):
        yield f"Pings come every {counted(round(np.median(seconds)), 'second')} (the median)."
    yield from _too_fast(pings, order)


def _too_fast(pings: Pings, order: Ints) -> Iterator[str]:
    x, y, at = pings.x[order], pings.y[order], pings.at[order]
    same = np.diff(pings.unit[order]) == 0
    far: Floats = np.hypot(np.diff(x), np.diff(y))
    fast = np.flatnonzero(same & (far > FASTEST * np.maximum(np.diff(at), 1)))
    if len(fast):
        row = int(order[1:][fast].min())
        where = f"{pings.files[pings.file[row]]}, row {pings.row[row]}"
        yield (
            f"Faster than 250 km/h from the ping before: {len(fast):,} (the first: {where}). "
            "They are kept as they are."
        )
