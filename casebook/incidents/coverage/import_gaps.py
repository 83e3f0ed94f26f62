"""A month in which a whole district has none of a kind: where that is a gap, and not a zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.core import wording
from casebook.core.english import counted
from casebook.core.months import Month, Span, say_months
from casebook.incidents.coverage import gap_queries
from casebook.incidents.coverage.gap_queries import Gap, SourceCount
from casebook.incidents.coverage.gaps import TITLES, called
from casebook.incidents.coverage.incomplete import (
    Incomplete,
    incomplete_notes,
    renew_incomplete,
    rule_note,
)
from casebook.incidents.import_sources import SAID
from casebook.incidents.queries import stored as incidents
from casebook.store.report import Cover
from casebook.store.transaction import Transaction

_MONTHS, _AVERAGE, _FEW, _MOST = 2, 10, 5, 0.75

RULE = (
    f"a month without any is a gap where at least {_MONTHS} others have some, {_AVERAGE} or more "
    f"on average and {_FEW} or more in three quarters of them, so that none by chance is rarer "
    "than 1 in 10,000"
)

Monthly = Mapping[tuple[str, int], Mapping[Month, int]]
"""For each kind and district, how many incidents each month has."""


def is_gap(others: Sequence[int]) -> bool:
    """Whether a month with no row is a gap, given how many each of the ``others`` loaded has.

    The rule is :data:`RULE`: where 10 a month are usual, a Poisson count is 0 once in 22,000
    months. Other months without any are left out, so that a district loaded from some month on
    isn't held to have had none before; a district that has many in few months is no guide.

    >>> is_gap([24, 19, 0, 31]), is_gap([9, 9, 9]), is_gap([1, 2, 60])
    (True, False, False)
    """
    busy = [count for count in others if count]
    steady = sum(count >= _FEW for count in busy)
    return (
        len(busy) >= _MONTHS and sum(busy) >= _AVERAGE * len(busy) and steady >= _MOST * len(busy)
    )


@dataclass(frozen=True)
class GapChanges:
    """What became of a source's gaps with an import."""

    found: frozenset[Gap]
    """Those it has now."""
    fresh: frozenset[Gap]
    """Those of them that weren't known before."""
    closed: frozenset[Gap]
    """Those it had, and has rows for now."""
    zeros: frozenset[Gap]
    """What would be gaps, had nobody said that the file is whole."""
    monthly: Monthly
    names: Mapping[int, tuple[str, str]]
    """The ref and name of each district."""
    incomplete: tuple[Incomplete, ...]
    """The months that look incomplete now."""

    def notes(self, months: Mapping[str, Sequence[Month]]) -> tuple[str, ...]:
        """What to say of the ``months`` of a file, for each kind, and of gaps that are closed."""
        in_file = (gap for gap in self.found if gap.month in months.get(gap.kind, ()))
        here = self.fresh.union(in_file)
        said = [
            f"No {SAID[kind]} {where}: taken as not loaded, not as none. If there was none, say "
            "so with --covers FROM..TO."
            for kind, where in self._each(here)
        ]
        said += [f"The rule: {RULE}."] if here else []
        said += [
            f"No {SAID[kind]} {where}: none, since --covers says that the file is whole."
            for kind, where in self._each(self.zeros)
        ]
        thin = [one for one in self.incomplete if one.month in months.get(one.kind, ())]
        said += incomplete_notes(thin)
        said += [rule_note()] if thin else []
        named = _by_district(self.closed)
        return (
            *said,
            *(
                f"{TITLES[kind]} in {self._called(district)} is loaded "
                f"for {say_months(gap)} now, which was missing."
                for (kind, district), gap in named.items()
            ),
        )

    def _each(self, gaps: Collection[Gap]) -> list[tuple[str, str]]:
        """The kind of each district's gaps, with where and when they are."""
        found = []
        for (kind, district), months in _by_district(gaps).items():
            busy = [n for n in self.monthly[kind, district].values() if n]
            mean = sum(busy) / len(busy)
            where = f"in {self._called(district)} in {say_months(months)}"
            others = counted(len(busy), "other month has", "other months have")
            others += f" {wording.number(mean, 0)} on average"
            found.append((kind, f"{where}, where {others}"))
        return found

    def _called(self, district: int) -> str:
        return called(*self.names[district])

    def splitting(self, covers: Sequence[Cover]) -> tuple[Cover, ...]:
        """``covers`` with the months that have a gap apart, each naming the districts it lacks."""
        return tuple(part for cover in covers for part in self._split(cover))

    def _split(self, cover: Cover) -> list[Cover]:
        lacking: dict[Month, list[str]] = defaultdict(list)
        for gap in sorted(self.found):
            if gap.kind == cover.kind and cover.span.covers(gap.month):
                lacking[gap.month].append(self.names[gap.district][0])
        parts, start = [], cover.span.start
        for month, refs in lacking.items():
            if start < month.first:
                parts.append(replace(cover, span=Span(start, (month + -1).last)))
            span = Span(month.first, month.last)
            parts.append(replace(cover, span=span, without=tuple(sorted(refs))))
            start = (month + 1).first
        if start <= cover.span.end:
            parts.append(replace(cover, span=Span(start, cover.span.end)))
        return parts


def renew_gaps(
    tx: Transaction,
    source: str,
    covers: Sequence[Cover] = (),
    *,
    whole: bool = False,
    rows: Sequence[SourceCount] | None = None,
) -> GapChanges:
    """Look for the gaps of ``source`` among all its rows, and keep what is found.

    ``covers`` is what a load being written covers, ``whole`` whether a person said so. In a month
    whose last load was vouched for like that, none is none. ``rows`` are the counts of all its
    rows, where the caller has them.
    """
    names = gap_queries.district_refs(tx)
    code = incidents.source_code(tx, source)
    said = [*gap_queries.covers_of_loads(tx, source), (whole, tuple(covers))]
    before = gap_queries.gaps(tx).get(source, frozenset())
    loaded = _loaded(said)
    if rows is None:
        areas = bool(names)
        rows = () if code is None else gap_queries.counts_of_source(tx, code, areas=areas)
    monthly = _monthly(tx, rows, loaded) if names else {}
    silent = frozenset(
        Gap(kind, month, district)
        for (kind, district), counts in monthly.items()
        if is_gap(list(counts.values()))
        for month, count in counts.items()
        if not count
    )
    vouched = _vouched(said)
    zeros = frozenset(gap for gap in silent if (gap.kind, gap.month) in vouched)
    found = silent - zeros
    gap_queries.keep_gaps(tx, source, found)
    now = {(cover.kind, month) for cover in covers for month in cover.span.months}
    return GapChanges(
        found,
        found - before,
        frozenset(gap for gap in before if _filled(gap, monthly)),
        frozenset(gap for gap in zeros if (gap.kind, gap.month) in now),
        monthly,
        names,
        renew_incomplete(
            tx,
            source,
            rows,
            loaded,
            {(kind, called(*names[at])): counts for (kind, at), counts in monthly.items()},
        ),
    )


def renew_every_gap(tx: Transaction) -> None:
    """Look for gaps anew in every source, after areas have changed."""
    for source in incidents.covered(tx):
        renew_gaps(tx, source)


def _filled(gap: Gap, monthly: Monthly) -> bool:
    """Whether there are incidents now where there were none."""
    return bool(monthly.get((gap.kind, gap.district), {}).get(gap.month))


def _loaded(said: Sequence[tuple[bool, tuple[Cover, ...]]]) -> dict[str, tuple[Month, ...]]:
    """The whole months that some load covers, for each kind."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for _, covers in said:
        for cover in covers:
            spans[cover.kind].append(cover.span)
    return {
        kind: tuple(month for span in incidents.joined(each) for month in span.months)
        for kind, each in spans.items()
    }


def _vouched(said: Sequence[tuple[bool, tuple[Cover, ...]]]) -> set[tuple[str, Month]]:
    """The kinds and months of which the last load that covers them is vouched for."""
    found: set[tuple[str, Month]] = set()
    for whole, covers in said:
        months = {(cover.kind, month) for cover in covers for month in cover.span.months}
        found = found | months if whole else found - months
    return found


def _monthly(
    tx: Transaction, counts: Iterable[SourceCount], loaded: Mapping[str, Sequence[Month]]
) -> Monthly:
    """How many incidents each district has of each kind in each month loaded."""
    inside = gap_queries.districts(tx)
    found: dict[tuple[str, int], dict[Month, int]] = {}
    for each in counts:
        if each.area not in inside or each.month not in loaded.get(each.kind, ()):
            continue
        key = (each.kind, inside[each.area])
        months = found.setdefault(key, dict.fromkeys(loaded[each.kind], 0))
        months[each.month] += each.rows
    return found


def _by_district(gaps: Collection[Gap]) -> dict[tuple[str, int], list[Month]]:
    """The months of each kind's and district's gaps, in order."""
    found: dict[tuple[str, int], list[Month]] = {}
    for gap in sorted(gaps):
        found.setdefault((gap.kind, gap.district), []).append(gap.month)
    return dict(sorted(found.items()))
