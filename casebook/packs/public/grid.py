"""An area as the squares of a fixed grid that it touches, so that its own outline isn't told."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

SIDE = 500
"""Metres; the grid starts at 0, 0 of the coordinate system, so that it never moves."""


def in_squares(shape: BaseGeometry, side: int = SIDE) -> BaseGeometry:
    """The union of the squares that share some ground with ``shape``, in metres.

    >>> in_squares(shapely.box(10, 10, 20, 510)).bounds
    (0.0, 0.0, 500.0, 1000.0)
    """
    west, south, east, north = np.floor(np.array(shape.bounds) / side).astype(int).tolist()
    columns, rows = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    x, y = columns.ravel() * side, rows.ravel() * side
    squares = shapely.box(x, y, x + side, y + side)
    shapely.prepare(shape)
    touched = squares[shapely.intersects(shape, squares) & ~shapely.touches(shape, squares)]
    return shapely.union_all(touched, grid_size=1)
