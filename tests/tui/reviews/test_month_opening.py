"""Opening a month's reviews from the list of profiles."""

from __future__ import annotations

from pathlib import Path

from casebook.core.months import Month
from casebook.reviews.months import list_reviews, open_month
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal


def _months(casebook: Path) -> list[str]:
    return [str(review.month) for review in list_reviews(reopen(casebook))]


@driven
async def test_it_says_what_will_happen_and_opens_the_month(casebook: Path) -> None:
    """M names the month, how many get a review and the cut-off; y opens it."""
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("M")
        t.has(
            "Open the reviews of Nov 2024",
            "5 profiles get a review of Nov 2024",
            "Its figures are those loaded by 18 Dec 2024",
        )
        assert _months(casebook) == []
        await t.keys("y")
        t.has("✓ Opened the review of Nov 2024 for 5 profiles, data to 18 Dec 2024.")
        await t.keys("escape", "M")
        t.has("5 profiles had the review of Nov 2024 opened before.", "there is nothing to open")
    assert _months(casebook) == ["2024-11"] * 5


@driven
async def test_esc_opens_nothing(casebook: Path) -> None:
    """Leaving the question changes nothing."""
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("M", "escape")
        t.has("Problem profiles")
    assert _months(casebook) == []


@driven
async def test_another_month_is_opened_and_one_that_is_not_over_is_refused(casebook: Path) -> None:
    """m asks for the month and the cut-off; a refusal stands beside the field, to be typed anew."""
    book = reopen(casebook, "admin")
    open_month(book, Month(2024, 11))
    book.store.close()
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("M", "m")
        t.has("Open a month's reviews", "▌ 2024-11", "▌ 18 Dec 2024")
        await t.keys("ctrl+u")
        await t.type("2024-12")
        await t.keys("f2")
        t.has("! Dec 2024 isn't over: its review can be opened from 1 Jan 2025.", "▌ 2024-12")
        await t.keys("ctrl+u")
        await t.type("2024-10")
        await t.keys("f2")
        t.has("✓ Opened the review of Oct 2024 for 5 profiles")


@driven
async def test_a_sergeant_is_told_who_opens_a_month(casebook: Path) -> None:
    """The key is greyed and its sentence says who can."""
    async with terminal(casebook) as t:
        await t.keys("M")
        t.has("! sgt.harbour may not open a month's reviews: an inspector, analyst, reviewer or")
