"""The boundaries that pings are looked up in, each on the days it was in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.local_time import start_of_day
from casebook.places import queries as places
from casebook.places.place import Place
from geo.dosage.outlines import EVER, Outlines


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


def laid_out(
    drawn: Sequence[Outline], zone: tzinfo, crs: str, *, degrees: bool
) -> tuple[tuple[str, ...], Outlines]:
    """The refs in order, and the outlines as pings are measured in, a place for each ref."""
    refs = tuple(sorted({one.ref for one in drawn}))
    dated = any((one.first, one.before) != (date.min, date.max) for one in drawn)
    return refs, Outlines(
        [one.shape for one in drawn],
        crs=crs,
        degrees=degrees,
        place=[refs.index(one.ref) for one in drawn],
        since=[_second(one.first, zone) for one in drawn] if dated else None,
        until=[_second(one.before, zone) for one in drawn] if dated else None,
    )


def _second(day: date, zone: tzinfo) -> int:
    """When a day begins, in UTC seconds since 1970."""
    if day in (date.min, date.max):
        return -EVER if day == date.min else EVER
    return int(start_of_day(day, zone).timestamp())
