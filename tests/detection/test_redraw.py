"""A choice of places held against the year after, worked out by hand."""

from __future__ import annotations

import pytest
import shapely

from casebook.core.errors import BadValue
from casebook.detection.redraw import compare
from tests.detection.made_points import EAST, NORTH, points

GROUND = shapely.box(EAST, NORTH, EAST + 1_000, NORTH + 1_000)


def _square(x: float, y: float, side: float = 100.0) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side)


def _years(*places: tuple[float, float, int, int]) -> object:
    """Points at (x, y): so many in the year to November 2023, so many in the year after."""
    x, y, month = [], [], []
    for east, north, before, after in places:
        x += [east] * (before + after)
        y += [north] * (before + after)
        month += [202301] * before + [202411] * after
    # the first and last month of the two years have a point each, off every place
    return points([*x, 999.0, 999.0], [*y, 999.0, 999.0], month=[*month, 202212, 202411])


def test_pai_penalised_pai_and_recapture_by_hand() -> None:
    """A place of 1 % of the ground holds 40 of 100 incidents, then 30 of 120."""
    where = _years((50, 50, 40, 30), (500, 500, 59, 89))
    found = compare({"A": _square(0, 0)}, {"B": _square(450, 450)}, where, ground=GROUND)
    assert (found.old.before, found.old.after) == (40, 30)
    assert found.old.pai_before == pytest.approx(0.4 / 0.01)
    assert found.old.pai == pytest.approx(0.25 / 0.01)
    assert found.old.ppai == pytest.approx(0.25 / 0.01**0.5)
    assert found.old.recapture == pytest.approx(0.25 / 0.4)
    assert found.new.after == 89


def test_what_remained_left_and_entered_with_each_ones_trend() -> None:
    """A remained as X, B left and faded, Y entered and emerges."""
    where = _years((50, 50, 20, 22), (250, 50, 20, 5), (650, 650, 3, 12))
    old = {"A": _square(0, 0), "B": _square(200, 0)}
    new = {"X": _square(10, 0), "Y": _square(600, 600)}
    found = compare(old, new, where, ground=GROUND)
    assert [(each.place, each.fate, each.other, each.trend) for each in found.fates] == [
        ("A", "remained", "X", "persistent"),
        ("B", "left", "", "former"),
        ("Y", "entered", "", "emerging"),
    ]
    assert found.says[0] == "1 place remained, 1 left, 1 entered."
    # of A, B and Y the two densest the year after are A and Y: half of the old ones
    assert found.stability == 0.5


def test_overlapping_places_hold_an_incident_once() -> None:
    """Two places on one spot are as good as one."""
    where = _years((50, 50, 10, 10), (500, 500, 89, 89))
    once = compare({"A": _square(0, 0)}, {"B": _square(0, 0)}, where, ground=GROUND)
    twice = compare(
        {"A": _square(0, 0), "A2": _square(0, 0)}, {"B": _square(0, 0)}, where, ground=GROUND
    )
    assert twice.old.pai == once.old.pai
    assert twice.old.after == 10


def test_a_place_without_incidents_before_has_no_recapture() -> None:
    """Nothing over nothing isn't a number."""
    where = _years((500, 500, 50, 50))
    found = compare({"A": _square(0, 0)}, {"B": _square(450, 450)}, where, ground=GROUND)
    assert found.old.pai == 0.0
    assert found.old.recapture is None
    assert "recapture" not in found.says[1]


def test_under_two_years_and_no_places_are_refused() -> None:
    """One sentence each, with what to give."""
    one = {"A": _square(0, 0)}
    with pytest.raises(BadValue, match="give at least 24 months"):
        compare(one, one, points([1.0, 2.0], [1.0, 2.0], month=[202401, 202411]))
    with pytest.raises(BadValue, match="a file of places has none"):
        compare({}, one, points([1.0], [1.0]))
