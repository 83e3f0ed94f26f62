"""Accounts change hands in one step that history shows."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import AlreadyThere, BadValue, NotFound, UnknownAccount
from casebook.places import areas
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.store import transaction
from casebook.upkeep import accounts
from tests.books import brought


@pytest.fixture
def team(book: Book) -> Book:
    """A sergeant who leaves, with a case and an action, and one who stays."""
    for login in ("goes", "stays"):
        accounts.add_account(book, Account(login, roles=("sergeant",)), force_wide=True)
    intake.new_profile(book, Profile("P-1", "Noise", owner="goes", supervisor="stays"))
    brought(book, Profile("P-2", "Done", owner="goes", status="closed"))
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


def test_a_role_of_an_area_is_for_an_area_or_said_to_be_for_the_force(team: Book) -> None:
    """Added, granted or bound: an empty area is never meant by leaving it out."""
    with pytest.raises(BadValue, match="Without an area new is a sergeant of the whole force"):
        accounts.add_account(team, Account("new", roles=("sergeant",)))
    accounts.add_account(team, Account("new", roles=("analyst",)))
    with pytest.raises(BadValue, match="new is an inspector of the whole force"):
        accounts.grant(team, "new", ["inspector"])
    assert accounts.grant(team, "new", ["inspector"], force_wide=True).place is None
    accounts.grant(team, "new", ["inspector"], take=True)
    areas.add_area(team, "Harbour", {"kind": "district"})
    assert accounts.bind(team, "new", "harbour").place == "Harbour"
    with pytest.raises(BadValue, match="to Harbour or to the whole force, not both"):
        accounts.grant(team, "new", ["sergeant"], force_wide=True)
    assert accounts.grant(team, "new", ["sergeant"]).roles == ("analyst", "sergeant")
    assert accounts.bind(team, "new", None).place is None
    with pytest.raises(NotFound, match="no agency 'Nobody'"):
        accounts.add_account(team, Account("ds", roles=("partner",), agency="Nobody"))


def test_an_account_ends_once_its_work_is_handed_over(team: Book) -> None:
    """From a day on; a later day puts that off. Its entries in the history stay."""
    with pytest.raises(
        BadValue,
        match=r"goes still has 1 profile and 1 action open: .*'casebook user reassign goes NEW",
    ):
        accounts.end(team, "goes")
    with pytest.raises(BadValue, match="changes hands"):
        accounts.reassign(team, "goes", "stays")
    accounts.reassign(team, "goes", "stays", "posted")
    assert accounts.end(team, "goes", date(2025, 1, 1)).active_to == date(2024, 12, 31)
    assert open_book(team.store.book, "goes", clock=team.clock).account.login == "goes"
    accounts.end(team, "goes", why="left")
    with pytest.raises(UnknownAccount):
        open_book(team.store.book, "goes", clock=team.clock)
    with pytest.raises(NotFound, match="no account 'gone'"):
        accounts.end(team, "gone")


def test_the_last_administrator_stays(team: Book) -> None:
    """Neither ended nor without the role while nobody else holds it now and for good."""
    for number, leave in enumerate(
        (
            lambda: accounts.end(team, "admin"),
            lambda: accounts.grant(team, "admin", ["administrator"], take=True),
        )
    ):
        with pytest.raises(BadValue, match="admin is the last administrator"):
            leave()
        accounts.add_account(team, Account(f"it{number}", roles=("administrator",),
                                           active_to=date(2024, 12, 31)))  # fmt: skip
        with pytest.raises(BadValue, match="admin is the last administrator"):
            leave()
    accounts.add_account(team, Account("it", roles=("administrator",)))
    assert accounts.end(team, "admin").active_to == date(2024, 12, 17)


def test_opening_reads_ones_own_account_however_many_there_are(team: Book) -> None:
    """And whose may open it are named to a login that has none."""
    with team.store.writing() as tx:
        tx.insert_many([Account(f"pc.{number}") for number in range(200)])
    with patch.object(transaction, "as_record", wraps=transaction.as_record) as made:
        opened = open_book(team.store.book, "admin", acting_as="stays", clock=team.clock)
    assert (opened.account.login, opened.via) == ("stays", "admin")
    assert made.call_count == 2
    with pytest.raises(UnknownAccount, match="admin"):
        open_book(team.store.book, "nobody", clock=team.clock)
