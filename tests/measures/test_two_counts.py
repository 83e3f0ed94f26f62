"""Two counts side by side, against published numbers and brute force."""

from __future__ import annotations

from math import exp, factorial, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.measures.two_counts import LARGE_COUNTS, e_test, poisson_z, sign_test

SMALL = st.integers(0, 12)
LENGTH = st.sampled_from([1, 2, 3, 12])


@pytest.mark.parametrize(
    ("before", "after", "z"),
    [(16, 25, 2.0), (4, 9, 2.0), (23, 7, -4.300), (29, 23, -1.179), (0, 0, 0.0)],
)
def test_poisson_z_repeats_published_values(before: int, after: int, z: float) -> None:
    """Wheeler's 16 to 25 and 4 to 9 are both 2; Fant's 23 to 7 is beyond -4."""
    assert poisson_z(after, before) == pytest.approx(z, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(3, 0, 0.0884), (0, 3, 0.0884), (6, 2, 0.1749), (16, 25, 0.165), (20, 10, 0.069)],
)
def test_e_test_repeats_published_values(first: int, second: int, p: float) -> None:
    """Krishnamoorthy and Thomson's two examples, and ptools' and crimepy's."""
    assert e_test(first, second) == pytest.approx(p, abs=0.0005)


def test_e_test_tells_ten_in_a_month_from_two_in_a_year() -> None:
    """The unpooled statistic gives 0.265; the pooled one 9e-11, exact conditional 4e-10."""
    assert e_test(10, 2, 1, 12) == pytest.approx(8.98e-11, rel=0.01)


def by_enumeration(x1: int, x2: int, n1: float, n2: float) -> float:
    """The E-test summed pair by pair over every count up to 80."""
    rate = (x1 + x2) / (n1 + n2)

    def chance(k: int, mean: float) -> float:
        return exp(-mean) * mean**k / factorial(k)

    def far(a: int, b: int) -> float:
        return abs(a / n1 - b / n2) / sqrt((a + b) / (n1 * n2))

    observed = far(x1, x2)
    return sum(
        chance(a, rate * n1) * chance(b, rate * n2)
        for a in range(80)
        for b in range(80)
        if a + b and far(a, b) >= observed - 1e-9
    )


@settings(max_examples=15)
@given(SMALL, SMALL, LENGTH, LENGTH)
def test_e_test_is_its_definition(x1: int, x2: int, n1: int, n2: int) -> None:
    """Zeros and unequal exposures too: the same as adding up the table pair by pair."""
    if x1 + x2 == 0:
        assert e_test(x1, x2, n1, n2) == 1.0
    else:
        assert e_test(x1, x2, n1, n2) == pytest.approx(by_enumeration(x1, x2, n1, n2), abs=1e-9)


@given(SMALL, SMALL)
def test_e_test_of_equal_lengths_does_not_care_which_comes_first(x1: int, x2: int) -> None:
    """The two sides are alike."""
    assert e_test(x1, x2) == pytest.approx(e_test(x2, x1), abs=1e-12)


@pytest.mark.parametrize(("x1", "x2", "n1", "n2"), [(2_400, 2_590, 12, 12), (400, 4_550, 1, 12)])
def test_e_test_of_large_counts_is_its_normal_limit(x1: int, x2: int, n1: int, n2: int) -> None:
    """Just under the limit the table gives what the curve would."""
    assert x1 + x2 <= LARGE_COUNTS
    z = abs(x1 / n1 - x2 / n2) / sqrt((x1 + x2) / (n1 * n2))
    assert e_test(x1, x2, n1, n2) == pytest.approx(2 * NormalDist().cdf(-z), abs=0.002)


def test_one_sided_e_test_asks_only_whether_the_first_is_higher() -> None:
    """Half of the two-sided one where the rates are as seen, nearly 1 the other way round."""
    assert e_test(20, 10, one_sided=True) == pytest.approx(0.0344, abs=0.0005)
    assert e_test(10, 20, one_sided=True) > 0.95


@pytest.mark.parametrize(("fell", "total", "p"), [(18, 24, 0.0227), (16, 27, 0.4421), (0, 0, 1)])
def test_sign_test_repeats_published_counts(fell: int, total: int, p: float) -> None:
    """Kent's 18 of 24 for serious violence and 16 of 27 for anti-social behaviour."""
    assert sign_test(fell, total) == pytest.approx(p, abs=0.0005)


@pytest.mark.parametrize(
    "call", [lambda: e_test(-1, 2), lambda: e_test(1, 2, 0, 1), lambda: sign_test(3, 2)]
)
def test_what_no_count_can_be_is_refused(call: object) -> None:
    """Negative counts, lengths of nothing, more fallen than there are."""
    with pytest.raises(ValueError, match=r"count|length|fell"):
        call()  # type: ignore[operator]
