"""What looks like personal data is asked about wherever words are saved, and no word is lost."""

from __future__ import annotations

from pathlib import Path

from casebook.profiles import casefile, intake
from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"


@driven
async def test_a_register_asks_for_a_reason_and_keeps_it(casebook: Path) -> None:
    """A form of any kind shows what was found; without a reason it goes back, with one it saves."""
    async with terminal(casebook) as t:
        await t.keys("enter", "0", "a")
        await t.type("notes")
        await t.keys("enter")
        await t.type("Call 07700 900123 first")
        await t.keys("f2")
        t.has("This looks like personal data", "07700 900123")
        await t.keys("escape")
        t.has("Call 07700 900123 first", "● not saved")
        assert registers.list_entries(reopen(casebook), "note", profile=REF) == ()
        await t.keys("f2")
        await t.type("The council's hotline.")
        await t.keys("enter")
        t.has("✓ Note added.", "Call 07700 900123 first")


@driven
async def test_a_reason_that_looks_personal_is_asked_about(casebook: Path) -> None:
    """In a dialog that asks why, the words stay; given a reason, it is done and logged."""
    book = reopen(casebook, "admin")
    from casebook.profiles.profile import Profile

    intake.propose(book, Profile("", "Catapults"), hotspots=("HS-02",))
    book.store.close()
    ref = "PMP-2024-006"
    async with terminal(casebook) as t:
        await t.keys("end", "x")
        await t.type("Ask on 07700 900123.")
        await t.keys("enter")
        t.has("This looks like personal data", "07700 900123")
        await t.keys("escape")
        t.has("Ask on 07700 900123.", "! Nothing was saved; what you typed is still here.")
        await t.keys("enter")
        await t.type("The council's hotline.")
        await t.keys("enter")
        t.has(f"✓ {ref} is refused")
    why = casefile.history_of(reopen(casebook), ref)[-1].why
    assert "The council's hotline." in why
