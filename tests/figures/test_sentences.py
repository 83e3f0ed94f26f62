"""How figures read: missing is never zero, small bases have no percentage, runs are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casebook.core import english, wording
from casebook.core.months import Month, say_months
from casebook.figures import sentences
from tests.packs.made_up import HS_01, HS_02


def test_a_missing_figure_is_a_dash_and_a_zero_is_a_zero() -> None:
    """Counts, hours, shares and days that aren't known read –; what is none reads 0."""
    assert [wording.number(None), wording.hours(None), wording.share(None)] == ["–"] * 3
    assert wording.day(None) == "–"
    assert [wording.number(0), wording.hours(0.0), wording.share(0.0)] == ["0", "0.0", "0%"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (29, 23, "29 to 23 (−21%)"),
        (10, 15, "10 to 15 (+50%)"),
        (1033, 1031, "1,033 to 1,031 (under 1%)"),
        (9, 18, "9 to 18"),
        (0, 4, "0 to 4"),
        (7, 7, "7, the same"),
        (0, 0, "0, the same"),
        (None, 4, "–"),
        (4, None, "–"),
    ],
)
def test_a_change_always_has_its_counts(before: int, after: int, said: str) -> None:
    """A base under 10 gets no percentage, and a missing side makes the change missing."""
    assert sentences.change(before, after, 10) == said


def test_a_small_expected_number_is_about_so_many() -> None:
    """What would round to 0.0 isn't none."""
    assert sentences.about(0.1066) == "about 0.1"
    assert sentences.about(0.008) == "fewer than 0.1"


def test_hours_are_set_against_the_plan_of_the_days_they_are_known_for() -> None:
    """48.25 of 60 planned on known days is 80%, though 90 were planned in all."""
    assert sentences.hours_sentence(HS_01) == (
        "48.25 officer-hours delivered against 60.0 planned for the days delivery is known for "
        "(90.0 planned in all), 80% of plan (claims to 30 Sep 2024, sheets to 17 Dec 2024)."
    )


def test_hours_without_a_source_or_a_plan_say_so() -> None:
    """No hours isn't none delivered, and no plan gives no share."""
    assert sentences.hours_sentence(HS_02) == "Hours delivered in Sep 2024 aren't known."
    unplanned = replace(HS_02, officer_hours=3.0, coverage="sheets to 17 Dec 2024")
    assert sentences.hours_sentence(unplanned) == (
        "3.0 officer-hours delivered; no plan is loaded for Sep 2024 (sheets to 17 Dec 2024)."
    )


def test_months_are_told_as_runs() -> None:
    """Months that follow one another are one span, over a year's end too."""
    months = [Month(2023, 12), Month(2024, 1), Month(2024, 4)]
    assert say_months(months) == "Dec 2023 to Jan 2024 and Apr 2024"


def test_a_long_text_is_cut_after_a_whole_word() -> None:
    """Line ends go, and the cut shows."""
    assert english.shortened("one two\nthree", 40) == "one two three"
    assert english.shortened("one two three", 10) == "one two …"
