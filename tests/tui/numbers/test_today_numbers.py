"""Today's numbers: each can be gone to, and its rows are as many as it says."""

from __future__ import annotations

from pathlib import Path

from tests.tui.desk import reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import driven, terminal
from tui.numbers.rows_screen import RowsScreen


@driven
async def test_every_number_of_today_is_what_its_rows_come_to(casebook: Path) -> None:
    """Counts of what is owed, and the month of each hotspot."""
    for login in ("sgt.harbour", "insp.harbour"):
        async with terminal(casebook, login, at_profiles=False) as t:
            book = reopen(casebook, login)
            found = shown_numbers(t, book)
            assert len(tallying(found)) >= 10
            assert {"42", "69%", "29", "23"} <= {one.text for one in found}
            book.store.close()


@driven
async def test_tab_goes_to_a_number_and_enter_lists_its_rows(casebook: Path) -> None:
    """In six keys from the first line; Esc returns to the very number."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("end", "up", "tab")
        t.has("sgt.harbour")
        at = t.app.screen.spot
        await t.keys("enter")
        assert isinstance(t.app.screen, RowsScreen)
        t.has("Officer-hours in HS-01, Nov 2024", "7 rows, together 41.5", "HB21 claim 2")
        await t.keys("escape")
        assert t.app.screen.spot == at
        await t.keys("escape", "enter")
        t.has("PMP-2024-004 Harbour as a whole")


@driven
async def test_shift_tab_goes_to_the_headings_counts(casebook: Path) -> None:
    """From the first line to the count of late things above it."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("shift+tab", "enter")
        t.has("Yours to do, late", "2 rows", "Cut back the hedge")
        await t.keys("escape", "down", "enter")
        assert not isinstance(t.app.screen, RowsScreen)
