"""How polygons stand to each other: the same, overlapping, one within another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

SAME_WITHIN = 0.01
"""Metres by which every point of two outlines may differ and they still are the same."""

_SLIVER = 1.0
"""Square metres: neighbours drawn by hand overlap by less without anybody meaning it."""


def same_shape(one: BaseGeometry, other: BaseGeometry, within: float = SAME_WITHIN) -> bool:
    """Whether two outlines (metres) agree, wherever their rings start and whichever way they run.

    >>> square = shapely.box(0, 0, 10, 10)
    >>> same_shape(square, shapely.reverse(square)), same_shape(square, shapely.box(0, 0, 10, 10.1))
    (True, False)
    """
    if shapely.equals_exact(one.normalize(), other.normalize(), tolerance=within):
        return True
    # rounding can change which corner normalising starts from, so outlines are compared as well
    if shapely.hausdorff_distance(one.boundary, other.boundary) > within:
        return False
    return bool(one.symmetric_difference(other).area <= within * max(one.length, other.length))


def overlaps(shapes: Mapping[str, BaseGeometry], of: Sequence[str]) -> list[tuple[str, str, float]]:
    """Pairs of ``shapes`` that overlap, with the square metres they share, widest first.

    Only pairs with at least one of the names in ``of``; slivers under a square metre are left out.
    """
    if not of:
        return []
    names = list(shapes)
    at = {name: number for number, name in enumerate(names)}
    every = [shapes[name] for name in names]
    chosen = [at[name] for name in of]
    pairs = shapely.STRtree(every).query([every[n] for n in chosen], predicate="intersects").T
    met = {tuple(sorted((chosen[left], right))) for left, right in pairs.tolist()}
    found = [
        (names[one], names[other], float(every[one].intersection(every[other]).area))
        for one, other in sorted(met)
        if one != other
    ]
    return sorted((pair for pair in found if pair[2] > _SLIVER), key=lambda pair: -pair[2])


def shares(shape: BaseGeometry, areas: Mapping[str, BaseGeometry]) -> dict[str, float]:
    """The share of ``shape`` in each of ``areas`` that it lies in at all.

    >>> wards = {"W1": shapely.box(0, 0, 1, 1), "W2": shapely.box(9, 0, 10, 1)}
    >>> shares(shapely.box(0, 0, 4, 1), wards)
    {'W1': 0.25}
    """
    names = list(areas)
    shapely.prepare(shape)
    near = shapely.intersects(shape, [areas[name] for name in names]).nonzero()[0].tolist()
    found = {names[n]: float(shape.intersection(areas[names[n]]).area) / shape.area for n in near}
    return {name: share for name, share in found.items() if share > 0}
