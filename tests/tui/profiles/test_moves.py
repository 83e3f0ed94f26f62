"""A profile taken back, closed, undone, and found again by its words."""

from __future__ import annotations

from pathlib import Path

from casebook.profiles import casefile
from casebook.profiles.profile import Profile
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"


def _read(casebook: Path) -> casefile.ProfileFile:
    return casefile.read_profile(reopen(casebook), REF)


def _at_assess(casebook: Path) -> None:
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        before = tx.load_one(Profile, ref=REF)
        assert before is not None
        tx.save(before, Profile(**{**vars(before), "stage": "assess"}), book.author)
    book.store.close()


@driven
async def test_a_profile_goes_back_with_a_reason(casebook: Path) -> None:
    """b offers the earlier stages, asks why, and shows the stage in its new cycle."""
    async with terminal(casebook) as t:
        await t.keys("enter", "b")
        t.has("Go back to which stage", "Objective")
        assert "Analyse" not in t.shown
        await t.keys("enter")
        t.has("Take PMP-2024-001 back from scan to objective", "cycle 2, prefilled")
        await t.type("The aim was wrong.")
        await t.keys("enter")
        t.has("✓ PMP-2024-001 is back at objective, in cycle 2.", "▶ objective", "cycle 2")
        await t.keys("b")
        t.has("! PMP-2024-001 is at its first stage, objective.")
    assert (_read(casebook).profile.stage, _read(casebook).profile.cycle) == ("objective", 2)


@driven
async def test_an_inspector_closes_and_waives_the_gate(casebook: Path) -> None:
    """c lists what the gate lacks, asks why, and for a gate that blocks the reason of a waiver."""
    _at_assess(casebook)
    async with terminal(casebook, "insp.harbour", size=(80, 40)) as t:
        await t.keys("enter", "c")
        t.has("c Close it", "s Sustain it")
        await t.keys("c")
        t.has("Close PMP-2024-001", "The gate asks for:")
        await t.type("It has stopped.")
        await t.keys("enter")
        t.has("! PMP-2024-001 can't leave assess yet.", "can waive this with a reason")
        await t.type("Agreed on 3 Dec.")
        await t.keys("enter")
        t.has("PMP-2024-001 is closed; look at it again on 18 Mar 2025 and 18 Dec 2025.")
    file = _read(casebook)
    assert (file.profile.status, file.profile.reason) == ("closed", "It has stopped.")
    assert file.stage("assess").waiver == "Agreed on 3 Dec."


@driven
async def test_closing_is_greyed_for_owner_and_before_assess(casebook: Path) -> None:
    """The owner is told who can; an inspector, from which stage."""
    async with terminal(casebook) as t:
        await t.keys("enter", "c")
        t.has("! sgt.harbour may not close PMP-2024-001: its owner can't")
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "c")
        t.has("! PMP-2024-001 is at scan: a profile is closed from assess.")


@driven
async def test_ones_own_last_change_is_undone_after_it_was_read(casebook: Path) -> None:
    """z says what would be put back; Esc leaves it, u undoes it."""
    book = reopen(casebook)
    casefile.edit_profile(book, REF, {"title": "Something else"})
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "z")
        t.has("Undo your last change", "PMP-2024-001: 'Title' put back")
        await t.keys("escape")
        t.has("Something else")
        await t.keys("z", "u", "enter")
        t.has("✓ Undid entry", "Noise and drinking at the harbour steps")
    assert _read(casebook).profile.title == "Noise and drinking at the harbour steps"


@driven
async def test_a_move_is_taken_back_on_its_profile(casebook: Path) -> None:
    """z says that the stage is put back, and the profile stands there again."""
    async with terminal(casebook) as t:
        await t.keys("enter", "v", "enter")
        t.has("PMP-2024-001 is now at analyse.")
        await t.keys("z")
        t.has("Undo your last change", "PMP-2024-001: 'Stage' put back")
        await t.keys("u", "enter")
        t.has("✓ Undid entry", "▶ scan")
    assert _read(casebook).profile.stage == "scan"
