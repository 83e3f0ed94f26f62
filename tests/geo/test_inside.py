"""The fast count is shapely's ``covers`` to the point, wherever the points and edges lie."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG, WGS84, Floats, transform
from geo.edges import edges_in_degrees
from geo.inside import PointTally, PolygonIndex
from geo.mend import polygons_in

EAST, NORTH = 530_000.0, 180_000.0
CORNER = np.array([EAST, NORTH])
"""A corner in London; the polygons lie within a few kilometres of it."""


def square(east: float, north: float, size: float = 100) -> BaseGeometry:
    """A square so many metres from the corner."""
    return shapely.box(EAST + east, NORTH + north, EAST + east + size, NORTH + north + size)


def at(*points: tuple[float, float]) -> tuple[Floats, Floats]:
    """Points so many metres from the corner."""
    x, y = np.array(points, float).T
    return x + EAST, y + NORTH


def listed(pairs: tuple[Any, Any]) -> list[tuple[int, int]]:
    """Pairs of polygon and point."""
    return list(zip(*(part.tolist() for part in pairs), strict=True))


def counted(index: PolygonIndex, x: Floats, y: Floats) -> PointTally:
    """The points counted, all of one group."""
    tally = PointTally(len(index))
    tally.add(index, x, y, np.zeros(len(x), np.int64))
    return tally


def covered(polygons: list[BaseGeometry], x: Floats, y: Floats) -> list[tuple[int, int]]:
    """The pairs that shapely finds, point by point."""
    points = shapely.points(x, y)
    found = np.array([shapely.covers(polygon, points) for polygon in polygons]).T
    return [(polygon, point) for point, polygon in np.argwhere(found).tolist()]


def test_edges_and_corners_are_inside() -> None:
    """The field's closed rule: on the line counts."""
    index = PolygonIndex([square(0, 0)])
    points = at((50, 50), (100, 50), (100, 100), (0, 0), (100.001, 50), (-1, 50))
    assert listed(index.pairs(*points)) == [(0, 0), (0, 1), (0, 2), (0, 3)]


def test_a_point_on_an_edge_that_two_share_lies_in_both() -> None:
    """As does one where two overlap, and each is told."""
    index = PolygonIndex([square(0, 0), square(100, 0), square(60, 0, 30)])
    points = at((100, 50), (75, 15), (500, 500))
    assert listed(index.pairs(*points)) == [(0, 0), (1, 0), (0, 1), (2, 1)]
    tally = counted(index, *points)
    assert (tally.placed, tally.in_none, tally.in_several, tally.most) == (3, 1, 2, 2)


def test_holes_and_parts() -> None:
    """A hole is outside but for its edge; a part far away is inside."""
    holed = square(0, 0, 300).difference(square(100, 100))
    index = PolygonIndex([shapely.union(holed, square(5000, 0))])
    points = at((50, 50), (150, 150), (100, 150), (5050, 50), (2500, 50))
    assert listed(index.pairs(*points)) == [(0, 0), (0, 2), (0, 3)]


def test_points_that_are_nowhere() -> None:
    """Not a number, infinite, or a world away: in nothing, without a warning."""
    x = np.array([np.nan, EAST + 50, np.inf, -np.inf, 1e300, EAST + 50])
    y = np.array([NORTH + 50, np.nan, NORTH + 50, np.inf, -1e300, NORTH + 50])
    index = PolygonIndex([square(0, 0)])
    assert listed(index.pairs(x, y)) == [(0, 5)]
    tally = counted(index, x, y)
    assert (tally.placed, tally.in_none) == (4, 3)


def test_nothing_in_nothing() -> None:
    """No points, no polygons, polygons without an inside."""
    none = np.zeros(0)
    assert listed(PolygonIndex([square(0, 0)]).pairs(none, none)) == []
    assert listed(PolygonIndex([]).pairs(*at((0, 0)))) == []
    assert listed(PolygonIndex([shapely.Polygon()]).pairs(*at((0, 0)))) == []
    tally = counted(PolygonIndex([]), *at((0, 0)))
    assert (tally.cube.shape, tally.in_none) == ((0, 1), 1)


@pytest.mark.parametrize("shape", [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])])
def test_what_is_no_polygon_is_refused(shape: BaseGeometry) -> None:
    """Else its count would be 0 without a word."""
    with pytest.raises(ValueError, match="Only polygons"):
        PolygonIndex([shape])


def test_counts_by_group_add_up_over_files() -> None:
    """Two files of points, three months, the third met late: each polygon's months are held."""
    index, tally = PolygonIndex([square(0, 0), square(100, 0)]), PointTally(2)
    tally.add(index, *at((50, 50), (100, 50), (150, 50)), np.array([0, 1, 1]))
    tally.add(index, *at((50, 50), (900, 50)), np.array([2, 2]))
    assert tally.cube.tolist() == [[1, 1, 1], [0, 2, 0]]
    assert (tally.placed, tally.in_none, tally.in_several) == (5, 1, 1)


def test_a_polygon_s_points_in_degrees_are_those_in_metres() -> None:
    """A long straight edge bends in degrees: 20 km of it, and points a metre to either side."""
    far = shapely.Polygon([(400_000, 300_000), (420_000, 300_100), (410_000, 320_000)])
    along = np.linspace(0.01, 0.99, 400)
    x = np.tile(400_000 + along * 20_000, 3)
    y = np.concatenate([300_000 + along * 100 + off for off in (-3, -0.01, 3)])
    lon, lat = transform(x, y, BNG, WGS84)
    exact = transform(lon, lat, WGS84, BNG)
    found = PolygonIndex([far], points=WGS84).pairs(lon, lat)
    assert listed(found) == covered([far], *exact)
    assert len(found[0]) == 400


@pytest.mark.parametrize(
    ("crs", "east", "north"),
    [(BNG, 180_000, 30_000), (BNG, 440_000, 1_150_000), ("EPSG:32633", 300_000, 8_700_000)],
)
@pytest.mark.parametrize("size", [20, 700, 5_000])
def test_edges_in_degrees_lie_where_they_belong(
    crs: str, east: float, north: float, size: float
) -> None:
    """Within 12 cm at corners and half-way: holed blocks off Cornwall, in Shetland, on Svalbard.

    It is told by bringing them back, exactly, to the metres that the block is drawn in.
    """
    block = shapely.box(east, north, east + size, north + size)
    block = block.difference(block.centroid.buffer(size / 5))
    laid_out = edges_in_degrees([block], crs, WGS84)
    assert laid_out is not None
    edges, plane = laid_out
    for share in (0.0, 0.5):
        x, y = edges.x1 + share * (edges.x2 - edges.x1), edges.y1 + share * (edges.y2 - edges.y1)
        back = transform(x / plane.across, y / plane.up, WGS84, crs)
        assert shapely.distance(block.boundary, shapely.points(*back)).max() < 0.12


def test_degrees_beyond_the_date_line_and_at_a_pole_are_projected_first() -> None:
    """There one plane of degrees can't hold a polygon: Taveuni of Fiji, and the North Pole."""
    fiji = shapely.box(1_990_000, 3_980_000, 2_010_000, 4_020_000)
    pole = shapely.box(-1000, -1000, 1000, 1000)
    for shape, crs in ((fiji, "EPSG:3460"), (pole, "EPSG:3995")):
        x, y = np.array([shape.centroid.x, shape.bounds[2] + 50]), np.full(2, shape.centroid.y)
        lon, lat = transform(x, y, crs, WGS84)
        assert listed(PolygonIndex([shape], crs=crs, points=WGS84).pairs(lon, lat)) == [(0, 0)]


def _near(polygons: list[BaseGeometry], luck: np.random.Generator) -> tuple[Floats, Floats]:
    """Points on corners and edges, within some metres of them, and anywhere around."""
    lines = [
        shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(polygons))
    ]
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    one = luck.integers(0, len(starts), 60)
    on = starts[one] + (ends[one] - starts[one]) * luck.random((60, 1))
    spread = luck.uniform(-200, 1200, (60, 2)) + CORNER
    close = np.concatenate([on, starts[one]]) + luck.normal(0, 1.5, (120, 2))
    x, y = np.concatenate([on, starts[one], close, spread]).T
    return np.ascontiguousarray(x), np.ascontiguousarray(y)


@st.composite
def shapes(draw: st.DrawFn) -> BaseGeometry:
    """A polygon: a square on round numbers, a blob, one with a hole, a sliver, or several."""
    place = st.integers(0, 1000).map(float)
    east, north = draw(place), draw(place)
    size = draw(st.sampled_from([2.0, 40.0, 100.0, 700.0]))
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["square", "blob", "ring", "sliver", "several"]))
    if kind == "square":
        return square(east, north, size)
    if kind == "ring":
        return square(east, north, size).difference(square(east + 1, north + 1, size / 2))
    if kind == "sliver":
        away = luck.uniform(-size, size, 2)
        corners = [(0, 0), away, away / 2 + 0.05]
        return shapely.Polygon([(EAST + east + x, NORTH + north + y) for x, y in corners])
    if kind == "several":
        return shapely.union_all([square(east + n * size * 2, north, size) for n in range(3)])
    points = luck.uniform(0, size, (12, 2)) + CORNER + np.array([east, north])
    parts = polygons_in(shapely.make_valid(shapely.Polygon(points)))
    return shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(shapes(), min_size=1, max_size=8), st.integers(0, 2**32 - 1), st.booleans())
def test_every_pair_is_shapely_s(polygons: list[BaseGeometry], seed: int, in_degrees: bool) -> None:
    """Overlaps, holes, slivers, touching parts; points on, near and far from edges; both planes.

    And nothing is lost: those in a polygon and those in none are all that have coordinates.
    """
    x, y = _near(polygons, np.random.default_rng(seed))
    if in_degrees:
        lon, lat = transform(x, y, BNG, WGS84)
        x, y = transform(lon, lat, WGS84, BNG)
        index, points = PolygonIndex(polygons, points=WGS84), (lon, lat)
    else:
        index, points = PolygonIndex(polygons), (x, y)
    pairs = covered(polygons, x, y)
    assert listed(index.pairs(*points)) == pairs
    tally = counted(index, *points)
    of_polygon = np.bincount([polygon for polygon, _ in pairs], minlength=len(polygons))
    assert tally.cube[:, 0].tolist() == of_polygon.tolist()
    times = np.bincount([point for _, point in pairs], minlength=len(x))
    assert tally.placed == len(x)
    assert (tally.in_none, tally.in_several) == ((times == 0).sum(), (times > 1).sum())
