"""Two edits of one record brought together: nothing anybody wrote goes unnoticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casebook.book.three_way import together

NAMES = ("a", "b", "c", "d")
RECORDS = st.fixed_dictionaries({name: st.integers(0, 2) for name in NAMES})
PARTS = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2))


def test_different_fields_stand_side_by_side() -> None:
    """They changed a, I changed b: a stays as they have it, b becomes mine."""
    found = together({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3})
    assert (found.changes, found.theirs, found.clashes) == ({"b": 3}, ("a",), ())


def test_the_same_field_clashes_unless_both_say_the_same() -> None:
    """1 became 2 with them: 3 clashes, 2 is what stands."""
    assert together({"a": 1}, {"a": 2}, {"a": 3}).clashes == ("a",)
    found = together({"a": 1}, {"a": 2}, {"a": 2})
    assert (found.changes, found.theirs, found.clashes) == ({}, (), ())


def test_without_a_base_only_what_nobody_wrote_is_free() -> None:
    """A blank field is filled; one in which something else stands clashes."""
    found = together({}, {"a": "", "b": "x"}, {"a": "mine", "b": "mine"}, free={"a"})
    assert (found.changes, found.clashes) == ({"a": "mine"}, ("b",))


@given(RECORDS, RECORDS)
def test_who_changed_nothing_changes_nothing(base: dict[str, int], theirs: dict[str, int]) -> None:
    """An edit that is as it was printed leaves everything to the other."""
    found = together(base, theirs, base)
    assert (found.changes, found.clashes) == ({}, ())


@given(RECORDS, RECORDS)
def test_without_anybody_else_the_edit_is_taken_whole(
    base: dict[str, int], mine: dict[str, int]
) -> None:
    """Whatever it says."""
    found = together(base, base, mine)
    assert base | found.changes == mine
    assert found.clashes == ()


@given(RECORDS, RECORDS, PARTS)
def test_every_change_stands_or_is_named(
    base: dict[str, int], theirs: dict[str, int], mine: dict[str, int]
) -> None:
    """Each field ends as whoever changed it has it; changed by both to other things it clashes."""
    found = together(base, theirs, mine)
    merged = theirs | found.changes
    for name in NAMES:
        they, i = theirs[name] != base[name], name in mine and mine[name] != base[name]
        if they and i and mine[name] != theirs[name]:
            assert name in found.clashes
            assert merged[name] == theirs[name]
        else:
            assert name not in found.clashes
            assert merged[name] == (mine[name] if i else theirs[name])
    assert set(found.theirs) == {name for name in mine if mine[name] == base[name] != theirs[name]}


@given(RECORDS, RECORDS, RECORDS)
def test_it_is_the_same_whoever_saves_first(
    base: dict[str, int], one: dict[str, int], other: dict[str, int]
) -> None:
    """The same fields clash, and without a clash the record is the same in the end."""
    first, second = together(base, one, other), together(base, other, one)
    assert set(first.clashes) == set(second.clashes)
    if not first.clashes:
        assert one | first.changes == other | second.changes


@given(RECORDS, RECORDS, RECORDS)
def test_doing_it_again_changes_nothing(
    base: dict[str, int], theirs: dict[str, int], mine: dict[str, int]
) -> None:
    """The same edit over what it made finds what it says there already."""
    found = together(base, theirs, mine)
    merged = theirs | found.changes
    assert together(base, merged, mine).changes == {}
