"""Change in counts: said so that a small number can't be made to look like a large one."""

from __future__ import annotations

from math import erfc, exp, factorial, sqrt

from casebook.core.rounding import round_half_up
from casebook.core.wording import number, signed
from casebook.measures.two_counts import poisson_z

BASELINE_MONTHS = 12
LARGE_COUNTS = 5_000
"""From this many on both sides together the E-test is worked out by the normal curve."""
SMALL_EXPECTED = 5
"""Below this the normal approximation behind the z is not to be trusted alone."""


def e_test(first: int, second: int, first_length: float = 1, second_length: float = 1) -> float:
    """The probability of two Poisson counts at least this different, were their rates the same.

    Two-sided; ``length`` is the time (or area) each was counted over. Two zero counts tell nothing
    apart and give 1. Source: Krishnamoorthy and Thomson, "A more powerful test for comparing two
    Poisson means", Journal of Statistical Planning and Inference 119, 2004; computed by scipy,
    and from 5,000 on by its statistic's normal limit: they agree to three decimals there, and
    scipy's time and memory grow with the counts (a gigabyte at 100,000).

    >>> round(e_test(20, 10), 3)
    0.069
    """
    if first == second == 0:
        return 1.0
    if first + second >= LARGE_COUNTS:
        spread = sqrt(first / first_length**2 + second / second_length**2)
        return erfc(abs(first / first_length - second / second_length) / spread / sqrt(2))
    from scipy.stats import poisson_means_test

    return float(poisson_means_test(first, first_length, second, second_length).pvalue)


def percent_change(before: float, after: float, small_base: int = 10) -> float | None:
    """The change from ``before`` to ``after`` in per cent; None where the base is too small.

    A base under ``small_base`` turns one incident into a headline, so the counts must be given
    instead.

    >>> round(percent_change(72, 109))
    51
    >>> percent_change(4, 9) is None
    True
    """
    if before < small_base or before == 0:
        return None
    return (after - before) / before * 100


def by_percent(before: int, after: int, small_base: int) -> str:
    """The change in per cent, in brackets after the counts; empty where the base is too small.

    >>> by_percent(29, 23, 10), by_percent(1033, 1031, 10), by_percent(4, 9, 10)
    (' (−21%)', ' (under 1%)', '')
    """
    percent = percent_change(before, after, small_base)
    if percent is None:
        return ""
    if abs(percent) < 0.5:
        return " (under 1%)" if percent else ""
    return f" ({signed(percent, 0)}%)"


def change_in_words(before: int, after: int, small_base: int = 10) -> str:
    """The change between two counts in a few plain words, with the counts always in it.

    >>> change_in_words(72, 109)
    '72 to 109 (+51%)'
    >>> change_in_words(0, 3), change_in_words(7_114, 6_600)
    ('0 to 3', '7,114 to 6,600 (−7%)')
    """
    return f"{number(before)} to {number(after)}{by_percent(before, after, small_base)}"


def variation(count: int, expected: float, limit: float) -> str:
    """Whether ``count`` is ``usual``, or ``more`` or ``fewer`` than usual variation explains.

    Beyond ``limit`` the z decides. It is poor where few are expected, so under 5 the exact Poisson
    tail must be as rare too: none where 3.3 are expected happens one month in 27.

    >>> variation(7, 20.0, 3.0), variation(0, 3.3, 3.0), variation(12, 2.4, 3.0)
    ('fewer', 'usual', 'more')
    """
    z = poisson_z(count, expected)
    if abs(z) <= limit:
        return "usual"
    if expected < SMALL_EXPECTED and _tail(count, expected) > erfc(limit / sqrt(2)) / 2:
        return "usual"
    return "more" if z > 0 else "fewer"


def _tail(count: int, expected: float) -> float:
    """The Poisson probability of ``count`` or anything further from ``expected`` on its side."""
    below = range(count + 1 if count < expected else count)
    at_most = sum(exp(-expected) * expected**k / factorial(k) for k in below)
    return at_most if count < expected else 1 - at_most


def variation_in_words(count: int, expected: float, limit: float) -> str:
    """One sentence on ``count`` against ``expected``, by :func:`variation`.

    >>> variation_in_words(7, 20.0, 3.0)
    '7 against 20.0 expected: fewer than usual variation explains (z −3.7).'
    >>> variation_in_words(0, 3.3, 3.0)
    '0 against 3.3 expected: within usual variation (z −3.6; under 5 the exact test decides).'
    """
    found = variation(count, expected, limit)
    z = round_half_up(poisson_z(count, expected), 1)
    said = (
        "within usual variation" if found == "usual" else f"{found} than usual variation explains"
    )
    exact = "; under 5 the exact test decides" if found == "usual" and abs(z) > limit else ""
    return (
        f"{number(count)} against {number(expected, 1)} expected: {said} (z {signed(z, 1)}{exact})."
    )
