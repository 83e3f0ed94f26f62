"""Which place each ping of a block is in: of places that overlap, where the device is already."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np

from geo.crs import Ints
from geo.dosage.block import NOWHERE, Block, Codes, Trail
from geo.dosage.outlines import Outlines


def standing(
    block: Block, cell: Ints, outlines: Outlines, trail: Trail, gap: int
) -> tuple[Codes, int]:
    """The place of each ping, and how many are in several; ``trail`` learns where devices are.

    ``cell`` is the cell of each ping.
    """
    outline, ping = outlines.containing(block.x, block.y, cell, block.at)
    place = np.full(len(block), NOWHERE, np.int32)
    place[ping] = outlines.place[outline]
    several = 0
    if np.count_nonzero(place != NOWHERE) < len(ping):
        times = np.bincount(ping)
        several = int(np.count_nonzero(times > 1))
        shared = times[ping] > 1
        among: dict[int, set[int]] = {}
        for one, which in zip(outline[shared].tolist(), ping[shared].tolist(), strict=True):
            among.setdefault(which, set()).add(int(outlines.place[one]))
        _settle(place, among, block, trail, gap)
    _learn(place, block, trail)
    return place, several


def _settle(
    place: Codes, among: Mapping[int, Set[int]], block: Block, trail: Trail, gap: int
) -> None:
    """Choose, in order of time, a place for each ping that is in several."""
    inside = np.flatnonzero(place != NOWHERE)
    pings = sorted(among)
    earlier = np.searchsorted(inside, np.array(pings)) - 1
    for ping, which in zip(pings, earlier.tolist(), strict=True):
        device = block.device[ping]
        if which >= 0 and block.device[inside[which]] == device:
            seen, stayed = block.at[inside[which]], int(place[inside[which]])
        else:
            seen, stayed = trail.seen[device], int(trail.stayed[device])
        here = among[ping]
        place[ping] = stayed if stayed in here and block.at[ping] - seen < gap else min(here)


def _learn(place: Codes, block: Block, trail: Trail) -> None:
    """Note where each device of the block was last in a place."""
    inside = np.flatnonzero(place != NOWHERE)
    if not len(inside):
        return
    device = block.device[inside]
    last = np.flatnonzero(np.diff(device, append=-1) != 0)
    trail.stayed[device[last]] = place[inside[last]]
    trail.seen[device[last]] = block.at[inside[last]]
