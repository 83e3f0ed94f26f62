"""The declared assessment on the screen of the fifth stage, and its text in the stage's form."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.profiles import casefile
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from tests.tui.desk import reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"
DESIGN = {
    "code": "asb",
    "before_from": "2023-10",
    "before_to": "2023-11",
    "after_from": "2024-10",
    "after_to": "2024-11",
}


@pytest.fixture
def at_assess(casebook: Path) -> Path:
    """The profile of HS-01 at its last stage."""
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        before = tx.load_one(Profile, ref=REF)
        assert before is not None
        tx.save(before, Profile(**{**vars(before), "stage": "assess"}), book.author)
    book.store.close()
    return casebook


@driven
async def test_w_runs_it_and_offers_its_text_into_the_form(at_assess: Path) -> None:
    """62 before and 52 after; what is saved is what the form then holds."""
    set_design(reopen(at_assess), REF, DESIGN)
    async with terminal(at_assess, size=(110, 44)) as t:
        await t.keys("enter")
        t.has("w Did it work?")
        await t.keys("w")
        t.has(f"Did {REF} work?", "2 months against the same 2 last year", "Target 62 52")
        t.has("Before you believe it", "! No comparison area is declared")
        await t.keys("e")
        t.has(f"{REF} · assess", "Counts: target 62 to 52.")
        await t.keys("f2")
        t.has("✓ Assess saved.")
    evidence = casefile.read_profile(reopen(at_assess), REF).stage("assess").body.evidence
    assert "Counts: target 62 to 52." in evidence


@driven
async def test_without_a_design_the_screen_says_what_to_do(at_assess: Path) -> None:
    """And stays where it is."""
    async with terminal(at_assess) as t:
        await t.keys("enter", "w")
        t.has(f"! {REF} has no declared design")


@driven
async def test_the_key_is_there_at_assess_alone(casebook: Path) -> None:
    """At scan it is neither shown nor does anything."""
    async with terminal(casebook) as t:
        await t.keys("enter", "w")
        assert "Did it work?" not in t.shown


@driven
async def test_who_may_not_write_reads_it_and_hears_why(at_assess: Path) -> None:
    """A viewer's e on the assessment is greyed."""
    set_design(reopen(at_assess), REF, DESIGN)
    async with terminal(at_assess, "looker", size=(110, 44)) as t:
        await t.keys("enter", "5", "w")
        t.has(f"Did {REF} work?")
        await t.keys("e")
        t.has("! looker may not")
        await t.keys("escape")
        t.has("5 Assess")


@driven
async def test_every_count_of_an_assessment_is_what_its_rows_come_to(at_assess: Path) -> None:
    """62 before and 52 after, and the target month by month; Enter lists the incidents."""
    book = reopen(at_assess)
    set_design(book, REF, DESIGN)
    async with terminal(at_assess, size=(110, 44)) as t:
        await t.keys("enter", "w")
        found = tallying(shown_numbers(t, book))
        assert {"62", "52", "29", "23"} <= {one.text for one in found}
        await t.keys("tab", "enter")
        t.has("Anti-social behaviour", "Target, Oct to Nov 2023", "62 rows")
        await t.keys("escape", "escape", "escape")
        t.has("w Did it work?")
    book.store.close()
