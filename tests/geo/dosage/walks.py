"""Walks whose true time inside a square of 150 m is known, seen by a device every so often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from geo.dosage.lane import Dose
from geo.dosage.meter import measure
from geo.dosage.outlines import Outlines

Floats = np.ndarray[Any, np.dtype[np.float64]]
Way = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""From seconds since going in, and how long it stays, to where the unit is."""

SQUARE = Outlines([shapely.box(0, 0, 150, 150)])
BEFORE = 1200
"""Seconds that each walk is seen before it goes in, and after it comes out."""


def steadily(since: Floats, stay: Floats) -> tuple[Floats, Floats]:
    """In at 1.2 m/s, to and fro inside, and out at the other side at 1.2 m/s."""
    out = np.where(since < 0, since, np.maximum(since - stay, 0)) * 1.2
    inside = (since >= 0) & (since <= stay)
    x = np.where(inside, 75 + 60 * np.sin(since / 60), out + 150 * (since > stay))
    return x, np.where(inside, 75 + 60 * np.cos(since / 77), 75.0)


def lingering(since: Floats, stay: Floats) -> tuple[Floats, Floats]:
    """Up to the edge at 9 m/s, slower and slower to the middle, and back the same way."""
    gone = np.minimum(since, stay - since)
    deep = 75 * (1 - np.exp(-8 * np.maximum(gone, 0) / stay))
    return np.where(gone < 0, 9 * gone, deep), np.full(since.shape, 75.0)


def walked(
    way: Way,
    minutes: float,
    interval: float,
    walks: int,
    *,
    seed: int,
    noise: float = 0.0,
    lost: float = 0.0,
) -> Dose:
    """The dosage of so many walks, each a device's, seen from a random moment on."""
    dice = np.random.default_rng(seed)
    stay = 60.0 * minutes
    number = int((stay + 2 * BEFORE) // interval)
    since = -BEFORE + interval * (dice.random((walks, 1)) + np.arange(number))
    x, y = way(since, np.full(since.shape, stay))
    heard = dice.random(since.shape) >= lost
    heard[:, [0, -1]] = True
    device = np.broadcast_to(np.arange(walks)[:, None], since.shape)
    at = np.rint(since + 10_000).astype(np.int64)
    spots = (each + dice.normal(0, 1, each.shape) * noise for each in (x, y))
    return measure(SQUARE, device[heard], at[heard], *(each[heard] for each in spots))
