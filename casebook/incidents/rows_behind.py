"""The incidents behind a count, a row each, so that any number can be looked into."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from casebook.core.local_time import local_day
from casebook.core.months import Month
from casebook.core.wording import clock
from casebook.incidents.counts import KINDS, Counter
from casebook.incidents.queries.behind import CountedPart, IncidentBehind


@dataclass(frozen=True)
class Where:
    """The zone of a casebook's clocks and the system of its metres."""

    zone: ZoneInfo
    crs: str


def counted(
    counter: Counter, months: Iterable[Month], wanted: Collection[int] | None = None
) -> tuple[CountedPart, ...]:
    """What counts in ``months`` of the type numbers ``wanted``, or of every type."""
    months = tuple(months)
    numbers = {source: number for number, source in enumerate(counter.sources)}
    found = []
    for kind in KINDS:
        types = tuple(
            number
            for number, each in enumerate(counter.types)
            if each.kind == kind and (wanted is None or number in wanted)
        )
        by_source: dict[str, list[int]] = {}
        for month in months:
            source = counter.counting.get((kind, month))
            if types and source in numbers:
                by_source.setdefault(source, []).append(month.code)
        found += [
            CountedPart(numbers[source], types, tuple(months))
            for source, months in by_source.items()
        ]
    return tuple(found)


def rows_behind(
    counter: Counter,
    outcomes: Sequence[str],
    place: str,
    found: Sequence[tuple[str | None, IncidentBehind]],
    where: Where,
) -> list[dict[str, Any]]:
    """Those of ``found`` as people and programs read them.

    Each comes with the ref that stands under the key ``place``. ``date`` and ``time`` are local and
    null where only the month is known; so is the time of midnight sharp, where files that give a
    day alone put it. ``easting`` and ``northing`` are metres in the system ``crs`` names, and null
    without coordinates. ``reference`` is the source's own, and ``key`` the casebook's. ``load`` is
    the number of the load that last wrote it, ``file`` what was loaded and ``loaded`` the day.
    """
    points = _points([row for _, row in found], where.crs)
    return [
        {
            place: ref,
            "month": str(Month.from_code(row.month)),
            "type": counter.types[row.type].coarse,
            "subtype": counter.types[row.type].subtype,
            "kind": counter.types[row.type].kind,
            "outcome": outcomes[row.outcome] or None,
            "street": row.street or None,
            "source": counter.sources[row.source],
            "key": f"{row.key & (1 << 64) - 1:016x}",
            **_clock(row.at, where.zone),
            "reference": row.reference,
            **point,
            "load": row.load,
            "file": row.file,
            "loaded": _day_loaded(row.loaded_at, where.zone),
        }
        for (ref, row), point in zip(found, points, strict=True)
    ]


def _day_loaded(at: str | None, zone: ZoneInfo) -> str | None:
    return None if at is None else str(local_day(datetime.fromisoformat(at), zone))


def _clock(at: int | None, zone: ZoneInfo) -> dict[str, str | None]:
    """The local day and time of a moment."""
    if at is None:
        return {"date": None, "time": None}
    local = datetime.fromtimestamp(at, zone)
    return {
        "date": str(local.date()),
        "time": None if local.time() == time() else clock(local),
    }


def _points(rows: Sequence[IncidentBehind], crs: str) -> list[dict[str, Any]]:
    """Where each row is, in metres to the centimetre and in degrees to a tenth of a metre."""
    import numpy as np

    from geo.crs import WGS84, transform

    x = np.array([row.x for row in rows], float)
    y = np.array([row.y for row in rows], float)
    there = ~np.isnan(x)
    longitude, latitude = np.full(len(x), np.nan), np.full(len(x), np.nan)
    longitude[there], latitude[there] = transform(x[there], y[there], crs, WGS84)
    columns = (x.round(2), y.round(2), longitude.round(6), latitude.round(6))
    return [
        {
            "easting": east,
            "northing": north,
            "crs": crs,
            "longitude": along,
            "latitude": up,
        }
        if known
        else {"easting": None, "northing": None, "crs": None, "longitude": None, "latitude": None}
        for known, east, north, along, up in zip(
            there.tolist(), *(column.tolist() for column in columns), strict=True
        )
    ]
