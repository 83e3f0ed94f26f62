"""Between Arrow's columns and numpy's values."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from casebook.files.arrow_columns import text_digests

TEXTS = st.lists(st.text(st.sampled_from("ab0£ \u00a0"), max_size=19), max_size=40)


@given(TEXTS, TEXTS)
def test_same_texts_have_the_same_digest(one: list[str], more: list[str]) -> None:
    """Whatever their lengths, the spaces around them and the chunks they stand in."""
    column = pa.chunked_array([pa.array(["b", *one]).slice(1), pa.array(more, pa.string())])
    filled = [text.strip() for text in (*one, *more) if text.strip()]
    digests = text_digests(column).tolist()
    alone = {text: text_digests(pa.chunked_array([[text]])).item() for text in filled}
    assert sorted(digests) == sorted(alone[text] for text in filled)
    assert len(set(alone.values())) == len(alone)
