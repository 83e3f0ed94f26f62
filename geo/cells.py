"""The plane cut into cells, each with the polygons that fill it or have edges near it.

A point in a cell that no edge comes near lies in the same polygons as the whole cell does. In the
other cells it is set against the few edges that come near, from a spot of the cell of which it is
known whether it lies inside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from geo.crs import Floats, Ints
from geo.edges import Bits, Edges, seen_from, squared_distance

_CELLS_A_POLYGON = 24
_EDGES_A_CELL = 2
_LEAST_CELLS = 8_000
"""More cells take longer to make, fewer leave more points to be set against edges."""
_MOST_ACROSS = 1 << 16
"""Cells a row may have: polygons a continent apart get coarser ones."""
_BLOCK = 1 << 14
"""Edges worked on at a time, so that memory beside the result stays the same."""
_CLEAR = 0.1
"""How far a cell's spot must lie off every edge, in metres."""
_SPOTS = (0.5, 0.25, 0.75, 0.05, 0.95)
"""Where in the middle line of its cell a spot may be: the first that is clear is taken."""
_LEVEL = 1e-9
"""Metres of height below which an edge counts as level."""


@dataclass(frozen=True)
class CellGrid:
    """Square cells; none in the first and last row and column ever holds anything."""

    x: float
    y: float
    """The corner of the first cell, west and south."""
    size: float
    across: int
    up: int

    @classmethod
    def over(cls, edges: Edges, safe: float) -> CellGrid:
        """Cells about as many as edges and polygons ask for, so that a cell has few edges."""
        west, east = _range(edges.x1, edges.x2)
        south, north = _range(edges.y1, edges.y2)
        along_x, along_y = edges.x2 - edges.x1, edges.y2 - edges.y1
        length = float(np.sqrt(along_x * along_x + along_y * along_y).sum())
        twice = edges.x1 * edges.y2 - edges.x2 * edges.y1
        area = float(np.abs(np.bincount(edges.polygon, twice)).sum()) / 2
        polygons = 1 + int(np.count_nonzero(np.diff(edges.polygon)))
        wanted = len(edges) // _EDGES_A_CELL + _CELLS_A_POLYGON * polygons
        wanted = max(wanted, _LEAST_CELLS)
        size = max(
            np.sqrt(area / wanted),
            length / wanted,
            4 * safe,
            max(east - west, north - south) / (_MOST_ACROSS - 8),
        )
        # off the round numbers that edges often lie on, so that spots don't
        margin = 1.37 * size + safe
        across = int((east - west + 2 * margin) / size) + 2
        up = int((north - south + 2 * margin) / size) + 2
        return cls(west - margin, south - margin, float(size), across, up)

    def columns(self, x: Floats) -> Ints:
        """The column of each ``x``, the nearest where it is beyond; the first for NaN."""
        return _steps(x, self.x, self.size, self.across)

    def rows(self, y: Floats) -> Ints:
        """The row of each ``y``, the nearest where it is beyond; the first for NaN."""
        return _steps(y, self.y, self.size, self.up)


@dataclass(frozen=True)
class Entries:
    """What cells hold, an entry for each polygon of each cell."""

    cell: Ints
    """Row times the grid's columns, plus column."""
    polygon: Ints
    edged: Ints
    """Which of the edged cells it is, -1 where the whole cell lies inside."""
    spot_x: Floats
    spot_y: Floats
    """For each edged cell a spot in it, NaN where none is clear of edges."""
    spot_inside: Bits
    first: Ints
    """For each edged cell where its edges begin; one more than there are cells."""
    edge: Ints

    @classmethod
    def joined(cls, parts: list[Entries]) -> Entries:
        """The entries of several blocks of edges, whose edges are numbered through."""
        cells = np.cumsum([0, *(len(part.spot_x) for part in parts)])
        edges = np.cumsum([0, *(len(part.edge) for part in parts)])
        edged = [np.where(p.edged < 0, -1, p.edged + n) for p, n in zip(parts, cells, strict=False)]
        first = [part.first[:-1] + n for part, n in zip(parts, edges, strict=False)]
        return cls(
            np.concatenate([part.cell for part in parts]),
            np.concatenate([part.polygon for part in parts]),
            np.concatenate(edged),
            np.concatenate([part.spot_x for part in parts]),
            np.concatenate([part.spot_y for part in parts]),
            np.concatenate([part.spot_inside for part in parts]),
            np.concatenate([*first, edges[-1:]]),
            np.concatenate([part.edge for part in parts]),
        )

    def by_cell(self) -> Entries:
        """The same, all of a cell together."""
        order = np.argsort(self.cell)
        return replace(
            self, cell=self.cell[order], polygon=self.polygon[order], edged=self.edged[order]
        )


def entries_of(edges: Edges, grid: CellGrid, safe: float) -> Entries:
    """Every cell of every polygon: those within ``safe`` of its edges, and those wholly inside."""
    starts = np.flatnonzero(np.r_[True, edges.polygon[1:] != edges.polygon[:-1]])
    cuts = [0]
    for start in starts.tolist():
        if start - cuts[-1] >= _BLOCK:
            cuts.append(start)
    cuts.append(len(edges))
    parts = []
    for begin, end in pairwise(cuts):
        part = _entries(edges.take(slice(begin, end)), grid, safe)
        part.edge[:] += begin
        parts.append(part)
    return Entries.joined(parts)


def _entries(edges: Edges, grid: CellGrid, safe: float) -> Entries:
    edge, cell, crossing = _touched(edges, grid, safe)
    whole = np.int64(grid.across) * grid.up
    key = edges.polygon[edge] * whole + cell
    order = np.argsort(key)
    key, edge, crossing = key[order], edge[order], crossing[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    polygon, cell = np.divmod(key[first], whole)
    # a ring crosses a line an even number of times: no row needs a start
    crossed = np.cumsum(~np.isnan(crossing))
    after = crossed[np.r_[first[1:], len(edge)] - 1]
    edged = _Edged(cell, np.r_[0, after[:-1]], np.r_[first, len(edge)], edge, crossing)
    spot_x, spot_y, spot_inside = _spots(edges, grid, edged)
    inner_polygon, inner_cell = _inner(grid, polygon, cell, after)
    return Entries(
        np.concatenate([cell, inner_cell]),
        np.concatenate([polygon, inner_polygon]),
        np.concatenate([np.arange(len(cell)), np.full(len(inner_cell), -1)]),
        spot_x,
        spot_y,
        spot_inside,
        edged.first,
        edge,
    )


@dataclass(frozen=True)
class _Edged:
    """The cells that edges come near, row by row, with those edges."""

    cell: Ints
    before: Ints
    """How many edges cross the middle line of the cell's row before it."""
    first: Ints
    edge: Ints
    crossing: Floats
    """Where each edge crosses the middle line, NaN where it doesn't in this cell."""


def _touched(edges: Edges, grid: CellGrid, safe: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of edge and cell within ``safe``, and where in the cell the edge crosses its middle.

    Row by row the part of the edge that comes near the row is taken, and the columns it spans.
    """
    low, high = np.minimum(edges.y1, edges.y2), np.maximum(edges.y1, edges.y2)
    first = grid.rows(low - safe)
    edge, row = spread(first, grid.rows(high + safe) - first + 1)
    x1, y1, x2, y2 = edges.x1[edge], edges.y1[edge], edges.x2[edge], edges.y2[edge]
    level = np.abs(y2 - y1) < _LEVEL
    lean = np.where(level, 0.0, (x2 - x1) / np.where(level, 1.0, y2 - y1))
    bottom = grid.y + row * grid.size - safe
    top = bottom + grid.size + 2 * safe
    from_x = x1 + (np.clip(y1, bottom, top) - y1) * lean
    to_x = np.where(level, x2, x1 + (np.clip(y2, bottom, top) - y1) * lean)
    west = grid.columns(np.minimum(from_x, to_x) - safe)
    east = grid.columns(np.maximum(from_x, to_x) + safe)
    middle = grid.y + (row + 0.5) * grid.size
    crossing = np.where((y1 <= middle) != (y2 <= middle), x1 + (middle - y1) * lean, np.nan)
    crossed = np.clip(grid.columns(crossing), west, east)
    which, column = spread(west, east - west + 1)
    crossing = np.where(crossed[which] == column, crossing[which], np.nan)
    return edge[which], row[which] * grid.across + column, crossing


def _inner(grid: CellGrid, polygon: Ints, cell: Ints, crossed: Ints) -> tuple[Ints, Ints]:
    """Polygon and cell of what lies between two edged cells of a row, and inside.

    ``crossed`` counts the edges crossed in the row up to each edged cell and in it.
    """
    gap = cell[1:] - cell[:-1] - 1
    same = (polygon[1:] == polygon[:-1]) & (cell[1:] // grid.across == cell[:-1] // grid.across)
    before = np.flatnonzero(same & (gap > 0) & (crossed[:-1] % 2 == 1))
    which, inner = spread(cell[before] + 1, gap[before])
    return polygon[before][which], inner


def _spots(edges: Edges, grid: CellGrid, edged: _Edged) -> tuple[Floats, Floats, Bits]:
    """For each edged cell a spot in its middle line, clear of edges, and whether it is inside."""
    row, column = np.divmod(edged.cell, grid.across)
    spot_x, inside = np.full(len(row), np.nan), np.zeros(len(row), bool)
    spot_y = grid.y + (row + 0.5) * grid.size
    left = np.arange(len(row))
    number = np.diff(edged.first)
    starts, which = edged.first[:-1], np.repeat(left, number)
    edge, crossing = edged.edge, edged.crossing
    for share in _SPOTS:
        x, y = grid.x + (column[left] + share) * grid.size, spot_y[left]
        x_beside = x[which]
        off = squared_distance(seen_from(edges, edge, x_beside, y[which]))
        clear = np.minimum.reduceat(off, starts) > _CLEAR**2
        passed = np.add.reduceat(crossing < x_beside, starts, dtype=np.int64)
        spot_x[left[clear]] = x[clear]
        inside[left[clear]] = ((edged.before[left] + passed) % 2 == 1)[clear]
        left = left[~clear]
        if not len(left):
            break
        which, at = spread(edged.first[left], number[left])
        starts = np.cumsum(number[left]) - number[left]
        edge, crossing = edged.edge[at], edged.crossing[at]
    return spot_x, spot_y, inside


def spread(first: Ints, number: Ints) -> tuple[Ints, Ints]:
    """For runs of whole numbers, which run each number is of, and the number.

    >>> spread(np.array([5, 9]), np.array([3, 1]))
    (array([0, 0, 0, 1]), array([5, 6, 7, 9]))
    """
    if len(number) and number.max() == 1 == number.min():
        return np.arange(len(first)), first
    run = np.repeat(np.arange(len(first)), number)
    return run, np.arange(len(run)) + np.repeat(first - (np.cumsum(number) - number), number)


def _steps(values: Floats, start: float, size: float, number: int) -> Ints:
    """How many whole steps each value is from the start, at least 0 and under ``number``."""
    steps = values - start
    steps *= 1 / size
    np.fmax(steps, 0.0, out=steps)  # these two take NaN for the other value
    np.fmin(steps, number - 1.0, out=steps)
    return steps.astype(np.int32)


def _range(one: Floats, other: Floats) -> tuple[float, float]:
    return float(min(one.min(), other.min())), float(max(one.max(), other.max()))
