"""Ways past: what a device crossed between two pings outside."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from geo.cells import spread
from geo.crs import Floats, Ints
from geo.dosage.block import NOWHERE, Block, Codes, Small, Steps, Trail, before, earlier
from geo.dosage.doubles import FASTEST
from geo.dosage.growing import Growing
from geo.dosage.outlines import FAR, Outlines
from geo.dosage.rule import Rule


class Passings:
    """Where the straight way between two pings crosses an outline that neither ping is in."""

    def __init__(self, rule: Rule, outlines: Outlines) -> None:
        self._outlines = outlines
        self._longest = rule.longest_gap
        self.rows = Growing(
            device=np.int32,
            place=np.int32,
            start=np.int64,
            end=np.int64,
            gap=np.int32,  # between the two pings
            mark=np.int64,  # of the ping after it
        )

    @cached_property
    def _least(self) -> Floats:
        """By cells off an outline, of both ends together, the least leg that could touch one."""
        off: Floats = np.maximum(np.arange(2 * FAR + 1) - 2, 0) * self._outlines.cell
        return off**2

    def add(self, block: Block, steps: Steps, place: Codes, far: Small, trail: Trail) -> None:
        """Add the ways past of a block."""
        ways = self._ways(block, steps, place, far, trail)
        if not len(ways["ping"]):
            return
        way, outline = self._near(ways)
        ways = {name: values[way] for name, values in ways.items()}
        ends = self._outlines.place[outline]
        apart = (ways["from"] != ends) & (ways["to"] != ends)
        apart &= self._outlines.in_force(outline, ways["at"])
        ways = {name: values[apart] for name, values in ways.items()}
        enters, leaves = crossings(self._outlines, outline[apart], ways)
        self._keep(block, ways, ends[apart], enters, leaves)

    def _ways(
        self, block: Block, steps: Steps, place: Codes, far: Small, trail: Trail
    ) -> dict[str, Any]:
        """The ways between pings that could touch an outline, a row each."""
        cells = far + before(far, block, trail.near[block.devices])
        close = self._least.take(cells) <= steps.leg
        stays = np.zeros(len(block), bool)
        stays[1:] = (place[1:] == place[:-1]) & (place[1:] != NOWHERE)
        stays[block.first] = False
        ping = np.flatnonzero(close & ~stays)
        step = steps.seconds[ping]
        reach = np.maximum(np.abs(steps.east[ping]), np.abs(steps.north[ping]))
        from_ = earlier(place, ping, block, trail.place)
        could = (step < self._longest) & (reach <= FASTEST * step) & (reach > 0)
        could &= (from_ != place[ping]) | (from_ == NOWHERE)
        ping, step, from_ = ping[could], step[could], from_[could]
        return {
            "ping": ping,
            "x0": earlier(block.x, ping, block, trail.x),
            "y0": earlier(block.y, ping, block, trail.y),
            "x1": block.x[ping],
            "y1": block.y[ping],
            "from": from_,
            "to": place[ping],
            "at": block.at[ping] - step,
            "step": step,
        }

    def _near(self, ways: dict[str, Any]) -> tuple[Ints, Ints]:
        """Pairs of (way, outline) where the way may meet the outline."""
        x0, y0, x1, y1 = (ways[name] for name in ("x0", "y0", "x1", "y1"))
        boxes = np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
        way, outline = self._outlines.boxes_touching(*boxes)
        x0, y0 = x0[way], y0[way]
        meets = self._outlines.may_meet(outline, x0, y0, x1[way] - x0, y1[way] - y0)
        return way[meets], outline[meets]

    def _keep(
        self, block: Block, ways: dict[str, Any], place: Ints, enters: Floats, leaves: Floats
    ) -> None:
        """Keep those that cross, without the half of the way that belongs to a place."""
        found = leaves > enters
        step, at = ways["step"], ways["at"]
        half = step // 2
        low = np.where(ways["from"] != NOWHERE, half, 0)
        high = np.where(ways["to"] != NOWHERE, half, step)
        with np.errstate(invalid="ignore"):
            start = np.clip(np.rint(enters * step), low, high)
            end = np.clip(np.rint(leaves * step), low, high)
        ping = ways["ping"][found]
        self.rows.add(
            {
                "device": block.device[ping],
                "place": place[found],
                "start": at[found] + start[found].astype(np.int64),
                "end": at[found] + end[found].astype(np.int64),
                "gap": step[found],
                "mark": block.mark[ping],
            }
        )


def crossings(outlines: Outlines, outline: Ints, ways: dict[str, Any]) -> tuple[Floats, Floats]:
    """Which share of each way lies before it first and last crosses its outline's edge.

    The first is infinite and the last below zero where it crosses none.
    """
    edges, first = outlines.edges, outlines.first
    way, edge = spread(first[outline], first[outline + 1] - first[outline])
    dx, dy = ways["x1"] - ways["x0"], ways["y1"] - ways["y0"]
    ox = edges.x1.take(edge) - ways["x0"].take(way)
    oy = edges.y1.take(edge) - ways["y0"].take(way)
    dx, dy, ex, ey = dx.take(way), dy.take(way), outlines.east.take(edge), outlines.north.take(edge)
    turn = dx * ey - dy * ex
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (ox * dy - oy * dx) / turn
        hit = np.flatnonzero((along >= 0) & (along <= 1))  # the edges that the way's line meets
        share = (ox[hit] * ey[hit] - oy[hit] * ex[hit]) / turn[hit]
    met = (share >= 0) & (share <= 1)
    way, share = way[hit[met]], share[met]
    enters, leaves = np.full(len(outline), np.inf), np.full(len(outline), -np.inf)
    np.minimum.at(enters, way, share)
    np.maximum.at(leaves, way, share)
    return enters, leaves
