"""Control charts: which counts of a run lie outside what a steady process gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

LIMIT = 3.0
"""Standard deviations from the centre to a normal limit."""
_TAIL = 0.00135
"""What lies beyond one such limit of a normal curve."""


@dataclass(frozen=True)
class ControlChart:
    """The centre and limits of a run of counts, and the rows outside them, from 1.

    With exposures the limits are a list, one for each row; without, one number.
    """

    center: float
    lower: float | tuple[float, ...]
    upper: float | tuple[float, ...]
    outside: tuple[int, ...]


def control_chart(
    counts: Sequence[float], exposures: Sequence[float] | None = None, *, poisson: bool = False
) -> ControlChart:
    """A c-chart of ``counts``, or with ``exposures`` a u-chart of counts ÷ exposures.

    Limits are the centre ± 3 standard deviations of Poisson counts, never under 0; with
    ``poisson`` the counts that one in 740 lies below or above. Source: W. A. Shewhart's charts as
    in D. C. Montgomery, "Introduction to Statistical Quality Control", chapter 7. Raises
    :class:`ValueError` for no counts, a negative one, or an exposure that isn't above 0.

    >>> control_chart([16, 18, 14, 16, 40]).outside
    (5,)
    """
    if not counts or min(counts) < 0:
        raise ValueError("A chart takes counts of 0 or more, at least one.")
    if exposures is not None and (len(exposures) != len(counts) or min(exposures) <= 0):
        raise ValueError("Every count needs an exposure above 0.")
    over = [1.0] * len(counts) if exposures is None else list(exposures)
    center = sum(counts) / sum(over)
    limits = [_limits(center, each, poisson) for each in over]
    outside = tuple(
        row
        for row, (count, each, (low, high)) in enumerate(zip(counts, over, limits, strict=True), 1)
        if not low <= count / each <= high
    )
    if exposures is None:
        return ControlChart(center, limits[0][0], limits[0][1], outside)
    lower, upper = zip(*limits, strict=True)
    return ControlChart(center, lower, upper, outside)


def _limits(center: float, exposure: float, poisson: bool) -> tuple[float, float]:
    if poisson:
        from scipy.stats import poisson as law

        low, high = law.ppf([_TAIL, 1 - _TAIL], center * exposure)
        return max(0.0, float(low)) / exposure, float(high) / exposure
    width = LIMIT * sqrt(center / exposure)
    return max(0.0, center - width), center + width
