"""Today's numbers: each can be gone to, and its rows are as many as it says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.tui.desk import reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import driven, terminal
from tui.numbers import rows_screen
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


@driven
async def test_rows_are_written_to_a_csv_as_figures_rows_are(
    casebook: Path, tmp_path: Path
) -> None:
    """F2 asks for the file; every row is in it, with all that is known of each."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("end", "up", "tab", "tab", "tab", "tab", "enter")
        t.has("ASB in HS-01, Nov 2024", "23 rows")
        await t.keys("f2")
        await t.type(str(casebook))
        await t.keys("enter")
        t.has("belongs to a casebook: name another file.")
        await t.keys("ctrl+u")
        await t.type(str(tmp_path / "rows.csv"))
        await t.keys("enter")
        t.has("Wrote 23 rows to")
    with (tmp_path / "rows.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 23
    assert {
        (row["hotspot"], row["month"], row["source"], row["load"], row["file"]) for row in rows
    } == {("HS-01", "2024-11", "extract", "1", "x.csv")}


@driven
async def test_pages_turn_and_columns_order(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten rows a page: → shows the next, S orders by the first column and begins anew."""
    monkeypatch.setattr(rows_screen, "PAGE", 10)
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("end", "up", "tab", "tab", "tab", "tab", "enter")
        t.has("23 rows, 1 to 10 shown")
        await t.keys("right", "right")
        t.has("23 rows, 21 to 23 shown")
        await t.keys("right")
        t.has("21 to 23 shown")
        await t.keys("S")
        t.has("23 rows, 1 to 10 shown, by month")
        await t.keys("S")
        t.has("by month, downwards")
        await t.keys("enter")
        t.has("Anti-social behaviour", "Reference")


@driven
async def test_rows_are_ordered_by_what_tells_them_apart_and_the_heading_says_how(
    casebook: Path,
) -> None:
    """Patrols of one place that all began at 18:00: S marks Day ↓, Day ↑, then To, not From."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("end", "up", "tab", "enter", "S")
        t.has("Officer-hours in HS-01, Nov 2024", "Day ↓", "7 rows, together 41.5, by day")
        await t.keys("S")
        t.has("Day ↑", "by day, downwards")
        await t.keys("S")
        t.has("From To ↓", "by to")
