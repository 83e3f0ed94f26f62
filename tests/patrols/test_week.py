"""The hours of the week: counted on local clocks, and the half of the day that holds the most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.patrols.dosage import Stretch
from casebook.patrols.week import HOURS, WeekClock, WeekHours

LONDON = ZoneInfo("Europe/London")
EVER: Stretch = (0, 4_000_000_000)


@dataclass(frozen=True)
class Stay:
    """A unit's time in a place."""

    start: int
    end: int
    officers: int = 2
    resourcing: str = "core"
    away: tuple[Stretch, ...] = ()


def at(text: str) -> int:
    """A moment in London, in seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp())


def filled(hours: WeekHours) -> dict[tuple[int, int], float]:
    """What isn't nothing, by weekday and hour."""
    return {
        (day, hour): value
        for day, row in enumerate(hours.rows)
        for hour, value in enumerate(row)
        if value
    }


def day(*values: float) -> WeekHours:
    """A week whose Monday has these hours and whose other days have none."""
    rows = [tuple(values) + (0.0,) * (HOURS - len(values)), *[(0.0,) * HOURS] * 6]
    return WeekHours(tuple(rows))


def test_moments_are_counted_by_the_clock_on_the_wall() -> None:
    """In summer London is an hour before UTC: 23:30 UTC of Monday is Tuesday half past midnight."""
    summer = int(datetime(2024, 7, 1, 23, 30, tzinfo=UTC).timestamp())
    winter = int(datetime(2024, 12, 2, 23, 30, tzinfo=UTC).timestamp())
    assert filled(WeekClock(LONDON).counts([summer, winter])) == {(1, 0): 1, (0, 23): 1}


def test_a_patrol_is_parted_at_the_hours_and_counts_for_each_officer() -> None:
    """Two officers from 22:30 on Friday to 00:15 on Saturday."""
    stay = Stay(at("2024-11-01 22:30"), at("2024-11-02 00:15"))
    found = WeekClock(LONDON).officer_hours([stay], EVER)
    assert filled(found) == {(4, 22): 1.0, (4, 23): 2.0, (5, 0): 0.5}


def test_time_away_and_time_outside_the_window_count_nothing() -> None:
    """Half an hour away within, and what lies before the window."""
    stay = Stay(
        at("2024-11-01 09:00"),
        at("2024-11-01 12:00"),
        away=((at("2024-11-01 11:00"), at("2024-11-01 11:30")),),
    )
    within = (at("2024-11-01 10:00"), at("2024-12-01 00:00"))
    assert filled(WeekClock(LONDON).officer_hours([stay], within)) == {(4, 10): 2.0, (4, 11): 1.0}


def test_the_hour_that_comes_twice_holds_both() -> None:
    """Clocks went back on 27 October 2024 at 02:00: from 00:30 to 02:30 are three hours."""
    stay = Stay(at("2024-10-27 00:30"), at("2024-10-27 02:30"), officers=1)
    assert filled(WeekClock(LONDON).officer_hours([stay], EVER)) == {
        (6, 0): 0.5,
        (6, 1): 2.0,
        (6, 2): 0.5,
    }


def test_half_of_the_day_is_the_shortest_run_that_holds_half() -> None:
    """6 of 10 from 01:00 to 03:00; over midnight where that is shorter; none of nothing."""
    assert day(1, 3, 3, 1, 1, 1).half() == (1, 2)
    assert day(3, *[0] * 22, 3).half() == (0, 1)
    assert day(4, 1, *[1] * 3, *[0] * 18, 3).half() == (23, 2)
    assert day().half() is None


def test_what_falls_between_two_hours_runs_over_midnight() -> None:
    """From 23:00 three hours: 3 + 4 + 1."""
    assert day(4, 1, *[0] * 21, 3).between(23, 3) == 8


@given(st.lists(st.integers(0, 50), min_size=HOURS, max_size=HOURS))
def test_no_shorter_run_holds_half(values: list[int]) -> None:
    """Whatever falls when."""
    hours = day(*map(float, values))
    found = hours.half()
    if found is None:
        assert sum(values) == 0
        return
    first, length = found
    assert 2 * hours.between(first, length) >= sum(values)
    assert all(
        2 * hours.between(start, shorter) < sum(values)
        for shorter in range(1, length)
        for start in range(HOURS)
    )


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
@given(start=st.integers(0, 2_000_000_000), length=st.integers(1, 100_000))
def test_every_second_is_in_some_hour_of_the_week(zone: str, start: int, length: int) -> None:
    """In zones whose clocks stand half or three quarters of an hour off too."""
    found = WeekClock(ZoneInfo(zone)).officer_hours([Stay(start, start + length, 1)], EVER)
    assert found.total == pytest.approx(length / 3600)
