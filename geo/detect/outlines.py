"""Cells and points drawn together as polygons."""

from __future__ import annotations

import numpy as np
import shapely
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from geo.crs import Floats, Ints
from geo.detect.grid import SquareGrid
from geo.edges import Bits

_RATIO = 0.3
"""How closely a hull follows its points: 0 as closely as can be, 1 not at all."""


def patches(hot: Bits) -> Ints:
    """For each cell the number of the patch it is of, from 1; 0 for cells that aren't hot.

    Cells that share a side or a corner are of one patch.
    """
    label, _ = ndimage.label(hot, np.ones((3, 3)))
    number: Ints = label.astype(np.int64)
    return number


def outline_of_cells(grid: SquareGrid, cells: Ints) -> BaseGeometry:
    """The cells as one polygon; of several parts where they meet in a corner only."""
    return shapely.union_all(grid.boxes(cells))


def outline_of_points(x: Floats, y: Floats, margin: float) -> BaseGeometry:
    """A polygon around the points, ``margin`` metres off them.

    Points in one line or on one spot get a strip or a disc around them.
    """
    hull = shapely.concave_hull(shapely.multipoints(np.column_stack([x, y])), ratio=_RATIO)
    return hull.buffer(margin, quad_segs=4).simplify(margin / 20)
