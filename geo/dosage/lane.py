"""A lane: some of the devices, whose pings are worked through beside those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from geo.crs import Ints
from geo.dosage.block import Block, Codes, Columns, InOrder, OutOfOrder, Steps, Trail, after
from geo.dosage.devices import Devices, Tallies
from geo.dosage.doubles import Doubles, Leaps
from geo.dosage.outlines import Outlines
from geo.dosage.passings import Passings
from geo.dosage.rule import Rule
from geo.dosage.standing import standing
from geo.dosage.stints import Stints
from geo.dosage.visits import AwayTimes, Visits, visits

LANES = 2
"""Numpy leaves room for so many threads: what is between its calls, one at a time does."""
_BLOCK = 1 << 17
"""Pings worked on at a time: few enough to stay near the processor."""
_RUN = 64
"""Pings of a device that follow each other, from which they are taken together."""

T = TypeVar("T", Visits, Devices, Doubles)


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


class Lane:
    """The devices whose number divided by ``of`` leaves ``number``.

    It numbers them from 0 by itself, so that no room is kept for those of other lanes.
    """

    def __init__(self, number: int, of: int, outlines: Outlines, rule: Rule) -> None:
        self._number, self._of = number, of
        self._outlines = outlines
        self._rule = rule
        self._trail = Trail()
        self._tallies = Tallies()
        self._leaps = Leaps(rule.gap)
        self._stints = Stints(rule)
        self._passings = Passings(rule, outlines)
        self._taken = self._counted = self._outside = self._shared = 0

    def work(self, parts: Sequence[Columns]) -> None:
        """Turn its own of some pings into stints and ways past; raises :class:`OutOfOrder`."""
        device, at, x, y, mark = self._own(parts)
        if not len(device):
            return
        self._taken += len(device)
        self._trail.know(int(device.max()) + 1)
        x, y = self._outlines.plane(x, y)
        pings = InOrder.of((device, at, x, y, mark))
        for block in pings.blocks(_BLOCK):
            try:
                self._take(after(self._trail, block))
            except OutOfOrder as error:
                raise OutOfOrder(error.mark, error.device * self._of + self._number) from None

    def _own(self, parts: Sequence[Columns]) -> Columns:
        """Its own of some pings, in their order, by its own numbers."""
        rows = [self._rows(device) for device, *_ in parts]
        device, at, x, y, mark = (
            np.concatenate(
                [column[own] for column, mine in zip(columns, rows, strict=True) for own in mine]
            )
            for columns in zip(*parts, strict=True)
        )
        return device // self._of, at, x, y, mark

    def _rows(self, device: Codes) -> list[Any]:
        """What takes its own pings: runs of them where devices come one after the other."""
        turns = np.flatnonzero(device[1:] != device[:-1]) + 1
        if len(turns) * _RUN > len(device):
            # as whole-number division, which numpy does many at a time, unlike its remainder
            return [np.flatnonzero(device - device // self._of * self._of == self._number)]
        begin, end = np.append(0, turns), np.append(turns, len(device))
        mine = device[begin] % self._of == self._number if len(device) else []
        return [slice(0, 0), *map(slice, begin[mine].tolist(), end[mine].tolist())]

    def _take(self, block: Block) -> None:
        if not len(block):
            return
        steps = Steps.of(block, self._trail)
        cell = self._outlines.cells(block.x, block.y)
        far = self._outlines.distance(cell)
        place, inside, shared = standing(block, cell, self._outlines, self._trail, self._rule.gap)
        self._tallies.add(block, steps, self._trail)
        self._stints.add(block, steps, place, inside, self._trail)
        self._passings.add(block, steps, place, far, self._trail)
        self._leaps.add(block, steps, self._trail)
        self._trail.follow(block, place, far)
        self._counted += len(block)
        self._outside += len(block) - len(inside)
        self._shared += shared

    def dose(self) -> Dose:
        """What all its pings amount to; it takes no more."""
        devices = self._tallies.devices(self._trail)
        return Dose(
            self._as_given(visits(self._stints, self._passings, devices, self._rule)),
            self._as_given(devices),
            self._as_given(self._leaps.doubles()),
            Heard(
                self._counted,
                self._taken - self._counted,
                self._outside,
                self._shared,
                self._leaps.fast,
                self._leaps.first_fast,
            ),
        )

    def _as_given(self, table: T) -> T:
        """A table of devices by the numbers that they came with."""
        return replace(table, device=table.device * self._of + self._number)


def side_by_side(doses: Sequence[Dose]) -> Dose:
    """What lanes amount to together, by device as each is."""
    order, columns = _by_device([dose.visits for dose in doses])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    begins = np.cumsum([0, *(len(dose.visits) for dose in doses)]).tolist()
    away = [dose.visits.away for dose in doses]
    visit = place[np.concatenate([a.visit + n for a, n in zip(away, begins, strict=False)])]
    along = np.argsort(visit, kind="stable")
    start, end = np.concatenate([a.start for a in away]), np.concatenate([a.end for a in away])
    heard = [dose.heard for dose in doses]
    first = [one.first_fast for one in heard if one.first_fast >= 0]
    return Dose(
        Visits(**columns, away=AwayTimes(visit[along], start[along], end[along])),
        Devices(**_by_device([dose.devices for dose in doses])[1]),
        Doubles(**_by_device([dose.doubles for dose in doses])[1]),
        Heard(
            pings=sum(one.pings for one in heard),
            repeated=sum(one.repeated for one in heard),
            outside=sum(one.outside for one in heard),
            shared=sum(one.shared for one in heard),
            fast=sum(one.fast for one in heard),
            first_fast=min(first, default=-1),
        ),
    )


def _by_device(parts: Sequence[Any]) -> tuple[Ints, dict[str, Any]]:
    """The columns of several tables as one, in order of device, and that order."""
    order = np.argsort(np.concatenate([part.device for part in parts]), kind="stable")
    names = [name for name, values in vars(parts[0]).items() if isinstance(values, np.ndarray)]
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return order, {name: column[order] for name, column in joined.items()}
