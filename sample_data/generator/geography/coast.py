"""The shore of Lomea: a hand-drawn outline, smoothed and weathered, in metres (EPSG:27700)."""

from __future__ import annotations

from math import cos, hypot, sin
from typing import TYPE_CHECKING

from shapely import LineString, Polygon

from sample_data.generator.written import written

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]

ORIGIN = (645500.0, 157500.0)
"""The middle of the island; hand-drawn places are in kilometres east and north of it."""

_SHORE_KM: tuple[Point, ...] = written("island")["shore"]


def metres(km: Sequence[Point]) -> list[Point]:
    """Points drawn in kilometres about the island's middle, in EPSG:27700."""
    return [(ORIGIN[0] + x * 1000, ORIGIN[1] + y * 1000) for x, y in km]


def curve(points: Sequence[Point], spacing: float = 60.0, *, closed: bool = False) -> list[Point]:
    """A smooth line through every point (Catmull-Rom), with a vertex about every `spacing`."""
    if closed:
        padded = [points[-1], *points, points[0], points[1]]
    else:
        padded = [points[0], *points, points[-1]]
    line: list[Point] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(1, round(hypot(end[0] - start[0], end[1] - start[1]) / spacing))
        line += [_between(before, start, end, after, step / steps) for step in range(steps)]
    return line if closed else [*line, points[-1]]


def island() -> Polygon:
    """The whole island as one polygon."""
    shore = [
        (x + _weather(x, y, 0.0), y + _weather(x, y, 9.0))
        for x, y in curve(metres(_SHORE_KM), closed=True)
    ]
    return Polygon(shore).simplify(6.0).normalize()


def seafront(inland: float) -> LineString:
    """The line `inland` metres behind the eastern beach, from north to south."""
    beach = curve(metres(_SHORE_KM[6:12]), 80.0)
    line = []
    for before, here, after in zip(beach, beach[1:], beach[2:], strict=False):
        east, north = after[0] - before[0], after[1] - before[1]
        length = hypot(east, north)
        line.append((here[0] + inland * north / length, here[1] - inland * east / length))
    return LineString(line)


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    return _spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def _weather(x: float, y: float, phase: float) -> float:
    """Metres the sea has worn the shore by: little on the eastern beach, more on the marshes."""
    rough = 22.0 if x < ORIGIN[0] + 1500 else 9.0
    return rough * (sin(x / 83 + phase) * cos(y / 131) + 0.6 * sin((x + y) / 47 + 2 * phase))
