"""The one table of figures, against numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month, Window
from casebook.figures.behind.incident_rows import figure_rows
from casebook.figures.figure import Figure
from casebook.figures.groupings import drawn_anew, redrawn
from casebook.figures.loaded import months_to
from casebook.figures.table import figures, figures_by
from casebook.places.place import Place
from casebook.places.plans import set_plan
from casebook.places.queries import Boundary
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import on

SEPTEMBER = Window.parse("2024-09")
QUARTER = Window.parse("2024-07:2024-09")
SUMMED = (
    "crimes", "asb", "serious_violence", "officer_hours", "officer_hours_core",
    "officer_hours_overtime", "officer_hours_partner", "patrol_hours", "visits",
    "visits_full_length",
    "planned_officer_hours", "planned_patrol_hours",
)  # fmt: skip


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots and thirteen months of incidents."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    return book


def _row(book: Book, ref: str, window: Window = SEPTEMBER, **how: object) -> Figure:
    (row,) = figures(book, window, hotspots=[ref], **how).rows  # type: ignore[arg-type]
    return row


def test_crime_asb_and_the_hotspots_own_group_stand_apart(town: Book) -> None:
    """9 violence and 1 burglary are 10 crimes, 9 of them serious violence, and no ASB."""
    row = _row(town, "HS-01")
    assert (row.crimes, row.asb, row.serious_violence) == (10, 0, 9)
    assert (row.count_group, row.count) == ("serious-violence", 9)
    assert _row(town, "HS-02").count_group == "asb"


def test_groupings_read_at_once_are_the_tables_read_one_by_one(town: Book) -> None:
    """Rows, notes and sentences alike."""
    groupings = (("hotspot", "month"), ("hotspot",), ("force", "month"), ("force",))
    alone = tuple(figures(town, QUARTER, by=by) for by in groupings)
    assert figures_by(town, QUARTER, groupings) == alone


def test_the_newest_months_begin_no_earlier_than_what_is_loaded(town: Book) -> None:
    """Thirteen months are loaded, to September 2024."""
    assert months_to(town, Month(2024, 9), 24) == Window.parse("2023-09:2024-09")
    assert months_to(town, Month(2024, 9), 3) == QUARTER
    assert months_to(town, Month(2020, 1), 24) == Window.parse("2020-01")


def test_the_month_before_is_compared_and_last_year_is_missing(town: Book) -> None:
    """September 2023 is loaded and August 2023 isn't: missing, not zero."""
    row = _row(town, "HS-01")
    assert (row.crimes_previous, row.crimes_last_year) == (6, 6)
    earlier = _row(town, "HS-01", Window.parse("2024-08"))
    assert earlier.crimes_last_year is None


def test_poisson_z_against_the_mean_of_the_year_before(town: Book) -> None:
    """7 ASB against a mean of 20: 2(sqrt 7 - sqrt 20) = -3.65."""
    row = _row(town, "HS-02")
    assert (row.z_baseline, row.poisson_z) == (20.0, -3.65)


def test_without_a_whole_year_before_there_is_no_z(town: Book) -> None:
    """The verdict makes do with the eleven months that are loaded, and names them."""
    row = _row(town, "HS-02", Window.parse("2024-08"))
    assert row.poisson_z is None
    assert row.verdict == "as expected"
    assert "20.0 expected from 11 of the 12 months Aug 2023 to Jul 2024: as" in row.says


def test_a_month_not_loaded_is_missing(town: Book) -> None:
    """October is unknown, and said to be."""
    table = figures(town, Window.parse("2024-10"))
    assert [row.crimes for row in table.rows] == [None, None]
    assert "All crime isn't loaded for Oct 2024." in table.notes


def test_a_quarter_is_the_sum_of_its_months(town: Book, tmp_path: Path) -> None:
    """Counts, hours and visits, over a patrol that crosses the month's end."""
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-07-31 23:30,2024-08-01 00:45,PC:2,foot,core,sheet",
        "LN22,HS-01,2024-08-10 10:00,2024-08-10 11:00,PCSO:1,foot,core,sheet",
        "LN23,HS-01,2024-08-10 10:30,2024-08-10 11:30,warden:1,foot,partner,sheet",
        "LN21,HS-01,2024-09-30 20:00,2024-09-30 21:00,PC:1,foot,overtime,claim",
        "LN21,HS-01,2024-07-01 20:00,2024-07-01 23:00,PC:2,foot,core,rota",
    )
    whole = _row(town, "HS-01", QUARTER)
    months = figures(town, QUARTER, by=("hotspot", "month"), hotspots=["HS-01"]).rows
    assert [row.month for row in months] == [Month(2024, 7), Month(2024, 8), Month(2024, 9)]
    for name in SUMMED:
        parts = [getattr(row, name) for row in months if getattr(row, name) is not None]
        assert sum(parts) == pytest.approx(getattr(whole, name)), name
    assert (whole.officer_hours, whole.patrol_hours, whole.visits) == (5.5, 3.75, 3)
    assert (months[0].officer_hours, months[1].officer_hours) == (1.0, 3.5)


def test_hours_not_covered_are_missing_and_say_to_when_they_go(town: Book, tmp_path: Path) -> None:
    """Zero inside the cover, nothing outside it."""
    assert _row(town, "HS-01").officer_hours is None
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-01 10:00,2024-09-01 12:00,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-09-20 10:00,2024-09-20 12:00,PC:2,foot,core,sheet",
    )
    assert _row(town, "HS-02").officer_hours == 0.0
    assert _row(town, "HS-02", Window.parse("2024-08")).officer_hours is None
    row = _row(town, "HS-01")
    assert (row.covered_to, row.coverage) == (date(2024, 9, 20), "sheets to 20 Sep 2024")
    assert row.planned_officer_hours is None


def test_patrols_are_counted_by_who_pays_on_the_day_they_begin(town: Book, tmp_path: Path) -> None:
    """Two units at once are two patrols and one visit; one over midnight is August's alone."""
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-08-31 23:00,2024-09-01 01:00,PC:2,foot,overtime,sheet",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 11:00,PC:2,foot,core,sheet",
        "LN22,HS-01,2024-09-05 10:00,2024-09-05 11:00,PCSO:1,foot,core,sheet",
        "W1,HS-01,2024-09-06 10:00,2024-09-06 11:00,warden:1,foot,partner,sheet",
    )
    august, september = _row(town, "HS-01", Window.parse("2024-08")), _row(town, "HS-01")
    assert (august.patrols, august.patrols_overtime, august.patrols_core) == (1, 1, 0)
    assert (september.patrols, september.visits) == (3, 2)
    assert (september.patrols_core, september.patrols_overtime) == (2, 0)
    assert september.patrols_partner == 1
    assert _row(town, "HS-01", Window.parse("2024-05")).patrols is None


def test_plan_is_compared_on_covered_days_only(town: Book, tmp_path: Path) -> None:
    """A rota to the month's end isn't held against sheets that stop on the 10th."""
    lomea.add_patrols(
        town,
        tmp_path,
        "all.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 12:00,PC:2,foot,core,rota",
        "LN21,HS-01,2024-09-25 10:00,2024-09-25 12:00,PC:2,foot,core,rota",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 11:00,PC:2,foot,core,sheet",
        "LN29,HS-02,2024-09-10 10:00,2024-09-10 11:00,PC:2,foot,core,sheet",
    )
    row = _row(town, "HS-01")
    assert (row.planned_officer_hours, row.planned_covered_officer_hours) == (8.0, 4.0)
    assert row.delivered_share == 0.5


def test_delivery_is_set_against_the_rota_of_its_own_resourcing(town: Book, tmp_path: Path) -> None:
    """2 of 2 core hours and 1 of 4 overtime: half of the whole, a quarter of what a grant pays."""
    lomea.add_patrols(
        town,
        tmp_path,
        "all.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 11:00,PC:2,foot,core,rota",
        "OT11,HS-01,2024-09-06 20:00,2024-09-06 22:00,PC:2,foot,overtime,rota",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 11:00,PC:2,foot,core,sheet",
        "OT11,HS-01,2024-09-06 20:00,2024-09-06 21:00,PC:1,foot,overtime,sheet",
        "LN29,HS-02,2024-09-10 10:00,2024-09-10 11:00,PC:2,foot,core,sheet",
    )
    row = _row(town, "HS-01")
    assert row.delivered_share == 0.5
    assert (row.of_plan("core"), row.of_plan("overtime")) == ((2.0, 2.0), (1.0, 4.0))
    assert row.planned_covered_officer_hours_partner == 0.0
    assert row.of_plan("partner") is None


def test_visits_are_held_to_the_length_and_hours_of_the_plan(town: Book, tmp_path: Path) -> None:
    """Half an hour of 18 to 23: two of three visits, and an hour between the two that lie in it."""
    set_plan(town, "HS-01", date(2024, 8, 1), {"hours": "18:00-23:00", "minutes": 30})
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 10:40,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-09-05 18:00,2024-09-05 18:20,PC:2,foot,core,sheet",
        "LN22,HS-01,2024-09-05 19:20,2024-09-05 19:50,PC:2,foot,core,sheet",
    )
    row = _row(town, "HS-01")
    assert (row.visits, row.visits_full_length, row.full_length_minutes) == (3, 2, 30)
    assert (row.median_visit_minutes, row.median_between_minutes) == (30, 60)
    assert row.between_within_2_hours == 1
    assert row.visits_says.startswith("2 of 3 visits lasted the planned 30 minutes or more")
    force = figures(town, SEPTEMBER, by=("force",))
    assert force.rows[0].visits_full_length == 2
    assert any("within the plan's hours" in words for words in force.definitions)


def test_without_a_visit_lengths_are_missing_with_the_reason(town: Book, tmp_path: Path) -> None:
    """A month with no visit, and one that no source of hours speaks for."""
    assert _row(town, "HS-01").visits_says == (
        "No claim, sheet or GPS covers Sep 2024: visits aren't known."
    )
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 10:40,PC:2,foot,core,sheet",
    )
    row = _row(town, "HS-02")
    assert (row.visits, row.visits_full_length, row.median_visit_minutes) == (0, None, None)
    assert row.visits_says.startswith("No visit in Sep 2024")


def test_a_patrol_two_files_mention_counts_once(town: Book, tmp_path: Path) -> None:
    """A sheet row under an overtime claim adds no hours; the claim's times and money count."""
    lomea.add_patrols(
        town,
        tmp_path,
        "claims.csv",
        "LN21,HS-01,2024-09-05 18:00,2024-09-05 22:00,PC:2,foot,overtime,claim",
    )
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-05 18:05,2024-09-05 21:55,PC:2,foot,core,sheet",
    )
    row = _row(town, "HS-01")
    assert (row.officer_hours, row.officer_hours_overtime, row.officer_hours_core) == (8.0, 8.0, 0)


def test_two_windows_are_told_apart_by_the_e_test(town: Book) -> None:
    """Twenty a month against seven, each window named."""
    row = _row(town, "HS-02", against=Window.parse("2024-08"))
    assert row.count_against == 20
    assert row.against_p is not None
    assert 0.005 < row.against_p < 0.02
    assert (
        "7 in Sep 2024 and 20 in Aug 2024: lower, worth a look (E-test, p 0.01" in row.against_says
    )


def test_districts_and_the_force_are_sums_without_double_counting(
    town: Book, tmp_path: Path
) -> None:
    """An incident in two overlapping hotspots is one incident of the force."""
    path = tmp_path / "third.geojson"
    import json

    both = {"type": "FeatureCollection", "features": [lomea.square(1.50, "HS-03", "asb")]}
    path.write_text(json.dumps(both))
    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    import_places(town, path, follow=follow_boundaries, kind="hotspot")
    (force,) = figures(town, SEPTEMBER, by=("force",)).rows
    assert (force.crimes, force.asb) == (10, 7)
    assert sum(row.crimes or 0 for row in figures(town, SEPTEMBER).rows) == 20


def test_a_redrawn_hotspot_is_counted_in_one_boundary_on_both_sides(
    town: Book, tmp_path: Path
) -> None:
    """After HS-02 is drawn over HS-01's ground, September and August are both counted there."""
    import json

    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    path = tmp_path / "redrawn.geojson"
    moved = {"type": "FeatureCollection", "features": [lomea.square(1.50, "HS-02", "asb")]}
    path.write_text(json.dumps(moved))
    import_places(
        town, path, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 9, 10)
    )
    row = _row(town, "HS-02")
    assert (row.crimes, row.crimes_previous, row.asb) == (10, 6, 0)
    assert _row(town, "HS-02", Window.parse("2024-08")).asb == 20
    notes = figures(town, SEPTEMBER).notes
    assert any("HS-02 was redrawn on 10 Sep 2024" in note for note in notes)


def test_a_hotspot_that_was_drawn_for_the_first_time_was_not_redrawn() -> None:
    """Only a boundary that takes another's place is said to be new."""
    drawn = [
        Boundary(1, 1, "HS-01", date(2024, 9, 2), b""),
        Boundary(2, 2, "HS-02", None, b""),
        Boundary(3, 2, "HS-02", date(2024, 9, 10), b""),
    ]
    anew = drawn_anew(drawn, SEPTEMBER, date(2024, 1, 1))
    (note,) = redrawn(anew, {"HS-01", "HS-02"}, SEPTEMBER)
    assert note.startswith("HS-02 was redrawn on 10 Sep 2024; every count here uses the boundary")


def test_a_profiles_row_names_its_stage_and_the_run_since_its_response(
    town: Book, tmp_path: Path
) -> None:
    """The response began in September, so the run is that month: 7 against 20."""
    profile = Profile("PMP-2024-001", "Park")
    intake.new_profile(on(town, date(2024, 8, 20)), profile, hotspots=["HS-02"])
    profiles.add_action(town, "PMP-2024-001", {"title": "patrols", "start": "2024-09-01"})
    row = _row(town, "HS-02")
    assert (row.profile, row.stage) == ("PMP-2024-001", "objective")
    assert (row.run_months, row.run_count, row.since_expected) == (1, 7, 20.0)


def test_retired_hotspots_leave_the_table_but_can_be_asked_for(town: Book) -> None:
    """What was counted then can still be counted."""
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        assert place is not None
        import dataclasses

        gone = dataclasses.replace(place, retired_on=date(2024, 4, 1))
        tx.save(place, gone, town.author)
    assert [row.hotspot for row in figures(town, SEPTEMBER).rows] == ["HS-02"]
    assert _row(town, "HS-01").crimes == 10


def test_the_rows_behind_a_number_are_as_many_as_the_number(town: Book) -> None:
    """Enter on any number lists what it was made from."""
    rows = figure_rows(town, SEPTEMBER, hotspots=["HS-01"], groups=["crime"])
    assert len(rows) == _row(town, "HS-01").crimes
    assert {row["type"] for row in rows} == {lomea.VIOLENCE, lomea.BURGLARY}


def test_a_second_source_does_not_double_the_count(town: Book, tmp_path: Path) -> None:
    """One source counts for a kind and month; which one is a setting."""
    extra = lomea.street_rows(Month(2024, 9), lomea.VIOLENCE, 3, lomea.IN_ONE)
    lomea.add_incidents(town, tmp_path, extra, "force.csv", source="force")
    assert _row(town, "HS-01").crimes == 10
    import dataclasses

    changed = dataclasses.replace(town.settings, count_crime_from=("force",))
    assert _row(town.with_settings(changed), "HS-01").crimes == 3


@pytest.mark.parametrize("by", [("beat",), ("hotspot", "district"), ()])
def test_an_unknown_grouping_is_refused(town: Book, by: tuple[str, ...]) -> None:
    """With what may be asked for."""
    with pytest.raises(BadValue, match="take one of hotspot, district or force"):
        figures(town, SEPTEMBER, by=by)


def test_an_unknown_hotspot_or_group_is_refused(town: Book) -> None:
    """By name."""
    with pytest.raises(NotFound, match="no hotspot 'HS-99'"):
        figures(town, SEPTEMBER, hotspots=["HS-99"])
    with pytest.raises(BadValue, match="no count group 'harm'"):
        figures(town, SEPTEMBER, count="harm")


def test_an_empty_casebook_has_no_rows(book: Book) -> None:
    """And says that nothing is loaded."""
    table = figures(book, SEPTEMBER)
    assert table.rows == ()
    assert table.sources == ("Crime: nothing loaded", "ASB: nothing loaded")
