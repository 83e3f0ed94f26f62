"""The small areas that comparison areas are made of: a grid, or areas that are loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING

from geo.crs import Floats

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SMALLEST_CELL, LARGEST_CELL = 100, 1000
"""Metres along the side of a cell, where nobody says."""
_SHARED = 1.0
"""Metres of border that make two areas neighbours; a corner makes none."""


@dataclass(frozen=True)
class SmallAreas:
    """Small areas with their outlines in metres, and which of them border on one another."""

    names: tuple[str, ...]
    shapes: tuple[BaseGeometry, ...]
    neighbours: tuple[tuple[int, ...], ...]
    x: Floats
    y: Floats
    """The middle of each."""

    def __len__(self) -> int:
        return len(self.names)


def cell_side(area: float) -> int:
    """The side of cells that suit a target of ``area`` square metres: about four to the target.

    >>> cell_side(160_000), cell_side(100), cell_side(9e6)
    (200, 100, 1000)
    """
    side = round(sqrt(area) / 2 / 50) * 50
    return min(max(side, SMALLEST_CELL), LARGEST_CELL)


def grid_around(target: BaseGeometry, reach: float, side: int, avoid: BaseGeometry) -> SmallAreas:
    """Square cells of ``side`` metres within ``reach`` of ``target`` that don't touch ``avoid``.

    They lie on the multiples of ``side``, so that the same casebook gives the same cells.
    """
    import numpy as np
    import shapely

    west, south, east, north = target.bounds
    columns = np.arange(floor((west - reach) / side), floor((east + reach) / side) + 1)
    rows = np.arange(floor((south - reach) / side), floor((north + reach) / side) + 1)
    column, row = (each.ravel() for each in np.meshgrid(columns, rows))
    boxes = shapely.box(column * side, row * side, (column + 1) * side, (row + 1) * side)
    shapely.prepare(avoid)
    near = shapely.dwithin(boxes, target, reach) & ~shapely.intersects(avoid, boxes)
    column, row, boxes = column[near], row[near], boxes[near]
    at = {(c, r): n for n, (c, r) in enumerate(zip(column.tolist(), row.tolist(), strict=True))}
    beside = ((1, 0), (-1, 0), (0, 1), (0, -1))
    neighbours = tuple(
        tuple(at[c + dx, r + dy] for dx, dy in beside if (c + dx, r + dy) in at) for c, r in at
    )
    return SmallAreas(
        tuple(f"{c * side},{r * side}" for c, r in at),
        tuple(boxes),
        neighbours,
        (column + 0.5) * float(side),
        (row + 0.5) * float(side),
    )


def loaded_areas(
    outlines: Mapping[str, BaseGeometry], target: BaseGeometry, reach: float, avoid: BaseGeometry
) -> SmallAreas:
    """The loaded areas within ``reach`` of ``target``, each without the ground of ``avoid``."""
    import numpy as np
    import shapely

    near: dict[str, BaseGeometry] = {}
    for ref, shape in outlines.items():
        left = shape.difference(avoid)
        if not left.is_empty and shapely.dwithin(shape, target, reach):
            near[ref] = shapely.union_all(
                [part for part in shapely.get_parts(left) if part.geom_type == "Polygon"]
            )
    shapes = list(near.values())
    middles = shapely.centroid(shapes)
    return SmallAreas(
        tuple(near),
        tuple(shapes),
        _bordering(shapes),
        np.asarray(shapely.get_x(middles)),
        np.asarray(shapely.get_y(middles)),
    )


def _bordering(shapes: Sequence[BaseGeometry]) -> tuple[tuple[int, ...], ...]:
    import shapely

    tree = shapely.STRtree(shapes)
    found: list[list[int]] = [[] for _ in shapes]
    for one, other in tree.query(shapes, predicate="intersects").T.tolist():
        if one != other and shapes[one].intersection(shapes[other]).length > _SHARED:
            found[one].append(other)
    return tuple(map(tuple, found))
