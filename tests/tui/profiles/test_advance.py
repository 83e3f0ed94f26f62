"""Moving a profile on: the gate, the refusal and the waiver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casebook.agenda.owed.due import what_is_due
from casebook.profiles import casefile, stage_moves
from casebook.registers import waivers
from casebook.registers.requests import replies
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
        assert "what is missing" not in t.shown
        await t.keys("enter")
        t.has("PMP-2024-001 is now at analyse.", "✓ scan › ▶ analyse")
    assert casefile.read_profile(reopen(casebook), "PMP-2024-001").profile.stage == "analyse"


@driven
async def test_a_waiver_is_asked_for_by_the_owner_and_given_by_an_inspector(casebook: Path) -> None:
    """Analyse to respond: the owner's reason lands with the inspectors, whose waiver answers it."""
    _at_analyse(casebook)
    why = "The landlord is away."
    async with terminal(casebook) as t:
        await t.keys("enter", "v")
        t.has("The gate of analyse asks for:", "◆ Answer 'What'.", "◆ Test at least one")
        t.has("Enter asks to waive it g goes to what is missing Esc leaves it")
        await t.keys("enter")
        t.has("! PMP-2024-001 can't leave analyse yet.", "why it should be waived")
        t.has("Enter asks an inspector to waive it Esc keeps what is typed")
        await t.type(why)
        await t.keys("enter")
        t.has("✓ The inspectors are asked to waive the gate of analyse.", "▶ analyse")
        await t.keys("v", "enter")
        await t.type("Again")
        await t.keys("enter")
        t.has("! sgt.harbour has asked for this already")
    (owed,) = (due for due in what_is_due(reopen(casebook)) if due.what == "waiver")
    assert (owed.who, owed.on, owed.overdue) == ("inspector", date(2024, 12, 25), False)
    assert owed.says == f"Waive the gate of analyse: {why}"
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "v")
        t.has(f"sgt.harbour asked for a waiver on 18 Dec 2024: {why}")
        await t.keys("enter")
        await t.type("Agreed.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at respond.")
    book = reopen(casebook)
    file = casefile.read_profile(book, "PMP-2024-001")
    assert (file.stage("analyse").waiver, file.stage("analyse").waived_by) == (
        "Agreed.",
        "insp.harbour",
    )
    assert not [due for due in what_is_due(book) if due.what == "waiver"]
    (answered,) = replies(book, "PMP-2024-001", "analyse")
    assert answered.reply == "Waived: Agreed."


def _waiver_asked(casebook: Path) -> int:
    _at_analyse(casebook)
    book = reopen(casebook)
    asked = waivers.ask_waiver(book, "PMP-2024-001", "The landlord is away.")
    book.store.close()
    return asked.id


@driven
async def test_a_waiver_is_given_from_the_inspectors_today(casebook: Path) -> None:
    """It stands under a heading of its own; three keys and a reason move the profile on."""
    _waiver_asked(casebook)
    async with terminal(casebook, "insp.harbour", at_profiles=False, size=(80, 30)) as t:
        t.has("WAIVERS ASKED 1", "25 Dec waiver Harbour steps Waive the gate of analyse: The land")
        await t.keys("enter")
        t.has("Waive the gate of analyse of PMP-2024-001", "◆ Answer 'What'.")
        t.has("sgt.harbour asked for it on 18 Dec 2024: The landlord is away.")
        await t.keys("y")
        await t.type("Agreed.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at respond.")
        assert "WAIVERS ASKED" not in t.shown
    (answered,) = replies(reopen(casebook), "PMP-2024-001", "analyse")
    assert answered.reply == "Waived: Agreed."


@driven
async def test_a_waiver_is_refused_there_and_its_owner_reads_why(casebook: Path) -> None:
    """The profile stays where it is; the reason is the reply, and may be asked for anew."""
    _waiver_asked(casebook)
    async with terminal(casebook, "insp.harbour", at_profiles=False, size=(80, 30)) as t:
        await t.keys("enter", "x")
        await t.type("Ask the agent.")
        await t.keys("escape", "enter", "x")
        t.has("Ask the agent.")
        await t.keys("enter")
        t.has("PMP-2024-001 stays at analyse: not waived.")
        assert "WAIVERS ASKED" not in t.shown
    async with terminal(casebook, "sgt.harbour", at_profiles=False) as t:
        assert "WAIVERS ASKED" not in t.shown
        why = "Not waived: Ask the agent. (insp.harbour, 18 Dec 2024)"
        await t.keys("3", "enter")
        t.has("To leave this stage:", why, within="#reading")
        await t.keys("v")
        t.has("Move PMP-2024-001 from analyse to respond", why)
    (answered,) = replies(reopen(casebook), "PMP-2024-001", "analyse")
    assert answered.reply == "Not waived: Ask the agent."


@driven
async def test_a_waiver_kept_from_before_is_not_given_unseen(casebook: Path) -> None:
    """What was typed is offered again once the gate is shut, and only then given."""
    _at_analyse(casebook)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "v", "enter")
        await t.type("Agreed.")
        await t.keys("escape", "v", "enter")
        t.has("! PMP-2024-001 can't leave analyse yet.", "Agreed.")
        await t.keys("enter")
        t.has("PMP-2024-001 is now at respond.")


@driven
async def test_g_leads_from_the_gate_to_what_it_lacks(casebook: Path) -> None:
    """In the dialog g opens the form of the stage in the first field that is missing."""
    _at_analyse(casebook)
    async with terminal(casebook) as t:
        await t.keys("enter", "v", "g")
        t.has("PMP-2024-001 · analyse")
        await t.type("Shouting")
        assert t.app.screen.editor("what").raw == "Shouting"


@driven
async def test_a_gate_that_only_warns_lets_the_profile_through(casebook: Path) -> None:
    """What is missing is said, and Enter moves the profile on all the same."""
    async with terminal(casebook) as t:
        await t.keys("down", "enter")
        t.has("◆ Asked for before this stage is left: Answer 'Events: what happens'.")
        await t.keys("v")
        t.has("The gate of scan asks for, but doesn't insist on:", "◆ Name at least two sources.")
        t.has("Enter moves it on g goes to what is missing")
        await t.keys("enter")
        t.has("PMP-2024-002 is now at analyse.")


@driven
async def test_an_inspector_waives_with_a_reason(casebook: Path) -> None:
    """An inspector's reason opens the gate and stands with the stage."""
    _at_analyse(casebook)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "v")
        t.has("Enter waives it g goes to what is missing")
        await t.keys("enter")
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
        t.has("was changed by sgt.harbour (by admin) after you opened it")
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
