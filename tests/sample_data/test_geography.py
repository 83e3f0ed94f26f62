"""The island: wards that make districts, streets that join up, hotspots that keep apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from math import hypot

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer
from shapely import Polygon, transform

from sample_data.hotspots import hotspots as draw
from sample_data.projection import lonlat
from sample_data.wards import wards
from tests.sample_data.conftest import read_features

TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def in_metres(shape: Polygon) -> Polygon:
    """A shape in degrees, in EPSG:27700."""
    return transform(shape, lambda places: np.column_stack(TO_METRES.transform(*places.T)))


@pytest.mark.parametrize(
    ("easting", "northing"), [(641500.0, 149500.0), (645500.0, 157500.0), (649500.0, 165500.0)]
)
def test_the_projection_agrees_with_proj(easting: float, northing: float) -> None:
    """Our arithmetic is within a centimetre of PROJ's seven-parameter one."""
    proj = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
        "+y_0=-100000 +ellps=airy +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448 "
        "+y=-125.157 +z=542.06 +rx=0.1502 +ry=0.247 +rz=0.8421 +s=-20.4894 "
        "+convention=position_vector +step +inv +proj=cart +ellps=GRS80 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    theirs = proj.transform(easting, northing)
    assert Geod(ellps="GRS80").inv(*lonlat(easting, northing), *theirs)[2] < 0.01


def test_there_are_8_districts_of_3_wards_and_one_island() -> None:
    """Every ward is in a district that exists."""
    districts = [props["ref"] for _, props in read_features("districts.geojson")]
    homes = Counter(props["district"] for _, props in read_features("wards.geojson"))
    assert homes == dict.fromkeys(districts, 3)
    assert len(districts) == 8
    assert len(read_features("coastline.geojson")) == 1


def test_wards_cover_districts_and_districts_the_island_exactly() -> None:
    """No gap and no overlap: areas add up and no border is unmatched."""
    wards = read_features("wards.geojson")
    assert shapely.coverage_is_valid([shape for shape, _ in wards])
    for district, props in read_features("districts.geojson"):
        parts = [shape for shape, ward in wards if ward["district"] == props["ref"]]
        assert shapely.union_all(parts).equals(district)
    coast = read_features("coastline.geojson")[0][0]
    assert shapely.union_all([shape for shape, _ in wards]).equals(coast)


def test_every_polygon_is_valid_and_wound_as_geojson_asks() -> None:
    """Outer rings are anticlockwise and nothing crosses itself."""
    for name in ("coastline", "districts", "wards", "hotspots"):
        for shape, props in read_features(f"{name}.geojson"):
            assert shape.is_valid, props
            assert shape.exterior.is_ccw, props


def test_the_island_lies_on_the_goodwin_sands() -> None:
    """Between 641 and 650 km east, 149 and 166 km north, where there is only sea and sand."""
    west, south, east, north = in_metres(read_features("coastline.geojson")[0][0]).bounds
    assert west > 641_000
    assert south > 149_000
    assert east < 650_000
    assert north < 166_000


def test_streets_are_many_named_and_joined_up() -> None:
    """Every link can be reached from every other; they touch at shared vertices."""
    streets = read_features("streets.geojson")
    assert 1500 <= len(streets) <= 2500
    assert {props["road_class"] for _, props in streets} == {"a", "b", "local"}
    assert all(props["name"] for _, props in streets)
    leader: dict[tuple[float, float], tuple[float, float]] = {}

    def find(place: tuple[float, float]) -> tuple[float, float]:
        while leader.setdefault(place, place) != place:
            place = leader[place]
        return place

    for line, _ in streets:
        leader[find(line.coords[0])] = find(line.coords[-1])
    assert len({find(place) for place in list(leader)}) == 1


def test_streets_are_on_land() -> None:
    """No street runs into the sea."""
    coast = read_features("coastline.geojson")[0][0]
    shapely.prepare(coast)
    assert all(coast.contains(line) for line, _ in read_features("streets.geojson"))


def test_27_hotspots_24_and_3() -> None:
    """Twenty-four for serious violence and ASB, three for ASB alone, as the paper has it."""
    props = [props for _, props in read_features("hotspots.geojson")]
    assert [one["ref"] for one in props] == [f"HS-{n:02d}" for n in range(1, 28)]
    assert Counter(one["themes"] for one in props) == {"serious violence;asb": 24, "asb": 3}
    assert len({one["name"] for one in props}) == 27
    assert len({one["district"] for one in props}) == 8


def test_hotspots_keep_apart(hotspots: dict[str, Polygon]) -> None:
    """No two touch, so an incident or an hour is never counted twice."""
    for one, other in combinations(hotspots, 2):
        assert hotspots[one].disjoint(hotspots[other]), (one, other)


def test_hotspots_lie_in_their_ward_and_district() -> None:
    """Each is wholly inside the ward and the district it names."""
    wards = {props["name"]: (shape, props) for shape, props in read_features("wards.geojson")}
    for shape, props in read_features("hotspots.geojson"):
        ward, of = wards[props["ward"]]
        assert ward.contains(shape), props
        assert of["district"] == props["district"]


def test_hotspots_are_150_to_400_metres_across(hotspots: dict[str, Polygon]) -> None:
    """The longest side of the tightest box round each."""
    for ref, shape in hotspots.items():
        box = in_metres(shape).minimum_rotated_rectangle.exterior.coords
        sides = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in pairwise(box)]
        assert 150 <= max(sides) <= 400, (ref, max(sides))


def test_a_hotspot_without_streets_is_refused() -> None:
    """A designation whose streets lie in no ward names itself."""
    with pytest.raises(ValueError, match="HS-01 lies in no one ward; move its centre"):
        draw([], wards())
