"""Square cells over an area, and what points add up to in each."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import Floats, Ints
from geo.edges import Bits

MOST_CELLS = 4_000_000
"""More would ask for memory by the gigabyte, and no map could show them."""
_SIDES = 50
"""Cells along the shorter side of what is covered."""
_CHUNK = 1 << 15
"""Points looked up at a time: few enough that what is made of them stays near the processor."""
_ROUND = 100
"""Metres that a cell's size is a multiple of, where it is at least as large."""


class TooManyCells(ValueError):
    """The cells are too small for what they are to cover."""


def cell_size(width: float, height: float) -> float:
    """The size of a cell in metres for what is ``width`` by ``height`` metres.

    A fiftieth of the shorter side, rounded down to a hundred metres where it is over that: the rule
    of sfhotspot (Ashby, "sfhotspot: Hot-Spot Analysis with Simple Features"), which keeps a side of
    nothing from making cells of nothing. A side of 0 counts as the other, two of them as 50 m.

    >>> cell_size(4_000, 9_000), cell_size(12_400, 30_000)
    (80.0, 200.0)
    """
    side = min(width, height) or max(width, height) or float(_SIDES)
    size = side / _SIDES
    return float(floor(size / _ROUND) * _ROUND) if size >= _ROUND else size


@dataclass(frozen=True)
class SquareGrid:
    """Square cells of ``size`` metres, ``across`` of them west to east and ``up`` south to north.

    Arrays of cells are ``up`` by ``across``, the southernmost row first.
    """

    x: float
    """The west edge of the first cell."""
    y: float
    """The south edge of the first cell."""
    size: float
    across: int
    up: int

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float], size: float) -> SquareGrid:
        """Cells over ``bounds`` (west, south, east, north), their edges on multiples of ``size``.

        What lies on the last edge lies in a cell. Raises :class:`ValueError` for a size that isn't
        above 0 and :class:`TooManyCells`.
        """
        if not size > 0:
            raise ValueError("A cell's size must be above 0.")
        west, south, east, north = bounds
        if (east - west) / size * ((north - south) / size) > 2 * MOST_CELLS:
            raise TooManyCells(f"Cells of {size:g} m over {east - west:,.0f} m are too many.")
        x, y = floor(west / size) * size, floor(south / size) * size
        across = max(1, floor((east - x) / size) + 1)
        up = max(1, floor((north - y) / size) + 1)
        if across * up > MOST_CELLS:
            raise TooManyCells(f"Cells of {size:g} m are {across * up:,}, over {MOST_CELLS:,}.")
        return cls(x, y, size, across, up)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as arrays of cells have them."""
        return self.up, self.across

    def cells(self, x: Floats, y: Floats) -> Ints:
        """For each point the number of its cell, counted by rows; -1 outside and for NaN."""
        cell = np.empty(len(x), np.int64)
        for first in range(0, len(x), _CHUNK):
            here = slice(first, first + _CHUNK)
            column, row = (x[here] - self.x) / self.size, (y[here] - self.y) / self.size
            inside = (column >= 0) & (column < self.across) & (row >= 0) & (row < self.up)
            if inside.all():
                cell[here] = row.astype(np.int32) * np.int64(self.across) + column.astype(np.int32)
            else:
                column[~inside] = row[~inside] = 0
                number = row.astype(np.int32) * np.int64(self.across) + column.astype(np.int32)
                cell[here] = np.where(inside, number, -1)
        return cell

    def sums(self, x: Floats, y: Floats, weight: Floats | None = None) -> Floats:
        """How many points lie in each cell, or what their ``weight`` adds up to."""
        cell = self.cells(x, y)
        if len(cell) and cell.min() < 0:
            inside = cell >= 0
            cell, weight = cell[inside], None if weight is None else weight[inside]
        total = np.bincount(cell, weight, minlength=self.up * self.across)
        return total.astype(np.float64).reshape(self.shape)

    def boxes(self, cells: Ints) -> np.ndarray[Any, np.dtype[np.object_]]:
        """The squares of cells, by their numbers."""
        row, column = np.divmod(cells, self.across)
        west, south = self.x + column * self.size, self.y + row * self.size
        boxes: np.ndarray[Any, np.dtype[np.object_]] = shapely.box(
            west, south, west + self.size, south + self.size
        )
        return boxes

    def touching(self, area: BaseGeometry) -> Bits:
        """Which cells have some of ``area`` inside them."""
        every = self.boxes(np.arange(self.up * self.across))
        shapely.prepare(area)
        touch: Bits = shapely.intersects(area, every) & ~shapely.touches(area, every)
        return touch.reshape(self.shape)

    def around(self, metres: float) -> SquareGrid:
        """The grid with enough cells more on every side to reach ``metres`` further."""
        more = ceil(metres / self.size)
        x, y = self.x - more * self.size, self.y - more * self.size
        return SquareGrid(x, y, self.size, self.across + 2 * more, self.up + 2 * more)
