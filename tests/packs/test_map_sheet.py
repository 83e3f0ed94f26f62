"""The map on paper: the web map's classes and figures, marked, tagged, the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from shapely.geometry import box

from casebook.core.errors import BadValue
from casebook.packs import typesetting
from casebook.packs.mapsheet.drawing import bounds_of, map_picture
from casebook.packs.mapsheet.layout import lay_out
from casebook.packs.mapsheet.sheet import PAPERS, TEMPLATE, layer_called, render_sheet, sheet
from casebook.packs.mapsheet.view import SheetView
from geo.maps import MapColumn, Page
from tests.geo.maps.map_pages import HOSTILE, a_page
from tests.packs.test_map import page as harbour_page

DAY = date(2024, 12, 18)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_every_layer_says_on_paper_what_it_says_on_the_web(paper: str) -> None:
    """The same bands in the same order, with the same number of places in each."""
    page = harbour_page()
    for layer in page.layers:
        made = sheet(page, layer.name, paper)
        numbers = list(layer.classes_at(page.opening))
        assert [(band["text"], band["count"]) for band in made["legend"]] == [
            (band.text, numbers.count(number))
            for number, band in enumerate(layer.bands_at(page.opening))
        ]
        assert made["layer"].startswith(layer.name)


def test_the_whole_table_is_printed_in_parts_that_fit() -> None:
    """Every place and column of the web map's table once, with the same words."""
    page = harbour_page()
    tables = sheet(page, "", "a4")["tables"]
    shown = [column for column in page.columns if column.in_table]
    printed = [c["heading"] for table in tables for c in table["columns"][1:]]
    assert printed == [column.name for column in shown]
    for number, feature in enumerate(page.features):
        rows = [table["lines"][number]["cells"] for table in tables]
        assert {row[0] for row in rows} == {feature.title}
        assert [cell for row in rows for cell in row[1:]] == [
            column.text(column.at(page.opening)[number]) for column in shown
        ]
    assert {table["lines"][-1]["kind"] for table in tables} == {"total"}


def test_the_sheet_is_tagged_marked_and_the_same_again() -> None:
    """PDF/UA, with the marking on every page; the map is on the first."""
    page = a_page()
    made = render_sheet(page, DAY, paper="a3")
    assert made == render_sheet(a_page(), DAY, paper="a3")
    assert b"/MarkInfo" in made
    data = typesetting.printable(sheet(page, "", "a4"))
    source = typesetting.source_of(TEMPLATE)
    marks = json.loads(typesetting._compiler(source, data).query("<marking>", field="body"))
    assert len(marks) == 2 * _pages(page, "a4")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_text(hostile: str) -> None:
    """Names and refs in a drawing and in a table are never markup."""
    page = a_page(lambda text: f"{text} {hostile}")
    assert render_sheet(page, DAY).startswith(b"%PDF")


def test_a_layer_is_found_in_any_case_and_an_unknown_one_is_told() -> None:
    """With the names there are."""
    page = harbour_page()
    assert layer_called(page, " STAGE ").name == "Stage"
    assert layer_called(page, "").name == page.layers[page.opens_on].name
    with pytest.raises(BadValue, match="no layer 'crime rate': it is one of 'Hours against plan',"):
        layer_called(page, "crime rate")


def test_the_map_opens_on_the_layer_that_was_asked_for() -> None:
    """Whatever is known of it."""
    page = harbour_page()
    assert [replace(page, opens_with=each.name).opens_on for each in page.layers] == list(
        range(len(page.layers))
    )


def test_a_view_holds_its_ground_in_the_middle() -> None:
    """With north up, a margin, and one scale both ways."""
    view = SheetView.of((1.0, 51.0, 1.2, 51.1), 400, 300)
    west, south, east, north = view.box
    assert west < 1.0 < 1.2 < east
    assert south < 51.0 < 51.1 < north
    assert view.at((1.1, 51.05)) == pytest.approx((200, 150))
    assert view.down * 0.628 == pytest.approx(view.across, rel=0.01)


def test_a_place_too_small_to_be_seen_is_a_disc() -> None:
    """A square of some metres on a sheet of kilometres."""
    page = a_page()
    tiny = replace(page.features[0], geometry=box(1.4, 51.2, 1.40001, 51.20001))
    small = replace(page, features=(tiny, *page.features[1:]))
    assert bounds_of(small)[1] <= 51.2
    drawn = map_picture(small, small.layers[0], 0, 400, 300)
    assert drawn.svg.count("<circle cx") > map_picture(page, page.layers[0], 0, 400, 300).svg.count(
        "<circle cx"
    )


def test_a_table_that_leaves_the_map_room_stands_beneath_it() -> None:
    """One page, the notes too; with more places than that the table is overleaf, the map large."""
    page = a_page()
    assert [_pages(page, paper) for paper in PAPERS] == [1, 1]
    many = _many(200)
    assert sheet(many, "", "a4")["table_at"] == "overleaf"
    assert _pages(many, "a4") > 1
    few, alone = (lay_out(each, 0, PAPERS["a4"], ()) for each in (page, many))
    assert few.notes_at != "overleaf"
    assert few.room[1] < alone.room[1]


@pytest.mark.parametrize(("places", "paper"), [(27, "a4"), (27, "a3"), (60, "a3")])
def test_a_table_too_wide_for_the_sheet_keeps_the_layer_s_columns_beside_a_tall_ground(
    places: int, paper: str
) -> None:
    """One page: map, every place, the columns of the layer; how many others there are is said."""
    page = _tall(places)
    made = sheet(page, "Patrol hours", paper)
    (table,) = made["tables"]
    shown = [(column["over"], column["heading"]) for column in table["columns"][1:]]
    assert ("Hours", "Delivered") in shown
    assert len(table["lines"]) == places
    left = len([c for c in page.columns if c.in_table]) - len(shown)
    assert made["left_out"].startswith(f"{left} more columns of this table in the web map")
    assert (made["table_at"], _pages(page, paper, "Patrol hours")) == ("beside", 1)


def _tall(count: int) -> Page:
    """So many squares one above another, a table of forty columns, and notes."""
    page = _many(count)
    features = tuple(
        replace(feature, geometry=box(1.5, 51 + n / 200, 1.52, 51.003 + n / 200), name="Quay")
        for n, feature in enumerate(page.features)
    )
    more = [MapColumn(f"Figure {n}", [[n] * count], f"Group {n // 4}") for n in range(100, 140)]
    return replace(
        page,
        features=features,
        columns=(*more[:20], *page.columns, *more[20:]),
        notes=(
            "A sentence of a hundred letters, and of twelve words, that says how this is read." * 3,
        )
        * 3,
        total=(),
        overlays=(),
    )


def _many(count: int) -> Page:
    """The small page with its first place so many times."""
    page = a_page()
    return replace(
        page,
        features=tuple(replace(page.features[0], id=f"HS-{n:03d}") for n in range(count)),
        columns=tuple(
            replace(column, values=[[row[0]] * count for row in column.values])
            for column in page.columns
        ),
        layers=tuple(
            replace(layer, classes=[[row[0]] * count for row in layer.classes])
            for layer in page.layers
        ),
    )


def _pages(page: Page, paper: str, layer: str = "") -> int:
    data = typesetting.printable(sheet(page, layer, paper))
    made = typesetting._compiler(typesetting.source_of(TEMPLATE), data).compile(format="svg")
    return len(made) if isinstance(made, list) else 1
