"""Lomea's main roads, B roads and country lanes."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from shapely import LineString

from sample_data.generator.geography.coast import Point, curve, metres, seafront
from sample_data.generator.written import written

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Road:
    """A length of road in metres (EPSG:27700); `road_class` is a, b or local."""

    name: str
    road_class: str
    line: LineString


def main_roads() -> list[Road]:
    """Every road that is drawn rather than laid out by a town, the seafront among them."""
    drawn = [
        Road(road["name"], road["road_class"], _overshot(_curved(road["points"])))
        for road in written("roads")["roads"]
    ]
    return [*drawn, Road("The Esplanade", "b", seafront(75.0))]


def _curved(points: Sequence[Point]) -> LineString:
    return LineString(curve(metres(points), 120.0)).simplify(3.0)


def _overshot(line: LineString, by: float = 12.0) -> LineString:
    """The line a little longer at both ends, so that a road meets the one it was drawn up to."""
    points = list(line.coords)
    start, end = _beyond(points[1], points[0], by), _beyond(points[-2], points[-1], by)
    return LineString([start, *points, end])


def _beyond(before: Point, end: Point, by: float) -> Point:
    east, north = end[0] - before[0], end[1] - before[1]
    length = hypot(east, north)
    return end[0] + by * east / length, end[1] + by * north / length
