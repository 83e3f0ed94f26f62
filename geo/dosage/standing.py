"""Which place each ping of a block is in: of places that overlap, where the device is already."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np

from geo.crs import Ints
from geo.dosage.block import NOWHERE, Block, Codes, Trail
from geo.dosage.outlines import UNSURE, Outlines


def standing(
    block: Block, cell: Ints, outlines: Outlines, trail: Trail, gap: int
) -> tuple[Codes, Ints, int]:
    """The place of each ping, which of them are in any, and how many in several.

    ``cell`` is the cell of each ping; ``trail`` learns where devices are.
    """
    place = outlines.places(cell, block.at)
    unsure = np.flatnonzero(place == UNSURE)
    outline, ping = outlines.containing(block.x[unsure], block.y[unsure], block.at[unsure])
    ping = unsure[ping]
    place[unsure] = NOWHERE
    place[ping] = outlines.place[outline]
    inside = np.flatnonzero(place != NOWHERE)
    several = 0
    if np.count_nonzero(place[unsure] != NOWHERE) < len(ping):
        times = np.bincount(ping)
        several = int(np.count_nonzero(times > 1))
        shared = times[ping] > 1
        among: dict[int, set[int]] = {}
        for one, which in zip(outline[shared].tolist(), ping[shared].tolist(), strict=True):
            among.setdefault(which, set()).add(int(outlines.place[one]))
        _settle(place, inside, among, block, trail, gap)
    _learn(place, inside, block, trail)
    return place, inside, several


def _settle(
    place: Codes,
    inside: Ints,
    among: Mapping[int, Set[int]],
    block: Block,
    trail: Trail,
    gap: int,
) -> None:
    """Choose, in order of time, a place for each ping that is in several."""
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


def _learn(place: Codes, inside: Ints, block: Block, trail: Trail) -> None:
    """Note where each device of the block was last in a place."""
    if not len(inside):
        return
    device = block.device[inside]
    last = np.flatnonzero(np.diff(device, append=-1) != 0)
    trail.stayed[device[last]] = place[inside[last]]
    trail.seen[device[last]] = block.at[inside[last]]
