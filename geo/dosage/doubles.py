"""Devices that tell of two places at once: two radios of one callsign, told as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.crs import Floats, Ints
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
        leg = steps.leg
        fast = np.flatnonzero(leg > (FASTEST * steps.seconds.min()) ** 2.0)
        fast = fast[leg[fast] > (FASTEST * steps.seconds[fast]) ** 2.0]
        self._note_fast(block.mark[fast])
        most = np.square(LEAP * steps.seconds)
        leapt = leg > np.maximum(most, APART**2, out=most)
        both = self._there_and_back(block, steps, leapt, trail)
        if len(both):
            came_by = earlier(leg, both, block, trail.leg)
            x = _two_before(block.x, both, block, trail.x, trail.before_x)
            y = _two_before(block.y, both, block, trail.y, trail.before_y)
            back = (block.x[both] - x) ** 2 + (block.y[both] - y) ** 2
            both = both[back * 4 < np.minimum(leg[both], came_by)]
        times = self._times(both, block)
        self._note(block.device[both], block.at[both] - steps.seconds[both], times)
        self._note(block.device[block.torn], block.at[block.torn], np.ones(len(block.torn), int))
        trail.leg[who] = np.where(leapt[block.last], leg[block.last], 0)

    def _there_and_back(self, block: Block, steps: Steps, leapt: Bits, trail: Trail) -> Ints:
        """The pings that leapt after one that did, and not on in its direction."""
        after_leap = leapt[1:] & leapt[:-1]
        after_leap[block.first[1:] - 1] = False
        next_ = np.flatnonzero(after_leap) + 1
        ahead = steps.east[next_] * steps.east[next_ - 1]
        ahead += steps.north[next_] * steps.north[next_ - 1]
        first = block.first[leapt[block.first] & (trail.leg[block.devices] > 0)]
        return np.sort(np.append(next_[ahead < 0], first))

    def _note_fast(self, marks: Ints) -> None:
        if len(marks):
            self.fast += len(marks)
            least = int(marks.min())
            self.first_fast = least if self.first_fast < 0 else min(self.first_fast, least)

    def _times(self, leapt: Ints, block: Block) -> Ints:
        """1 for each leap out, 0 for each back: leaps in a row are by turns the one and other."""
        if not len(leapt):
            self._in_a_row[block.devices] = 0
            return leapt
        begins = np.flatnonzero(
            (np.diff(leapt, prepend=-2) != 1) | (np.diff(block.device[leapt], prepend=-1) != 0)
        )
        length = np.diff(begins, append=len(leapt))
        number = np.arange(len(leapt)) - np.repeat(begins, length)
        went_on = np.isin(leapt[begins], block.first)
        held = np.where(went_on, self._in_a_row[block.device[leapt[begins]]], 0)
        number += np.repeat(held, length)
        self._in_a_row[block.devices] = 0
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
        of_device = device.astype(np.int64) << 34  # one stretch may lie within another
        end = np.maximum.accumulate(of_device + end) - of_device
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


def _two_before(
    values: Floats, at: Ints, block: Block, last: Floats, before_last: Floats
) -> Floats:
    """The value two pings before each of the pings ``at`` these positions.

    ``last`` and ``before_last`` are what every device's last two pings before the block had.
    """
    heads = np.zeros(len(block), bool)
    heads[block.first] = True
    device = block.device[at]
    found = np.where(heads[at - 1], last[device], values[np.maximum(at - 2, 0)])
    return np.where(heads[at], before_last[device], found)
