"""DBSCAN: groups of points that lie close together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import bdtrc

from geo.cells import spread
from geo.crs import Floats, Ints
from geo.edges import Bits

NOISE = -1
_BLOCK = 1 << 20
"""Pairs of points that are measured at a time."""
_AROUND = tuple(step for step in product(range(3), range(-2, 3)) if step > (0, 0))
"""Which cells are near one, each pair of cells once: columns on, rows up."""


def clusters(x: Floats, y: Floats, reach: float, least: int) -> Ints:
    """For each point the number of its cluster, from 0 by size, largest first; -1 for none.

    A core point has at least ``least`` points within ``reach`` metres, itself among them; core
    points within reach of each other are of one cluster, and a point that isn't core joins that of
    the nearest core point in reach. Source: Ester, Kriegel, Sander and Xu, "A density-based
    algorithm for discovering clusters", KDD 1996. Points in a cell so small that all of them are in
    reach of each other are looked at together, so many on one spot cost no more than one. Raises
    :class:`ValueError` for a reach that isn't above 0 or under one point.

    >>> x = np.array([0.0, 1, 2, 50, 51, 52, 53, 90])
    >>> clusters(x, np.zeros(8), 1.5, 3).tolist()
    [1, 1, 1, 0, 0, 0, 0, -1]
    """
    if not reach > 0 or least < 1:
        raise ValueError("A reach must be above 0, and a cluster has at least one point.")
    if not len(x):
        return np.zeros(0, np.int64)
    from scipy.spatial import cKDTree

    column, row = _steps(x, reach), _steps(y, reach)
    order = np.lexsort((row, column))
    points = np.column_stack([x, y])[order]
    cells = _Cells.of(column[order], row[order])
    core = _core(points, cells, reach, least)
    label = np.full(len(points), NOISE, np.int64)
    if core.any():
        label[core] = _joined(points[core], cells.of_those(core), reach)
        edge = np.flatnonzero(~core)
        off, nearest = cKDTree(points[core]).query(
            points[edge], distance_upper_bound=np.nextafter(reach, np.inf), workers=-1
        )
        found = np.isfinite(off)
        label[edge[found]] = label[core][nearest[found]]
    as_given = np.empty_like(label)
    as_given[order] = label
    return _by_size(as_given)


def least_for(number: int, reach: float, area: float, chance: float = 0.05) -> int:
    """The least points of a core that evenly scattered ones would hardly ever make; at least 3.

    With ``number`` points at random over ``area`` square metres, the chance that any of them has so
    many within ``reach`` metres is at most ``chance``.
    """
    share = min(1.0, np.pi * reach**2 / area) if area > 0 else 1.0
    others = np.arange(max(1, number))
    rarer = bdtrc(others, max(0, number - 1), share) <= chance / max(1, number)
    return max(3, 2 + int(np.argmax(rarer)))


@dataclass(frozen=True)
class _Cells:
    """Points in order of their cells, column by column."""

    column: Ints
    row: Ints
    first: Ints
    """Where the points of each cell begin; one more than there are cells."""

    @classmethod
    def of(cls, column: Ints, row: Ints) -> _Cells:
        new = np.flatnonzero(np.r_[True, (np.diff(column) != 0) | (np.diff(row) != 0)])
        return cls(column[new], row[new], np.r_[new, len(column)])

    def __len__(self) -> int:
        return len(self.column)

    @property
    def number(self) -> Ints:
        """How many points each cell has."""
        return np.diff(self.first)

    def of_those(self, kept: Bits) -> _Cells:
        """The cells of the points that are kept."""
        number = np.add.reduceat(kept, self.first[:-1], dtype=np.int64)
        some = number > 0
        return _Cells(self.column[some], self.row[some], np.r_[0, np.cumsum(number[some])])

    def neighbours(self) -> tuple[Ints, Ints]:
        """Pairs of cells near enough that points of them may be in reach of each other."""
        width = int(self.row.max() - self.row.min()) + 5
        key = self.column * width + self.row
        pairs = []
        for across, up in _AROUND:
            wanted = key + across * width + up
            at = np.searchsorted(key, wanted)
            met = np.flatnonzero(key[np.minimum(at, len(key) - 1)] == wanted)
            pairs.append((met, at[met]))
        return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def _steps(values: Floats, reach: float) -> Ints:
    """The cell along one axis: so small that two points of one cell are in reach of each other."""
    size = reach / np.sqrt(2) * (1 - 1e-9)
    steps: Ints = np.floor((values - values.min()) / size).astype(np.int64)
    return steps


def _core(points: Floats, cells: _Cells, reach: float, least: int) -> Bits:
    """Which points have enough of them in reach: all of a full cell, the others are counted."""
    from scipy.spatial import cKDTree

    number = cells.number
    core: Bits = np.repeat(number >= least, number)
    unsure = np.flatnonzero(~core)
    if len(unsure):
        near = cKDTree(points).query_ball_point(
            points[unsure], reach, return_length=True, workers=-1
        )
        core[unsure] = near >= least
    return core


def _joined(points: Floats, cells: _Cells, reach: float) -> Ints:
    """For each core point the number of its group.

    Two cells are joined when some point of one is in reach of some point of the other. Most are
    found by the point of one that is nearest to the middle of the other; only cells that no other
    way joins are measured point by point.
    """
    one, other = cells.neighbours()
    close = _closest_of_one(points, cells, one, other) <= reach
    group = _groups(len(cells), one[close], other[close])
    open_ = np.flatnonzero(~close & (group[one] != group[other]))
    for pair in _blocks(open_, (cells.number[one] * cells.number[other])[open_]):
        near = _any_near(points, cells, one[pair], other[pair], reach)
        found = pair[near]
        one_of, other_of = group[one[found]], group[other[found]]
        group = _groups(len(cells), one_of, other_of)[group]
    return np.repeat(group, cells.number)


def _closest_of_one(points: Floats, cells: _Cells, one: Ints, other: Ints) -> Floats:
    """For each pair of cells how far the other's points are from a point of the one."""
    if not len(one):
        return np.zeros(0)
    middle = np.add.reduceat(points, cells.first[:-1]) / cells.number[:, None]
    which, at = spread(cells.first[one], cells.number[one])
    off = np.square(points[at] - middle[other][which]).sum(1)
    starts = np.r_[0, np.cumsum(cells.number[one])[:-1]]
    least = np.minimum.reduceat(off, starts)
    first = np.flatnonzero(off == least[which])
    _, first_of = np.unique(which[first], return_index=True)
    chosen = points[at[first[first_of]]]
    which, at = spread(cells.first[other], cells.number[other])
    off = np.square(points[at] - chosen[which]).sum(1)
    starts = np.r_[0, np.cumsum(cells.number[other])[:-1]]
    nearest: Floats = np.sqrt(np.minimum.reduceat(off, starts))
    return nearest


def _any_near(points: Floats, cells: _Cells, one: Ints, other: Ints, reach: float) -> Bits:
    """Which pairs of cells have a pair of points in reach."""
    pair, a = spread(cells.first[one], cells.number[one])
    which, b = spread(cells.first[other][pair], cells.number[other][pair])
    off = np.square(points[a][which] - points[b]).sum(1)
    near = np.zeros(len(one), bool)
    near[pair[which[off <= reach * reach]]] = True
    return near


def _blocks(pairs: Ints, size: Ints) -> list[Ints]:
    """The pairs in blocks that are measured at a time."""
    if not len(pairs):
        return []
    block = (np.cumsum(size) - size) // _BLOCK
    return np.split(pairs, np.flatnonzero(np.diff(block)) + 1)


def _groups(number: int, one: Ints, other: Ints) -> Ints:
    """For each of ``number`` the group that pairs join it to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    step = coo_matrix((np.ones(len(one), np.int8), (one, other)), (number, number))
    group: Ints = connected_components(step, directed=False)[1].astype(np.int64)
    return group


def _by_size(label: Ints) -> Ints:
    """Clusters numbered from the largest; of one size the one met first comes first."""
    found, first, times = np.unique(label, return_index=True, return_counts=True)
    kept = np.flatnonzero(found != NOISE)
    order = kept[np.lexsort((first[kept], -times[kept]))]
    rank = np.full(len(found), NOISE)
    rank[order] = np.arange(len(order))
    number: Ints = rank[np.searchsorted(found, label)]
    return number
