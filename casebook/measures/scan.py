"""The scan statistic: how surprising the busiest window of a long run is."""

from __future__ import annotations

from math import exp, lgamma, log


def scan(windows: float, width: float, mean: float, observed: int) -> float:
    """The probability that some window in ``windows`` holds ``observed`` or more, all being alike.

    ``mean`` is the mean count of a window. Naus's approximation 1 − Q₂·(Q₃/Q₂)^(windows − width);
    with ``width`` 2 it is Naus's own. Sources: J. I. Naus, "Approximations for distributions of
    scan statistics", Journal of the American Statistical Association 77, 1982; Aberdein and
    Spiegelhalter, "Have London's roads become more dangerous for cyclists?", Significance 10(6),
    2013, whose six deaths in a fortnight are the first example. Raises :class:`ValueError` for
    fewer windows than ``width``, a mean that isn't above 0 or fewer than one observed.

    >>> round(scan(208, 2, 0.6, 6), 3), round(scan(260, 1, 1, 6), 3)
    (0.039, 0.487)
    """
    if windows < width or width < 1 or mean <= 0 or observed < 1:
        raise ValueError(
            "A scan takes at least as many windows as their width, a mean above 0 and at least "
            "one observed."
        )
    if observed == 1:
        return 1 - exp(-mean * max(windows, 1))
    two, three = _no_cluster_in_two(mean, observed), _no_cluster_in_three(mean, observed)
    if two <= 0 or three <= 0:
        return 1.0
    none: float = two * (three / two) ** (windows - width)
    return min(1.0, max(0.0, 1 - none))


def _chance(k: int, mean: float) -> float:
    return exp(k * log(mean) - mean - lgamma(k + 1)) if k >= 0 else 0.0


def _at_most(k: int, mean: float) -> float:
    return sum(_chance(i, mean) for i in range(k + 1))


def _no_cluster_in_two(mean: float, n: int) -> float:
    """Q₂: that no window within two windows' length reaches ``n``."""
    at_n = _chance(n, mean)
    return (
        _at_most(n - 1, mean) ** 2
        - (n - 1) * at_n * _chance(n - 2, mean)
        - (n - 1 - mean) * at_n * _at_most(n - 3, mean)
    )


def _no_cluster_in_three(mean: float, n: int) -> float:
    """Q₃: that no window within three windows' length reaches ``n``."""
    at_n, below = _chance(n, mean), _at_most(n - 1, mean)
    a1 = 2 * at_n * below * ((n - 1) * _at_most(n - 2, mean) - mean * _at_most(n - 3, mean))
    a2 = (at_n**2 / 2) * (
        (n - 1) * (n - 2) * _at_most(n - 3, mean)
        - 2 * (n - 2) * mean * _at_most(n - 4, mean)
        + mean**2 * _at_most(n - 5, mean)
    )
    a3 = sum(_chance(2 * n - r, mean) * _at_most(r - 1, mean) ** 2 for r in range(1, n))
    a4 = sum(
        _chance(2 * n - r, mean)
        * _chance(r, mean)
        * ((r - 1) * _at_most(r - 2, mean) - mean * _at_most(r - 3, mean))
        for r in range(2, n)
    )
    return below**3 - a1 + a2 + a3 - a4
