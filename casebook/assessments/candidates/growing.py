"""Growing contiguous sets of small areas until they hold as much as the target, and testing them.

A set is grown outwards from a seed, the nearest neighbour first, and never by how well its months
fit: a set that was fitted to noise before the response moves away from the target after it. Of
the sets that pass, the nearest are taken.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import hypot, sqrt

import numpy as np

from casebook.assessments.candidates.small_areas import SmallAreas
from casebook.measures.likeness import Likeness, likeness
from geo.crs import Floats, Ints

LARGEST_SHARE = 0.2
"""A set with more than this part of its incidents in one spot stands or falls with that spot."""
MOST_AREAS = 400
"""Small areas a set may have."""


@dataclass(frozen=True)
class SpotCounts:
    """Incidents by small area and month, and by spot, the same coordinates to ten metres."""

    by_month: Ints
    """Areas by months."""
    area: Ints
    """The small area of each spot."""
    incidents: Ints
    """How many each spot has."""

    def largest_share(self, areas: Sequence[int]) -> float:
        """The part of a set's incidents that its busiest spot has; 0 of none."""
        counts = self.incidents[np.isin(self.area, areas)]
        return float(counts.max() / counts.sum()) if counts.sum() else 0.0


@dataclass(frozen=True)
class Grown:
    """A set that passes every test."""

    areas: tuple[int, ...]
    likeness: Likeness
    metres: float
    """From the target's middle to the set's, weighted by incidents."""
    incidents: int
    share: float
    """Of its busiest spot."""


@dataclass(frozen=True)
class Search:
    """What was found, and of what was tried what failed on which test."""

    found: tuple[Grown, ...]
    tried: int
    failed: Tally[str]


def search(
    areas: SmallAreas,
    counts: SpotCounts,
    target: Sequence[int],
    middle: tuple[float, float],
    *,
    phi: float,
    most: int,
    taken: frozenset[int] = frozenset(),
) -> Search:
    """Up to ``most`` sets that pass, the nearest first, none sharing a small area with another.

    ``target`` is the target's monthly counts, ``middle`` where it is; areas in ``taken`` are left
    out.
    """
    totals = counts.by_month.sum(axis=1)
    away = np.hypot(areas.x - middle[0], areas.y - middle[1])
    seeds = [n for n in np.argsort(away, kind="stable").tolist() if totals[n] and n not in taken]
    used, failed, tried = set(taken), Tally[str](), 0
    found: list[Grown] = []
    wanted = sum(target)
    slack = sqrt(2 * phi * wanted)
    for seed in seeds:
        if len(found) == most:
            break
        if seed in used:
            continue
        grown = _grow(areas, totals, seed, wanted, slack, used)
        if not grown:
            failed["level"] += 1
            tried += 1
            continue
        tried += 1
        fault, tested = _test(counts, grown, target, phi)
        if fault:
            failed[fault] += 1
            continue
        used.update(grown)
        found.append(_found(areas, counts, grown, tested, middle))
    return Search(tuple(found), tried, failed)


def _grow(
    areas: SmallAreas, totals: Ints, seed: int, wanted: int, slack: float, used: set[int]
) -> tuple[int, ...]:
    """The set grown from ``seed``; empty where it never holds as much as the target."""
    inside, total = [], 0
    for area in _outwards(areas, seed, used):
        if total + totals[area] > wanted + slack:
            continue
        inside.append(area)
        total += int(totals[area])
        if total >= wanted or len(inside) == MOST_AREAS:
            break
    kept = _joined(areas, inside, seed)
    held = int(totals[list(kept)].sum()) if kept else 0
    return kept if abs(held - wanted) <= slack else ()


def _outwards(areas: SmallAreas, seed: int, used: set[int]) -> Iterator[int]:
    """The areas around ``seed`` that are free, nearest first, each beside one before it."""
    seen = {seed}
    heap = [(0.0, seed)]
    while heap:
        _, area = heappop(heap)
        yield area
        for other in areas.neighbours[area]:
            if other not in seen and other not in used:
                seen.add(other)
                away = hypot(areas.x[other] - areas.x[seed], areas.y[other] - areas.y[seed])
                heappush(heap, (float(away), other))


def _joined(areas: SmallAreas, inside: Sequence[int], seed: int) -> tuple[int, ...]:
    """What of a set hangs together with its seed; areas that were passed over may part it."""
    wanted, reached = set(inside), []
    queue = [seed] if seed in wanted else []
    while queue:
        area = queue.pop()
        if area in wanted:
            wanted.remove(area)
            reached.append(area)
            queue += areas.neighbours[area]
    return tuple(sorted(reached))


def _test(
    counts: SpotCounts, grown: tuple[int, ...], target: Sequence[int], phi: float
) -> tuple[str, Likeness]:
    """The first test a set fails, or blank, and how like the target it is."""
    months = counts.by_month[list(grown)].sum(axis=0).tolist()
    tested = likeness(target, months, phi=phi)
    over = {name: ratio for name, ratio in tested.ratios.items() if ratio > 1}
    if over:
        return max(over, key=lambda name: over[name]), tested
    if counts.largest_share(grown) > LARGEST_SHARE:
        return "one spot", tested
    return "", tested


def _found(
    areas: SmallAreas,
    counts: SpotCounts,
    grown: tuple[int, ...],
    tested: Likeness,
    middle: tuple[float, float],
) -> Grown:
    chosen = list(grown)
    weights: Floats = counts.by_month[chosen].sum(axis=1).astype(float)
    x = float(np.average(areas.x[chosen], weights=weights))
    y = float(np.average(areas.y[chosen], weights=weights))
    return Grown(
        grown,
        tested,
        hypot(x - middle[0], y - middle[1]),
        int(weights.sum()),
        counts.largest_share(grown),
    )
