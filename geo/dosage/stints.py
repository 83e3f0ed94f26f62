"""Unbroken time in one place, out of a block of pings."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.crs import Ints
from geo.dosage.block import NEVER, Block, Codes, Steps, Trail
from geo.dosage.growing import Growing
from geo.dosage.rule import Rule

NOT_YET = 1 << 40
"""When the ping after a stint was, until there is one."""


class Stints:
    """A device's pings in one place, less than a gap apart and with none in another between.

    The gap of a device with slow pings is longer than the rule's, and known only at the end:
    :func:`geo.dosage.visits.visits` joins stints that it doesn't part.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self.rows = Growing(
            device=np.int32,
            place=np.int32,
            first=np.int64,  # the first ping inside
            last=np.int64,
            before=np.int64,  # the ping before that, NEVER where there is none
            after=np.int64,
            pings=np.int32,
            x=np.float64,  # sums over the pings, for how far they spread
            y=np.float64,
            square=np.float64,
            mark=np.int64,
        )
        self.away = Growing(
            device=np.int32, place=np.int32, start=np.int64, end=np.int64, square=np.float64
        )
        """Longer times outside between two pings of a stint, and the squared gaps at their ends."""
        self._open: Ints = np.zeros(0, np.int64)

    def add(self, block: Block, steps: Steps, place: Codes, inside: Ints, trail: Trail) -> None:
        """Add the stints of a block: each ping's place, and the pings that are in any."""
        self._close(block, len(trail.at))
        if not len(inside):
            return
        where, device = place[inside], block.device[inside]
        broken = np.ones(len(inside), bool)
        broken[1:] = (
            (np.diff(inside) != 1)
            | (np.diff(where) != 0)
            | (np.diff(device) != 0)
            | (steps.seconds[inside[1:]] >= self._rule.gap)
        )
        begins = np.flatnonzero(broken)
        ends = np.append(begins[1:], len(inside)) - 1
        runs = _runs(block, steps, place, inside[begins], inside[ends])
        self._join(runs, block, inside)

    def _join(self, runs: dict[str, Any], block: Block, inside: Ints) -> None:
        """Join the runs of a block that no gap and no other place parts."""
        first, last = runs["first"], runs["last"]
        apart = np.ones(len(first), bool)
        apart[1:] = (
            (np.diff(runs["device"]) != 0)
            | (np.diff(runs["place"]) != 0)
            | (first[1:] - last[:-1] >= self._rule.gap)
        )
        again = np.flatnonzero(~apart)
        self._add_away(runs, again)
        heads = np.flatnonzero(apart)
        tails = np.append(heads[1:], len(first)) - 1
        pings = np.add.reduceat(runs["pings"], heads)
        offset = np.cumsum(pings) - pings
        x, y = block.x[inside], block.y[inside]
        numbers = self.rows.add(
            {name: runs[name][heads] for name in ("device", "place", "first", "before", "mark")}
            | {name: runs[name][tails] for name in ("last", "after")}
            | {
                "pings": pings,
                "x": np.add.reduceat(x, offset),
                "y": np.add.reduceat(y, offset),
                "square": np.add.reduceat(x * x + y * y, offset),
            }
        )
        waiting = self.rows["after"][numbers] == NOT_YET
        self._open[self.rows["device"][numbers[waiting]]] = numbers[waiting]

    def _add_away(self, runs: dict[str, Any], again: Ints) -> None:
        """Note the times outside before the runs ``again``, where they are long enough to count."""
        left, back = again - 1, again
        start = halfway(runs["last"][left], runs["after"][left])
        end = halfway(runs["before"][back], runs["first"][back])
        long = end - start >= self._rule.shortest
        left, back = left[long], back[long]
        self.away.add(
            {
                "device": runs["device"][back],
                "place": runs["place"][back],
                "start": start[long],
                "end": end[long],
                "square": (runs["after"][left] - runs["last"][left]) ** 2.0
                + (runs["first"][back] - runs["before"][back]) ** 2.0,
            }
        )

    def _close(self, block: Block, devices: int) -> None:
        """Tell the stints that waited for it when the next ping of their device was."""
        more = devices - len(self._open)
        self._open = np.append(self._open, np.full(more, -1))
        waiting = self._open[block.devices]
        there = waiting >= 0
        self.rows["after"][waiting[there]] = block.at[block.first[there]]
        self._open[block.devices] = -1


def _runs(block: Block, steps: Steps, place: Codes, start: Ints, end: Ints) -> dict[str, Any]:
    """Pings in one place that follow each other directly, a row each."""
    after = np.full(len(end), NOT_YET)
    more = end + 1 < len(block)
    follows = np.zeros(len(end), bool)
    follows[more] = block.device[end[more] + 1] == block.device[end[more]]
    after[follows] = block.at[end[follows] + 1]
    return {
        "device": block.device[start],
        "place": place[start],
        "first": block.at[start],
        "last": block.at[end],
        "before": np.maximum(block.at[start] - steps.seconds[start], NEVER),
        "after": after,
        "pings": end - start + 1,
        "mark": block.mark[start],
    }


def halfway(one: Ints, other: Ints) -> Ints:
    """The instant halfway between two pings, in whole seconds."""
    return one + (other - one) // 2
