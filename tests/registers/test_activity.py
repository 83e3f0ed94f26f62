"""What an activity is by itself: its code's group, its months, what it must say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casebook.core.codes import CODE_LISTS
from casebook.core.errors import BadValue
from casebook.core.register_codes import CODED, GROUPS, Coded, coded
from casebook.registers.activity import Activity, months_of

DAY = date(2024, 10, 28)


def test_every_code_that_ships_has_a_group() -> None:
    """One of the four, and what it is of which is a code that is added, of the same group."""
    assert set(CODED) == set(CODE_LISTS["activity"])
    for code, found in CODED.items():
        assert found.group in GROUPS, code
        if found.of:
            assert CODED[found.of] == Coded(found.group), code


def test_a_forces_own_code_has_the_group_it_was_given() -> None:
    """Over what ships; a code nobody grouped is prevention's and added."""
    own = {"dog": {"group": "enforcement", "of": "item seized"}, "arrest": {"group": "prevention"}}
    assert coded("dog", own) == Coded("enforcement", "item seized")
    assert coded("arrest", own) == Coded("prevention")
    assert coded("arrest") == Coded("enforcement")
    assert coded("mast") == Coded("prevention")


@pytest.mark.parametrize(
    ("until", "label"),
    [
        (None, "Oct 2024"),
        (DAY, "Oct 2024"),
        (date(2024, 11, 3), "Oct 2024"),
        (date(2024, 11, 27), "Oct 2024"),
        (date(2024, 11, 28), "Oct to Nov 2024"),
        (date(2025, 1, 1), "Oct 2024 to Jan 2025"),
    ],
)
def test_up_to_31_days_belong_to_the_month_they_began_in(until: date | None, label: str) -> None:
    """A longer tally stands for all its months, unsplit."""
    assert months_of(DAY, until).label == label


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"count": 0, "place": "HS-01"}, "How many takes a whole number from 1 up, not 0."),
        ({"count": -2, "place": "HS-01"}, "How many takes a whole number from 1 up, not -2."),
        ({}, "Hotspot or area can't be empty unless a profile or a programme is named"),
        ({"place": "HS-01", "until": date(2024, 10, 27)}, "To, 27 Oct 2024, is before On, or from"),
        ({"code": "", "place": "HS-01"}, "What can't be empty."),
    ],
)
def test_an_activity_says_what_it_lacks(values: dict[str, Any], says: str) -> None:
    """In one sentence that names the field."""
    given: dict[str, Any] = {"code": "arrest", "at": DAY} | values
    with pytest.raises(BadValue) as refused:
        Activity(**given).check()
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "where", [{"place": "HS-01"}, {"profile": "PMP-1"}, {"programmes": ("CHB-01", "OP-1")}]
)
def test_an_activity_belongs_somewhere(where: dict[str, Any]) -> None:
    """To a place, a profile or programmes: any of them is enough."""
    Activity(code="arrest", at=DAY, **where).check()
