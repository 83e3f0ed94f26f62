"""Patrol plans: dated, edited on their day, and what is planned where no rota speaks."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound, PersonalDataFound, StaleRecord
from casebook.core.months import Window
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable, figures
from casebook.patrols.dosage import Dosage
from casebook.patrols.planned import planned_days
from casebook.places.hotspots import retire
from casebook.places.place import Place
from casebook.places.plan import WEEKDAYS, Plan, last_day, plan_on
from casebook.places.plans import overdue_plans, plans_of, set_plan
from tests import lomea

SEPTEMBER = Window.parse("2024-09")
THRICE = {"days": ["mon", "wed", "fri"], "visits": 2, "minutes": 15, "staff": 2}
NOTE = "Planned hours come from the patrol plan where no rota is loaded."


def _overdue(town: Book) -> tuple[Plan, ...]:
    with town.store.reading() as tx:
        return overdue_plans(tx, town.today)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """A casebook with the hotspots HS-01 and HS-02."""
    lomea.add_hotspots(book, tmp_path)
    return book


def _row(book: Book, window: Window = SEPTEMBER, ref: str = "HS-01") -> Figure:
    (row,) = figures(book, window, hotspots=[ref]).rows
    return row


def test_a_plan_holds_until_the_day_before_the_next(town: Book) -> None:
    """The new plan takes from the old what isn't given, but never its renewal date."""
    set_plan(town, "HS-01", date(2024, 6, 1), THRICE | {"briefing": "Quay", "renew": "2024-08-31"})
    new = set_plan(town, "HS-01", date(2024, 9, 1), {"visits": 4})
    old, stands = plans_of(town, "HS-01")
    assert stands == new
    assert (new.visits, new.days, new.briefing, new.renew) == (4, old.days, "Quay", None)
    assert last_day([old, new], old) == date(2024, 8, 31)
    assert last_day([old, new], new) is None
    assert plan_on([new, old], date(2024, 8, 31)) == old
    assert plan_on([old, new], date(2024, 9, 1)) == new
    assert plan_on([old, new], date(2024, 5, 31)) is None


def test_the_same_day_edits_the_plan(town: Book) -> None:
    """One row, with what was changed in the history."""
    set_plan(town, "HS-01", date(2024, 6, 1), THRICE | {"renew": "2024-08-31"})
    set_plan(town, "HS-01", date(2024, 6, 1), {"staff": 3}, why="a third officer")
    (plan,) = plans_of(town, "HS-01")
    assert (plan.staff, plan.visits, plan.renew, plan.version) == (3, 2, date(2024, 8, 31), 2)
    with town.store.reading() as tx:
        last = tx.history.of_record("plan", plan.id)[-1]
    assert (last.change, last.why) == ({"staff": [2, 3]}, "a third officer")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"visits": 0}, "Visits a day is from 1 to 50, not 0."),
        ({"hours": "evenings"}, "'evenings' are no hours: write them like 18:00-23:00."),
        ({"days": []}, "A plan needs at least one day of the week."),
        ({"days": ["noday"]}, "Days has no code 'noday'"),
        ({"renew": "2024-05-31"}, "The plan is to be renewed 2024-05-31, before it begins."),
        ({"place": "HS-02"}, "A plan stays with its hotspot and its first day"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(
    town: Book, values: dict[str, Any], sentence: str
) -> None:
    """One sentence, and nothing is kept."""
    with pytest.raises(BadValue) as refused:
        set_plan(town, "HS-01", date(2024, 6, 1), values)
    assert str(refused.value).startswith(sentence)
    assert plans_of(town, "HS-01") == ()


def test_a_plan_is_for_a_known_hotspot_that_is_still_live(town: Book) -> None:
    """An unknown ref names ones like it; a plan after retirement would hold on no day."""
    with pytest.raises(NotFound, match="Did you mean HS-01"):
        set_plan(town, "HS-011", date(2024, 6, 1), THRICE)
    retire(town, "HS-01", date(2024, 6, 1), "merged")
    with pytest.raises(BadValue, match="HS-01 was retired on 1 Jun 2024"):
        set_plan(town, "HS-01", date(2024, 6, 1), THRICE)
    assert set_plan(town, "HS-01", date(2024, 5, 31), THRICE).id


def test_only_those_who_may_edit_the_hotspot_set_its_plan(town: Book) -> None:
    """An officer may not, nor a sergeant of elsewhere; the refusal says who can."""
    officer = dataclasses.replace(town, account=Account("o", roles=("officer",)))
    with pytest.raises(NotAllowed, match="o may not edit HS-01: a sergeant"):
        set_plan(officer, "HS-01", date(2024, 6, 1), THRICE)
    away = dataclasses.replace(town, account=Account("s", roles=("sergeant",), place="D9"))
    with pytest.raises(NotAllowed, match="it lies outside D9"):
        set_plan(away, "HS-01", date(2024, 6, 1), THRICE)


def test_the_second_of_two_planners_is_told(town: Book) -> None:
    """Whoever typed over a plan that has changed meanwhile loses nobody's words."""
    start = date(2024, 6, 1)
    set_plan(town, "HS-01", start, THRICE, version=0)
    with pytest.raises(StaleRecord, match="HS-01 from 2024-06-01 was changed by admin after"):
        set_plan(town, "HS-01", start, {"visits": 3}, version=0)
    set_plan(town, "HS-01", start, {"visits": 3}, version=1)
    with pytest.raises(StaleRecord):
        set_plan(town, "HS-01", start, {"visits": 4}, version=1)


def test_a_briefing_is_kept_as_typed_and_looked_over_for_personal_data(town: Book) -> None:
    """Hostile text is text; a postcode is stopped."""
    words = "[/red] <script>x</script> abc 😀 =1+1"
    assert set_plan(town, "HS-01", date(2024, 6, 1), {"briefing": words}).briefing == words
    assert plans_of(town, "HS-01")[0].briefing == words
    with pytest.raises(PersonalDataFound, match="CT1 2AB"):
        set_plan(town, "HS-01", date(2024, 6, 1), {"briefing": "the house at CT1 2AB"})


def test_a_plan_past_its_renewal_is_overdue(town: Book) -> None:
    """Only the one in force today, on a hotspot that is live; today is 18 Dec 2024."""
    set_plan(town, "HS-01", date(2024, 6, 1), {"renew": "2024-09-30"})
    late = set_plan(town, "HS-02", date(2024, 6, 1), {"renew": "2024-12-17"})
    assert [plan.place for plan in _overdue(town)] == ["HS-01", "HS-02"]
    set_plan(town, "HS-01", date(2024, 10, 1), {"renew": "2024-12-18"})
    assert _overdue(town) == (late,)
    retire(town, "HS-02", date(2024, 12, 1), "merged")
    assert _overdue(town) == ()


def test_planned_hours_come_from_the_plan_without_a_rota(town: Book) -> None:
    """13 days of September from Monday the 2nd, 2 visits of 15 minutes by 2: 13 officer-hours."""
    set_plan(town, "HS-01", date(2024, 9, 2), THRICE)
    table: FigureTable = figures(town, SEPTEMBER, hotspots=["HS-01"])
    row = table.rows[0]
    assert (row.planned_officer_hours, row.planned_patrol_hours) == (13.0, 6.5)
    assert row.coverage == ""
    assert NOTE in table.notes
    assert _row(town, ref="HS-02").planned_officer_hours is None
    assert _row(town, Window.parse("2024-08")).planned_officer_hours is None
    assert NOTE not in figures(town, Window.parse("2024-08")).notes


def test_a_day_the_plan_leaves_out_is_a_planned_zero(town: Book) -> None:
    """In force with nobody to send is known to be none; before the first plan isn't known."""
    set_plan(town, "HS-01", date(2024, 9, 30), {"days": ["tue"]})
    assert _row(town).planned_officer_hours == 0.0


def test_a_rota_speaks_before_the_plan(town: Book, tmp_path: Path) -> None:
    """Rota 5 to 25 Sep: 8 officer-hours; the plan gives the 2nd, 4th, 27th and 30th, 1 each."""
    lomea.add_patrols(
        town,
        tmp_path,
        "rota.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 12:00,PC:2,foot,core,rota",
        "LN21,HS-01,2024-09-25 10:00,2024-09-25 12:00,PC:2,foot,core,rota",
    )
    assert _row(town).planned_officer_hours == 8.0
    set_plan(town, "HS-01", date(2024, 9, 1), THRICE)
    assert _row(town).planned_officer_hours == 12.0
    within = Window.parse("2024-09")
    assert NOTE in figures(town, within, hotspots=["HS-01"]).notes


def test_delivery_is_set_against_the_plan_of_covered_days(town: Book, tmp_path: Path) -> None:
    """Sheets to the 6th: the 2nd, 4th and 6th were planned, 3 officer-hours; 1.5 delivered."""
    set_plan(town, "HS-01", date(2024, 9, 2), THRICE)
    lomea.add_patrols(
        town,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-09-02 18:00,2024-09-02 18:30,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-09-06 18:00,2024-09-06 18:15,PC:2,foot,core,sheet",
    )
    row = _row(town)
    assert (row.planned_officer_hours, row.planned_covered_officer_hours) == (13.0, 3.0)
    assert (row.officer_hours, row.delivered_share) == (1.5, 0.5)
    # a patrol plan says how many officers, not who pays for them
    assert row.planned_covered_officer_hours_core is None
    assert row.of_plan("core") is None


def test_a_sum_says_whose_plan_it_lacks(town: Book) -> None:
    """HS-02 has none, and HS-01's begins late: both are named."""
    set_plan(town, "HS-01", date(2024, 9, 2), THRICE)
    table = figures(town, SEPTEMBER, by=("force",))
    assert table.rows[0].planned_officer_hours == 13.0
    assert (
        "On some days of Sep 2024 neither rota nor patrol plan says what was planned for HS-01, "
        "HS-02: planned hours are those of the other days."
    ) in table.notes
    set_plan(town, "HS-01", date(2024, 8, 1), THRICE)
    set_plan(town, "HS-02", date(2024, 8, 1), THRICE)
    assert figures(town, SEPTEMBER, by=("force",)).notes[-1] == NOTE


def test_nothing_is_planned_after_a_hotspot_is_retired(town: Book) -> None:
    """Mon 2, Wed 4, Fri 6 and Mon 9 come before the 10th: 4 officer-hours."""
    set_plan(town, "HS-01", date(2024, 9, 1), THRICE)
    retire(town, "HS-01", date(2024, 9, 10), "merged")
    assert _row(town).planned_officer_hours == 4.0


def test_a_quarter_is_planned_as_the_sum_of_its_months(town: Book) -> None:
    """Over a change of plan in August."""
    set_plan(town, "HS-01", date(2024, 7, 1), THRICE)
    set_plan(town, "HS-01", date(2024, 8, 15), {"visits": 4})
    quarter = Window.parse("2024-07:2024-09")
    months = figures(town, quarter, by=("hotspot", "month"), hotspots=["HS-01"]).rows
    parts = [row.planned_officer_hours for row in months]
    assert parts == [14.0, 20.0, 26.0]
    assert _row(town, quarter).planned_officer_hours == 60.0


FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
PLANS = st.lists(
    st.builds(
        Plan,
        place=st.just("HS-01"),
        valid_from=DAYS,
        days=st.sets(st.sampled_from(list(WEEKDAYS)), min_size=1).map(tuple),
        visits=st.integers(1, 5),
        minutes=st.integers(1, 90),
        staff=st.integers(1, 6),
    ),
    max_size=6,
    unique_by=lambda plan: plan.valid_from,
)
LIVES = st.tuples(st.none() | DAYS, st.none() | DAYS)


@given(PLANS, st.lists(DAYS, min_size=3, max_size=3), LIVES)
def test_what_is_planned_over_any_window_is_the_sum_of_its_days(
    plans: list[Plan], bounds: list[date], lives: tuple[date | None, date | None]
) -> None:
    """However a window is cut in two, and each day is the plan in force on it, while live."""
    first, cut, last = sorted(bounds)
    place = Place("HS-01", "hotspot", live_from=lives[0], retired_on=lives[1])
    whole = planned_days(plans, place, first, last)
    before = planned_days(plans, place, first, cut - timedelta(days=1))
    assert whole == before | planned_days(plans, place, cut, last)
    minutes = 0
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        plan = plan_on(plans, day)
        known = plan is not None and place.live_in(day, day)
        assert (day in whole) == known
        minutes += plan.officer_minutes(day) if plan is not None and known else 0
    total = sum(whole.values(), start=Dosage())
    assert total.officer_minutes == minutes
