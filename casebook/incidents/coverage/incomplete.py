"""Months that look incomplete, of each force and district: found at import, and said everywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebook.core.months import Month, Window, say_months
from casebook.core.wording import number
from casebook.incidents.coverage.gap_queries import SourceCount
from casebook.incidents.coverage.gaps import TITLES
from casebook.incidents.coverage.queries import force_names
from casebook.store.transaction import Transaction

_INCOMPLETE = "incident-incomplete"


@dataclass(frozen=True, order=True)
class Incomplete:
    """A month of a force or district that has far fewer rows than those around it."""

    kind: str
    where: str
    """The force or district as a person knows it; blank for a source that names no force."""
    month: Month
    count: int
    usual: float


Monthly = Mapping[Month, int]


def renew_incomplete(
    tx: Transaction,
    source: str,
    counts: Iterable[SourceCount],
    loaded: Mapping[str, Sequence[Month]],
    districts: Mapping[tuple[str, str], Monthly],
) -> tuple[Incomplete, ...]:
    """Look for months of ``source`` that look incomplete, and keep what is found.

    ``counts`` are all it has, ``loaded`` the whole months loaded of each kind, ``districts``
    the rows of each kind and district by month. A district is named only where its force's own
    month doesn't look incomplete.
    """
    from casebook.incidents.coverage.thin import thin_months  # they are looked for at import alone

    forces = _by_force(tx, counts, loaded)
    found = [
        Incomplete(kind, where, month, thin.count, thin.usual)
        for (kind, where), months in forces.items()
        for month, thin in thin_months(months).items()
    ]
    known = {(each.kind, each.month) for each in found}
    found += [
        Incomplete(kind, where, month, thin.count, thin.usual)
        for (kind, where), months in districts.items()
        # a month without any is a gap or a zero, and isn't spoken of here
        for month, thin in thin_months({m: n for m, n in months.items() if n}).items()
        if (kind, month) not in known
    ]
    rows = [[each.kind, each.where, each.month.code, each.count, each.usual] for each in found]
    kept = tx.setting(_INCOMPLETE, {})
    if rows != kept.get(source, []):
        tx.put(_INCOMPLETE, kept | {source: rows})
    return tuple(found)


def _by_force(
    tx: Transaction, counts: Iterable[SourceCount], loaded: Mapping[str, Sequence[Month]]
) -> dict[tuple[str, str], dict[Month, int]]:
    """The rows of each kind and force in each month that is loaded whole."""
    names = force_names(tx)
    found: dict[tuple[str, str], Counter[Month]] = defaultdict(Counter)
    for each in counts:
        if each.month in loaded.get(each.kind, ()):
            force = "" if each.force is None else names[each.force]
            found[each.kind, force][each.month] += each.rows
    return {at: dict(months) for at, months in found.items()}


def incomplete(
    tx: Transaction, counting: Mapping[tuple[str, Month], str]
) -> tuple[Incomplete, ...]:
    """The months that look incomplete, of the source that counts for each."""
    return tuple(
        each
        for source, rows in tx.setting(_INCOMPLETE, {}).items()
        for each in (
            Incomplete(kind, where, Month.from_code(code), count, usual)
            for kind, where, code, count, usual in rows
        )
        if counting.get((each.kind, each.month)) == source
    )


def incomplete_notes(found: Iterable[Incomplete], windows: Sequence[Window] = ()) -> list[str]:
    """A sentence for each kind and force or district, its months together.

    Months outside ``windows`` are left out; without windows, none is.
    """
    named: dict[tuple[str, str], list[Incomplete]] = defaultdict(list)
    for each in sorted(found):
        if not windows or any(each.month in window for window in windows):
            named[each.kind, each.where].append(each)
    return [_in_words(kind, where, months) for (kind, where), months in named.items()]


def _in_words(kind: str, where: str, months: Sequence[Incomplete]) -> str:
    fewest = min(months, key=lambda each: each.count / each.usual)
    of = f" of {where}" if where else ""
    return (
        f"{TITLES[kind]}{of} looks incomplete in {say_months(each.month for each in months)}: "
        f"{number(fewest.count)} in {fewest.month.label}, where about {number(fewest.usual, 0)} "
        "are usual. Ask for the file again."
    )


def rule_note() -> str:
    """What is meant by it, a sentence."""
    from casebook.incidents.coverage.thin import RULE

    return f"The rule: {RULE}."
