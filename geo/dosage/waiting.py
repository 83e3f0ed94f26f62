"""Pings that wait for others, which may be of an earlier moment or of the same."""

from __future__ import annotations

import numpy as np

from geo.crs import Ints
from geo.dosage.block import Codes, Columns, taken


class WaitingPings:
    """Takes pings in as they come, and gives them in lots of ``together``, no moment in two.

    So long as they come in order of time, all of them or each device's, only the last moment waits
    on. Once one has come too late the later quarter does, as others may come that are earlier.
    """

    def __init__(self, together: int) -> None:
        self._together = together
        self._parts: list[Columns] = []
        self._number = 0
        self._in_order = True

    def add(self, columns: Columns) -> list[Columns]:
        """Have more pings wait; gives those that needn't any longer."""
        self._in_order = self._in_order and _in_order(*columns[:2])
        self._take(columns)
        if self._number < self._together:
            return []
        return self._before_last_moment() if self._in_order else self._earlier()

    def rest(self) -> list[Columns]:
        """All that wait; none does any longer."""
        parts, self._parts, self._number = self._parts, [], 0
        return parts

    def _take(self, columns: Columns) -> None:
        if len(columns[1]):
            self._parts.append(columns)
            self._number += len(columns[1])

    def _before_last_moment(self) -> list[Columns]:
        """All but the last, and those right before them of the same moment."""
        given, begin, held = self.rest(), 0, []
        moment = given[-1][1][-1]
        while given and not begin:
            part = given.pop()
            other = part[1][::-1] != moment
            begin = len(other) - int(np.argmax(other)) if other.any() else 0
            held.append(taken(part, slice(begin, None)))
        for late in reversed(held):
            self._take(late)
        return [*given, taken(part, slice(begin))] if begin else given

    def _earlier(self) -> list[Columns]:
        """The earlier three quarters, if they are of several moments."""
        at = np.concatenate([part[1] for part in self._parts])
        nth, later = len(at) * 3 // 4, at[at > at.min()]
        moment = max(int(np.partition(at, nth)[nth]), int(later.min(initial=at.max())))
        given = []
        for part in self.rest():
            early = part[1] < moment
            given.append(taken(part, early))
            self._take(taken(part, ~early))
        return [part for part in given if len(part[1])]


def _in_order(device: Codes, at: Ints) -> bool:
    """Whether time goes back nowhere but where the pings of another device begin."""
    back = np.flatnonzero(at[1:] < at[:-1]) + 1
    on = np.minimum(back + 1, len(at) - 1)
    begins = (device[back] != device[back - 1]) & (device[back] == device[on])
    return bool(begins.all())
