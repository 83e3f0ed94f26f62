"""Incident counts for places and windows, where a month not loaded is missing and never zero.

A month is missing for a count group where no source is loaded for it, where the source can't tell
the group's types apart, in a district that the source has a gap in, and in a place of another force
than those that are loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from casebook.core.codes import COUNT_GROUPS, CountGroup
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.incidents.count_groups import every_group, versions
from casebook.incidents.coverage.gaps import TITLES, Doubts, Gaps
from casebook.incidents.coverage.incomplete import Incomplete, incomplete, incomplete_notes
from casebook.incidents.queries import stored as incidents
from casebook.incidents.queries import tallies
from casebook.incidents.types import (
    IncidentType,
    finer_told,
    folded,
    hiding,
    labels_of,
    members,
    tells_apart,
)
from casebook.store.transaction import Transaction

KINDS = ("crime", "asb")
_UNSEEN = -1
"""Stands for a month that nobody asked for before: no count is below 0."""


@dataclass(frozen=True)
class Counts:
    """Counts of one place (or several taken together) by month and type."""

    by_month: Mapping[Month, Mapping[int, int]]
    """Incidents of each type number, of the sources that count."""
    doubts: Doubts = field(default_factory=Doubts)
    """What isn't loaded of the place: there its counts are missing, not low."""

    def of(self, window: Window, types: frozenset[int]) -> int:
        """How many incidents of ``types`` fell in ``window``, of the months that are loaded."""
        return sum(
            count
            for month in window.months
            for number, count in self.by_month.get(month, {}).items()
            if number in types
        )


_ByMonth = dict[Month, dict[int, int]]


_NOBODY: Mapping[tuple[str, Month], str] = MappingProxyType({})


def _by_month() -> _ByMonth:
    return defaultdict(lambda: defaultdict(int))


@dataclass(frozen=True)
class _Countable:
    """What of a count group can be counted, and when."""

    numbers: frozenset[int]
    """The types it counts."""
    hiding: frozenset[int]
    """Types that may hide its incidents, where the source gives sub-types."""
    months: frozenset[Month]
    """Those for which the source that counts tells its types apart."""


@dataclass(frozen=True)
class Counter:
    """What may be counted in this casebook: its types, groups and the months each kind covers."""

    types: tuple[IncidentType, ...]
    """What each type number stands for."""
    sources: tuple[str, ...]
    counting: Mapping[tuple[str, Month], str]
    """The source that counts for a kind and month; a month that isn't there is missing."""
    groups: Mapping[str, CountGroup]
    """By name; each version of the force's own by ``NAME@VERSION`` too."""
    numbers: dict[str, frozenset[int]]
    """The type numbers each group counts."""
    used: Mapping[str, frozenset[int]]
    """The types each source has used; every type for one that isn't there."""
    subtyped: frozenset[tuple[str, Month]]
    """The kinds and months whose source gave sub-types."""
    gaps: Gaps
    incomplete: tuple[Incomplete, ...] = ()
    """The months that look incomplete, of forces and districts."""
    _known: dict[int, tuple[CountGroup, _Countable]] = field(default_factory=dict)
    """By the identity of each group, which it keeps alive: it is asked for very often."""
    _counted: dict[tuple[int, int], tuple[Counts, CountGroup, dict[Month, int | None]]] = field(
        default_factory=dict
    )
    """What was counted already, by the identity of counts and group, which it keeps alive."""

    @classmethod
    def of(cls, tx: Transaction, book_settings: Settings) -> Counter:
        """What the casebook can count."""
        types = incidents.types(tx)
        sources = tuple(tx.setting(incidents.SOURCES, []))
        counting = incidents.counting_sources(tx, book_settings)
        fine = incidents.with_subtypes(tx)
        used = incidents.source_types(tx)
        subtyped = frozenset(key for key, source in counting.items() if (source, *key) in fine)
        groups = every_group(tx) | versions(finer_told(types, used, counting, subtyped))
        return cls(
            types,
            sources,
            counting,
            groups,
            {name: members(group, types) for name, group in groups.items()},
            used,
            subtyped,
            Gaps.of(tx, counting, book_settings.force_name),
            incomplete(tx, counting),
        )

    def group(self, name: str) -> CountGroup:
        """The count group ``name``; raises :class:`BadValue` with the names there are."""
        if name not in self.groups:
            current = ", ".join(each for each in self.groups if "@" not in each)
            raise BadValue(f"There is no count group '{name}': it is one of {current}.")
        return self.groups[name]

    def pinned(self, name: str) -> str:
        """The name that always counts what ``name`` counts now, ``NAME@VERSION`` of a force's own.

        Raises :class:`BadValue` as :meth:`group` does.
        """
        group = self.group(name)
        if group == COUNT_GROUPS.get(name):
            return name  # kept under its name alone, what ships is of its first version
        wanted = f"{name}@{group.version}"
        return wanted if wanted in self.groups else name

    def covered(self, group: CountGroup, window: Window, counts: Counts | None = None) -> bool:
        """Whether ``group`` can be counted in every month of ``window``, in a place if given."""
        return not self.missing_months(group, window, counts)

    def missing_months(
        self, group: CountGroup, window: Window, counts: Counts | None = None
    ) -> tuple[Month, ...]:
        """The months of ``window`` that ``group`` can't be counted in.

        They are those for which its kind isn't loaded or its sub-types aren't told apart; with
        ``counts`` also those with a gap in that place, or with incidents there that may be of it.
        """
        known = self._countable(group)
        return tuple(
            month
            for month in window.months
            if month not in known.months
            or (counts is not None and self._unsure(group, known, month, counts))
        )

    def count(self, counts: Counts, group: str | CountGroup, window: Window) -> int | None:
        """The group's count in ``window``; None where a month is missing.

        Any types can be counted as a :class:`CountGroup` made for the purpose.
        """
        found = self.by_month(counts, group, window.months)
        return sum(found.values()) if len(found) == len(window) else None

    def by_month(
        self, counts: Counts, group: str | CountGroup, months: Iterable[Month]
    ) -> dict[Month, int]:
        """The group's count in each of ``months`` that can be counted; the others are left out."""
        asked = self.group(group) if isinstance(group, str) else group
        # tables ask again and again for the same months: of baselines, of windows that overlap
        *_, seen = self._counted.setdefault((id(counts), id(asked)), (counts, asked, {}))
        found = {}
        for month in months:
            count = seen.get(month, _UNSEEN)
            if count == _UNSEEN:
                count = seen[month] = self._in_month(counts, asked, month)
            if count is not None:
                found[month] = count
        return found

    def series(
        self, every: Iterable[Counts], group: CountGroup, window: Window
    ) -> Iterator[list[int | None]]:
        """Of each of ``every`` counts the group's, month by month of ``window``; None: missing."""
        known, months = self._countable(group), window.months
        fine = known.hiding and group.labels and self.subtyped
        at = {month: n for n, month in enumerate(months) if month in known.months}
        none: list[int | None] = [0 if month in at else None for month in months]
        for counts in every:
            if fine or counts.doubts.lacking or counts.doubts.foreign:
                yield [self._in_month(counts, group, month) for month in months]
                continue
            found = none.copy()
            for month, types in counts.by_month.items():
                if month in at:
                    of_group = [n for number, n in types.items() if number in known.numbers]
                    found[at[month]] = sum(of_group)
            yield found

    def _in_month(self, counts: Counts, group: CountGroup, month: Month) -> int | None:
        """The group's count in one month; None where it is missing."""
        known = self._countable(group)
        if month not in known.months or self._unsure(group, known, month, counts):
            return None
        types = counts.by_month.get(month, {})
        return sum(count for number, count in types.items() if number in known.numbers)

    def not_told_apart(
        self, group: CountGroup, window: Window, counts: Counts | None = None
    ) -> bool:
        """Whether months are missing, and only because their sources don't tell sub-types apart."""
        missing = self.missing_months(group, window, counts)
        return bool(missing) and not any(
            (group.kind, month) not in self.counting
            or (counts is not None and counts.doubts.missing(group.kind, month))
            for month in missing
        )

    def _countable(self, group: CountGroup) -> _Countable:
        if id(group) not in self._known:
            every = frozenset(range(len(self.types)))
            tells = {
                (source, fine): tells_apart(
                    group, self.types, self.used.get(source, every), subtypes=fine
                )
                for source in set(self.counting.values())
                for fine in (False, True)
            }
            months = frozenset(
                month
                for (kind, month), source in self.counting.items()
                if kind == group.kind and tells[source, (kind, month) in self.subtyped]
            )
            countable = _Countable(members(group, self.types), hiding(group, self.types), months)
            self._known[id(group)] = group, countable
        return self._known[id(group)][1]

    def _unsure(self, group: CountGroup, known: _Countable, month: Month, counts: Counts) -> bool:
        """Whether a place has a gap in a month, or incidents that may or may not be the group's.

        It is asked for every figure of every month: what is seldom so is looked at first.
        """
        doubts = counts.doubts
        if (doubts.lacking or doubts.foreign) and doubts.missing(group.kind, month):
            return True
        if not known.hiding or not group.labels or (group.kind, month) not in self.subtyped:
            return False
        here = counts.by_month.get(month)
        return here is not None and any(here.get(number) for number in known.hiding)

    def read(
        self, tx: Transaction, groups: Mapping[str, Sequence[int]], window: Window
    ) -> dict[str, Counts]:
        """Counts of each named set of boundaries over ``window``."""
        found: dict[str, _ByMonth] = {}
        alone: dict[int, _ByMonth] = {}  # two names may have the same boundary
        for name, ids in groups.items():
            own = _by_month()
            found[name] = alone.setdefault(ids[0], own) if len(ids) == 1 else own
        span, months = (window.first.code, window.last.code), self._months_counted()
        for tally in tallies.tallies(tx, list(alone), *span) if alone else ():
            assert tally.boundary is not None
            _add(alone[tally.boundary], tally, months)
        for name, ids in groups.items():
            if len(ids) > 1:
                for tally in tallies.tallies_together(tx, ids, *span):
                    _add(found[name], tally, months)
        doubts = self.gaps.in_boundaries(tx, groups)
        return {name: Counts(by_month, doubts[name]) for name, by_month in found.items()}

    def everything(self, tx: Transaction, window: Window) -> Counts:
        """Counts of all that the casebook holds over ``window``, wherever it lies."""
        found, months = _by_month(), self._months_counted()
        for tally in tallies.all_tallies(tx, window.first.code, window.last.code):
            _add(found, tally, months)
        return Counts(found, self.gaps.in_areas(None))

    def _months_counted(self) -> dict[tuple[int, int, int], Month]:
        """The month of each number, type and source whose incidents count."""
        numbers = {source: number for number, source in enumerate(self.sources)}
        return {
            (month.code, number, numbers[source]): month
            for (kind, month), source in self.counting.items()
            for number, one in enumerate(self.types)
            if one.kind == kind and source in numbers
        }

    def counts(self, type_number: int, month: Month, source_number: int) -> bool:
        """Whether an incident of that type, month and source is one that counts."""
        kind = self.types[type_number][1]
        return self.counting.get((kind, month)) == self.sources[source_number]

    def definitions(self, names: Sequence[str]) -> tuple[str, ...]:
        """What each group counts, a sentence each, to stand beside its figures."""
        return tuple(self._definition(self.group(name)) for name in names)

    def _definition(self, group: CountGroup) -> str:
        text = f"{group.title} ({group.version}): {group.counts}"
        loaded = labels_of(group.kind, self.types)
        absent = [p for p in group.subtypes if not any(folded(one) in loaded for one in p.labels)]
        if absent:
            named = " or ".join(label for part in absent for label in part.labels)
            alone = not self._countable(group).numbers
            text += f"; nothing that is loaded is called {'so' if alone else named}"
        return f"{text}; {group.proxy}." if group.proxy else f"{text}."

    def notes(self, counts: Iterable[Counts], *windows: Window) -> tuple[str, ...]:
        """What must be said beside these ``counts`` over ``windows``: a sentence for each cause."""
        said = self.gaps.notes((each.doubts for each in counts), windows)
        return (*said, *incomplete_notes(self.incomplete, windows))

    def note(self, counts: Counts, *windows: Window) -> str:
        """:meth:`notes` of one row, to stand in it; empty where there is nothing to say."""
        return " ".join(self.notes((counts,), *windows))

    def coverage(self, whose: Mapping[tuple[str, Month], str] = _NOBODY) -> tuple[str, ...]:
        """Which source speaks for which months, a line for each kind and run of months.

        ``whose`` says of a kind and month which forces' data it is, where that is wanted too.
        """
        told = {
            at: f"{source} for {whose[at]}" if whose.get(at) else source
            for at, source in self.counting.items()
        }
        lines = []
        for kind in KINDS:
            months = sorted(month for k, month in told if k == kind)
            title = TITLES[kind]
            lines += [
                f"{title}: {source}, {window.label}{self.gaps.exceptions(kind, window)}"
                for source, window in _runs(kind, months, told)
            ] or [f"{title}: nothing loaded"]
        return tuple(lines)


def _add(
    by_month: _ByMonth, tally: tallies.Tally, months: Mapping[tuple[int, int, int], Month]
) -> None:
    """Add a tally to those of its place, where it counts."""
    month = months.get((tally.month, tally.type, tally.source))
    if month is not None:
        by_month[month][tally.type] += tally.number


def _runs(
    kind: str, months: Sequence[Month], counting: Mapping[tuple[str, Month], str]
) -> list[tuple[str, Window]]:
    """Runs of months that follow one another from one source."""
    runs: list[tuple[str, Window]] = []
    for month in months:
        source = counting[kind, month]
        if runs and runs[-1][0] == source and runs[-1][1].last + 1 == month:
            runs[-1] = (source, Window(runs[-1][1].first, month))
        else:
            runs.append((source, Window(month, month)))
    return runs
