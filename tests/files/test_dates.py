"""Dates, times and months, each form that files write them in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import BadValue
from casebook.files.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    DateOrder,
    has_date,
    read_clock,
    read_day,
    read_joined,
    read_moment,
    read_month,
    read_written,
)

DAYS = st.dates(date(1969, 1, 1), date(2068, 12, 31))
ORDERS = st.sampled_from(DateOrder)


@pytest.mark.parametrize(
    "text",
    ["2024-05-01", "2024/5/1", "2024.05.01", "20240501", "01/05/2024", "1/5/24", "01.05.2024",
     "01-05-2024", "1 May 2024", "1st May 2024", "01-MAY-24", "01MAY2024", "May 1, 2024",
     "May 01 2024", "Wed 1 May 2024", "Wednesday, 1 May 2024", "45413", "2024-05-01T00:00:00",
     " 01/05/2024 "],
)  # fmt: skip
def test_a_date_is_read_in_any_usual_form(text: str) -> None:
    """ISO, British, named, run together, and as a spreadsheet numbers it: all 1 May 2024."""
    assert read_day(text) == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-05-01T22:15", "22:15"),
        ("2024-05-01 22:15:59.9", "22:16"),
        ("01/05/2024 10:15 PM", "22:15"),
        ("01/05/2024 10:15:00 p.m.", "22:15"),
        ("01/05/2024 2215", "22:15"),
        ("01/05/2024, 22.15", "22:15"),
        ("01.05.2024 at 22:15", "22:15"),
        ("1 May 2024 12:05 am", "00:05"),
        ("May 1, 2024 12:05 PM", "12:05"),
        ("20240501T221500", "22:15"),
        ("202405012215", "22:15"),
        ("45413.927083333336", "22:15"),
        ("2024-05-01T00:00:00", "00:00"),
    ],
)
def test_a_date_and_time_is_read_in_any_usual_form(text: str, at: str) -> None:
    """Twelve-hour and run-together times, spreadsheets' numbers, to the nearest second."""
    assert read_moment(text) == datetime.fromisoformat(f"2024-05-01T{at}")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-05-01T22:15Z", "2024-05-01T22:15"),
        ("2024-05-01 22:15+01:00", "2024-05-01T21:15"),
        ("2024-05-01T22:15:00.000-0500", "2024-05-02T03:15"),
        ("01/05/2024 22:15 BST", "2024-05-01T21:15"),
        ("01/05/2024 22:15 GMT", "2024-05-01T22:15"),
        ("1546306200.0", "2019-01-01T01:30"),
        ("1546306200", "2019-01-01T01:30"),
        ("1546306200000", "2019-01-01T01:30"),
        ("1546306199600", "2019-01-01T01:30"),
    ],
)
def test_an_offset_or_a_count_since_1970_tells_the_instant(text: str, utc: str) -> None:
    """Seconds as robberies of Memphis carry them, and milliseconds, are UTC."""
    assert read_moment(text).astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_order_decides_only_where_the_year_is_last() -> None:
    """05/01/2024 is 5 January or May the 1st; ISO, names and numbers of days are one thing."""
    assert read_day("05/01/2024", DAY_FIRST) == date(2024, 1, 5)
    assert read_day("05/01/2024", MONTH_FIRST) == date(2024, 5, 1)
    assert read_day("2024-05-01", MONTH_FIRST) == read_day("1 May 2024", MONTH_FIRST)
    assert read_month("05/01/2024", MONTH_FIRST) == read_month("2024-05")


@given(DAYS, ORDERS)
def test_what_is_written_in_an_order_is_read_back(day: date, order: DateOrder) -> None:
    """Two digits of a year or four, with or without zeros before, by any separator."""
    first, second = (day.day, day.month) if order is DAY_FIRST else (day.month, day.day)
    for text in (
        f"{first:02}/{second:02}/{day.year}",
        f"{first}-{second}-{day.year % 100:02}",
        f"{first}.{second:02}.{day.year} 0:00",
        str((day - date(1899, 12, 30)).days),
        day.strftime("%d %B %Y"),
    ):
        assert read_day(text, order) == day


@pytest.mark.parametrize(
    "text",
    ["", "14:00", "Sep-24", "1 Jan", "45", "12345", "nan", "2024-W05",
     "7 Oct 2024 25:00", "7 Oct 0024", "1/1/0024", "7 Oct 3024",
     "1 Janu 2024", "x" * 60],
)  # fmt: skip
def test_what_is_no_date_is_quoted_back(text: str) -> None:
    """A long text only in part."""
    with pytest.raises(BadValue, match="isn't a date: write it as 2024-09-30 or 30/09/2024") as why:
        read_written(text)
    assert str(why.value).startswith(f"'{text[:39]}")


def test_a_date_of_the_other_order_says_so() -> None:
    """Which month there isn't tells that the column is written the other way."""
    with pytest.raises(BadValue, match=r"^'02/13/2024' isn't a date when read day first: there is "
                       r"no month 13\.$"):  # fmt: skip
        read_day("02/13/2024")
    with pytest.raises(BadValue, match="when read month first: there is no month 25"):
        read_day("25/03/2024", MONTH_FIRST)
    with pytest.raises(BadValue, match="when read day first: there is no such day"):
        read_day("31/31/2024 10:00")


def test_a_day_with_a_time_and_a_moment_without_one_are_refused() -> None:
    """Each where the other belongs; midnight is what spreadsheets put behind every date."""
    with pytest.raises(BadValue, match="has a time of day where only a date belongs"):
        read_day("2024-05-01 10:00")
    with pytest.raises(BadValue, match=r"has no time of day: write it as 2024-10-07 14:00\.$"):
        read_moment("01/05/2024")
    with pytest.raises(BadValue, match="has an offset that can't be"):
        read_moment("2024-10-07T14:00+99:00")
    with pytest.raises(BadValue, match="is before 1970: look at its year"):
        read_moment("13/12/1901 20:45")


@pytest.mark.parametrize(
    "text", ["2024-13-01", "2024-02-30 10:00", "2024-10-07 25:00", "2024-10-07T24:01",
             "2024-10-07 10:60", "2024-10-07 10:00:60", "20241301"],
)  # fmt: skip
def test_a_day_or_time_that_cannot_be_is_said_to_be_so(text: str) -> None:
    """It is well written, and there is no such day."""
    with pytest.raises(BadValue, match="isn't a date and time: there is no such day or time"):
        read_written(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("22:15", "22:15:00"), ("2215", "22:15:00"), ("0815", "8:15:00"), ("815", "8:15:00"),
        ("15", "0:15:00"), ("221530", "22:15:30"), ("22.15", "22:15:00"), ("2215hrs", "22:15:00"),
        ("2:15 PM", "14:15:00"), ("02:15:00 p.m.", "14:15:00"), ("2pm", "14:00:00"),
        ("12:00 AM", "0:00:00"), ("12:00 pm", "12:00:00"), ("14:15 PM", "14:15:00"),
        ("24:00", "1 day, 0:00:00"), ("2400", "1 day, 0:00:00"),
        ("1 day, 0:00:00", "1 day, 0:00:00"),
        ("0.5", "12:00:00"), ("0.25", "6:00:00"), ("0.9270833333333334", "22:15:00"),
        ("45413.25", "6:00:00"), ("00.25", "0:25:00"), ("1899-12-31T22:15:00", "22:15:00"),
        ("1900-01-01 10:00", "10:00:00"), (" 22:15 ", "22:15:00"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_in_any_usual_form(text: str, clock: str) -> None:
    """Twelve hours, run together, as a share of a day, with a spreadsheet's day nought."""
    assert str(read_clock(text)) == clock


@pytest.mark.parametrize(
    "text", ["", "24:01", "25:00", "0:60", "noon", "9.5", "14:15 AM", "0:15 pm", "7777", "1:2"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    """The sentence quotes it."""
    with pytest.raises(BadValue, match=r"isn't a time of day: write it as 14:00\.$"):
        read_clock(text)


def test_bare_hours_are_hours_where_the_column_says_so() -> None:
    """Else a short number is what is left of 0015 in a spreadsheet."""
    assert read_clock("15") == timedelta(minutes=15)
    assert read_clock("15", hours=True) == timedelta(hours=15)


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("01/05/2024", "2215", "2024-05-01T22:15"),
        ("2024-05-01T00:00:00", "22:15:00", "2024-05-01T22:15"),
        ("01/05/2024 00:00", "1899-12-30T22:15:00", "2024-05-01T22:15"),
        ("45413", "0.5", "2024-05-01T12:00"),
        ("01/05/2024", "", "2024-05-01T00:00"),
        ("01/05/2024", "24:00", "2024-05-02T00:00"),
        ("01/05/2024 10:00", "22:15", "2024-05-01T10:00"),
        ("01/05/2024", "03/05/2024 22:15", "2024-05-03T22:15"),
        ("01/05/2024", "22:15Z", "2024-05-01T22:15+00:00"),
    ],
)
def test_a_date_and_a_time_in_two_cells_are_one_moment(day: str, clock: str, moment: str) -> None:
    """A time of the date's own stays, but for the midnight behind every spreadsheet's date."""
    assert read_joined(day, clock).moment == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2024-09", "2024-09"), ("2024-9", "2024-09"), ("202409", "2024-09"), ("09/2024", "2024-09"),
     ("Sep-24", "2024-09"), ("Sept 2024", "2024-09"), ("2024 September", "2024-09"),
     ("13/09/2024 10:00", "2024-09")],
)  # fmt: skip
def test_a_month_is_read_in_any_usual_form(text: str, month: str) -> None:
    """Alone or in a date."""
    assert str(read_month(text)) == month


@pytest.mark.parametrize("text", ["Janu 2024", "2024-13", "13/2024", "", "month", "24-09"])
def test_what_is_no_month_is_refused(text: str) -> None:
    """With what to write."""
    with pytest.raises(BadValue, match=r"isn't a month: write it as 2024-09\.$"):
        read_month(text)


@pytest.mark.parametrize(
    ("text", "there"),
    [("2024-05-01 10:00", True), ("01/05/24 10:00", True), ("20240501", True), ("45413.5", True),
     ("1 May 2024 10:00", True), ("10:00", False), ("2215", False), ("22.15.30", False),
     ("1899-12-30T10:00:00", False), ("2:15 PM", False), ("", False), ("0.5", False)],
)  # fmt: skip
def test_a_time_that_comes_with_its_date_is_told_from_one_that_does_not(
    text: str, there: bool
) -> None:
    """A spreadsheet's day nought is no date."""
    assert has_date(text) is there
