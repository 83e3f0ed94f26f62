"""Which points lie in which polygons, and how many: inside means shapely's ``covers``.

A point counts in every polygon that it lies in or on the edge of. What is 2 m or more off every
edge is decided by the cells of :mod:`geo.cells`; the rest is shapely's to say, with the point's
exact coordinates in the polygons' metres.

>>> squares = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]
>>> index = PolygonIndex(squares)
>>> polygon, point = index.pairs(np.array([50.0, 100.0, 500.0]), np.array([50.0, 50.0, 50.0]))
>>> list(zip(polygon.tolist(), point.tolist()))
[(0, 0), (0, 1), (1, 1)]

Counts are added up as points come, by whatever groups these are in:

>>> tally = PointTally(len(index))
>>> x, y = np.array([50.0, 100.0, 500.0, np.nan]), np.full(4, 50.0)
>>> tally.add(index, x, y, np.array([0, 1, 1, 1]))
>>> tally.cube.tolist()
[[1, 1], [0, 1]]
>>> tally.placed, tally.in_none, tally.in_several
(3, 1, 1)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cells import CellGrid, Entries, entries_of, spread
from geo.crs import BNG, Floats, Ints, transform
from geo.edges import (
    Bits,
    Edges,
    Plane,
    crosses,
    edges_in_degrees,
    edges_of,
    seen_from,
    squared_distance,
)

_CHUNK = 1 << 14
"""Points worked on at a time: few enough that what is made of them stays near the processor."""
_RUN = 1 << 20
"""Points looked up before those too close to an edge are given to shapely together."""
_TILE = 4
"""A tile is 2 to the power of so many cells wide and high; empty ones take no room."""
_WORTH = 16
"""Points close to one polygon's edges from which preparing the polygon for shapely pays."""


class PolygonIndex:
    """Polygons laid out so that points are looked up in them fast.

    ``polygons`` are valid polygons and multipolygons in ``crs``, a system of metres. The points
    come in the system ``points``; where that is longitude and latitude only those close to an edge
    are projected, by the thread of ``moving`` where it is given: each thread that does so takes
    20 ms to set about it and keeps the others waiting. Raises ValueError for what is no polygon.
    """

    def __init__(
        self,
        polygons: Sequence[BaseGeometry],
        *,
        crs: str = BNG,
        points: str | None = None,
        moving: Executor | None = None,
    ) -> None:
        self._polygons = np.asarray(polygons, dtype=object)
        self._moving = moving
        self._crs, self._points = crs, points or crs
        laid_out: tuple[Edges, Plane] | None = None
        if self._points != crs and pyproj.CRS(self._points).is_geographic:
            laid_out = edges_in_degrees(polygons, crs, self._points)
        self._as_they_come = laid_out is not None or self._points == crs
        edges, plane = laid_out or (edges_of(polygons), Plane())
        self._table = _CellTable.of(edges, plane) if len(edges) else None
        self._preparing = Lock()

    def __len__(self) -> int:
        return len(self._polygons)

    def pairs(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """The positions of polygon and point of every point in or on a polygon, point by point.

        A point in two polygons gives two pairs, the earlier polygon first; NaN lies nowhere.
        """
        polygon, point = _together(list(self.found(x, y)))
        order = np.lexsort((polygon, point))
        return polygon[order], point[order]

    def found(self, x: Floats, y: Floats) -> Iterator[tuple[Ints, Ints]]:
        """The pairs of :meth:`pairs` in parts, each of one run of points, in no order within it."""
        if self._table is None:
            return
        x, y = np.asarray(x, float), np.asarray(y, float)
        if not self._as_they_come:
            x, y = transform(x, y, self._points, self._crs)
        for begin in range(0, len(x), _RUN):
            run = slice(begin, begin + _RUN)
            polygon, point = self._found(self._table, x[run], y[run])
            yield polygon, point + begin

    def _found(self, table: _CellTable, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """The few points near anything are told first, so that each further step has many."""
        near = [
            begin + table.near(x[begin : begin + _CHUNK], y[begin : begin + _CHUNK])
            for begin in range(0, len(x), _CHUNK)
        ]
        points = np.concatenate([np.zeros(0, np.int64), *near])
        sure, unsure = [], []
        for begin in range(0, len(points), _CHUNK):
            some = points[begin : begin + _CHUNK]
            polygon, at, close = table.look_up(x[some], y[some])
            sure.append((polygon[~close], some[at[~close]]))
            unsure.append((polygon[close], some[at[close]]))
        polygon, point = _together(unsure)
        covers = self._covers(polygon, x[point], y[point])
        return _together([*sure, (polygon[covers], point[covers])])

    def _covers(self, polygon: Ints, x: Floats, y: Floats) -> Bits:
        """Whether each polygon covers the point beside it, by shapely."""
        if self._as_they_come and self._moving is not None:
            x, y = self._moving.submit(transform, x, y, self._points, self._crs).result()
        elif self._as_they_come:
            x, y = transform(x, y, self._points, self._crs)
        times = np.bincount(polygon, minlength=len(self))
        with self._preparing:  # a polygon is prepared as it is first asked
            shapely.prepare(self._polygons[times >= _WORTH])
            covers: Bits = shapely.intersects_xy(self._polygons[polygon], x, y)
        return covers


class PointTally:
    """How many points lie in each of so many polygons, by group, added up as they come.

    ``groups`` is how many groups there are; where more are met there are more.
    """

    def __init__(self, polygons: int, groups: int = 0) -> None:
        self._counts: Ints = np.zeros((polygons, groups), np.int64)
        self._groups = groups
        self.placed = 0
        """Points with coordinates."""
        self.in_none = 0
        """Of these, those in no polygon."""
        self.in_several = 0
        """Of these, those in two polygons or more."""
        self.most = 0
        """How many polygons the point in most of them lies in."""

    @property
    def cube(self) -> Ints:
        """Polygons by groups; a point in two polygons counts in each."""
        return self._counts[:, : self._groups]

    def _know(self, group: Ints) -> None:
        """Have room for these groups, and for as many again where there was none."""
        before, width = self._groups, self._counts.shape[1]
        self._groups = max(before, int(group.max(initial=-1)) + 1)
        if self._groups > width:
            wider = np.zeros((len(self._counts), max(self._groups, 2 * width)), np.int64)
            wider[:, :before] = self._counts[:, :before]
            self._counts = wider

    def add(self, index: PolygonIndex, x: Floats, y: Floats, group: Ints) -> None:
        """Count points, each of a group; ``index`` holds the polygons as they are laid out here."""
        self._know(group)
        placed = len(x) - int(np.count_nonzero(np.isnan(x) | np.isnan(y)))
        self.placed += placed
        self.in_none += placed
        for polygon, point in index.found(x, y):
            at = polygon * self._counts.shape[1] + group[point]
            np.add.at(self._counts.reshape(-1), at, 1)
            times = np.bincount(point - point.min()) if len(point) else point
            self.in_none -= int(np.count_nonzero(times))
            self.in_several += int(np.count_nonzero(times > 1))
            self.most = max(self.most, int(times.max(initial=0)))

    def join(self, other: PointTally, group: Ints) -> None:
        """Count in what another has counted in the same polygons.

        ``group`` is, for each of its groups, which of these that is.
        """
        self._know(group)
        self.cube[:, group] += other.cube
        self.placed += other.placed
        self.in_none += other.in_none
        self.in_several += other.in_several
        self.most = max(self.most, other.most)


@dataclass(frozen=True)
class _CellTable:
    """Where each cell's entries are; empty stretches of the plane take no room."""

    edges: Edges
    plane: Plane
    grid: CellGrid
    entries: Entries
    """In order of their cells."""
    tiles: Ints
    """For each tile its place among those that hold something, 0 where it doesn't."""
    tiles_across: int
    cells: Ints
    """For each cell of those tiles its place in ``first``, 0 where it holds nothing."""
    first: Ints
    """Where each cell's entries begin; those of the one before end there."""

    @classmethod
    def of(cls, edges: Edges, plane: Plane) -> _CellTable:
        grid = CellGrid.over(edges, plane.safe)
        entries = entries_of(edges, grid, plane.safe).by_cell()
        begins = np.flatnonzero(np.r_[True, entries.cell[1:] != entries.cell[:-1]])
        row, column = np.divmod(entries.cell[begins], grid.across)
        across, up = (grid.across >> _TILE) + 1, (grid.up >> _TILE) + 1
        tile = (row >> _TILE) * across + (column >> _TILE)
        tiles = np.zeros(across * up, np.int32)
        tiles[tile] = 1
        held = np.flatnonzero(tiles)
        tiles[held] = np.arange(1, len(held) + 1)
        cells = np.zeros((len(held) + 1) << 2 * _TILE, np.int32)
        cells[_cell_of_tile(tiles[tile], row, column)] = np.arange(1, len(begins) + 1)
        first = np.r_[0, begins, len(entries.cell)]
        return cls(edges, plane, grid, entries, tiles, across, cells, first)

    def near(self, x: Floats, y: Floats) -> Ints:
        """The points in tiles that hold something: few of a country's."""
        x, y = self._laid_out(x, y)
        return np.flatnonzero(self._tile(self.grid.columns(x), self.grid.rows(y)) != 0)

    def look_up(self, x: Floats, y: Floats) -> tuple[Ints, Ints, Bits]:
        """Pairs of polygon and point: inside, or (True) of a point too close to an edge to tell."""
        x, y = self._laid_out(x, y)
        column, row = self.grid.columns(x), self.grid.rows(y)
        held = self.cells.take(_cell_of_tile(self._tile(column, row), row, column))
        point = np.flatnonzero(held != 0)
        held = held[point]
        first = self.first[held]
        which, entry = spread(first, self.first[held + 1] - first)
        point, edged = point[which], self.entries.edged[entry]
        taken, close = edged < 0, np.zeros(len(edged), bool)
        beside = np.flatnonzero(edged >= 0)
        if len(beside):
            at = point[beside]
            taken[beside], close[beside] = self._beside(edged[beside], x[at], y[at])
        taken |= close
        return self.entries.polygon[entry[taken]], point[taken], close[taken]

    def _laid_out(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points in the plane of the edges."""
        if self.plane.across == 1 == self.plane.up:
            return x, y
        return x * self.plane.across, y * self.plane.up

    def _tile(self, column: Ints, row: Ints) -> Ints:
        """The place of each cell's tile in ``cells``, 0 where the tile holds nothing."""
        place: Ints = self.tiles.take((row >> _TILE) * self.tiles_across + (column >> _TILE))
        return place

    def _beside(self, edged: Ints, x: Floats, y: Floats) -> tuple[Bits, Bits]:
        """Whether points in edged cells are inside, and which are too close to an edge to tell.

        A point lies on its spot's side where the way between them crosses an even number of edges.
        """
        entries = self.entries
        first = entries.first[edged]
        which, at = spread(first, entries.first[edged + 1] - first)
        ends = seen_from(self.edges, entries.edge[at], x[which], y[which])
        way_x, way_y = entries.spot_x[edged] - x, entries.spot_y[edged] - y
        close = np.isnan(way_x)
        close[which[squared_distance(ends) <= self.plane.safe**2]] = True
        crossed = crosses(ends, way_x[which], way_y[which])
        odd = np.bincount(which[crossed], minlength=len(edged)) % 2 == 1
        inside: Bits = odd != entries.spot_inside[edged]
        return inside, close


def _cell_of_tile(slot: Ints, row: Ints, column: Ints) -> Ints:
    last = (1 << _TILE) - 1
    return (slot << 2 * _TILE) | ((row & last) << _TILE) | (column & last)


def _together(parts: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    none = np.zeros(0, np.int64)
    return (
        np.concatenate([none, *(polygon for polygon, _ in parts)]),
        np.concatenate([none, *(point for _, point in parts)]),
    )
