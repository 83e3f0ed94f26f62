"""Which area a place lies in: the tree that access by district and sums by area stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.places.place import AREA_KINDS, WIDER, Place
from casebook.places.queries import Boundary, above
from geo.compare import shares

_MOST = 0.5


class AreaTree:
    """The areas of a casebook on one day, and what lies in them."""

    def __init__(self, places: Iterable[Place], boundaries: Mapping[str, Boundary]) -> None:
        """``boundaries`` are those in force, by ref."""
        everything = list(places)
        self._parents = {place.ref: place.parent for place in everything}
        self.areas = {p.ref: p for p in everything if p.kind in AREA_KINDS and not p.retired_on}
        self._shapes: dict[str, dict[str, BaseGeometry]] = {kind: {} for kind in AREA_KINDS}
        for ref, area in self.areas.items():
            if ref in boundaries:
                self._shapes[area.kind][ref] = shapely.from_wkb(boundaries[ref].wkb)

    def add(self, area: Place, shape: BaseGeometry) -> None:
        """Take in an area that an import brings."""
        self._parents[area.ref] = area.parent
        self.areas[area.ref] = area
        self._shapes[area.kind][area.ref] = shape

    def named(self, text: str) -> tuple[str, ...]:
        """The areas that ``text`` can mean: the one with that ref, else all of that name."""
        if text in self.areas:
            return (text,)
        word = text.casefold()
        return tuple(
            ref
            for ref, area in self.areas.items()
            if word in (name.casefold() for name in (area.name, *area.aliases))
        )

    def objection(self, text: str, ref: str) -> str:
        """Why place ``ref`` can't lie in what ``text`` names, as a clause; empty when it can."""
        found = self.named(text)
        if not found:
            return f"No area is called '{text}': import the areas first, then this file again"
        if len(found) > 1:
            return f"Several areas are called '{text}': write one's ref instead"
        if found[0] == ref or ref in above(self._parents, found[0]):
            return f"No area can lie in '{text}' that is the same or holds it"
        return ""

    def holding(self, kind: str, shape: BaseGeometry) -> str | None:
        """The narrowest area with over half of a place in it.

        A hotspot over half of which lies in several areas of a kind, none with half, is given the
        one with most. None where neither is so.
        """
        astride = None
        for wider in WIDER[kind]:
            found = shares(shape, self._shapes[wider]) if self._shapes[wider] else {}
            most = max(found, key=lambda ref: found[ref], default=None)
            if most is not None and found[most] > _MOST:
                return most
            if astride is None and sum(found.values()) > _MOST:
                astride = most
        return astride if kind == "hotspot" else None

    def outside(self, shape: BaseGeometry) -> bool:
        """Whether ``shape`` touches no area at all."""
        return not any(shares(shape, shapes) for shapes in self._shapes.values() if shapes)
