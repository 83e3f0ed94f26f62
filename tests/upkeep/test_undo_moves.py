"""A move of a profile taken back: whole, by who may make it, while nothing stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, GateShut, NotAllowed
from casebook.core.months import Month
from casebook.core.settings import Settings
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles import stage_moves as stages
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers import waivers
from casebook.registers.casework import Request
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from casebook.upkeep.setup import make_casebook
from casebook.upkeep.undo import undo
from tests.books import on, ranked
from tests.reviews.reviewed import as_person

REF = "PMP-2024-001"
NOVEMBER = Month(2024, 11)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A profile of sgt's at scan, opened in September; a mate, an inspector and a reviewer."""

    def noon() -> datetime:
        return datetime(2024, 12, 18, 12, tzinfo=UTC)

    made = ranked(make_casebook(str(tmp_path / "casebook.db"), "admin", Settings(), clock=noon))
    for login, role in (
        ("sgt", "sergeant"),
        ("mate", "sergeant"),
        ("insp", "inspector"),
        ("other", "inspector"),
        ("rev", "reviewer"),
    ):
        accounts.add_account(made, Account(login, roles=(role,)), force_wide=True)
    intake.new_profile(on(made, date(2024, 9, 2)), Profile(REF, "Drinking", owner="sgt"))
    stages.advance(as_person(made, "sgt"), REF)
    return made


def _file(book: Book) -> object:
    """What is written of the profile, without versions."""
    file = profiles.read_profile(book, REF)
    stood = [(s.stage, s.cycle, s.opened, s.closed, s.waiver, s.waived_by) for s in file.stages]
    profile = file.profile
    return profile.stage, profile.cycle, profile.status, profile.closed, profile.reason, stood


def test_a_move_on_is_taken_back_whole(book: Book) -> None:
    """The stage it left is open again and the one it entered isn't there."""
    sgt = as_person(book, "sgt")
    before = _file(book)
    stages.advance(sgt, REF)
    assert undo(sgt, dry_run=True).steps[0] == f"{REF}: 'Stage' put back"
    assert profiles.read_profile(book, REF).profile.stage == "analyse"
    undo(sgt)
    assert _file(book) == before
    stages.advance(sgt, REF)
    assert profiles.read_profile(book, REF).profile.stage == "analyse"


def test_a_move_back_is_taken_back_whole(book: Book) -> None:
    """The cycle it began is gone and the stages of the one before can be written again."""
    sgt = as_person(book, "sgt")
    profiles.edit_stage(sgt, REF, "scan", {"events": "Fights"})
    before = _file(book)
    stages.back(sgt, REF, "objective", "wrong aim")
    undo(sgt)
    assert _file(book) == before
    profiles.edit_stage(sgt, REF, "scan", {"events": "Shouting"})


def test_a_waiver_goes_back_with_its_move_and_waits_again(book: Book) -> None:
    """The request is unanswered, as it was, and the gate is shut."""
    sgt, insp = as_person(book, "sgt"), as_person(book, "insp")
    stages.advance(sgt, REF)
    asked = waivers.ask_waiver(sgt, REF, "The landlord is away")
    before = _file(book)
    waivers.give_waiver(insp, asked.id, "Agreed")
    undo(insp)
    assert _file(book) == before
    (again,) = registers.list_entries(book, Request.KIND)
    assert (again.answered, again.reply) == (None, "")


def test_a_closing_is_taken_back(book: Book) -> None:
    """By who may close it: it is open, at the stage where it was."""
    sgt, insp = as_person(book, "sgt"), as_person(book, "insp")
    stages.advance(sgt, REF)
    for _ in range(2):
        stages.advance(insp, REF, waiver="Agreed")
    before = _file(book)
    stages.close(insp, REF, "It has stopped", waiver="Agreed")
    undo(insp)
    assert _file(book) == before


def test_what_others_wrote_where_it_led_stands_on_it(book: Book) -> None:
    """It is named with who and when; what they wrote elsewhere is in nobody's way."""
    sgt, mate = as_person(book, "sgt"), as_person(book, "mate")
    stages.advance(sgt, REF)
    profiles.edit_stage(mate, REF, "scan", {"events": "Fights"})
    profiles.add_action(mate, REF, {"title": "A lamp"})
    undo(sgt, dry_run=True)
    registers.add_entry(mate, "request", REF, {"text": "Which nights?", "to": "analyst"})
    with pytest.raises(
        BadValue,
        match=rf"^Entry \d+ can't be undone: {REF} request 1 \(entry \d+, by mate on 18 Dec 2024\) "
        r"stands on it\.$",
    ):
        undo(sgt)


def test_a_stage_written_by_another_stands_on_it(book: Book) -> None:
    """Also where its row was there before the move."""
    sgt, mate = as_person(book, "sgt"), as_person(book, "mate")
    profiles.edit_stage(sgt, REF, "analyse", {"what": "Shouting"})
    stages.advance(sgt, REF)
    profiles.edit_stage(mate, REF, "analyse", {"where": "The steps"})
    with pytest.raises(BadValue, match=f"{REF} analyse .*by mate on 18 Dec 2024.* stands on it"):
        undo(sgt)


def test_a_decision_made_since_stands_on_it(book: Book) -> None:
    """A signed review looked at the profile where it was moved to."""
    sgt, rev = as_person(book, "sgt"), as_person(book, "rev")
    reviews.open_month(as_person(book, "insp"), NOVEMBER)
    lines = {"did": "Patrols", "hindered": "None", "asks": "None"}
    reviews.update(sgt, REF, NOVEMBER, lines)
    reviews.endorse(as_person(book, "insp"), REF, NOVEMBER)
    stages.advance(sgt, REF)
    reviews.sign(rev, REF, NOVEMBER, decisions=("continue",), reason="On course")
    with pytest.raises(BadValue, match=r"review 2024-11 .*by rev on 18 Dec 2024.* stands on it"):
        undo(sgt)


def test_a_move_is_taken_back_by_who_may_make_it(book: Book) -> None:
    """Whoever has lost the rank meanwhile is told who can."""
    mate = as_person(book, "mate")
    stages.advance(mate, REF)
    lower = replace(mate, account=replace(mate.account, roles=("officer",)))
    with pytest.raises(NotAllowed, match=f"mate may not .*{REF}"):
        undo(lower)


def test_a_waiver_that_was_taken_back_clears_nobody(book: Book) -> None:
    """Who had a hand in the profile before it still had one: it takes a second person."""
    sgt, insp, other = (as_person(book, each) for each in ("sgt", "insp", "other"))
    stages.advance(sgt, REF)
    profiles.edit_stage(other, REF, "analyse", {"what": "Shouting"})
    stages.advance(insp, REF, waiver="Agreed")
    undo(insp)
    assert profiles.read_profile(book, REF).profile.stage == "analyse"
    with pytest.raises(GateShut, match="other may not waive"):
        stages.advance(other, REF, waiver="Agreed")
