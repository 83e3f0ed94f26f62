"""Getis and Ord's Gi* on a grid: cells whose surroundings hold more than chance places there.

The neighbours of a cell are the eight around it and itself, each of weight 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc, ndtr

from geo.crs import Floats
from geo.edges import Bits


@dataclass(frozen=True)
class HotCells:
    """Gi* of every cell; arrays as the grid has them, NaN outside the mask."""

    z: Floats
    """NaN as well where all values are alike."""
    p: Floats
    """Two-sided, from the normal law."""
    p_chance: Floats
    """How likely points put down at random are to be as many in the cell and its neighbours."""
    hot: Bits


def gi_star_grid(values: Floats, mask: Bits | None = None) -> Floats:
    """The z of Gi* of each cell of ``values``; cells outside ``mask`` aren't part of the world.

    :func:`gi_star_z` with the cell itself among its neighbours. Source: Ord and Getis, "Local
    spatial autocorrelation statistics", Geographical Analysis 27(4), 1995. NaN everywhere where all
    values are alike or only one cell is left.

    >>> z = gi_star_grid(np.array([[9.0, 9, 0, 0, 0]]))
    >>> z.round(3).tolist()
    [[2.0, 1.333, -0.333, -2.0, -1.333]]
    """
    inside = np.ones(values.shape, bool) if mask is None else mask
    value = np.where(inside, values, 0.0)
    n = int(np.count_nonzero(inside))
    result = np.full(values.shape, np.nan)
    if n < 2:
        return result
    mean = value.sum() / n
    variance = np.square(value[inside] - mean).sum() / n
    z = gi_star_z(box_sums(value), box_sums(inside.astype(float)), n, mean, variance)
    result[inside] = z[inside]
    return result


def gi_star_z(
    total: Floats, weight: Floats, n: Floats | int, mean: Floats | float, variance: Floats | float
) -> Floats:
    """Gi* from what neighbours add up to, each of weight 1; NaN where all values or sums are alike.

    ``total`` is the sum of a place's neighbours and ``weight`` how many they are, out of ``n``
    places with this ``mean`` and ``variance`` (of the population): (Σwx − x̄Σw) ÷
    (S√((nΣw² − (Σw)²)/(n−1))).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        room = (n * weight - weight * weight) / (n - 1.0)
        z = (total - mean * weight) / (np.sqrt(variance) * np.sqrt(room))
    square = variance + np.square(mean)
    known = (room > 0) & (variance > 1e-12 * np.maximum(square, 1e-300))
    result: Floats = np.where(known, z, np.nan)
    return result


def hot_cells(
    counts: Floats, weights: Floats | None, mask: Bits, *, level: float, fdr: bool = True
) -> HotCells:
    """Which cells are hot: by Gi* of ``weights`` (else ``counts``), and by chance, at ``level``.

    The normal law calls two points in neighbouring cells extreme where hardly a cell has any. So a
    hot cell needs as well that points put down at random in the mask's cells would be as many there
    less often than ``level``: they are binomial. ``fdr`` holds the share of false ones among the
    hot at ``level`` (Benjamini and Hochberg, 1995) and looks at all cells together; without it each
    is judged alone.
    """
    z = gi_star_grid(counts if weights is None else weights, mask)
    p = np.full(z.shape, np.nan)
    known = ~np.isnan(z)
    p[known] = 2 * ndtr(-np.abs(z[known]))
    near, cells = box_sums(np.where(mask, counts, 0.0)), box_sums(mask.astype(float))
    n = max(1, int(np.count_nonzero(mask)))
    number = round(float(counts[mask].sum()))
    p_chance = np.full(z.shape, np.nan)
    some = known & (near >= 1)
    p_chance[known] = 1.0
    p_chance[some] = bdtrc(np.rint(near[some]) - 1, number, cells[some] / n)
    both = np.fmax(p, p_chance)
    both[z <= 0] = 1.0
    hot = np.zeros(z.shape, bool)
    if known.any():
        judged = discovery_rates(both[known]) if fdr else both[known]
        hot[known] = judged <= level
    return HotCells(z, p, p_chance, hot)


def discovery_rates(p: Floats) -> Floats:
    """For each p the least rate of false discoveries at which it is still one.

    Source: Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the Royal
    Statistical Society B 57(1), 1995.

    >>> discovery_rates(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p)[::-1]
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    rates = np.empty_like(p)
    rates[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return rates


def box_sums(values: Floats) -> Floats:
    """For each cell the sum over itself and the eight around it; nothing lies beyond the edge.

    >>> box_sums(np.array([[1.0, 2.0, 3.0]])).tolist()
    [[3.0, 6.0, 5.0]]
    """
    across = values.copy()
    across[:, 1:] += values[:, :-1]
    across[:, :-1] += values[:, 1:]
    total = across.copy()
    total[1:] += across[:-1]
    total[:-1] += across[1:]
    return total
