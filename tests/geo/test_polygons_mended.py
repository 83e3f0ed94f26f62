"""What can be put right is put right and said; what can't be is refused with its own sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import BNG, WGS84
from geo.mend import (
    COLLECTED,
    CROSSES,
    HEIGHTS,
    LEFT_OUT,
    REPEATS,
    STRAIGHTENED,
    UNCLOSED,
    Mended,
    Reprojection,
    mend,
)
from geo.polygons import read_polygons

METRES = Reprojection(BNG, BNG)
DEGREES = Reprojection(WGS84, BNG)

SQUARE = [(640000, 150000), (640100, 150000), (640100, 150100), (640000, 150100), (640000, 150000)]
POINTLESS = "It has no area: its points lie on one line."


def polygon(*points: tuple[float, ...]) -> BaseGeometry:
    """A polygon through ``points``, sound or not."""
    with np.errstate(invalid="ignore"):  # some are meant to have no numbers
        return shapely.Polygon(points)


def at(*points: tuple[float, float]) -> BaseGeometry:
    """A polygon in metres from the corner of the sample square."""
    return polygon(*((640000 + x, 150000 + y) for x, y in points))


def test_a_sound_polygon_is_left_alone() -> None:
    """Nothing is done to it, not even its points put in another order."""
    given = polygon(*SQUARE)
    assert mend(given, METRES) == Mended(given)
    assert shapely.get_coordinates(mend(given, METRES).geometry).tolist() == [
        list(point) for point in SQUARE
    ]


def test_a_ring_that_touches_itself_is_straightened() -> None:
    """A ring pinched at one point encloses the same 5,000 m² afterwards, validly."""
    done = mend(at((0, 0), (100, 0), (100, 100), (50, 0), (0, 100)), METRES)
    assert done.done == (STRAIGHTENED,)
    assert done.geometry is not None
    assert done.geometry.is_valid
    assert done.geometry.area == pytest.approx(5000)


def test_a_tiny_crossing_is_straightened_and_a_large_one_refused() -> None:
    """A loop under one hundredth of the area is a slip of the pen; a bow-tie could be anything."""
    slip = at((0, 0), (100, 0), (100, 100), (1, 100), (0, 99), (1, 99), (0, 100))
    slipped = mend(slip, METRES)
    assert slipped.done == (STRAIGHTENED,)
    assert slipped.geometry is not None
    assert slipped.geometry.area == pytest.approx(slip.area, rel=0.01)
    bow_tie = mend(at((0, 0), (100, 100), (100, 0), (0, 100)), METRES)
    assert bow_tie == Mended(
        None, fault="It crosses itself, so what it encloses can't be told: draw it again."
    )


def test_a_ring_walked_twice_is_refused() -> None:
    """Two laps count the area twice, so mending would halve it."""
    twice = at((0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (100, 0), (100, 100), (0, 100))
    assert "crosses itself" in mend(twice, METRES).fault


def test_parts_that_share_an_edge_become_one() -> None:
    """Two squares side by side are no valid multipolygon; joined, they are 20,000 m²."""
    pair = shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)])
    moved = shapely.transform(pair, lambda points: points + np.array([640000, 150000]))
    done = mend(moved, METRES)
    assert done.geometry is not None
    assert done.geometry.geom_type == "Polygon"
    assert done.geometry.area == pytest.approx(20000)


def test_several_parts_and_holes_are_kept() -> None:
    """A multipolygon with a hole in one part is as good as a polygon."""
    ring = at((0, 0), (100, 0), (100, 100), (0, 100)).difference(
        at((10, 10), (20, 10), (20, 20), (10, 20))
    )
    both = shapely.MultiPolygon([ring, at((200, 0), (300, 0), (300, 100), (200, 100))])
    done = mend(both, METRES)
    assert done.geometry is not None
    assert (done.geometry.geom_type, done.geometry.area) == ("MultiPolygon", 19900)
    assert not done.done


def test_one_part_alone_is_a_polygon() -> None:
    """A file that calls every polygon a multipolygon draws the same place."""
    one = shapely.MultiPolygon([polygon(*SQUARE)])
    assert mend(one, METRES) == Mended(polygon(*SQUARE))


def test_heights_are_dropped_and_said_only_where_there_are_any() -> None:
    """KML writes a height of 0 for none, which is no loss."""
    high = mend(polygon(*((x, y, 12.5) for x, y in SQUARE)), METRES)
    assert high.done == (HEIGHTS,)
    assert high.geometry is not None
    assert not high.geometry.has_z
    flat = mend(polygon(*((x, y, 0.0) for x, y in SQUARE)), METRES)
    assert flat.done == ()
    assert flat.geometry is not None
    assert not flat.geometry.has_z


def test_repeated_points_are_taken_out() -> None:
    """Six points of which two are the same are the square of four corners."""
    done = mend(polygon(SQUARE[0], SQUARE[0], *SQUARE[1:]), METRES)
    assert done == Mended(polygon(*SQUARE), (REPEATS,))


def test_a_polygon_is_taken_out_of_a_collection() -> None:
    """Alone or with points and lines beside it, which are left out and said."""
    square = polygon(*SQUARE)
    alone = shapely.GeometryCollection([square])
    beside = shapely.GeometryCollection([shapely.Point(640000, 150000), square])
    assert mend(alone, METRES) == Mended(square, (COLLECTED,))
    assert mend(beside, METRES) == Mended(square, (LEFT_OUT,))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (None, "It has no geometry: draw it as a polygon, or leave the row out."),
        (shapely.Polygon(), "It has no geometry: draw it as a polygon, or leave the row out."),
        (
            shapely.Point(640000, 150000),
            "It is a point, and a place is an area: draw it as a polygon.",
        ),
        (
            shapely.MultiPoint([(640000, 150000), (640001, 150000)]),
            "It is a point, and a place is an area: draw it as a polygon.",
        ),
        (
            shapely.LineString(SQUARE),
            "It is a line, and a place is an area: draw it as a polygon.",
        ),
        (
            shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString(SQUARE)]),
            "It is made of points and lines, and a place is an area: draw it as a polygon.",
        ),
        (at((0, 0), (50, 50), (100, 100)), POINTLESS),
        (at((0, 0), (0, 0), (0, 0)), POINTLESS),
        (at((0, 0), (0.01, 0), (0.01, 0.01)), POINTLESS),
        (
            polygon((640000, 150000), (float("nan"), 150000), (640000, 150100)),
            "Some of its coordinates are no numbers (NaN or infinite).",
        ),
        (
            polygon((640000, 150000), (float("inf"), 150000), (640000, 150100)),
            "Some of its coordinates are no numbers (NaN or infinite).",
        ),
    ],
)
def test_what_is_no_area_is_refused(given: BaseGeometry | None, why: str) -> None:
    """Each in its own sentence."""
    assert mend(given, METRES) == Mended(None, fault=why)


def test_a_line_drawn_as_a_polygon_in_degrees_has_no_area() -> None:
    """Turning degrees into metres bends it by a few square metres, which are no place."""
    assert mend(polygon((1.40, 51.20), (1.41, 51.21), (1.42, 51.22)), DEGREES).fault == POINTLESS


def test_latitude_before_longitude_is_recognised() -> None:
    """Swapped, the place would lie off Somalia; put right, it would lie in Great Britain."""
    swapped = polygon((51.20, 1.40), (51.21, 1.40), (51.21, 1.41))
    assert mend(swapped, DEGREES).fault == (
        "Its latitude and longitude are swapped: write longitude first."
    )


def test_northing_before_easting_is_recognised_where_it_can_be() -> None:
    """Northings of Shetland are no eastings of Great Britain."""
    swapped = polygon((1140000, 445000), (1140100, 445000), (1140100, 445100))
    assert mend(swapped, METRES).fault == (
        "Its easting and northing are swapped: write the easting first."
    )


def test_eastings_said_to_be_degrees_are_recognised() -> None:
    """A GeoJSON of eastings and northings that names no system."""
    assert mend(polygon(*SQUARE), DEGREES).fault == (
        "Its coordinates are no longitude and latitude (eastings and northings, it seems): "
        "save the file with its coordinate system named."
    )


def test_a_place_outside_the_system_is_refused_and_the_limits_named() -> None:
    """Wholly outside, or in part."""
    paris = polygon((2.34, 48.85), (2.36, 48.85), (2.36, 48.87))
    channel = polygon((1.40, 51.20), (2.36, 48.87), (1.50, 51.20))
    limits = (
        "outside the area EPSG:27700 is made for (longitude -9.0 to 2.0, latitude 49.8 to 61.0)."
    )
    assert mend(paris, DEGREES).fault == f"It lies {limits}"
    assert mend(channel, DEGREES).fault == f"It lies partly {limits}"


def _feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"ref": "HS-01"}, "geometry": geometry}


def test_an_open_ring_in_a_file_is_closed_and_said(tmp_path: Path) -> None:
    """Three corners without the way back to the first still are a triangle."""
    ring = [[1.40, 51.20], [1.41, 51.20], [1.41, 51.21]]
    path = tmp_path / "h.geojson"
    feature = _feature({"type": "Polygon", "coordinates": [ring]})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    found = read_polygons(path, crs=BNG)
    assert found.features[0].mended == (UNCLOSED,)
    assert found.features[0].geometry.geom_type == "Polygon"


def test_null_empty_and_nan_in_a_file_are_numbered(tmp_path: Path) -> None:
    """JSON that stretches the standard with NaN is read so far that the row can be named."""
    nan = [[1.40, 51.20], [float("nan"), 51.20], [1.41, 51.21], [1.40, 51.20]]
    given = [
        None,
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [nan]},
    ]
    path = tmp_path / "h.geojson"
    features = [_feature(geometry) for geometry in given]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = read_polygons(path, crs=BNG)
    assert [(rejection.row, rejection.fault.split(":")[0]) for rejection in found.rejections] == [
        (1, "It has no geometry"),
        (2, "It has no geometry"),
        (3, "Some of its coordinates are no numbers (NaN or infinite)."),
    ]


def test_a_tangle_is_refused_without_being_undone() -> None:
    """A ring of thousands of crossings would take minutes; a long one with a single one doesn't."""
    rng = np.random.default_rng(1)
    tangle = polygon(*(640000 + rng.uniform(0, 1000, (1500, 2))).tolist())
    tangle = shapely.transform(tangle, lambda p: p - [0, 490000])
    assert mend(tangle, METRES) == Mended(None, fault=CROSSES)
    angles = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    circle = np.column_stack([640000 + 500 * np.cos(angles), 150000 + 500 * np.sin(angles)])
    circle[[10, 11]] = circle[[11, 10]]
    mended = mend(polygon(*circle.tolist()), METRES)
    assert mended.done == (STRAIGHTENED,)
