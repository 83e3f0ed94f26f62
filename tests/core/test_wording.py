"""How values read: alike everywhere, rounded as on paper, and missing is never zero."""

from __future__ import annotations

import doctest
import importlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.fields import fields_of
from casebook.core.months import Month
from casebook.core.wording import (
    MISSING,
    amount,
    even_hours,
    hours,
    in_form,
    is_fine,
    money,
    number,
    percent,
    said,
    share,
    signed,
)
from casebook.profiles.profile import Action

HOURS = st.integers(min_value=0, max_value=500_000).map(lambda hundredths: hundredths / 100)
NUMBERS = st.floats(min_value=-1e9, max_value=1e9).map(lambda value: round(value, 3))


@pytest.mark.parametrize(
    "module",
    ["core.english", "core.wording", "core.called", "core.months", "figures.sentences"],
)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    """Each says what it shows."""
    found = doctest.testmod(importlib.import_module(f"casebook.{module}"))
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("form", "value", "words"),
    [
        ("money", 1_568_614.0, "£1,568,614"),
        ("money", 200_863.93, "£200,863.93"),
        ("money", -120, "-£120"),
        ("money", 0, "£0"),
        ("pence", 600_000.0, "£600,000.00"),
        ("pounds", 279_829.5, "£279,830"),
        ("pounds", -0.4, "£0"),
        ("percent", 33.0, "33%"),
        ("rate", 2.34, "2.3%"),
        ("hours", 8.0, "8.0 h"),
        ("hours", 4658.94, "4,658.94 h"),
        ("number", 1041, "1,041"),
        ("number", 2.5, "2.5"),
        ("date", "2024-10-07", "7 Oct 2024"),
        ("date", date(2024, 10, 7), "7 Oct 2024"),
        ("moment", "2024-10-07T09:05", "7 Oct 2024 09:05"),
        ("moment", datetime(2024, 10, 7, 21, 5, tzinfo=UTC), "7 Oct 2024 21:05"),
        ("text", Month(2024, 9), "Sep 2024"),
        ("text", ["HS-01", "HS-02"], "HS-01, HS-02"),
        ("text", True, "Yes"),
        ("text", False, "No"),
    ],
)
def test_a_value_reads_as_its_form_says(form: str, value: Any, words: str) -> None:
    """Money with its pence only where it has any, estimates in whole pounds, days as people say."""
    assert in_form(form, value) == words


@pytest.mark.parametrize("value", [None, "", (), []])
@pytest.mark.parametrize("form", ["text", "number", "money", "date", "hours"])
def test_what_is_missing_is_a_dash_and_nought_is_not(form: str, value: Any) -> None:
    """A zero is a figure; nothing at all isn't."""
    assert in_form(form, value) == MISSING
    assert in_form("number", 0) == "0"


@given(st.lists(HOURS, min_size=1, max_size=30))
def test_hours_of_a_column_add_up_as_they_are_printed(column: list[float]) -> None:
    """Kept to the hundredth, they are printed so that a reader's sum is the printed total."""
    *parts, total = even_hours([*column, round(sum(column), 2)])
    assert sum(map(_read, parts)) == _read(total)


@given(st.lists(st.floats(min_value=0, max_value=1e4), min_size=1, max_size=30))
def test_hours_finer_than_printed_are_off_by_half_a_hundredth_each_at_most(
    column: list[float],
) -> None:
    """However many parts there are, no part hides more than its printed unit."""
    *parts, total = even_hours([*column, sum(column)])
    off = abs(sum(map(_read, parts)) - _read(total))
    unit = Decimal(10) ** -len(total.partition(".")[2])
    assert off <= unit * (len(column) + 1) / 2


@given(NUMBERS, st.integers(min_value=0, max_value=3))
def test_a_number_reads_within_half_of_its_last_place(value: float, places: int) -> None:
    """And never as minus nought."""
    words = number(value, places)
    assert abs(_read(words) - Decimal(repr(value))) <= Decimal(10) ** -places / 2
    assert not (words.startswith("-") and _read(words) == 0)


@given(NUMBERS)
def test_a_number_asked_for_whole_is_the_number(value: float) -> None:
    """Without places nothing is rounded away that a person may have typed."""
    assert float(number(value).replace(",", "")) == value


def _read(words: str) -> Decimal:
    return Decimal(words.replace(",", ""))


@pytest.mark.parametrize("say", [number, hours, percent, share, money, signed])
def test_what_is_not_known_is_a_dash(say: Any) -> None:
    """A zero is a figure, and reads as one."""
    assert say(None) == MISSING
    assert "0" in say(0)


def test_halves_go_up_as_on_paper() -> None:
    """Binary fractions and the even digit decide nothing."""
    assert [number(0.25, 1), number(2.675, 2), percent(12.5), share(0.125)] == [
        "0.3",
        "2.68",
        "13%",
        "13%",
    ]
    assert [signed(-0.25, 1), signed(0.04, 1), signed(1200)] == ["−0.3", "+0.0", "+1,200"]


def test_a_column_with_pence_has_them_throughout() -> None:
    """One odd penny makes every amount read to the penny; other forms don't mind."""
    assert is_fine("money", [600.0, 0.01, None])
    assert not is_fine("money", [600.0, None])
    assert in_form("money", 600.0, fine=True) == "£600.00"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "incidents", "1 incident"),
        (372.0, "incidents", "372 incidents"),
        (1, "visits", "1 visit"),
        (2.5, "h", "2.5 h"),
        (0.25, "h", "0.25 h"),
        (12.5, "£", "£12.50"),
        (1200, "count", "1,200"),
    ],
)
def test_an_amount_has_its_unit_in_its_number(value: float, unit: str, words: str) -> None:
    """One is one, money has its sign in front, and what is counted bare stays bare."""
    assert amount(value, unit) == words


def test_a_field_is_said_with_its_labels() -> None:
    """As its record had them; a day as people say it, and nothing for blank."""
    action = fields_of(Action)
    assert said(action["tactic"], "x", {"tactic": {"x": "Lamps"}}) == "Lamps"
    assert said(action["tactic"], "hotspot patrol") == "Hotspot patrol"
    assert said(action["due"], date(2024, 10, 7)) == "7 Oct 2024"
    assert said(action["due"], None) == ""
