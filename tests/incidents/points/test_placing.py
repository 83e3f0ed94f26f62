"""What is said of points in no polygon, in several, and of files that lie beside each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from casebook.incidents.points.placing import PointSample, placing_notes
from geo.crs import BNG, Floats
from geo.inside import PointTally, PolygonIndex

SQUARES = (shapely.box(530000, 180000, 530100, 180100), shapely.box(530100, 180000, 530200, 180100))
INSIDE = np.array([[530050.0, 180050.0], [530150.0, 180020.0], [530170.0, 180090.0]])


def notes(points: Floats, shapes: tuple[shapely.Polygon, ...] = SQUARES) -> tuple[str, ...]:
    """What is said of points, each a row of x and y."""
    x, y = points[:, 0], points[:, 1]
    tally, sample = PointTally(len(shapes)), PointSample()
    tally.add(PolygonIndex(shapes), x, y, np.zeros(len(x), np.int64))
    placed = np.flatnonzero(~np.isnan(x))
    sample.add(x[placed], y[placed], placed)
    return placing_notes(lambda: shapes, BNG, tally, sample)


def test_points_all_in_one_polygon_each_need_no_word() -> None:
    """Nor does a file without coordinates, of which the reader speaks."""
    assert notes(INSIDE) == ()
    assert notes(np.full((3, 2), np.nan)) == ()


def test_a_point_on_a_shared_edge_counts_in_both_and_is_said() -> None:
    """Polygons are closed."""
    edge = np.array([[530100.0, 180050.0]])
    assert notes(edge) == ("1 row lies in two polygons and counts in each.",)


def test_how_many_polygons_the_point_in_most_lies_in_is_said() -> None:
    """Three that overlap, and two points in two or more of them."""
    shapes = (*SQUARES, shapely.box(530050, 180000, 530150, 180100))
    points = np.array([[530100.0, 180050.0], [530120.0, 180050.0], [530010.0, 180050.0]])
    assert notes(points, shapes) == ("2 rows lie in 2 to 3 polygons and count in each.",)


def test_points_in_none_are_counted() -> None:
    """Those without coordinates aren't among them."""
    points = np.vstack([INSIDE, [[530500.0, 180050.0], [np.nan, np.nan]]])
    assert notes(points) == ("1 row with coordinates lies in no polygon.",)
    assert notes(np.vstack([points, [[1.0, 1.0]]]))[0] == (
        "2 rows with coordinates lie in no polygon."
    )


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (INSIDE[:, ::-1], "With easting and northing swapped all would."),
        (INSIDE / 1000, "Times 1,000 all would."),
        (INSIDE * 10, "Divided by 10 all would."),
        (INSIDE - np.array([500000, 100000]), "Moved by 500,000 m east and 100,000 m north"),
        (INSIDE + np.array([0, 5000]), "Look whether both files are of one place"),
    ],
)
def test_where_none_lies_inside_what_would_fit_is_said(points: Floats, says: str) -> None:
    """Swapped, in kilometres or decimetres, without the grid's letters; or nothing fits."""
    (said,) = notes(points)
    assert said.startswith("No row with coordinates (3 of them) lies in a polygon: the nearest is ")
    assert says in said


def test_how_far_off_the_nearest_is() -> None:
    """From the polygon's edge."""
    assert "the nearest is 340 m off" in notes(np.array([[530540.0, 180050.0]]))[0]
    assert "the nearest is 4.9 km off" in notes(np.array([[530050.0, 185000.0]]))[0]


def test_a_sample_is_the_same_however_the_points_come() -> None:
    """Ten thousand points whole, in uneven parts, and in two samples made one."""
    number = np.arange(10_000)
    whole, parts, early, late = (PointSample() for _ in range(4))
    whole.add(number * 1.0, -number * 1.0, number)
    for part in np.split(number, [1, 5, 3000, 3001, 9990]):
        parts.add(part * 1.0, -part * 1.0, part)
    early.add(number[:4321] * 1.0, -number[:4321] * 1.0, number[:4321])
    late.add(number[4321:] * 1.0, -number[4321:] * 1.0, number[4321:])
    late.join(early)
    for sample in (parts, late):
        assert sample.x.tolist() == whole.x.tolist()
        assert sample.y.tolist() == whole.y.tolist()


def test_a_sample_is_spread_over_all_that_comes() -> None:
    """Two thousand of ten thousand points, about as many of each tenth; all where they are few."""
    sample, number = PointSample(), np.arange(10_000)
    sample.add(number * 1.0, -number * 1.0, number)
    assert len(sample.x) == 2_000
    assert np.bincount(sample.x.astype(int) // 1000, minlength=10).min() > 150
    few = PointSample()
    few.add(number[:1_500] * 1.0, -number[:1_500] * 1.0, number[:1_500])
    assert sorted(few.x.tolist()) == number[:1_500].tolist()
