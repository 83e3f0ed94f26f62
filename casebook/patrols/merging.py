"""A patrol that several sources have counts once: which of their rows counts, and as what.

The same unit, hotspot and overlapping time from two sources is one patrol, with the times of the
best source. Only direct overlap merges two rows: a short GPS visit replaces the sheet it falls in,
and not a claim that overlaps that sheet an hour later. No two rows that count share time, and every
row that doesn't count shares time with one that does. GPS counts even where it saw much less than
the sheet or claim it replaces, since hours claimed are paid for; the import then says so, because
the device may have been off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from casebook.patrols.patrol import GPS, ROTA, SOURCES, Patrol, Staff, Timeline

UNKNOWN_CREW: Staff = (("other", 1),)
"""The staff of a GPS visit where no file says who was on it: somebody had the device."""

_PAID_BY = ("claim", ROTA)
"""The sources asked for a patrol's resourcing, in this order: the claim, then the duty file."""
_GPS_PAID_BY = (*_PAID_BY, "sheet", "manual")
_CREWED_BY = ("claim", "sheet", "manual", ROTA)


def unnamed_unit(place: str) -> str:
    """The unit of a visit to ``place`` of which nobody said who made it."""
    return f"{place} team"


class Merged(NamedTuple):
    """How one row counts after merging."""

    under: int | None
    """The row that counts in its stead (for a planned one: the one that confirms it), or None."""
    counted_as: str
    """The resourcing it counts as."""


def merge(patrols: Iterable[Patrol]) -> dict[int, Merged]:
    """How each of ``patrols`` counts, by their ids; their order doesn't matter.

    A delivered row counts unless it overlaps a counting row of its unit and place from a better
    source; then it stands under the one of these that it overlaps most. A counting row takes its
    resourcing from a claim that it overlaps, else from a rota row, else its own. A GPS device knows
    nothing of money: a visit asks sheets too before its own, and where no row of the place
    overlaps, rows of its unit elsewhere at that time. A planned row stands under the counting row
    that confirms it. A visit of a unit that nobody named stands under the one of any unit of which
    a source as good tells at its place and time.
    """
    units: dict[str, list[Patrol]] = defaultdict(list)
    for patrol in patrols:
        units[patrol.unit].append(patrol)
    merged: dict[int, Merged] = {}
    for rows in units.values():
        everywhere = Timeline(rows)
        places: dict[str, list[Patrol]] = defaultdict(list)
        for row in rows:
            places[row.place].append(row)
        for here in places.values():
            merged |= _merge_place(here, everywhere)
    return merged | _under_named(units, merged)


def _under_named(
    units: Mapping[str, Sequence[Patrol]], merged: Mapping[int, Merged]
) -> dict[int, Merged]:
    """How visits of unnamed units count that a named unit's patrol of the place tells of too."""
    found = {}
    counting = [
        row
        for rows in units.values()
        for row in rows
        if not row.planned and merged[row.id].under is None
    ]
    for row in counting:
        if row.unit != unnamed_unit(row.place):
            continue
        named = [
            other
            for other in counting
            if other.place == row.place
            and other.unit != row.unit
            and SOURCES.index(other.source) <= SOURCES.index(row.source)
        ]
        over = Timeline(named).overlapping(row)
        if over:
            found[row.id] = Merged(_closest(row, over).id, row.resourcing)
    return found


def crew(visit: Patrol, rows: Timeline) -> Staff:
    """Who was on ``visit``: as it says, or else as the ``rows`` of its unit that overlap it say.

    A claim goes before a sheet and a sheet before the rota, its place before elsewhere;
    :data:`UNKNOWN_CREW` where none overlaps it.
    """
    if visit.staff:
        return visit.staff
    source = _first_source(visit, rows, _CREWED_BY)
    return source.staff if source else UNKNOWN_CREW


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


def _merge_place(rows: Sequence[Patrol], everywhere: Timeline) -> dict[int, Merged]:
    """How a unit's rows at one place count; ``everywhere`` has all of the unit's rows."""
    here = Timeline(rows)
    merged: dict[int, Merged] = {}
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
                merged[row.id] = Merged(_closest(row, over).id, row.resourcing)
            else:
                merged[row.id] = Merged(None, _resourcing(row, here, everywhere))
                counting.append(row)
    done = Timeline(row for row in rows if not row.planned)
    for row in rows:
        if row.planned:
            merged[row.id] = Merged(_confirming(row, done, merged), row.resourcing)
    return merged


def _resourcing(row: Patrol, here: Timeline, everywhere: Timeline) -> str:
    """The resourcing of a counting row."""
    if row.source == "claim":
        return row.resourcing
    if row.source == GPS:
        source = _first_source(row, everywhere, _GPS_PAID_BY)
    else:
        source = _first_source(row, here, _PAID_BY)
    return source.resourcing if source else row.resourcing


def _first_source(row: Patrol, rows: Timeline, sources: Sequence[str]) -> Patrol | None:
    """The row of ``rows`` to ask about ``row``, of those that share time: at its place first."""
    over = [other for other in rows.overlapping(row) if other.source in sources]
    if not over:
        return None

    def rank(other: Patrol) -> tuple[bool, int]:
        return other.place != row.place, sources.index(other.source)

    best = min(map(rank, over))
    return _closest(row, [other for other in over if rank(other) == best])


def _confirming(row: Patrol, done: Timeline, merged: dict[int, Merged]) -> int | None:
    """The counting row that shows a planned one was kept, or None.

    Where only rows that don't count overlap it, it is the one that counts in their stead.
    """
    overlapping = done.overlapping(row)
    if not overlapping:
        return None
    counting = [other for other in overlapping if merged[other.id].under is None]
    closest = _closest(row, counting or overlapping)
    return closest.id if counting else merged[closest.id].under


def _closest(row: Patrol, others: Sequence[Patrol]) -> Patrol:
    """The one of ``others`` that shares most time with ``row``, or lies nearest."""

    def apart(other: Patrol) -> tuple[timedelta, datetime, datetime, int]:
        shared = min(row.end, other.end) - max(row.start, other.start)
        return -shared, other.start, other.end, other.id

    return min(others, key=apart)
