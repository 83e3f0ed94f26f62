"""Settling anew which patrols count, around those that came, changed or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from casebook.patrols import queries as patrols
from casebook.patrols.merging import Settled, overlapping_groups, settle
from casebook.patrols.patrol import Patrol
from casebook.store.engine import Connection


@dataclass(frozen=True)
class Settling:
    """What was looked at, and what became of it otherwise than before."""

    patrols: Mapping[int, Patrol]
    changes: Mapping[int, Settled]
    """What is now true of each row whose case has changed, by its id."""
    confirmed: int = 0
    """How many planned patrols nothing had confirmed before."""


def settle_around(conn: Connection, affected: Collection[Patrol]) -> Settling:
    """Write what counts among the stored patrols around ``affected``, which may be gone by now.

    Looked at is every patrol of the same units, wherever they were, that overlaps their time,
    directly or through others.
    """
    if not affected:
        return Settling({}, {})
    around = _around(conn, affected)
    settled = settle(one.patrol for one in around)
    changes = {
        one.patrol.id: settled[one.patrol.id]
        for one in around
        if settled[one.patrol.id] != one.settled
    }
    patrols.put_settled(conn, changes)
    confirmed = sum(
        one.patrol.planned and one.settled.under is None and one.patrol.id in changes
        for one in around
    )
    return Settling({one.patrol.id: one.patrol for one in around}, changes, confirmed)


def _around(conn: Connection, affected: Collection[Patrol]) -> list[patrols.Stored]:
    """Whole groups of overlapping patrols, however far they reach."""
    first, last = min(one.start for one in affected), max(one.end for one in affected)
    units = {one.unit for one in affected}
    margin = timedelta(days=1)
    while True:
        since, until = first - margin, last + margin
        held = {one.patrol.id: one for one in patrols.stored(conn, units, since, until)}
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
