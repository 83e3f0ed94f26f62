"""A profile's figures: each can be gone to, and its rows are as many as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.desk import reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import driven, terminal
from tui.numbers.rows_screen import RowsScreen
from tui.profiles.profile_screen import ProfileScreen


@pytest.mark.parametrize("ref", ["PMP-2024-001", "PMP-2024-004"])
@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
def test_every_number_of_a_profile_is_what_its_rows_come_to(
    casebook: Path, ref: str, size: tuple[int, int]
) -> None:
    """Of one hotspot, and of two taken together; in lines and as a table."""

    @driven
    async def look() -> None:
        async with terminal(casebook, size=size) as t:
            t.app.push_screen(ProfileScreen(ref))
            await t.settle()
            book = reopen(casebook)
            assert len(tallying(shown_numbers(t, book))) >= 9
            book.store.close()

    look()


@driven
async def test_tab_and_enter_list_the_rows_of_a_figure_and_esc_returns_to_it(
    casebook: Path,
) -> None:
    """From the second figure; Esc twice leaves the number, then the profile."""
    async with terminal(casebook) as t:
        t.app.push_screen(ProfileScreen("PMP-2024-001"))
        await t.settle()
        await t.keys("tab", "tab", "tab", "tab", "enter")
        assert isinstance(t.app.screen, RowsScreen)
        t.has("ASB in HS-01, Nov 2024", "23 rows", "Anti-social behaviour", "extract")
        await t.keys("escape", "enter")
        t.has("ASB in HS-01, Nov 2024")
        await t.keys("escape", "escape")
        assert isinstance(t.app.screen, ProfileScreen)
        assert t.app.screen.spot is None
        assert t.app.screen.focused is not None
        await t.keys("escape")
        assert not isinstance(t.app.screen, ProfileScreen)


@driven
async def test_the_months_of_its_places_are_gone_to_from_the_row(casebook: Path) -> None:
    """From the cursor's row on; Enter lists that hotspot's rows, Esc gives the list its keys."""
    async with terminal(casebook) as t:
        t.app.push_screen(ProfileScreen("PMP-2024-004"))
        await t.settle()
        await t.keys("7")
        book = reopen(casebook)
        found = tallying(shown_numbers(t, book))
        assert {"29", "23", "41.5", "60.0", "4", "14"} <= {one.text for one in found}
        book.store.close()
        await t.keys("down", "tab", "enter")
        t.has("Serious violence in HS-02, Oct 2024", "4 rows")
        await t.keys("escape", "escape")
        assert t.app.screen.focused is t.app.screen.query_one("#places TableRows")


@driven
async def test_an_expected_count_lists_its_months_and_each_month_its_rows(casebook: Path) -> None:
    """Enter on 30.8 expected lists what it was worked out from, Enter on a month its incidents."""
    async with terminal(casebook) as t:
        t.app.push_screen(ProfileScreen("PMP-2024-001"))
        await t.settle()
        t.has("ASB 23, 30.8 expected")
        for _ in range(20):
            await t.keys("tab")
            one = t.app.screen.number
            if one is not None and "expected" in one.of.title:
                break
        await t.keys("enter")
        t.has("ASB expected in HS-01, Nov 2024", "Baseline Nov 2023 31", "13 rows,", "expected")
        t.has("To be judged Nov 2024 23")
        await t.keys("enter")
        t.has("ASB in HS-01, Nov 2023", "31 rows")
        await t.keys("escape", "escape")
        assert isinstance(t.app.screen, ProfileScreen)
