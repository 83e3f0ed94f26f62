"""On a narrow terminal nothing is cut without an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from casebook.core.months import Month
from casebook.reviews import months as reviews
from tests.tui.desk import reopen
from tests.tui.every_screen import every_screen
from tests.tui.terminal import Terminal, driven, terminal


def _cut(t: Terminal) -> Iterator[str]:
    """What stands on the screen in one line that is too short for it, or in too few lines."""
    for widget in t.app.screen.query(Static):
        shown, room = widget.content, widget.content_region
        if not isinstance(shown, Content) or not room or widget.styles.text_overflow == "ellipsis":
            continue
        if widget.styles.text_wrap == "nowrap":
            yield from (each.plain for each in shown.split() if each.cell_length > room.width)
        elif len(shown.wrap(room.width)) > room.height:
            yield shown.plain


@pytest.mark.parametrize("width", [60, 70, 80])
def test_no_screen_cuts_what_it_says(casebook: Path, width: int) -> None:
    """Nor any dialog or form."""

    @driven
    async def walked() -> None:
        async with terminal(casebook, size=(width, 24), at_profiles=False) as t:
            cut = {name: found async for name in every_screen(t) if (found := [*_cut(t)])}
        assert cut == {}

    walked()


@driven
async def test_a_shut_gate_names_its_keys_where_there_is_little_room(casebook: Path) -> None:
    """In two lines where one is too short."""
    async with terminal(casebook, "insp.harbour", size=(60, 24)) as t:
        await t.keys("enter", "v", "enter", "v")
        t.has("g goes to what is missing", "Esc leaves it")


@driven
async def test_the_last_stage_is_in_sight_on_a_narrow_terminal(casebook: Path) -> None:
    """The stages stand closer there; in a further cycle too."""
    async with terminal(casebook, "insp.harbour", size=(60, 24)) as t:
        await t.keys("enter")
        t.has("▶ scan › ○ analyse › ○ respond › ○ assess")
        await t.keys("b", "enter")
        await t.type("Again")
        await t.keys("enter")
        t.has("▶ objective›○ scan›○ analyse›○ respond›○ assess cycle 2")


@driven
async def test_a_table_gives_up_what_its_columns_don_t_need(casebook: Path) -> None:
    """So that the last of them, the hours and the change, are read whole."""
    async with terminal(casebook, size=(60, 24)) as t:
        t.has("PMP-2024-001 Harbour step… scan ! overdue ASB 29→23")
        await t.keys("enter", "7")
        t.has("Ref Name Role Oct → Nov 2024 Hours", "ASB 29 → 23 41.5 of 60.0 h")


@driven
async def test_a_review_is_read_on_a_narrow_terminal(casebook: Path) -> None:
    """Each count of its three months on one line, and of a list of reviews the decision."""
    november = Month(2024, 11)
    reviews.open_month(reopen(casebook, "admin"), november)
    reviews.update(reopen(casebook), "PMP-2024-001", november, {"did": "Patrolled the steps."})
    async with terminal(casebook, "insp.harbour", size=(60, 24)) as t:
        await t.keys("enter", "9")
        t.has("Month State Due Decisions Nov 2024 updated")
        await t.keys("escape", "n")
        lines = [line.split() for line in t.lines]
        assert ["ASB", "23", "29", "31"] in lines, t.lines
