"""What is known of each device: how often it tells, what of that was lost, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.crs import Floats, Ints
from geo.dosage.block import NEVER, Block, Codes, Steps, Trail
from geo.dosage.rule import SILENCE

_LENGTHS = SILENCE + 1
"""Lengths of gaps in seconds; the last stands for all that are longer."""
_AT_A_TIME = 256
"""Devices worked out at a time."""


@dataclass(frozen=True)
class Devices:
    """A row for each device that has pings, as columns of one length."""

    device: Ints
    interval: Floats
    """Seconds: the median of its gaps of under 15 minutes; NaN where it has none."""
    lost: Floats
    """The share of its pings that its interval lets expect and that aren't there."""
    pings: Ints
    first: Ints
    """UTC seconds since 1970."""
    last: Ints

    def some(self, device: Ints) -> Devices:
        """The rows of these devices."""
        at = np.searchsorted(self.device, device)
        return Devices(**{name: column[at] for name, column in vars(self).items()})

    def interval_of(self, device: Ints) -> Floats:
        """The interval of each of these devices."""
        return self.interval[np.searchsorted(self.device, device)]


class Tallies:
    """Counts of the gaps between pings by their length, device by device."""

    def __init__(self) -> None:
        self._gaps: Codes = np.zeros((0, _LENGTHS), np.int32)
        self._pings: Ints = np.zeros(0, np.int64)
        self._first: Ints = np.zeros(0, np.int64)

    def add(self, block: Block, steps: Steps, trail: Trail) -> None:
        """Count the gaps of a block."""
        self._know(len(trail.at))
        who = block.devices
        number = np.diff(block.first, append=len(block))
        length = np.minimum(steps.seconds, SILENCE)
        length += np.repeat(np.arange(len(who)) * _LENGTHS, number)
        found = np.bincount(length, minlength=len(who) * _LENGTHS)
        self._gaps[who] += found.reshape(-1, _LENGTHS)
        self._pings[who] += number
        new = self._first[who] == NEVER
        self._first[who[new]] = block.at[block.first[new]]

    def _know(self, devices: int) -> None:
        """Have room for devices numbered up to before ``devices``, and often for more."""
        had = len(self._gaps)
        if devices <= had:
            return
        more = max(devices - had, had // 2)
        gaps = np.zeros((had + more, _LENGTHS), np.int32)  # what isn't written takes no room
        gaps[:had] = self._gaps
        self._gaps = gaps
        self._pings = np.append(self._pings, np.zeros(more, np.int64))
        self._first = np.append(self._first, np.full(more, NEVER))

    def devices(self, trail: Trail) -> Devices:
        """What the gaps tell of each device."""
        device = np.flatnonzero(self._pings)
        interval, lost = np.full(len(device), np.nan), np.full(len(device), np.nan)
        for begin in range(0, len(device), _AT_A_TIME):
            part = slice(begin, begin + _AT_A_TIME)
            interval[part], lost[part] = _interval_and_lost(self._gaps[device[part], :SILENCE])
        return Devices(
            device,
            interval,
            lost,
            self._pings[device],
            self._first[device],
            trail.at[device],
        )


def _interval_and_lost(gaps: Codes) -> tuple[Floats, Floats]:
    """The median of each row's gaps, counted by their seconds, and the share of pings missing."""
    number = gaps.sum(axis=1)
    up_to = np.cumsum(gaps, axis=1)
    # the place of the first that reaches so many is how many don't
    low, high = (
        np.count_nonzero(up_to <= middle[:, None], axis=1)
        for middle in ((number - 1) // 2, number // 2)
    )
    interval = np.where(number > 0, (low + high) / 2, np.nan)
    row, seconds = np.nonzero(gaps)
    expected = np.maximum(np.rint(seconds / interval[row]), 1) * gaps[row, seconds]
    with np.errstate(invalid="ignore"):
        lost = 1 - number / np.bincount(row, expected, minlength=len(gaps))
    return interval, lost
