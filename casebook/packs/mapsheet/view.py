"""The ground that a sheet shows, and the way from degrees to places on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from casebook.packs.drawing import svg

_PER_DEGREE = 111_320.0
"""Metres to a degree of latitude; near enough for a drawing."""
_PIXEL = 0.75
"""Points."""
_LEAST = 400.0
"""Metres of the smallest ground that is shown from top to bottom."""
_TILE = 156_543.03
"""Metres to a pixel of web maps at zoom 0, on the equator."""


@dataclass(frozen=True)
class SheetView:
    """A rectangle of ground drawn with north up on a sheet of ``wide`` by ``tall`` points."""

    west: float
    north: float
    wide: float
    tall: float
    across: float
    """Points to a degree of longitude."""
    down: float
    """Points to a degree of latitude."""

    @classmethod
    def of(cls, bounds: Iterable[float], wide: float, tall: float) -> SheetView:
        """The view that holds ``bounds`` (west, south, east, north) with a margin about them."""
        west, south, east, north = bounds
        x, y = (west + east) / 2, (south + north) / 2
        shrunk = math.cos(math.radians(y))
        metres = max(
            (east - west) * _PER_DEGREE * shrunk * 1.06 / wide,
            (north - south) * _PER_DEGREE * 1.06 / tall,
            _LEAST / tall,
        )
        down = _PER_DEGREE / metres
        across = down * shrunk
        return cls(x - wide / across / 2, y + tall / down / 2, wide, tall, across, down)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is shown, in degrees."""
        east, south = self.west + self.wide / self.across, self.north - self.tall / self.down
        return self.west, south, east, self.north

    @property
    def metres(self) -> float:
        """Metres to a point of the sheet."""
        return _PER_DEGREE / self.down

    @property
    def zoom(self) -> float:
        """The zoom at which a web map is as near."""
        middle = self.north - self.tall / self.down / 2
        pixel = self.metres * _PIXEL
        return math.log2(_TILE * math.cos(math.radians(middle)) / pixel)

    def path(self, points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
        """Longitudes and latitudes as the commands of a path."""
        return svg.steps(map(self.at, points), closed=closed)

    def at(self, point: tuple[float, ...]) -> tuple[float, float]:
        """A longitude and latitude as a place on the sheet."""
        return (point[0] - self.west) * self.across, (self.north - point[1]) * self.down

    def rings(self, shape: BaseGeometry) -> str:
        """An area as the commands of a path, its holes too."""
        parts = getattr(shape, "geoms", (shape,))
        return "".join(
            self.path(ring.coords, closed=True)
            for part in parts
            if part.geom_type == "Polygon"
            for ring in (part.exterior, *part.interiors)
        )
