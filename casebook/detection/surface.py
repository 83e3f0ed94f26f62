"""What every cell came to, in a few classes that a map can show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.wording import number
from geo.crs import Floats
from geo.detect.grid import SquareGrid

_MOST_DRAWN = 50_000
"""Cells; more would make a page that takes minutes to draw."""


@dataclass(frozen=True, eq=False)
class CellSurface:
    """A value for each cell of a grid, with the limits of its classes."""

    name: str
    grid: SquareGrid
    values: Floats
    """NaN where the cell isn't part of what was looked at."""
    lower: tuple[float, ...]
    """The least value of each class; what lies below the first isn't drawn."""
    places: int = 0

    def classes(self) -> tuple[tuple[str, BaseGeometry], ...] | None:
        """Each class that has cells, lowest first: how it reads and its outline, in metres.

        None where more cells would be drawn than a page can show.
        """
        value = self.values.ravel()
        drawn = np.flatnonzero(value >= min(self.lower, default=np.inf))
        if len(drawn) > _MOST_DRAWN:
            return None
        of = np.searchsorted(self.lower, value[drawn], "right") - 1
        return tuple(
            (self._range(n), shapely.union_all(self.grid.boxes(drawn[of == n])).simplify(0))
            for n in range(len(self.lower))
            if (of == n).any()
        )

    def _range(self, n: int) -> str:
        least = number(self.lower[n], self.places)
        if n + 1 == len(self.lower):
            return f"{self.name} of {least} and more"
        return f"{self.name} of {least} to under {number(self.lower[n + 1], self.places)}"
