"""Local times as files write them, and how a stretch of time falls in local days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.errors import BadValue
from casebook.core.local_time import (
    local_day,
    span_label,
    split_by_day,
    to_utc,
    was_twice,
)
from casebook.files.dates import read_moment

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(
    [LONDON, ZoneInfo("America/Havana"), ZoneInfo("Africa/Cairo"), ZoneInfo("Pacific/Apia")]
)
MOMENTS = st.integers(946_684_800, 2_145_916_800).map(  # 2000 to 2037
    lambda epoch: datetime.fromtimestamp(epoch, UTC)
)


def hours(start: str, end: str) -> float:
    """The true hours between two local times."""
    first = to_utc(read_moment(start), LONDON)
    return (to_utc(read_moment(end), LONDON, first) - first) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-10-07 14:00", "2024-10-07T13:00:00"),
        ("2024-10-07 14:00:30", "2024-10-07T13:00:30"),
        ("2024-10-07T14:00:00", "2024-10-07T13:00:00"),
        ("2024-10-07T13:59:59.999", "2024-10-07T13:00:00"),
        ("07/10/2024 14:00", "2024-10-07T13:00:00"),
        (" 7/10/2024  9:05 ", "2024-10-07T08:05:00"),
        ("2024-12-07 14:00", "2024-12-07T14:00:00"),
        ("2024-10-07T14:00Z", "2024-10-07T14:00:00"),
        ("2024-10-07T14:00+02:00", "2024-10-07T12:00:00"),
        ("2024-10-07 14:00 +0200", "2024-10-07T12:00:00"),
        ("2024-10-07T14:00-05", "2024-10-07T19:00:00"),
        ("2024-10-07 24:00", "2024-10-07T23:00:00"),
    ],
)
def test_a_time_in_any_usual_form_is_read(text: str, utc: str) -> None:
    """Every form a file may use gives the instant it means in Europe/London."""
    assert to_utc(read_moment(text), LONDON) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_time_that_never_was_is_refused() -> None:
    """01:30 on the last Sunday of March doesn't exist."""
    with pytest.raises(BadValue, match=r"^01:30 on 31 Mar 2024 never was: the clocks went forward"):
        to_utc(read_moment("2024-03-31 01:30"), LONDON)


def test_a_patrol_over_a_clock_change_has_its_true_length() -> None:
    """The night of 31 Mar 2024 is an hour short, that of 27 Oct an hour long."""
    assert hours("2024-03-31 00:30", "2024-03-31 03:30") == 2
    assert hours("2024-10-27 00:30", "2024-10-27 02:30") == 3


def test_a_time_that_was_twice_is_the_first_unless_only_the_second_makes_sense() -> None:
    """00:30 to 01:30 is an hour; 01:30 to 01:15 is the 45 minutes over the change."""
    assert hours("2024-10-27 00:30", "2024-10-27 01:30") == 1
    assert hours("2024-10-27 01:30", "2024-10-27 01:15") == 0.75
    assert hours("2024-10-27 01:30", "2024-10-27T01:30+00:00") == 1
    assert was_twice(read_moment("2024-10-27 01:30"), LONDON)
    assert not was_twice(read_moment("2024-10-27 02:00"), LONDON)
    assert not was_twice(read_moment("2024-03-31 01:30"), LONDON)


def test_friday_night_is_split_at_midnight() -> None:
    """Fri 23:00 to Sat 02:00 is 60 minutes on Friday and 120 on Saturday."""
    start, end = (
        to_utc(read_moment("2024-10-04 23:00"), LONDON),
        to_utc(read_moment("2024-10-05 02:00"), LONDON),
    )
    assert split_by_day(start, end, LONDON) == (
        (date(2024, 10, 4), 60 * 60),
        (date(2024, 10, 5), 120 * 60),
    )


def test_the_day_the_clocks_go_back_has_25_hours() -> None:
    """From midnight to midnight 27 Oct 2024 is one part of 25 hours."""
    start, end = (
        to_utc(read_moment("2024-10-27 00:00"), LONDON),
        to_utc(read_moment("2024-10-28 00:00"), LONDON),
    )
    assert split_by_day(start, end, LONDON) == ((date(2024, 10, 27), 25 * 3600),)
    assert split_by_day(end, start, LONDON) == ()


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 4 * 86400), ZONES)
def test_the_parts_of_a_patrol_add_up_to_it(start: datetime, seconds: int, zone: ZoneInfo) -> None:
    """In any zone the days are in order, each once, and their seconds sum to the length."""
    parts = split_by_day(start, start + timedelta(seconds=seconds), zone)
    assert sum(length for _, length in parts) == seconds
    assert all(length > 0 for _, length in parts)
    days = [day for day, _ in parts]
    assert days == sorted(set(days))
    assert days[0] == local_day(start, zone)


@settings(deadline=None)
@given(MOMENTS)
def test_an_instant_written_with_its_offset_is_read_back(moment: datetime) -> None:
    """Local time with an offset loses nothing, clock changes or not."""
    assert to_utc(read_moment(moment.astimezone(LONDON).isoformat()), LONDON) == moment


@settings(deadline=None)
@given(MOMENTS)
def test_a_local_time_is_read_back_or_was_twice(moment: datetime) -> None:
    """Local time without its offset gives the instant again, or the first of two."""
    local = moment.astimezone(LONDON).replace(tzinfo=None)
    back = to_utc(local, LONDON)
    assert back == moment or (
        was_twice(local.replace(fold=0), LONDON) and moment - back == timedelta(hours=1)
    )


def test_a_stretch_reads_as_a_person_says_it() -> None:
    """Within a day the day is said once, over midnight twice."""
    start = to_utc(read_moment("2024-10-07 18:00"), LONDON)
    assert span_label(start, start + timedelta(hours=2), LONDON) == "18:00 to 20:00 on 7 Oct 2024"
    assert (
        span_label(start, start + timedelta(hours=8), LONDON)
        == "18:00 on 7 Oct 2024 to 02:00 on 8 Oct 2024"
    )


def test_read_moment_keeps_an_offset_and_adds_none() -> None:
    """Naive text stays naive, so that what was ambiguous can be told."""
    assert read_moment("2024-10-07 14:00").tzinfo is None
    assert read_moment("2024-10-07 14:00Z").utcoffset() == timedelta()
