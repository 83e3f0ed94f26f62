"""What to be told before a map of candidates is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import pi, sqrt

import numpy as np
import shapely

from casebook.core.english import counted
from casebook.core.wording import number, percent, share
from casebook.detection.candidate import CandidateHotspot
from casebook.detection.gathering import IncidentPoints
from casebook.detection.rules import WALK, Expected
from casebook.measures.power import A_USUAL_FALL, smallest_drop
from geo.crs import Ints

FEWEST = 100
"""Points under which a search says little."""
_STACKED = 0.5
"""Spots ÷ points at and under which points are called stacked."""
_ONE_SPOT = 0.9
"""The share of a candidate's points on one spot from which it is called one spot."""
_HEAVY = 0.5
_SMOOTH = 500.0
"""Metres of bandwidth over which single streets can't be told apart."""


def cautions(points: IncidentPoints, cell: float | None, bandwidth: float | None) -> Iterator[str]:
    """Warnings about the points and the settings, a sentence each."""
    if len(points) < FEWEST:
        yield (
            f"Few points: {counted(len(points), 'point')}. Under {FEWEST} a search finds little "
            "but chance; take more months, or count by hand."
        )
    # np.unique takes seven times as long
    at = np.sort(points.x + 1j * points.y)
    spots = int(np.count_nonzero(np.diff(at, prepend=np.nan)))
    if len(points) >= 2 and spots <= _STACKED * len(points):
        yield (
            f"Stacked points: {number(len(points))} points lie on {counted(spots, 'spot')}, as "
            "published points do, which are moved to the middle of a street. What is found is as "
            "near as those spots are, not as the incidents were."
        )
    if cell is not None and bandwidth is not None and cell > bandwidth:
        yield (
            f"Cells of {number(cell, 0)} m are larger than the bandwidth of "
            f"{number(bandwidth, 0)} m: what lies between their middles is missed. "
            "Take smaller cells or a wider bandwidth."
        )
    if bandwidth is not None and bandwidth > _SMOOTH:
        yield (
            f"A bandwidth of {number(bandwidth, 0)} m smooths away what is the size of a hotspot: "
            "the rule suits the whole area's shape. For streets try --bandwidth 300."
        )


def with_warnings(
    candidates: Sequence[CandidateHotspot],
    points: IncidentPoints,
    inside: Mapping[str, Ints],
    limits: Expected,
) -> tuple[CandidateHotspot, ...]:
    """The candidates, each with what a hotspot is expected to be and it isn't."""
    months = points.months
    years = len(months) / 12 if months else 1.0
    return tuple(
        one.warned(*_warnings(one, near, points, inside[one.ref], years, limits))
        for one, near in zip(candidates, _nearest(candidates), strict=True)
    )


def _warnings(
    one: CandidateHotspot,
    nearest: tuple[str, float],
    points: IncidentPoints,
    inside: Ints,
    years: float,
    limits: Expected,
) -> Iterator[str]:
    yield from _size(one, limits)
    yield from _volume(one, years, limits)
    near, off = nearest
    if near and off < limits.apart:
        yield f"spacing: {number(off, 0)} m from {near}, under {number(limits.apart, 0)} m"
    if len(inside):
        _, times = np.unique(points.x[inside] + 1j * points.y[inside], return_counts=True)
        most = int(times.max())
        if len(inside) > 1 and most >= _ONE_SPOT * len(inside):
            yield f"one spot: {number(most)} of {number(len(inside))} points lie on it"
    if one.one_event is not None and one.one_event > _HEAVY:
        yield (
            f"one event: it carries {share(one.one_event)} of the harm here; by count this is "
            f"number {one.rank_by_count}"
        )


def _size(one: CandidateHotspot, limits: Expected) -> Iterator[str]:
    radius = sqrt(one.area / pi)
    if radius > limits.radius:
        yield (
            f"size: as large as a circle of {number(radius, 0)} m, over "
            f"{number(limits.radius, 0)} m"
        )
    minutes = one.shape.length / WALK
    if minutes > limits.minutes:
        yield (
            f"patrol: {number(minutes, 0)} minutes round it on foot, over "
            f"{number(limits.minutes, 0)}"
        )


def _volume(one: CandidateHotspot, years: float, limits: Expected) -> Iterator[str]:
    a_year = one.count / years
    told = f"volume: {number(a_year, 0)} in 12 months{'' if years == 1 else ' at this rate'}"
    if a_year < limits.fewest:
        yield f"{told}, under {number(limits.fewest, 0)}"
    if a_year > limits.most:
        yield f"{told}, over {number(limits.most, 0)}"
    drop = smallest_drop(a_year).drop if a_year > 0 else None
    if drop is None:
        yield "effect: no fall could ever be told from chance here"
    elif drop > A_USUAL_FALL:
        yield (
            f"effect: only a fall of {share(drop)} or more would show in a year against a year; "
            f"patrols are reported to reach about {percent(A_USUAL_FALL * 100)}"
        )


def _nearest(candidates: Sequence[CandidateHotspot]) -> list[tuple[str, float]]:
    """For each the candidate with the nearest middle, and how far off; blank for one alone."""
    if len(candidates) < 2:
        return [("", 0.0)] * len(candidates)
    middles = shapely.get_coordinates(shapely.centroid([one.shape for one in candidates]))
    found = []
    # a tree would be quicker from some thousands on, and takes longer to load than most searches
    for at, middle in enumerate(middles):
        off = np.hypot(*(middles - middle).T)
        off[at] = np.inf
        near = int(off.argmin())
        found.append((candidates[near].ref, float(off[near])))
    return found
