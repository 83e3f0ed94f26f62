"""Sums, shares and straight lines of plain numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.rounding import added, percent, round_half_up
from casebook.registers.fund import Spend
from casebook.registers.statements.money import Booked, outlook

PENCE = st.integers(0, 10**9).map(lambda pence: pence / 100)


@pytest.mark.parametrize(
    ("part", "whole", "places", "share"),
    [(29_784, 72_830, 0, 41), (1, 200, 0, 1), (1, 201, 0, 0), (-6, 13, 0, -46), (1, 3, 1, 33.3)],
)
def test_percents_are_rounded_as_on_paper(
    part: float, whole: float, places: int, share: float
) -> None:
    """Halves away from 0, from unrounded values: 40.9 % is 41 %."""
    assert percent(part, whole, places) == share


def test_no_stray_pence_and_no_minus_zero() -> None:
    """0.1 and 0.2 are 0.3, a difference of nothing is 0."""
    assert added([0.1] * 10) == 1
    assert added([]) == 0
    assert str(added([0.1, 0.2, -0.3])) == "0.0"
    assert str(round_half_up(-0.001, 2)) == "0.0"


@given(st.lists(PENCE, max_size=30))
def test_a_sum_of_pence_is_exact(amounts: list[float]) -> None:
    """As if the pence had been counted."""
    assert round(added(amounts) * 100) == sum(round(amount * 100) for amount in amounts)


@given(st.integers(1, 10**7), st.integers(1, 10**8), st.integers(30, 100))
def test_the_day_the_money_runs_out_is_where_the_pace_reaches_it(
    spent: int, budget: int, gone: int
) -> None:
    """Enough for the day before at the same pace, not beyond."""
    today = date.fromordinal(date(2024, 1, 1).toordinal() + gone - 1)
    row = Spend(fund="F", at=date(2024, 1, 1), amount=spent / 100)
    ahead = outlook(budget / 100, [row], date(2024, 1, 1), date(2024, 4, 9), today)
    assert (ahead.days, ahead.gone) == (100, gone)
    if ahead.says == "runs out before the end of its period":
        assert ahead.runs_out is not None
        day = (ahead.runs_out - date(2024, 1, 1)).days + 1
        assert gone <= day <= 100
        assert (day - 1) * spent < budget * gone <= day * spent


def test_booked_adds_up_by_kind() -> None:
    """Line to line, to the penny."""
    one = Booked(bid=0.1, spent=0.1)
    assert one + Booked(bid=0.2, committed=5) == Booked(bid=0.3, committed=5, spent=0.1)
    assert Booked.of([]) == Booked()
