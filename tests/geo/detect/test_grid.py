"""Cells: every point in one, none lost, sizes by the rule, too many refused."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.detect.grid import SquareGrid, TooManyCells, cell_size
from geo.detect.outlines import outline_of_cells, outline_of_points, patches


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    size=st.floats(0.7, 90),
    number=st.integers(1, 200),
    outside=st.integers(0, 20),
)
def test_points_over_the_bounds_lie_in_the_square_of_their_cell_and_add_up(
    seed: int, size: float, number: int, outside: int
) -> None:
    """Points over the bounds lie in the square of their cell and add up."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-500, 500, number), rng.uniform(0, 300, number)
    grid = SquareGrid.over((x.min(), y.min(), x.max(), y.max()), size)
    cells = grid.cells(x, y)
    near = shapely.distance(grid.boxes(cells), shapely.points(x, y))
    assert near.max() < 1e-6
    x = np.r_[x, np.full(outside, 1e6), np.nan]
    y = np.r_[y, np.full(outside, 5.0), np.nan]
    assert grid.sums(x, y).sum() == number
    assert grid.sums(x, y, np.full(len(x), 2.5)).sum() == pytest.approx(2.5 * number)
    assert (grid.cells(x, y)[number:] == -1).all()


def test_the_last_edge_lies_in_a_cell() -> None:
    """The last edge lies in a cell."""
    grid = SquareGrid.over((0.0, 0.0, 200.0, 100.0), 100.0)
    assert grid.shape == (2, 3)
    assert grid.cells(np.array([200.0]), np.array([100.0])).tolist() == [5]


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(4_000, 9_000, 80), (5_000, 5_000, 100), (12_400, 30_000, 200), (0, 5_000, 100), (0, 0, 1)],
)
def test_sizes_are_a_fiftieth_of_the_shorter_side(width: float, height: float, size: float) -> None:
    """Sizes are a fiftieth of the shorter side."""
    assert cell_size(width, height) == size


@pytest.mark.parametrize(("width", "height"), [(31_700, 28_500), (31_900, 28_700)])
def test_sfhotspots_documented_cells_have_our_size(width: float, height: float) -> None:
    """Its manual's robberies of Memphis in January 2019 get cells of 500 m.

    The manual prints the edges of the cells of 500 and of 200 m, each beginning half a cell before
    the points: so they begin at 762,236.2 and 3,876,686, and are as wide and high as this at least
    and at most. Ours begin at whole multiples: 64 or 65 columns for its 65, and 58 rows for its 59.
    """
    assert cell_size(width, height) == 500.0
    west, south = 762_236.2, 3_876_686.0
    grid = SquareGrid.over((west, south, west + width, south + height), 500.0)
    assert grid.across in (64, 65)
    assert grid.up == 58


def test_too_many_cells_are_refused_before_they_are_made() -> None:
    """Too many cells are refused before they are made."""
    with pytest.raises(TooManyCells):
        SquareGrid.over((0.0, 0.0, 1e6, 1e6), 1.0)
    with pytest.raises(ValueError, match="above 0"):
        SquareGrid.over((0.0, 0.0, 10.0, 10.0), 0.0)


def test_touching_cells_have_some_of_the_area_inside() -> None:
    """Touching cells have some of the area inside."""
    grid = SquareGrid(0.0, 0.0, 10.0, 3, 2)
    touch = grid.touching(shapely.box(0, 0, 10, 15))
    assert touch.tolist() == [[True, False, False], [True, False, False]]


def test_cells_that_meet_in_a_corner_are_one_patch_and_one_outline() -> None:
    """Cells that meet in a corner are one patch and one outline."""
    hot = np.array([[True, False, False, False], [False, True, False, True]])
    label = patches(hot)
    assert label[0, 0] == label[1, 1] != label[1, 3]
    grid = SquareGrid(0.0, 0.0, 10.0, 4, 2)
    shape = outline_of_cells(grid, np.flatnonzero(label == label[0, 0]))
    assert shape.is_valid
    assert shape.area == pytest.approx(200)


@pytest.mark.parametrize("x", [[5.0], [5.0, 5.0, 5.0], [0.0, 50.0], [0.0, 50.0, 100.0, 40.0]])
def test_an_outline_of_points_holds_them_with_its_margin(x: list[float]) -> None:
    """An outline of points holds them with its margin."""
    points = np.array(x)
    shape = outline_of_points(points, np.zeros(len(x)), 20.0)
    assert shape.is_valid
    assert shapely.contains_xy(shape, points, np.zeros(len(x))).all()
    assert shape.boundary.distance(shapely.points(points[0], 0)) > 15
