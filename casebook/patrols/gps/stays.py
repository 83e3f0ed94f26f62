"""From the pings of units inside hotspots to their visits there.

A ping says that a unit was in a place at an instant, and nothing of the time before or after. So a
visit lasts from its first ping inside to its last: a lone ping has no length, and what lies between
two pings counts only where they belong to one visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from casebook.patrols.dosage import VISIT_GAP

SHORTEST = 60
"""Seconds; what is shorter is a drive-through, which is no patrol."""


class Ping(NamedTuple):
    """A unit in a place at an instant; in two places that overlap it is two of these."""

    unit: str
    at: int
    """UTC seconds since 1970."""
    place: str
    row: int = 0
    """Where it was read, to find it again."""


class Stay(NamedTuple):
    """A run of one unit's pings in one place."""

    unit: str
    place: str
    start: int
    """UTC seconds since 1970, of the first ping inside."""
    end: int
    """Of the last ping inside: the same as ``start`` for a lone ping."""
    row: int = 0
    """Of its first ping."""

    @property
    def drive_through(self) -> bool:
        """Whether it is too short to be a patrol: a lone ping, or less than a minute."""
        return self.end - self.start < SHORTEST


def stays(pings: Iterable[Ping], gap: int = VISIT_GAP) -> tuple[Stay, ...]:
    """The stays that ``pings`` amount to, in order of start; the order of pings doesn't matter.

    A stay ends with a gap of ``gap`` seconds or more without a ping inside, or when the unit is in
    another place. A unit is in one place at a time: of places that overlap, the one it is in
    already, or else the first by ref.

    >>> minutes = (0, 60, 120, 420)
    >>> [(s.start, s.end) for s in stays(Ping("LH21", at, "HS-01") for at in minutes)]
    [(0, 120), (420, 420)]
    """
    ordered = sorted(pings)
    found = [
        stay
        for unit, mine in groupby(ordered, key=attrgetter("unit"))
        for stay in _of_unit(unit, mine, gap)
    ]
    return tuple(sorted(found, key=lambda stay: (stay.start, stay.unit, stay.place)))


def _of_unit(unit: str, pings: Iterable[Ping], gap: int) -> Iterator[Stay]:
    place, start, end, row = "", 0, 0, 0
    for at, together in groupby(pings, key=attrgetter("at")):
        here = list(together)
        if place and at - end < gap and any(ping.place == place for ping in here):
            end = at
            continue
        if place:
            yield Stay(unit, place, start, end, row)
        first = here[0]  # they are sorted: the first by ref
        place, start, end, row = first.place, at, at, first.row
    if place:
        yield Stay(unit, place, start, end, row)
