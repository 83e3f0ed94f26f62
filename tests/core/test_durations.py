"""Lengths of time as people type them."""

import pytest

from casebook.core.errors import BadValue
from casebook.core.local_time import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5m", 300),
        ("5", 300),
        ("2.5", 150),
        (" 90 S ", 90),
        ("90sec", 90),
        ("2 minutes", 120),
        ("1.5h", 5400),
        ("1 hour", 3600),
        ("0", 0),
    ],
)
def test_a_length_of_time_is_read(text: str, seconds: int) -> None:
    """With its unit, or as minutes."""
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "long", "-5m", "5 days", "1e3", "5m5s", "nan"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    """One sentence."""
    with pytest.raises(BadValue, match=r"^'.*' is no length of time: write it like 5m, 90s or 1h"):
        seconds_of(text)
