"""Pings that wait for others, which may be of an earlier moment or of the same."""

from __future__ import annotations

import numpy as np

from geo.crs import Ints
from geo.dosage.block import Columns, taken
from geo.edges import Bits


class WaitingPings:
    """Takes pings in as they come, and gives them in lots of ``together``, no moment in two.

    So long as they come in order of time only the last moment waits on. Once one has come too late,
    the later quarter does, as others may come that are earlier.
    """

    def __init__(self, together: int) -> None:
        self._together = together
        self._parts: list[Columns] = []
        self._number = 0
        self._in_order = True

    def add(self, columns: Columns) -> list[Columns]:
        """Have more pings wait; gives those that needn't any longer."""
        at = columns[1]
        if self._in_order and len(at):
            goes_on = not self._parts or bool(at[0] >= self._parts[-1][1][-1])
            self._in_order = goes_on and bool((at[1:] >= at[:-1]).all())
        self._take(columns)
        if self._number < self._together:
            return []
        moment, given = self._moment(), []
        for part in self.rest():
            early, late = self._parted(part[1], moment)
            given.append(taken(part, early))
            self._take(taken(part, late))
        return [part for part in given if len(part[1])]

    def rest(self) -> list[Columns]:
        """All that wait; none does any longer."""
        parts, self._parts, self._number = self._parts, [], 0
        return parts

    def _take(self, columns: Columns) -> None:
        if len(columns[1]):
            self._parts.append(columns)
            self._number += len(columns[1])

    def _moment(self) -> int:
        """From which on pings wait: never all of them, where they are of several moments."""
        if self._in_order:
            return int(self._parts[-1][1][-1])
        at = np.concatenate([part[1] for part in self._parts])
        nth = len(at) * 3 // 4
        later = at[at > at.min()]
        return max(int(np.partition(at, nth)[nth]), int(later.min(initial=at.max())))

    def _parted(self, at: Ints, moment: int) -> tuple[slice, slice] | tuple[Bits, Bits]:
        """What takes the pings before a moment, and what takes the others."""
        if self._in_order:  # slices copy nothing
            begin = int(np.searchsorted(at, moment))
            return slice(begin), slice(begin, None)
        early: Bits = at < moment
        return early, ~early
