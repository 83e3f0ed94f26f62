"""Gaps in what is loaded: districts that the source which counts has nothing of in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.core.months import Month, Window, say_months
from casebook.incidents.coverage import gap_queries
from casebook.incidents.coverage.other_forces import Foreign, OtherForces
from casebook.store.transaction import Transaction

Lacking = Mapping[tuple[str, Month], frozenset[int]]
"""For a kind (crime, asb) and month, the districts that nothing is loaded for."""


@dataclass(frozen=True)
class Doubts:
    """What can't be known, or not wholly, of a count: what of its places isn't loaded."""

    lacking: Lacking = field(default_factory=dict)
    """The gaps that lie in its places: there it is missing, not low."""
    foreign: Foreign = field(default_factory=dict)
    """The months loaded for another force only: there it is missing, not 0."""

    def missing(self, kind: str, month: Month) -> bool:
        """Whether nothing of a kind is loaded of its places, or of one of them, in a month."""
        return (kind, month) in self.lacking or (kind, month) in self.foreign


TITLES = {"crime": "Crime", "asb": "ASB"}


@dataclass(frozen=True)
class Gaps:
    """Every gap of a casebook's counting sources, and the district each place lies in."""

    lacking: Lacking = field(default_factory=dict)
    inside: Mapping[int, int] = field(default_factory=dict)
    """The district of each place by their numbers; empty where there is no gap."""
    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """The ref and name of each district."""
    others: OtherForces = field(default_factory=OtherForces)

    @classmethod
    def of(
        cls, tx: Transaction, counting: Mapping[tuple[str, Month], str], force: str = ""
    ) -> Gaps:
        """Those of the casebook of ``force``, of the source that counts for each month."""
        others = OtherForces.of(tx, counting, force)
        lacking: dict[tuple[str, Month], set[int]] = defaultdict(set)
        for source, found in gap_queries.gaps(tx).items():
            for gap in found:
                if counting.get((gap.kind, gap.month)) == source:
                    lacking[gap.kind, gap.month].add(gap.district)
        if not lacking:
            return cls(others=others)
        return cls(
            {key: frozenset(districts) for key, districts in lacking.items()},
            gap_queries.districts(tx),
            gap_queries.district_refs(tx),
            others,
        )

    def in_areas(self, areas: Collection[int] | None) -> Doubts:
        """What a count of these areas can't know, by their numbers; None: of all."""
        foreign = self.others.in_areas(areas)
        if areas is None:
            return Doubts(self.lacking, foreign)
        inside = {self.inside[area] for area in areas if area in self.inside}
        return Doubts(self._in_districts(inside), foreign)

    def in_boundaries(
        self, tx: Transaction, groups: Mapping[str, Sequence[int]]
    ) -> dict[str, Doubts]:
        """What a count of each named set of boundaries can't know."""
        foreign = self.others.in_boundaries(tx, groups)
        if not self.lacking:
            return {name: Doubts(foreign=foreign[name]) for name in groups}
        every = dict.fromkeys(boundary for ids in groups.values() for boundary in ids)
        found = gap_queries.districts_of_boundaries(tx, every, self.inside)
        return {
            name: Doubts(
                self._in_districts({d for each in ids for d in found.get(each, ())}), foreign[name]
            )
            for name, ids in groups.items()
        }

    def _in_districts(self, districts: Collection[int]) -> Lacking:
        found = {key: lacking.intersection(districts) for key, lacking in self.lacking.items()}
        return {key: both for key, both in found.items() if both}

    def notes(self, doubts: Iterable[Doubts], windows: Sequence[Window]) -> tuple[str, ...]:
        """What to say of counts with these ``doubts`` over ``windows``, a sentence for each cause.

        Of a district with a gap in a window, its months are told together.
        """
        found: dict[tuple[str, int], set[Month]] = defaultdict(set)
        every = tuple(doubts)
        said = self.others.notes((each.foreign for each in every), windows, TITLES)
        for each in every:
            for (kind, month), districts in each.lacking.items():
                asked = any(month in window for window in windows)
                for district in districts if asked else ():
                    found[kind, district].add(month)
        return said + tuple(
            f"{TITLES[kind]} isn't loaded for {say_months(months)} in {self.called(district)}: a "
            "count that takes it in is missing, not low."
            for (kind, district), months in sorted(
                found.items(), key=lambda pair: (pair[0][0], self.called(pair[0][1]))
            )
        )

    def said(self) -> tuple[str, ...]:
        """Every district and force that months are loaded without, a sentence each."""
        every = Doubts(self.lacking, self.others.in_areas(None))
        keys = (*every.lacking, *every.foreign)
        if not keys:
            return ()
        months = [month for _, month in keys]
        return self.notes((every,), (Window(min(months), max(months)),))

    def exceptions(self, kind: str, window: Window) -> str:
        """What a source that speaks for ``window`` leaves out of it, in brackets; else empty."""
        found: dict[int, list[Month]] = {}
        for month in window.months:
            for district in self.lacking.get((kind, month), ()):
                found.setdefault(district, []).append(month)
        said = sorted(f"{self.called(d)} in {say_months(months)}" for d, months in found.items())
        return f" (without {'; '.join(said)})" if said else ""

    def called(self, district: int) -> str:
        """A district as a person knows it, with its ref."""
        return called(*self.names[district])


def called(ref: str, name: str) -> str:
    """A district as a person knows it, with its ref.

    >>> called("D4", "North Lomea"), called("Pellholt", "Pellholt")
    ('North Lomea (D4)', 'Pellholt')
    """
    return f"{name} ({ref})" if name not in ("", ref) else ref
