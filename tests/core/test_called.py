"""What a person calls a record: its ref first, else a name that only one has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.called import Called
from casebook.core.errors import BadValue, NotFound

WARDS = Called("ward", {"W1": ("Quay", "East"), "W2": ("Quay",), "Quay": ("Pier",), "W3": ("",)})
TOWN = Called("area", {"W1": ("Harbour",), "W2": ("Ferry",), "W3": ("Ferry", "Landing")}, ["ward"])


@pytest.mark.parametrize(
    ("typed", "ref"),
    [("W1", "W1"), (" w1 ", "W1"), ("quay", "Quay"), ("EAST", "W1"), ("pier", "Quay")],
)
def test_a_ref_in_any_case_goes_before_a_name(typed: str, ref: str) -> None:
    """And a name that one record has is as good as its ref."""
    assert WARDS.ref(typed) == ref


def test_a_name_of_several_asks_for_a_ref() -> None:
    """The sentence says which there are."""
    with pytest.raises(BadValue, match="Several areas are called 'ferry': write one's ref, W2, W3"):
        TOWN.ref("ferry")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Harbur", "Did you mean Harbour?"), ("landin", "Landing"), ("wards", "ward"), ("qqq", "")],
)
def test_an_unknown_name_is_told_what_is_like_it(typed: str, near: str) -> None:
    """Refs, names and the other words that may stand there, as they are spelt."""
    with pytest.raises(NotFound, match=f"There is no area '{typed}' in this casebook") as raised:
        TOWN.ref(typed)
    assert near in str(raised.value)
    assert ("Did you mean" in str(raised.value)) == bool(near)


def test_a_record_that_comes_later_is_found() -> None:
    """Also after its name was asked for in vain."""
    known = Called("ward", {"W1": ("Quay",)})
    with pytest.raises(NotFound):
        known.ref("Dock")
    known.add("W2", ("Dock",))
    assert known.ref("dock") == "W2"
    assert known.taken("w2")


@given(st.dictionaries(st.text("abW1 ", min_size=1).filter(str.strip), st.text("abW1 ")))
def test_every_ref_is_found_by_itself(names: dict[str, str]) -> None:
    """Whatever the others are called."""
    distinct = {" ".join(ref.split()).casefold(): ref for ref in names}
    known = Called("place", {ref: (names[ref],) for ref in distinct.values()})
    for ref in distinct.values():
        assert known.ref(ref) == ref
