"""Dosage the slow and obvious way: one device, one ping and one polygon at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.dosage.rule import Rule


class Ping(NamedTuple):
    """Where a device was."""

    device: int
    at: int
    x: float
    y: float


class Told(NamedTuple):
    """A visit or drive-through, as tests compare them."""

    device: int
    place: int
    start: int
    end: int
    seconds: int
    pings: int
    drive_through: bool


@dataclass
class _Stay:
    place: int
    start: int
    end: int
    last: int
    pings: int = 1
    away: list[tuple[int, int]] = field(default_factory=list)


def slow_dosage(polygons: Sequence[BaseGeometry], pings: Sequence[Ping], rule: Rule) -> list[Told]:
    """Visits and drive-throughs by device and start."""
    found: list[Told] = []
    for device in sorted({ping.device for ping in pings}):
        first: dict[int, Ping] = {}
        for ping in sorted(ping for ping in pings if ping.device == device):
            first.setdefault(ping.at, ping)
        found += _of_device(polygons, list(first.values()), rule)
    return sorted(found, key=lambda told: (told.device, told.start, told.pings == 0, told.place))


def _of_device(polygons: Sequence[BaseGeometry], pings: list[Ping], rule: Rule) -> list[Told]:
    gaps = [b.at - a.at for a, b in pairwise(pings) if b.at - a.at < 900]
    if not gaps or median(gaps) > rule.slowest:
        return []
    interval = median(gaps)
    gap = max(rule.gap, round(3 * interval))
    places = _places(polygons, pings, rule)
    stays = _stays(pings, places, interval, gap, rule)
    told = []
    for stay in stays:
        seconds = stay.end - stay.start - sum(b - a for a, b in stay.away)
        short = (seconds < rule.shortest and interval < rule.shortest) or not seconds
        told.append(
            Told(pings[0].device, stay.place, stay.start, stay.end, seconds, stay.pings, short)
        )
    return told + _passed(polygons, pings, places, told, gap)


def _places(polygons: Sequence[BaseGeometry], pings: list[Ping], rule: Rule) -> list[int | None]:
    places: list[int | None] = []
    stayed, seen = None, 0
    for ping in pings:
        here = [n for n, polygon in enumerate(polygons) if polygon.covers(Point(ping.x, ping.y))]
        place = None
        if here:
            still = stayed in here and ping.at - seen < rule.gap
            place = stayed if still else here[0]
            stayed, seen = place, ping.at
        places.append(place)
    return places


def _stays(
    pings: list[Ping], places: list[int | None], interval: float, gap: int, rule: Rule
) -> list[_Stay]:
    stays: list[_Stay] = []
    for n, (ping, place) in enumerate(zip(pings, places, strict=True)):
        if place is None:
            continue
        start, end = ping.at, ping.at
        if n > 0:
            step = ping.at - pings[n - 1].at
            start = pings[n - 1].at + step // 2 if step < gap else ping.at - int(interval / 2)
        if n + 1 < len(pings):
            step = pings[n + 1].at - ping.at
            end = ping.at + step // 2 if step < gap else ping.at + int(interval / 2)
        stay = stays[-1] if stays else None
        if stay and stay.place == place and ping.at - stay.last < gap:
            if start - stay.end >= rule.shortest:
                stay.away.append((stay.end, start))
            stay.end, stay.last, stay.pings = end, ping.at, stay.pings + 1
        else:
            stays.append(_Stay(place, start, end, ping.at))
    return stays


def _passed(
    polygons: Sequence[BaseGeometry],
    pings: list[Ping],
    places: list[int | None],
    stays: list[Told],
    gap: int,
) -> list[Told]:
    found: list[Told] = []
    for n, (one, other) in enumerate(pairwise(pings)):
        step = other.at - one.at
        way = LineString([(one.x, one.y), (other.x, other.y)])
        reach = max(abs(one.x - other.x), abs(one.y - other.y))
        moved = 0 < reach <= 70 * step
        if step >= gap or not moved or (places[n] == places[n + 1] and places[n] is not None):
            continue
        for place, polygon in enumerate(polygons):
            if place in (places[n], places[n + 1]):
                continue
            met = shapely.get_coordinates(way.intersection(polygon.boundary))
            shares = [way.project(Point(*spot)) / way.length for spot in met]
            if len(shares) < 2 or max(shares) - min(shares) < 1e-9:
                continue
            low = step // 2 if places[n] is not None else 0
            high = step // 2 if places[n + 1] is not None else step
            start = one.at + min(max(round(min(shares) * step), low), high)
            end = one.at + min(max(round(max(shares) * step), low), high)
            found.append(
                Told(pings[0].device, place, start, end, end - start, 0, drive_through=True)
            )
    return _apart(found, stays, gap)


def _apart(found: list[Told], stays: list[Told], gap: int) -> list[Told]:
    """Those a gap or more from each visit to their place and from the way past before."""
    kept: list[Told] = []
    last: dict[int, int] = {}
    for told in sorted(found, key=lambda told: told.start):
        visited = any(
            stay.place == told.place and told.start - stay.end < gap and stay.start - told.end < gap
            for stay in stays
        )
        elsewhere = any(stay.start <= told.start < stay.end for stay in stays)
        if not visited and told.start - last.get(told.place, -gap) >= gap:
            kept.append(told._replace(seconds=0) if elsewhere else told)
        last[told.place] = told.end
    return kept
