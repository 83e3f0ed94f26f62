"""Pings in order of device and time, and what is kept of each device from one block to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.crs import Floats, Ints
from geo.edges import Bits

Codes = np.ndarray[Any, np.dtype[np.int32]]
Small = np.ndarray[Any, np.dtype[np.uint8]]

Columns = tuple[Codes, Ints, Floats, Floats, Ints]
"""Device, instant, x, y and mark of pings."""

NEVER = -(1 << 40)
"""The instant of a ping that there wasn't."""
NOWHERE = -1
"""The place of a ping in none."""
APART = 250.0
"""Metres between two pings that can't be one device's at one time."""


class OutOfOrder(Exception):
    """A ping that comes after later ones of its device have been worked through.

    ``mark`` is the ping's, and ``device`` whose it is.
    """

    lot = 0
    """How many lots of pings a meter had worked through when it came to this one's."""

    def __init__(self, mark: int, device: int) -> None:
        super().__init__(f"ping {mark} is earlier than what its device has told before")
        self.mark, self.device = mark, device


@dataclass(frozen=True)
class Block:
    """Pings by device and then by time, of no device two at one time."""

    device: Codes
    at: Ints
    """UTC seconds since 1970."""
    x: Floats
    y: Floats
    mark: Ints
    first: Ints
    """The position of each device's first ping."""
    torn: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """The positions of pings whose device told of a place far away at the same time."""

    def __len__(self) -> int:
        return len(self.at)

    @property
    def devices(self) -> Codes:
        """Those it has pings of, in order."""
        return self.device[self.first]

    @property
    def last(self) -> Ints:
        """The position of each device's last ping."""
        return np.append(self.first[1:], len(self)) - 1


@dataclass(frozen=True)
class Steps:
    """From each ping's forerunner, the ping before it of its device, to the ping."""

    seconds: Ints
    """More than any gap where there is no forerunner."""
    east: Floats
    """Metres from it, as are those north."""
    north: Floats
    leg: Floats
    """The length of the way from it, squared."""

    @classmethod
    def of(cls, block: Block, trail: Trail) -> Steps:
        """Those to every ping of a block."""
        who = block.devices
        seconds = _since(block.at, block, trail.at[who])
        east = _since(block.x, block, trail.x[who])
        north = _since(block.y, block, trail.y[who])
        leg = np.square(east)
        leg += np.square(north)
        return cls(seconds, east, north, leg)


class Trail:
    """The last two pings of every device, and where each was last in a place."""

    def __init__(self) -> None:
        self.at: Ints = np.full(0, NEVER, np.int64)
        self.x: Floats = np.zeros(0)
        self.y: Floats = np.zeros(0)
        self.place: Codes = np.zeros(0, np.int32)
        self.near: Small = np.zeros(0, np.uint8)
        self.leg: Floats = np.zeros(0)
        """The length of the way to the last ping, squared, where it was a leap; else 0."""
        self.before_x: Floats = np.zeros(0)
        self.before_y: Floats = np.zeros(0)
        self.stayed: Codes = np.zeros(0, np.int32)
        """The last place each was in."""
        self.seen: Ints = np.full(0, NEVER, np.int64)
        """When it was last in that place."""

    def know(self, devices: int) -> None:
        """Have room for devices numbered up to before ``devices``."""
        more = devices - len(self.at)
        if more <= 0:
            return
        blanks = {"at": NEVER, "seen": NEVER, "place": NOWHERE, "stayed": NOWHERE}
        for name, old in vars(self).items():
            blank = np.full(more, blanks.get(name, 0), old.dtype)
            setattr(self, name, np.append(old, blank))

    def follow(self, block: Block, place: Codes, near: Any) -> None:
        """Remember the last two pings of each device of a block that has been worked through."""
        who, last = block.devices, block.last
        alone = last == block.first
        self.before_x[who] = np.where(alone, self.x[who], block.x[last - 1])
        self.before_y[who] = np.where(alone, self.y[who], block.y[last - 1])
        self.at[who], self.x[who], self.y[who] = block.at[last], block.x[last], block.y[last]
        self.place[who], self.near[who] = place[last], near[last]


@dataclass(frozen=True)
class InOrder:
    """Pings by device and then by time, of no device two at one time."""

    columns: Columns
    torn: Bits
    """Of which pings the device told of a place far away at the same time."""

    @classmethod
    def of(cls, columns: Columns) -> InOrder:
        """Pings put in order; of those a device has at one time, the first by x and y is kept."""
        device, at = columns[:2]
        turns, times = np.diff(device), np.diff(at)
        same = turns == 0
        if (turns < 0).any() or (same & (times < 0)).any():
            columns = taken(columns, _order(device, at, times))
            same, times = np.diff(columns[0]) == 0, np.diff(columns[1])
        if (same & (times == 0)).any():
            return cls(*_once(columns))
        return cls(columns, np.zeros(len(device), bool))

    def __len__(self) -> int:
        return len(self.torn)

    def blocks(self, size: int) -> Iterator[Block]:
        """The pings in even blocks of about this many."""
        even = -(-len(self) // max(1, round(len(self) / size)))
        for begin in range(0, len(self), even):
            part = slice(begin, begin + even)
            columns = taken(self.columns, part)
            yield Block(*columns, _firsts(columns[0]), np.flatnonzero(self.torn[part]))


def _order(device: Codes, at: Ints, times: Ints) -> Ints:
    """What puts pings in order of device and time; ``times`` are the seconds between them."""
    if (times >= 0).all() and device.max() < 1 << 16:
        return np.argsort(device.astype(np.uint16), kind="stable")  # radix, the fastest there is
    return np.lexsort((at, device))


def taken(columns: Columns, rows: Any) -> Columns:
    """Some rows of pings."""
    device, at, x, y, mark = columns
    return device[rows], at[rows], x[rows], y[rows], mark[rows]


def _repeats(device: Codes, at: Ints) -> Bits:
    """Which pings are of the moment of the one before, and its device."""
    same: Bits = np.zeros(len(at), bool)
    same[1:] = (np.diff(at) == 0) & (np.diff(device) == 0)
    return same


def _once(columns: Columns) -> tuple[Columns, Bits]:
    """The first ping of each device and moment, and which of them are torn apart."""
    device, at, x, y, mark = columns
    columns = taken(columns, np.lexsort((mark, y, x, at, device)))
    device, at, x, y, mark = columns
    repeated = _repeats(device, at)
    far = np.hypot(np.diff(x, prepend=0), np.diff(y, prepend=0)) >= APART
    number = np.cumsum(~repeated) - 1
    torn = np.bincount(number[repeated & far], minlength=int(number[-1]) + 1) > 0
    return taken(columns, ~repeated), torn


def after(trail: Trail, block: Block) -> Block:
    """The block without what repeats the last ping of a device.

    Raises :class:`OutOfOrder` for a ping that is earlier than what ``trail`` has of its device.
    """
    late = trail.at[block.devices] - block.at[block.first]
    if (late > 0).any():
        at = block.first[np.argmax(late > 0)]
        raise OutOfOrder(int(block.mark[at]), int(block.device[at]))
    if not (late == 0).any():
        return block
    kept = np.ones(len(block), bool)
    kept[block.first[late == 0]] = False
    torn = np.cumsum(kept)[block.torn[kept[block.torn]]] - 1
    columns = taken((block.device, block.at, block.x, block.y, block.mark), kept)
    return Block(*columns, _firsts(columns[0]), torn)


def _firsts(device: Codes) -> Ints:
    """The position of the first ping of each device."""
    return np.append(0, np.flatnonzero(device[1:] != device[:-1]) + 1)[: len(device)]


def before(values: Any, block: Block, of_trail: Any) -> Any:
    """Each ping's value at the ping before it of its device, ``of_trail`` at each one's first."""
    shifted = np.empty_like(values)
    shifted[1:] = values[:-1]
    shifted[block.first] = of_trail
    return shifted


def _since(values: Any, block: Block, of_trail: Any) -> Any:
    """What each ping's value is more than the one that :func:`before` has."""
    more = np.empty_like(values)
    np.subtract(values[1:], values[:-1], out=more[1:])
    more[block.first] = values[block.first] - of_trail
    return more


def earlier(values: Any, at: Ints, block: Block, of_device: Any) -> Any:
    """As :func:`before` for the pings ``at`` these positions; ``of_device`` is of every device."""
    found = values[at - 1]
    heads = np.zeros(len(block), bool)
    heads[block.first] = True
    first = np.flatnonzero(heads[at])
    found[first] = of_device[block.device[at[first]]]
    return found
