"""How long visits last, and how far apart they are."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from casebook.core.local_time import instant, start_of_day
from casebook.patrols.dosage import Visit
from casebook.patrols.planned import asked_of_visits
from casebook.patrols.rhythm import DayVisits, Rhythm, unasked, visits_by_day
from casebook.places.plan import Plan

ZONE = ZoneInfo("Europe/London")
MONDAY, TUESDAY = date(2024, 10, 7), date(2024, 10, 8)


def visit(hour: float, minutes: int, day: date = MONDAY) -> Visit:
    """A visit from an hour of a day on, by the clock on the wall."""
    start = int(start_of_day(day, ZONE).timestamp() + hour * 3600)
    return Visit(start, start + minutes * 60, minutes * 60)


def rhythm(visits: list[Visit], *plans: Plan) -> Rhythm:
    """That of visits in order."""
    return Rhythm.of(visits_by_day(visits, asked_of_visits(plans, ZONE), ZONE).values())


DAY = [visit(9, 12), visit(10, 8), visit(14, 10), visit(23, 30)]


def test_without_a_plan_ten_minutes_are_full_length_within_one_day() -> None:
    """Twelve, eight, ten and thirty minutes; 48 minutes, 3:52 and 8:50 h between them."""
    found = rhythm(DAY)
    assert (found.visits, found.full, found.median_minutes) == (4, 3, 11)
    assert (found.between, found.between_median) == (3, 3 * 60 + 52)
    assert found.between_share == pytest.approx(1 / 3)
    assert found.says("Oct 2024") == (
        "3 of 4 visits lasted 10 minutes or more; the median is 11 minutes. Between visits within "
        "one day the median is 232 minutes, with 33% of 3 gaps at most 2 hours."
    )


def test_the_plan_says_what_is_full_length_and_within_which_hours() -> None:
    """12 minutes and more from 9 to 18 o'clock: the way home is no time between visits."""
    found = rhythm(DAY, Plan("HS-01", MONDAY, hours="09:00-18:00", minutes=12))
    assert (found.full, found.lengths, found.between) == (2, (720,), 2)
    assert (found.between_median, found.between_share) == (140, 0.5)
    assert "2 of 4 visits lasted the planned 12 minutes or more" in found.says("Oct 2024")
    assert "within the plan's hours the median is 140 minutes" in found.says("Oct 2024")


def test_each_visit_is_held_to_the_plan_of_its_day() -> None:
    """A quarter of an hour was asked for until Monday, half an hour is from Tuesday on."""
    plans = [Plan("HS-01", date(2024, 9, 1)), Plan("HS-01", TUESDAY, minutes=30)]
    found = rhythm([visit(9, 20), visit(9, 20, TUESDAY)], *plans)
    assert (found.visits, found.full, found.lengths) == (2, 1, (900, 1800))
    assert found.columns()["full_length_minutes"] is None
    assert "lasted the planned 15 or 30 minutes or more" in found.says("Oct 2024")


def test_hours_may_run_past_midnight_into_a_day_without_any() -> None:
    """From 22 to 2 on Mondays: the gap over midnight is Monday's, the one after 2 is nobody's."""
    plan = Plan("HS-01", MONDAY, days=("mon",), hours="22:00-02:00")
    visits = [visit(23, 15), visit(1, 15, TUESDAY), visit(3, 15, TUESDAY)]
    days = visits_by_day(visits, asked_of_visits([plan], ZONE), ZONE)
    assert days[MONDAY].gaps == [105 * 60]
    assert days[TUESDAY].gaps == []
    assert len(days[TUESDAY].visits) == 2


def test_without_a_plan_the_night_between_two_days_is_no_gap() -> None:
    """The last visit of one day and the first of the next have no time between them."""
    found = rhythm([visit(23, 15), visit(1, 15, TUESDAY)])
    assert (found.between, found.between_median) == (0, None)
    assert "No two visits lie within one day" in found.says("Oct 2024")


def test_two_hours_are_often_enough() -> None:
    """A second more isn't."""
    assert Rhythm.of([DayVisits([], [7200]), DayVisits([], [7201])]).between_share == 0.5


def test_without_visits_everything_is_missing_with_the_reason() -> None:
    """Not zero."""
    none = Rhythm.of([])
    assert set(none.columns().values()) == {None}
    assert none.says("Oct 2024") == (
        "No visit in Oct 2024, so none to tell the length of or the time between."
    )


def test_a_day_is_a_local_one() -> None:
    """The night the clocks go back lasts 25 hours."""
    start, end = unasked(ZONE)(date(2024, 10, 27)).hours or (0, 0)
    assert end - start == 25 * 3600
    assert str(instant(start)) == "2024-10-26 23:00:00+00:00"
