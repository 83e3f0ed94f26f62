"""What lies beneath a map's places: the districts' ground, water, parks, borders and streets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import (
    A_ROAD,
    B_ROAD,
    BORDER,
    LOCAL,
    PARK,
    WATER,
    WATERWAY,
    Background,
)
from casebook.packs.drawing.background import INKS
from geo.maps import Base, BaseAreas, BaseLines

_OUTSIDE = "#e4e8e8"
NEAR = 0.03
"""Degrees, some 2 to 3 kilometres: local streets farther than this from every place of a map
aren't sent with it."""
_FROM_ZOOM = 12
_BORDERS = ("District borders", "Borders")


def ground(
    background: Background | None,
    districts: Sequence[BaseGeometry],
    places: Sequence[BaseGeometry] = (),
) -> Base:
    """The districts' ground apart from what lies outside them, their borders, and the background.

    Local streets are those near ``places``; all where none is given.
    """
    areas: tuple[BaseAreas, ...] = ()
    lines: tuple[BaseLines, ...] = ()
    if background is not None:
        wards, lakes = background.of(BORDER), background.of(WATER)
        parts = _areas(background.of(PARK)), _areas(lakes)
        areas = tuple(
            BaseAreas(name, found, INKS[sort])
            for name, sort, found in zip(("Parks", "Water"), (PARK, WATER), parts, strict=True)
            if found
        )
        streams = background.of(WATERWAY)
        local = _near(background.of(LOCAL), places)
        lines = (
            *_lines("Waterways", streams, INKS[WATERWAY], width=1.8),
            *_lines(_BORDERS[1], _edges(wards), INKS[BORDER], width=1.1, dash="2 3", from_zoom=10),
            BaseLines("Local streets", local, "#ddd8ca", width=1.3, from_zoom=_FROM_ZOOM),
            BaseLines("B roads", background.of(B_ROAD), "#ffffff", casing="#c9c2b2", width=3.2),
            BaseLines("A roads", background.of(A_ROAD), "#ecd09b", casing="#c9b386", width=3.8),
        )
    if not districts:
        return Base(areas, lines)
    # united, so that a border two districts share is drawn once
    borders = shapely.union_all([district.boundary for district in districts])
    edge = BaseLines(_BORDERS[0], (borders,), "#b9ad93", width=1.6, dash="6 4")
    land = BaseAreas("Districts", tuple(districts))
    return Base((land, *areas), (edge, *lines), ground=_OUTSIDE)


def only_borders(base: Base) -> Base:
    """The borders of a base alone, to lie on a ground from elsewhere."""
    return Base(lines=tuple(lines for lines in base.lines if lines.name in _BORDERS))


def far_streets(background: Background | None, places: Sequence[BaseGeometry]) -> int:
    """How many local streets :func:`ground` leaves out as far from every place."""
    local = background.of(LOCAL) if background else ()
    return len(local) - len(_near(local, places))


def _lines(
    name: str, lines: Sequence[BaseGeometry], colour: str, **looks: Any
) -> tuple[BaseLines, ...]:
    """The lines as a class of their own; none where there are none."""
    return (BaseLines(name, tuple(lines), colour, **looks),) if lines else ()


def _areas(shapes: Sequence[BaseGeometry]) -> tuple[Any, ...]:
    return tuple(shape for shape in shapes if shapely.get_dimensions(shape) == 2)


def _edges(shapes: Sequence[BaseGeometry]) -> tuple[BaseGeometry, ...]:
    """Borders as lines, each once where neighbours share it."""
    if not shapes:
        return ()
    edges = [s.boundary if shapely.get_dimensions(s) == 2 else s for s in shapes]
    whole = shapely.union_all(edges)
    lines = shapely.get_parts(shapely.line_merge(whole) if whole.geom_type[0] == "M" else whole)
    return tuple(lines)


def _near(
    lines: Sequence[BaseGeometry], places: Sequence[BaseGeometry]
) -> tuple[BaseGeometry, ...]:
    if not lines or not places:
        return tuple(lines)
    tree = shapely.STRtree(lines)
    found = tree.query(list(places), predicate="dwithin", distance=NEAR)[1]
    return tuple(lines[at] for at in sorted(set(found.tolist())))
