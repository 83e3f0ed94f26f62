"""Which points lie in which polygons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import Floats

Ints = np.ndarray[Any, np.dtype[np.int64]]


def points_in(polygons: Sequence[BaseGeometry], x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """Pairs of (polygon, point) positions where the point lies in or on the polygon.

    Both in one coordinate system; NaN points lie nowhere, and a point in two overlapping polygons
    gives two pairs. Pairs come polygon by polygon. Points are sorted by x once, so that each
    polygon looks only at those in its box and no point object is ever made.

    >>> square = shapely.box(0, 0, 10, 10)
    >>> points_in([square], np.array([5.0, 10.0, 11.0]), np.array([5.0, 10.0, 5.0]))
    (array([0, 0]), array([0, 1]))
    """
    order = np.argsort(x, kind="stable")  # NaN sorts last, beyond every box
    xs = x[order]
    found_polygons, found_points = [], []
    for number, polygon in enumerate(polygons):
        west, south, east, north = polygon.bounds
        near = order[np.searchsorted(xs, west) : np.searchsorted(xs, east, side="right")]
        near = near[(y[near] >= south) & (y[near] <= north)]
        shapely.prepare(polygon)
        inside = np.sort(near[shapely.intersects_xy(polygon, x[near], y[near])])
        found_points.append(inside)
        found_polygons.append(np.full(len(inside), number))
    if not found_points:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(found_polygons), np.concatenate(found_points)
