"""Statistics against published and hand-worked numbers."""

from __future__ import annotations

import pytest

from casebook.figures.change import change_in_words, percent_change


def test_no_percentage_of_a_small_base() -> None:
    """Under ten, and of nothing, the counts are given instead."""
    assert percent_change(9, 18) is None
    assert percent_change(0, 5, small_base=0) is None
    assert percent_change(72, 109) == pytest.approx(51.39, abs=0.01)
    assert change_in_words(28, 79) == "28 to 79 (+182%)"
    assert change_in_words(23, 7) == "23 to 7 (−70%)"
    assert change_in_words(4, 9) == "4 to 9"
