"""The base map as whole numbers small enough to send: steps of 1e-5 degrees (about a metre)."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.ground import Base, BaseAreas, BaseLines

_STEPS = 1e5
"""Of the base, to a degree."""
FINE_STEPS = 1e6
"""Of what is drawn on it, some 10 cm each."""
_TOLERANCE = 2e-5
"""Degrees (some 2 metres): a bend smaller than this can't be seen at any zoom the page offers."""


def encode_base(base: Base) -> dict[str, Any]:
    """The base as JSON values: its ground colour, and areas and lines with their styles.

    A path is a flat list of steps east and north, the first from 0, 0; a line is one path, an area
    a list of polygons that are lists of rings. No areas or lines give empty lists.

    >>> encode_base(Base())["lines"]
    []
    """
    return {
        "ground": base.ground,
        "areas": [_areas(areas) for areas in base.areas],
        "lines": [_lines(lines) for lines in base.lines],
    }


def _lines(lines: BaseLines) -> dict[str, Any]:
    return {
        "paths": encode_paths(lines.lines),
        "colour": lines.colour,
        "casing": lines.casing,
        "width": lines.width,
        "dash": lines.dash,
        "from": lines.from_zoom,
    }


def _areas(areas: BaseAreas) -> dict[str, Any]:
    polygons = shapely.get_parts(shapely.simplify(list(areas.areas), _TOLERANCE))
    return {
        "polygons": [encode_paths(shapely.get_rings(polygon)) for polygon in polygons],
        "fill": areas.fill,
        "outline": areas.outline,
    }


def encode_paths(lines: Iterable[BaseGeometry]) -> list[list[int]]:
    """Each line's steps east and north in 1e-5 degrees; the parts of a MultiLineString stand apart.

    >>> encode_paths([shapely.LineString([(1.4, 51.2), (1.4, 51.2004)])])
    [[140000, 5120000, 0, 40]]
    """
    return _steps(shapely.get_parts(shapely.simplify(list(lines), _TOLERANCE)), _STEPS)


def encode_polygons(shapes: Sequence[BaseGeometry | None]) -> list[list[list[list[int]]] | None]:
    """Each shape's polygons, each a list of rings in steps of 1e-6 degrees; None for no shape."""
    there = [shape for shape in shapes if shape is not None]
    parts, owners = shapely.get_parts(there, return_index=True)
    rings, of_parts = shapely.get_rings(parts, return_index=True)
    polygons: list[list[list[int]]] = [[] for _ in parts]
    for part, path in zip(of_parts.tolist(), _steps(rings, FINE_STEPS), strict=True):
        polygons[part].append(path)
    drawn: list[list[list[list[int]]]] = [[] for _ in there]
    for owner, polygon in zip(owners.tolist(), polygons, strict=True):
        drawn[owner].append(polygon)
    following = iter(drawn)
    return [None if shape is None else next(following) for shape in shapes]


def _steps(paths: Sequence[BaseGeometry], to_a_degree: float) -> list[list[int]]:
    degrees, owners = shapely.get_coordinates(paths, return_index=True)
    grid = np.rint(degrees * to_a_degree).astype(int)
    starts = np.flatnonzero(np.diff(owners)) + 1
    first = np.concatenate(([0], starts)).astype(int)
    steps = np.diff(grid, axis=0, prepend=0)
    if len(grid):
        steps[first] = grid[first]
    flat = steps.ravel().tolist()
    ends = [*starts.tolist(), len(grid)]
    return [flat[2 * a : 2 * b] for a, b in zip(first.tolist(), ends, strict=True) if b > a]
