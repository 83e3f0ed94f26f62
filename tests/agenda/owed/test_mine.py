"""What is mine: what I owe and may do now, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casebook.agenda.owed.due import what_is_due
from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests.books import ranked
from tests.reviews.reviewed import (
    ONE,
    TWO,
    as_person,
    endorsed,
    updated,
)


def _of(book: Book, person: str) -> set[tuple[str, str, str]]:
    return {(due.what, due.about, due.says) for due in what_is_due(book, person=person)}


def test_an_inspector_is_asked_for_their_own_districts_reviews_alone(team: Book) -> None:
    """What waits to be endorsed in Harbour is Harbour's inspector's, whoever asks."""
    updated(team)
    waits = ("review", ONE, "Nov 2024: updated")
    assert waits in _of(team, "insp.h")
    assert waits in _of(as_person(team, "eye"), "insp.h")
    assert waits not in _of(team, "insp.s")
    assert waits in _of(team, "inspector")


def test_nobody_is_asked_to_sign_their_own_profile(team: Book) -> None:
    """A reviewer who had a hand in it since its last signature isn't; another reviewer is."""
    endorsed(team)
    signs = ("review", ONE, "Nov 2024: endorsed")
    assert signs in _of(team, "both")
    profiles.edit_profile(as_person(team, "both"), ONE, {"title": "Problem one"})
    assert signs not in _of(team, "both")
    assert signs in _of(team, "rev.a")
    assert _of(team, "rev.gone") == set()


def test_an_unendorsed_review_is_the_reviewers_where_none_is_endorsed(team: Book) -> None:
    """Without endorsing, an updated review goes to be signed, and no inspector is asked."""
    updated(team)
    plain = team.with_settings(replace(team.settings, endorse=False))
    signs = ("review", ONE, "Nov 2024: updated")
    assert signs in _of(plain, "rev.a")
    assert signs not in _of(plain, "insp.h")


def test_a_login_is_never_mistaken_for_a_role(team: Book) -> None:
    """An account whose login is 'reviewer' but that holds no such role has nothing to sign."""
    accounts.add_account(team, Account("reviewer", roles=("viewer",)))
    endorsed(team)
    assert _of(team, "reviewer") == set()
    accounts.grant(team, "reviewer", ["reviewer"])
    assert ("review", ONE, "Nov 2024: endorsed") in _of(team, "reviewer")


def test_what_one_is_named_for_but_may_not_do_is_not_mine(team: Book) -> None:
    """An action on another district's profile stays with those who may log there."""
    owner = as_person(team, "sgt.s")
    profiles.add_action(owner, TWO, {"title": "Light", "due": "2024-12-01", "owner": "sgt.h"})
    profiles.add_action(owner, TWO, {"title": "Hedge", "due": "2024-12-01", "owner": "sgt.s"})
    assert ("action", TWO, "Light") not in _of(team, "sgt.h")
    assert ("action", TWO, "Hedge") in _of(team, "sgt.s")
    assert ("action", TWO, "Light") in {
        (due.what, due.about, due.says) for due in what_is_due(team, area="Strand")
    }


def test_an_action_is_mine_by_the_name_i_am_shown_under(team: Book) -> None:
    """Actions name people as they are shown, or by login."""
    accounts.add_account(
        team, Account("pc.q", name="Beat officer, Quay", roles=("officer",), place="Harbour")
    )
    profiles.add_action(
        as_person(team, "sgt.h"),
        ONE,
        {"title": "Letter", "due": "2024-12-20", "owner": "Beat officer, Quay"},
    )
    assert _of(team, "pc.q") == {("action", ONE, "Letter")}


def test_a_proposal_is_for_an_inspector_who_had_no_hand_in_it(team: Book) -> None:
    """The one who proposed it isn't asked to accept it, nor is another district's inspector."""
    intake.propose(
        as_person(team, "insp.h"),
        Profile("P-9", "Vans", area="Harbour", asked_by="community", harm="Five in a week."),
    )
    asked = {("proposal", "P-9", "accept or refuse: Vans")}
    assert not asked & _of(team, "insp.h")
    assert not asked & _of(team, "insp.s")
    accounts.add_account(team, Account("insp.q", roles=("inspector",), place="Harbour"))
    assert asked <= _of(team, "insp.q")


def test_an_owner_without_an_opened_month_still_sees_the_day(book: Book) -> None:
    """The next review is owed before its month is opened."""
    accounts.add_account(book, Account("sgt.h", roles=("sergeant",)), force_wide=True)
    profile = Profile(ONE, "Problem 1", owner="sgt.h", next_review=date(2024, 12, 20))
    intake.new_profile(ranked(book), profile)
    assert _of(book, "sgt.h") == {("review", ONE, "next review")}


def test_a_look_at_a_closed_profile_is_its_owners_before_anybody_recorded_one(team: Book) -> None:
    """Three and twelve months after it was closed; not another district's."""
    with team.store.writing() as tx:
        before = tx.load_one(Profile, ref=ONE)
        assert before is not None
        closed = replace(before, stage="assess", status="closed", closed=date(2024, 9, 1))
        tx.save(before, replace(closed, owner="sgt.h"), team.author)
    looks = ("check after closing", ONE, f"look again at {before.title}")
    assert looks in _of(team, "sgt.h")
    assert looks not in _of(team, "sgt.s")
    assert any(
        one.what == looks[0] for part in today(as_person(team, "sgt.h")).parts for one in part.lines
    )
