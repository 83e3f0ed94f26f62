"""WDD, WDQ, IRR and pooling against published numbers."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.measures.difference import (
    AreaCounts,
    HarmType,
    MonthCounts,
    harm_wdd,
    running_wdd,
    wdd,
)
from casebook.measures.displacement import wdq
from casebook.measures.ratio import Study, irr, pool

PAPER = AreaCounts((207, 110), (308, 318), (178, 157), (150, 140))


def test_wdd_of_wheeler_and_ratcliffe() -> None:
    """Local -107 (30.7), displacement -11 (25), total -118 (39.6), z -2.98, -196 to -40."""
    found = wdd(PAPER)
    assert (found.local.wdd, found.displacement.wdd, found.wdd) == (-107, -11, -118)  # type: ignore[union-attr]
    assert found.local.se == pytest.approx(30.708, abs=0.0005)
    assert found.se == pytest.approx(sqrt(1568))
    assert found.z == pytest.approx(-2.98, abs=0.005)
    assert (round(found.ci_low), round(found.ci_high)) == (-196, -40)
    assert found.sentence == "118 fewer than expected (between 196 and 40 fewer)."


@pytest.mark.parametrize(
    ("treated", "control", "weights", "confidence", "expected"),
    [
        ((80, 20), (100, 50), (2, 1), 0.95, (-20, 10.7238, -41.018, 1.018)),
        ((20, 10), (20, 20), (1, 1), 0.90, (-10, 8.3666, -23.761833, 3.761833)),
        ((120, 100), (130, 150), (1, 1), 0.90, (-40, 22.3607, -76.780, -3.220)),
        ((100, 20), (200, 100), (2, 1), 0.90, (-30, 13.9642, -52.969, -7.031)),
        ((100, 80), (100, 90), (1, 1), 0.95, (-10, 19.2354, -47.701, 27.701)),
        ((500, 80), (500, 90), (5, 1), 0.95, (-10, 14.4914, -38.403, 18.403)),
    ],
)
def test_wdd_of_published_examples(
    treated: tuple[float, float],
    control: tuple[float, float],
    weights: tuple[float, float],
    confidence: float,
    expected: tuple[float, float, float, float],
) -> None:
    """Of ptools, crimepy and Wheeler's notes on unequal periods."""
    found = wdd(AreaCounts(treated, control, time_weights=weights), confidence=confidence)
    assert (found.wdd, found.se, found.ci_low, found.ci_high) == pytest.approx(expected, abs=0.001)


def test_wdd_of_areas_of_different_size() -> None:
    """Wheeler 2021: control 0.9, treated 1.2, displaced control 1.6, displaced 1.5."""
    sizes = (1.2, 0.9, 1.5, 1.6)
    areas = AreaCounts(PAPER.treated, PAPER.control, PAPER.displaced, PAPER.displaced_control,
                  area_weights=sizes)  # fmt: skip
    found = wdd(areas)
    assert found.wdd == pytest.approx(-99.69444444)
    assert found.se == pytest.approx(35.4280755)
    assert found.z == pytest.approx(-2.813995483)
    assert (found.ci_low, found.ci_high) == pytest.approx((-169.1321965, -30.25669241))


def test_harm_wdd_of_wheeler() -> None:
    """Five types with weights 3, 2, 5, 7, 10: -1,721 (304.1), -2,317 to -1,125."""
    types = [
        ("vehicle", 3, (130, 74), (133, 91)),
        ("theft", 2, (327, 202), (388, 305)),
        ("burglary", 5, (398, 190), (148, 97)),
        ("robbery", 7, (144, 92), (86, 64)),
        ("assault", 10, (183, 96), (94, 67)),
    ]
    found = harm_wdd([HarmType(n, w, AreaCounts(t, c)) for n, w, t, c in types])
    total = found.total
    assert total.wdd == pytest.approx(-1721)
    assert total.se == pytest.approx(304.10360077)
    assert total.z == pytest.approx(-5.65925558)
    assert (total.ci_low, total.ci_high) == pytest.approx((-2317.03210507, -1124.96789493))
    assert found.by_type["vehicle"].wdd == -14
    assert found.by_type["vehicle"].se == pytest.approx(20.688161)


def test_overdispersion_widens_by_its_root() -> None:
    """A phi of 4 doubles the standard error and leaves the estimate."""
    assert wdd(PAPER, phi=4).se == pytest.approx(2 * wdd(PAPER).se)
    assert wdd(PAPER, phi=4).wdd == -118


def test_no_incidents_are_no_crash() -> None:
    """Zeros everywhere: nothing to test, and it says so."""
    found = wdd(AreaCounts((0, 0), (0, 0)))
    assert (found.wdd, found.z, found.p) == (0, None, None)
    assert found.sentence == "No incident was counted at all."


def test_running_wdd_worked_by_hand() -> None:
    """Two months before of 10 and 20 a month; after one: 4 and 18; after two: 10 and 40."""
    months = [("Jan", 10, 20), ("Feb", 10, 20), ("Mar", 4, 18), ("Apr", 6, 22)]
    found = running_wdd([MonthCounts(*month) for month in months], 2)
    assert [(each.month, each.wdd) for each in found] == [("Mar", -4.0), ("Apr", -10.0)]
    assert found[0].se == pytest.approx(sqrt(4 + 18 + 20 / 4 + 40 / 4))
    assert found[1].se == pytest.approx(wdd(AreaCounts((20, 10), (40, 40))).se)


def test_running_wdd_needs_months_on_both_sides() -> None:
    """A response with no month after it can't have an effect yet."""
    with pytest.raises(ValueError, match="leave at least one after"):
        running_wdd([MonthCounts("Jan", 1, 1)], 1)


@pytest.mark.parametrize(
    ("treated", "buffer", "control", "expected"),
    [
        ((100, 50), (100, 150), (100, 100), (-1, 50, 0.5, -0.5, 0.5, 0)),
        ((207, 110), (178, 157), (308, 318), (0.258186, 97, 0.326166, -0.326166, -0.084211, 130.5)),
        ((100, 60), (100, 110), (200, 200), (-0.25, 40, 0.2, -0.2, 0.05, 30)),
        ((100, 60), (100, 80), (200, 200), (0.5, 40, 0.2, -0.2, -0.1, 60)),
    ],
)
def test_wdq_of_published_examples(
    treated: tuple[float, float],
    buffer: tuple[float, float],
    control: tuple[float, float],
    expected: tuple[float, ...],
) -> None:
    """Bowers and Johnson's measures, by the POP Center's guide."""
    found = wdq(treated, buffer, control)
    values = (found.wdq, found.ge, found.ne, found.sm, found.bdm, found.tne)
    assert values == pytest.approx(expected, abs=0.05 if expected[5] == 130.5 else 1e-6)


def test_wdq_refuses_where_crime_did_not_fall() -> None:
    """A quotient of 0.6 would read as diffusion of a benefit there was none of."""
    found = wdq((100, 150), (100, 130), (100, 100))
    assert (found.wdq, found.interpretable, found.ge, found.tne) == (None, False, -50, -80)
    assert found.sentence.startswith("Not interpretable")


@given(*(st.tuples(st.integers(0, 9), st.integers(0, 9)) for _ in range(3)))
def test_wdq_never_crashes_on_zeros(
    treated: tuple[int, int], buffer: tuple[int, int], control: tuple[int, int]
) -> None:
    """Whatever is zero, there is an answer, and a quotient only where crime fell."""
    found = wdq(treated, buffer, control)
    assert (found.wdq is not None) == found.interpretable
    assert found.sentence


def test_irr_of_published_examples() -> None:
    """50 to 30 against 60 to 55: IRR 0.6545, RES 1.528; the paper's areas: RES 1.943."""
    found = irr((50, 30), (60, 55))
    assert (found.irr, found.res) == pytest.approx((0.6545455, 1.527778), abs=1e-6)
    assert (found.ci_low, found.ci_high) == pytest.approx((0.365740, 1.171407), abs=1e-6)
    paper = irr((207, 110), (308, 318))
    assert (paper.res, 1 / paper.ci_high, 1 / paper.ci_low) == pytest.approx(  # type: ignore[operator]
        (1.942916, 1.469390, 2.569042), abs=1e-6
    )
    doubled = irr((50, 30), (60, 55), overdispersion=2)
    assert (1 / doubled.ci_high, 1 / doubled.ci_low) == pytest.approx((0.671, 3.480), abs=0.001)  # type: ignore[operator]


def test_irr_of_a_zero_is_none_and_says_so() -> None:
    """Nothing is added to a zero without being asked."""
    found = irr((5, 0), (10, 10))
    assert found.irr is None
    assert "one of the counts is 0" in found.sentence


def test_pooling_by_hand() -> None:
    """Two studies of equal error: the mean; Q = d²/2v; tau² of both kinds = d²/2 - v."""
    low, high, se = log(0.5), log(1.0), 0.2
    found = pool([Study(low, se), Study(high, se)])
    apart = (high - low) ** 2
    assert found.fixed.irr == pytest.approx(exp((low + high) / 2))
    assert found.q == pytest.approx(apart / (2 * se**2))
    assert found.dl.tau2 == pytest.approx(apart / 2 - se**2)
    assert found.reml.tau2 == pytest.approx(apart / 2 - se**2)
    width = 1.959964 * sqrt(se**2 / 2)
    assert found.fixed.ci_low == pytest.approx(exp((low + high) / 2 - width), rel=1e-6)
    spread = 1.959964 * sqrt(found.tau2 + (found.tau2 + se**2) / 2)
    assert found.prediction_high == pytest.approx(exp((low + high) / 2 + spread), rel=1e-6)


def test_reml_maximises_the_restricted_likelihood() -> None:
    """No tau² nearby is likelier than the one found."""
    studies = [Study(y, s) for y, s in ((-0.9, 0.3), (-0.1, 0.2), (0.2, 0.25), (-0.6, 0.15))]

    def likelihood(tau2: float) -> float:
        weights = [1 / (s.se**2 + tau2) for s in studies]
        mean = sum(w * s.log_irr for w, s in zip(weights, studies, strict=True)) / sum(weights)
        fit = sum(w * (s.log_irr - mean) ** 2 for w, s in zip(weights, studies, strict=True))
        return (sum(log(w) for w in weights) - log(sum(weights)) - fit) / 2

    tau2 = pool(studies).tau2
    assert tau2 > 0
    assert all(likelihood(tau2) >= likelihood(tau2 + step) for step in (-0.01, -1e-4, 1e-4, 0.01))


@pytest.mark.parametrize("studies", [[], [Study(0.1, 0.2)], [Study(0, 0.1), Study(0, 0)]])
def test_what_cannot_be_pooled_is_refused(studies: list[Study]) -> None:
    """Too few, or one without an error."""
    with pytest.raises(ValueError, match=r"two studies|above 0"):
        pool(studies)


@pytest.mark.parametrize(("means", "phi"), [((30.0, 60.0), 1.0), ((150.0, 300.0), 2.0)])
def test_the_interval_of_wdd_holds_the_truth_about_95_times_in_100(
    means: tuple[float, float], phi: float
) -> None:
    """Of 4,000 towns drawn where the response took a fifth of the treated area's incidents."""
    draw = np.random.default_rng(11)
    treated, control = means
    expected = np.array([treated, 0.8 * treated, control, control])
    if phi == 1:
        towns = draw.poisson(expected, (4000, 4))
    else:  # a negative binomial of variance phi times its mean
        towns = draw.negative_binomial(expected / (phi - 1), 1 / phi, (4000, 4))
    held = 0
    for before, after, control_before, control_after in towns.tolist():
        found = wdd(AreaCounts((before, after), (control_before, control_after)), phi=phi)
        held += found.ci_low <= -0.2 * treated <= found.ci_high
    assert 0.935 <= held / len(towns) <= 0.965
