"""Accounts change hands in one step that history shows."""

from __future__ import annotations

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import AlreadyThere, BadValue, NotFound
from casebook.profiles import casefile as profiles
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts


@pytest.fixture
def team(book: Book) -> Book:
    """A sergeant who leaves, with a case and an action, and one who stays."""
    for login in ("goes", "stays"):
        accounts.add_account(book, Account(login, roles=("sergeant",)))
    profiles.new_profile(book, Profile("P-1", "Noise", owner="goes", supervisor="stays"))
    profiles.new_profile(book, Profile("P-2", "Done", owner="goes", status="closed"))
    profiles.add_action(book, "P-1", {"title": "open", "owner": "goes"})
    profiles.add_action(book, "P-1", {"title": "done", "owner": "goes", "done": "2024-12-01"})
    return book


def test_what_is_open_is_handed_over_in_one_step(team: Book) -> None:
    """Closed profiles and done actions keep the name they were done in."""
    moved = accounts.reassign(team, "goes", "stays", "posted to Strand")
    assert (moved["profiles"], moved["actions"]) == (1, 1)
    file = profiles.read_profile(team, "P-1")
    assert file.profile.owner == "stays"
    assert [action.owner for action in file.actions] == ["stays", "goes"]
    assert profiles.read_profile(team, "P-2").profile.owner == "goes"
    entries = [e for e in profiles.history_of(team, "P-1") if e.why == "posted to Strand"]
    assert len(entries) == 2
    assert len({entry.txn for entry in entries}) == 1


def test_a_handover_names_two_accounts_that_are_there(team: Book) -> None:
    """With a near one where it is mistyped."""
    with pytest.raises(BadValue, match="two different accounts"):
        accounts.reassign(team, "goes", "goes")
    with pytest.raises(NotFound, match="Did you mean stays"):
        accounts.reassign(team, "goes", "stay")


def test_an_account_is_added_once(team: Book) -> None:
    """And only in an area that is there."""
    with pytest.raises(AlreadyThere, match="already an account 'goes'"):
        accounts.add_account(team, Account("goes"))
    with pytest.raises(NotFound, match="no place 'Nowhere'"):
        accounts.add_account(team, Account("new", place="Nowhere"))
