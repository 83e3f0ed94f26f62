"""What was saved stands in its row at once, before anything is read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.core.months import Month
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.reviews import months as reviews
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal

REF = "PMP-2024-001"


def _as(casebook: Path, login: str, do: Callable[[Any], object]) -> None:
    book = reopen(casebook, login)
    do(book)
    book.store.close()


@driven
async def test_an_entry_of_a_register(casebook: Path, unread: Callable[[Terminal], None]) -> None:
    """Changed in its row, added above the others, each under the cursor."""

    def add(book: Any) -> None:
        for text in ("Noise", "Nets"):
            registers.add_entry(book, "priority", "D1", {"text": text})

    _as(casebook, "admin", add)
    async with terminal(casebook) as t:
        await t.keys("r")
        await t.type("local prio")
        await t.keys("enter", "down")
        unread(t)
        await t.keys("enter")
        await t.type(" at night")
        await t.keys("f2")
        t.has("✓ Priority saved.", "Noise at night", "2 entries")
        await t.keys("a")
        await t.type("d1")
        await t.keys("enter")
        await t.type("Bins alight")
        await t.keys("f2")
        t.has("✓ Priority added.", "Bins alight", "3 entries")
        assert "Bins alight" in t.app.screen.chosen.says


@driven
async def test_an_entry_a_reply_and_a_review_of_a_profile(
    casebook: Path, unread: Callable[[Terminal], None]
) -> None:
    """In the lists of its own sections."""

    def add(book: Any) -> None:
        registers.add_entry(book, "note", REF, {"text": "Nets"})
        request = {"text": "When?", "to": "sgt.harbour", "stage": "scan"}
        registers.add_entry(book, "request", REF, request)
        reviews.open_month(book, Month(2024, 11))

    _as(casebook, "admin", add)
    async with terminal(casebook, size=(120, 30)) as t:
        await t.keys("enter", "0", "9", "0")
        unread(t)
        await t.keys("end", "e")
        t.app.screen.editor("text").take_focus()
        await t.type(" in the dark")
        await t.keys("f2")
        t.has("✓ Note saved.", "Nets in the dark")
        await t.keys("home", "y")
        await t.type("On Friday")
        await t.keys("f2")
        t.has("✓ Reply saved.", "✓ answered")
        await t.keys("9", "e")
        await t.type("Twelve patrols")
        await t.keys("f2")
        t.has("✓ Review of Nov 2024 updated.", "updated by sgt.harbour")


@driven
async def test_a_heading_an_action_and_a_stage(
    casebook: Path, unread: Callable[[Terminal], None]
) -> None:
    """On the profile's own screen, its code by its label; Space marks one as done."""
    async with terminal(casebook) as t:
        await t.keys("enter")
        unread(t)
        await t.keys("h")
        await t.type(" at night")
        await t.keys("f2")
        t.has("✓ Heading saved.", "harbour steps at night")
        await t.keys("6", "a")
        await t.type("Turn up the lamps")
        await t.keys("f2")
        t.has("✓ Action added.", "Turn up the lamps")
        await t.keys("end", "up", "space")
        t.has("✓ Done today: Turn up the lamps.", "done 18 Dec")
        await t.keys("2", "e")
        await t.type("Families")
        await t.keys("f2")
        t.has("✓ Scan saved.", "Families")


@driven
async def test_a_proposal_in_the_list(casebook: Path, unread: Callable[[Terminal], None]) -> None:
    """It is refused there, and is hidden with those that are over."""

    def propose(book: Any) -> None:
        intake.propose(book, Profile("", "Catapults at the weir"), hotspots=["HS-02"])

    _as(casebook, "sgt.harbour", propose)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("end")
        t.has("Catapults at the weir")
        unread(t)
        await t.keys("x")
        await t.type("In hand")
        await t.keys("enter")
        t.has("PMP-2024-006 is refused", "1 closed hidden")
        assert "Catapults" not in t.shown


@pytest.mark.parametrize("key", ["", "d"], ids=["today", "due"])
@driven
async def test_what_was_done_is_owed_no_more(
    casebook: Path, unread: Callable[[Terminal], None], key: str
) -> None:
    """Its line goes from Today and from what is due, and the cursor is on the next."""

    def add(book: Any) -> None:
        for title in ("Turn up the lamps", "Mend the gate"):
            action = {"title": title, "owner": "sgt.harbour", "due": date(2020, 1, 1).isoformat()}
            casefile.add_action(book, REF, action)

    _as(casebook, "sgt.harbour", add)
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys(*key)
        await t.keys("home")
        t.has("Turn up the lamps", "Mend the gate")
        unread(t)
        await t.keys("space")
        first = t.shown
        await t.keys("space")
        for title in ("Turn up the lamps", "Mend the gate"):
            assert ("✓ Done today: " + title in first) or ("✓ Done today: " + title in t.shown)
            # what was said last is in the notice; its line is gone
            assert t.shown.count(title) == t.shown.count(f"✓ Done today: {title}")
