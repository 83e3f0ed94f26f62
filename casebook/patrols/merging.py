"""One patrol told by several sources counts once: which of the rows counts, and as what.

The same unit, hotspot and overlapping time from two sources is one patrol, with the times of the
best source. *Overlapping* is meant directly: a row stands under a better one that it shares time
with, never under one it only meets through a third, so that a short GPS visit takes the place of
the sheet it falls in and not of the claim that this sheet overlaps an hour later. What counts
shares no time with what counts from another source, and what doesn't count shares time with what
does. Where GPS saw much less than the sheet or claim it stands for, GPS counts all the same, since
hours claimed are paid for; the import says so, because the device may have been off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from casebook.patrols.patrol import GPS, ROTA, SOURCES, Patrol, Staff, Timeline

UNTOLD: Staff = (("other", 1),)
"""The staff of a GPS visit where no file tells who was on it: somebody had the device."""

_PAID_BY = ("claim", ROTA)
"""Who tells what a patrol counts as: the claim, or else the duty file."""
_GPS_PAID_BY = (*_PAID_BY, "sheet", "manual")
_CREWED_BY = ("claim", "sheet", "manual", ROTA)


class Settled(NamedTuple):
    """What becomes of one row."""

    under: int | None
    """The row that counts in its stead (for a planned one: the one that confirms it), or None."""
    counted_as: str
    """The resourcing it counts as."""


def settle(patrols: Iterable[Patrol]) -> dict[int, Settled]:
    """What becomes of each of ``patrols``, by their ids; their order doesn't matter.

    Of delivered rows of one unit in one place, one counts unless it overlaps one that counts of a
    better source; then it stands under the one of them that it overlaps most. What counts takes
    its resourcing from a claim that it overlaps, else from a rota row, else its own. A GPS visit,
    whose device knows nothing of money, asks sheets too before its own, and where nothing tells of
    the place, what tells of the unit elsewhere at that time. A planned row stands under the
    counting row that confirms it.
    """
    units: dict[str, list[Patrol]] = defaultdict(list)
    for patrol in patrols:
        units[patrol.unit].append(patrol)
    settled: dict[int, Settled] = {}
    for rows in units.values():
        everywhere = Timeline(rows)
        places: dict[str, list[Patrol]] = defaultdict(list)
        for row in rows:
            places[row.place].append(row)
        for here in places.values():
            settled |= _settle_place(here, everywhere)
    return settled


def crew(visit: Patrol, rows: Timeline) -> Staff:
    """Who was on ``visit``: as it says, or else as ``rows`` (of its unit) tell of that time.

    A claim before a sheet before the rota, at its place before elsewhere; :data:`UNTOLD` where
    none overlaps it.
    """
    if visit.staff:
        return visit.staff
    told = _teller(visit, rows, _CREWED_BY)
    return told.staff if told else UNTOLD


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


def _settle_place(rows: Sequence[Patrol], everywhere: Timeline) -> dict[int, Settled]:
    """What becomes of a unit's rows at one place; ``everywhere`` has all of the unit's rows."""
    here = Timeline(rows)
    settled: dict[int, Settled] = {}
    counting: list[Patrol] = []
    for source in SOURCES:
        if source == ROTA:
            break
        better = Timeline(counting)
        for row in rows:
            if row.source != source:
                continue
            over = better.overlapping(row)
            if over:
                settled[row.id] = Settled(_closest(row, over).id, row.resourcing)
            else:
                settled[row.id] = Settled(None, _resourcing(row, here, everywhere))
                counting.append(row)
    done = Timeline(row for row in rows if not row.planned)
    for row in rows:
        if row.planned:
            settled[row.id] = Settled(_confirming(row, done, settled), row.resourcing)
    return settled


def _resourcing(row: Patrol, here: Timeline, everywhere: Timeline) -> str:
    """The resourcing of a counting row."""
    if row.source == "claim":
        return row.resourcing
    if row.source == GPS:
        told = _teller(row, everywhere, _GPS_PAID_BY)
    else:
        told = _teller(row, here, _PAID_BY)
    return told.resourcing if told else row.resourcing


def _teller(row: Patrol, rows: Timeline, sources: Sequence[str]) -> Patrol | None:
    """Of ``rows`` that share time with ``row``, the one whose word counts: at its place first."""
    over = [other for other in rows.overlapping(row) if other.source in sources]
    if not over:
        return None

    def rank(other: Patrol) -> tuple[bool, int]:
        return other.place != row.place, sources.index(other.source)

    best = min(map(rank, over))
    return _closest(row, [other for other in over if rank(other) == best])


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
