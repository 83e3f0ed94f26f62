"""Settling anew which patrols count, around those that came, changed or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from casebook.domain.patrol import Patrol
from casebook.domain.settlement import Settled, overlapping_groups, settle
from casebook.storage import patrols
from casebook.storage.engine import Connection


@dataclass(frozen=True)
class Settling:
    """What was looked at, and what became of it otherwise than before."""

    patrols: Mapping[int, Patrol]
    changes: Mapping[int, Settled]
    """What is now true of each row whose case has changed, by its id."""


def settle_around(conn: Connection, affected: Collection[Patrol]) -> Settling:
    """Write what counts among the stored patrols around ``affected``, which may be gone by now.

    Looked at is every patrol of the same units and places that overlaps their time, directly or
    through others.
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
    return Settling({one.patrol.id: one.patrol for one in around}, changes)


def _around(conn: Connection, affected: Collection[Patrol]) -> list[patrols.Stored]:
    """Whole groups of overlapping patrols, however far they reach."""
    first, last = min(one.start for one in affected), max(one.end for one in affected)
    lines = {(one.unit, one.place) for one in affected}
    margin = timedelta(days=1)
    while True:
        since, until = first - margin, last + margin
        held = {
            one.patrol.id: one
            for one in patrols.stored(conn, {unit for unit, _ in lines}, since, until)
            if (one.patrol.unit, one.patrol.place) in lines
        }
        by_line: dict[tuple[str, str], list[Patrol]] = defaultdict(list)
        for one in held.values():
            by_line[one.patrol.unit, one.patrol.place].append(one.patrol)
        groups = [
            group
            for rows in by_line.values()
            for group in overlapping_groups(rows)
            if group[0].start < last and max(row.end for row in group) > first
        ]
        # a row that reaches over the edge may overlap one that lies beyond it
        if all(row.start >= since and row.end <= until for group in groups for row in group):
            return [held[row.id] for group in groups for row in group]
        margin *= 2
