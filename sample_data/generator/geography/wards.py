"""Districts and wards of Lomea: three wards to a district, sharing every border exactly."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

from shapely import (
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    get_parts,
    intersection,
    voronoi_polygons,
)

from sample_data.generator.geography.coast import island, metres
from sample_data.generator.written import written


@dataclass(frozen=True)
class Ward:
    """A ward and the district it is in; `shape` is in metres (EPSG:27700)."""

    ref: str
    name: str
    district: str
    shape: Polygon


_LISTED = written("island")["districts"]
DISTRICTS = tuple(str(district["name"]) for district in _LISTED)
"""Districts in the order the force lists them; a district's ref is its name."""

_GRID = 5.0
"""Metres that border points are rounded to, wide enough to survive rounding in degrees."""


def wards() -> list[Ward]:
    """The 24 wards in the order of their refs; together they are the island, none overlaps."""
    shore = island()
    listed = [(district["name"], ward) for district in _LISTED for ward in district["wards"]]
    seats = metres([ward["seat"] for _, ward in listed])
    cells = get_parts(voronoi_polygons(MultiPoint(seats), extend_to=shore.buffer(3000)))
    found = []
    for number, ((district, ward), seat) in enumerate(zip(listed, seats, strict=True), 1):
        cell = next(cell for cell in cells if cell.covers(Point(seat)))
        shape = _largest(intersection(_wander(cell), shore, grid_size=_GRID))
        found.append(Ward(f"W{number:02d}", ward["name"], district, shape))
    return found


def _wander(cell: Polygon) -> Polygon:
    """The cell with borders that wander: a smooth shift of the plane, so neighbours still meet."""

    def shift(x: float, y: float) -> tuple[float, float]:
        east = 90 * sin(y / 310 + 1) + 45 * sin((x + y) / 140)
        north = 90 * cos(x / 290 + 2) + 45 * sin((x - y) / 150)
        return x + east, y + north

    return Polygon([shift(x, y) for x, y in cell.segmentize(70).exterior.coords])


def _largest(shape: Polygon | MultiPolygon) -> Polygon:
    return max(get_parts(shape), key=lambda part: part.area)
