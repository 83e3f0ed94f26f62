"""What every number of a row of figures was made from: as many rows, as many hours."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import shapely
import shapely.affinity

from casebook.book.made_of import MadeOf, Order
from casebook.book.opening import Book
from casebook.core.months import Month, Span, Window
from casebook.figures.behind.frozen import NEW
from casebook.figures.behind.incident_rows import IncidentsBehind
from casebook.figures.behind.numbers import COUNTS, made_of, run_made_of
from casebook.figures.behind.patrol_rows import PATROL_COLUMNS
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.places.place import Place
from casebook.places.plans import set_plan
from casebook.places.queries import boundaries
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on

SEPTEMBER = Window.parse("2024-09")
WINDOWS = (SEPTEMBER, Window.parse("2024-08..2024-09"), Window.parse("2024-08"))
PATROLS = (
    "LN21,HS-01,2024-08-31 23:00,2024-09-01 01:00,PC:2,foot,core,sheet",
    "LN22,HS-01,2024-09-01 00:30,2024-09-01 02:00,PC:1,foot,overtime,claim",
    "LN23,HS-01,2024-09-10 20:00,2024-09-10 20:04,Warden:1,foot,partner,sheet",
    "LN21,HS-02,2024-09-30 23:30,2024-10-01 00:30,PC:3,foot,core,sheet",
    "LN21,HS-01,2024-09-12 20:00,2024-09-12 23:00,PC:2,foot,core,rota",
    "LN22,HS-01,2024-09-12 21:00,2024-09-12 23:30,PC:1,foot,overtime,rota",
    "LN21,HS-02,2024-09-30 23:30,2024-10-01 00:30,PC:1,foot,core,rota",
)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots with incidents, patrols over midnight, a rota for September and a plan."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    lomea.add_patrols(book, tmp_path, "patrols.csv", *PATROLS)
    plan = {"days": ["mon", "tue"], "visits": 2, "minutes": 25, "staff": 2}
    set_plan(book, "HS-02", date(2024, 8, 1), plan)
    intake.new_profile(
        on(book, date(2024, 7, 20)), Profile("PMP-2024-001", "Park"), hotspots=["HS-01"]
    )
    profiles.add_action(book, "PMP-2024-001", {"title": "patrols", "start": "2024-08-01"})
    return book


def _rows(book: Book, window: Window) -> tuple[Figure, ...]:
    return figures(book, window).rows


def _behind(row: Figure, column: str) -> MadeOf:
    found = made_of(row, column)
    assert found is not None
    return found


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.label)
def test_every_number_is_what_its_rows_come_to(town: Book, window: Window) -> None:
    """Counts, hours, visits and plans alike; what isn't known has no rows."""
    asked = 0
    for row in _rows(town, window):
        for column in (*COUNTS, *PATROL_COLUMNS):
            value, behind = getattr(row, column), made_of(row, column)
            assert (behind is None) == (value is None), column
            if behind is not None and not column.startswith("median"):
                page = behind.page(town)
                assert page.comes_to == value, (row.hotspot, column)
                assert len(page.rows) == page.of
                asked += value > 0
    assert asked > 15


def test_the_run_since_the_response_began_lists_its_months(town: Book) -> None:
    """August and September: 4 and 9 of serious violence."""
    row = _rows(town, SEPTEMBER)[0]
    behind = run_made_of(row, row.verdicts[0])
    assert behind is not None
    page = behind.page(town)
    assert page.comes_to == row.run_count == 13
    assert {one["month"] for one in page.rows} == {"2024-08", "2024-09"}


def test_hotspots_taken_together_list_an_incident_once(town: Book, tmp_path: Path) -> None:
    """HS-03 lies where HS-01 does."""
    path = tmp_path / "more"
    path.mkdir()
    import json

    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    feature = lomea.square(1.50, "HS-03", "asb")
    file = path / "more.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    import_places(town, file, follow=follow_boundaries, kind="hotspot")
    (row,) = figures(town, SEPTEMBER, by=("force",), hotspots=["HS-01", "HS-03"]).rows
    behind = made_of(row, "crimes", hotspots=["HS-01", "HS-03"])
    assert behind is not None
    assert behind.page(town).comes_to == row.crimes == 10


def test_pages_in_any_order_are_the_whole(town: Book) -> None:
    """No row is on two pages and none on none, whichever column orders them."""
    behind = IncidentsBehind(Window.parse("2023-09..2024-09"), hotspots=("HS-01", "HS-02"))
    whole = {row["key"] for row in behind.page(town).rows}
    for key in ("hotspot", "date", "type", "outcome", "street", "source", "load", "month"):
        order = Order(key, down=True)
        keys = [
            row["key"]
            for start in range(0, len(whole), 100)
            for row in behind.page(town, start, 100, order).rows
        ]
        assert len(keys) == len(whole)
        assert set(keys) == whole, key


def test_rows_stand_in_the_order_asked_for(town: Book) -> None:
    """By type downwards, and hours from the least on."""
    row = _rows(town, SEPTEMBER)[0]
    types = [
        one["type"] for one in _behind(row, "crimes").page(town, order=Order("type", True)).rows
    ]
    assert types == sorted(types, reverse=True)
    hours = [one["hours"] for one in
             _behind(row, "officer_hours").page(town, order=Order("hours")).rows]  # fmt: skip
    assert hours == sorted(hours)
    assert len(hours) == 3


def test_a_row_says_which_load_brought_it(town: Book) -> None:
    """File, day and source, of incidents and of patrols."""
    row = _rows(town, SEPTEMBER)[0]
    (of_incidents,) = {
        (one["file"], one["source"]) for one in _behind(row, "crimes").page(town).rows
    }
    assert of_incidents == ("street.csv", "data.police.uk")
    found = _behind(row, "officer_hours").page(town).rows
    assert {(one["file"], one["source"]) for one in found} == {
        ("patrols.csv", "sheet"), ("patrols.csv", "claim"),
    }  # fmt: skip


def test_a_redrawn_hotspot_is_listed_in_the_boundary_it_was_counted_in(town: Book) -> None:
    """The months before are counted in the boundary at the window's end, and so listed."""
    row = _rows(town, SEPTEMBER)[0]
    before = made_of(row, "crimes_previous")
    assert isinstance(before, IncidentsBehind)
    assert (before.window, before.drawn) == (Window.parse("2024-08"), date(2024, 9, 30))


def test_what_came_after_a_number_was_frozen_is_marked(town: Book, tmp_path: Path) -> None:
    """10 crimes frozen, 12 now: two came, with the second load."""
    row = _rows(town, SEPTEMBER)[0]
    later = dataclasses.replace(town, clock=lambda: town.clock() + timedelta(days=9))
    rows = lomea.street_rows(Month(2024, 9), "Drugs", 2, lomea.IN_ONE)
    when = town.clock() + timedelta(hours=1)
    lomea.add_incidents(later, tmp_path, rows, "late.csv")
    page = _frozen(row, "crimes", when).page(later)
    assert (row.crimes, page.comes_to) == (10, 12)
    assert [one["type"] for one in page.rows if one["since"] == NEW] == ["Drugs"] * 2
    assert "10. From what is loaded now: 12." in page.notes[0] + page.notes[1]
    assert any("2 incidents came or changed since, with load" in note for note in page.notes)


def test_what_was_taken_back_since_is_said(town: Book, tmp_path: Path) -> None:
    """A later file is the whole truth of September and has 8 of the 9 crimes of violence."""
    row = _rows(town, SEPTEMBER)[0]
    when = town.clock() + timedelta(hours=1)
    later = dataclasses.replace(town, clock=lambda: town.clock() + timedelta(days=9))
    rows = [one for one in lomea.thirteen_months(in_last=8) if ",2024-09," in one]
    lomea.add_incidents(later, tmp_path, rows, "true.csv", covers=Span.parse("2024-09"))
    page = _frozen(row, "crimes", when).page(later)
    assert (row.crimes, page.comes_to) == (10, 9)
    assert "As signed, 18 Dec 2024: 10. From what is loaded now: 9." in page.notes
    assert any("1 incident went since: withdrawn, with load" in one for one in page.notes)


def test_a_frozen_number_that_nothing_changed_says_so(town: Book) -> None:
    """And no row is marked."""
    row = _rows(town, SEPTEMBER)[0]
    page = _frozen(row, "officer_hours", town.clock() + timedelta(hours=1)).page(town)
    assert page.comes_to == row.officer_hours
    assert {one["since"] for one in page.rows} == {None}
    assert "No load since brought or changed any of these rows." in page.notes[-1]


def _frozen(row: Figure, column: str, when: datetime) -> MadeOf:
    found = made_of(row, column, frozen=(when, "signed"))
    assert found is not None
    return found


def test_ground_that_is_no_place_s_lists_what_lies_on_it(town: Book) -> None:
    """The outline of HS-01 holds what HS-01 counts, and far ground holds nothing."""
    row = _rows(town, SEPTEMBER)[0]
    with town.store.reading() as tx:
        (drawn,) = (one for one in boundaries(tx) if one.ref == "HS-01")
    outline = shapely.from_wkb(drawn.wkb)
    asked = IncidentsBehind(SEPTEMBER, ("crime",), outline=outline.wkt)
    assert asked.page(town).comes_to == row.crimes == 10
    far = dataclasses.replace(asked, outline=shapely.affinity.translate(outline, 50_000).wkt)
    assert far.page(town).rows == ()


def test_a_retired_hotspot_s_rows_can_still_be_listed(town: Book) -> None:
    """What was counted then is listed as it was."""
    row = _rows(town, SEPTEMBER)[0]
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        assert place is not None
        tx.save(place, dataclasses.replace(place, retired_on=date(2024, 10, 4)), town.author)
    assert _behind(row, "crimes").page(town).comes_to == 10
