"""Whose a place is: the force whose data its counts need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from casebook.incidents.coverage.forces import force_key, is_national

ENOUGH = 5
"""Rows that say whose a place is; fewer may be a neighbour's, snapped to its side of the border."""

Rows = Mapping[str, int]
"""How many rows of each force, by its key."""


class Node(NamedTuple):
    """A place of the tree."""

    kind: str
    names: tuple[str, ...]
    """Its ref, its name and what else it is called."""
    above: tuple[int, ...]
    """The numbers of the areas it lies in, the narrowest first."""


@dataclass(frozen=True)
class Territory:
    """Where the forces' rows lie, and what places lie in."""

    names: Mapping[str, str] = field(default_factory=dict)
    """What each force is called, by its key."""
    months: Mapping[str, int] = field(default_factory=dict)
    """How many months are loaded for each."""
    own: str = ""
    """The key of the force whose casebook it is; empty where that isn't said."""
    tree: Mapping[int, Node] = field(default_factory=dict)
    inside: Mapping[int, Rows] = field(default_factory=dict)
    """The rows that lie in each place, an area's with those in the areas below it."""
    around: Mapping[int, Rows] = field(default_factory=dict)
    """The rows within 10 km, of places that have none inside."""

    @property
    def local(self) -> frozenset[str]:
        """The forces that have ground of their own; one that works everywhere has in its own."""
        national = {key for key in self.names if is_national(key) and key != self.own}
        return frozenset(self.names) - national

    def whose(self, place: int) -> str:
        """The key of the force a place is of, judged by the first of these that tells.

        The force area it lies in; :data:`ENOUGH` rows in it, or in the narrowest area around it
        that has so many; the force whose casebook it is; any row in it or around; the only force
        there is, unless every row of it is known to be far away. Empty where it is of none of those
        that are loaded.
        """
        if is_national(self.own) and self.own in self.names:
            return self.own
        chain = (place, *self.tree[place].above) if place in self.tree else (place,)
        forces = [each for each in chain if each in self.tree and self.tree[each].kind == "force"]
        drawn = self._named(forces)
        if drawn:
            return drawn
        for least in (ENOUGH, 1):
            for each in chain:
                found = self._most(self.inside.get(each, {}), least)
                if found:
                    return found
            if self.own in self.local:
                return self.own
        near = self._most(self.around.get(place, {}), 1)
        if near or len(self.local) != 1 or forces or place in self.around:
            return near
        return next(iter(self.local))

    def home(self, places: Iterable[int]) -> frozenset[str]:
        """The forces that everything there is should hold: of the casebook, else of ``places``.

        Without a place of any force, every one that has ground of its own.
        """
        if self.own in self.local:
            return frozenset({self.own})
        found = frozenset(filter(None, map(self.whose, places)))
        return found or self.local

    def _named(self, areas: Iterable[int]) -> str:
        """The force that an area is called after."""
        keys = (force_key(name) for area in areas for name in self.tree[area].names)
        return next((key for key in keys if key in self.local), "")

    def _most(self, rows: Rows, least: int) -> str:
        """The force with most rows for each month that is loaded, of ``least`` rows together."""
        here = {key: count for key, count in rows.items() if key in self.local and count}
        if sum(here.values()) < least:
            return ""
        return max(here, key=lambda key: (here[key] / max(1, self.months.get(key, 1)), key))
