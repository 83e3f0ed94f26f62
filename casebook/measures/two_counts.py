"""Two counts side by side: the Poisson z, the E-test, and the sign test for "n of N fell"."""

from __future__ import annotations

from math import comb, erfc, lgamma, log, sqrt

LARGE_COUNTS = 5_000
"""From this many on both sides together the E-test is worked out by the normal curve."""
_NEGLIGIBLE = 9.0
"""Standard deviations beyond which a Poisson count adds nothing to a probability."""


def poisson_z(count: float, expected: float) -> float:
    """How far ``count`` lies from ``expected``, in standard deviations of Poisson variation.

    ``2(√count − √expected)``, the variance-stabilised difference. Source: A. P. Wheeler, "Tables
    and graphs for monitoring temporal crime trends", International Journal of Police Science and
    Management 18(3), 2016. Raises :class:`ValueError` for a negative number.

    >>> poisson_z(25, 16)
    2.0
    """
    if count < 0 or expected < 0:
        raise ValueError("A count can't be negative.")
    return 2 * (sqrt(count) - sqrt(expected))


def e_test(
    first: int,
    second: int,
    first_length: float = 1,
    second_length: float = 1,
    *,
    one_sided: bool = False,
) -> float:
    """The probability of two Poisson counts at least this different, were their rates the same.

    ``length`` is the time (or area) each was counted over. Two-sided, or with ``one_sided`` only
    as far as the first rate is the higher one. Two zero counts tell nothing apart and give 1.

    The statistic has the pooled (score) variance, which orders the table of all pairs of counts
    at the pooled rate; the pair (0, 0) never counts as extreme. Over ``LARGE_COUNTS`` in total its
    normal limit stands in. Source: Krishnamoorthy and Thomson, "A more powerful test for comparing
    two Poisson means", Journal of Statistical Planning and Inference 119, 2004. Raises
    :class:`ValueError` for a negative count or a length that isn't above 0.

    >>> round(e_test(3, 0), 4), round(e_test(6, 2), 4), round(e_test(20, 10), 3)
    (0.0884, 0.1749, 0.069)
    """
    if first < 0 or second < 0:
        raise ValueError("A count can't be negative.")
    if first_length <= 0 or second_length <= 0:
        raise ValueError("A length must be above 0.")
    total = first + second
    if total == 0:
        return 1.0
    spread = sqrt(total / (first_length * second_length))
    observed = (first / first_length - second / second_length) / spread
    if total > LARGE_COUNTS:
        tail = observed if one_sided else abs(observed)
        return erfc(tail / sqrt(2)) / (2 if one_sided else 1)
    rate = total / (first_length + second_length)
    means = (rate * first_length, rate * second_length)
    return _as_extreme(observed, means, (first_length, second_length), one_sided)


def _as_extreme(
    observed: float,
    means: tuple[float, float],
    lengths: tuple[float, float],
    one_sided: bool,
) -> float:
    """The probability of the pairs whose statistic is at least ``observed``."""
    import numpy as np

    counts = [np.arange(_low(mean), _high(mean) + 1) for mean in means]
    chance = [
        np.exp(x * log(mean) - mean - [lgamma(k + 1) for k in x])
        for x, mean in zip(counts, means, strict=True)
    ]
    x1, x2 = counts[0][:, None], counts[1][None, :]
    both = x1 + x2
    spread = np.sqrt(np.maximum(both, 1) / (lengths[0] * lengths[1]))
    statistic = (x1 / lengths[0] - x2 / lengths[1]) / spread
    if not one_sided:
        statistic, observed = np.abs(statistic), abs(observed)
    extreme = (statistic >= observed * (1 - 1e-12) - 1e-12) & (both > 0)
    return float(min(1.0, chance[0] @ extreme @ chance[1]))


def _low(mean: float) -> int:
    return max(0, int(mean - _NEGLIGIBLE * sqrt(mean)) - 1)


def _high(mean: float) -> int:
    return int(mean + _NEGLIGIBLE * sqrt(mean) + 3 * _NEGLIGIBLE)


def sign_test(fell: int, total: int) -> float:
    """The two-sided probability that ``fell`` of ``total`` places fell by chance alone.

    Each is as likely to fall as to rise; places that stayed the same are left out of ``total``.
    None of none gives 1. Raises :class:`ValueError` where ``fell`` is no part of ``total``.

    >>> round(sign_test(18, 24), 4)
    0.0227
    """
    if not 0 <= fell <= total:
        raise ValueError("How many fell must lie between 0 and how many there are.")
    fewer = min(fell, total - fell)
    ways: int = sum(comb(total, k) for k in range(fewer + 1))
    return min(1.0, 2 * ways / int(2**total))
