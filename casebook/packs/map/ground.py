"""What lies beneath a map's places: the districts' ground, their borders, and streets."""

from __future__ import annotations

from collections.abc import Sequence

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from casebook.packs.drawing.streets import Streets
from geo.maps import Base, BaseAreas, BaseLines

_OUTSIDE = "#e4e8e8"


def ground(streets: Streets | None, districts: Sequence[BaseGeometry]) -> Base:
    """The districts' ground apart from what lies outside them, their borders, and the streets."""
    lines: tuple[BaseLines, ...] = ()
    if streets is not None:
        lines = (
            BaseLines("Local streets", streets.of("local"), "#ddd8ca", width=1.3, from_zoom=12),
            BaseLines("B roads", streets.of("b"), "#ffffff", casing="#c9c2b2", width=3.2),
            BaseLines("A roads", streets.of("a"), "#ecd09b", casing="#c9b386", width=3.8),
        )
    if not districts:
        return Base(lines=lines)
    # united, so that a border two districts share is drawn once
    borders = union_all([district.boundary for district in districts])
    edge = BaseLines("District borders", (borders,), "#b9ad93", width=1.6, dash="6 4")
    return Base((BaseAreas("Districts", tuple(districts)),), (edge, *lines), ground=_OUTSIDE)
