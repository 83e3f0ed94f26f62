"""How dense points are around each cell: the quartic kernel on a grid."""

from __future__ import annotations

from math import ceil, pi

import numpy as np
from scipy import fft

from geo.crs import Floats
from geo.detect.grid import MOST_CELLS, SquareGrid, TooManyCells

_FEW_POINTS = 300_000
"""Up to so many points are placed more closely: few lie in heaps, and it takes no longer."""
_NODES = 500_000
"""Up to so many spots are worked out where a grid has fewer cells: more take longer."""
_MOST_SPOTS = 2 * MOST_CELLS
"""With those around the grid that the kernel reaches."""
_FINEST = 5
"""Spots along a cell's side; an odd number has one in its middle."""


def bandwidth_along(values: Floats) -> float:
    """The bandwidth in metres that the normal rule gives for coordinates along one axis.

    4 × 1.06 × the smaller of the standard deviation and the interquartile range ÷ 1.34, × n to the
    power of −1/5: ``bandwidth.nrd`` of Venables and Ripley, "Modern Applied Statistics with S",
    2002. 0 where the points don't spread or there are fewer than two.

    >>> round(bandwidth_along(np.arange(1.0, 11.0)), 5)
    8.09975
    """
    if len(values) < 2:
        return 0.0
    low, high = np.percentile(values, [25, 75])
    spread = min(float(np.std(values, ddof=1)), float(high - low) / 1.34)
    return float(4 * 1.06 * spread * len(values) ** (-1 / 5))


def bandwidth_of(x: Floats, y: Floats) -> float:
    """The mean of the bandwidths along both axes, in metres.

    sfhotspot takes that of the x axis alone, so that turning a map changes its answer; this doesn't
    prefer an axis.
    """
    return (bandwidth_along(x) + bandwidth_along(y)) / 2


def density(
    grid: SquareGrid, x: Floats, y: Floats, bandwidth: float, weight: Floats | None = None
) -> Floats:
    """Points to the square kilometre around the middle of each cell, with the quartic kernel.

    The kernel is (1 − d²/h²)² up to ``bandwidth`` h and 0 beyond, scaled so that a point adds up to
    1 over the plane. Points are shared out over the spots around them, which lie closer together
    than the cells where these are few, and the kernel is sharpened by as much as that blurs it
    (Hockney and Eastwood, "Computer Simulation Using Particles", 1988). With a million points in
    300,000 cells of a third of the bandwidth the error against the sum over points is under 2 % of
    the peak; for a single heap on one spot it is up to 20 % there. It falls with the square of
    cell ÷ bandwidth, and with up to 50,000 cells nothing of it is left to see. Points
    further off the grid than the bandwidth count nowhere. Raises :class:`ValueError` for a
    bandwidth that isn't above 0, :class:`TooManyCells` for one that reaches over too many cells.
    """
    if not bandwidth > 0:
        raise ValueError("A bandwidth must be above 0.")
    fine = _spots_a_side(grid, bandwidth)
    spots = SquareGrid(grid.x, grid.y, grid.size / fine, grid.across * fine, grid.up * fine)
    wide = spots.around(bandwidth + spots.size)
    more = (wide.across - spots.across) // 2 + fine // 2
    kernel = _kernel(bandwidth, spots.size)
    reach = len(kernel) // 2
    # long enough that nothing comes round the other edge
    size = [fft.next_fast_len(n + reach, real=True) for n in wide.shape]
    placed = np.zeros(size)
    placed[: len(kernel), : len(kernel)] = kernel
    placed = np.roll(placed, (-reach, -reach), (0, 1))
    parts = 4 if len(x) <= _FEW_POINTS else 2
    spread = fft.rfft2(_shared_out(wide, x, y, weight, parts), size)
    total = fft.irfft2(spread * fft.rfft2(placed) / _blur(size, parts), size)
    inner: Floats = total[more::fine, more::fine][: grid.up, : grid.across]
    result: Floats = np.maximum(inner, 0.0) * (3 / (pi * bandwidth**2) * 1e6)
    return result


def _spots_a_side(grid: SquareGrid, bandwidth: float) -> int:
    """How many spots along a cell's side are worked out."""
    reach = 2 * bandwidth / grid.size + 2
    within, whole = grid.up * grid.across, (grid.up + reach) * (grid.across + reach)
    if whole > _MOST_SPOTS:
        raise TooManyCells(
            f"A bandwidth of {bandwidth:,.0f} m reaches over too many cells of {grid.size:,.0f} m."
        )
    odd = range(_FINEST, 0, -2)
    few = (n for n in odd if within * n * n <= _NODES and whole * n * n <= _MOST_SPOTS)
    return next(few, 1)


def _kernel(bandwidth: float, size: float) -> Floats:
    """The kernel at the middles of the cells around one."""
    reach = ceil(bandwidth / size)
    steps = np.arange(-reach, reach + 1) * size
    inner = 1 - (steps[:, None] ** 2 + steps[None, :] ** 2) / bandwidth**2
    return np.square(np.maximum(inner, 0.0))


def _blur(size: list[int], parts: int) -> Floats:
    """What sharing out, and taking places to parts of a spot, leaves of each wave."""
    along = [
        np.sinc(waves) ** 2 * np.sinc(waves / parts)
        for waves in (fft.fftfreq(size[0]), fft.rfftfreq(size[1]))
    ]
    blur: Floats = along[0][:, None] * along[1][None, :]
    return blur


def _shared_out(
    grid: SquareGrid, x: Floats, y: Floats, weight: Floats | None, parts: int
) -> Floats:
    """Each point's weight, shared over the middles of the four cells around it.

    Where in its cell a point lies is taken to one of some ``parts`` along each side, so that points
    are only counted.
    """
    fine = SquareGrid(grid.x, grid.y, grid.size / parts, grid.across * parts, grid.up * parts)
    summed = fine.sums(x, y, weight)
    return _shared_along(_shared_along(summed, parts).T, parts).T


def _shared_along(summed: Floats, parts: int) -> Floats:
    """The parts of each row of cells given to that row and the one before or after."""
    rows = summed.reshape(-1, parts, summed.shape[1])
    result = np.zeros((len(rows), summed.shape[1]))
    for part in range(parts):
        off = (part + 0.5) / parts - 0.5
        result += rows[:, part] * (1 - abs(off))
        if off < 0:
            result[:-1] += rows[1:, part] * -off
        else:
            result[1:] += rows[:-1, part] * off
    return result
