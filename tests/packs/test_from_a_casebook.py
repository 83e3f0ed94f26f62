"""From real files through the services: figures, pack and map hold the same numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.access import Account
from casebook.core.errors import NotAllowed
from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.table import figures
from casebook.incidents.import_files import import_incidents
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs.chapters.parts import PackScope
from casebook.packs.html import render_html
from casebook.packs.map.page import map_page, read_page
from casebook.packs.map.slices import read_slices
from casebook.packs.mapsheet.month import read_month
from casebook.packs.review.pack import review_pack
from casebook.patrols.import_files import import_patrols
from casebook.places.hotspots import retire
from casebook.places.import_polygons import import_places
from casebook.profiles.intake import new_profile
from casebook.profiles.profile import Profile
from casebook.upkeep.setup import make_casebook
from geo.maps import render
from tests.books import ranked

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

SEPTEMBER = Month(2024, 9)
AUGUST = Month(2024, 8)
FIGURES = {
    "Crimes: Count": "crimes",
    "Crimes: Before": "crimes_previous",
    "Crimes: Year before": "crimes_last_year",
    "ASB: Count": "asb",
    "ASB: Before": "asb_previous",
    "Own count: Count": "count",
    "Own count: Before": "count_previous",
    "Visits: Number": "visits",
}
HEADINGS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


def square(west: float) -> dict[str, object]:
    """A square of a hundredth of a degree about 51.255."""
    ring = [(west, 51.25), (west + 0.01, 51.25), (west + 0.01, 51.26), (west, 51.26), (west, 51.25)]
    return {"type": "Polygon", "coordinates": [ring]}


def places_file(folder: Path) -> Path:
    """Two hotspots, a degree's fiftieth apart."""
    themes = {"HS-01": "serious violence", "HS-02": "asb"}
    features = [
        {
            "type": "Feature",
            "properties": {"ref": ref, "name": f"Place {ref}", "themes": themes[ref]},
            "geometry": square(west),
        }
        for ref, west in (("HS-01", 1.50), ("HS-02", 1.52))
    ]
    path = folder / "hotspots.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def incidents_file(folder: Path) -> Path:
    """Three crimes and two ASB calls in HS-01 in September, one crime in August."""
    rows = [
        ("2024-09", "Robbery", "Investigation complete; no suspect identified"),
        ("2024-09", "Robbery", "Under investigation"),
        ("2024-09", "Burglary", ""),
        ("2024-09", "Anti-social behaviour", ""),
        ("2024-09", "Anti-social behaviour", ""),
        ("2024-08", "Robbery", ""),
    ]
    where = "Lomea,Lomea,1.505,51.255,On or near Quay,E01,Lomea 001A"
    lines = [
        f"{'' if kind.startswith('Anti') else f'{at:064d}'},{month},{where},{kind},{outcome},"
        for at, (month, kind, outcome) in enumerate(rows)
    ]
    path = folder / "2024-09-lomea-street.csv"
    path.write_text("\n".join((HEADINGS, *lines)) + "\n", encoding="utf-8")
    return path


def patrols_file(folder: Path) -> Path:
    """Two officers for an hour and a half in HS-01 on 3 Sep."""
    path = folder / "sheets.csv"
    path.write_text(
        "unit,hotspot,start,end,staff,mode,resourcing,source\n"
        "LK71,HS-01,2024-09-03 10:00,2024-09-03 11:30,PC:2,foot,core,sheet\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A casebook of two hotspots with a month's incidents, one patrol and one profile."""
    kept = Settings("Lomea Police", synthetic="Synthetic data", today=date(2024, 12, 18))
    made = make_casebook(
        str(tmp_path / "casebook.db"), "me", kept, clock=lambda: datetime(2024, 12, 18, tzinfo=UTC)
    )
    made = ranked(made)
    import_places(made, places_file(tmp_path), follow=follow_boundaries, kind="hotspot")
    import_incidents(made, [incidents_file(tmp_path)])
    import_patrols(made, [patrols_file(tmp_path)])
    new_profile(made, Profile("PMP-2024-001", "Fights by the quay"), hotspots=["HS-01"])
    yield made
    made.store.close()


def test_figures_pack_and_map_hold_the_same_numbers(book: Book) -> None:
    """Each number of the figures stands in the pack's row and in the map's."""
    row = figures(book, Window(SEPTEMBER, SEPTEMBER)).rows[0]
    assert (row.crimes, row.asb, row.officer_hours) == (3, 2, 3.0)
    made = review_pack(PackScope(book, Window(SEPTEMBER, SEPTEMBER)))
    part = next(part for part in made.sections if part.ref == "HS-01")
    told = {line.cells[0]: line.cells[1] for line in part.figures.lines}
    assert told["Crimes"] == wording.number(row.crimes)
    assert told["ASB"] == wording.number(row.asb)
    assert part.patrol.lines[-1].cells[2] == wording.hours(row.officer_hours)
    page = read_page(book, Window(SEPTEMBER, SEPTEMBER))
    says = {column.title: column.text(column.at(0)[0]) for column in page.columns}
    assert says["Crimes: Count"] == told["Crimes"]
    assert says["ASB: Count"] == told["ASB"]
    assert says["Officer-hours: Delivered"] == part.patrol.lines[-1].cells[2]


def test_every_cell_of_the_map_is_a_figure(book: Book) -> None:
    """Month by month and all together: counts, hours, verdicts and every other count group."""
    window = Window(AUGUST, SEPTEMBER)
    page = read_page(book, window)
    assert page.steps == ("Aug 2024", "Sep 2024", "Aug to Sep 2024")
    asked = ("crime", "asb", "serious-violence")
    for step, part in enumerate((Window(AUGUST, AUGUST), Window(SEPTEMBER, SEPTEMBER), window)):
        by = ("hotspot",) if step == 2 else ("hotspot", "month")
        counted = {
            name: [r for r in figures(book, window, by=by, count=name).rows if r.window == part]
            for name in asked
        }
        rows = [row for row in figures(book, window, by=by).rows if row.window == part]
        for number, row in enumerate(rows):
            says = {each.title: each.text(each.at(step)[number]) for each in page.columns}
            assert page.features[number].id == row.hotspot
            for title, name in FIGURES.items():
                assert says[title] == wording.number(getattr(row, name)), (title, part)
            assert says["Officer-hours: Delivered"] == wording.hours(row.officer_hours, 1)
            assert says["Officer-hours: Of plan"] == wording.share(row.delivered_share)
            assert says["Own count: Expected"] == sentences.expected(row.expected)
            assert says["Own count: Verdict"] == sentences.verdict(row.verdict)
            assert says["Other counts: Serious violence"] == wording.number(
                counted["serious-violence"][number].count
            )
            assert page.layers  # and the layers of count groups are of the same numbers
            for name, title in (("crime", "Crimes"), ("asb", "ASB")):
                count = counted[name][number].count
                layer = next(each for each in page.layers if each.name == title)
                band = layer.bands_at(step)[layer.classes_at(step)[number]].text
                assert (band == "Not known") == (count is None)
                assert (band == "None") == (count == 0)


def test_the_browser_reads_every_figure_as_python_does(
    book: Book, browser: OfflineBrowser, tmp_path: Path
) -> None:
    """At every step of the slider the table's cells are the columns' own words."""
    page = read_page(book, Window(AUGUST, SEPTEMBER))
    file = tmp_path / "map.html"
    file.write_bytes(render(page).encode())
    shown = [column for column in page.columns if column.in_table]
    with browser.visit(file) as visit:
        for step in range(len(page.steps)):
            visit.page.locator("#month").fill(str(step))
            for number, feature in enumerate(page.features):
                row = visit.page.locator("#figures tbody tr").nth(number)
                assert row.locator("th, td").all_inner_texts() == [
                    feature.title,
                    *(column.text(column.at(step)[number]) for column in shown),
                ]
        assert visit.complaints == []


def test_a_month_on_paper_has_its_own_hotspots_in_the_classes_of_the_web_map(book: Book) -> None:
    """One that was retired before isn't in it; the others look as on the screen."""
    retire(book, "HS-02", date(2024, 8, 31), "Closed")
    web, paper = (read(book, Window(AUGUST, SEPTEMBER)) for read in (read_page, read_month))
    assert [feature.id for feature in web.features] == ["HS-01", "HS-02"]
    assert [feature.id for feature in paper.features] == ["HS-01"]
    assert (paper.title, paper.steps) == ("Hotspots, Sep 2024", ("Sep 2024",))
    at = web.opening
    for layer, own in zip(web.layers, paper.layers, strict=True):
        assert own.bands_at(0) == layer.bands_at(at)
        assert own.classes_at(0)[0] == layer.classes_at(at)[0]
    cells = {column.title: column.text(column.at(at)[0]) for column in web.columns}
    for column in paper.columns:
        assert column.text(column.at(0)[0]) == cells[column.title]
    assert read_month(book, Window(SEPTEMBER, SEPTEMBER)).features == paper.features


def test_outcomes_are_judged_when_months_are_old_enough(book: Book) -> None:
    """Three crimes of September, one closed: a third in the spring after, not known before."""
    window = Window(AUGUST, SEPTEMBER)
    parts = (Window(AUGUST, AUGUST), Window(SEPTEMBER, SEPTEMBER))
    assert read_slices(book, window, parts).outcomes == ((None, None), (None, None))
    later = replace(book, clock=lambda: datetime(2025, 3, 2, 8, tzinfo=UTC))
    settings = replace(book.settings, today=None)
    later = replace(later, settings=settings)
    assert read_slices(later, window, parts).outcomes == ((None, None), (33, None))


def test_a_casebook_s_pack_says_its_profile_its_record_and_its_gaps(book: Book) -> None:
    """What was typed, the history's head, and that last year isn't loaded."""
    html = render_html(review_pack(PackScope(book, Window(SEPTEMBER, SEPTEMBER))))
    assert "PMP-2024-001: Fights by the quay" in html
    assert f"Head of the record: {book.head()}" in html
    assert "Sep 2023 not known." in html


def test_a_viewer_may_make_neither(book: Book) -> None:
    """Files leave the casebook only in the hands of those who may export."""
    viewer = Book(book.store, Account("v", roles=("viewer",)), book.settings, clock=book.clock)
    for make in (
        lambda: review_pack(PackScope(viewer, Window(SEPTEMBER, SEPTEMBER))),
        lambda: map_page(viewer, Window(SEPTEMBER, SEPTEMBER)),
    ):
        with pytest.raises(NotAllowed, match="v may not make files from this casebook"):
            make()
