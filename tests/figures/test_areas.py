"""Figures per area and quarter, against numbers worked out by hand and against their parts."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month, Window
from casebook.figures.behind.incident_rows import area_rows
from casebook.figures.table import figures
from casebook.places.place import Place
from casebook.store.tables import incident
from tests import lomea, lomea_areas

NOW = Window.parse("2024-09")
EVERY = ("D1", "D2", "W1", "W2", "W3", "IA-1")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two districts, three wards, an impact area, two hotspots and two Septembers."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea_areas.two_septembers())
    return book


def _crimes(book: Book, *areas: str, window: Window = NOW) -> dict[str | None, int | None]:
    rows = figures(book, window, by=("area",), areas=areas).rows
    return {row.area: row.crimes for row in rows}


def test_an_area_has_a_row_of_all_that_lies_in_it(town: Book) -> None:
    """Ward, district and impact area, with last year's beside."""
    rows = {row.area: row for row in figures(town, NOW, by=("area",), areas=EVERY).rows}
    assert {ref: (row.crimes_last_year, row.crimes, row.asb) for ref, row in rows.items()} == {
        "D1": (34, 23, 0), "D2": (19, 19, 11), "W1": (34, 23, 0), "W2": (0, 0, 0),
        "W3": (17, 18, 11), "IA-1": (51, 41, 11),
    }  # fmt: skip
    assert rows["IA-1"].name == "Docks and Ferry"
    assert rows["W1"].officer_hours is None


def test_without_a_name_every_district_has_a_row(town: Book) -> None:
    """And what lies in none of them is said."""
    table = figures(town, NOW, by=("area",))
    assert [row.area for row in table.rows] == ["D1", "D2"]
    assert "4 crimes without coordinates of Sep 2024 lie in none of these areas." in table.notes
    assert any("kept for hotspots" in note for note in table.notes)


def test_a_districts_hotspots_are_still_what_a_district_row_sums(town: Book) -> None:
    """D1's hotspots have 17 crimes; all of D1 has 23."""
    rows = figures(town, NOW, by=("district",)).rows
    assert {row.district: row.crimes for row in rows} == {"D1": 17, "D2": None}
    assert _crimes(town)["D1"] == 23


def test_every_area_of_a_kind_can_be_asked_for(town: Book) -> None:
    """By the kind's name, one or many."""
    assert _crimes(town, "ward") == {"W1": 23, "W2": 0, "W3": 18}
    assert _crimes(town, "impact areas") == {"IA-1": 41}


def test_rows_that_share_ground_are_said_not_to_add_up(town: Book) -> None:
    """W3 lies in D2 and in the impact area."""
    notes = figures(town, NOW, by=("area",), areas=["D2", "W3", "IA-1"]).notes
    assert "These rows don't add up: D2 and W3, D2 and IA-1, W3 and IA-1 share ground." in notes


def test_no_areas_of_a_kind_is_said(book: Book) -> None:
    """An empty table with the reason."""
    table = figures(book, NOW, by=("area",))
    assert table.rows == ()
    assert "There is no district here to count in: import areas first." in table.notes


def test_an_area_that_isnt_drawn_is_missing_with_the_reason(town: Book) -> None:
    """Never zero."""
    with town.store.writing() as tx:
        tx.save(None, Place("W9", "ward"), town.author)
    (row,) = figures(town, NOW, by=("area",), areas=["W9"], against=NOW.last_year).rows
    assert (row.crimes, row.count, row.count_against) == (None, None, None)
    assert row.says == "W9 has no outline: import its boundary to count in it."
    assert row.against_says == row.says


def test_areas_in_a_ring_are_walked_once(town: Book) -> None:
    """Two undrawn areas, each in the other, end in a sentence."""
    with town.store.writing() as tx:
        tx.save(None, Place("IA-8", "impact area", groups=()), town.author)
        tx.save(None, Place("IA-9", "impact area", groups=("IA-8",)), town.author)
        other = tx.load_one(Place, ref="IA-8")
        assert other is not None
        tx.save(other, dataclasses.replace(other, groups=("IA-9",)), town.author)
    (row,) = figures(town, NOW, by=("area",), areas=["IA-9"]).rows
    assert row.crimes is None


@pytest.mark.parametrize("place", [("hotspot",), ("district",), ("area",), ("force",), ()])
def test_a_quarter_is_the_sum_of_its_months(
    book: Book, tmp_path: Path, place: tuple[str, ...]
) -> None:
    """Counts, visits and hours of two quarters, per hotspot, district, area and force."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-04-10 10:00,2024-04-10 12:30,PC:2,foot,core,sheet",
        "LN21,HS-02,2024-06-30 23:00,2024-07-01 01:00,PC:1,foot,core,sheet",
        "LN22,HS-02,2024-09-29 10:00,2024-09-29 10:30,PC:1,foot,core,sheet",
        "LN21,HS-01,2024-09-30 20:00,2024-09-30 21:00,PC:1,foot,overtime,claim",
        "LN21,HS-01,2024-04-02 20:00,2024-04-02 23:00,PC:2,foot,core,rota",
    )
    window = Window.parse("2024-04:2024-09")
    whole = figures(book, window, by=(*place, "quarter")).rows
    months = figures(book, window, by=(*place, "month")).rows
    assert {row.quarter for row in whole} == {"2024-25 Q1", "2024-25 Q2"}
    for row in whole:
        parts = [
            each
            for each in months
            if (each.hotspot, each.district, each.area) == (row.hotspot, row.district, row.area)
            and each.month in row.window
        ]
        assert len(parts) == 3
        for name in ("crimes", "asb", "serious_violence", "officer_hours", "patrol_hours",
                     "officer_hours_core", "visits", "planned_officer_hours"):  # fmt: skip
            known = [getattr(part, name) for part in parts if getattr(part, name) is not None]
            assert (sum(known) if known else None) == getattr(row, name), (row.quarter, name)


def test_quarters_of_a_district_by_hand(book: Book, tmp_path: Path) -> None:
    """6 crimes and 20 ASB a month to August, then 10 and 7; two hours and then five."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-06-10 10:00,2024-06-10 11:00,PC:2,foot,core,sheet",
        "LN21,HS-02,2024-09-30 19:00,2024-09-30 21:30,PC:2,foot,core,sheet",
    )
    window = Window.parse("2024-06:2024-09")
    table = figures(book, window, by=("district", "quarter"))
    found = [
        (row.quarter, row.window.label, row.crimes, row.asb, row.officer_hours)
        for row in table.rows
        if row.district == "D1"
    ]
    assert found == [
        ("2024-25 Q1", "Jun 2024", 6, 20, 2.0),
        ("2024-25 Q2", "Jul to Sep 2024", 22, 47, 5.0),
    ]
    assert "2024-25 Q1 has Jun 2024 only." in table.notes


def test_the_rows_behind_an_area_are_as_many_as_its_count(town: Book) -> None:
    """Each names the narrowest area it lies in; withdrawn ones are gone from both."""
    rows = area_rows(town, NOW, areas=["D2"], groups=["crime"])
    assert len(rows) == _crimes(town, "D2")["D2"] == 19
    assert {row["area"] for row in rows} == {"W3", "D2"}
    everything = area_rows(town, NOW)
    assert sum(1 for row in everything if row["area"] is None) == 4
    assert len(everything) == 46 + 11


def test_a_withdrawn_incident_counts_no_more(town: Book, tmp_path: Path) -> None:
    """The file that is the whole truth has 12 drug offences in W3 where there were 18 crimes."""
    rows = [row for row in lomea_areas.two_septembers() if ",2024-09," in row]
    kept = [row for row in rows if "Burglary" not in row]
    lomea.add_incidents(town, tmp_path, kept, "corrected.csv", covers=_days("2024-09"))
    assert _crimes(town, "W3") == {"W3": 12}
    assert len(area_rows(town, NOW, areas=["W3"], groups=["crime"])) == 12


def _days(month: str) -> object:
    from casebook.core.months import Span

    return Span.parse(month)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"by": ("ward",)}, "for a row per ward take area, and ward as the areas"),
        ({"by": ("month", "quarter")}, "month or quarter beside it"),
        ({"by": ("hotspot",), "areas": ["W1"]}, "take area in place of hotspot"),
        ({"by": ("area",), "hotspots": ["HS-01"]}, "leave the hotspots out"),
    ],
)
def test_a_grouping_that_cant_be_is_refused(town: Book, how: dict[str, object], said: str) -> None:
    """One sentence that says what can."""
    with pytest.raises(BadValue, match=said):
        figures(town, NOW, **how)  # type: ignore[arg-type]


def test_an_unknown_area_is_refused_with_ones_like_it(town: Book) -> None:
    """By ref, name or alias."""
    with pytest.raises(NotFound, match="no area 'Mole Ed' in this casebook") as refused:
        figures(town, NOW, by=("area",), areas=["Mole Ed"])
    assert "Did you mean Mole End?" in str(refused.value)


def test_two_windows_that_share_months_are_not_tested(town: Book) -> None:
    """The same incidents would stand on both sides."""
    (row,) = figures(town, NOW, areas=["W3"], by=("area",), against=NOW, count="asb").rows
    assert (row.count, row.count_against, row.against_p) == (11, 11, None)
    assert row.against_says == "ASB: 11 and 11; the windows share months, so no test."


POINTS = st.lists(
    st.tuples(
        st.sampled_from(["D1", "D2", "W1", "W2", "W3", None]),
        st.sampled_from([202309, 202409]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=60,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(points=POINTS)
def test_an_area_is_the_sum_of_its_parts(
    town: Book, points: list[tuple[str | None, int, int, bool]]
) -> None:
    """Whatever lies where: a district is its wards and what lies in none, the force everything."""
    with town.store.writing() as tx:
        numbers = {place.ref: place.id for place in tx.load(Place)}
        tx.sql.execute(delete(incident))
        for key, (ref, month, kind, gone) in enumerate(points):
            tx.sql.execute(
                insert(incident).values(
                    key=key, month=month, type=kind, outcome=0, street="", source=0, load=1,
                    area=numbers[ref] if ref else None, withdrawn=1 if gone else None,
                )
            )  # fmt: skip
    every = {row.area: row for row in figures(town, NOW, by=("area",), areas=EVERY).rows}
    asb = next(n for n, pair in enumerate(_types(town)) if pair[1] == "asb")

    def own(ref: str | None, *, is_asb: bool) -> int:
        return sum(
            1
            for at, month, kind, gone in points
            if at == ref and month == 202409 and not gone and (kind == asb) == is_asb
        )

    for name, is_asb in (("crimes", False), ("asb", True)):
        found = {ref: getattr(row, name) for ref, row in every.items()}
        assert found["D1"] == found["W1"] + found["W2"] + own("D1", is_asb=is_asb)
        assert found["D2"] == found["W3"] + own("D2", is_asb=is_asb)
        assert found["IA-1"] == found["W1"] + found["W3"]
        rows = [row for row in area_rows(town, NOW) if (row["kind"] == "asb") == is_asb]
        assert len(rows) == found["D1"] + found["D2"] + own(None, is_asb=is_asb)


def _types(book: Book) -> tuple[tuple[str, ...], ...]:
    from casebook.incidents.queries import stored as incidents

    with book.store.reading() as tx:
        return incidents.types(tx)


def test_a_districts_gap_is_its_areas_gap(book: Book, tmp_path: Path) -> None:
    """D2 has no ASB in April: its quarter is missing too, and D1's isn't."""
    lomea_areas.add_areas(book, tmp_path)
    rows: list[str] = []
    for month in Window.parse("2024-01:2024-06").months:
        rows += lomea.street_rows(month, lomea.ASB, 12, lomea.IN_ONE)
        if month != Month(2024, 4):
            rows += lomea.street_rows(month, lomea.ASB, 20, lomea_areas.IN_W3)
    lomea.add_incidents(book, tmp_path, rows)
    table = figures(book, Window.parse("2024-01:2024-06"), by=("area", "quarter"))
    assert [(row.area, row.quarter, row.asb) for row in table.rows] == [
        ("D1", "2023-24 Q4", 36),
        ("D1", "2024-25 Q1", 36),
        ("D2", "2023-24 Q4", 60),
        ("D2", "2024-25 Q1", None),
    ]
    assert any("ASB isn't loaded for Apr 2024 in Area D2 (D2)" in note for note in table.notes)
