"""A background made small enough to be kept: cut to where it is needed, without needless bends.

What is kept lies on a grid of 1e-5 degrees (about a metre), as differences from point to point,
which pack into a few bytes each.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import SORTS, Background

_STEPS = 1e5
"""To a degree."""
_TOLERANCE = 2e-5
"""Degrees, some 2 metres: bends smaller than this aren't kept."""
_SMALLEST = 2e-8
"""Square degrees, some 150 square metres: areas smaller than this can't be seen."""
MARGIN = 0.03
"""Degrees about the ground that is kept, some 3 kilometres (2 from east to west in Britain)."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Small:
    """A background that was made small."""

    background: Background
    kept: int
    """How many of its features are at least in part in it."""
    outside: int
    """How many lie outside."""
    too_small: int
    """How many areas are too small to be seen."""


def make_small(whole: Background, ground: Sequence[BaseGeometry]) -> Small:
    """``whole`` within :data:`MARGIN` of ``ground``, simplified; all of it where there is none.

    Streets of a class that meet end to end become one line each.
    """
    shapes = np.array(whole.shapes, object)
    sorts = np.array(whole.sorts, object)
    inside = np.ones(len(shapes), bool)
    box = box_of(ground)
    if box is not None:
        boxes = [shapely.box(*each.bounds) for each in ground]
        area = shapely.buffer(shapely.union_all(boxes), MARGIN)
        shapely.prepare(area)
        inside = shapely.intersects(area, shapely.box(*shapely.bounds(shapes).T))
        shapes[inside] = shapely.clip_by_rect(shapes[inside], *box)
        inside &= ~shapely.is_empty(shapes)
    is_area = shapely.get_dimensions(shapes) == 2
    tiny = inside & is_area & (shapely.area(shapes) < _SMALLEST)
    kept = inside & ~tiny
    drawn = [(sort, _simple(shapes[kept & (sorts == sort)])) for sort in SORTS]
    background = Background(
        tuple(shape for _, found in drawn for shape in found),
        tuple(sort for sort, found in drawn for _ in found),
        whole.attribution,
    )
    return Small(background, int(kept.sum()), int((~inside).sum()), int(tiny.sum()))


def box_of(ground: Sequence[BaseGeometry]) -> Box | None:
    """West, south, east and north of what is kept about ``ground``; None where all is."""
    if not ground:
        return None
    west, south, east, north = shapely.total_bounds(list(ground)).tolist()
    return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN


def _simple(shapes: Any) -> list[BaseGeometry]:
    """Lines merged where they meet, and parts of areas, without needless bends."""
    parts = shapely.get_parts(shapes)
    lines = parts[shapely.get_type_id(parts) == 1]
    areas = parts[shapely.get_type_id(parts) == 3]
    if len(lines):
        lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    simple = shapely.simplify(np.concatenate([lines, areas]), _TOLERANCE)
    return [one for one in simple if not one.is_empty]


def pack(background: Background) -> dict[str, list[str]]:
    """The shapes by sort, as texts of JSON that :func:`unpack` reads: lines, then areas."""
    return {
        sort: [_packed(found, 1), _packed(found, 3)]
        for sort in SORTS
        if (found := background.of(sort))
    }


def unpack(packed: dict[str, list[str]], attribution: str) -> Background:
    """The background that :func:`pack` wrote."""
    drawn = [
        (sort, [*_unpacked(lines, 1), *_unpacked(areas, 3)])
        for sort, (lines, areas) in packed.items()
    ]
    return Background(
        tuple(shape for _, found in drawn for shape in found),
        tuple(sort for sort, found in drawn for _ in found),
        attribution,
    )


def _packed(shapes: Sequence[BaseGeometry], type_id: int) -> str:
    """The shapes of one type: how many numbers, how long each part is, and the steps."""
    own = [shape for shape in shapes if shapely.get_type_id(shape) == type_id]
    if not own:
        return ""
    _, points, offsets = shapely.to_ragged_array(own)
    steps = np.diff(np.rint(points * _STEPS).astype("<i4"), axis=0, prepend=0)
    lengths = [np.diff(each).astype("<i4") for each in offsets]
    numbers = np.concatenate([*lengths, steps.T.ravel()])
    head = np.array([len(each) for each in lengths], "<i4")
    # bytes of the same weight together pack into half the room
    planes = np.concatenate([head, numbers]).astype("<i4").view(np.uint8).reshape(-1, 4).T
    return base64.b64encode(zlib.compress(planes.tobytes(), 9)).decode("ascii")


def _unpacked(text: str, type_id: int) -> list[BaseGeometry]:
    if not text:
        return []
    planes = np.frombuffer(zlib.decompress(base64.b64decode(text)), np.uint8)
    numbers = np.ascontiguousarray(planes.reshape(4, -1).T).view("<i4").ravel()
    depth = 1 if type_id == 1 else 2
    sizes, rest = numbers[:depth], numbers[depth:]
    offsets = []
    for size in sizes.tolist():
        offsets.append(np.concatenate([[0], np.cumsum(rest[:size])]))
        rest = rest[size:]
    points = np.ascontiguousarray(np.cumsum(rest.reshape(2, -1).T, axis=0) / _STEPS)
    kind = shapely.GeometryType.LINESTRING if type_id == 1 else shapely.GeometryType.POLYGON
    return list(shapely.from_ragged_array(kind, points, tuple(offsets)))
