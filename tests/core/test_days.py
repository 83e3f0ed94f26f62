"""A day as it is said is the day that is meant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import BadValue
from casebook.core.months import day_label
from casebook.core.texts.days import day_said

WEDNESDAY = date(2024, 12, 18)


@pytest.mark.parametrize(
    ("text", "day", "coming"),
    [
        ("today", "2024-12-18", "2024-12-18"),
        ("Yesterday", "2024-12-17", "2024-12-17"),
        ("tomorrow", "2024-12-19", "2024-12-19"),
        ("18/12", "2024-12-18", "2024-12-18"),
        ("18 Dec", "2024-12-18", "2024-12-18"),
        ("20 december", "2024-12-20", "2024-12-20"),
        ("3.1.", "2025-01-03", "2025-01-03"),
        ("1st of September", "2024-09-01", "2025-09-01"),
        ("Fri", "2024-12-13", "2024-12-20"),
        ("wednesday", "2024-12-18", "2024-12-18"),
        ("last Wed", "2024-12-11", "2024-12-11"),
        ("next wed", "2024-12-25", "2024-12-25"),
        ("29 Feb", "2024-02-29", "2028-02-29"),
        ("Fri 20 Dec", "2024-12-20", "2024-12-20"),
        ("Tuesday, 7th of January", "2025-01-07", "2025-01-07"),
        ("Mon 7 Oct 2024", "2024-10-07", "2024-10-07"),
        ("7/10/24", "2024-10-07", "2024-10-07"),
        ("7 Oct 2024", "2024-10-07", "2024-10-07"),
        ("2024-10-07", "2024-10-07", "2024-10-07"),
    ],
)
def test_a_day_is_what_people_mean_by_it(text: str, day: str, coming: str) -> None:
    """On Wednesday 18 December 2024, of what has been and of what is still to come."""
    assert str(day_said(text, WEDNESDAY)) == day
    assert str(day_said(text, WEDNESDAY, ahead=True)) == coming


@pytest.mark.parametrize(
    "text", ["", "soon", "30 Feb", "32/1", "18", "Dec", "fr", "12/18", "next", "last year"]
)
def test_what_says_no_day_is_refused(text: str) -> None:
    """No day is made up of words that name none."""
    with pytest.raises(ValueError, match=text or "^$"):
        day_said(text, WEDNESDAY)


def test_a_day_on_another_weekday_than_is_said_is_refused() -> None:
    """One of the two is a slip, and nobody but whoever typed it knows which."""
    with pytest.raises(BadValue, match="20 Dec 2024 is a Friday, not a Thursday"):
        day_said("Thu 20 Dec", WEDNESDAY)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-150, 150))
def test_a_day_near_today_needs_no_year(today: date, days: int) -> None:
    """Whatever day it is, one within five months is found again without its year."""
    meant = today + timedelta(days=days)
    assert day_said(day_label(meant)[:-5], today) == meant
    assert day_said(f"{meant.day}/{meant.month}", today) == meant


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["Mon", "tues", "Sunday"]))
def test_a_weekday_is_within_a_week(today: date, name: str) -> None:
    """The coming one is within six days ahead, the last one within six behind."""
    assert timedelta(0) <= day_said(name, today, ahead=True) - today <= timedelta(6)
    assert timedelta(0) <= today - day_said(name, today) <= timedelta(6)
