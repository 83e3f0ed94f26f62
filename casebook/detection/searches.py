"""The three ways to look: Gi*, quartic density and DBSCAN, from points to outlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.wording import number, share
from casebook.detection.gathering import IncidentPoints
from casebook.detection.rules import DetectionRules
from casebook.detection.surface import CellSurface
from geo.crs import Floats
from geo.detect.dbscan import clusters, least_for
from geo.detect.gi_star import hot_cells
from geo.detect.grid import SquareGrid, cell_size
from geo.detect.outlines import members, outline_of_cells, outline_of_points, patches
from geo.edges import Bits

_EXTREME = (1.96, 2.58, 3.29)
"""Gi* that chance exceeds one time in 40, 200 and 2,000 in a cell judged alone."""


@dataclass(frozen=True)
class FoundOutline:
    """The outline of one candidate with what its method says of it."""

    shape: BaseGeometry
    z: float | None = None
    p: float | None = None
    peak: float | None = None


@dataclass(frozen=True)
class FoundBySearch:
    """What a method found, the settings it came to, and how it reads."""

    found: Sequence[FoundOutline]
    settings: Mapping[str, str]
    says: str
    cell: float | None = None
    bandwidth: float | None = None
    surface: CellSurface | None = None


def _cells(
    points: IncidentPoints, rules: DetectionRules, ground: BaseGeometry
) -> tuple[SquareGrid, Bits, str]:
    """The grid over the ground, which of its cells are of it, and how it reads."""
    west, south, east, north = ground.bounds
    size = rules.cell or cell_size(east - west, north - south)
    grid = SquareGrid.over((west, south, east, north), size)
    whole = ground.equals(shapely.box(*ground.bounds))
    mask: Bits = np.ones(grid.shape, bool) if whole else grid.touching(ground)
    why = "" if rules.cell else ", a fiftieth of the ground's shorter side"
    return grid, mask, f"{counted(int(mask.sum()), 'cell')} of {number(size, 0)} m{why}"


def _by_gi_star(
    points: IncidentPoints, rules: DetectionRules, ground: BaseGeometry, weight: Floats | None
) -> FoundBySearch:
    grid, mask, said = _cells(points, rules, ground)
    counts = grid.sums(points.x, points.y)
    weights = None if weight is None else grid.sums(points.x, points.y, weight)
    cells = hot_cells(counts, weights, mask, level=rules.level, fdr=rules.fdr)
    label = patches(cells.hot)
    found = []
    for numbers in members(label.ravel()):
        best = numbers[int(np.argmax(cells.z.ravel()[numbers]))]
        found.append(
            FoundOutline(
                outline_of_cells(grid, numbers),
                z=float(cells.z.ravel()[best]),
                p=float(cells.p.ravel()[best]),
            )
        )
    how = (
        f"at most {share(rules.level)} of the hot cells false (false discovery rate)"
        if rules.fdr
        else f"each cell judged alone at {number(rules.level)}"
    )
    settings = {
        "cell": _plain(grid.size),
        "level": _plain(rules.level),
        "fdr": "on" if rules.fdr else "off",
    }
    says = f"Gi*: {said}, with the eight around each; {how}."
    surface = CellSurface("Gi*", grid, cells.z, _EXTREME, 2)
    return FoundBySearch(found, settings, says, cell=grid.size, surface=surface)


def _by_density(
    points: IncidentPoints, rules: DetectionRules, ground: BaseGeometry, weight: Floats | None
) -> FoundBySearch:
    from geo.detect.density import bandwidth_of, density  # it brings what no other search needs

    grid, mask, said = _cells(points, rules, ground)
    bandwidth = rules.bandwidth or bandwidth_of(points.x, points.y) or grid.size * 3
    dense = density(grid, points.x, points.y, bandwidth, weight)
    dense[~mask] = 0.0
    most = max(1, int(mask.sum() * rules.area_share))
    order = np.argsort(-dense.ravel(), kind="stable")[:most]
    hot = np.zeros(dense.size, bool)
    hot[order[dense.ravel()[order] > 0]] = True
    label = patches(hot.reshape(grid.shape))
    found = [
        FoundOutline(outline_of_cells(grid, numbers), peak=float(dense.ravel()[numbers].max()))
        for numbers in members(label.ravel())
    ]
    why = "" if rules.bandwidth else " (normal rule, the mean of both axes)"
    says = (
        f"Quartic density: {said}, bandwidth {number(bandwidth, 0)} m{why}; the densest "
        f"{share(rules.area_share)} of the ground. This is a choice, not a test."
    )
    settings = {
        "cell": _plain(grid.size),
        "bandwidth": _plain(round(bandwidth)),
        "area": _plain(rules.area_share),
    }
    peak = float(dense.max(initial=0.0))
    quarters = (peak / 4, peak / 2, peak * 3 / 4) if peak > 0 else ()
    surface = CellSurface("Density a km²", grid, dense, quarters)
    return FoundBySearch(found, settings, says, grid.size, bandwidth, surface)


def _by_clusters(
    points: IncidentPoints, rules: DetectionRules, ground: BaseGeometry, weight: Floats | None
) -> FoundBySearch:
    least = rules.least or least_for(len(points), rules.reach, ground.area)
    label = clusters(points.x, points.y, rules.reach, least)
    found = [
        FoundOutline(outline_of_points(points.x[held], points.y[held], rules.reach / 2))
        for held in members(label)
    ]
    why = "" if rules.least else ", which evenly scattered points would hardly ever make"
    alone = int(np.count_nonzero(label < 0))
    says = (
        f"DBSCAN: a core has {number(least)} points within {number(rules.reach, 0)} m{why}; "
        f"{counted(alone, 'point is', 'points are')} of no cluster."
    )
    return FoundBySearch(found, {"reach": _plain(rules.reach), "least": str(least)}, says)


def _plain(value: float) -> str:
    """A setting as it is typed: no more digits than it has."""
    return str(int(value)) if value == int(value) else str(round(value, 4))


SearchWay = Callable[[IncidentPoints, DetectionRules, BaseGeometry, Floats | None], FoundBySearch]
SEARCHES: Mapping[str, SearchWay] = MappingProxyType(
    {"gistar": _by_gi_star, "kde": _by_density, "dbscan": _by_clusters}
)
"""By the name of the method; each raises TooManyCells where cells are too small for the ground."""
