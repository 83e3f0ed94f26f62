"""Lomea's main roads, B roads and country lanes, drawn by hand in kilometres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from shapely import LineString

from sample_data.generator.geography.coast import Point, curve, metres, seafront


@dataclass(frozen=True)
class Road:
    """A length of road in metres (EPSG:27700); `road_class` is a, b or local."""

    name: str
    road_class: str
    line: LineString


_DRAWN = (
    ("Trinity Way", "a", (
        (0.55, 6.55), (0.75, 5.7), (0.95, 4.7), (1.15, 3.75), (0.75, 2.7), (0.25, 1.7),
        (-0.15, 0.75), (0.05, -0.4), (0.3, -1.4), (0.5, -2.6), (0.55, -3.9), (0.75, -5.1),
        (0.55, -6.2), (0.35, -7.0),
    )),
    ("Long Causeway", "a", ((-0.15, 0.75), (0.8, 0.85), (1.8, 0.5), (2.6, 0.35), (3.62, 0.3))),
    ("Harbour Street", "a", ((-2.56, 0.13), (-1.9, 0.2), (-1.1, 0.5), (-0.15, 0.75))),
    ("Pell Road", "a", (
        (-1.55, 0.33), (-1.7, 1.2), (-2.05, 2.2), (-2.2, 3.1), (-2.1, 3.75), (-1.6, 4.6),
    )),
    ("Copperas Lane", "b", ((-1.6, 4.6), (-0.9, 5.3), (-0.3, 6.0), (0.6, 6.3))),
    ("Marsh Road", "b", (
        (-2.2, 0.15), (-2.25, -0.8), (-1.85, -1.7), (-1.8, -2.6), (-2.2, -3.4), (-2.2, -4.2),
        (-1.6, -5.0), (-0.9, -5.5), (0.0, -5.35), (0.75, -5.1),
    )),
    ("Tollness Road", "b", ((0.55, -3.9), (1.6, -4.3), (2.4, -4.4), (3.2, -4.25))),
    ("Sandway", "b", ((2.9, -4.3), (2.65, -3.4), (2.55, -2.5), (2.75, -1.6), (2.85, -0.6),
                      (2.75, 0.33))),
    ("Drovers Road", "b", ((1.15, 3.75), (1.75, 3.1), (2.2, 2.3), (2.6, 1.4), (2.75, 0.33))),
    ("Skerrick Road", "b", ((1.05, 4.2), (1.6, 4.6), (1.85, 5.15), (1.5, 5.9), (0.6, 6.3))),
    ("Oxney Road", "b", ((-2.15, 3.5), (-1.3, 3.35), (-0.3, 3.5), (0.5, 3.45), (1.15, 3.75))),
    ("Dock Road", "b", ((-2.55, 0.14), (-2.72, 0.75), (-3.05, 1.2), (-3.2, 1.75), (-2.85, 2.15),
                        (-2.05, 2.2))),
    ("Bulwark Road", "b", ((-2.2, -0.55), (-2.6, -0.75), (-3.1, -0.85), (-3.55, -0.8))),
    ("Brickfield Way", "b", ((0.3, -1.4), (1.0, -1.75), (1.6, -2.2), (2.0, -2.7), (2.6, -2.9))),
    ("Hollin Road", "b", ((-1.95, -1.45), (-1.2, -1.5), (-0.4, -1.3), (0.3, -1.4))),
    ("Lighthouse Road", "b", ((0.55, 6.55), (0.75, 7.0), (0.6, 7.45))),
    ("Saltern Lane", "local", ((-1.6, -5.0), (-1.25, -5.7), (-0.9, -6.3), (-0.1, -6.6),
                               (0.45, -6.6))),
    ("Warren Lane", "local", ((-0.3, 6.0), (-0.85, 6.35), (-0.5, 6.9), (0.1, 7.15),
                              (0.72, 6.9))),
    ("Gut Lane", "local", ((0.53, -3.4), (-0.3, -3.6), (-1.1, -3.9), (-2.2, -3.9))),
    ("Galley Lane", "local", ((0.95, 4.75), (0.2, 4.9), (-0.5, 4.6), (-0.8, 3.4))),
    ("Ness Lane", "local", ((1.6, -4.3), (1.8, -5.1), (1.5, -5.9), (0.56, -6.2))),
    ("Mill Lane", "local", ((0.8, 0.85), (1.1, 1.6), (1.6, 2.1), (2.25, 2.2))),
    ("Wreckers Lane", "local", ((0.1, -0.55), (1.0, -0.5), (1.9, -0.8), (2.8, -0.9))),
    ("Dyke Lane", "local", ((-1.8, -2.6), (-1.0, -2.9), (-0.3, -2.7), (0.5, -2.6))),
    ("Pennant Lane", "local", ((-2.05, 2.2), (-1.3, 2.3), (-0.6, 1.9), (0.25, 1.7))),
)  # fmt: skip


def main_roads() -> list[Road]:
    """Every road that is drawn rather than laid out by a town, the seafront among them."""
    drawn = [
        Road(name, road_class, _overshot(LineString(curve(metres(points), 120.0)).simplify(3.0)))
        for name, road_class, points in _DRAWN
    ]
    return [*drawn, Road("The Esplanade", "b", seafront(75.0))]


def _overshot(line: LineString, by: float = 12.0) -> LineString:
    """The line a little longer at both ends, so that a road meets the one it was drawn up to."""
    points = list(line.coords)
    start, end = _beyond(points[1], points[0], by), _beyond(points[-2], points[-1], by)
    return LineString([start, *points, end])


def _beyond(before: Point, end: Point, by: float) -> Point:
    east, north = end[0] - before[0], end[1] - before[1]
    length = hypot(east, north)
    return end[0] + by * east / length, end[1] + by * north / length
