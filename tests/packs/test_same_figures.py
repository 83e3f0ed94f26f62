"""One figure wherever it stands: map, PDF map, pack, workbook and return over several months.

HS-01 is live throughout, HS-02 was retired at the end of June, HS-03 was drawn anew on 1 August.
"""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.months import Month, Quarter, Window
from casebook.figures.figure import Figure
from casebook.figures.table import figures, figures_by
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs.chapters.parts import PackScope
from casebook.packs.map.page import read_page
from casebook.packs.mapsheet.month import read_month
from casebook.packs.mapsheet.sheet import render_sheet
from casebook.packs.returns.quarterly import quarterly_return
from casebook.packs.returns.template import parse_template
from casebook.packs.review.pack import review_pack
from casebook.packs.review.xlsx import render_xlsx
from casebook.places.hotspots import retire
from casebook.places.import_polygons import import_places
from geo.maps import Page, render
from tests import lomea
from tests.packs.pdf_pages import rows_of_tables
from tests.packs.test_xlsx import rows_of

APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER = (Month(2024, n) for n in range(4, 10))
WINDOW = Window(APRIL, SEPTEMBER)
IN_THREE, BESIDE_THREE = (1.545, 51.255), (1.5525, 51.255)
COLUMNS = {
    "Crimes: Count": "crimes",
    "Crimes: Before": "crimes_previous",
    "Crimes: Year before": "crimes_last_year",
    "ASB: Count": "asb",
    "ASB: Before": "asb_previous",
    "Own count: Count": "count",
    "Own count: Expected": "expected",
    "Officer-hours: Delivered": "officer_hours",
    "Officer-hours: Core": "officer_hours_core",
    "Visits: Number": "visits",
    "Visits: Median minutes": "median_visit_minutes",
}
ADDED = ("Crimes: Count", "ASB: Count", "Officer-hours: Delivered", "Visits: Number")
RETURN = """
name = "small"
version = "1"
title = "A small return"
[[sheet]]
name = "Hotspots"
rows = "hotspot"
column = [
  { heading = "Ref", text = "ref" },
  { heading = "crimes", figure = "crimes" },
  { heading = "asb", figure = "asb" },
  { heading = "officer_hours", figure = "officer_hours" },
]
"""


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Three hotspots, incidents of thirteen months and patrols of five."""
    lomea.add_hotspots(book, tmp_path)
    third = lomea.square(1.54, "HS-03", "serious violence")
    _draw(book, tmp_path / "third.geojson", third)
    rows = lomea.thirteen_months()
    for month in Window.parse("2023-09:2024-09").months:
        rows += lomea.street_rows(month, lomea.VIOLENCE, 3, IN_THREE)
        rows += lomea.street_rows(month, lomea.BURGLARY, 2, BESIDE_THREE)
    lomea.add_incidents(book, tmp_path, rows)
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        *(
            f"LN{n},HS-0{n},2024-0{month}-03 10:00,2024-0{month}-03 1{n}:30,PC:2,foot,core,sheet"
            for month in range(4, 10)
            for n in (1, 2, 3)
        ),
    )
    third["geometry"] = {
        "type": "Polygon",
        "coordinates": [
            [[1.54, 51.25], [1.555, 51.25], [1.555, 51.26], [1.54, 51.26], [1.54, 51.25]]
        ],
    }
    _draw(book, tmp_path / "again.geojson", third, date(2024, 8, 1))
    retire(book, "HS-02", date(2024, 6, 30), "The nuisance moved on.")
    return book


def _draw(book: Book, path: Path, feature: object, day: date | None = None) -> None:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    import_places(book, path, follow=follow_boundaries, kind="hotspot", valid_from=day)


def _told(page: Page, step: int, number: int) -> dict[str, object]:
    return {column.title: column.at(step)[number] for column in page.columns}


def _same(cells: dict[str, object], row: Figure) -> None:
    for title, name in COLUMNS.items():
        assert cells[title] == getattr(row, name), (row.hotspot, str(row.window), title)


def test_a_month_of_the_map_has_the_hotspots_and_figures_of_that_month(town: Book) -> None:
    """As ``figures`` of the month alone has them, and of the window by month but for HS-03.

    That was redrawn on 1 August; a table of the window has one boundary for all its months.
    """
    page = read_page(town, WINDOW)
    by_month = figures(town, WINDOW, by=("hotspot", "month")).rows
    for step, month in enumerate(WINDOW.months):
        alone = {row.hotspot: row for row in figures(town, Window(month, month)).rows}
        there = page.there_at(step)
        assert [page.features[number].id for number in there] == list(alone)
        assert ("HS-02" in alone) == (month <= JUNE)
        for number in there:
            ref = page.features[number].id
            cells = _told(page, step, number)
            _same(cells, alone[ref])
            (row,) = (r for r in by_month if (r.hotspot, r.month) == (ref, month))
            if ref == "HS-03" and month < AUGUST:
                assert (row.crimes, alone[ref].crimes) == (5, 3)
            else:
                _same(cells, row)
    (said,) = (note for note in page.notes if "HS-03 was redrawn on 1 Aug 2024" in note)
    assert said.endswith(
        "a month counts in the boundary in force at its end, all months together in that of "
        "30 Sep 2024."
    )
    assert any(
        note.startswith("A month has the hotspots that were live in it") for note in page.notes
    )


@pytest.mark.parametrize("month", WINDOW.months)
def test_a_month_before_a_redraw_is_that_month_s_own_map_in_every_column(
    town: Book, month: Month
) -> None:
    """Popups, counts of other groups, totals and outline too; nothing is of a later boundary."""
    slider, alone = read_page(town, WINDOW), read_page(town, Window(month, month))
    step = WINDOW.months.index(month)
    there = slider.there_at(step)
    own = {column.title: column for column in alone.columns}
    for column in slider.columns:
        same = own[column.title]
        found = [column.text(column.at(step)[number]) for number in there]
        assert found == [same.text(value) for value in same.at(0)], column.title
        if column.total:
            assert column.total_at(step) == same.total_at(0), column.title
    for number, feature in zip(there, alone.features, strict=True):
        each = slider.features[number]
        shown = next((old for until, old in each.was if step <= until), each.geometry)
        assert shown is not None
        assert shown.equals(feature.geometry)


def test_an_outline_holds_up_to_the_last_month_at_whose_end_it_was_in_force(town: Book) -> None:
    """HS-03's first one up to July; the map of August on has none before."""
    was = {feature.id: feature.was for feature in read_page(town, WINDOW).features}
    assert [until for until, _ in was["HS-03"]] == [WINDOW.months.index(JULY)]
    assert was["HS-01"] == was["HS-02"] == ()
    later = read_page(town, Window(AUGUST, SEPTEMBER))
    assert {feature.was for feature in later.features} == {()}


def test_a_month_s_total_is_of_the_hotspots_live_in_it(town: Book) -> None:
    """By hand: HS-02's 20 ASB calls are in June's row of all and not in July's."""
    page = read_page(town, WINDOW)
    columns = {column.title: column for column in page.columns}
    asb = columns["ASB: Count"]
    assert [asb.total_at(step) for step in range(6)] == [20, 20, 20, 0, 0, 0]
    assert [page.total_at(step) for step in (2, 3, 6)] == [
        "All 3 hotspots",
        "All 2 hotspots",
        "All 3 hotspots",
    ]
    for step, month in enumerate((AUGUST, SEPTEMBER), start=4):
        (force,) = figures(town, Window(month, month), by=("force",)).rows
        for title in ADDED:
            assert columns[title].total_at(step) == getattr(force, COLUMNS[title]), title
    (whole,) = figures(town, WINDOW, by=("force",)).rows
    for title in ADDED:
        assert columns[title].total_at(6) == getattr(whole, COLUMNS[title]), title


def test_no_legend_or_class_knows_a_hotspot_that_has_gone(town: Book) -> None:
    """Classes of a month's counts are over what was live; the opening row has no other."""
    page = read_page(town, WINDOW)
    (layer,) = (each for each in page.layers if each.name == "ASB")
    bands = [layer.bands_at(5)[layer.classes_at(5)[n]].text for n in page.there_at(5)]
    assert bands == ["None", "None"]
    page = read_page(town, Window(JULY, SEPTEMBER))
    assert [feature.id for feature in page.features] == ["HS-01", "HS-03"]
    assert page.there == ()


@pytest.mark.parametrize("month", [MAY, AUGUST, SEPTEMBER])
def test_map_paper_pack_and_workbook_say_the_same_of_a_month(town: Book, month: Month) -> None:
    """Every hotspot of the month and no other, and the row of all."""
    window = Window(month, month)
    rows = {row.hotspot: row for row in figures(town, window).rows}
    web, paper = read_page(town, Window(APRIL, month)), read_month(town, Window(APRIL, month))
    numbers = web.there_at(web.opening)
    assert [web.features[n].id for n in numbers] == [f.id for f in paper.features] == list(rows)
    for at, (number, ref) in enumerate(zip(numbers, rows, strict=True)):
        _same(_told(web, web.opening, number), rows[ref])
        _same(_told(paper, 0, at), rows[ref])
    for column in paper.columns:
        same = next(each for each in web.columns if each.title == column.title)
        assert same.total_at(web.opening) == column.total_at(0), column.title
    made = review_pack(PackScope(town, window))
    pages = {part.ref: part.figures.lines for part in made.sections}
    assert sorted(pages) == sorted(rows)
    for ref, lines in pages.items():
        told = {line.cells[0]: line.cells[1] for line in lines}
        assert told["Crimes"] == wording.number(rows[ref].crimes)
        assert told["ASB"] == wording.number(rows[ref].asb)
    printed = {
        line.cells[0].split()[0]: line for line in made.hotspots.lines if line.kind != "total"
    }
    assert sorted(printed) == sorted(rows)
    for ref, line in printed.items():
        assert line.cells[2] == wording.number(rows[ref].count)
    found = rows_of(render_xlsx(made), "Hotspots")
    for cells in found:
        for key, value in rows[str(cells["hotspot"])].for_programs(("hotspot",)).items():
            if not isinstance(value, list):
                assert cells[key] == (None if value == "" else value), key
    assert len(found) == len(rows)


@pytest.mark.parametrize("month", [MAY, SEPTEMBER])
def test_every_cell_on_paper_is_the_web_map_s_and_the_figures(town: Book, month: Month) -> None:
    """Read back from both files: no row, no column and no figure is left out."""
    window = Window(month, month)
    web, paper = read_page(town, window), read_month(town, Window(APRIL, month))
    shown = [column.title for column in web.columns if column.in_table]
    on_web = _cells_of(render(web))
    printed: dict[str, list[str]] = {}
    for rows in rows_of_tables(render_sheet(paper, date(2024, 12, 18))):
        for cells in rows:
            printed.setdefault(cells[0], []).extend(cells[1:])
    for row in figures(town, window).rows:
        name = f"{row.hotspot} {row.name}".rstrip()
        cells = dict(zip(shown, on_web[name], strict=True))
        assert printed[name] == on_web[name]
        assert cells["Crimes: Count"] == wording.number(row.crimes)
        assert cells["ASB: Before"] == wording.number(row.asb_previous)
        assert cells["Own count: Expected"] == wording.number(row.expected, 1)
        assert cells["Visits: Number"] == wording.number(row.visits)
        assert float(cells["Officer-hours: Delivered"]) == pytest.approx(row.officer_hours, 0.01)
    total = web.total_at(0)
    assert [cell for cell in printed[total] if cell] == [cell for cell in on_web[total] if cell]


def _cells_of(html: str) -> dict[str, list[str]]:
    """Of each row of the table of a web map its cells, by its heading."""
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return {
        _words(re.findall(r"<th.*?</th>", row, re.DOTALL)[0]): [
            _words(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in body.split("</tr>")[:-1]
    }


def _words(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def test_the_return_has_the_hotspots_and_sums_of_its_quarter(town: Book) -> None:
    """As the map of the quarter has all its months together."""
    quarter = Quarter.parse("2024-25-Q2")
    made = quarterly_return(town, quarter, parse_template(RETURN, "small"))
    (sheet,) = made.sheets
    page = read_page(town, quarter.window)
    step = len(page.steps) - 1
    assert [row[0] for row in sheet.rows] == [page.features[n].id for n in page.there_at(step)]
    for row, number in zip(sheet.rows, page.there_at(step), strict=True):
        cells = _told(page, step, number)
        assert row[1:] == (
            cells["Crimes: Count"],
            cells["ASB: Count"],
            cells["Officer-hours: Delivered"],
        )


def test_sums_as_live_narrow_the_force_s_months_alone(town: Book) -> None:
    """Hotspots' rows and the row of all months are as they were."""
    asked = (("force", "month"), ("hotspot", "month"), ("force",))
    plain = figures_by(town, WINDOW, asked)
    live = figures_by(town, WINDOW, asked, sums_as_live=True)
    assert [row.asb for row in plain[0].rows] == [20, 20, 20, 20, 20, 7]
    assert [row.asb for row in live[0].rows] == [20, 20, 20, 0, 0, 0]
    assert [row.month for row in live[0].rows] == list(WINDOW.months)
    assert live[1:] == plain[1:]
