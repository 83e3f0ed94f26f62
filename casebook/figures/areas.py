"""What happened in areas: which areas are meant, what lies in each, and counts of all of it.

An incident belongs to the narrowest area it lies in and so to every area above that one. An impact
area counts through the areas it groups, whoever's hotspots they hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casebook.core.called import Called
from casebook.core.english import counted, first_of
from casebook.core.months import Month, Window, day_label
from casebook.incidents.counts import KINDS, Counter, Counts
from casebook.incidents.queries import area_tallies
from casebook.places import queries as places
from casebook.places.place import AREA_KINDS, Place, called
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Areas:
    """The areas of a casebook, what lies in each, and which have an outline to count in."""

    by_ref: Mapping[str, Place]
    within: Mapping[str, tuple[str, ...]]
    """The areas above each, groupings too."""
    outlined: frozenset[str]

    @classmethod
    def of(cls, tx: Transaction) -> Areas:
        """Those of the casebook."""
        found = {p.ref: p for p in tx.load(Place) if p.kind in AREA_KINDS}
        above = places.ancestors(tx)
        outlined = frozenset(row.ref for row in places.boundaries(tx, AREA_KINDS))
        return cls(found, {ref: above[ref] for ref in found}, outlined)

    def named(self, wanted: Sequence[str], window: Window) -> tuple[Place, ...]:
        """The areas meant by each ref, name, alias or kind: ``ward`` is every ward in ``window``.

        Raises :class:`NotFound` with names like it, :class:`BadValue` for a name of several.
        """
        names = called(self.by_ref.values(), "area", besides=AREA_KINDS)
        found = [area for text in wanted for area in self._meant(text, names, window)]
        return tuple({area.ref: area for area in found}.values())

    def _meant(self, text: str, names: Called, window: Window) -> Sequence[Place]:
        kind = text.strip().casefold().removesuffix("s")
        if kind in AREA_KINDS and not names.taken(text):
            return self.of_kind(kind, window)
        return (self.by_ref[names.ref(text)],)

    def of_kind(self, kind: str, window: Window) -> tuple[Place, ...]:
        """Every area of ``kind`` that was there in ``window``, by ref."""
        return tuple(
            area
            for _, area in sorted(self.by_ref.items())
            if area.kind == kind and area.live_in(window.start, window.end)
        )

    def inside(self, area: Place) -> frozenset[int]:
        """The numbers of ``area`` and of every area in it, as incidents carry them."""
        below = {ref for ref, above in self.within.items() if area.ref in above}
        return frozenset(self.by_ref[ref].id for ref in below | {area.ref})

    def gap(self, area: Place) -> str:
        """Why what lies in ``area`` can't be counted, a sentence; empty where it can.

        It can where the area has an outline, or where all the areas it is made of have one.
        """
        missing = self._without_outline(area, frozenset())
        if not missing:
            return ""
        if missing == (area.ref,):
            if area.kind == "impact area":
                return f"{area.ref} groups no areas, so what lies in it isn't known."
            return f"{area.ref} has no outline: import its boundary to count in it."
        return f"{area.ref} can't be counted: no outline is loaded for {', '.join(missing)} in it."

    def _without_outline(self, area: Place, seen: frozenset[str]) -> tuple[str, ...]:
        """The areas to be drawn before ``area`` can be counted; itself where it has no parts."""
        if area.ref in self.outlined and area.kind != "impact area":
            return ()
        seen |= {area.ref}
        parts = [
            part
            for ref, part in sorted(self.by_ref.items())
            if ref not in seen and (part.parent == area.ref or ref in area.groups)
        ]
        found = [ref for part in parts for ref in self._without_outline(part, seen)]
        return tuple(dict.fromkeys(found)) if parts else (area.ref,)

    def redrawn(self, tx: Transaction, since: date) -> tuple[tuple[int, str], ...]:
        """The number of each area whose outline changed after ``since``, with a sentence on it."""
        return tuple(
            (
                row.place,
                f"{row.ref} was redrawn on {day_label(row.valid_from)}; every count here uses its "
                "newest outline.",
            )
            for row in places.boundaries(tx, AREA_KINDS)
            if row.valid_from is not None and row.valid_from > since
        )

    def sharing(self, chosen: Sequence[Place]) -> tuple[str, ...]:
        """What a reader of rows for ``chosen`` must know where some of them share ground."""
        shared = [
            (one.ref, other.ref)
            for n, one in enumerate(chosen)
            for other in chosen[n + 1 :]
            if self.inside(one) & self.inside(other)
        ]
        if not shared:
            return ()
        pairs = first_of([f"{one} and {other}" for one, other in shared], 3)
        return (f"These rows don't add up: {pairs} share ground.",)


def is_kind(word: str) -> bool:
    """Whether ``word`` names a kind of area, one or many: ward, wards.

    >>> is_kind("wards"), is_kind("W07")
    (True, False)
    """
    return word.removesuffix("s") in AREA_KINDS


def read_areas(
    tx: Transaction,
    counter: Counter,
    groups: Mapping[str, Collection[int] | None],
    window: Window,
) -> dict[str, Counts]:
    """Counts of each named set of areas over ``window``; None stands for all there is.

    All there is holds incidents without coordinates and outside every area too.
    """
    found: dict[str, dict[Month, dict[int, int]]] = {
        name: defaultdict(lambda: defaultdict(int)) for name in groups
    }
    whole = [name for name, ids in groups.items() if ids is None]
    holding: dict[int | None, list[str]] = defaultdict(lambda: list(whole))
    for name, ids in groups.items():
        for number in ids or ():
            holding[number].append(name)
    wanted = None if whole else [number for number in holding if number is not None]
    for tally in area_tallies.area_tallies(tx, wanted, window.first.code, window.last.code):
        month = Month.from_code(tally.month)
        if counter.counts(tally.type, month, tally.source):
            for name in holding[tally.area]:
                found[name][month][tally.type] += tally.count
    return {
        name: Counts(by_month, counter.gaps.in_areas(groups[name]))
        for name, by_month in found.items()
    }


def elsewhere(tx: Transaction, counter: Counter, ids: Collection[int], window: Window) -> str:
    """How much that counts in ``window`` lies in none of the areas ``ids``; empty for nothing."""
    total, lost = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for tally in area_tallies.area_tallies(tx, None, window.first.code, window.last.code):
        counts = counter.counts(tally.type, Month.from_code(tally.month), tally.source)
        if counts and tally.area not in ids:
            kind = counter.types[tally.type][1]
            total[kind] += tally.count
            lost[kind] += tally.count - tally.located
    return _elsewhere_in_words(total, lost)


def _elsewhere_in_words(total: Mapping[str, int], lost: Mapping[str, int]) -> str:
    """Crimes and ASB apart, with how many of each have no coordinates.

    >>> _elsewhere_in_words({"crime": 12, "asb": 1}, {"crime": 9, "asb": 1})
    '12 crimes (9 without coordinates) and 1 ASB incident without coordinates'
    """
    words = {"crime": "crime", "asb": "ASB incident"}
    return " and ".join(
        f"{counted(total[kind], words[kind])}{_lost(lost[kind], total[kind])}"
        for kind in KINDS
        if total[kind]
    )


@dataclass(frozen=True)
class CountedArea:
    """An area a row is for."""

    ref: str
    name: str
    inside: frozenset[int]
    """The numbers of the areas whose incidents are its own."""
    gap: str
    """Why nothing can be counted there; empty where it can."""
    notes: tuple[str, ...]
    """What must be known of it alone, a sentence each."""


def areas_for_rows(
    tx: Transaction, counter: Counter, window: Window, named: Sequence[str]
) -> tuple[tuple[CountedArea, ...], tuple[str, ...]]:
    """Each area ``named``, or each district; and what must be said beside all their rows."""
    known = Areas.of(tx)
    named = named or ("district",)
    kinds = [name for name in named if is_kind(name)]
    chosen = known.named(named, window)
    if not chosen:
        return (), (f"There is no {' or '.join(kinds)} here to count in: import areas first.",)
    drawn = known.redrawn(tx, window.year_before.start)

    def counted_area(area: Place) -> CountedArea:
        inside, gap = known.inside(area), known.gap(area)
        said = tuple(sentence for number, sentence in drawn if number in inside)
        return CountedArea(area.ref, area.name, inside, gap, (*((gap,) if gap else ()), *said))

    found = tuple(map(counted_area, chosen))
    inside = frozenset(number for area in found for number in area.inside)
    left = elsewhere(tx, counter, inside, window) if kinds else ""
    return found, (
        *known.sharing(chosen),
        *((f"{left} of {window.label} lie in none of these areas.",) if left else ()),
    )


def _lost(lost: int, total: int) -> str:
    if not lost:
        return ""
    return " without coordinates" if lost == total else f" ({lost:,} without coordinates)"
