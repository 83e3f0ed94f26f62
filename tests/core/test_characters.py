"""Which characters of a text are kept: what can be read, and nothing that can't be seen."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.core.texts.characters import cleaned, left_out

FAMILY, OFFICER = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f46e\U0001f3fd\u200d\u2640\ufe0f",
)
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
PERSIAN, SINHALA = (
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
)
HALF_FORM = "\u0915\u094d\u200d"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x1b[31mred\x07\x00", "a[31mred"),
        ("\u202eabc\u202c \u2066d\u2069\u200e\u200f\u061c", "abc d"),
        ("dis\xadper\u200bsal\ufeff\u2060", "dispersal"),
        ("a\x80\x9b2Jb\x7f", "a2Jb"),
        ("half \ud83d of one", "half \ufffd of one"),
        ("\ufffea\uffff\ufdd0", "a"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("x\ufe0f\ufe0f\ufe01\U000e0100y", "x\ufe0fy"),
        ("S\u200de\u200ccret", "Secret"),
        ("Tŷ Coch, St Helen’s — £5 …", "Tŷ Coch, St Helen’s — £5 …"),
        ("Cafe\u0301", "Café"),
        ("e\u200b\u0301", "é"),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_is_left_out(typed: str, kept: str) -> None:
    """Controls, directions, what has no width, half characters; what can be read stays."""
    assert cleaned(typed) == kept


@pytest.mark.parametrize(
    "needed", [FAMILY, OFFICER, WALES, PERSIAN, SINHALA, HALF_FORM, "\u2764\ufe0f"]
)
def test_what_a_script_or_an_emoji_needs_stays(needed: str) -> None:
    """Joiners within words and emoji, the tags of a flag, one selector."""
    assert cleaned(needed) == unicodedata.normalize("NFC", needed)
    assert left_out(needed) == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_way_to_end_a_line_is_one_line_end(end: str) -> None:
    """And a space where a text is one line; nothing is said to be left out."""
    assert cleaned(f"a{end}b\tc") == "a\nb\tc"
    assert cleaned(f"a{end}b\tc", lines=False) == "a b c"
    assert left_out(f"a{end}b\tc") == ()


def test_what_is_left_out_is_named_once() -> None:
    """By its number, in the order it stands."""
    assert left_out("\x1b[1m\u202ea\x1b[0m") == ("U+001B", "U+202E")
    assert left_out("\ufe0f\ufe0f") == ("U+FE0F",)


@given(st.text(st.characters()), st.booleans())
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    """What is stored can be typed again, and is in normal form C."""
    once = cleaned(text, lines=lines)
    assert cleaned(once, lines=lines) == once
    assert left_out(once) == ()
    assert unicodedata.is_normalized("NFC", once)


@given(
    st.text(
        st.sampled_from(
            "a\u0301\u200d\u200c\u0628\u094d\u0915\ufe0f\u202e\U0001f3f4\U000e0067\U000e007f\ud83d\u2126\r\n"
        )
    )
)
@example("\u0301\u200c\u094d\u200c")
def test_cleaning_twice_changes_nothing_among_what_depends_on_its_neighbours(text: str) -> None:
    """Joiners, selectors, tags and line ends beside one another."""
    once = cleaned(text)
    assert cleaned(once) == once


def test_no_character_that_a_terminal_obeys_stays() -> None:
    """Of every control, surrogate, and direction there is."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    bad = {
        c
        for c in every
        if unicodedata.category(c) in ("Cc", "Cs")
        or (
            unicodedata.bidirectional(c)
            in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        )
    }
    assert bad & set("".join(cleaned(c) for c in bad)) == {"\n", "\t"}
    assert len(bad) > 2000
