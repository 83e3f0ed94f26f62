"""What is due: mine, my area's or everybody's, and the way to where it is done."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from casebook.profiles.profile import Action
from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal
from tui.agenda.due_screen import DueScreen
from tui.parts.table import Table
from tui.profiles.profile_screen import ProfileScreen


def _add(casebook: Path, kind: str, about: str, **values: Any) -> None:
    book = reopen(casebook, "admin")
    registers.add_entry(book, kind, about, values)
    book.store.close()


@driven
async def test_the_area_is_shown_first_the_longest_overdue_on_top(casebook: Path) -> None:
    """d lists what is owed in the account's area; what is late is marked and counted."""
    async with terminal(casebook) as t:
        await t.keys("d")
        t.has("What is due my area, D1: 4 due, 2 of them overdue")
        t.has("! 1 Dec 24 action Harbour steps Cut back the hedge")
        t.has("! 10 Dec 24 review Harbour steps next review")
        assert t.shown.index("Cut back the hedge") < t.shown.index("next review")
        assert "Lantern Park" not in t.shown
        await t.keys("L")
        t.has("2 due, 2 of them overdue")
        assert "Ask the council" not in t.shown


@driven
async def test_m_goes_on_to_all_and_to_mine(casebook: Path) -> None:
    """Everybody's dues hold another district's review; mine hold only my own."""
    async with terminal(casebook) as t:
        await t.keys("d", "m")
        t.has("all: 6 due", "Lantern Park", "sgt.strand")
        await t.keys("m")
        t.has("mine: 4 due", "sgt.harbour")
        assert "sgt.strand" not in t.shown
        await t.keys("m")
        t.has("my area, D1")
    async with terminal(casebook, "looker") as t:
        await t.keys("d")
        t.has("all: 6 due")
        await t.keys("m")
        t.has("Nothing is due from you: m shows what others owe.")
        await t.keys("m", "enter")
        assert isinstance(t.app.screen, ProfileScreen)


@driven
async def test_enter_opens_the_profile_where_it_is_done(casebook: Path) -> None:
    """An action's profile opens on its actions; Esc comes back to the list, read anew."""
    async with terminal(casebook) as t:
        await t.keys("d", "enter")
        t.has("Noise and drinking at the harbour steps", "Cut back the hedge", "Warn the off")
        await t.keys("escape")
        t.has("What is due my area, D1")


@driven
async def test_enter_opens_the_entry_of_a_register(casebook: Path) -> None:
    """A stale priority is opened, looked at again, and is due no longer."""
    _add(casebook, "priority", "D1", text="Dogs off the lead", at="2024-12-01")
    _add(casebook, "priority", "D1", text="Noise at the steps", at="2024-08-01")
    async with terminal(casebook) as t:
        await t.keys("d", "f")
        await t.type("noise at")
        await t.keys("enter")
        t.has("! 1 Nov 24 priority Harbour look at it again after 3 months: Noise at")
        await t.keys("enter")
        t.has("Local priorities 2 entries")
        await t.keys("enter")
        t.has("D1 Harbour · priority 2")
        await t.keys("tab", "tab", "tab")
        await t.type("18 Dec 2024")
        await t.keys("f2")
        t.has("✓ Priority saved.", "Last looked at 18 Dec 2024")
        await t.keys("escape")
        t.has("Nothing due holds these words: Esc clears them.")


@driven
async def test_enter_opens_the_very_entry_of_two_that_begin_alike(casebook: Path) -> None:
    """Of two queries in one place the second is opened, though its text holds all of the first."""
    _add(casebook, "query", "D1", text="When is the surgery?", received="2024-12-16 09:00")
    _add(casebook, "query", "D1", text="When is the surgery? Where?", received="2024-12-16 10:00")
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("d", "f")
        await t.type("surgery")
        await t.keys("enter", "down", "enter")
        t.has("Queries 2 entries")
        await t.keys("o")
        t.has("D1 Harbour · query 2", "When is the surgery? Where?")


@driven
async def test_enter_goes_to_the_row_in_the_profile(casebook: Path) -> None:
    """Of a profile's own things the very action and the very request are under the cursor."""
    for until in ("2024-12-19", "2024-12-22"):
        _add(casebook, "request", "PMP-2024-001", text="Which nights?", to="analyst", until=until)
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("d", "f")
        await t.type("council for a light")
        await t.keys("enter", "enter", "e")
        t.has("PMP-2024-001 · action 2", "Ask the council for a light")
        await t.keys("escape", "escape", "escape", "f")
        await t.type("19 dec nights")
        await t.keys("enter", "enter", "o")
        t.has("PMP-2024-001 · request 1", "Due  19 Dec 2024")
        await t.keys("escape", "escape", "escape", "f")
        await t.type("22 dec nights")
        await t.keys("enter", "enter", "o")
        t.has("PMP-2024-001 · request 2", "Due  22 Dec 2024")


@driven
async def test_a_due_line_is_read_whole(casebook: Path) -> None:
    """o shows the whole sentence, who owes it and that it is overdue."""
    async with terminal(casebook) as t:
        await t.keys("d", "o")
        t.has("PMP-2024-001 · action", "By 1 Dec 2024, overdue", "Cut back the hedge")


@driven
async def test_tasking_is_of_the_own_area_and_can_be_of_another(casebook: Path) -> None:
    """k states what to task in my area; n narrows it to another, or to none."""
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("k")
        t.has("Tasking of D1, 18 Dec 2024 to 1 Jan 2025", "Cut back the hedge")
        await t.keys("f")
        t.has("Area or hotspot", "Everything", "D2 Strand")
        await t.type("d2")
        await t.keys("enter")
        t.has("Tasking of D2, 18 Dec 2024 to 1 Jan 2025")
        assert "Cut back the hedge" not in t.shown
        await t.keys("f", "home", "enter")
        t.has("Tasking, 18 Dec 2024")
        await t.keys("M")
        t.has("! This is as it stands now: it isn't of any months.")


@driven
async def test_text_is_shown_as_typed_wherever_it_is_due(casebook: Path) -> None:
    """Brackets in a priority are text wherever it is due, and an escape doesn't come that far."""
    _add(casebook, "priority", "D1", text="[red]Nets[/red] \x1b[31m on [quay", at="2024-08-01")
    async with terminal(casebook, size=(150, 40)) as t:
        await t.keys("d")
        t.has("[red]Nets[/red] [31m on [quay")
        await t.keys("f")
        await t.type("nets")
        await t.keys("enter", "o")
        t.has("D1 · priority", "[red]Nets[/red] [31m on [quay")
        await t.keys("escape", "enter")
        t.has("Local priorities", "[red]Nets[/red] [31m on [quay")
        await t.keys("o")
        t.has("D1 Harbour · priority 1", "[red]Nets[/red] [31m on [quay")


@driven
async def test_a_long_list_is_read_on_and_searched_and_counted_whole(casebook: Path) -> None:
    """The last of 400 is found by its words, and by going to the end."""
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        tx.insert_many(
            [Action("PMP-2024-001", f"Walk {n:03}", due=date(2025, 1, 20)) for n in range(400)]
        )
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("d")
        t.has("my area, D1: 404 due, 2 of them overdue")
        assert len(t.app.screen.query_one(Table).keys) == DueScreen.PAGE
        await t.keys("f")
        await t.type("walk 399")
        t.has("1 due, 0 of them overdue", "Walk 399")
        await t.keys("escape", "end")
        await t.comes("Walk 399")
        t.has("404 due")


@driven
async def test_a_heading_sorts_all_that_is_due(casebook: Path) -> None:
    """A click sorts by it, another the other way round, a third as it was."""
    async with terminal(casebook) as t:
        await t.keys("d")
        first = t.app.screen.query_one(Table).keys
        kinds = []
        for _ in range(3):
            t.app.screen.query_one(Table).post_message(Table.HeadingClicked(1))
            await t.settle()
            kinds.append([key.partition(" ")[0] for key in t.app.screen.query_one(Table).keys])
        assert kinds[0] == sorted(kinds[0])
        assert kinds[1] == sorted(kinds[1], reverse=True)
        assert t.app.screen.query_one(Table).keys == first
