"""What is known of each device: how often it tells, what of that was lost, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.crs import Floats, Ints
from geo.dosage.block import NEVER, Block, Steps, Trail
from geo.dosage.rule import SILENCE


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
        self._gaps = np.zeros((0, SILENCE), np.int64)
        self._pings: Ints = np.zeros(0, np.int64)
        self._first: Ints = np.zeros(0, np.int64)

    def add(self, block: Block, steps: Steps, trail: Trail) -> None:
        """Count the gaps of a block."""
        more = len(trail.at) - len(self._gaps)
        self._gaps = np.concatenate([self._gaps, np.zeros((more, SILENCE), np.int64)])
        self._pings = np.append(self._pings, np.zeros(more, np.int64))
        self._first = np.append(self._first, np.full(more, NEVER))
        who = block.devices
        number = np.diff(block.first, append=len(block))
        short = np.flatnonzero(steps.seconds < SILENCE)
        within = np.repeat(np.arange(len(who)) * SILENCE, number)
        found = np.bincount(
            within[short] + steps.seconds[short], minlength=len(who) * SILENCE
        ).reshape(-1, SILENCE)
        self._gaps[who] += found
        self._pings[who] += number
        new = self._first[who] == NEVER
        self._first[who[new]] = block.at[block.first[new]]

    def devices(self, trail: Trail) -> Devices:
        """What the gaps tell of each device."""
        device = np.flatnonzero(self._pings)
        found = [_interval_and_lost(self._gaps[one]) for one in device.tolist()]
        told = np.array(found, np.float64).reshape(-1, 2)
        return Devices(
            device,
            told[:, 0],
            told[:, 1],
            self._pings[device],
            self._first[device],
            trail.at[device],
        )


def _interval_and_lost(gaps: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[float, float]:
    """The median of the gaps counted by their seconds, and the share of pings that are missing."""
    number = int(gaps.sum())
    if not number:
        return np.nan, np.nan
    up_to = np.cumsum(gaps)
    middle = np.searchsorted(up_to, ((number - 1) // 2, number // 2), side="right")
    interval = float(middle.mean())
    seconds = np.flatnonzero(gaps)
    expected = np.maximum(np.rint(seconds / interval), 1)
    return interval, 1 - number / float((expected * gaps[seconds]).sum())
