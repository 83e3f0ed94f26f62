"""Dosage: pings in, visits with what can be said for them out.

>>> import numpy as np, shapely
>>> from geo.dosage.outlines import Outlines
>>> square = Outlines([shapely.box(0, 0, 150, 150)])
>>> at = np.arange(0, 1200, 60)  # out for four minutes, in for ten, out again
>>> x = np.where((at >= 240) & (at < 840), 75.0, 900.0)
>>> found = measure(square, np.zeros(20, int), at, x, np.full(20, 75.0))
>>> found.visits.start, found.visits.end, found.visits.seconds
(array([210]), array([810]), array([600]))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.crs import Floats, Ints
from geo.dosage.block import NOWHERE, Block, InOrder, Steps, Trail, after
from geo.dosage.devices import Devices, Tallies
from geo.dosage.doubles import Doubles, Leaps
from geo.dosage.outlines import Outlines
from geo.dosage.passings import Passings
from geo.dosage.rule import Rule
from geo.dosage.standing import standing
from geo.dosage.stints import Stints
from geo.dosage.visits import Visits, visits

TOGETHER = 1 << 20
"""Pings that are put in order together."""
_BLOCK = 1 << 16
"""Pings worked on at a time: few enough to stay near the processor."""


@dataclass(frozen=True)
class Dose:
    """What pings amount to."""

    visits: Visits
    devices: Devices
    doubles: Doubles
    heard: Heard


@dataclass(frozen=True)
class Heard:
    """What became of the pings themselves."""

    pings: int
    """Those of different moments."""
    repeated: int
    """The others: a device's second ping of one moment."""
    outside: int
    """In no place."""
    shared: int
    """In several places that overlap."""
    fast: int
    """Which no patrol could have come to from the one before."""
    first_fast: int
    """The least mark of those, -1 where there are none."""


class Meter:
    """Takes pings in as they come and keeps visits alone: memory grows with these, not with pings.

    Pings may come in any order within ``together`` of them. Across that a device's own must be in
    order of time; how devices take turns is no matter.
    """

    def __init__(
        self, outlines: Outlines, rule: Rule | None = None, *, together: int = TOGETHER
    ) -> None:
        self._outlines = outlines
        self._together = together
        self._rule = rule or Rule()
        self._trail = Trail()
        self._tallies = Tallies()
        self._leaps = Leaps(self._rule.gap)
        self._stints = Stints(self._rule)
        self._passings = Passings(self._rule, outlines)
        self._waiting: tuple[list[Any], ...] = ([], [], [], [], [])
        self._waits = self._taken = self._counted = self._outside = self._shared = 0

    def add(self, device: Ints, at: Ints, x: Floats, y: Floats, mark: Ints | None = None) -> None:
        """Take pings in: columns of one length.

        ``device`` numbers the devices from 0; ``at`` is in UTC seconds since 1970; ``x`` and ``y``
        are finite, in the system that the outlines are for. ``mark`` is whatever number the caller
        knows a ping by, by default how many came before it: a visit has that of its first ping.

        Raises :class:`geo.dosage.block.OutOfOrder`.
        """
        if mark is None:
            mark = np.arange(self._taken, self._taken + len(at))
        self._taken += len(at)
        self._waits += len(at)
        for column, values in zip(self._waiting, (device, at, x, y, mark), strict=True):
            column.append(values)
        if self._waits >= self._together:
            self._work()

    def dose(self) -> Dose:
        """What all the pings amount to; the meter takes no more."""
        self._work()
        devices = self._tallies.devices(self._trail)
        return Dose(
            visits(self._stints, self._passings, devices, self._rule),
            devices,
            self._leaps.doubles(),
            Heard(
                self._counted,
                self._taken - self._counted,
                self._outside,
                self._shared,
                self._leaps.fast,
                self._leaps.first_fast,
            ),
        )

    def _work(self) -> None:
        """Turn the pings that wait into stints and ways past."""
        if not self._waits:
            return
        device, at, x, y, mark = map(_joined, self._waiting)
        self._waits = 0
        self._trail.know(int(device.max()) + 1)
        x, y = self._outlines.plane(x, y)
        pings = InOrder.of((device.astype(np.int32), at.astype(np.int64, copy=False), x, y, mark))
        for block in pings.blocks(_BLOCK):
            self._take(after(self._trail, block))

    def _take(self, block: Block) -> None:
        if not len(block):
            return
        steps = Steps.of(block, self._trail)
        far = self._outlines.distance(block.x, block.y)
        place, shared = standing(block, far, self._outlines, self._trail, self._rule.gap)
        self._tallies.add(block, steps, self._trail)
        self._stints.add(block, steps, place, self._trail)
        self._passings.add(block, steps, place, far, self._trail)
        self._leaps.add(block, steps, self._trail)
        self._trail.follow(block, place, far)
        self._counted += len(block)
        self._outside += int(np.count_nonzero(place == NOWHERE))
        self._shared += shared


def _joined(parts: list[Any]) -> Any:
    """A column's parts as one; they are let go, so that the next column has their room."""
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
    parts.clear()
    return whole


def measure(
    outlines: Outlines, device: Ints, at: Ints, x: Floats, y: Floats, rule: Rule | None = None
) -> Dose:
    """What pings in any order amount to; the columns are those of :meth:`Meter.add`."""
    meter = Meter(outlines, rule, together=max(len(at), 1))
    meter.add(device, at, x, y)
    return meter.dose()
