"""What changed in a text, in a few words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.profiles.text_change import text_change

_WORDS = st.lists(st.sampled_from(["noise", "at", "night", "and", "fights"]), max_size=8)


@given(_WORDS, _WORDS, _WORDS, _WORDS)
def test_what_was_put_in_and_taken_out_makes_one_of_the_other(
    head: list[str], old: list[str], new: list[str], tail: list[str]
) -> None:
    """Put in the place of what it says was there, what it says was put in gives the text after."""
    before, after = " ".join([*head, *old, *tail]), " ".join([*head, *new, *tail])
    told = text_change(before, after, most=1000)
    if told == "spaces only":
        assert before == after
        return
    gone, put = _parts(told)
    assert any(
        before[:at] + put + before[at + len(gone) :] == after
        or _spaced(before, at, gone, put) == after
        for at in range(len(before) + 1)
        if before[at:].startswith(gone)
    )


def _parts(told: str) -> tuple[str, str]:
    if told.startswith("put in "):
        return "", told.removeprefix("put in ").strip("“”")
    if told.startswith("took out "):
        return told.removeprefix("took out ").strip("“”"), ""
    gone, put = told.split(" → ")
    return gone.strip("“”"), put.strip("“”")


def _spaced(before: str, at: int, gone: str, put: str) -> str:
    return " ".join(f"{before[:at]} {put} {before[at + len(gone) :]}".split())


def test_a_long_stretch_is_cut() -> None:
    """A row has room for a few words; what is left out ends in an ellipsis."""
    assert text_change("a", "a " + "word " * 40, most=20) == "put in “word word word word…”"
