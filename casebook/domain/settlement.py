"""One patrol told by several sources counts once: which of the rows counts, and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from casebook.domain.patrol import SOURCES, Patrol, Timeline

_RANK = {source: rank for rank, source in enumerate(SOURCES)}


class Settled(NamedTuple):
    """What becomes of one row."""

    under: int | None
    """The row that counts in its stead (for a planned one: the one that confirms it), or None."""
    counted_as: str
    """The resourcing it counts as."""


def settle(patrols: Iterable[Patrol]) -> dict[int, Settled]:
    """What becomes of each of ``patrols``, by their ids.

    Delivered patrols of one unit in one place whose times overlap, directly or through each other,
    are one: the rows of the best source count, with their own times, and every other row stands
    under the one of them that it overlaps most (or is nearest to). What counts takes its
    resourcing from a claim among them, else from a rota row it overlaps, else its own. A planned
    row stands under the counting row that confirms it. The order of ``patrols`` doesn't matter.
    """
    lines: dict[tuple[str, str], list[Patrol]] = defaultdict(list)
    for patrol in patrols:
        lines[patrol.place, patrol.unit].append(patrol)
    settled: dict[int, Settled] = {}
    for rows in lines.values():
        delivered = [row for row in rows if not row.planned]
        rota = [row for row in rows if row.planned]
        planned = Timeline(rota)
        for group in overlapping_groups(delivered):
            settled |= _settle_group(group, planned)
        done = Timeline(delivered)
        for row in rota:
            settled[row.id] = Settled(_confirming(row, done, settled), row.resourcing)
    return settled


def overlapping_groups(patrols: Iterable[Patrol]) -> list[list[Patrol]]:
    """``patrols`` parted so that those that overlap, directly or through others, are together."""
    groups: list[list[Patrol]] = []
    until: datetime | None = None
    for patrol in sorted(patrols, key=lambda p: (p.start, p.end, p.id)):
        if until is None or patrol.start >= until:
            groups.append([])
            until = patrol.end
        groups[-1].append(patrol)
        until = max(until, patrol.end)
    return groups


def _settle_group(group: Sequence[Patrol], planned: Timeline) -> dict[int, Settled]:
    best = min((row.source for row in group), key=_RANK.__getitem__)
    counting = [row for row in group if row.source == best]
    claims = [row for row in group if row.source == "claim"]
    settled = {}
    for row in group:
        if row.source != best:
            settled[row.id] = Settled(_closest(row, counting).id, row.resourcing)
        else:
            says = claims or planned.overlapping(row)
            settled[row.id] = Settled(None, _resourcing(row, says))
    return settled


def _resourcing(row: Patrol, says: Sequence[Patrol]) -> str:
    """The resourcing of a counting row, where ``says`` are the claims or else the rota rows."""
    if row.source == "claim" or not says:
        return row.resourcing
    return _closest(row, says).resourcing


def _confirming(row: Patrol, done: Timeline, settled: dict[int, Settled]) -> int | None:
    """The counting row that tells a planned one was kept, or None.

    One that counts comes first; where only a row under another overlaps, it is that other.
    """
    overlapping = done.overlapping(row)
    if not overlapping:
        return None
    counting = [other for other in overlapping if settled[other.id].under is None]
    closest = _closest(row, counting or overlapping)
    return closest.id if counting else settled[closest.id].under


def _closest(row: Patrol, others: Sequence[Patrol]) -> Patrol:
    """The one of ``others`` that shares most time with ``row``, or lies nearest."""

    def apart(other: Patrol) -> tuple[timedelta, datetime, datetime, int]:
        shared = min(row.end, other.end) - max(row.start, other.start)
        return -shared, other.start, other.end, other.id

    return min(others, key=apart)
