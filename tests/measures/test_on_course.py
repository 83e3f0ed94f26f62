"""On course: words worked by hand, and what must hold of every path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.measures.on_course import (
    BEHIND,
    MET,
    OFF_COURSE,
    ON_COURSE,
    TOO_EARLY,
    Path,
    beyond,
    standing,
)

PATHS = st.builds(
    Path,
    base=st.integers(1, 200),
    target=st.integers(0, 250),
    gone=st.integers(1, 30),
    in_all=st.integers(1, 24),
)


@pytest.mark.parametrize(
    ("count", "path", "word"),
    [
        (40, Path(60, 36, 2, 12), TOO_EARLY),
        (48, Path(60, 36, 6, 12), ON_COURSE),
        (49, Path(60, 36, 6, 12), BEHIND),
        (81, Path(55, 41, 5, 12), OFF_COURSE),  # 49.2 would be on course
        (36, Path(60, 36, 12, 12), MET),
        (36, Path(60, 36, 20, 12), MET),
        (37, Path(60, 36, 12, 12), BEHIND),
        (60, Path(60, 36, 12, 12), OFF_COURSE),
        (30, Path(60, 36, 6, 12), ON_COURSE),  # before the deadline nothing is met
        (70, Path(60, 90, 6, 12), BEHIND),  # should rise: 75 would be on course
        (75, Path(60, 90, 6, 12), ON_COURSE),
        (40, Path(60, 90, 6, 12), OFF_COURSE),
        (90, Path(60, 90, 12, 12), MET),
    ],
)
def test_where_a_measure_stands(count: int, path: Path, word: str) -> None:
    """The level is the straight way from baseline to target; chance is 1 in 20, both sides."""
    assert standing(count, path) == word


def test_months_of_a_short_way_each_go_a_step_further() -> None:
    """30 before in these 3 months, half of it wanted in 6: steps of 1/6, 2/6, 3/6 off a half."""
    path = Path(30, 15, 3, 6)
    assert path.level(by_month=True) == pytest.approx(30 * (1 + (0.5 - 1) * (3 + 1) / (2 * 6)))
    late = Path(80, 40, 8, 6)
    steps = [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1, 1, 1]
    assert late.level(by_month=True) == pytest.approx(80 - 40 * sum(steps) / 8)


def test_counts_that_vary_more_leave_more_room_for_chance() -> None:
    """64 of 48 is off course for Poisson counts, and within chance where φ is 2."""
    path = Path(60, 36, 6, 12)
    assert standing(64, path) == OFF_COURSE
    assert standing(64, path, phi=2.0) == BEHIND


def test_beyond_is_the_mid_p_of_the_tail() -> None:
    """3 or more of mean 1, by hand: 2 x (1 - e^-1 (1 + 1 + 1/2 + 1/6)) + e^-1/6."""
    from math import exp

    by_hand = 2 * (1 - exp(-1) * (2.5 + 1 / 6)) + exp(-1) / 6
    assert beyond(3, 1.0) == pytest.approx(by_hand)
    assert beyond(0, 0.0) == 1.0


@given(PATHS, st.integers(0, 300))
def test_the_level_lies_between_baseline_and_target(path: Path, count: int) -> None:
    """And fewer never stand worse where fewer is better."""
    for by_month in (False, True):
        level = path.level(by_month=by_month)
        ends = sorted((path.base, path.target))
        assert ends[0] - 1e-9 <= level <= ends[1] + 1e-9
    order = [MET, ON_COURSE, BEHIND, OFF_COURSE]
    if path.target <= path.base and path.gone >= 3:
        worse, better = (order.index(standing(n, path)) for n in (count + 1, count))
        assert better <= worse


def test_a_deadline_before_the_baselines_end_is_refused() -> None:
    """There is no way to go."""
    with pytest.raises(ValueError, match="after the baseline"):
        standing(5, Path(10, 5, 3, 0))
