"""Getis and Ord's Gi*: where high values stand beside high values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

_TOLERANCE = 1e-9
"""By this part a neighbour may be further than the distance: rounding must not lose it."""


@dataclass(frozen=True)
class Cluster:
    """The z of one place and its two-sided p; None where all values or all sums are alike."""

    gistar: float | None
    p: float | None


def gi_star(
    x: Sequence[float],
    y: Sequence[float],
    values: Sequence[float],
    distance: float,
    *,
    with_self: bool = True,
) -> tuple[Cluster, ...]:
    """Gi* of each place, every place within ``distance`` being a neighbour of weight 1.

    (Σwx − x̄Σw) ÷ (S√((nΣw² − (Σw)²)/(n−1))). Without ``with_self`` it is Gi: the place itself is
    left out of sums, mean and S. No correction for many places is made. Coordinates and distance
    are in one unit. Source: Ord and Getis, "Local spatial autocorrelation statistics",
    Geographical Analysis 27(4), 1995. Raises :class:`ValueError` for a distance that isn't above 0.

    >>> found = gi_star([0, 1, 2, 3, 4], [0] * 5, [9, 9, 0, 0, 0], 1)
    >>> round(found[0].gistar, 3)
    2.0
    """
    import numpy as np
    from scipy.spatial import cKDTree

    from geo.detect.gi_star import gi_star_z

    if distance <= 0:
        raise ValueError("A distance must be above 0.")
    places = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
    value = np.asarray(values, float)
    if not len(value):
        return ()
    tree = cKDTree(places)
    near = tree.sparse_distance_matrix(tree, distance * (1 + _TOLERANCE), output_type="coo_matrix")
    keep = near.row != near.col
    weight = np.bincount(near.row[keep], minlength=len(value)).astype(float)
    total = np.bincount(near.row[keep], value[near.col[keep]], minlength=len(value)).astype(float)
    n, sums, squares = len(value), value.sum(), (value**2).sum()
    if with_self:
        weight, total = weight + 1, total + value
        number = np.full(n, float(n))
        mean, square = np.full(n, sums / n), np.full(n, squares / n)
    else:
        number = np.full(n, float(n - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            mean, square = (sums - value) / number, (squares - value**2) / number
    z = gi_star_z(total, weight, number, mean, square - np.square(mean))
    return tuple(
        Cluster(None, None) if np.isnan(one) else Cluster(one, erfc(abs(one) / sqrt(2)))
        for one in z.tolist()
    )
