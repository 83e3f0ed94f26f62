"""Counts under 5 are not shown to the public, and whoever knows the rules can't work them out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.packs.public.suppression import public_count, public_counts


def test_four_is_not_shown_and_five_is() -> None:
    """Nor is 0: to be told from 1 to 4 it would have to be shown."""
    assert [public_count(n) for n in (0, 1, 4, 5, 120)] == [None, None, None, 5, 120]


def test_one_small_count_takes_the_next_with_it() -> None:
    """40 less 25 and 12 would be 3: burglary's 12 goes too, and 15 is left for the two."""
    found = public_counts({"Shoplifting": 25, "Burglary": 12, "Robbery": 3})
    assert (found.total, found.shown) == (40, {"Shoplifting": 25})
    assert found.hidden == ("Burglary", "Robbery")


def test_small_counts_that_come_to_all_they_can_take_another_with_them() -> None:
    """Two that come to 8 are 4 each, two that come to 0 are none: 9 and 11 hide them."""
    assert public_counts({"A": 30, "B": 9, "C": 4, "D": 4}).hidden == ("B", "C", "D")
    assert public_counts({"A": 30, "B": 11, "C": 0, "D": 0}).hidden == ("B", "C", "D")


def test_small_counts_that_hide_each_other_hide_nothing_else() -> None:
    """Three that come to 6 can each be anything from 0 to 4."""
    found = public_counts({"A": 30, "B": 5, "C": 1, "D": 2, "E": 3})
    assert (found.shown, found.hidden) == ({"A": 30, "B": 5}, ("C", "D", "E"))


def test_a_small_total_shows_nothing() -> None:
    """Under 5 in all: neither the total nor a part."""
    found = public_counts({"A": 3, "B": 1})
    assert (found.total, found.shown, found.hidden) == (None, {}, ("A", "B"))
    assert public_counts({}).total is None


def test_without_small_counts_all_is_shown_the_largest_first() -> None:
    """Nothing to hide."""
    found = public_counts({"A": 5, "B": 9, "C": 9})
    assert (found.total, list(found.shown.items())) == (23, [("B", 9), ("C", 9), ("A", 5)])
    assert found.hidden == ()


@pytest.mark.parametrize(("parts", "most"), [(2, 24), (3, 12), (4, 7)])
def test_who_knows_the_rules_cannot_tell_a_small_count(parts: int, most: int) -> None:
    """Of every set of counts there can be: those that are shown alike differ in each small one.

    All tables of so many parts, each from 0 to ``most``, are published; of the tables behind one
    publication no count under 5 is the same in all, unless the edge of what was tried cuts it off.
    """
    names = "ABCD"[:parts]
    behind = defaultdict(list)
    for counts in product(range(most + 1), repeat=parts):
        found = public_counts(dict(zip(names, counts, strict=True)))
        behind[found.total, tuple(found.shown.items()), found.hidden].append(counts)
    for (total, shown, hidden), tables in behind.items():
        hiding = sum(tables[0]) - sum(count for _, count in shown)
        if total is not None and hiding > most:
            continue  # a table behind it may lie beyond what was tried
        for at, name in enumerate(names):
            values = {counts[at] for counts in tables}
            if name in hidden and min(values) < 5:
                assert len(values) > 1, (shown, hidden, tables)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=12))
def test_nothing_shown_is_small_and_everything_is_accounted_for(parts: dict[str, int]) -> None:
    """Shown and hidden are all parts, each once; what is shown is as it was counted."""
    found = public_counts(parts)
    assert {*found.shown, *found.hidden} == set(parts)
    assert len(found.shown) + len(found.hidden) == len(parts)
    assert all(count >= 5 and parts[name] == count for name, count in found.shown.items())
    assert found.total in (None, sum(parts.values()))
