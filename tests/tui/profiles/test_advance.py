"""Moving a profile on: the gate, the refusal and the waiver."""

from __future__ import annotations

from pathlib import Path

from casebook.profiles import casefile, stage_moves
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal


def _at_analyse(casebook: Path) -> None:
    book = reopen(casebook)
    stage_moves.advance(book, "PMP-2024-001")
    book.store.close()


@driven
async def test_an_open_gate_lets_the_profile_through(casebook: Path) -> None:
    """v says that nothing is missing, Enter moves it on, and the next stage is shown."""
    async with terminal(casebook) as t:
        await t.keys("enter", "v")
        t.has("Move PMP-2024-001 from scan to analyse", "✓ Nothing is missing.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at analyse.", "✓ scan › ▶ analyse")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").profile.stage == "analyse"


@driven
async def test_a_shut_gate_says_what_it_lacks_and_who_may_waive(casebook: Path) -> None:
    """The owner sees what is missing and the refusal; a reason of their own isn't enough."""
    _at_analyse(casebook)
    async with terminal(casebook) as t:
        await t.keys("enter", "v")
        t.has("The gate of analyse asks for:", "◆ Answer 'What'.", "◆ Test at least one")
        await t.keys("enter")
        t.has("! PMP-2024-001 can't leave analyse yet.", "can waive this with a reason")
        await t.type("We are sure.")
        await t.keys("enter")
        t.has("! sgt.harbour may not waive the gate of PMP-2024-001")
        await t.keys("escape")
        t.has("▶ analyse")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").profile.stage == "analyse"


@driven
async def test_a_gate_that_only_warns_lets_the_profile_through(casebook: Path) -> None:
    """What is missing is said, and Enter moves the profile on all the same."""
    async with terminal(casebook) as t:
        await t.keys("down", "enter")
        t.has("◆ Asked for before this stage is left: Answer 'Events: what happens'.")
        await t.keys("v")
        t.has("The gate of scan asks for, but doesn't insist on:", "◆ Name at least two sources.")
        await t.keys("enter")
        t.has("PMP-2024-002 is now at analyse.")


@driven
async def test_an_inspector_waives_with_a_reason(casebook: Path) -> None:
    """An inspector's reason opens the gate and stands with the stage."""
    _at_analyse(casebook)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "v", "enter")
        await t.type("Agreed with partners on 3 Dec.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at respond.")
        await t.keys("3")
        t.has("gate waived: Agreed with partners on 3 Dec.")
    file = casefile.read_profile(reopen(casebook), "PMP-2024-001")
    assert file.stage("analyse").waiver == "Agreed with partners on 3 Dec."


@driven
async def test_a_waiver_that_looks_personal_is_asked_about(casebook: Path) -> None:
    """The words stay; given a reason why they must, the profile moves on with them."""
    _at_analyse(casebook)
    async with terminal(casebook, "insp.harbour", size=(80, 40)) as t:
        await t.keys("enter", "v", "enter")
        await t.type("Agreed on 07700 900123.")
        await t.keys("enter")
        t.has("This looks like personal data", "07700 900123")
        await t.keys("escape")
        t.has("! Nothing was saved; what you typed is still here.", "Agreed on 07700 900123.")
        await t.keys("enter")
        await t.type("The council's hotline.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at respond.")


@driven
async def test_somebody_else_moved_it_on_meanwhile(casebook: Path) -> None:
    """A profile that has moved on isn't moved a second time."""
    async with terminal(casebook) as t:
        await t.keys("enter", "v")
        _at_analyse(casebook)
        await t.keys("enter")
        t.has("was changed by somebody else after you opened it")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").profile.stage == "analyse"


@driven
async def test_the_last_stage_has_no_next(casebook: Path) -> None:
    """At assess the key is greyed, and says why when it is tried."""
    book = reopen(casebook, "insp.harbour")
    for _ in range(3):
        stage_moves.advance(book, "PMP-2024-001", waiver="for the test")
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "v")
        t.has("! PMP-2024-001 is at its last stage, assess.")
