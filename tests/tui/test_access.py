"""What may not be done is greyed and says why; a read-only casebook changes nothing."""

from __future__ import annotations

from pathlib import Path

from casebook.profiles import casefile
from tests.tui.desk import opener, reopen
from tests.tui.terminal import driven, terminal
from tui.profiles.profile_screen import ProfileScreen

CHANGING = ("e", "a", "l", "u", "v", "h")


@driven
async def test_a_viewer_is_told_who_may(casebook: Path) -> None:
    """A key that changes something opens nothing for a viewer and names who can."""
    async with terminal(casebook, "looker") as t:
        await t.keys("enter")
        for key in CHANGING:
            await t.keys(key)
            assert len(t.app.screen_stack) == 2
            t.has("! looker may not", "PMP-2024-001:", "can.")
            await t.keys("f5")
            assert "may not" not in t.shown


@driven
async def test_a_viewer_reads_an_action_whole(casebook: Path) -> None:
    """Enter edits it for who may; for who may not it shows all of it."""
    book = reopen(casebook)
    values = {"title": "Light the steps", "expected": "Fewer meet.", "due": "2024-11-01"}
    casefile.add_action(book, "PMP-2024-001", values)
    book.store.close()
    async with terminal(casebook, "looker") as t:
        screen = ProfileScreen("PMP-2024-001")
        t.app.push_screen(screen)
        await t.settle()
        await t.keys(str(screen.sections.index("actions") + 1), "enter")
        t.has("PMP-2024-001 action", "Light the steps", "Expected to give", "Fewer meet.")
        await t.keys("escape", "e")
        t.has("! looker may not")


@driven
async def test_a_sergeant_of_another_district_is_told_why(casebook: Path) -> None:
    """Outside the account's own area the sentence says so."""
    async with terminal(casebook, "sgt.strand") as t:
        await t.keys("m", "home", "enter", "e")
        t.has("! sgt.strand may not edit PMP-2024-001: it lies outside D2")


@driven
async def test_greyed_keys_are_dimmed_and_listed_as_not_now(casebook: Path) -> None:
    """The help and the palette say of a greyed key that it can't be used now."""
    async with terminal(casebook, "looker", size=(100, 40)) as t:
        await t.keys("enter", "f1")
        t.has("e Edit the stage or action shown (not now)")
        await t.keys("escape", "ctrl+p")
        await t.type("next stage")
        t.has("command", "Move to the next stage", "v – not now")
        await t.keys("enter")
        t.has("! looker may not move on PMP-2024-001")


@driven
async def test_a_read_only_casebook_is_read(casebook: Path) -> None:
    """Opened read-only, everything can be looked at and nothing changed."""
    before = len(casefile.history_of(reopen(casebook), "PMP-2024-001"))
    async with terminal(opener(casebook, "sgt.harbour", read_only=True)) as t:
        t.has("read-only")
        await t.keys("enter")
        for key in CHANGING:
            await t.keys(key)
            t.has("is open read-only: it can be read, not changed.")
            await t.keys("f5")
        await t.keys("1")
        t.has("A quarter fewer ASB calls")
    assert len(casefile.history_of(reopen(casebook), "PMP-2024-001")) == before


@driven
async def test_a_closed_profile_is_read(casebook: Path) -> None:
    """A closed profile says that it can be read, not changed."""
    from sqlalchemy import update

    from casebook.profiles.profile import Profile
    from casebook.store.tables import table_of

    book = reopen(casebook, "insp.harbour")
    with book.store.writing() as tx:
        closed = update(table_of(Profile)).where(table_of(Profile).c.ref == "PMP-2024-001")
        tx.sql.execute(closed.values(status="closed"))
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("C", "end", "enter", "e")
        t.has("! PMP-2024-001 is closed: it can be read, not changed.")
