"""Gi* on a grid: esda's numbers, and no hot cells where points are put down at random."""

import esda
import libpysal
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from geo.detect.gi_star import box_sums, discovery_rates, gi_star_grid, hot_cells


def _esda(values: np.ndarray) -> np.ndarray:
    weights = libpysal.weights.lat2W(*values.shape, rook=False)
    found = esda.G_Local(values.ravel(), weights, transform="B", star=True, permutations=0)
    return np.asarray(found.Zs).reshape(values.shape)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    up=st.integers(4, 9),
    across=st.integers(4, 9),
    rate=st.floats(0.2, 9),
)
def test_is_what_esda_gives(seed: int, up: int, across: int, rate: float) -> None:
    """Is what esda gives."""
    values = np.random.default_rng(seed).poisson(rate, (up, across)).astype(float)
    values[0, 0] += 3  # never all alike
    assert gi_star_grid(values) == pytest.approx(_esda(values), abs=1e-9)


def test_is_what_the_formula_gives_by_hand() -> None:
    """Is what the formula gives by hand."""
    # ten ones around the corner of 25 cells: n = 25, mean 0.16, S = sqrt(0.16 - 0.0256)
    values = np.zeros((5, 5))
    values[:2, :2] = 1
    # the corner has 4 neighbours with itself: (4 - 0.16*4) / (S * sqrt((25*4 - 16)/24))
    assert gi_star_grid(values)[0, 0] == pytest.approx(3.36 / (0.1344**0.5 * 3.5**0.5))


def test_cells_outside_the_mask_are_not_part_of_the_world() -> None:
    """Cells outside the mask are not part of the world."""
    values = np.arange(25.0).reshape(5, 5)
    mask = np.ones((5, 5), bool)
    mask[:, 4] = False
    z = gi_star_grid(values, mask)
    assert np.isnan(z[:, 4]).all()
    assert z[:, :4] == pytest.approx(gi_star_grid(values[:, :4]))


@pytest.mark.parametrize("values", [np.zeros((4, 4)), np.full((4, 4), 7.0), np.ones((1, 1))])
def test_values_all_alike_have_no_z_and_no_hot_cell(values: np.ndarray) -> None:
    """Values all alike have no z and no hot cell."""
    assert np.isnan(gi_star_grid(values)).all()
    assert not hot_cells(values, None, np.ones(values.shape, bool), level=0.05).hot.any()


@pytest.mark.parametrize("points", [60, 600, 6_000])
def test_points_at_random_make_hot_cells_no_more_often_than_the_level_says(points: int) -> None:
    """Points at random make hot cells no more often than the level says."""
    rng, tries, everywhere = np.random.default_rng(points), 200, np.ones((30, 30), bool)
    alarms = sum(
        hot_cells(
            rng.multinomial(points, np.full(900, 1 / 900)).reshape(30, 30).astype(float),
            None,
            everywhere,
            level=0.05,
        ).hot.any()
        for _ in range(tries)
    )
    # 10 of 200 are meant; more than 20 would come 1 time in 700
    assert alarms <= 20


def test_a_planted_heap_is_found_and_nothing_far_from_it() -> None:
    """A planted heap is found and nothing far from it."""
    counts = np.random.default_rng(4).poisson(2, (30, 30)).astype(float)
    counts[10:12, 20:22] += 25
    hot = hot_cells(counts, None, np.ones((30, 30), bool), level=0.05).hot
    assert hot[10:12, 20:22].all()
    rows, columns = np.nonzero(hot)
    assert rows.min() >= 8
    assert rows.max() <= 13
    assert columns.min() >= 18
    assert columns.max() <= 23


def test_without_fdr_one_cell_in_twenty_of_random_ones_is_called_hot_at_most() -> None:
    """Without fdr one cell in twenty of random ones is called hot at most."""
    counts = np.random.default_rng(9).poisson(6, (60, 60)).astype(float)
    everywhere = np.ones((60, 60), bool)
    alone = hot_cells(counts, None, everywhere, level=0.05, fdr=False).hot.mean()
    assert 0.005 < alone < 0.05


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**31))
def test_box_sums_are_sums_over_what_lies_around(up: int, across: int, seed: int) -> None:
    """Box sums are sums over what lies around."""
    values = np.random.default_rng(seed).integers(0, 9, (up, across)).astype(float)
    padded = np.pad(values, 1)
    slow = [[padded[r : r + 3, c : c + 3].sum() for c in range(across)] for r in range(up)]
    assert box_sums(values).tolist() == slow


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_discovery_rates_are_scipys(p: list[float]) -> None:
    """With ties and zeros among them."""
    theirs = stats.false_discovery_control(np.array(p))
    assert discovery_rates(np.array(p)) == pytest.approx(theirs)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 400))
def test_the_chance_of_so_many_is_binomial(seed: int, points: int) -> None:
    """As scipy's law has it, for cells in the middle and at the edge."""
    counts = np.random.default_rng(seed).multinomial(points, np.full(36, 1 / 36)).reshape(6, 6)
    cells = hot_cells(counts.astype(float), None, np.ones((6, 6), bool), level=0.05)
    near = box_sums(counts.astype(float))
    shares = box_sums(np.ones((6, 6))) / 36
    known = ~np.isnan(cells.z)
    theirs = stats.binom.sf(near - 1, points, shares)
    assert cells.p_chance[known] == pytest.approx(theirs[known], rel=1e-9, abs=1e-15)
