"""Sharing a profile with an agency, until a day or until it is taken back; the log says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound, UnknownAccount
from casebook.profiles import casefile
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry, list_entries
from casebook.sharing.seen import list_shared, read_shared
from casebook.sharing.share import WHAT, share_profile, take_back
from casebook.upkeep import accounts
from tests.books import on
from tests.sharing.shared_town import COUNCIL, HOUSING, ISA, OTHER, SHARED, acting, make_town


@pytest.fixture
def town(book: Book) -> Book:
    """Two profiles, one of them shared with the council."""
    return make_town(book)


def _seen(town: Book, day: date, login: str = "ds.council") -> list[str]:
    return [case.profile.ref for case in list_shared(on(acting(town, login), day))]


def test_the_log_says_what_by_whom_and_under_which_agreement(town: Book) -> None:
    """By itself: nobody types an entry."""
    (entry,) = list_entries(town, "sharing")
    told = (entry.profile, entry.agency, entry.agreement, entry.text, entry.by, entry.at)
    assert told == (SHARED, COUNCIL, ISA, WHAT, "sgt", date(2024, 12, 18))


def test_it_is_shared_from_its_day_to_its_last(town: Book) -> None:
    """The last day counts; the day before it was shared and the day after don't."""
    last = date(2025, 3, 31)
    share_profile(town, OTHER, COUNCIL, ISA, until=last)
    assert _seen(town, last) == [SHARED, OTHER]
    assert _seen(town, date(2025, 4, 1)) == [SHARED]
    assert _seen(town, date(2024, 12, 17)) == []
    assert _seen(town, last, "ds.housing") == []


def test_what_is_taken_back_is_gone_at_once(town: Book) -> None:
    """What the partner wrote stays, and the log says who took it back and when."""
    partner = acting(town, "ds.council")
    note = add_entry(partner, "note", SHARED, {"text": "Lamps asked for"})
    taken = take_back(acting(town, "sgt"), SHARED, COUNCIL.upper(), "agreement ended")
    assert (taken.ended, taken.ended_by) == (date(2024, 12, 18), "sgt")
    with pytest.raises(NotAllowed, match="nothing of that name is shared"):
        read_shared(partner, SHARED)
    with pytest.raises(NotAllowed, match="nothing of that name is shared"):
        add_entry(partner, "note", SHARED, {"text": "Still here"})
    assert note in list_entries(town, "note")
    with pytest.raises(BadValue, match="isn't shared with Lomea District Council today"):
        take_back(town, SHARED, COUNCIL)
    share_profile(town, SHARED, COUNCIL, "Lomea ISA 2025")
    assert read_shared(partner, SHARED).sharing.agreement == "Lomea ISA 2025"


def test_what_was_handed_over_by_hand_opens_nothing(town: Book) -> None:
    """An entry somebody adds to the log says what was given on paper; opening isn't typed."""
    given = {"agency": COUNCIL, "text": "A map", "agreement": ISA}
    add_entry(town, "sharing", OTHER, given)
    assert _seen(town, town.today) == [SHARED]
    with pytest.raises(BadValue, match="isn't typed: Casebook sets it"):
        add_entry(town, "sharing", OTHER, given | {"opens": True})


def test_what_cannot_be_shared_is_one_sentence(town: Book) -> None:
    """An agreement, a day to come, an agency that is known, and once."""
    for ref, agency, agreement, until, says in (
        (OTHER, COUNCIL, " ", None, "Under which agreement can't be empty"),
        (OTHER, COUNCIL, ISA, date(2024, 12, 17), "17 Dec 2024 has gone by"),
        (OTHER, "Nobody", ISA, None, "no agency 'Nobody'"),
        ("PMP-9", COUNCIL, ISA, None, "no profile 'PMP-9'"),
        (SHARED, COUNCIL, ISA, None, "is shared with Lomea District Council already"),
    ):
        with pytest.raises((BadValue, NotFound), match=says):
            share_profile(town, ref, agency, agreement, until=until)
    for login in ("off", "eye", "ds.council"):
        with pytest.raises(NotAllowed, match=f"{login} may not"):
            share_profile(acting(town, login), OTHER, COUNCIL, ISA)
    assert len(list_entries(town, "sharing")) == 1


def test_a_closed_profile_is_read_and_can_be_taken_back(town: Book) -> None:
    """It is not written on any more, not even by whoever it is shared with."""
    with town.store.writing() as tx:
        (before,) = tx.load(Profile, ref=SHARED)
        tx.save(before, replace(before, status="closed"), town.author)
    partner = acting(town, "ds.council")
    assert read_shared(partner, SHARED).profile.status == "closed"
    with pytest.raises(BadValue, match="is closed: it can be read"):
        add_entry(partner, "note", SHARED, {"text": "x"})
    assert take_back(town, SHARED, COUNCIL).ended


def test_a_partner_is_of_an_agency_and_of_nothing_else(town: Book) -> None:
    """Added or granted; an account of the force is of no agency."""
    for account, says in (
        (Account("new", roles=("partner",)), "Say which agency new works for"),
        (Account("new", roles=("partner", "viewer"), agency=COUNCIL), "holds no other role"),
        (Account("new", roles=("viewer",), agency=COUNCIL), "An account of an agency is a partner"),
    ):
        with pytest.raises(BadValue, match=says):
            accounts.add_account(town, account)
    with pytest.raises(BadValue, match="a partner holds no other role"):
        accounts.grant(town, "ds.council", ["viewer"])
    made = accounts.grant(town, "eye", ["partner"], agency=COUNCIL)
    assert (made.roles, made.agency) == (("partner",), COUNCIL)
    added = accounts.add_account(town, Account("new", roles=("partner",), agency=HOUSING.lower()))
    assert added.agency == HOUSING


def test_a_partner_opens_the_casebook_by_no_other_door(town: Book) -> None:
    """Not where partners aren't thought of, not read-only once its account has ended."""
    name = town.store.book
    with pytest.raises(NotAllowed, match="reads the profiles shared with it"):
        open_book(name, "ds.council", clock=town.clock)
    with pytest.raises(NotAllowed, match="reads the profiles shared with it"):
        open_book(name, "ds.council", read_only=True, clock=town.clock)
    accounts.end(town, "ds.housing", why="left")
    with pytest.raises(UnknownAccount):
        open_book(name, "ds.housing", read_only=True, partners=True, clock=town.clock)


def test_progress_is_for_the_actions_agency_to_say(town: Book) -> None:
    """When it began and was done and what came of it, and nothing else of it."""
    partner = acting(town, "ds.council")
    police, ours = casefile.read_profile(town, SHARED).actions
    with pytest.raises(NotAllowed, match="it is for Police to say how it goes"):
        casefile.edit_action(partner, SHARED, police.id, {"done": "2024-12-17"})
    for name, value in (("title", "x"), ("due", "2025-12-10"), ("agency", HOUSING), ("cost", 1)):
        with pytest.raises(
            NotAllowed, match="a partner says 'Start', 'Done' and 'What came of it'"
        ):
            casefile.edit_action(partner, SHARED, ours.id, {"done": "2024-12-17", name: value})
    told = {"done": "2024-12-17", "actual": "Cut back to a metre"}
    casefile.edit_action(partner, SHARED, ours.id, told)
    after = casefile.read_profile(town, SHARED).actions[1]
    assert (after.done, after.actual) == (date(2024, 12, 17), "Cut back to a metre")
    hidden = casefile.read_profile(town, OTHER).actions[1]
    for ref in (OTHER, "PMP-2024-00", "PMP-9"):
        with pytest.raises(NotAllowed) as refused:
            casefile.edit_action(partner, ref, hidden.id, told)
        assert str(refused.value) == (
            f"ds.council may not look at {ref}: nothing of that name is shared with {COUNCIL} now."
        )
