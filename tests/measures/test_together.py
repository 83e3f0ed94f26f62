"""Many places against the rest: by hand, and how often its interval holds the truth."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest

from casebook.measures.together import against_the_rest

SIX = [(8, 10), (9, 10), (7, 10), (8, 10), (10, 10), (30, 10)]


def test_places_that_differ_widen_the_interval_worked_by_hand() -> None:
    """72 of 60: their spread about 1.2 times is 6/5 x sum(k - 12)^2 / 72^2."""
    found = against_the_rest(SIX, (900, 1000))
    assert found is not None
    assert found.irr == pytest.approx(72 * 1000 / (60 * 900))
    differ = 6 / 5 * sum((k - 12) ** 2 for k, _ in SIX) / 72**2
    assert differ > 1 / 72 + 1 / 60
    reach = 2.570582 * sqrt(differ + 1 / 900 + 1 / 1000)
    assert (found.ci_low, found.ci_high) == (
        pytest.approx(exp(log(found.irr) - reach), rel=1e-6),
        pytest.approx(exp(log(found.irr) + reach), rel=1e-6),
    )
    assert "can't be told apart from the rest of the force" in found.sentence


def test_a_clear_fall_is_said_to_be_one() -> None:
    """Half in every place while the rest stayed."""
    found = against_the_rest([(50, 100)] * 6, (5000, 5000))
    assert found is not None
    assert found.sentence.startswith("50% fewer relative to the rest of the force (between ")
    assert found.sentence.endswith("fell more, or rose less, than the rest of the force.")


def test_under_five_places_there_is_no_interval() -> None:
    """The ratio stands alone, and it says why."""
    found = against_the_rest([(5, 10)] * 4, (900, 1000))
    assert found is not None
    assert (found.ci_low, found.ci_high) == (None, None)
    assert found.sentence.endswith("4 places are too few for an interval.")


@pytest.mark.parametrize(
    ("places", "rest"), [([], (9, 9)), ([(0, 4)] * 6, (9, 9)), ([(4, 4)] * 6, (0, 9))]
)
def test_nothing_to_compare_gives_nothing(
    places: list[tuple[int, int]], rest: tuple[int, int]
) -> None:
    """No place, none now, or nothing elsewhere."""
    assert against_the_rest(places, rest) is None


@pytest.mark.parametrize("apart", [0.0, 0.35])
def test_the_interval_holds_the_truth_about_95_times_in_100(apart: float) -> None:
    """27 places of 10 to 150 a year, whose own ratios differ by a log-sd of ``apart``."""
    dice = np.random.default_rng(20241218)
    runs, places = 600, 27
    means = dice.uniform(10, 150, places)
    ratios = np.exp(dice.normal(-(apart**2) / 2, apart, (runs, places)))
    before = dice.poisson(means, (runs, places))
    now = dice.poisson(means * ratios)
    rest = dice.poisson(8_000, (runs, 2))
    held = 0
    for run in range(runs):
        pairs = list(zip(now[run].tolist(), before[run].tolist(), strict=True))
        found = against_the_rest(pairs, (int(rest[run, 0]), int(rest[run, 1])))
        assert found is not None
        assert found.ci_low is not None
        assert found.ci_high is not None
        held += found.ci_low <= 1 <= found.ci_high
    assert 0.92 <= held / runs <= 0.98
