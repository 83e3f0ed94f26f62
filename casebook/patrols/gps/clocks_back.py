"""The hour that comes twice as the clocks go back: which of a device's pings are of the second."""

from __future__ import annotations

import numpy as np

from casebook.files.arrow_columns import Ints

_BACK = 300
"""Seconds: a ping that comes less too late was held up, and says nothing of the clock."""


def second_time_round(stream: Ints, at: Ints, later: Ints) -> tuple[Ints, int]:
    """What to add to each row's time, and how many rows can't be told apart.

    ``later`` is how much later the second of the two instants is that a row's time may mean; 0
    where it means one. Where a device's rows of that hour go on in time, step back once and go on
    again, those after the step are of the second time round; where they never step back, or more
    than once, the first is taken.

    >>> hour = np.full(4, 3600)
    >>> second_time_round(np.zeros(4, int), np.array([0, 1800, 0, 1800]), hour)
    (array([   0,    0, 3600, 3600]), 0)
    """
    added = np.zeros(len(at), np.int64)
    rows = np.flatnonzero(later)
    rows = rows[np.argsort(stream[rows], kind="stable")]
    _, device = np.unique(stream[rows], return_inverse=True)
    back = np.zeros(len(rows), bool)
    back[1:] = (np.diff(device) == 0) & (np.diff(at[rows]) <= -_BACK)
    steps = np.cumsum(back)
    before = steps[np.searchsorted(device, device)]  # those of the devices before
    once = np.bincount(device, back)[device] == 1
    second = rows[once & (steps > before)]
    added[second] = later[second]
    return added, int(np.count_nonzero(~once))
