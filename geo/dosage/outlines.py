"""The polygons that dosage is measured in: which pings lie inside, and which ways may cross."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cells import CellGrid, entries_of
from geo.crs import BNG, WGS84, Floats, Ints, transform
from geo.edges import Bits, Edges, Plane, edges_in_degrees, edges_of
from geo.inside import PolygonIndex

Small = np.ndarray[Any, np.dtype[np.uint8]]

EVER = 1 << 40
"""Seconds since 1970 that no ping reaches."""
_CELL = 25.0
_CELLS = 1_000_000
_FAR = 255
_FEW = 64
"""Outlines that are looked through one by one."""
_SLACK = 0.01
"""Metres: what lies on a line between two cells may be counted to either."""


class Outlines:
    """Polygons, each the outline of a place for some time.

    ``polygons`` are in ``crs``, a system of metres; pings come in it too, or with ``degrees`` in
    longitude and latitude (WGS84). ``place[i]`` is the number of the place that ``polygons[i]`` is
    an outline of, by default ``i``; the outline is in force from ``since[i]`` to before
    ``until[i]``, UTC seconds since 1970. Where outlines overlap, a device that is in none of the
    places yet is in the one of lowest number. Raises ValueError for anything but polygons.
    """

    def __init__(
        self,
        polygons: Sequence[BaseGeometry],
        *,
        crs: str = BNG,
        degrees: bool = False,
        place: Sequence[int] | None = None,
        since: Sequence[int] | None = None,
        until: Sequence[int] | None = None,
    ) -> None:
        number = len(polygons)
        self.place = np.array(range(number) if place is None else place, np.int64)
        self._since = np.array([-EVER] * number if since is None else since, np.int64)
        self._until = np.array([EVER] * number if until is None else until, np.int64)
        self._always = bool((self._since <= -EVER).all() and (self._until >= EVER).all())
        laid_out = edges_in_degrees(polygons, crs, WGS84) if degrees else None
        self._moved = crs if degrees and laid_out is None else None
        self.edges, self._plane = laid_out or (edges_of(polygons), Plane())
        self._as_it_comes = self._plane.across == self._plane.up == 1
        self._index = PolygonIndex(polygons, crs=crs, points=WGS84 if laid_out else crs)
        self._grid, self._distances = _distances(self.edges)
        self.first = np.searchsorted(self.edges.polygon, np.arange(number + 1))
        self._tree: shapely.STRtree | None = None
        self._planting = Lock()

    @property
    def cell(self) -> float:
        """The metres across of the cells that distances are told in."""
        return self._grid.size

    def plane(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Pings in the plane of the edges: metres, or within some per cent of them."""
        if self._moved is not None:
            return transform(x, y, WGS84, self._moved)
        if self._as_it_comes:
            return x, y
        return x * self._plane.across, y * self._plane.up

    def distance(self, x: Floats, y: Floats) -> Small:
        """How many cells lie between each point of the plane and any outline; 0 inside one.

        Never more than there are.
        """
        cell = self._grid.rows(y) * self._grid.across
        cell += self._grid.columns(x)
        return self._distances[cell]

    def containing(self, x: Floats, y: Floats, at: Ints) -> tuple[Ints, Ints]:
        """Pairs of (outline, ping) where a ping of the plane lies in or on one in force then."""
        if not self._as_it_comes:
            x, y = x / self._plane.across, y / self._plane.up
        pairs = list(self._index.found(x, y))
        if not pairs:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        outline, ping = (np.concatenate(column) for column in zip(*pairs, strict=True))
        if self._always:
            return outline, ping
        holds = self.in_force(outline, at[ping])
        return outline[holds], ping[holds]

    def in_force(self, outline: Ints, at: Ints) -> Bits:
        """For each pair of outline and instant, whether it is in force then."""
        holds: Bits = (at >= self._since[outline]) & (at < self._until[outline])
        return holds

    def boxes_touching(
        self, west: Floats, south: Floats, east: Floats, north: Floats
    ) -> tuple[Ints, Ints]:
        """Pairs of (box, outline) of the plane where the box touches the outline's."""
        boxes = _boxes(self.edges, self.first)
        if len(self.place) > _FEW:
            around = shapely.box(west, south, east, north)
            with self._planting:  # a tree is built as it is first asked
                self._tree = self._tree or shapely.STRtree(shapely.box(*boxes))
                box, outline = self._tree.query(around)
            return box, outline
        touch = west[:, None] <= boxes[2]  # makes no geometries, which takes longest
        touch &= east[:, None] >= boxes[0]
        touch &= south[:, None] <= boxes[3]
        touch &= north[:, None] >= boxes[1]
        box, outline = np.nonzero(touch)
        return box, outline


def _boxes(edges: Edges, first: Ints) -> list[Floats]:
    """West, south, east and north of each polygon."""
    begin = first[:-1]
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return [
        low(np.minimum(edges.x1, edges.x2), begin),
        low(np.minimum(edges.y1, edges.y2), begin),
        high(np.maximum(edges.x1, edges.x2), begin),
        high(np.maximum(edges.y1, edges.y2), begin),
    ]


def _distances(edges: Edges) -> tuple[CellGrid, Small]:
    """A grid, and for each of its cells how many lie between it and the nearest outline."""
    from scipy import ndimage

    if not len(edges):
        return CellGrid(0.0, 0.0, _CELL, 1, 1), np.full(1, _FAR, np.uint8)
    west, east = min(edges.x1.min(), edges.x2.min()), max(edges.x1.max(), edges.x2.max())
    south, north = min(edges.y1.min(), edges.y2.min()), max(edges.y1.max(), edges.y2.max())
    size = max(_CELL, float(np.sqrt((east - west) * (north - south) / _CELLS)))
    across, up = int((east - west) / size) + 5, int((north - south) / size) + 5
    grid = CellGrid(float(west) - 2 * size, float(south) - 2 * size, size, across, up)
    free = np.ones(across * up, bool)
    free[entries_of(edges, grid, _SLACK).cell] = False
    far = ndimage.distance_transform_cdt(free.reshape(up, across), metric="chessboard")
    return grid, np.minimum(far, _FAR).astype(np.uint8).ravel()
