"""Quarters of the financial year, and windows named in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month, Quarter, Window, cut_quarters, quarters
from casebook.figures.compared import in_words, p_in_words, shared_months, side_by_side

MONTHS = st.builds(Month, st.integers(1995, 2105), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "name", "label"),
    [
        ("2024-04", "2024-25 Q1", "Apr to Jun 2024"),
        ("2024-09", "2024-25 Q2", "Jul to Sep 2024"),
        ("2024-12", "2024-25 Q3", "Oct to Dec 2024"),
        ("2025-03", "2024-25 Q4", "Jan to Mar 2025"),
        ("2099-07", "2099-00 Q2", "Jul to Sep 2099"),
    ],
)
def test_a_quarter_is_named_by_its_financial_year(month: str, name: str, label: str) -> None:
    """Q1 begins in April; January to March are the fourth of the year before."""
    quarter = Quarter.of(Month.parse(month))
    assert (str(quarter), quarter.window.label) == (name, label)


@given(MONTHS, st.integers(0, 40))
def test_the_parts_of_a_window_are_the_window(first: Month, more: int) -> None:
    """Every month once, in order, each in its own quarter."""
    window = Window(first, first + more)
    parts = quarters(window)
    assert tuple(month for _, part in parts for month in part.months) == window.months
    assert all(Quarter.of(month) == quarter for quarter, part in parts for month in part.months)


def test_quarters_cut_short_are_named_with_their_months() -> None:
    """At both ends; whole ones need no words."""
    cut = cut_quarters(Window.parse("2024-06:2024-11"))
    assert cut == "2024-25 Q1 has Jun 2024 only; 2024-25 Q3 has Oct to Nov 2024 only."
    assert cut_quarters(Window.parse("2024-07:2024-12")) == ""


def test_windows_are_named_as_people_name_them() -> None:
    """Months to the last one; a month alone by its name."""
    year, before = Window.parse("2023-12:2024-11"), Window.parse("2021-12:2022-11")
    assert side_by_side(year, before) == (
        "12 months to November 2024 against 12 months to November 2022."
    )
    assert in_words(Window.parse("2024-09")) == "September 2024"


def test_windows_that_overlap_share_their_common_months() -> None:
    """None where they lie apart."""
    year, later = Window.parse("2023-12:2024-11"), Window.parse("2024-10:2025-09")
    assert shared_months(year, later) == (Month(2024, 10), Month(2024, 11))
    assert shared_months(year, Window.parse("2022-12:2023-11")) == ()


def test_a_tiny_probability_is_never_said_to_be_nothing() -> None:
    """Under a thousandth it is said to be under a thousandth."""
    assert p_in_words(0.0004) == "p under 0.001"
    assert p_in_words(0.0496) == "p 0.050"
