"""Devices that tell of two places at once: two radios of one callsign, told as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.crs import Ints
from geo.dosage.block import APART, Block, Codes, Steps, Trail, earlier
from geo.dosage.growing import Growing
from geo.edges import Bits

LEAP = 10.0
"""Metres a second, out and straight back again: on a road and with a turn, twice that."""
FASTEST = 70.0
"""Metres a second (some 250 km/h): what no patrol does, but a device that lost its fix."""
OFTEN = 3
"""Such pings less than a gap apart; fewer are a device that lost its fix."""


@dataclass(frozen=True)
class Doubles:
    """Stretches of time in which a device told of two places, as columns of one length."""

    device: Ints
    start: Ints
    """UTC seconds since 1970."""
    end: Ints
    times: Ints
    """How often it was in two places."""


class Leaps:
    """The pings that lie far from the one before and from the one after, which lie together."""

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._rows = Growing(
            device=np.int32, start=np.int64, end=np.int64, pings=np.int64, times=np.int64
        )
        self._in_a_row: Ints = np.zeros(0, np.int64)
        """How many pings up to now leapt, of each device."""
        self.fast = 0
        """Pings that no patrol could have come to from the one before."""
        self.first_fast = -1
        """The least mark of those."""

    def add(self, block: Block, steps: Steps, trail: Trail) -> None:
        """Look at a block; ``trail`` learns of its last leaps."""
        more = len(trail.at) - len(self._in_a_row)
        self._in_a_row = np.append(self._in_a_row, np.zeros(more, np.int64))
        who = block.devices
        leg = steps.east**2 + steps.north**2
        fast = np.flatnonzero(leg > (FASTEST * steps.seconds.min()) ** 2.0)
        fast = fast[leg[fast] > (FASTEST * steps.seconds[fast]) ** 2.0]
        self._note_fast(block.mark[fast])
        limit = np.maximum(LEAP * steps.seconds, APART)
        leapt = leg > limit * limit
        both = self._there_and_back(block, steps, leapt, trail)
        if len(both):
            came_by = earlier(leg, both, block, trail.leg)
            x = earlier(steps.x, both, block, trail.before_x)
            y = earlier(steps.y, both, block, trail.before_y)
            back = (block.x[both] - x) ** 2 + (block.y[both] - y) ** 2
            both = both[back * 4 < np.minimum(leg[both], came_by)]
        times = self._times(both, block)
        self._note(block.device[both], block.at[both] - steps.seconds[both], times)
        self._note(block.device[block.torn], block.at[block.torn], np.ones(len(block.torn), int))
        trail.leg[who] = np.where(leapt[block.last], leg[block.last], 0)

    def _there_and_back(self, block: Block, steps: Steps, leapt: Bits, trail: Trail) -> Ints:
        """The pings that leapt after one that did, and not on in its direction."""
        both = np.zeros(len(block), bool)
        ahead = steps.east[1:] * steps.east[:-1] + steps.north[1:] * steps.north[:-1]
        both[1:] = leapt[1:] & leapt[:-1] & (ahead < 0)
        both[block.first] = leapt[block.first] & (trail.leg[block.devices] > 0)
        return np.flatnonzero(both)

    def _note_fast(self, marks: Ints) -> None:
        if len(marks):
            self.fast += len(marks)
            least = int(marks.min())
            self.first_fast = least if self.first_fast < 0 else min(self.first_fast, least)

    def _times(self, leapt: Ints, block: Block) -> Ints:
        """1 for each leap out, 0 for each back: leaps in a row are by turns the one and other."""
        begins = np.flatnonzero(
            (np.diff(leapt, prepend=-2) != 1) | (np.diff(block.device[leapt], prepend=-1) != 0)
        )
        length = np.diff(begins, append=len(leapt))
        number = np.arange(len(leapt)) - np.repeat(begins, length)
        went_on = np.isin(leapt[begins], block.first)
        held = np.where(went_on, self._in_a_row[block.device[leapt[begins]]], 0)
        number += np.repeat(held, length)
        self._in_a_row[block.devices] = 0
        if len(leapt):
            ends = begins + length - 1
            goes_on = ends[np.isin(leapt[ends], block.last)]
            self._in_a_row[block.device[leapt[goes_on]]] = number[goes_on] + 1
        return (number + 1) % 2

    def _note(self, device: Codes, at: Ints, times: Ints) -> None:
        """Keep pings in two places as stretches of them that no gap parts."""
        if not len(device):
            return
        parts = np.flatnonzero(
            (np.diff(device, prepend=-1) != 0) | (np.diff(at, prepend=0) >= self._gap)
        )
        self._rows.add(
            {
                "device": device[parts],
                "start": at[parts],
                "end": at[np.append(parts[1:], len(at)) - 1],
                "pings": np.diff(parts, append=len(at)),
                "times": np.add.reduceat(times, parts),
            }
        )

    def doubles(self) -> Doubles:
        """The stretches of time with enough leaps, in order of device and time."""
        rows = self._rows
        order = np.lexsort((rows["start"], rows["device"]))
        device, start, end = (rows[name][order] for name in ("device", "start", "end"))
        heads = np.ones(len(order), bool)
        heads[1:] = (np.diff(device) != 0) | (start[1:] - end[:-1] >= self._gap)
        at = np.flatnonzero(heads)
        last = np.append(at[1:], len(order)) - 1
        if not len(at):
            return Doubles(at, at, at, at)
        pings = np.add.reduceat(rows["pings"][order], at)
        times = np.add.reduceat(rows["times"][order], at)
        often = pings >= OFTEN
        at, last, times = at[often], last[often], times[often]
        return Doubles(device[at].astype(np.int64), start[at], end[last], times)
