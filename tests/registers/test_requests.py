"""Requests: they wait for whoever was asked, and the reply lands in the stage that asked."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers import requests
from tests.registers.register_team import ONE, acting, make_team, put_over


@pytest.fixture
def team(book: Book) -> Book:
    """People of two districts, a profile in the first, and two agencies."""
    return make_team(book)


def test_a_request_waits_for_whoever_was_asked_by_login_or_role(team: Book) -> None:
    """'me' is the login and all its roles; a role alone is only the role."""
    for to in ("ana", "analyst", "sgt.h", "reviewer"):
        registers.add_entry(team, "request", ONE, {"text": to, "to": to})

    def texts(login: str, to: str) -> list[str]:
        return [each.text for each in requests.waiting(acting(team, login), to)]

    assert texts("ana", "me") == ["ana", "analyst"]
    assert texts("eye", "ana") == ["ana", "analyst"]
    assert texts("eye", "analyst") == ["analyst"]
    assert texts("eye", "me") == []
    with pytest.raises(NotFound, match="There is no login or role 'analist'"):
        requests.waiting(team, "analist")


def test_the_reply_lands_in_the_stage_that_asked(team: Book) -> None:
    """It is shown under that stage of that cycle, is stored once, and no longer waits."""
    asked = registers.add_entry(team, "request", ONE, {"text": "Which nights?", "to": "ana"})
    answered = requests.reply(acting(team, "ana"), asked.id, "Fridays\nand Saturdays\n")
    assert answered.reply == "Fridays\nand Saturdays"
    assert (answered.answered, answered.answered_by) == (date(2024, 12, 18), "ana")
    assert requests.replies(team, ONE, "objective") == (answered,)
    assert requests.replies(team, ONE, "objective", cycle=1) == (answered,)
    assert requests.replies(team, ONE, "objective", cycle=2) == ()
    assert requests.replies(team, ONE, "scan") == ()
    assert requests.waiting(team, "ana") == ()
    assert profiles.read_profile(team, ONE).stage("objective").version == 1


def test_who_was_asked_may_answer_without_any_other_right(team: Book) -> None:
    """A viewer who was asked; not one who wasn't."""
    mine = registers.add_entry(team, "request", ONE, {"text": "x", "to": "eye"})
    other = registers.add_entry(team, "request", ONE, {"text": "y", "to": "ana"})
    assert requests.reply(acting(team, "eye"), mine.id, "yes").answered_by == "eye"
    with pytest.raises(NotAllowed, match="eye may not log"):
        requests.reply(acting(team, "eye"), other.id, "yes")


def test_an_answer_is_nobody_elses_to_change(team: Book) -> None:
    """Who gave it may put it otherwise; history keeps the first."""
    asked = registers.add_entry(team, "request", ONE, {"text": "x", "to": "ana"})
    requests.reply(acting(team, "ana"), asked.id, "yes")
    assert requests.reply(acting(team, "ana"), asked.id, "no").reply == "no"
    with pytest.raises(BadValue, match="Request 1 was answered on 18 Dec 2024 by ana: ask anew"):
        requests.reply(team, asked.id, "maybe")
    with pytest.raises(BadValue, match="A reply says something"):
        requests.reply(acting(team, "ana"), asked.id, " ")
    with pytest.raises(NotFound, match="no request '9'"):
        requests.reply(team, 9, "x")


def test_requests_of_a_closed_profile_wait_no_longer(team: Book) -> None:
    """They stay in its register."""
    registers.add_entry(team, "request", ONE, {"text": "x"})
    assert len(requests.waiting(team, "analyst", ONE)) == 1
    put_over(team)
    assert requests.waiting(team, "analyst") == ()
    assert len(registers.list_entries(team, "request", profile=ONE)) == 1


def test_a_request_of_a_sara_profile_has_no_objective(team: Book) -> None:
    """Its reply would land nowhere."""
    intake.new_profile(team, Profile("PMP-2024-002", "Noise", model="SARA"))
    with pytest.raises(BadValue, match="is SARA and has no stage 'objective'"):
        registers.add_entry(team, "request", "PMP-2024-002", {"text": "x", "stage": "objective"})
