"""The marking of something made from several records."""

from __future__ import annotations

import pytest

from casebook.packs.marking import highest_marking


@pytest.mark.parametrize(
    ("markings", "highest"),
    [
        (["OFFICIAL", "OFFICIAL-SENSITIVE"], "OFFICIAL-SENSITIVE"),
        (["SECRET", "TOP SECRET", "OFFICIAL"], "TOP SECRET"),
        (["OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE PERSONAL"], "OFFICIAL-SENSITIVE PERSONAL"),
        (["RESTREINT", "OFFICIAL"], "RESTREINT"),
        (
            ["OFFICIAL-SENSITIVE PERSONAL", "OFFICIAL-SENSITIVE COMMERCIAL"],
            "OFFICIAL-SENSITIVE COMMERCIAL / OFFICIAL-SENSITIVE PERSONAL",
        ),
    ],
)
def test_the_highest_marking_wins(markings: list[str], highest: str) -> None:
    """The highest tier is taken, and every handling mark of that tier is kept."""
    assert highest_marking(markings) == highest
    assert highest_marking(reversed(markings)) == highest
