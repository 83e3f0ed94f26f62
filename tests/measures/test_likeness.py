"""The four tests of a comparison area, by hand."""

from __future__ import annotations

from math import inf, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.measures.likeness import likeness

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=36)


def test_each_test_by_hand() -> None:
    """Seven months of ten, the control two more in the last: D = 0,0,0,0,0,0,2, v = 20 a month."""
    found = likeness([10] * 7, [10] * 6 + [12])
    assert found.months == pytest.approx(2 / (7 * sqrt(40 / pi)))
    assert found.half_years == pytest.approx(2 / sqrt(2 * 120 / pi))
    assert found.level == pytest.approx(2 / sqrt(140))
    assert found.trend == pytest.approx(3 * 2 / sqrt(28 * 20))
    assert found.passes
    assert found.worst == found.trend


def test_a_control_at_another_level_or_slope_fails_that_test_alone() -> None:
    """Thirteen to ten a month fails the level; mirrored slopes fail the trend."""
    higher = likeness([10] * 12, [13] * 12)
    assert higher.level > 1 > higher.trend
    slope = likeness([14, 13, 12, 11, 10, 9], [9, 10, 11, 12, 13, 14])
    assert slope.trend > 1 > slope.level


def test_scale_and_overdispersion_widen_the_noise() -> None:
    """k = 2: v = 6y, so a control of twice the target is alike; φ 4 halves every ratio."""
    assert likeness([10, 12], [20, 24], scale=2).worst == 0
    once, four = likeness([10, 12, 9], [13, 9, 12]), likeness([10, 12, 9], [13, 9, 12], phi=4)
    assert four.months == pytest.approx(once.months / 2)
    assert four.level == pytest.approx(once.level / 2)


def test_under_half_a_year_there_are_no_half_years() -> None:
    """And only whole ones count, the last ending at the start of the response."""
    assert likeness([10] * 5, [10] * 5).half_years is None
    assert likeness([10] * 7, [99] + [10] * 6).half_years == 0


def test_nothing_against_something_is_never_alike() -> None:
    """A target without incidents allows no noise."""
    assert likeness([0, 0], [0, 0]).worst == 0
    assert likeness([0, 0], [0, 1]).worst == inf


@pytest.mark.parametrize(("treated", "control"), [([], []), ([1], [1, 2])])
def test_series_of_other_months_are_refused(treated: list[int], control: list[int]) -> None:
    """There is nothing to compare."""
    with pytest.raises(ValueError, match="same months"):
        likeness(treated, control)


@given(COUNTS)
def test_a_place_is_like_itself(counts: list[int]) -> None:
    """Every ratio is 0."""
    assert likeness(counts, counts).worst == 0
