"""The island: wards that make districts, streets that join up, hotspots that keep apart."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations, pairwise
from math import hypot

import pytest
import shapely
from pyproj import Geod, Transformer

from sample_data.generator.geography.hotspots import hotspots as draw
from sample_data.generator.geography.projection import lonlat
from sample_data.generator.geography.wards import wards
from tests.sample_data.conftest import read_features
from tests.sample_data.counting import COUNTED, in_metres, outlines


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
    """Outer rings are anticlockwise, holes clockwise, and nothing crosses itself."""
    for name in ("coastline.geojson", "districts.geojson", "wards.geojson", *COUNTED):
        for shape, props in read_features(name):
            assert shape.is_valid, props
            assert shape.exterior.is_ccw, props
            assert not any(hole.is_ccw for hole in shape.interiors), props


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


def test_7_hotspots_retired_by_the_end_of_march_2024() -> None:
    """HS-28 to HS-34, live for a year and a half at least, with days an import can read."""
    props = [props for _, props in read_features("hotspots-retired.geojson")]
    assert [one["ref"] for one in props] == [f"HS-{n}" for n in range(28, 35)]
    live = {props["name"] for _, props in read_features("hotspots.geojson")}
    assert not live & {one["name"] for one in props}
    for one in props:
        assert date.fromisoformat(one["live_from"]) == date(2022, 4, 1)
        assert date(2023, 9, 30) <= date.fromisoformat(one["retired_on"]) <= date(2024, 3, 31)


def test_hotspots_keep_apart() -> None:
    """No two touch, live or retired, so an incident or an hour is never counted twice."""
    refs = [f"HS-{n:02d}" for n in range(1, 35)]
    for one, other in combinations(refs, 2):
        assert outlines()[one].disjoint(outlines()[other]), (one, other)


def test_comparison_areas_share_no_ground_with_any_other_counted_place() -> None:
    """Two controls and a buffer; the buffer lies right round the hotspot it is for, no further."""
    kinds = {
        props["ref"]: (props["kind"], props["role"], props["of"])
        for name in ("comparison-controls.geojson", "comparison-buffers.geojson")
        for _, props in read_features(name)
    }
    assert kinds == {
        "CTL-01": ("control", "control", "HS-17"),
        "CTL-02": ("control", "buffer's control", "HS-17"),
        "BUF-01": ("buffer", "buffer", "HS-17"),
    }
    counted = [ref for ref in outlines() if not ref.startswith("ward ")]
    for ref, other in combinations(counted, 2):
        if {ref, other} & set(kinds):
            assert outlines()[ref].intersection(outlines()[other]).area == 0, (ref, other)
    treated, buffer = outlines()["HS-17"], outlines()["BUF-01"]
    assert treated.distance(buffer) == 0
    assert treated.boundary.hausdorff_distance(buffer.exterior) < 260


def test_counted_places_lie_in_their_ward_and_district() -> None:
    """Each is wholly inside the ward and the district it names."""
    wards = {props["name"]: (shape, props) for shape, props in read_features("wards.geojson")}
    for name in COUNTED:
        for shape, props in read_features(name):
            ward, of = wards[props["ward"]]
            assert ward.contains(shape), props
            assert of["district"] == props["district"]


def test_districts_go_by_a_code_and_another_name() -> None:
    """Eight pairs, a code of two letters first; no word means two districts."""
    pairs = {
        props["ref"]: props["aliases"].split(";") for _, props in read_features("districts.geojson")
    }
    assert pairs["Harbour"] == ["HB", "HBR"]
    assert pairs["Pellholt"] == ["PH", "PELLHOLT"]
    assert all(len(pair) == 2 and re.fullmatch("[A-Z]{2}", pair[0]) for pair in pairs.values())
    words = [word.casefold() for ref, pair in pairs.items() for word in {ref.upper(), *pair}]
    assert len(words) == len(set(words))


def test_every_ward_has_a_named_officer_without_a_name() -> None:
    """A role and a collar number, no two alike."""
    officers = [props["officer"] for _, props in read_features("wards.geojson")]
    assert len(set(officers)) == 24
    assert all(re.fullmatch(r"(PC|PCSO) \d{4}", officer) for officer in officers)


def test_hotspots_are_150_to_400_metres_across() -> None:
    """The longest side of the tightest box round each."""
    for ref in (f"HS-{n:02d}" for n in range(1, 35)):
        box = outlines()[ref].minimum_rotated_rectangle.exterior.coords
        sides = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in pairwise(box)]
        assert 150 <= max(sides) <= 400, (ref, max(sides))


def test_a_hotspot_without_streets_is_refused() -> None:
    """A designation whose streets lie in no ward names itself."""
    with pytest.raises(ValueError, match="HS-01 lies in no one ward; move its centre"):
        draw([], wards())


def test_impact_areas_are_exactly_the_wards_they_group() -> None:
    """Each joins wards of one district, and no ward is in two."""
    wards = {props["ref"]: (shape, props) for shape, props in read_features("wards.geojson")}
    grouped = []
    for shape, props in read_features("impact-areas.geojson"):
        refs = props["groups"].split(";")
        assert {wards[ref][1]["district"] for ref in refs} == {props["district"]}
        assert shapely.union_all([wards[ref][0] for ref in refs]).equals(shape)
        grouped += refs
    assert len(grouped) == len(set(grouped)) == 7
