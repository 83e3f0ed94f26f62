"""Merging stored patrols anew, around those that an import brought, changed or took away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.patrols import queries as patrols
from casebook.patrols.merging import Merged, merge, overlapping_groups, unnamed_unit
from casebook.patrols.patrol import Patrol
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Remerged:
    """The stored patrols that were merged anew, and which now count otherwise than before."""

    patrols: Mapping[int, Patrol]
    changes: Mapping[int, Merged]
    """How each row counts now that counted otherwise before, by its id."""
    confirmed: int = 0
    """How many planned patrols are confirmed that weren't before."""


def merge_around(tx: Transaction, affected: Collection[Patrol]) -> Remerged:
    """Merge the stored patrols around ``affected`` (which may be removed by now), and write it.

    They are all patrols of the same units, in whatever place, that overlap their time directly or
    through others.
    """
    if not affected:
        return Remerged({}, {})
    around = _around(tx, affected)
    merged = merge(one.patrol for one in around)
    changes = {
        one.patrol.id: merged[one.patrol.id]
        for one in around
        if merged[one.patrol.id] != one.merged
    }
    patrols.put_merged(tx, changes)
    confirmed = sum(
        one.patrol.planned and one.merged.under is None and one.patrol.id in changes
        for one in around
    )
    return Remerged({one.patrol.id: one.patrol for one in around}, changes, confirmed)


def _units(
    tx: Transaction, affected: Collection[Patrol], first: datetime, last: datetime
) -> set[str]:
    """The units whose patrols may be merged: their own, and those that tell of unnamed visits."""
    unnamed = {unnamed_unit(one.place) for one in affected}
    units = {one.unit for one in affected}
    open_to = {one.place for one in affected if one.unit in unnamed}
    if open_to:
        units |= patrols.units_in(tx, open_to, first, last)
    return units | unnamed


def _around(tx: Transaction, affected: Collection[Patrol]) -> list[patrols.StoredPatrol]:
    """Whole groups of overlapping patrols, however far they reach."""
    first, last = min(one.start for one in affected), max(one.end for one in affected)
    units = _units(tx, affected, first, last)
    margin = timedelta(days=1)
    while True:
        since, until = first - margin, last + margin
        held = {one.patrol.id: one for one in patrols.stored(tx, units, since, until)}
        by_unit: dict[str, list[Patrol]] = defaultdict(list)
        for one in held.values():
            by_unit[one.patrol.unit].append(one.patrol)
        groups = [
            group
            for rows in by_unit.values()
            for group in overlapping_groups(rows)
            if group[0].start < last and max(row.end for row in group) > first
        ]
        # a row that reaches over the edge may overlap one that lies beyond it
        if all(row.start >= since and row.end <= until for group in groups for row in group):
            return [held[row.id] for group in groups for row in group]
        margin *= 2
