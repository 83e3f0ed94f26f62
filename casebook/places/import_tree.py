"""Which area a place lies in: the tree that access by district and sums by area need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadValue, NotFound
from casebook.places.place import AREA_KINDS, WIDER, Place, called
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
        self._called = called(self.areas.values(), "area")
        self._shapes: dict[str, dict[str, BaseGeometry]] = {kind: {} for kind in AREA_KINDS}
        for ref, area in self.areas.items():
            if ref in boundaries:
                self._shapes[area.kind][ref] = shapely.from_wkb(boundaries[ref].wkb)

    def add(self, area: Place, shape: BaseGeometry) -> None:
        """Take in an area that an import brings."""
        self._parents[area.ref] = area.parent
        self.areas[area.ref] = area
        self._called.add(area.ref, area.names)
        self._shapes[area.kind][area.ref] = shape

    def named(self, text: str) -> str:
        """The ref of the area that ``text`` means.

        Raises :class:`NotFound`, and :class:`BadValue` for a name that several have.
        """
        return self._called.ref(text)

    def objection(self, text: str, ref: str) -> str:
        """Why place ``ref`` can't lie in what ``text`` names, a sentence; empty when it can."""
        try:
            found = self.named(text)
        except NotFound as error:
            return f"{error} Import the areas first, then this file again."
        except BadValue as error:
            return str(error)
        if found == ref or ref in above(self._parents, found):
            return f"No area can lie in '{text}' that is the same or holds it."
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
