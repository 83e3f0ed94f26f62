"""Numbers that know their records: numbers all the same, whose parts add up to them."""

from __future__ import annotations

import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from casebook.core.made_numbers import (
    MadeCount,
    MadeSum,
    MadeWords,
    count_of,
    held,
    sum_of,
    together,
    whole,
)

PENCE = st.lists(st.integers(-(10**9), 10**9))


@given(PENCE, PENCE)
def test_the_parts_of_a_sum_and_of_a_difference_add_up(some: list[int], more: list[int]) -> None:
    """Whatever is added up or taken away."""
    one = sum_of(some, lambda pence: pence / 100)
    other = sum_of(more, lambda pence: pence / 100)
    for made in (one, together((one, other)), together((one, -other))):
        assert round(sum(part for _, part in held(made)), 2) == round(made, 2)


@given(st.lists(st.text()))
def test_a_count_is_of_as_many_records(records: list[str]) -> None:
    """Each counts once."""
    made = count_of(records)
    assert made == len(records) == sum(part for _, part in held(made))


def test_with_a_number_of_nothing_known_a_sum_is_plain() -> None:
    """So that no list claims to be all of it; a plain nought takes nothing away."""
    made = sum_of([1, 2], float)
    assert held(together((made, 4.0))) == ()
    assert len(held(together((made, 0.0)))) == 2
    assert held(made / 2) == ()


def test_they_read_as_numbers_in_json_and_travel_as_plain_ones() -> None:
    """JSON has 2 and 0.5; another process gets int, float and str."""
    made = (count_of("ab"), sum_of([0.5], float), MadeWords("Arrests 2", [count_of("ab")]))
    assert json.dumps(made) == '[2, 0.5, "Arrests 2"]'
    assert [type(one) for one in pickle.loads(pickle.dumps(made))] == [int, float, str]


def test_a_whole_sum_loses_its_point_and_keeps_its_parts() -> None:
    """5.0 readings are 5; 5.5 stays."""
    made = whole(sum_of([5], float))
    assert isinstance(made, MadeCount)
    assert (str(made), len(held(made))) == ("5", 1)
    assert isinstance(whole(sum_of([5.5], float)), MadeSum)
    assert whole(None) is None
