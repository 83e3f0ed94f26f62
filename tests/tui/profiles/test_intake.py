"""How a problem comes in: proposed, accepted or refused from the list of profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook.core.access import Account
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-006"


def _propose(casebook: Path) -> None:
    book = reopen(casebook, "admin")
    intake.propose(
        book,
        Profile("", "Catapults at the weir", asked_by="community", harm="Somebody loses an eye."),
        hotspots=("HS-02",),
    )
    book.store.close()


def _read(casebook: Path) -> casefile.ProfileFile:
    return casefile.read_profile(reopen(casebook), REF)


@driven
async def test_a_problem_is_proposed_in_a_minute(casebook: Path) -> None:
    """a asks for title, where, who asked and harm; without a place it says so beside the field."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("a")
        t.has("Propose a profile", "Title", "Hotspots", "Area", "Asked for by", "Harm if nothing")
        await t.type("Catapults at the weir")
        await t.keys("tab", "enter")
        await t.type("quay")
        await t.keys("space", "enter", "f2")
        t.has("✓ PMP-2024-006 is proposed: another sergeant or inspector accepts or refuses it.")
        await t.keys("s")
        t.has("! You proposed PMP-2024-006: a sergeant or inspector who didn't", "Ask insp.harbour")
        t.has("D1 4 of 6", "PMP-2024-006 Quay Street: Catapult… proposed")
        assert t.app.screen.key == "PMP-2024-006"
    file = _read(casebook)
    assert (file.profile.status, file.hotspots) == ("proposed", ("HS-02",))


@driven
async def test_a_problem_elsewhere_is_gone_to_once_it_is_proposed(casebook: Path) -> None:
    """All are listed then: the own area's list doesn't hold it."""
    async with terminal(casebook, "sgt.strand", size=(80, 40)) as t:
        await t.keys("a")
        await t.type("Catapults at the weir")
        screen: Any = t.app.screen
        screen.editor("area").take_focus()
        await t.type("harb")
        await t.keys("enter", "f2")
        t.has("PMP-2024-006 is proposed", "all 6")
        assert t.app.screen.key == "PMP-2024-006"


@driven
async def test_without_a_hotspot_a_proposal_lies_in_ones_own_area(casebook: Path) -> None:
    """The area stands there already; taken out, it is asked for beside the field."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("a")
        t.has("D1 · Harbour · district")
        await t.type("Catapults at the weir")
        await t.keys("f2")
        t.has("✓ PMP-2024-006 is proposed")
        await t.keys("a")
        await t.type("Slings at the weir")
        await t.keys("tab", "tab", "backspace", "f2")
        t.has("! Hotspots: say where it is, by a hotspot here or by an area below.")
    file = _read(casebook)
    assert (file.profile.area, file.hotspots) == ("D1", ())


@driven
async def test_a_proposal_is_accepted_with_its_owner(casebook: Path) -> None:
    """s on a proposed profile asks who is to own it and opens it at its first stage."""
    _propose(casebook)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("end", "s")
        t.has("Accept PMP-2024-006", "Owner")
        t.has("Asked for by", "Community", "Harm if nothing is done", "Somebody loses an eye.")
        await t.type("sgt.har")
        t.has("sgt.harbour (sergeant, D1)")
        await t.keys("enter", "f2")
        t.has("✓ PMP-2024-006 is open at objective; its owner is sgt.harbour.")
    profile = _read(casebook).profile
    assert (profile.status, profile.owner) == ("open", "sgt.harbour")


@driven
async def test_a_proposal_is_refused_with_a_reason_and_hidden(casebook: Path) -> None:
    """x asks why; the refused one leaves the list until C shows those that are over."""
    _propose(casebook)
    async with terminal(casebook) as t:
        await t.keys("s")
        t.has("! PMP-2024-001 is open: only a proposed profile is accepted or refused.")
        await t.keys("end", "x")
        t.has("Refuse PMP-2024-006", "Catapults at the weir")
        await t.type("The council has it in hand.")
        await t.keys("enter")
        t.has("✓ PMP-2024-006 is refused; C shows it with the closed ones.", "1 closed hidden")
        assert "Catapults" not in t.shown
        await t.keys("C")
        t.has("PMP-2024-006 Quay Street: Catapult… refused")
    assert _read(casebook).profile.reason == "The council has it in hand."


@driven
async def test_a_proposal_without_a_hotspot_is_made_and_accepted_where_it_is_seen(
    casebook: Path,
) -> None:
    """An area is enough; list and profile show who asked and the harm; s there opens it."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("a")
        await t.type("Catapults at the weir")
        screen: Any = t.app.screen
        screen.editor("area").take_focus()
        await t.type("harb")
        await t.keys("enter")
        screen.editor("harm").take_focus()
        await t.type("Somebody loses an eye.")
        await t.keys("f2")
        t.has("PMP-2024-006 is proposed")
    async with terminal(casebook, "insp.harbour", size=(80, 30)) as t:
        await t.keys("end")
        t.has("Asked for by: not said", "Harm if nothing is done: Somebody loses an eye.")
        keys = ("enter", "s", "enter", "down", "enter", "f2")
        await t.keys("enter")
        t.has("Proposed", "Somebody loses an eye.", "s accepts it, x refuses it.")
        await t.keys(*keys[1:])
        t.has("✓ PMP-2024-006 is open at objective", "▶ objective")
        assert len(keys) == 6
    assert _read(casebook).profile.status == "open"


@driven
async def test_a_proposal_is_refused_on_its_own_screen(casebook: Path) -> None:
    """x on the profile asks why beside the harm; an open profile says that it is open."""
    _propose(casebook)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "x")
        t.has("! PMP-2024-001 is open: only a proposed profile is accepted or refused.")
        await t.keys("escape", "escape", "end", "enter", "x")
        t.has("Refuse PMP-2024-006", "Somebody loses an eye.")
        await t.type("In hand")
        await t.keys("enter")
        t.has("PMP-2024-006 is refused")
        t.has("Refused 18 Dec 2024 In hand", "Somebody loses an eye.")
        assert "Asked for before this stage" not in t.shown
    assert _read(casebook).profile.reason == "In hand"


@driven
async def test_who_may_not_propose_or_decide_is_told_who_can(casebook: Path) -> None:
    """A viewer's keys are greyed with the service's own sentences."""
    _propose(casebook)
    async with terminal(casebook, "looker") as t:
        await t.keys("a")
        t.has("! looker may not propose a profile in this casebook")
        await t.keys("end", "s")
        t.has("! looker may not accept or refuse PMP-2024-006")
        assert len(t.app.screen_stack) == 1


@driven
async def test_an_owner_is_picked_from_those_of_the_area_first(casebook: Path) -> None:
    """Harbour's inspector and sergeant stand before everybody else, each by name too."""
    _propose(casebook)
    book = reopen(casebook, "admin")
    named = Account("pc.harbour", name="PC, Harbour team", roles=("officer",), place="D1")
    accounts.add_account(book, named)
    book.store.close()
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("end", "s", "enter")
        own = "insp.harbour (inspector, D1) pc.harbour PC, Harbour team (officer, D1)"
        t.has(f"{own} sgt.harbour (sergeant, D1) admin")
