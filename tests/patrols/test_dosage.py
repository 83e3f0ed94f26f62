"""Officer time, patrol time and visits."""

from datetime import date
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.local_time import to_utc
from casebook.core.months import Window
from casebook.files.dates import read_moment
from casebook.patrols.dosage import Dosage, Visit, dosage_by_day, not_yet_there, visits

LONDON = ZoneInfo("Europe/London")


class Seen(NamedTuple):
    """A unit's time in a place."""

    start: int
    end: int
    officers: int = 1
    resourcing: str = "core"
    away: tuple[tuple[int, int], ...] = ()


def at(text: str) -> int:
    """Epoch seconds of a local time."""
    return int(to_utc(read_moment(text), LONDON).timestamp())


def seen(start: str, end: str, officers: int = 1, resourcing: str = "core") -> Seen:
    """A unit's time between two local times."""
    return Seen(at(start), at(end), officers, resourcing)


QUARTER = Window.parse("2024-09:2024-11")  # has the night the clocks go back
STARTS = st.integers(at("2024-08-30 00:00") // 60, at("2024-12-02 00:00") // 60)
SEEN = st.builds(
    lambda start, length, officers, resourcing: Seen(
        start * 60, (start + length) * 60, officers, resourcing
    ),
    STARTS,
    st.integers(1, 24 * 60),
    st.integers(1, 6),
    st.sampled_from(["core", "overtime", "partner"]),
)
MANY = st.lists(SEEN, max_size=30)


def total(days: dict[date, Dosage], window: Window) -> Dosage:
    """The sum of the days in a window."""
    parts = (one for day, one in days.items() if window.start <= day <= window.end)
    return sum(parts, Dosage())


def test_two_officers_overlapping_count_twice_and_once() -> None:
    """A 14:00-14:20 and B 14:10-14:30 are 40 officer-minutes, 30 patrol-minutes, one visit."""
    rows = [
        seen("2024-10-07 14:00", "2024-10-07 14:20"),
        seen("2024-10-07 14:10", "2024-10-07 14:30"),
    ]
    day = dosage_by_day(rows, LONDON)[date(2024, 10, 7)]
    assert (day.officer_minutes, day.patrol_minutes, day.visits) == (40, 30, 1)


def test_a_gap_of_five_minutes_starts_a_new_visit_and_a_shorter_one_does_not() -> None:
    """A gap of 4:59 leaves one visit, whose minutes leave the gap out; 5:00 makes two."""
    first = seen("2024-10-07 14:00", "2024-10-07 14:20")
    assert visits([first, seen("2024-10-07 14:24:59", "2024-10-07 14:30")]) == (
        Visit(first.start, at("2024-10-07 14:30"), 20 * 60 + 5 * 60 + 1),
    )
    assert len(visits([first, seen("2024-10-07 14:25", "2024-10-07 14:30")])) == 2


def test_officer_time_is_told_by_resourcing() -> None:
    """Two PCs on overtime beside one core officer for half of their hour."""
    rows = [
        seen("2024-10-07 14:00", "2024-10-07 15:00", 2, "overtime"),
        seen("2024-10-07 14:30", "2024-10-07 15:00", 1, "core"),
    ]
    day = dosage_by_day(rows, LONDON)[date(2024, 10, 7)]
    assert day == Dosage(core=1800, overtime=7200, partner=0, patrol=3600, visits=1)
    assert day.officer_minutes == 150


def test_a_visit_over_the_months_end_belongs_to_the_day_it_starts_and_its_minutes_to_both() -> None:
    """31 Oct 23:30 to 1 Nov 00:45 is one October visit, 30 minutes there and 45 in November."""
    days = dosage_by_day([seen("2024-10-31 23:30", "2024-11-01 00:45")], LONDON)
    assert days == {
        date(2024, 10, 31): Dosage(core=1800, patrol=1800, visits=1),
        date(2024, 11, 1): Dosage(core=2700, patrol=2700, visits=0),
    }


def test_a_visit_handed_over_after_midnight_is_still_the_evenings() -> None:
    """A leaves at 23:58, B comes at 00:01: one visit, of the day A came."""
    rows = [
        seen("2024-10-31 23:00", "2024-10-31 23:58"),
        seen("2024-11-01 00:01", "2024-11-01 01:00"),
    ]
    days = dosage_by_day(rows, LONDON)
    assert [(day.day, one.visits) for day, one in days.items()] == [(31, 1), (1, 0)]


def test_the_hour_that_was_twice_counts_twice() -> None:
    """27 Oct 2024 00:30 to 02:30 is 180 minutes."""
    days = dosage_by_day([seen("2024-10-27 00:30", "2024-10-27 02:30")], LONDON)
    assert days[date(2024, 10, 27)].patrol_minutes == 180


def test_no_patrols_have_no_days() -> None:
    """Nothing delivered gives nothing, and the caller says whether that is zero or missing."""
    assert dosage_by_day([], LONDON) == {}
    assert visits([]) == ()


@settings(deadline=None)
@given(MANY)
def test_a_quarter_is_the_sum_of_its_months(rows: list[Seen]) -> None:
    """Officer time, patrol time and visits of the months add up to the quarter's exactly."""
    days = dosage_by_day(rows, LONDON)
    months = [total(days, Window(month, month)) for month in QUARTER.months]
    assert sum(months, Dosage()) == total(days, QUARTER)


@settings(deadline=None)
@given(MANY)
def test_all_days_together_are_all_the_time_there_was(rows: list[Seen]) -> None:
    """Splitting by day loses no second and no visit."""
    whole = sum(dosage_by_day(rows, LONDON).values(), Dosage())
    assert whole.officer_minutes * 60 == sum((r.end - r.start) * r.officers for r in rows)
    assert whole.patrol == sum(visit.seconds for visit in visits(rows))
    assert whole.visits == len(visits(rows))


@settings(deadline=None)
@given(MANY)
def test_the_union_is_never_more_than_the_sum(rows: list[Seen]) -> None:
    """Patrol time is at most officer time, day by day, and at most the day."""
    for one in dosage_by_day(rows, LONDON).values():
        assert 0 <= one.patrol_minutes <= one.officer_minutes
        assert one.patrol <= 25 * 3600


@settings(deadline=None)
@given(MANY, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[Seen], dice: Random) -> None:
    """Shuffled rows give the same days."""
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert dosage_by_day(shuffled, LONDON) == dosage_by_day(rows, LONDON)


def test_a_days_moment_is_local_not_utc() -> None:
    """00:15 in summer is still the day before in UTC, and counts for the local day."""
    assert list(dosage_by_day([seen("2024-07-02 00:15", "2024-07-02 00:45")], LONDON)) == [
        date(2024, 7, 2)
    ]


def test_time_that_gps_saw_outside_is_left_out_and_the_visit_goes_on() -> None:
    """A 14:00-15:00, outside 14:20-14:30, and B 14:25-14:40: officer 65, patrol 55 minutes."""
    away = ((at("2024-10-07 14:20"), at("2024-10-07 14:30")),)
    rows = [
        seen("2024-10-07 14:00", "2024-10-07 15:00")._replace(away=away),
        seen("2024-10-07 14:25", "2024-10-07 14:40"),
    ]
    day = dosage_by_day(rows, LONDON)[date(2024, 10, 7)]
    assert (day.officer_minutes, day.patrol_minutes, day.visits) == (65, 55, 1)
    assert visits(rows) == (Visit(rows[0].start, rows[0].end, 55 * 60),)


@given(MANY, st.randoms())
def test_time_nobody_before_was_there_adds_up_to_all_time_with_anybody(
    rows: list[Seen], dice: Random
) -> None:
    """In whatever order, each second once."""
    dice.shuffle(rows)
    alone = [part for _, parts in not_yet_there(rows) for part in parts]
    whole = sum((day.patrol for day in dosage_by_day(rows, LONDON).values()), 0)
    assert sum(end - start for start, end in alone) == whole
