"""Partner agencies and which of them leads on a profile."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import AlreadyThere, BadValue, NotAllowed, StaleRecord
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from tests.registers.register_team import COUNCIL, ONE, acting, make_team


@pytest.fixture
def team(book: Book) -> Book:
    """People of two districts, a profile in the first, and two agencies."""
    return make_team(book)


def test_one_agency_leads_at_a_time(team: Book) -> None:
    """An overlap is refused naming the other; end that and the next may follow."""
    first = registers.add_entry(team, "lead", ONE, {"agency": COUNCIL, "at": "2024-01-01"})
    late = {"agency": "Harbour Homes", "at": "2024-06-01"}
    with pytest.raises(
        BadValue, match="Lomea District Council leads on PMP-2024-001 from 1 Jan 2024"
    ):
        registers.add_entry(team, "lead", ONE, late)
    registers.edit_entry(team, "lead", first.id, {"until": "2024-05-31"})
    second = registers.add_entry(team, "lead", ONE, late)
    with pytest.raises(
        BadValue, match="Harbour Homes leads on PMP-2024-001 from 1 Jun 2024 already"
    ):
        registers.edit_entry(team, "lead", first.id, {"until": "2024-06-01"})
    assert second.ref == "PMP-2024-001 lead 2"


def test_leads_of_two_profiles_do_not_meet(team: Book) -> None:
    """The same agency may lead on both."""
    intake.new_profile(team, Profile("PMP-2024-002", "Noise"))
    for ref in (ONE, "PMP-2024-002"):
        registers.add_entry(team, "lead", ref, {"agency": COUNCIL})
    assert len(registers.list_entries(team, "lead")) == 2


def test_an_agency_is_found_in_any_case_and_written_as_it_writes_itself(team: Book) -> None:
    """So that entries of one agency read alike."""
    added: Any = registers.add_entry(team, "lead", ONE, {"agency": " lomea  district council"})
    assert added.agency == COUNCIL


def _agency(book: Book, **values: str) -> Any:
    return registers.add_entry(book, "agency", "", values)


def test_an_agency_has_its_name_alone(team: Book) -> None:
    """In any case; and it keeps the name, by which entries call it."""
    with pytest.raises(AlreadyThere, match="already an agency"):
        _agency(team, ref="LOMEA district council", contact="Clerk")
    with pytest.raises(BadValue, match="keeps its ref, by which others name it"):
        registers.edit_entry(team, "agency", COUNCIL, {"ref": "Lomea Council"})
    changed: Any = registers.edit_entry(
        team, "agency", "lomea district council", {"contact": "Clerk"}, why="new post"
    )
    assert (changed.ref, changed.contact) == (COUNCIL, "Clerk")
    with pytest.raises(StaleRecord):
        registers.edit_entry(team, "agency", COUNCIL, {"note": "x"}, version=changed.version - 1)


def test_agencies_are_for_those_who_edit(team: Book) -> None:
    """A viewer is told who can; a kind is one of its list; somebody answers for it."""
    with pytest.raises(NotAllowed, match="eye may not edit"):
        _agency(acting(team, "eye"), ref="A", contact="Clerk")
    with pytest.raises(BadValue, match="Kind has no code 'counsel'; did you mean council"):
        _agency(team, ref="A", contact="Clerk", kind="counsel")
    with pytest.raises(BadValue, match="Contact: A needs the one role there"):
        _agency(team, ref="A")
