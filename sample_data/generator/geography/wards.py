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
    unary_union,
    voronoi_polygons,
)

from sample_data.generator.geography.coast import island, metres


@dataclass(frozen=True)
class Ward:
    """A ward and the district it is in; `shape` is in metres (EPSG:27700)."""

    ref: str
    name: str
    district: str
    shape: Polygon


DISTRICTS = (
    "Harbour", "Strand", "Fanshaw", "Wrackham", "Gannet", "Pellholt", "Eelmarsh", "Kelgate",
)  # fmt: skip
"""Districts in the order the force lists them; a district's ref is its name."""

_GRID = 5.0
"""Metres that border points are rounded to, wide enough to survive rounding in degrees."""

_SEATS = (
    ("Quayside", "Harbour", -2.45, -1.3), ("Old Town", "Harbour", -1.95, 0.3),
    ("Station", "Harbour", -2.1, 1.55),
    ("Pier", "Strand", 3.0, 0.9), ("Bandstand", "Strand", 2.8, -0.7),
    ("North Beach", "Strand", 2.2, 2.2),
    ("Fanshaw Green", "Fanshaw", 0.2, -0.9), ("Hollin Park", "Fanshaw", -0.9, -2.1),
    ("Brickfields", "Fanshaw", 1.3, -2.5),
    ("Wrackham Market", "Wrackham", 1.3, 3.7), ("Skerrick", "Wrackham", 1.7, 5.1),
    ("Marl Hill", "Wrackham", 0.3, 1.9),
    ("Lighthouse", "Gannet", 0.6, 7.2), ("Gannet Town", "Gannet", 0.5, 6.2),
    ("Cold Warren", "Gannet", -0.9, 6.1),
    ("Pellholt Bay", "Pellholt", -2.2, 3.75), ("Copperas", "Pellholt", -1.5, 4.8),
    ("Oxney Down", "Pellholt", -0.6, 3.5),
    ("Eelmarsh Town", "Eelmarsh", -2.3, -4.2), ("Creekside", "Eelmarsh", -2.2, -2.9),
    ("Saltern", "Eelmarsh", -1.1, -5.6),
    ("Kelgate Town", "Kelgate", 0.8, -5.2), ("Tollness", "Kelgate", 2.9, -4.2),
    ("South Sand", "Kelgate", 0.4, -6.9),
)  # fmt: skip


def wards() -> list[Ward]:
    """The 24 wards in the order of their refs; together they are the island, none overlaps."""
    shore = island()
    seats = metres([(x, y) for _, _, x, y in _SEATS])
    cells = get_parts(voronoi_polygons(MultiPoint(seats), extend_to=shore.buffer(3000)))
    found = []
    for number, ((name, district, _, _), seat) in enumerate(zip(_SEATS, seats, strict=True), 1):
        cell = next(cell for cell in cells if cell.covers(Point(seat)))
        shape = _largest(intersection(_wander(cell), shore, grid_size=_GRID))
        found.append(Ward(f"W{number:02d}", name, district, shape))
    return found


def districts(parts: list[Ward]) -> dict[str, Polygon]:
    """Each district's polygon, made of its wards' polygons and so covering exactly those."""
    return {
        name: unary_union([ward.shape for ward in parts if ward.district == name]).normalize()
        for name in DISTRICTS
    }


def _wander(cell: Polygon) -> Polygon:
    """The cell with borders that wander: a smooth shift of the plane, so neighbours still meet."""

    def shift(x: float, y: float) -> tuple[float, float]:
        east = 90 * sin(y / 310 + 1) + 45 * sin((x + y) / 140)
        north = 90 * cos(x / 290 + 2) + 45 * sin((x - y) / 150)
        return x + east, y + north

    return Polygon([shift(x, y) for x, y in cell.segmentize(70).exterior.coords])


def _largest(shape: Polygon | MultiPolygon) -> Polygon:
    return max(get_parts(shape), key=lambda part: part.area)
