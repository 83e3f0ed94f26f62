"""Who asked for something is told on Today what was refused or returned, by whom and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from casebook.agenda.today.today import today
from casebook.agenda.today.told import FOR, mark_told
from casebook.core.access import Account
from casebook.core.months import Month
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.registers import waivers
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.books import on
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

NOVEMBER = Month(2024, 11)
REF, PROPOSED = "PMP-2024-001", "PMP-2024-006"
TOLD = "REFUSED OR RETURNED"


def _as(casebook: Path, login: str, do: Callable[[Any], Any]) -> Any:
    """Do something to the casebook in somebody's hands."""
    book = reopen(casebook, login)
    done = do(book)
    book.store.close()
    return done


def _refused(casebook: Path) -> None:
    """The sergeant proposes, the inspector refuses."""
    vans = Profile("", "Vans", area="D1", harm="Five broken into a week.")
    _as(casebook, "sgt.harbour", lambda b: intake.propose(b, vans, hotspots=["HS-02"]))
    _as(casebook, "insp.harbour", lambda b: intake.refuse(b, PROPOSED, "It is in hand already"))


def _not_waived(casebook: Path, why: str = "Do the analysis first") -> None:
    """The sergeant asks for a waiver, the inspector refuses."""
    asked = _as(casebook, "sgt.harbour", lambda b: waivers.ask_waiver(b, REF, "The ward knows"))
    _as(casebook, "insp.harbour", lambda b: waivers.refuse_waiver(b, asked.id, why))


def _returned(casebook: Path, owner: str | None = None) -> None:
    """The sergeant submits a review and it comes back; ``owner`` is given the profile before."""
    _as(casebook, "admin", lambda b: reviews.open_month(b, NOVEMBER))
    lines = {"did": "Twelve patrols"}
    _as(casebook, "sgt.harbour", lambda b: reviews.update(b, REF, NOVEMBER, lines))
    if owner is not None:
        pc = Account(owner, name="PC Quay", roles=("officer",), place="D1")
        _as(casebook, "admin", lambda b: accounts.add_account(b, pc))
        heading = {"owner": owner}
        _as(casebook, "admin", lambda b: casefile.edit_profile(b, REF, heading, why="Posted"))
    back = "Say what the residents were told"
    _as(casebook, "insp.harbour", lambda b: reviews.send_back(b, REF, NOVEMBER, back))


def _lines(casebook: Path, login: str = "sgt.harbour") -> list[str]:
    """What stands on a login's Today as told."""
    page = _as(casebook, login, today)
    return [line.says for part in page.parts if part.name == "told" for line in part.lines]


@driven
async def test_a_refused_proposal_is_told_until_it_is_opened(casebook: Path) -> None:
    """In one key: who, when and why in the row, Enter opens it, and then the line is gone."""
    _refused(casebook)
    async with terminal(casebook, at_profiles=False) as t:
        t.has(f"{TOLD} 1", "today refused Quay Street proposal: “It is in hand already”")
        assert t.shown.index(TOLD) < t.shown.index("YOURS TO DO")
        t.has("PMP-2024-006 · Quay Street · refused · on 18 Dec 2024", within="#detail")
        t.has("Refused by insp.harbour on 18 Dec 2024: It is in hand already", within="#detail")
        t.has("Proposal: Vans: Five broken into a week.", within="#detail")
        await t.keys("enter")
        t.has("PMP-2024-006", "It is in hand already")
        await t.keys("escape")
        t.has("YOURS TO DO")
        assert TOLD not in t.shown
    async with terminal(casebook, at_profiles=False) as t:
        t.has("YOURS TO DO")
        assert TOLD not in t.shown


@driven
async def test_a_refused_waiver_is_told_until_it_is_opened(casebook: Path) -> None:
    """Enter opens the request in its profile."""
    _not_waived(casebook)
    async with terminal(casebook, at_profiles=False) as t:
        t.has(f"{TOLD} 1", "refused Harbour steps waiver: “Do the analysis first” · ins")
        t.has("Waiver: The ward knows", within="#detail")
        await t.keys("enter")
        t.has("Noise and drinking at the harbour steps", "Waive the gate of scan")
        await t.keys("escape")
        assert TOLD not in t.shown


@driven
async def test_who_submitted_a_review_that_another_owns_is_told_that_it_came_back(
    casebook: Path,
) -> None:
    """Once, and not among what waits for others too; once it is read it waits for its owner."""
    _returned(casebook, owner="pc.quay")
    async with terminal(casebook, at_profiles=False) as t:
        t.has(f"{TOLD} 1", "returned Harbour steps Nov: “Say what the residents were tol")
        assert t.shown.count("returned Harbour steps") == 1
        await t.keys("enter")
        t.has("Nov 2024 returned to its owner")
        await t.keys("escape")
        assert TOLD not in t.shown
        t.has("WAITING FOR OTHERS", "returned Harbour steps Nov: returned, with PC Quay")


@driven
async def test_an_owner_reads_who_returned_a_review_and_when(casebook: Path) -> None:
    """It stays what is theirs to do, read or not, until it is updated."""
    _returned(casebook)
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("down")
        t.has("Returned by insp.harbour on 18 Dec 2024: Say what the", within="#detail")
        assert TOLD not in t.shown
        await t.keys("enter", "escape")
        t.has("returned Harbour steps Nov: “Say what")


@driven
async def test_an_inspector_is_told_that_an_endorsement_fell(casebook: Path) -> None:
    """With the reviewer's reason, until it is opened."""
    chief = Account("rev", name="Chief", roles=("reviewer",))
    _as(casebook, "admin", lambda b: accounts.add_account(b, chief))
    _as(casebook, "admin", lambda b: reviews.open_month(b, NOVEMBER))
    did = {"did": "Twelve patrols"}
    _as(casebook, "sgt.harbour", lambda b: reviews.update(b, REF, NOVEMBER, did))
    _as(casebook, "insp.harbour", lambda b: reviews.endorse(b, REF, NOVEMBER))
    _as(casebook, "rev", lambda b: reviews.send_back(b, REF, NOVEMBER, "Which nights?"))
    async with terminal(casebook, "insp.harbour", at_profiles=False, size=(120, 30)) as t:
        t.has(f"{TOLD} 1", "Nov, which you endorsed: “Which nights?” · Chief")
        await t.keys("home", "enter")
        t.has("Nov 2024 returned to its owner")
        await t.keys("escape")
        assert TOLD not in t.shown


@driven
async def test_what_is_read_only_is_read_all_the_same(casebook: Path) -> None:
    """A casebook that takes no mark shows the line again, and opens it as ever."""
    _refused(casebook)
    async with terminal(
        lambda: reopen(casebook, "sgt.harbour", read_only=True), at_profiles=False
    ) as t:
        t.has(f"{TOLD} 1")
        await t.keys("enter")
        t.has("It is in hand already")
        await t.keys("escape")
        t.has(f"{TOLD} 1")


def test_only_who_asked_is_told(casebook: Path) -> None:
    """Neither who refused it, nor the sergeant beside."""
    _refused(casebook)
    _not_waived(casebook)
    assert len(_lines(casebook)) == 2
    for login in ("insp.harbour", "sgt.strand", "looker", "admin"):
        assert _lines(casebook, login) == [], login


def test_asking_again_answers_a_refused_waiver(casebook: Path) -> None:
    """And a second refusal is told anew, though the first was read."""
    _not_waived(casebook)
    (request,) = _as(casebook, "sgt.harbour", lambda b: [waivers.read_waiver(b, 1).request])
    _as(casebook, "sgt.harbour", lambda b: mark_told(b, REF, request.KIND, request.id))
    assert _lines(casebook) == []
    asked = _as(casebook, "sgt.harbour", lambda b: waivers.ask_waiver(b, REF, "Once more"))
    assert _lines(casebook) == []
    _as(casebook, "insp.harbour", lambda b: waivers.refuse_waiver(b, asked.id, "No"))
    assert _lines(casebook) == ["waiver: “No” · insp.harbour"]


def test_a_gate_that_was_passed_since_needs_no_waiver(casebook: Path) -> None:
    """Once the profile has moved on, nobody is told that it wasn't let past."""
    _not_waived(casebook)
    _as(casebook, "insp.harbour", lambda b: waivers.move_on(b, REF, waiver="It may after all"))
    assert _lines(casebook) == []


def test_a_review_returned_twice_is_told_twice(casebook: Path) -> None:
    """What was read of the first return says nothing of the second."""
    _returned(casebook, owner="pc.quay")
    page = _as(casebook, "sgt.harbour", today)
    (line,) = (line for part in page.parts if part.name == "told" for line in part.lines)
    _as(casebook, "sgt.harbour", lambda b: mark_told(b, line.about, line.kind, line.id))
    assert _lines(casebook) == []
    told_residents = {"did": "Told them"}
    _as(casebook, "admin", lambda b: reviews.update(b, REF, NOVEMBER, told_residents))
    assert _lines(casebook) == []
    _as(casebook, "sgt.harbour", lambda b: reviews.update(b, REF, NOVEMBER, {"did": "All told"}))
    _as(casebook, "insp.harbour", lambda b: reviews.send_back(b, REF, NOVEMBER, "And the shops?"))
    assert _lines(casebook) == ["Nov: “And the shops?” · insp.harbour"]


def test_an_old_refusal_is_news_no_more(casebook: Path) -> None:
    """Sixty days after it nobody is told who hasn't looked; a day before they are."""
    _refused(casebook)
    book = reopen(casebook)
    for days, told in ((FOR.days, 1), (FOR.days + 1, 0)):
        later = on(book, book.today + timedelta(days=days))
        assert sum(part.name == "told" for part in today(later).parts) == told
    book.store.close()


def test_a_casebook_that_is_fixed_to_a_day_tells_of_no_later_one(casebook: Path) -> None:
    """As the demo is: what is refused in it is refused on its own day, whatever the clock says."""
    _refused(casebook)
    _returned(casebook, owner="pc.quay")
    book = reopen(casebook, "insp.harbour")
    book = replace(book, clock=lambda: datetime(2026, 11, 29, 12, tzinfo=UTC))
    lines = {"did": "Told them"}
    admin = reopen(casebook, "admin")
    reviews.update(replace(admin, clock=book.clock), REF, NOVEMBER, lines)
    sgt = reopen(casebook)
    reviews.update(replace(sgt, clock=book.clock), REF, NOVEMBER, {"did": "All told"})
    reviews.send_back(book, REF, NOVEMBER, "And the shops?")
    parts = today(sgt).parts
    days = [line.on for part in parts if part.name == "told" for line in part.lines]
    assert days == [book.today, book.today]
