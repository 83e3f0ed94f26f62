"""What statements do alike to group their rows and add them up."""

from __future__ import annotations

from casebook.core.statement import Head
from casebook.registers.statements.grouping import (
    heads_by,
    in_groups,
    none_last,
    sum_known,
    total_row,
)


def test_groups_keep_the_order_of_what_comes() -> None:
    """Keys as they first come, and what has each in the order given."""
    found = in_groups(["pub", "park", "lane", "path"], lambda word: word[0])
    assert list(found.items()) == [("p", ["pub", "park", "path"]), ("l", ["lane"])]


def test_what_has_no_key_comes_last() -> None:
    """By each part of the key in turn."""
    keys = [(None, "a"), ("b", None), ("b", "z"), ("a", "a")]
    assert sorted(keys, key=none_last) == [("a", "a"), ("b", "z"), ("b", None), (None, "a")]


def test_a_sum_with_a_gap_is_not_known() -> None:
    """A missing part isn't zero; of nothing the sum is."""
    assert sum_known([0.1, 0.2]) == 0.3
    assert sum_known([1.0, None]) is None
    assert sum_known([]) == 0.0


def test_the_total_is_named_under_the_first_heading() -> None:
    """Whatever the rows are grouped by."""
    heads = heads_by(
        ["month", "team"], {"team": (Head("team", "Team"),), "month": (Head("when", "Month"),)}
    )
    assert [head.key for head in heads] == ["when", "team"]
    assert total_row(heads, {"hours": 3.0}) == {"when": "All", "hours": 3.0}
