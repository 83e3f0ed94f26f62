"""Which months look incomplete, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month
from casebook.incidents.coverage.thin import thin_months

START = Month(2024, 1)


def thin(*counts: int) -> list[int]:
    """Which of the months from January on look incomplete, from 0."""
    return [month - START for month in thin_months({START + n: c for n, c in enumerate(counts)})]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((900, 910, 300, 905, 920), [2]),
        ((900, 910, 460, 905, 920), []),
        ((900, 910, 300, 310, 905, 920, 915), [2, 3]),
        ((900, 910, 920, 300, 290, 310, 305, 300, 295, 290), []),
        ((6, 7, 5, 2, 6, 8, 7), []),
        ((900, 910, 905, 100), [3]),
        ((), []),
        ((5,), []),
    ],
    ids=["one", "half", "two", "lasting", "few", "last", "none", "alone"],
)
def test_months_under_half_of_those_around_them(
    counts: tuple[int, ...], expected: list[int]
) -> None:
    """A lasting fall is none, nor are six a month that chance brings down to two."""
    assert thin(*counts) == expected


@given(st.integers(1, 2_000), st.integers(1, 30))
def test_months_that_are_alike_all_look_whole(count: int, months: int) -> None:
    """Nothing stands out where nothing differs."""
    assert thin(*[count] * months) == []
