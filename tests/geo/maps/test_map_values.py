"""What a page takes and refuses, and how its base is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from geo.maps import (
    Band,
    Base,
    BaseAreas,
    BaseLines,
    Feature,
    Layer,
    MapError,
    MapTable,
    Overlay,
    Shape,
    TableRow,
    fact_table,
)
from geo.maps.base import encode_base, encode_paths
from geo.maps.values import page_values
from tests.geo.maps.map_pages import LITTLE, MUCH, a_page, square


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
        Layer("Hours", (LITTLE, other), ())
    for look in ({"mark": "x"}, {"pattern": "dots"}, {"edge": "dotted"}):
        assert Layer("Hours", (LITTLE, replace(other, **look)), ())


def test_a_shape_has_a_band_that_the_legend_lists() -> None:
    """A feature can't be drawn in a way that the legend doesn't explain."""
    with pytest.raises(ValueError, match="has a band that the layer doesn't list"):
        Layer("Hours", (LITTLE,), (Shape(square(1, "Harbour Street"), MUCH),))


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
    """Two layers of one name couldn't be told apart in the switch; nor from the labels."""
    page = a_page()
    with pytest.raises(MapError, match=r"^Two layers of the map are called 'Patrol hours': give"):
        replace(page, layers=(page.layers[0], page.layers[0]))
    with pytest.raises(MapError, match=r"^Two layers of the map are called 'Labels': give"):
        replace(page, overlays=(Overlay("Labels", (MUCH,), ()),))


def test_an_id_names_one_feature() -> None:
    """One id for two features, or a feature twice in a layer, is refused by name."""
    page = a_page()
    other = replace(square(1, "Harbour Street"), title="Another place")
    with pytest.raises(MapError, match=r"^Two different features are called 'HS-01': give each"):
        replace(page, layers=(page.layers[0], Layer("Other", (MUCH,), (Shape(other, MUCH),))))
    shape = Shape(square(1, "Harbour Street"), MUCH)
    with pytest.raises(MapError, match=r"^'HS-01' is drawn twice in 'Hours': draw it once"):
        replace(page, layers=(Layer("Hours", (MUCH,), (shape, shape)),))


def test_a_row_leads_to_a_feature_that_is_drawn() -> None:
    """A row for a feature that isn't on the map is refused; a row for none is a plain row."""
    table = MapTable("Facts", ("Hotspot",), (TableRow(("All",)), TableRow(("Gone",), "HS-99")))
    with pytest.raises(MapError, match=r"^The table has a row for 'HS-99', which isn't on the map"):
        replace(a_page(), table=table)
    assert replace(a_page(), table=replace(table, rows=table.rows[:1]))


def test_a_row_fills_its_columns() -> None:
    """A row with a cell too few would shift its figures under the wrong headings."""
    with pytest.raises(ValueError, match="a row of 'Facts' hasn't one cell for each heading"):
        MapTable("Facts", ("Hotspot", "Crimes"), (TableRow(("Harbour Street",)),))


def test_an_empty_page_is_refused() -> None:
    """With no feature and no base there is no map to draw."""
    page = a_page()
    nothing = MapTable("Facts", ("Hotspot",), ())
    with pytest.raises(MapError, match=r"^There is nothing to draw: give the map at least one"):
        replace(page, layers=(), overlays=(), base=Base(), table=nothing)


def test_the_table_shows_a_missing_fact_as_missing() -> None:
    """Facts keep the order in which they are first met; one that a feature lacks is a dash."""
    first = replace(square(1, "Harbour Street"), facts=(("Crimes", "0"), ("ASB", "4")))
    second = replace(square(2, "Market Square"), facts=(("Visits", "9"), ("ASB", "2")))
    outline = replace(square(3, "Mill Bank"), facts=())
    table = fact_table("Facts", "Hotspot", [first, second, outline])
    assert table.headings == ("Hotspot", "Crimes", "ASB", "Visits")
    assert table.rows == (
        TableRow(("Harbour Street", "0", "4", "–"), "HS-01"),
        TableRow(("Market Square", "–", "2", "9"), "HS-02"),
    )


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


def test_a_label_carries_the_mark_of_its_band() -> None:
    """The mark stands before the label on the map; a feature without a label shows none."""
    bare = replace(square(2, "Market Square"), label="")
    layer = Layer("Hours", (MUCH,), (Shape(square(1, "Harbour"), MUCH), Shape(bare, MUCH)))
    page = replace(a_page(), layers=(layer,), table=MapTable("Facts", ("Hotspot",), ()))
    labels = [shape["label"] for shape in page_values(page)["layers"][0]["shapes"]]
    assert labels == ["● HS-01", ""]


def test_a_label_stands_in_the_largest_part() -> None:
    """A feature of several parts is labelled inside its largest one."""
    parts = MultiPolygon([box(1, 51, 1.001, 51.001), box(1.1, 51.1, 1.2, 51.2)])
    feature = replace(square(1, "Harbour Street"), geometry=parts)
    layer = Layer("Hours", (MUCH,), (Shape(feature, MUCH),))
    page = replace(a_page(), layers=(layer,), table=MapTable("Facts", ("Hotspot",), ()))
    north, east = page_values(page)["features"][0]["at"]
    assert parts.geoms[1].contains(Point(east, north))
