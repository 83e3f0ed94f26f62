"""What a page takes and refuses, and how its base is written."""

from __future__ import annotations

import base64
import struct
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from geo.maps import Band, Base, BaseAreas, BaseLines, Feature, Layer, MapColumn, MapError
from geo.maps.arrays import packed
from geo.maps.base import encode_base, encode_paths, encode_polygons
from geo.maps.values import page_values
from tests.geo.maps.map_pages import LITTLE, MUCH, a_page, columns


def refusal(error: pytest.ExceptionInfo[MapError]) -> str:
    """The sentence a person reads."""
    return str(error.value)


def test_metres_are_refused_for_degrees() -> None:
    """A polygon in the national grid isn't drawn off the coast of Africa but named and refused."""
    with pytest.raises(MapError) as error:
        Feature("HS-01", box(458000, 304000, 458100, 304100), "Harbour Street")
    assert refusal(error) == (
        "'HS-01' lies at 458000, 304000, which isn't longitude and latitude: "
        "convert it to WGS84 (EPSG:4326) first."
    )


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (Point(1, 51), "a Point"),
        (LineString([(1, 51), (2, 51)]), "a LineString"),
        (Polygon(), "an empty Polygon"),
    ],
)
def test_what_is_no_area_is_refused(geometry: Polygon, kind: str) -> None:
    """A feature is a polygon or several; anything else is named."""
    with pytest.raises(MapError) as error:
        Feature("HS-01", geometry, "Harbour Street")
    assert refusal(error) == f"'HS-01' is {kind}, where the map draws a MultiPolygon or Polygon."


def test_base_geometries_are_checked_too() -> None:
    """Streets and land in metres, or of another kind, are refused by the name of their class."""
    with pytest.raises(MapError, match=r"^A line of 'A road' lies at 458000, 304000, which"):
        BaseLines("A road", (LineString([(458000, 304000), (458100, 304100)]),))
    with pytest.raises(MapError, match=r"^An area of 'Land' is a Point, where the map draws"):
        BaseAreas("Land", (Point(1, 51),))  # type: ignore[arg-type]


def test_colour_alone_never_tells_two_bands_apart() -> None:
    """Two bands that differ by fill or outline only are a mistake in the code that makes them."""
    other = replace(LITTLE, text="Other", fill="#123456", outline="#654321")
    with pytest.raises(ValueError, match="two bands of 'Hours' differ by colour alone"):
        Layer("Hours", [(LITTLE, other)], [[]])
    for look in ({"mark": "x"}, {"pattern": "dots"}, {"edge": "dotted"}):
        assert Layer("Hours", [(LITTLE, replace(other, **look))], [[]])


def test_a_place_has_a_band_that_the_legend_lists() -> None:
    """A place can't be drawn in a way that the legend doesn't explain."""
    for wrong in (2, -1):
        with pytest.raises(ValueError, match="has a band the layer doesn't list"):
            Layer("Hours", [(LITTLE, MUCH)], [[0, wrong]])


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "url(#x)", "#12345g", ""])
def test_a_colour_is_six_hexadecimal_digits(colour: str) -> None:
    """A style is never a way to smuggle anything else into the page."""
    with pytest.raises(ValueError, match="isn't a colour written as #rrggbb"):
        Band("All", colour)
    with pytest.raises(ValueError, match="isn't a colour written as #rrggbb"):
        Base(ground=colour)


def test_a_page_has_a_marking() -> None:
    """A page without a protective marking can't be made."""
    with pytest.raises(ValueError, match="a page needs a protective marking"):
        replace(a_page(), marking=" ")


def test_layers_have_names_of_their_own() -> None:
    """Two layers of one name couldn't be told apart in the switch."""
    page = a_page()
    with pytest.raises(MapError, match=r"^Two layers of the map are called 'Patrol hours': give"):
        replace(page, layers=(page.layers[0], page.layers[0]))
    with pytest.raises(MapError, match=r"^Two layers of the map are called 'Patrol hours': give"):
        replace(page, overlays=(replace(page.overlays[0], name="Patrol hours"),))


def test_an_id_names_one_feature() -> None:
    """One id for two features is refused by name."""
    page = a_page()
    first, _, third = page.features
    with pytest.raises(MapError, match=r"^Two features are called 'HS-01': give each its own id"):
        replace(page, features=(first, first, third))


def test_every_feature_has_a_value_at_every_step() -> None:
    """A value too few would stand beside the wrong place or month."""
    page = a_page()
    for rows in ([[1, 2]], [[1, 2, 3]] * 3):
        with pytest.raises(ValueError, match="'Crimes' hasn't one value for each feature at each"):
            replace(page, columns=(*page.columns[:1], MapColumn("Crimes", rows)))
        with pytest.raises(ValueError, match="'Hours' hasn't one value for each feature at each"):
            replace(page, layers=(Layer("Hours", [(LITTLE, MUCH)], [[0] * len(r) for r in rows]),))
    with pytest.raises(ValueError, match="two columns are called 'Crimes'"):
        replace(page, columns=(*page.columns, MapColumn("Crimes", [[1, 2, 3]])))
    with pytest.raises(ValueError, match="'Patrol hours' says 'Hours: Delivered', which is no"):
        replace(page, columns=page.columns[1:])
    with pytest.raises(ValueError, match="there is no step 2 to open at"):
        replace(page, opening=2)


def test_an_empty_page_is_refused() -> None:
    """With no feature and no base there is no map to draw."""
    with pytest.raises(MapError, match=r"^There is nothing to draw: give the map at least one"):
        replace(a_page(), features=(), columns=(), layers=(), overlays=(), base=Base())


def test_the_page_opens_on_the_first_layer_of_which_anything_is_known() -> None:
    """At the step it opens at; where nothing is known at all it opens on the first."""
    page = a_page()
    unknown = Layer("Visits", [(MUCH, replace(LITTLE, text="Not known"))], [[0, 0, 0], [1, 1, 1]])
    assert replace(page, layers=(unknown, *page.layers)).opens_on == 1
    assert replace(page, layers=(unknown, *page.layers), opening=0).opens_on == 0
    assert replace(page, layers=(unknown,)).opens_on == 0


def test_what_is_not_known_is_no_zero() -> None:
    """In a column, packed, and as it reads."""
    hours, crimes, stage, _ = columns()
    assert hours.numbers(hours.at(0)) == [125, 10225, None]
    assert [crimes.text(value) for value in crimes.at(0)] == ["0", "12", "13"]
    assert [crimes.text(value) for value in crimes.at(1)] == ["11", "12", "–"]
    assert stage.words == (("Respond", "Respond"), ("Scan", "Scan"))
    assert stage.numbers(stage.at(1)) == [1, 0, None]


def test_days_sort_as_days_and_words_in_their_order() -> None:
    """Words come in the order that was given, days by the calendar."""
    due = MapColumn("Due", [[date(2024, 12, 2), date(2024, 9, 30), None]], kind="word")
    assert due.words == (("30 Sep 2024", "2024-09-30"), ("2 Dec 2024", "2024-12-02"))
    stage = MapColumn("Stage", [["Assess", "Scan", "Other"]], kind="word", order=("Scan", "Assess"))
    assert [word for word, _ in stage.words] == ["Scan", "Assess", "Other"]


@given(
    st.lists(
        st.lists(st.none() | st.integers(-(2**31) + 1, 2**31 - 1), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_packed_figures_are_what_they_were(rows: list[list[int | None]]) -> None:
    """Whatever their size, and missing ones are missing."""
    found = packed(rows)
    width = found["bytes"]
    raw = base64.b64decode(found["data"])
    if width == 8:
        flat = [None if v != v else int(v) for v in struct.unpack(f"<{len(raw) // 8}d", raw)]
    else:
        kind = {1: "b", 2: "h", 4: "i"}[width]
        least = -(2 ** (8 * width - 1))
        read = struct.unpack(f"<{len(raw) // width}{kind}", raw)
        flat = [None if value == least else value for value in read]
    assert flat == [value for row in rows for value in row]


def test_lines_are_written_as_steps() -> None:
    """A line is its first point and then steps, east and north, in 1e-5 degrees."""
    line = LineString([(1.5, 51.2), (1.501, 51.2), (1.501, 51.1995)])
    assert encode_paths([line]) == [[150000, 5120000, 100, 0, 0, -50]]


def test_the_parts_of_a_line_stand_apart() -> None:
    """A broken line is two paths: no stroke joins its parts."""
    parts = MultiLineString([[(1.5, 51.2), (1.501, 51.2)], [(1.6, 51.3), (1.6, 51.301)]])
    assert encode_paths([parts]) == [[150000, 5120000, 100, 0], [160000, 5130000, 0, 100]]


def test_bends_too_small_to_see_are_left_out() -> None:
    """A point within 2e-5 degrees of the line between its neighbours isn't sent."""
    line = LineString([(1.5, 51.2), (1.505, 51.200015), (1.51, 51.2)])
    assert encode_paths([line]) == [[150000, 5120000, 1000, 0]]


def test_areas_keep_their_holes_and_parts() -> None:
    """An area is a list of polygons, each a list of rings: the outer one, then its holes."""
    holed = Polygon(box(1, 51, 2, 52).exterior, [box(1.2, 51.2, 1.4, 51.4).exterior.coords])
    areas = BaseAreas("Land", (MultiPolygon([holed, box(3, 51, 4, 52)]),))
    polygons = encode_base(Base(areas=(areas,)))["areas"][0]["polygons"]
    assert [len(rings) for rings in polygons] == [2, 1]


def test_a_base_without_lines_is_empty() -> None:
    """No lines and no areas give empty lists."""
    assert encode_base(Base()) == {"ground": "#f5f0e4", "areas": [], "lines": []}
    assert encode_paths([]) == []


def test_polygons_are_written_with_their_parts_and_holes() -> None:
    """Each shape is its polygons, each polygon its rings, in steps of 1e-6 degrees."""
    holed = Polygon(box(1, 51, 2, 52).exterior, [box(1.2, 51.2, 1.4, 51.4).exterior.coords])
    shapes = encode_polygons([None, MultiPolygon([holed, box(3, 51, 4, 52)]), box(0, 50, 1, 51)])
    assert shapes[0] is None
    assert [[len(polygon) for polygon in shape] for shape in shapes[1:] if shape] == [[2, 1], [1]]
    assert shapes[2] == [[[1000000, 50000000, 0, 1000000, -1000000, 0, 0, -1000000, 1000000, 0]]]


def test_a_label_stands_in_the_largest_part() -> None:
    """A feature of several parts is labelled inside its largest one."""
    parts = MultiPolygon([box(1, 51, 1.001, 51.001), box(1.1, 51.1, 1.2, 51.2)])
    page = a_page()
    first, *rest = page.features
    made = replace(page, features=(replace(first, geometry=parts), *rest))
    north, east = page_values(made)["at"][0]
    assert parts.geoms[1].contains(Point(east, north))
