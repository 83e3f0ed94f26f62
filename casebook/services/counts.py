"""Incident counts for places and windows, where a month not loaded is missing and never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casebook.domain.codes import COUNT_GROUPS, CountGroup
from casebook.domain.errors import BadValue
from casebook.domain.months import Month, Window
from casebook.domain.settings import Settings
from casebook.storage import figures as stored
from casebook.storage import incidents, settings
from casebook.storage.engine import Connection

KINDS = ("crime", "asb")


@dataclass(frozen=True)
class Counts:
    """Counts of one place (or several taken together) by month and type."""

    by_month: Mapping[Month, Mapping[int, int]]
    """Incidents of each type number, of the sources that count."""

    def of(self, window: Window, types: frozenset[int]) -> int:
        """How many incidents of ``types`` fell in ``window``, of the months that are loaded."""
        return sum(
            count
            for month in window.months
            for number, count in self.by_month.get(month, {}).items()
            if number in types
        )


@dataclass(frozen=True)
class Counter:
    """What may be counted in this casebook: its types, groups and the months each kind covers."""

    types: tuple[tuple[str, str], ...]
    """Label and kind of each type number."""
    sources: tuple[str, ...]
    counting: Mapping[tuple[str, Month], str]
    """The source that counts for a kind and month; a month that isn't there is missing."""
    groups: Mapping[str, CountGroup]
    numbers: dict[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, conn: Connection, kept: Settings) -> Counter:
        """What the casebook behind ``conn`` can count."""
        own = {
            name: CountGroup(name, **{**group, "types": tuple(group.get("types", ()))})
            for name, group in settings.value(conn, "count-groups", {}).items()
        }
        types = incidents.types(conn)
        sources = tuple(settings.value(conn, incidents.SOURCES, []))
        groups = dict(COUNT_GROUPS) | own
        numbers = {name: _numbers(group, types) for name, group in groups.items()}
        return cls(types, sources, incidents.counting_sources(conn, kept), groups, numbers)

    def group(self, name: str) -> CountGroup:
        """The count group ``name``; raises :class:`BadValue` with the names there are."""
        if name not in self.groups:
            raise BadValue(
                f"There is no count group '{name}': it is one of {', '.join(self.groups)}."
            )
        return self.groups[name]

    def covered(self, group: CountGroup, window: Window) -> bool:
        """Whether every month of ``window`` is loaded for the kind ``group`` counts."""
        return all((group.kind, month) in self.counting for month in window.months)

    def missing_months(self, group: CountGroup, window: Window) -> tuple[Month, ...]:
        """The months of ``window`` that aren't loaded for the kind ``group`` counts."""
        return tuple(m for m in window.months if (group.kind, m) not in self.counting)

    def count(self, counts: Counts, name: str, window: Window) -> int | None:
        """The group's count in ``window``; None where a month is missing or no type belongs."""
        group = self.group(name)
        if not self.numbers[name] or not self.covered(group, window):
            return None
        return counts.of(window, self.numbers[name])

    def read(
        self, conn: Connection, groups: Mapping[str, Sequence[int]], window: Window
    ) -> dict[str, Counts]:
        """Counts of each named set of boundaries over ``window``."""
        found: dict[str, dict[Month, dict[int, int]]] = {
            name: defaultdict(lambda: defaultdict(int)) for name in groups
        }
        alone = {ids[0]: name for name, ids in groups.items() if len(ids) == 1}
        span = window.first.code, window.last.code
        for tally in stored.tallies(conn, list(alone), *span) if alone else ():
            assert tally.boundary is not None
            self._add(found[alone[tally.boundary]], tally)
        for name, ids in groups.items():
            if len(ids) > 1:
                for tally in stored.tallies_together(conn, ids, *span):
                    self._add(found[name], tally)
        return {name: Counts(by_month) for name, by_month in found.items()}

    def _add(self, by_month: dict[Month, dict[int, int]], tally: stored.Tally) -> None:
        month = Month.from_code(tally.month)
        if self.counts(tally.type, month, tally.source):
            by_month[month][tally.type] += tally.count

    def counts(self, type_number: int, month: Month, source_number: int) -> bool:
        """Whether an incident of that type, month and source is one that counts."""
        kind = self.types[type_number][1]
        return self.counting.get((kind, month)) == self.sources[source_number]

    def definitions(self, names: Sequence[str]) -> tuple[str, ...]:
        """What each group counts, a sentence each, to stand beside its figures."""
        return tuple(_definition(self.group(name)) for name in names)

    def coverage(self) -> tuple[str, ...]:
        """Which source speaks for which months, a line for each kind and run of months."""
        lines = []
        for kind in KINDS:
            months = sorted(month for k, month in self.counting if k == kind)
            title = "Crime" if kind == "crime" else "ASB"
            lines += [
                f"{title}: {source}, {Window(first, last).label}"
                for source, first, last in _runs(kind, months, self.counting)
            ] or [f"{title}: nothing loaded"]
        return tuple(lines)


def _numbers(group: CountGroup, types: Sequence[tuple[str, str]]) -> frozenset[int]:
    return frozenset(
        number
        for number, (label, kind) in enumerate(types)
        if kind == group.kind and (not group.types or label in group.types)
    )


def _definition(group: CountGroup) -> str:
    whole = "every crime" if group.kind == "crime" else "every ASB incident"
    text = f"{group.title} ({group.version}): {', '.join(group.types) or whole}"
    return f"{text}; {group.proxy}." if group.proxy else f"{text}."


def _runs(
    kind: str, months: Sequence[Month], counting: Mapping[tuple[str, Month], str]
) -> list[tuple[str, Month, Month]]:
    """Runs of months that follow one another from one source, as (source, first, last)."""
    runs: list[tuple[str, Month, Month]] = []
    for month in months:
        source = counting[kind, month]
        if runs and runs[-1][0] == source and runs[-1][2] + 1 == month:
            runs[-1] = (source, runs[-1][1], month)
        else:
            runs.append((source, month, month))
    return runs
