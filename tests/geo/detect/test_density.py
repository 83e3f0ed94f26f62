"""The quartic density: worked kernels, what it adds up to, and the sum it stands for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.detect.density import bandwidth_along, bandwidth_of, density
from geo.detect.grid import SquareGrid, TooManyCells


def _exact(grid: SquareGrid, x: np.ndarray, y: np.ndarray, h: float) -> np.ndarray:
    east = grid.x + (np.arange(grid.across) + 0.5) * grid.size
    north = grid.y + (np.arange(grid.up) + 0.5) * grid.size
    squared = (east[None, :, None] - x) ** 2 + (north[:, None, None] - y) ** 2
    return (np.maximum(1 - squared / h**2, 0) ** 2).sum(2) * 3 / (np.pi * h**2) * 1e6


def test_one_point_in_the_middle_of_a_cell_gives_the_kernel() -> None:
    """One point in the middle of a cell gives the kernel."""
    # d = 0, 50, (100, 100), 200 of h = 200: 1, 0.87890625, 0.25, 0 (the published worked values)
    grid = SquareGrid(0.0, 0.0, 50.0, 11, 11)
    found = density(grid, np.array([275.0]), np.array([275.0]), 200.0)
    scale = 3 / (np.pi * 200**2) * 1e6
    assert found[5, 5] == pytest.approx(scale, rel=0.01)
    assert found[5, 6] == pytest.approx(0.87890625 * scale, rel=0.01)
    assert found[7, 7] == pytest.approx(0.25 * scale, abs=scale * 0.02)
    assert found[5, 9] == pytest.approx(0.0, abs=scale * 0.001)
    assert found[0, 0] == pytest.approx(0.0, abs=scale * 0.001)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 400), st.floats(90, 400))
def test_is_the_sum_over_points_to_two_per_cent_of_the_peak(
    seed: int, number: int, bandwidth: float
) -> None:
    """Is the sum over points to two per cent of the peak."""
    rng = np.random.default_rng(seed)
    grid = SquareGrid(0.0, 0.0, 30.0, 40, 30)
    x, y = rng.uniform(-200, 1_400, number), rng.uniform(-200, 1_100, number)
    exact = _exact(grid, x, y, bandwidth)
    peak = max(exact.max(), 3 / (np.pi * bandwidth**2) * 1e6)
    assert np.abs(density(grid, x, y, bandwidth) - exact).max() <= 0.02 * peak


def test_many_cells_still_keep_to_two_per_cent_where_points_spread() -> None:
    """Many cells still keep to two per cent where points spread."""
    rng = np.random.default_rng(3)
    x, y = rng.normal(40_000, 6_000, 200_000), rng.normal(35_000, 6_000, 200_000)
    whole = density(SquareGrid(0.0, 0.0, 100.0, 800, 700), x, y, 300.0)
    part = SquareGrid(39_000.0, 34_000.0, 100.0, 20, 20)
    near = (np.abs(x - 40_000) < 2_000) & (np.abs(y - 35_000) < 2_000)
    exact = _exact(part, x[near], y[near], 300.0)
    assert np.abs(whole[340:360, 390:410] - exact).max() <= 0.02 * exact.max()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 300))
def test_adds_up_to_the_points(seed: int, number: int) -> None:
    """Adds up to the points."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(500, 1_500, number), rng.uniform(500, 1_500, number)
    weight = rng.uniform(0, 5, number)
    grid = SquareGrid(0.0, 0.0, 20.0, 100, 100)
    total = density(grid, x, y, 300.0, weight).sum() * 20 * 20 / 1e6
    assert total == pytest.approx(weight.sum(), rel=0.01)


def test_of_no_points_is_nothing_and_of_points_far_off_too() -> None:
    """Of no points is nothing and of points far off too."""
    grid = SquareGrid(0.0, 0.0, 100.0, 5, 4)
    none = np.zeros(0)
    assert density(grid, none, none, 300.0).tolist() == np.zeros((4, 5)).tolist()
    far = np.array([1e7, np.nan])
    assert density(grid, far, far, 300.0).max() == pytest.approx(0.0)


def test_a_bandwidth_over_too_many_cells_is_refused_before_they_are_made() -> None:
    """100 km around cells of 10 m are 400 million of them."""
    grid = SquareGrid(0, 0, 10, 500, 500)
    with pytest.raises(TooManyCells, match="A bandwidth of 100,000 m reaches over too many cells"):
        density(grid, np.zeros(1), np.zeros(1), 100_000)


def test_a_bandwidth_of_nothing_is_refused() -> None:
    """A bandwidth of nothing is refused."""
    with pytest.raises(ValueError, match="above 0"):
        density(SquareGrid(0.0, 0.0, 1.0, 2, 2), np.zeros(1), np.zeros(1), 0.0)


def test_bandwidth_is_the_published_rule_and_takes_both_axes_alike() -> None:
    """Bandwidth is the published rule and takes both axes alike."""
    x = np.arange(1.0, 11.0)
    assert bandwidth_along(x) == pytest.approx(8.09975, abs=5e-6)
    y = x * 3
    assert bandwidth_of(x, y) == pytest.approx(bandwidth_of(y, x))
    assert bandwidth_of(x, y) == pytest.approx(2 * 8.09975, abs=1e-4)
    assert bandwidth_along(np.array([5.0])) == 0.0
    assert bandwidth_along(np.full(9, 5.0)) == 0.0
