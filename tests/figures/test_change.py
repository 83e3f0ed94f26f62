"""Statistics against published and hand-worked numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.figures.change import (
    LARGE_COUNTS,
    change_in_words,
    e_test,
    percent_change,
    variation,
    variation_in_words,
)
from casebook.measures.two_counts import poisson_z

COUNTS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("before", "after", "z"),
    [(16, 25, 2.0), (4, 9, 2.0), (23, 7, -4.300), (29, 23, -1.179), (0, 0, 0.0)],
)
def test_poisson_z_repeats_published_values(before: int, after: int, z: float) -> None:
    """Wheeler's 16 to 25 and 4 to 9 are both 2; Fant's 23 to 7 is beyond -4."""
    assert poisson_z(after, before) == pytest.approx(z, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(3, 0, 0.0884), (6, 2, 0.1749), (16, 25, 0.165), (20, 10, 0.069)],
)
def test_e_test_repeats_published_values(first: int, second: int, p: float) -> None:
    """Krishnamoorthy and Thomson's test, as published by ptools and crimepy."""
    assert e_test(first, second) == pytest.approx(p, abs=0.0005)


def test_two_zero_counts_tell_nothing_apart() -> None:
    """The test is undefined there; nothing differs, so nothing is claimed."""
    assert e_test(0, 0) == 1.0


@pytest.mark.parametrize(
    ("first", "second", "first_length", "second_length"),
    [(2_500, 2_650, 12, 12), (4_400, 4_600, 12, 12), (1_800, 3_800, 6, 12), (600, 6_600, 1, 12)],
)
def test_the_e_test_of_large_counts_is_its_normal_limit(
    first: int, second: int, first_length: float, second_length: float
) -> None:
    """From 5,000 on the quick way gives scipy's own answer to three decimals."""
    from scipy.stats import poisson_means_test

    assert first + second >= LARGE_COUNTS
    slow = poisson_means_test(first, first_length, second, second_length).pvalue
    assert e_test(first, second, first_length, second_length) == pytest.approx(slow, abs=0.0005)


def test_the_e_test_of_a_whole_forces_counts_tells_them_apart() -> None:
    """A tenth of a million against 1 % more: unlikely by chance; against 0.1 % more, not."""
    assert e_test(100_000, 101_000) == pytest.approx(0.0257, abs=0.0005)
    assert e_test(100_000, 100_100) > 0.8


@given(COUNTS, COUNTS)
def test_e_test_does_not_care_which_count_comes_first(first: int, second: int) -> None:
    """With equal lengths the two sides are alike."""
    assert e_test(first, second) == pytest.approx(e_test(second, first), abs=1e-9)


@given(COUNTS, COUNTS)
def test_poisson_z_has_the_sign_of_the_change(count: int, expected: int) -> None:
    """More is positive, fewer negative, the same nothing."""
    z = poisson_z(count, expected)
    assert (z > 0) == (count > expected)
    assert (z < 0) == (count < expected)


def test_no_percentage_of_a_small_base() -> None:
    """Under ten, and of nothing, the counts are given instead."""
    assert percent_change(9, 18) is None
    assert percent_change(0, 5, small_base=0) is None
    assert percent_change(72, 109) == pytest.approx(51.39, abs=0.01)
    assert change_in_words(28, 79) == "28 to 79 (+182%)"
    assert change_in_words(23, 7) == "23 to 7 (−70%)"
    assert change_in_words(4, 9) == "4 to 9"


def test_the_sentence_names_count_expectation_and_verdict() -> None:
    """So that nobody reads the z without them."""
    assert variation_in_words(7, 20.0, 3.0) == (
        "7 against 20.0 expected: fewer than usual variation explains (z −3.7)."
    )
    assert "within usual variation" in variation_in_words(25, 16.0, 3.0)
    assert "more than usual variation" in variation_in_words(40, 16.0, 3.0)


@pytest.mark.parametrize(
    ("count", "expected", "found"),
    [
        (0, 3.3, "usual"),
        (0, 7.0, "fewer"),
        (12, 2.4, "more"),
        (7, 20.0, "fewer"),
        (5, 2.0, "usual"),
    ],
)
def test_few_expected_need_an_exact_test_too(count: int, expected: float, found: str) -> None:
    """None of 3.3 expected has a chance of 0.037, whatever its z of -3.6 looks like."""
    assert variation(count, expected, 3.0) == found


def test_a_negative_count_is_refused() -> None:
    """It is a mistake upstream."""
    with pytest.raises(ValueError, match="negative"):
        poisson_z(-1, 4)
