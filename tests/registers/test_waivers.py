"""Waivers asked for: answered by the move itself, or refused by who could have given them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed
from casebook.core.settings import Settings
from casebook.profiles import casefile, intake, stage_moves
from casebook.profiles.profile import Profile
from casebook.registers import waivers
from casebook.registers.requests import replies
from casebook.upkeep import accounts
from casebook.upkeep.setup import make_casebook
from tests.books import on, ranked
from tests.reviews.reviewed import as_person

REF = "PMP-2024-001"


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A profile of sgt's before the gate of analyse, which lacks everything; an inspector."""
    book = make_casebook(str(tmp_path / "casebook.db"), "admin", Settings(), clock=_noon)
    made = ranked(book)
    for login, role in (("sgt", "sergeant"), ("insp", "inspector"), ("pc", "officer")):
        accounts.add_account(made, Account(login, roles=(role,)), force_wide=True)
    intake.new_profile(on(made, date(2024, 9, 2)), Profile(REF, "Drinking", owner="sgt"))
    for _ in range(2):
        stage_moves.advance(as_person(made, "sgt"), REF)
    return made


def _replied(book: Book) -> str:
    (answered,) = replies(book, REF, "analyse")
    return answered.reply


def test_a_move_answers_what_was_asked(book: Book) -> None:
    """With the waiver; the two stand or fall together."""
    waivers.ask_waiver(as_person(book, "sgt"), REF, "The landlord is away")
    moved = waivers.move_on(as_person(book, "insp"), REF, waiver="Agreed")
    assert (moved.profile.stage, _replied(book)) == ("respond", "Waived: Agreed")
    entries = casefile.history_of(book, REF)
    assert len({entry.txn for entry in entries[-4:]}) == 1


def test_a_gate_that_was_met_meanwhile_needed_none(book: Book) -> None:
    """The owner moves on, and the request waits no longer."""
    sgt = as_person(book, "sgt")
    waivers.ask_waiver(sgt, REF, "The landlord is away")
    tested = [{"statement": "Dark", "tested": True}]
    lacked = {"what": "Noise", "where": "Steps", "when": "Nights", "hypotheses": tested}
    casefile.edit_stage(sgt, REF, "analyse", lacked)
    waivers.move_on(sgt, REF)
    assert _replied(book) == "Not needed: the gate was met."


def test_it_stands_apart_on_the_page_of_who_may_waive(book: Book) -> None:
    """Under a heading of its own; not before its owner, who can't waive."""
    waivers.ask_waiver(as_person(book, "sgt"), REF, "The landlord is away")
    parts = {part.name: part.lines for part in today(as_person(book, "insp")).parts}
    (line,) = parts["waive"]
    assert (line.what, line.profile) == ("waiver", REF)
    assert "waive" not in {part.name for part in today(as_person(book, "sgt")).parts}


def test_a_refusal_is_a_reply_of_who_may_waive(book: Book) -> None:
    """It may be asked for anew; nobody else may refuse."""
    sgt = as_person(book, "sgt")
    asked = waivers.ask_waiver(sgt, REF, "The landlord is away")
    with pytest.raises(NotAllowed, match="pc may not waive the gate of"):
        waivers.refuse_waiver(as_person(book, "pc"), asked.id, "No")
    with pytest.raises(BadValue, match="Say why it isn't waived"):
        waivers.refuse_waiver(as_person(book, "insp"), asked.id, " ")
    waivers.refuse_waiver(as_person(book, "insp"), asked.id, "Ask the agent")
    assert _replied(book) == "Not waived: Ask the agent"
    waivers.ask_waiver(sgt, REF, "The agent is away too")


def test_nothing_is_waived_where_the_profile_has_gone(book: Book) -> None:
    """The inspector who looked at an older page is told where it is."""
    asked = waivers.ask_waiver(as_person(book, "sgt"), REF, "The landlord is away")
    stage_moves.back(as_person(book, "sgt"), REF, "scan", "wrong place")
    with pytest.raises(BadValue, match=f"{REF} is at scan of cycle 2, and request 1 doesn't wait"):
        waivers.give_waiver(as_person(book, "insp"), asked.id, "Agreed")
