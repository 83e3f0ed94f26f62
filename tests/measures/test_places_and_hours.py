"""Concentration, clusters, charts, aoristic hours, power and scans against published numbers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.measures.aoristic import aoristic
from casebook.measures.clustering import gi_star
from casebook.measures.concentration import Unit, accuracy, concentration
from casebook.measures.control_chart import control_chart
from casebook.measures.overdispersion import PlaceMonths, overdispersion
from casebook.measures.power import fewest_for, smallest_drop
from casebook.measures.scan import scan

MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - hours of the clock on the wall


def test_accuracy_of_ptools_example() -> None:
    """Observed 6, 3, 0 by predicted 3, 2, 1: PAI 2, 1.5, 1; PEI 1; RRI by running sums."""
    found = accuracy([Unit(6, 3), Unit(3, 2), Unit(0, 1)])
    assert [each.pai for each in found] == pytest.approx([2, 1.5, 1])
    assert [each.pei for each in found] == pytest.approx([1, 1, 1])
    assert [each.rri for each in found] == pytest.approx([3 / 6, 5 / 9, 6 / 9])
    assert [each.recapture for each in found] == pytest.approx([2 / 1.5, 1.5 / 1.25, 1])


def test_accuracy_of_nothing_observed_is_none() -> None:
    """No share of nothing."""
    assert accuracy([Unit(0, 1), Unit(0, 2)])[0].pai is None


def test_concentration_by_hand() -> None:
    """10, 20, 30, 40 give 0.25; five crimes at five of a thousand places are as even as can be."""
    assert concentration([10, 20, 30, 40]).gini == pytest.approx(0.25)
    found = concentration([1] * 5 + [0] * 995)
    assert found.gini == pytest.approx(0.995)
    assert found.gini_generalised == 0
    assert concentration([0, 0]).gini is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_both_ginis_agree_where_there_are_more_crimes_than_places(counts: list[int]) -> None:
    """The generalised one is the usual one there."""
    found = concentration(counts)
    if sum(counts) >= len(counts):
        assert found.gini == pytest.approx(found.gini_generalised)


def gi_by_hand(values: list[float], at: int, near: list[int], *, star: bool) -> float:
    """Ord and Getis's formula, written out."""
    ours = values if star else [value for place, value in enumerate(values) if place != at]
    n, w = len(ours), len(near)
    mean = sum(ours) / n
    spread = (sum(value**2 for value in ours) / n - mean**2) ** 0.5
    total = sum(values[place] for place in near)
    return (total - mean * w) / (spread * ((n * w - w * w) / (n - 1)) ** 0.5)


@pytest.mark.parametrize("star", [True, False])
def test_gi_by_its_formula(star: bool) -> None:
    """Five places in a row, neighbours one apart; the end has one neighbour, the middle two."""
    values = [9.0, 7.0, 0.0, 1.0, 3.0]
    found = gi_star(range(5), [0] * 5, values, 1, with_self=star)
    near = {0: [1], 2: [1, 3]}
    for at, others in near.items():
        expected = gi_by_hand(values, at, others + [at] * star, star=star)
        assert found[at].gistar == pytest.approx(expected)


def test_gi_star_keeps_diagonal_neighbours_on_the_limit() -> None:
    """Cells of 100 m at √2 × 100 m: the corner has three neighbours and itself."""
    x, y = [0, 100, 0, 100, 500], [0, 0, 100, 100, 500]
    values = [5.0, 4.0, 3.0, 2.0, 1.0]
    found = gi_star(x, y, values, 100 * 2**0.5)
    assert found[0].gistar == pytest.approx(gi_by_hand(values, 0, [0, 1, 2, 3], star=True))


def test_gi_star_of_like_values_is_none() -> None:
    """No value stands out where all are alike."""
    assert gi_star([0, 1, 2], [0, 0, 0], [4, 4, 4], 1)[0].gistar is None


def test_c_chart_by_hand() -> None:
    """Mean 22: limits 22 ± 3√22; only the fourth lies outside."""
    found = control_chart([16, 18, 14, 40])
    assert found.center == 22
    assert (found.lower, found.upper) == pytest.approx((7.9288, 36.0712), abs=0.0001)
    assert found.outside == (4,)


def test_u_chart_has_limits_of_its_own_for_each_exposure() -> None:
    """30 over 300: centre 0.1; the short row has the wider limits, never under 0."""
    found = control_chart([10, 20], [100, 200])
    assert found.center == pytest.approx(0.1)
    assert found.lower == pytest.approx((0.1 - 3 * 0.001**0.5, 0.1 - 3 * 0.0005**0.5))
    assert control_chart([0, 1], [1, 1]).lower == (0, 0)


def test_poisson_limits_hold_one_in_740_beyond_each() -> None:
    """At a mean of 4 none is too few, and 12 still lies inside: P(13 or more) is 0.0003."""
    found = control_chart([4, 4, 4, 4, 4], poisson=True)
    assert (found.lower, found.upper) == (0, 11)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (timedelta(hours=1), timedelta(hours=2, minutes=30), {1: 2 / 3, 2: 1 / 3}),
        (timedelta(hours=1, minutes=50), timedelta(hours=2, minutes=10), {1: 0.5, 2: 0.5}),
        (timedelta(hours=15, minutes=30), None, {15: 1.0}),
        (timedelta(hours=2, minutes=30), timedelta(hours=1), {1: 2 / 3, 2: 1 / 3}),
        (timedelta(hours=23, minutes=30), timedelta(days=1, minutes=30), {23: 0.5, 24: 0.5}),
    ],
)
def test_aoristic_shares(
    begin: timedelta, end: timedelta | None, expected: dict[int, float]
) -> None:
    """Over an hour's edge, a point in time, swapped ends, over midnight into Tuesday."""
    week = aoristic([(MONDAY + begin, MONDAY + end if end is not None else None)]).week
    assert {hour: weight for hour, weight in enumerate(week) if weight} == pytest.approx(expected)


def test_aoristic_over_a_week_is_flat_and_an_unknown_begin_is_left_out() -> None:
    """Eight days say nothing about the hour."""
    found = aoristic([(MONDAY, MONDAY + timedelta(days=8)), (None, MONDAY)])
    assert set(found.week) == {1 / 168}
    assert found.skipped == 1


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)), min_size=1, max_size=5))
def test_aoristic_weights_add_up_to_the_incidents(spans: list[tuple[int, int]]) -> None:
    """Nothing is lost between the hours."""
    times = [(MONDAY + timedelta(minutes=a), MONDAY + timedelta(minutes=b)) for a, b in spans]
    assert sum(aoristic(times).week) == pytest.approx(len(spans))


@pytest.mark.parametrize(
    ("mean", "percent"), [(5, None), (10, 86), (20, 69), (50, 48), (100, 36), (200, 26)]
)
def test_smallest_drop_of_a_year_against_a_year(mean: float, percent: int | None) -> None:
    """The published row for 80 % power at 1 in 20."""
    drop = smallest_drop(mean).drop
    assert (None if drop is None else round(drop * 100)) == percent


def test_a_fall_that_can_never_be_told_says_never() -> None:
    """With a year of baseline a fall of 20 % takes 176 a year, however long one waits."""
    assert round(fewest_for(0.2)) == 176
    assert "can never be told" in smallest_drop(170).sentence
    assert "never" not in smallest_drop(180).sentence


@pytest.mark.parametrize(
    ("asked", "p"), [((208, 2, 0.6, 6), 0.039), ((260, 1, 1, 6), 0.487), ((10, 2, 50, 1), 1.0)]
)
def test_scan_of_published_examples(asked: tuple[float, float, float, int], p: float) -> None:
    """Spiegelhalter's cyclists, and the note of ptools."""
    assert scan(*asked) == pytest.approx(p, abs=0.0005)


def test_overdispersion_by_hand() -> None:
    """26 places of months 4 and 12: each has E 8 and Σ(y-E)²/E = 4 over 1 degree."""
    assert overdispersion([PlaceMonths((4, 12))] * 52).phi == pytest.approx(4.0)
    assert overdispersion([PlaceMonths((4, 12), (100, 300))] * 52).phi == 1.0


def test_overdispersion_of_too_few_months_is_not_measured() -> None:
    """Under 50 degrees of freedom 1 is taken, and said."""
    found = overdispersion([PlaceMonths((4, 12))] * 20)
    assert (found.phi, found.measured, found.degrees) == (1.0, False, 20)
    assert "Not measured" in found.sentence
    assert overdispersion([PlaceMonths((1, 2))] * 60).degrees == 0
