"""Sums and shares as they are printed: no stray pence, percents rounded as people round."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

PENCE = 2


def added(values: Iterable[float], places: int = PENCE) -> float:
    """The sum, to the penny unless asked finer; of nothing it is 0.

    >>> added([0.1, 0.2])
    0.3
    """
    return round_half_up(math.fsum(values), places)


def percent(part: float, whole: float, places: int = 0) -> float:
    """``part`` of ``whole`` in percent, halves rounded away from 0, from unrounded values.

    >>> percent(29784, 72830), percent(1, 8, 1)
    (41.0, 12.5)
    """
    return round_half_up(100 * part / whole, places)


def round_half_up(value: float, places: int) -> float:
    """``value`` to so many places, halves away from 0 as on paper.

    >>> round_half_up(2.675, 2), round_half_up(-0.5, 0)
    (2.68, -1.0)
    """
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + 0.0
