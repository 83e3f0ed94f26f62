"""False alarms of the verdict at steady places, simulated with season, trend and wild counts.

``test_verdict.py`` enumerates them at small means; here the rest of the force has its own noise and
season moves everybody alike.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from casebook.measures.verdict import LOOK, OUTSIDE, Setting, probability

RUNS = 12_000
SEASON = np.array([0.8, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.3, 1.1, 1.0, 0.9, 0.6])
"""A window in the last month, after a year that holds every season but ends lower."""
TREND = np.linspace(1.1, 0.9, 13)


def _counts(dice: np.random.Generator, means: np.ndarray, phi: float) -> np.ndarray:
    """Poisson counts, or negative binomial ones whose variance is ``phi`` times their mean."""
    if phi == 1:
        return dice.poisson(means)
    return dice.negative_binomial(means / (phi - 1), 1 / phi)


@cache
def _flagged(mean: float, phi: float, *, with_rest: bool = True) -> dict[tuple[float, str], float]:
    """How often a steady place is flagged, by limit and side."""
    dice = np.random.default_rng(int(mean * 100 + phi * 10))
    shape = TREND * np.append(SEASON, SEASON[-1])
    own = _counts(dice, np.tile(mean * shape, (RUNS, 1)), phi)
    rest = _counts(dice, np.tile(900 * shape, (RUNS, 1)), phi)
    found = dict.fromkeys([(limit, side) for limit in (LOOK, OUTSIDE) for side in "+-"], 0.0)
    for k, before, now, then in zip(
        own[:, 12].tolist(), own[:, :12].sum(1).tolist(), rest[:, 12].tolist(),
        rest[:, :12].sum(1).tolist(), strict=True,
    ):  # fmt: skip
        against = Setting(before, 1, 12, (now, then) if with_rest else None, phi)
        p = probability(k, against)
        for limit in (LOOK, OUTSIDE):
            if p < limit:
                found[limit, "+" if k > against.expected else "-"] += 1 / RUNS
    return found


def _noise(rate: float) -> float:
    """Three standard errors of a rate in so many runs."""
    return 3 * (rate * (1 - rate) / RUNS) ** 0.5


@pytest.mark.parametrize("phi", [1.0, 2.0])
@pytest.mark.parametrize("mean", [4.0, 20.0])
def test_false_alarms_are_never_above_what_is_promised(mean: float, phi: float) -> None:
    """By more than a tenth and the simulation's own error; a third where counts vary wildly."""
    found = _flagged(mean, phi)
    for limit, more in ((LOOK, 1.1), (OUTSIDE, 1.35 if phi > 1 else 1.1)):
        assert found[limit, "+"] + found[limit, "-"] <= limit * more + _noise(limit)


@pytest.mark.parametrize("phi", [1.0, 2.0])
def test_both_sides_are_alike_from_ten_a_month(phi: float) -> None:
    """Within a fifth of 1 in 40 on either side."""
    found = _flagged(20.0, phi)
    for side in "+-":
        assert found[LOOK, side] == pytest.approx(LOOK / 2, abs=LOOK / 2 * 0.2 + _noise(LOOK / 2))


def test_without_the_rest_a_december_looks_like_a_fall() -> None:
    """Which is why the sentence says that season and trend are in it."""
    assert _flagged(20.0, 1.0, with_rest=False)[LOOK, "-"] > 5 * LOOK
    assert _flagged(20.0, 1.0)[LOOK, "-"] < LOOK
