"""Counts with their nouns, articles and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.english import a_or_an, counted, first_of, listed, plural, several, shortened

NOUNS = ("incident", "entry", "day", "address", "box", "more case", "patch", "survey")


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(NOUNS))
def test_only_one_of_a_thing_is_singular(count: int, noun: str) -> None:
    """Nought is many, and the count is read back from the words."""
    words = counted(count, noun)
    assert words.endswith(f" {noun}") == (count == 1)
    assert int(words.split()[0].replace(",", "")) == count


@pytest.mark.parametrize(
    ("one", "many"),
    [("entry", "entries"), ("day", "days"), ("address", "addresses"), ("search", "searches")],
)
def test_many_of_a_thing(one: str, many: str) -> None:
    """By how the word ends."""
    assert plural(2, one) == many


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("address", "an address"),
        ("hour", "an hour"),
        ("unit", "a unit"),
        ("hotspot", "a hotspot"),
        ("impact area", "an impact area"),
        ("Inspector", "an Inspector"),
        ("user", "a user"),
        ("underpass", "an underpass"),
        ("one-off", "a one-off"),
        ("use of force", "a use of force"),
    ],
)
def test_an_article_goes_by_the_sound(word: str, said: str) -> None:
    """Not by the letter."""
    assert a_or_an(word) == said


def test_lists_in_sentences() -> None:
    """All of them, the first of them, or the values of one field."""
    assert listed([]) == ""
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert first_of(["a", "b", "c"], 2) == "a, b and 1 more"
    assert first_of(["a", "b", "c"], 3) == "a, b, c"
    assert several(["Lamps, bins", "Gates"]) == "Lamps, bins; Gates"


def test_a_long_text_is_cut_after_a_whole_word() -> None:
    """Line ends go, and the cut shows."""
    assert shortened("one two\nthree", 40) == "one two three"
    assert shortened("one two three", 10) == "one two …"
