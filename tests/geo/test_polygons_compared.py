"""Outlines are compared as drawn places: the same, overlapping, or one in another."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.compare import overlaps, same_shape, shares

SQUARE = shapely.box(0, 0, 100, 100)


def test_where_a_ring_starts_and_which_way_it_runs_doesnt_matter() -> None:
    """Formats turn rings round; the place is the same."""
    turned = shapely.Polygon([(100, 100), (100, 0), (0, 0), (0, 100)])
    assert same_shape(SQUARE, turned)


@given(st.lists(st.floats(-0.004, 0.004), min_size=8, max_size=8))
def test_rounding_is_no_redraw(shifts: list[float]) -> None:
    """Corners that move by millimetres, as through degrees and back, leave the place the same."""
    corners = [(0, 0), (100, 0), (100, 100), (0, 100)]
    moved = [(x + shifts[2 * n], y + shifts[2 * n + 1]) for n, (x, y) in enumerate(corners)]
    assert same_shape(SQUARE, shapely.Polygon(moved))


@pytest.mark.parametrize(
    "other",
    [
        shapely.box(0, 0, 100, 100.02),
        SQUARE.difference(shapely.box(40, 40, 41, 41)),
        shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 201, 1)]),
    ],
)
def test_two_centimetres_a_hole_or_a_second_part_are_a_redraw(other: shapely.Polygon) -> None:
    """What changes the outline anywhere is another boundary."""
    assert not same_shape(SQUARE, other)


def test_overlaps_are_pairs_widest_first_and_slivers_are_none() -> None:
    """Half a square and a tenth overlap; an edge and a hand's breadth don't count."""
    shapes = {
        "A": SQUARE,
        "B": shapely.box(50, 0, 150, 100),
        "C": shapely.box(0, 90, 100, 190),
        "D": shapely.box(-100, 0, 0, 100),
        "E": shapely.box(0, -99.995, 100, 0.005),
    }
    assert overlaps(shapes, ["A"]) == [("A", "B", 5000.0), ("A", "C", 1000.0)]
    assert overlaps(shapes, ["C"]) == [("A", "C", 1000.0), ("B", "C", 500.0)]
    assert overlaps(shapes, []) == []


def test_shares_say_how_much_lies_where() -> None:
    """A quarter in one ward, three quarters in the next, none in one it only touches."""
    wards = {
        "W1": shapely.box(-1000, 0, 25, 100),
        "W2": shapely.box(25, 0, 1000, 100),
        "W3": shapely.box(0, 100, 100, 200),
    }
    assert shares(SQUARE, wards) == pytest.approx({"W1": 0.25, "W2": 0.75})
    assert shares(SQUARE, {}) == {}
