"""Points worked out by hand to look for candidates among."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np

from casebook.detection.gathering import IncidentPoints
from casebook.incidents.types import IncidentType
from geo.crs import BNG

EAST, NORTH = 600_000.0, 150_000.0
TYPES = (IncidentType("Burglary", "crime"), IncidentType("Robbery", "crime"))


def points(
    x: Sequence[float],
    y: Sequence[float],
    *,
    month: Sequence[int] | int = 202409,
    at: Sequence[float] | float = np.nan,
    kind: Sequence[int] | int = 0,
) -> IncidentPoints:
    """Points at so many metres from a corner of ground; one value stands for all."""
    number = len(x)
    return IncidentPoints(
        np.asarray(x, float) + EAST,
        np.asarray(y, float) + NORTH,
        np.broadcast_to(np.asarray(at, float), number).copy(),
        np.broadcast_to(np.asarray(month, np.int64), number).copy(),
        np.broadcast_to(np.asarray(kind, np.int64), number).copy(),
        TYPES,
        BNG,
        ZoneInfo("Europe/London"),
        number,
    )


def scattered(number: int, side: float = 5_000.0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """So many points at random in a square."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0, side, number), rng.uniform(0, side, number)


def heap(number: int, x: float, y: float, spread: float = 60.0, seed: int = 2) -> np.ndarray:
    """So many points around a spot, as rows of x and y."""
    return np.random.default_rng(seed).normal((x, y), spread, (number, 2))


def town(seed: int = 3) -> IncidentPoints:
    """400 scattered points of a square of 5 km, and heaps of 80 and 50 at known spots."""
    x, y = scattered(400, seed=seed)
    heaps = np.vstack([heap(80, 1_000, 1_000), heap(50, 3_500, 4_000, seed=5)])
    return points([*x, *heaps[:, 0]], [*y, *heaps[:, 1]])
