"""Cells and points drawn together as polygons."""

from __future__ import annotations

from itertools import pairwise

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
    """For each cell the number of the patch it is of, from 0; -1 for cells that aren't hot.

    Cells that share a side or a corner are of one patch.
    """
    label, _ = ndimage.label(hot, np.ones((3, 3)))
    number: Ints = label.astype(np.int64) - 1
    return number


def members(label: Ints) -> list[Ints]:
    """For each label from 0 on, the positions that carry it, in order; what is below 0 is none's.

    >>> [each.tolist() for each in members(np.array([1, 0, -1, 1]))]
    [[1], [0, 3]]
    """
    order = np.argsort(label, kind="stable")
    sorted_ = label[order]
    number = int(sorted_[-1]) + 1 if len(label) else 0
    starts = np.searchsorted(sorted_, np.arange(number + 1))
    return [order[first:last] for first, last in pairwise(starts.tolist())]


def outline_of_cells(grid: SquareGrid, cells: Ints) -> BaseGeometry:
    """The cells as one polygon; of several parts where they meet in a corner only."""
    return shapely.union_all(grid.boxes(cells))


def outline_of_points(x: Floats, y: Floats, margin: float) -> BaseGeometry:
    """A polygon around the points, ``margin`` metres off them.

    Points in one line or on one spot get a strip or a disc around them.
    """
    hull = shapely.concave_hull(shapely.multipoints(np.column_stack([x, y])), ratio=_RATIO)
    return hull.buffer(margin, quad_segs=4).simplify(margin / 20)
