"""The base map as whole numbers small enough to send: steps of 1e-5 degrees (about a metre)."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.page import Base, BaseAreas, BaseLines

_STEPS_PER_DEGREE = 1e5
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
    parts = shapely.get_parts(shapely.simplify(list(lines), _TOLERANCE))
    degrees, owners = shapely.get_coordinates(parts, return_index=True)
    grid = np.rint(degrees * _STEPS_PER_DEGREE).astype(int)
    starts = np.flatnonzero(np.diff(owners)) + 1
    return [
        np.diff(path, axis=0, prepend=0).ravel().tolist()
        for path in np.split(grid, starts)
        if len(path)
    ]
