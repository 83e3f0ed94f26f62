"""The polygons that dosage is measured in: which pings lie inside, and which ways may cross."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Lock

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cells import CellGrid, entries_of
from geo.crs import BNG, WGS84, Floats, Ints, transform
from geo.dosage.block import NOWHERE, Codes, Small
from geo.edges import Bits, Edges, Plane, edges_in_degrees, edges_of
from geo.inside import PolygonIndex

UNSURE = -2
"""Of a cell that an edge comes near, or several outlines."""
EVER = 1 << 40
"""Seconds since 1970 that no ping reaches."""
_CELL = 25.0
_CELLS = 1_000_000
FAR = 127
"""Cells off an outline that are as good as any number more."""
_HAIR = 0.01
"""Metres, for what rounding is out by."""
_FEW = 64
"""Outlines that are looked through one by one."""


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
        self._one_each = bool((self.place == np.arange(number)).all())
        self._since = np.array([-EVER] * number if since is None else since, np.int64)
        self._until = np.array([EVER] * number if until is None else until, np.int64)
        self._always = bool((self._since <= -EVER).all() and (self._until >= EVER).all())
        laid_out = edges_in_degrees(polygons, crs, WGS84) if degrees else None
        self._moved = crs if degrees and laid_out is None else None
        self.edges, self._plane = laid_out or (edges_of(polygons), Plane())
        self._as_it_comes = self._plane.across == self._plane.up == 1
        index = partial(PolygonIndex, polygons, crs=crs, points=WGS84 if laid_out else crs)
        beside = ThreadPoolExecutor(1, "outlines")
        self._due = beside.submit(_Nearness.of, self.edges, self._plane.safe, index)
        beside.shutdown(wait=False)
        self.east, self.north = self.edges.x2 - self.edges.x1, self.edges.y2 - self.edges.y1
        self.first = np.searchsorted(self.edges.polygon, np.arange(number + 1))
        self._boxes = _boxes(self.edges, self.first) if number else [np.zeros(0)] * 4
        self._slants = _slants(self.edges, self.first) if number else [(np.zeros(0),) * 2] * 2
        self._tree: shapely.STRtree | None = None
        self._planting = Lock()

    @cached_property
    def _cells(self) -> _Nearness:
        """They are made while whoever made the outlines reads the first pings."""
        return self._due.result()

    @property
    def cell(self) -> float:
        """The metres across of the cells that distances are told in."""
        return self._cells.grid.size

    def plane(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Pings in the plane of the edges: metres, or within some per cent of them."""
        if self._moved is not None:
            return transform(x, y, WGS84, self._moved)
        if self._as_it_comes:
            return x, y
        return x * self._plane.across, y * self._plane.up

    def distance(self, cell: Ints) -> Small:
        """How many cells lie between each of these cells and any outline; 0 inside one.

        Never more than there are, and never more than :data:`FAR`.
        """
        return self._cells.distances.take(cell)

    def cells(self, x: Floats, y: Floats) -> Ints:
        """The cell that each point of the plane lies in."""
        grid = self._cells.grid
        cell = np.multiply(grid.rows(y), grid.across, dtype=np.intp)
        cell += grid.columns(x)
        return cell

    def places(self, cell: Ints, at: Ints) -> Codes:
        """The place that each of these cells wholly lies in at that instant.

        :data:`geo.dosage.block.NOWHERE` for what lies in none, :data:`UNSURE` where an edge or
        another outline comes near.
        """
        place = self._cells.sole.take(cell)
        if not self._always:
            inside = np.flatnonzero(place >= 0)
            place[inside[~self.in_force(place[inside], at[inside])]] = NOWHERE
        if not self._one_each:
            place = np.append(self.place, [UNSURE, NOWHERE]).astype(np.int32)[place]
        return place

    def containing(self, x: Floats, y: Floats, at: Ints) -> tuple[Ints, Ints]:
        """Pairs of (outline, ping) where a ping of the plane lies in or on one in force then."""
        if not self._as_it_comes:
            x, y = x / self._plane.across, y / self._plane.up
        pairs = list(self._cells.index.found(x, y))
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
        boxes = self._boxes
        if len(self.place) > _FEW:
            around = shapely.box(west, south, east, north)
            with self._planting:  # a tree is built as it is first asked
                self._tree = self._tree or shapely.STRtree(shapely.box(*boxes))
                box, outline = self._tree.query(around)
            return box, outline
        # makes no geometries, which takes longest, and goes along the many boxes, not the few
        touch = west <= boxes[2][:, None]
        touch &= east >= boxes[0][:, None]
        touch &= south <= boxes[3][:, None]
        touch &= north >= boxes[1][:, None]
        outline, box = np.nonzero(touch)
        return box, outline

    def may_meet(self, outline: Ints, x: Floats, y: Floats, east: Floats, north: Floats) -> Bits:
        """Whether the way from each point this far east and north may meet the outline.

        False where it passes by the box around it, or the box that stands on a corner.
        """
        left, low, right, high = (side[outline] for side in self._boxes)
        off = np.abs((left + right - 2 * x) * north - (low + high - 2 * y) * east)
        half = (right - left) * np.abs(north) + (high - low) * np.abs(east)
        meets: Bits = off <= half + _HAIR * (np.abs(north) + np.abs(east))
        for (least, most), at, step in zip(
            self._slants, (x + y, x - y), (east + north, east - north), strict=True
        ):
            meets &= np.minimum(at, at + step) <= most[outline] + _HAIR
            meets &= np.maximum(at, at + step) >= least[outline] - _HAIR
        return meets


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


def _slants(edges: Edges, first: Ints) -> list[tuple[Floats, Floats]]:
    """The least and most of x + y, and of x − y, of each polygon."""
    begin, corners = first[:-1], (edges.x1 + edges.y1, edges.x1 - edges.y1)
    return [(np.minimum.reduceat(c, begin), np.maximum.reduceat(c, begin)) for c in corners]


@dataclass(frozen=True)
class _Nearness:
    """How points are told to lie in or near outlines at a glance, and else for sure."""

    grid: CellGrid
    distances: Small
    """For each cell how many lie between it and the nearest outline."""
    sole: Codes
    """For each cell the one outline that all of it lies in, 2 m off every edge."""
    index: PolygonIndex

    @classmethod
    def of(cls, edges: Edges, safe: float, index: Callable[[], PolygonIndex]) -> _Nearness:
        """Those of the outlines with these edges; ``safe`` is as a plane has it."""
        return cls(*_cells(edges, safe), index())


def _cells(edges: Edges, safe: float) -> tuple[CellGrid, Small, Codes]:
    """A grid, for each cell how many lie between it and the nearest outline, and which it is in.

    That is the one outline that the whole cell lies in, ``safe`` off every edge.
    """
    from scipy import ndimage

    if not len(edges):
        grid = CellGrid(0.0, 0.0, _CELL, 1, 1)
        return grid, np.full(1, FAR, np.uint8), np.full(1, NOWHERE, np.int32)
    west, east = min(edges.x1.min(), edges.x2.min()), max(edges.x1.max(), edges.x2.max())
    south, north = min(edges.y1.min(), edges.y2.min()), max(edges.y1.max(), edges.y2.max())
    size = max(_CELL, float(np.sqrt((east - west) * (north - south) / _CELLS)))
    across, up = (int(length / size / 2) * 2 + 6 for length in (east - west, north - south))
    grid = CellGrid(float(west) - 2 * size, float(south) - 2 * size, size, across, up)
    held = entries_of(edges, grid, safe).by_cell()
    free = np.ones((up, across), bool)
    free.ravel()[held.cell] = False
    # four cells as one: a quarter of the time, and seldom a way more to look at
    free = free[::2] & free[1::2]
    free = free[:, ::2] & free[:, 1::2]
    far = ndimage.distance_transform_cdt(free, metric="chessboard") * 2 - 1
    far = np.clip(far, 1, FAR).astype(np.uint8).repeat(2, axis=0).repeat(2, axis=1).ravel()
    far[held.cell] = 0
    apart = np.diff(held.cell) != 0
    alone = np.append(True, apart) & np.append(apart, True) & (held.edged < 0)
    sole = np.full(across * up, NOWHERE, np.int32)
    sole[held.cell] = UNSURE
    sole[held.cell[alone]] = held.polygon[alone]
    return grid, far, sole
