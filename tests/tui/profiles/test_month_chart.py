"""Two years of months in letters: what a column's height, a line and a mark say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month
from tests.tui.terminal import driven, terminal
from tui.profiles.month_chart import MonthSeries, chart, in_words, sparkline

NOV = Month(2024, 11)


def _series(*counts: int | None, **more: object) -> MonthSeries:
    words = tuple("more" if count == 24 else "" for count in counts)
    return MonthSeries("ASB", NOV, counts, words, **more)  # type: ignore[arg-type]


def test_a_column_is_as_high_as_its_count() -> None:
    """Eighths of the most that is shown; the least that isn't none can be seen."""
    assert sparkline(_series(0, 1, 8, 16, 12)) == " ▁▄█▆"
    assert sparkline(_series(0, None, 1000, 1)) == " ·█▁"


def test_the_response_the_expected_and_the_usual_are_drawn() -> None:
    """A line before its first month, one at what is expected, two at the ends of what is usual."""
    series = _series(0, 8, 0, 24, 0, expected=12.0, usual=(5, 20), began=Month(2024, 10))
    assert chart(series, 3) == [
        "   ▲ "[:3] + " " + "▲ ",
        "┄┄┄│█┄",
        "───│█─",
        "┄█┄│█┄",
    ]


def test_the_sentence_says_all_that_the_chart_does() -> None:
    """Months, range, the last, expected, usual, the response, what was outside, what is missing."""
    series = _series(6, 24, None, 7, expected=9.5, usual=(2, 18), began=Month(2024, 11))
    assert in_words(series) == (
        "ASB, Aug 2024 to Nov 2024: 6 to 24 a month; 7 in Nov 2024; 9.5 expected (─); 2 to 18 "
        "usual (┄); the response under way from Nov 2024 (│); outside usual variation in "
        "Sep 2024 (▲▼); not known for Oct 2024 (·)."
    )


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=24), st.integers(1, 5))
def test_every_month_has_its_column(counts: list[int | None], height: int) -> None:
    """Whatever the counts, a line is as many letters wide as there are months, and none is lost."""
    series = _series(*counts)
    lines = chart(series, height)
    assert {len(line) for line in lines} == {len(counts)}
    for count, letter in zip(counts, lines[-1], strict=True):
        assert (letter == "·") == (count is None)
        assert (letter in "▁▂▃▄▅▆▇█") == bool(count)


@driven
async def test_a_profile_shows_its_months(casebook: Path) -> None:
    """In one line at 80 columns, as a chart with its sentence at 120."""
    async with terminal(casebook) as t:
        await t.keys("enter")
        t.has("ASB 23, 30.8 expected,", "usual: as expected", within="#figures-lines")
        assert any(sum(letter in "▁▂▃▄▅▆▇█" for letter in line) >= 24 for line in t.lines)
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter")
        t.has("ASB, Dec 2022 to Nov 2024: 23 to 31 a month; 23 in Nov", within="#figures-panel")
