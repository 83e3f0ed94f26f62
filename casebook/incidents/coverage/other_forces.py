"""Months that are loaded for another force only: there a place's counts are missing, never 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.core.english import listed
from casebook.core.months import Month, Window, say_months
from casebook.incidents.coverage import force_queries
from casebook.incidents.coverage.forces import force_key
from casebook.incidents.coverage.loaded import loaded_forces
from casebook.incidents.coverage.queries import force_names
from casebook.incidents.coverage.territory import Territory
from casebook.incidents.queries.stored import LOAD_KIND
from casebook.store.loads import loads
from casebook.store.transaction import Transaction

Foreign = Mapping[tuple[str, Month], frozenset[str]]
"""For a kind and month, the names of the forces whose data is wanted and isn't loaded."""


def whose_data(
    tx: Transaction, counting: Mapping[tuple[str, Month], str]
) -> dict[tuple[str, Month], str]:
    """The forces whose data the sources that count have for each kind and month, as words.

    Nothing for one whose files don't say.
    """
    names = {force_key(name): name for name in force_names(tx)}
    told = _told(tx, counting)
    return {at: listed(sorted(names.get(key, key) for key in keys)) for at, keys in told.items()}


def _told(
    tx: Transaction, counting: Mapping[tuple[str, Month], str]
) -> dict[tuple[str, Month], frozenset[str]]:
    """The keys of those forces; none where files don't say."""
    every = loaded_forces(loads(tx, LOAD_KIND))
    return {
        (kind, month): every.get((source, kind, month), frozenset())
        for (kind, month), source in counting.items()
    }


@dataclass(frozen=True)
class OtherForces:
    """Whose data is loaded for which months, where that leaves a force out."""

    loaded: Mapping[tuple[str, Month], frozenset[str]] = field(default_factory=dict)
    """The keys of the forces loaded for a kind and month; only where one is left out."""
    territory: Territory = field(default_factory=Territory)

    @classmethod
    def of(
        cls, tx: Transaction, counting: Mapping[tuple[str, Month], str], own: str
    ) -> OtherForces:
        """Those of the sources that count; ``own`` is the force whose casebook it is, or blank.

        Nothing where every month holds every force, or files don't say whose they are.
        """
        names = {force_key(name): name for name in force_names(tx)}
        local = Territory(names, own=force_key(own)).local
        if not local:
            return cls()
        told = _told(tx, counting)
        lacking = {at: forces for at, forces in told.items() if forces and not local <= forces}
        if not lacking:
            return cls()
        nodes = force_queries.tree(tx)
        inside = force_queries.rows_inside(tx, nodes)
        alone = [place for place, node in nodes.items() if node.kind == "hotspot"]
        around = force_queries.rows_around(tx, [each for each in alone if each not in inside])
        months = dict.fromkeys(names, 0)
        for forces in told.values():
            for key in forces:
                months[key] = months.get(key, 0) + 1
        return cls(lacking, Territory(names, months, force_key(own), nodes, inside, around))

    def in_boundaries(
        self, tx: Transaction, groups: Mapping[str, Sequence[int]]
    ) -> dict[str, Foreign]:
        """What each named set of boundaries lacks."""
        if not self.loaded:
            return {name: {} for name in groups}
        every = dict.fromkeys(boundary for ids in groups.values() for boundary in ids)
        places = force_queries.places_of(tx, every)
        return {
            name: self._lacked_by({places[each] for each in ids if each in places})
            for name, ids in groups.items()
        }

    def in_areas(self, areas: Collection[int] | None) -> Foreign:
        """What these areas lack, by their numbers; None: all there is."""
        if not self.loaded:
            return {}
        if areas is None:
            return self._lacking(self.territory.home(self.territory.tree))
        return self._lacked_by(areas)

    def _lacked_by(self, places: Iterable[int]) -> Foreign:
        wanted: set[str] = set()
        for place in places:
            force = self.territory.whose(place)
            wanted |= {force} if force else self.territory.local
        return self._lacking(wanted)

    def _lacking(self, wanted: Collection[str]) -> Foreign:
        found = {at: frozenset(wanted) - forces for at, forces in self.loaded.items()}
        return {
            at: frozenset(self.territory.names[key] for key in keys)
            for at, keys in found.items()
            if keys
        }

    def notes(
        self, lacked: Iterable[Foreign], windows: Sequence[Window], titles: Mapping[str, str]
    ) -> tuple[str, ...]:
        """What to say of counts that lack a force in ``windows``: a sentence for each force."""
        found: dict[tuple[str, str], set[Month]] = defaultdict(set)
        for each in lacked:
            for (kind, month), names in each.items():
                if any(month in window for window in windows):
                    for name in names:
                        found[kind, name].add(month)
        return tuple(
            f"{titles[kind]} of {name} isn't loaded for {say_months(months)}, only "
            f"{self._others(kind, months)}: a count there is missing, not 0."
            for (kind, name), months in sorted(found.items(), key=lambda pair: pair[0])
        )

    def _others(self, kind: str, months: Iterable[Month]) -> str:
        keys = {key for month in months for key in self.loaded.get((kind, month), ())}
        return "that of " + listed(sorted(self.territory.names.get(key, key) for key in keys))
