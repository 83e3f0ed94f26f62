"""Months, windows and spans."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import BadValue
from casebook.core.months import Month, Quarter, Span, Window, day_label

MONTHS = st.builds(Month, st.integers(1950, 2090), st.integers(1, 12))


@given(MONTHS, st.integers(-600, 600))
def test_adding_and_subtracting_months_agree(month: Month, n: int) -> None:
    """A month so many later lies so many months away, over any new year."""
    assert (month + n) - month == n


@given(MONTHS)
def test_a_month_survives_its_number_and_its_text(month: Month) -> None:
    """202409 and 2024-09 both stand for one month."""
    assert Month.from_code(month.code) == month == Month.parse(str(month))


def test_december_is_followed_by_january() -> None:
    """The year turns over."""
    assert Month(2024, 12) + 1 == Month(2025, 1)


def test_february_of_a_leap_year_has_29_days() -> None:
    """And the year after 28."""
    assert (Month(2024, 2).days, Month(2025, 2).days) == (29, 28)


def test_the_windows_a_quarter_is_compared_with() -> None:
    """Previous quarter, same quarter last year, and the twelve months before."""
    quarter = Window.parse("2024-07..2024-09")
    assert quarter.previous == Window.parse("2024-04:2024-06")
    assert quarter.last_year == Window.parse("2023-07:2023-09")
    assert quarter.year_before == Window.parse("2023-07:2024-06")
    assert quarter.days == 92


def test_windows_are_said_shortly() -> None:
    """The year is said once where it is the same."""
    assert Window.parse("2024-07:2024-09").label == "Jul to Sep 2024"
    assert Window.parse("2023-12:2024-01").label == "Dec 2023 to Jan 2024"
    assert Window.parse("2024-09").label == "Sep 2024"
    assert day_label(date(2024, 10, 7)) == "7 Oct 2024"


@pytest.mark.parametrize("text", ["2024-13", "2024", "Sept", "2024-9", "", "1066-10"])
def test_what_is_no_month_is_refused(text: str) -> None:
    """The sentence says how to write one."""
    with pytest.raises(BadValue, match="is no month: write it as 2024-09"):
        Month.parse(text)


def test_a_window_cannot_end_before_it_starts() -> None:
    """Said with both months."""
    with pytest.raises(BadValue, match="2024-09 to 2024-07 ends before it starts"):
        Window.parse("2024-09:2024-07")


def test_a_span_covers_only_whole_months() -> None:
    """A month half loaded isn't covered."""
    span = Span.parse("2024-07-01..2024-09-15")
    assert span.months == (Month(2024, 7), Month(2024, 8))
    assert Span.parse("2024-07..2024-09").end == date(2024, 9, 30)


def test_a_span_of_no_dates_is_refused() -> None:
    """With how to write one."""
    with pytest.raises(BadValue, match="is no date: write it as 2024-09-30 or 2024-09"):
        Span.parse("last week..today")


@pytest.mark.parametrize("text", ["2024-25-Q2", "2024/25 Q2", "2024-25 q2", " 2024-25Q2 "])
def test_a_quarter_is_read_however_its_year_is_written(text: str) -> None:
    """July to September 2024; the financial year begins in April."""
    quarter = Quarter.parse(text)
    assert (quarter.window.label, quarter.code) == ("Jul to Sep 2024", "2024-25-Q2")


def test_a_bare_quarter_is_refused_with_both_its_meanings() -> None:
    """2024-Q2 is April to June of one year and July to September of the other."""
    with pytest.raises(BadValue) as refused:
        Quarter.parse("2024-Q2")
    said = str(refused.value)
    assert "Apr to Jun 2024: write 2024-25-Q1" in said
    assert "Jul to Sep 2024: write 2024-25-Q2" in said
    with pytest.raises(BadValue, match="Jan to Mar 2024: write 2023-24-Q4"):
        Quarter.parse("2024-Q1")


@pytest.mark.parametrize("text", ["2024-25-Q5", "2024-26-Q1", "2024", "Q2", "1066-67-Q1", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    """One sentence, with what to write."""
    with pytest.raises(BadValue, match=r"is no (quarter|financial year)"):
        Quarter.parse(text)
