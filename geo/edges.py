"""Polygons as the straight edges of their rings, in the plane that points are looked up in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import Floats, Ints, mover

_LONGEST = 500.0
"""Metres an edge may have before it is bent: half a kilometre straight in metres lies within 2 cm
of straight in degrees anywhere below 70 degrees north or south."""
_NARROW = 1000.0
"""Metres across up to which a polygon is brought into degrees as the plane that touches the map at
its middle: it lies within 6 cm of where it belongs below 70 degrees, within 12 cm below 80."""
_STEP = 100.0
"""Metres off a polygon's middle that how the map leans there is told by."""
_BENT = 0.2
"""Metres for what all that and the length of a degree, which varies by 1 %, are out by."""
_SAFE = 2.0
"""Metres off an edge beyond which a point's side of it needs no exact coordinates."""
_FARTHEST = 80.0
"""Degrees north or south beyond which degrees of longitude are too narrow to look points up in."""
_METRES_A_DEGREE = 111_320.0
_SURFACES = (3, 6)
"""shapely's numbers for polygons and multipolygons."""

Bits = np.ndarray[tuple[int], np.dtype[np.bool_]]
Ends = tuple[Floats, Floats, Floats, Floats]
Move = Callable[[Floats, Floats], tuple[Floats, Floats]]
MoveParts = Callable[[Floats, Floats, Ints], tuple[Floats, Floats]]
"""Moves corners, those of one polygon or part of one together, each with its part's number."""


@dataclass(frozen=True)
class Edges:
    """Every edge of every ring, holes too, none of length 0."""

    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats
    polygon: Ints
    """The position of its polygon; never falls from edge to edge."""

    def __len__(self) -> int:
        return len(self.x1)

    def take(self, which: slice) -> Edges:
        """Some of the edges."""
        return Edges(
            self.x1[which], self.y1[which], self.x2[which], self.y2[which], self.polygon[which]
        )


@dataclass(frozen=True)
class Plane:
    """How points are laid out to be looked up: their own coordinates times a scale, about metres.

    Points in degrees are looked up as they are, so that only those near an edge are projected.
    """

    across: float = 1.0
    up: float = 1.0
    safe: float = _SAFE
    """What is at least 2 m on the ground anywhere near the polygons, in this plane."""


def edges_of(polygons: Sequence[BaseGeometry], move: MoveParts | None = None) -> Edges:
    """The edges of polygons and multipolygons, polygon by polygon; ``move`` places their corners.

    Raises ValueError for another kind of geometry, or coordinates that are no numbers.

    >>> edges = edges_of([shapely.box(0, 0, 2, 1)])
    >>> len(edges), edges.polygon.tolist()
    (4, [0, 0, 0, 0])
    """
    shapes = np.asarray(polygons, dtype=object)
    kinds = shapely.get_type_id(shapes)
    if not np.isin(kinds, _SURFACES).all():
        raise ValueError("Only polygons and multipolygons have an inside.")
    parts, shape_of_part = shapes, np.arange(len(shapes))
    if (kinds != _SURFACES[0]).any():
        parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    if not np.isfinite(corners).all():
        raise ValueError("A polygon has coordinates that are no numbers.")
    x, y = np.ascontiguousarray(corners.T)
    edge = np.flatnonzero((ring[1:] == ring[:-1]) & ((x[1:] != x[:-1]) | (y[1:] != y[:-1])))
    part = part_of_ring[ring]
    polygon = shape_of_part[part[edge]]
    if move is not None:
        x, y = move(x, y, part)
    return Edges(x[edge], y[edge], x[edge + 1], y[edge + 1], polygon.astype(np.int64))


def edges_in_degrees(
    polygons: Sequence[BaseGeometry], crs: str, degrees: str
) -> tuple[Edges, Plane] | None:
    """The edges of polygons in ``crs`` (metres) in the plane of points in ``degrees``.

    None where that plane won't hold them: near a pole, or on both sides of the date line.
    """
    shapes = np.array(polygons, dtype=object)
    wide = np.hypot(*(shapely.bounds(shapes).T[2:] - shapely.bounds(shapes).T[:2])) > _NARROW
    shapes[wide] = shapely.segmentize(shapes[wide], _LONGEST)
    edges = edges_of(shapes.tolist(), _by_parts(mover(crs, degrees)))
    if not len(edges):
        return edges, Plane()
    far, near = np.abs(edges.y1).max(), np.abs(edges.y1).min()
    if not (far < _FARTHEST and np.abs(edges.x1 - edges.x2).max() < 1):
        return None
    widest, narrowest = np.cos(np.radians([near, far]))
    across, up = _METRES_A_DEGREE * widest, _METRES_A_DEGREE
    plane = Plane(across, up, _SAFE * widest / narrowest + _BENT)
    x1, y1, x2, y2 = edges.x1 * across, edges.y1 * up, edges.x2 * across, edges.y2 * up
    return Edges(x1, y1, x2, y2, edges.polygon), plane


def _by_parts(move: Move) -> MoveParts:
    """Moves narrow parts by their middles, which takes a tenth of the time, and others whole."""

    def moved(x: Floats, y: Floats, part: Ints) -> tuple[Floats, Floats]:
        if not len(x):
            return x, y
        first = np.flatnonzero(np.r_[True, part[1:] != part[:-1]])
        own = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(x)]))
        west, east = np.minimum.reduceat(x, first), np.maximum.reduceat(x, first)
        south, north = np.minimum.reduceat(y, first), np.maximum.reduceat(y, first)
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        found_x, found_y = (
            (at - middle_x * by_x - middle_y * by_y)[own] + x * by_x[own] + y * by_y[own]
            for at, by_x, by_y in _leaning(move, middle_x, middle_y)
        )
        wide = (np.hypot(east - west, north - south) > _NARROW)[own]
        found_x[wide], found_y[wide] = move(x[wide], y[wide])
        return found_x, found_y

    return moved


def _leaning(move: Move, x: Floats, y: Floats) -> list[tuple[Floats, Floats, Floats]]:
    """Of each of the two numbers that points are moved to, the number and its change by x and y."""
    near = [(x, y)]
    for step in (_STEP, -_STEP):
        near += [(x + step, y), (x, y + step)]
    found = move(*(np.concatenate(each) for each in zip(*near, strict=True)))
    leaning = []
    with np.errstate(invalid="ignore"):  # beyond where the other system reaches
        for at, by_x, by_y, back_x, back_y in (each.reshape(len(near), -1) for each in found):
            leaning.append((at, (by_x - back_x) / (2 * _STEP), (by_y - back_y) / (2 * _STEP)))
    return leaning


def seen_from(edges: Edges, which: Ints, x: Floats, y: Floats) -> Ends:
    """Both ends of the edge in ``which`` beside each point, as far as they are from the point."""
    return (
        edges.x1[which] - x,
        edges.y1[which] - y,
        edges.x2[which] - x,
        edges.y2[which] - y,
    )


def squared_distance(ends: Ends) -> Floats:
    """How far each edge is from the point it is seen from, squared."""
    x1, y1, x2, y2 = ends
    along_x, along_y = x2 - x1, y2 - y1
    share = (x1 * along_x + y1 * along_y) / (along_x * along_x + along_y * along_y)
    share = np.fmax(np.fmin(share, 0.0), -1.0)
    off_x, off_y = x1 - share * along_x, y1 - share * along_y
    squared: Floats = off_x * off_x + off_y * off_y
    return squared


def crosses(ends: Ends, way_x: Floats, way_y: Floats) -> Bits:
    """Whether the straight way from each point to its spot crosses the edge seen from the point.

    Point and spot lie clear of the edge, so rounding can't say where along the way it is crossed;
    and on which side of the way a corner lies is worked out alike for the two edges that meet
    there, so a way through a corner crosses one of them or both, as it should.
    """
    x1, y1, x2, y2 = ends
    side1 = way_x * y1 - way_y * x1
    side2 = way_x * y2 - way_y * x2
    apart = np.flatnonzero((side1 >= 0) != (side2 >= 0))
    x1, y1, x2, y2, way_x, way_y = (part[apart] for part in (x1, y1, x2, y2, way_x, way_y))
    share = side1[apart] / (side1[apart] - side2[apart])
    along = (x1 + share * (x2 - x1)) * way_x + (y1 + share * (y2 - y1)) * way_y
    found = np.zeros(len(side1), bool)
    found[apart] = (along > 0) & (along < way_x * way_x + way_y * way_y)
    return found
