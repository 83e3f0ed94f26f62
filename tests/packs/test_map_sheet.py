"""The map on paper: the web map's classes and figures, marked, tagged, the same bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from shapely.geometry import box

from casebook.core.english import listed
from casebook.core.errors import BadValue
from casebook.packs import typesetting
from casebook.packs.mapsheet.drawing import map_picture
from casebook.packs.mapsheet.layout import SheetLayout, lay_out
from casebook.packs.mapsheet.sheet import PAPERS, TEMPLATE, layer_called, render_sheet, sheet
from casebook.packs.mapsheet.view import SheetView
from geo.maps import Base, BaseAreas, MapColumn, Page
from geo.maps.extent import sheet_extent
from tests.geo.maps.map_pages import HOSTILE, a_page
from tests.packs.pdf_pages import fill_of_pages, rows_of_tables, tags_of_pages
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


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("kind", ["harbour", "tall", "many"])
def test_every_cell_of_the_table_is_printed(kind: str, paper: str) -> None:
    """Read back from the PDF: each place and column of the web map's table once, in its words."""
    page = {"harbour": harbour_page, "tall": lambda: _tall(27), "many": lambda: _tall(150)}[kind]()
    shown = [column for column in page.columns if column.in_table]
    found: dict[str, list[str]] = {}
    for rows in rows_of_tables(render_sheet(page, DAY, layer=page.layers[-1].name, paper=paper)):
        for cells in rows:
            found.setdefault(cells[0], []).extend(cells[1:])
    for number, feature in enumerate(page.features):
        wanted = [column.text(column.at(page.opening)[number]) for column in shown]
        assert found[feature.title] == wanted, feature.title
    if page.total:
        totals = [c.text(c.total_at(page.opening)) for c in shown if c.total]
        assert [cell for cell in found[page.total_at(page.opening)] if cell] == totals
    assert " ".join(found[page.first]) == " ".join(column.name for column in shown)


def test_a_group_of_columns_that_fits_a_part_is_not_torn() -> None:
    """Each part says what it is about, and the parts are about as wide as one another."""
    for table in sheet(_tall(27), "Patrol hours", "a4")["tables"]:
        groups = [column["over"] for column in table["columns"][1:] if column["over"]]
        assert table["caption"].endswith(listed(dict.fromkeys(groups)))
        assert all(groups.count(group) == 4 for group in groups if group.startswith("Group"))


def test_the_sheet_is_tagged_marked_and_the_same_again() -> None:
    """PDF/UA, with the marking on every page; the map is on the first."""
    page = a_page()
    made = render_sheet(page, DAY, paper="a3")
    assert made == render_sheet(a_page(), DAY, paper="a3")
    assert b"/MarkInfo" in made
    for table in tags_of_pages(render_sheet(_tall(27), DAY))[1].all("Table"):
        rows = [row for body in table.all("TBody") for row in body.all("TR")]
        assert [[cell.scope for cell in row.all("TH")] for row in rows] == [["Row"]] * 27
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
    assert sheet_extent(small)[1] <= 51.2
    drawn, without = (map_picture(each, each.layers[0], 0, (400, 300)) for each in (small, page))
    assert drawn.svg.count("<circle cx") > without.svg.count("<circle cx")


def test_the_ground_is_shown_to_its_end_where_that_is_near() -> None:
    """An island a little larger than its places, and no land that goes on for long."""
    page = a_page()
    near = sheet_extent(_tall(27))
    island = BaseAreas("Land", (box(near[0], near[1] - 0.02, near[2], near[3] + 9),), "#ffffff")
    found = sheet_extent(replace(_tall(27), base=Base((island,))))
    assert found == pytest.approx([near[0], near[1] - 0.02, near[2], near[3]])
    assert sheet_extent(replace(page, base=Base())) == pytest.approx([1.51, 51.2, 1.533, 51.202])


def test_a_table_that_leaves_the_map_its_size_stands_beneath_it() -> None:
    """One page, the notes too; with more places than that the table is overleaf."""
    few, many = a_page(), _many(200)
    assert [_pages(few, paper) for paper in PAPERS] == [1, 1]
    assert _laid(few, "a4").overleaf is None
    assert _laid(many, "a4").overleaf is not None
    assert _laid(few, "a4").room[1] < _laid(many, "a4").room[1]


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("tall", [True, False])
def test_the_map_is_as_wide_as_its_sheet_which_is_turned_as_the_ground_is(
    paper: str, tall: bool
) -> None:
    """Read from the PDF: the frame of the map goes from margin to margin."""
    page = _tall(40) if tall else _wide(_tall(40))
    document = pypdfium2.PdfDocument(render_sheet(page, DAY, paper=paper))
    wide, high = document[0].get_size()
    assert (high > wide) == tall
    drawn = document[0].render(scale=1, grayscale=True).to_numpy().reshape(int(high + 1), -1)
    inside = (drawn[int(high * 0.6)] < 250).nonzero()[0]
    margin = 15 / 25.4 * 72
    assert inside[0] <= margin + 2
    assert inside[-1] >= wide - margin - 2
    document.close()


def test_a_tall_ground_has_the_layer_s_columns_beside_it() -> None:
    """On the map where the sheet is wide enough for both; the ground keeps most of its size."""
    page = _tall(27)
    on_a3, on_a4 = (_laid(page, paper, "Patrol hours") for paper in ("a3", "a4"))
    for laid in (on_a3, on_a4):
        assert laid.upright
        assert laid.inset is not None
        assert [column.heading for column in laid.inset.table.columns] == ["Hotspot", "Delivered"]
        assert len(laid.inset.table.lines) == 27
    assert _laid(_wide(page), "a4", "Patrol hours").inset is None
    assert _laid(_tall(150), "a4", "Patrol hours").inset is None


def test_a_narrow_table_stands_whole_beside_a_tall_ground() -> None:
    """All of it and the notes on the sheet of the map, and no other sheet."""
    page = replace(_tall(27), columns=_many(27).columns)
    laid = _laid(page, "a4")
    assert laid.overleaf is None
    assert laid.inset is not None
    assert [column.heading for column in laid.inset.table.columns[1:]] == [
        column.name for column in page.columns if column.in_table
    ]
    assert _pages(page, "a4") == 1


def test_nothing_is_drawn_beneath_the_layer_s_columns() -> None:
    """Places and labels are left of what is kept clear."""
    page = _tall(27)
    made = map_picture(page, page.layers[0], 0, (500, 700), 200)
    labels = re.findall(r'<text x="([\d.]+)"[^>]* text-anchor="middle"', made.svg)
    assert len(labels) > 27
    assert all(float(x) < 300 for x in labels)


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("places", [3, 27, 31, 60, 88])
def test_no_page_is_near_empty(places: int, paper: str) -> None:
    """However many places there are, the last page too."""
    filled = fill_of_pages(render_sheet(_tall(places), DAY, paper=paper))
    assert min(filled) >= 0.15


def _laid(page: Page, paper: str, layer: str = "") -> SheetLayout:
    return lay_out(page, layer_called(page, layer), page.opening, PAPERS[paper])


def _wide(page: Page) -> Page:
    """The same places beside one another."""
    features = tuple(
        replace(feature, geometry=box(1.5 + n / 100, 51, 1.505 + n / 100, 51.01))
        for n, feature in enumerate(page.features)
    )
    return replace(page, features=features)


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
