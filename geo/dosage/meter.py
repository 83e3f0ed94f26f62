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

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from geo.crs import Floats, Ints
from geo.dosage.block import Columns, OutOfOrder
from geo.dosage.lane import LANES, Dose, Lane, side_by_side
from geo.dosage.outlines import Outlines
from geo.dosage.rule import Rule
from geo.dosage.waiting import WaitingPings

TOGETHER = 1 << 20
"""Pings that may wait to be put in order together."""
_UNDER_WAY = 3
"""Lots of so many that may wait for the threads, so that these needn't wait for the reading."""


class Meter:
    """Takes pings in as they come and keeps visits alone: memory grows with these, not with pings.

    Pings may come in any order up to ``together`` of them. Of more, a device's own may come a
    quarter of as many too late, once any has come too late before; how devices take turns is no
    matter. Threads work on them while more are read.

    ``share`` is a number and of how many: one of so many meters, each of which is given all pings
    and takes those of its own devices; :func:`geo.dosage.lane.side_by_side` adds up their doses.
    """

    def __init__(
        self,
        outlines: Outlines,
        rule: Rule | None = None,
        *,
        together: int = TOGETHER,
        share: tuple[int, int] = (0, 1),
    ) -> None:
        rule = rule or Rule()
        number, of = share
        numbers = range(number, of * LANES, of)
        self._lanes = [Lane(lane, of * LANES, outlines, rule) for lane in numbers]
        self._threads = [ThreadPoolExecutor(1, "dosage") for _ in self._lanes]
        self._under_way: deque[list[Future[None]]] = deque()
        self._waiting = WaitingPings(together)
        self._taken = self._settled = 0

    def add(self, device: Ints, at: Ints, x: Floats, y: Floats, mark: Ints | None = None) -> None:
        """Take pings in: columns of one length.

        ``device`` numbers the devices from 0; ``at`` is in UTC seconds since 1970; ``x`` and ``y``
        are finite, in the system that the outlines are for. ``mark`` is whatever number the caller
        knows a ping by, by default how many came before it: a visit has that of its first ping.

        Raises :class:`geo.dosage.block.OutOfOrder`, as :meth:`settle` and :meth:`dose` do, for a
        ping that came before these: of several put in order together for that of the least device.
        """
        if mark is None:
            mark = np.arange(self._taken, self._taken + len(at))
        self._taken += len(at)
        device, at = device.astype(np.int32, copy=False), at.astype(np.int64, copy=False)
        self._work(self._waiting.add((device, at, x, y, mark)))

    def dose(self) -> Dose:
        """What all the pings amount to; the meter takes no more."""
        self._work(self._waiting.rest())
        self.settle()
        due = [
            thread.submit(lane.dose)
            for thread, lane in zip(self._threads, self._lanes, strict=True)
        ]
        for thread in self._threads:
            thread.shutdown()
        doses = [each.result() for each in due]
        # what they are made of is given up before they are put together, which takes as much
        self._lanes.clear()
        del due
        return side_by_side(doses)

    def _work(self, lot: list[Columns]) -> None:
        """Have a lot of pings, if there are any, turned into stints and ways past."""
        if not lot:
            return
        self.settle(_UNDER_WAY - 1)
        self._under_way.append(
            [
                thread.submit(lane.work, lot)
                for thread, lane in zip(self._threads, self._lanes, strict=True)
            ]
        )

    def settle(self, most: int = 0) -> None:
        """Wait until threads have at most so many lots of pings to work through."""
        while len(self._under_way) > most:
            late = []
            for work in self._under_way.popleft():
                try:
                    work.result()
                except OutOfOrder as error:
                    late.append(error)
            if late:
                first = min(late, key=lambda error: error.device)
                first.lot = self._settled
                raise first
            self._settled += 1


def measure(
    outlines: Outlines, device: Ints, at: Ints, x: Floats, y: Floats, rule: Rule | None = None
) -> Dose:
    """What pings in any order amount to; the columns are those of :meth:`Meter.add`."""
    meter = Meter(outlines, rule, together=len(at) + 1)
    meter.add(device, at, x, y)
    return meter.dose()
