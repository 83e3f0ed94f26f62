"""Visits that run on from one file of pings to another, made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from casebook.patrols.certificate import Certificate, joined
from casebook.patrols.patrol import Patrol, Timeline
from geo.dosage.rule import Rule


def joined_with(
    visits: Sequence[Patrol], held: Sequence[Patrol], rule: Rule
) -> tuple[list[Patrol], list[Patrol]]:
    """The visits made one with the stored ones they continue, and the stored ones that go for it.

    Files of pings often repeat some of the one before, or begin where that ends: a visit at
    midnight is in two. What a visit was known to last it lasts.
    """
    lines: dict[tuple[str, str], Timeline] = {}
    for one in held:
        lines.setdefault((one.unit, one.place), Timeline()).add(one)
    found: dict[tuple[str, str], list[Patrol]] = {}
    replaced: dict[int, Patrol] = {}
    for visit in visits:
        line = lines.get((visit.unit, visit.place))
        old = line.overlapping(_widened(visit)) if line else []
        old = [one for one in old if touches(one, visit)]
        replaced |= {one.id: one for one in old}
        whole = _lasting([visit, *old])
        mine = found.setdefault((visit.unit, visit.place), [])
        if mine and mine[-1].end > whole.start:  # a stored visit spans two of the file's
            whole = _lasting([whole, mine.pop()])
        mine.append(whole)
    every = [one for mine in found.values() for one in mine]
    kept = {one.key for one in every}
    return every, [one for one in replaced.values() if one.key not in kept]


def touches(one: Patrol, other: Patrol) -> bool:
    """Whether two visits are one: they share time, or no more than a ping is missing between."""
    if (one.unit, one.place) != (other.unit, other.place):
        return False
    between = _between(one, other)
    return max(one.start, other.start) - min(one.end, other.end) < between


def _between(one: Patrol, other: Patrol) -> timedelta:
    """The time between two visits in which no more than one ping can have been."""
    intervals = [visit.gps.interval for visit in (one, other) if visit.gps and visit.gps.interval]
    return timedelta(seconds=2 * min(intervals)) if len(intervals) == 2 else timedelta()


def _widened(visit: Patrol) -> Patrol:
    """The visit with as much before and after as another may be away to be the same."""
    margin = _between(visit, visit)
    return replace(visit, start=visit.start - margin, end=visit.end + margin)


def _lasting(parts: Sequence[Patrol]) -> Patrol:
    """The first of ``parts``, from the first start to the last end of all."""
    if len(parts) == 1:
        return parts[0]
    spans = sorted(
        ((int(one.start.timestamp()), int(one.end.timestamp()), one) for one in parts),
        key=lambda span: span[:2],
    )
    told: list[tuple[int, int, Certificate]] = []
    until = spans[0][0]
    for start, end, one in spans:
        certificate = one.gps or parts[0].gps
        assert certificate is not None, "a visit of pings has a certificate"
        if one.gps is None:  # stored before certificates were kept
            certificate = replace(certificate, away=())
        told.append((min(start, until), end, certificate))
        until = max(until, end)
    return replace(
        parts[0],
        start=min(one.start for one in parts),
        end=max(one.end for one in parts),
        gps=joined(told),
    )
