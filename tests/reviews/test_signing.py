"""Who may sign a review, what a signature writes, and what is carried to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed
from casebook.places.plan import Plan
from casebook.profiles import casefile as profiles
from casebook.profiles import intake, linked_places
from casebook.profiles import stage_moves as stages
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.reviews import months as reviews
from casebook.reviews.access import may_step
from casebook.reviews.sitting import ReviewTurn, read_sitting
from casebook.upkeep import accounts, setup
from tests.reviews.reviewed import (
    AREA_ONLY,
    NOVEMBER,
    OCTOBER,
    ONE,
    TWO,
    alone,
    as_person,
    endorsed,
    make_town,
    signed,
    updated,
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Book]:
    """People, places, three profiles, and October and November opened."""
    book = make_town(tmp_path)
    reviews.open_month(book, OCTOBER)
    reviews.open_month(book, NOVEMBER)
    yield book
    book.store.close()


def _turn(book: Book, login: str) -> ReviewTurn:
    """What the sitting has for a person to do to November's review of the first profile."""
    found = read_sitting(as_person(book, login), NOVEMBER).turn(f"{ONE} review {NOVEMBER}")
    assert found is not None
    return found


def _asked_to_sign(book: Book) -> list[str]:
    """The reviewers whose sitting and Today have that review for them to sign, alike."""
    reviewers = ("rev.a", "rev.b", "both", "chief")
    found = [login for login in reviewers if _turn(book, login).step == "sign"]
    for login in reviewers:
        due = what_is_due(as_person(book, "eye"), person=login)
        signs = any((one.verb, one.about) == ("sign", ONE) for one in due)
        assert signs == (login in found), login
    return found


def _edit_heading(book: Book) -> None:
    profiles.edit_profile(book, ONE, {"title": "Problem one"})


def _write_stage(book: Book) -> None:
    profiles.edit_stage(book, ONE, "scan", {"events": "Fights"})


def _add_action(book: Book) -> None:
    profiles.add_action(book, ONE, {"title": "Cut the hedge"})


def _tie_place(book: Book) -> None:
    linked_places.link_place(book, ONE, "HS-02")


def _untie_place(book: Book) -> None:
    linked_places.unlink_place(book, ONE, "HS-01")


def _plan(book: Book) -> None:
    with book.store.writing() as tx:
        tx.save(None, Plan("HS-01", date(2024, 12, 1)), book.author)


def _plan_then_untie(book: Book) -> None:
    _plan(book)
    other = as_person(book, "admin")
    linked_places.unlink_place(other, ONE, "HS-01")


@pytest.mark.parametrize(
    "edit",
    [_edit_heading, _write_stage, _add_action, _tie_place, _untie_place, _plan, _plan_then_untie],
)
def test_who_changed_the_profile_cant_sign(team: Book, edit: Callable[[Book], None]) -> None:
    """Its heading, stages, actions, places or patrol plans; the refusal names who can."""
    endorsed(team)
    edit(as_person(team, "both"))
    with pytest.raises(NotAllowed) as refused:
        signed(team, by="both")
    assert str(refused.value) == (
        "both may not sign the review of PMP-2024-001: they have owned it or changed its stages, "
        "actions, places or patrol plans since it was opened; a reviewer who hasn't can. "
        "Ask rev.a, rev.b or chief to sign it."
    )
    assert may_step(as_person(team, "both"), ONE, NOVEMBER, "sign") == str(refused.value)
    assert (_turn(team, "both").step, _turn(team, "both").skipped) == ("", str(refused.value))
    assert _asked_to_sign(team) == ["rev.a", "rev.b", "chief"]
    assert signed(team, by="rev.a").state == "signed"


def test_edits_of_another_profile_dont_count(team: Book) -> None:
    """Nor of one whose ref only begins alike, nor of another hotspot's plan."""
    endorsed(team)
    both = as_person(team, "both")
    profiles.edit_profile(both, TWO, {"title": "Other"})
    intake.new_profile(team, Profile(f"{ONE}1", "Alike", area="Harbour"))
    profiles.edit_stage(both, f"{ONE}1", "scan", {"events": "x"})
    with both.store.writing() as tx:
        tx.save(None, Plan("HS-02", date(2024, 12, 1)), both.author)
    assert "both" in _asked_to_sign(team)
    assert signed(team, by="both").signed_by == "both"


def test_work_in_reviews_doesnt_count(team: Book) -> None:
    """Opening, updating, returning, raising an action: none makes an editor."""
    both = as_person(team, "both")
    updated(team, by="both")
    reviews.send_back(both, ONE, NOVEMBER, "Which hours?")
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER, by="both", actions=[{"title": "Meet the landlord"}])
    endorsed(team)
    assert signed(team, by="both").state == "signed"


def test_changing_an_action_a_review_raised_does_count(team: Book) -> None:
    """It has become part of the response."""
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER, actions=[{"title": "Meet the landlord"}])
    (action,) = reviews.read_review(team, ONE, OCTOBER).actions
    endorsed(team)
    profiles.edit_action(as_person(team, "both"), ONE, action.id, {"done": "2024-12-10"})
    with pytest.raises(NotAllowed, match="since its last signed review"):
        signed(team, by="both")


def test_edits_before_the_last_signed_review_are_forgiven(team: Book) -> None:
    """That signature looked at them; the month after, the same person may sign."""
    _write_stage(as_person(team, "both"))
    endorsed(team, month=OCTOBER)
    with pytest.raises(NotAllowed):
        signed(team, month=OCTOBER, by="both")
    signed(team, month=OCTOBER, by="rev.a")
    endorsed(team)
    assert "both" in _asked_to_sign(team)
    assert signed(team, by="both").state == "signed"


def test_the_signature_moving_the_next_review_is_no_edit(team: Book) -> None:
    """One reviewer signs month after month."""
    for month in (OCTOBER, NOVEMBER):
        endorsed(team, month=month)
        assert signed(team, month=month, by="rev.a").state == "signed"


def test_who_acts_for_another_is_an_editor_too(team: Book) -> None:
    """An administrator who edits as the sergeant can't then sign as a reviewer."""
    endorsed(team)
    _write_stage(as_person(team, "sgt.h", by="chief"))
    assert "chief" not in _asked_to_sign(team)
    with pytest.raises(NotAllowed, match="chief may not sign"):
        reviews.sign(alone(team, "chief"), ONE, NOVEMBER, decisions=["continue"], reason="x")


def test_who_owned_it_meanwhile_isnt_asked_to_sign(team: Book) -> None:
    """Though others wrote both changes, and its owner of today is somebody else."""
    endorsed(team)
    for owner in ("rev.b", "sgt.h"):
        profiles.edit_profile(as_person(team, "admin"), ONE, {"owner": owner}, why="cover")
    assert _asked_to_sign(team) == ["rev.a", "both", "chief"]
    assert "they have owned it" in _turn(team, "rev.b").skipped


def test_the_owner_never_signs(team: Book) -> None:
    """Whatever roles they hold; those who can are named, none who has left."""
    accounts.grant(team, "sgt.h", ("reviewer",))
    endorsed(team)
    with pytest.raises(NotAllowed, match="its owner can't") as no:
        signed(team, by="sgt.h")
    assert str(no.value).endswith("Ask rev.a, rev.b, both or chief to sign it.")


def test_only_a_reviewer_signs(team: Book) -> None:
    """An inspector is told who can."""
    endorsed(team)
    with pytest.raises(
        NotAllowed, match=r"a reviewer can\. Ask rev\.a, rev\.b, both or chief to sign"
    ):
        signed(team, by="insp.h")


def test_when_nobody_can_sign_the_way_out_is_said(team: Book) -> None:
    """An administrator makes somebody else a reviewer."""
    endorsed(team)
    for login in ("rev.a", "rev.b", "both", "chief"):
        accounts.grant(team, login, ("analyst",))
        _write_stage_as(team, login)
    with pytest.raises(NotAllowed, match="Nobody here can: an administrator can make somebody"):
        signed(team, by="rev.a")
    accounts.add_account(team, Account("rev.new", roles=("reviewer",)))
    assert signed(team, by="rev.new").state == "signed"


def _write_stage_as(book: Book, login: str) -> None:
    profiles.edit_stage(as_person(book, login), ONE, "scan", {"events": f"Fights, {login}"})


def test_what_a_signature_writes(team: Book) -> None:
    """Who, the true day, decisions with their reason, and the head of the history before it."""
    endorsed(team)
    with team.store.reading() as tx:
        head = tx.history.head()
    review = signed(
        team,
        decisions=["continue", "more analysis", "continue"],
        reason="Falling, cause unclear",
        comments="Well kept",
        day=date(2025, 1, 3),
    )
    assert (review.state, review.signed_by, review.signed_on) == (
        "signed", "rev.a", date(2025, 1, 3),
    )  # fmt: skip
    assert review.decisions == ("continue", "more analysis")
    assert (review.reason, review.comments) == ("Falling, cause unclear", "Well kept")
    assert review.head == head
    with team.store.reading() as tx:
        assert tx.history.find(review.head)
    assert reviews.read_review(team, ONE, NOVEMBER).review == review


def test_a_late_signature_keeps_its_true_date(team: Book) -> None:
    """Sixteen days after the 18th, and so it stays; the unsigned grow later day by day."""
    endorsed(team)
    review = signed(team, day=date(2025, 1, 3))
    assert review.due == date(2024, 12, 18)
    assert review.days_late(date(2025, 6, 1)) == 16
    other = reviews.read_review(team, TWO, NOVEMBER).review
    assert (other.days_late(date(2024, 12, 18)), other.days_late(date(2025, 1, 7))) == (0, 20)


def test_a_signature_needs_a_decision_of_the_list_and_a_reason(team: Book) -> None:
    """Each refusal leaves the review endorsed."""
    endorsed(team)
    with pytest.raises(BadValue, match="at least one decision"):
        signed(team, decisions=[])
    with pytest.raises(BadValue, match="Decisions has no code 'carry on'"):
        signed(team, decisions=["carry on"])
    with pytest.raises(BadValue, match="Why these decisions can't be empty: give the reason"):
        signed(team, reason=" ")
    with pytest.raises(BadValue, match="action has no field 'titel'"):
        signed(team, actions=[{"titel": "x"}])
    with pytest.raises(BadValue, match="An action needs a few words"):
        signed(team, actions=[{"title": "Good"}, {"title": " "}])
    file = reviews.read_review(team, ONE, NOVEMBER)
    assert (file.review.state, file.actions) == ("endorsed", ())


def test_follow_up_actions_are_carried_to_the_next_review(team: Book) -> None:
    """They belong to the review that raised them, and the next one shows whether they are done."""
    endorsed(team, month=OCTOBER)
    october = signed(
        team,
        month=OCTOBER,
        actions=[
            {"title": "Meet the landlord", "due": "2024-12-10", "owner": "sgt.h"},
            {"title": "Move the bench"},
        ],
    )
    raised = reviews.read_review(team, ONE, OCTOBER).actions
    assert [(a.title, a.due, a.owner, a.review) for a in raised] == [
        ("Meet the landlord", date(2024, 12, 10), "sgt.h", october.id),
        ("Move the bench", None, "", october.id),
    ]
    profiles.edit_action(as_person(team, "sgt.h"), ONE, raised[0].id, {"done": "2024-12-09"})
    november = reviews.read_review(team, ONE, NOVEMBER)
    assert [(a.title, a.done) for a in november.follow_ups] == [
        ("Meet the landlord", date(2024, 12, 9)),
        ("Move the bench", None),
    ]
    assert november.actions == ()
    assert reviews.read_review(team, TWO, NOVEMBER).follow_ups == ()


def test_what_isnt_done_is_carried_on_and_on(team: Book) -> None:
    """A done action of an older review drops out; an open one doesn't."""
    september = OCTOBER + -1
    reviews.open_month(team, september)
    endorsed(team, month=september)
    signed(team, month=september, actions=[{"title": "Open"}, {"title": "Done"}])
    done = reviews.read_review(team, ONE, september).actions[1]
    profiles.edit_action(as_person(team, "sgt.h"), ONE, done.id, {"done": "2024-12-01"})
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER, actions=[{"title": "Newer"}])
    follow_ups = reviews.read_review(team, ONE, NOVEMBER).follow_ups
    assert [a.title for a in follow_ups] == ["Open", "Newer"]


def test_an_action_raised_in_a_review_stays_with_it(team: Book) -> None:
    """Neither its profile nor its review can be given."""
    endorsed(team)
    review = signed(team, actions=[{"title": "x", "profile": TWO, "review": 99}])
    (action,) = reviews.read_review(team, ONE, NOVEMBER).actions
    assert (action.profile, action.review) == (ONE, review.id)


def test_the_next_review_moves_a_month_on_from_the_due_date(team: Book) -> None:
    """Not from the late day of the signature."""
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER)
    endorsed(team)
    signed(team, day=date(2025, 1, 3))
    assert profiles.read_profile(team, ONE).profile.next_review == date(2025, 1, 18)


def test_an_older_review_stays_owed_when_a_newer_one_is_signed(team: Book) -> None:
    """October's is due on 18 November whatever happens to November's; then both are past."""
    endorsed(team)
    signed(team)
    profile = profiles.read_profile(team, ONE).profile
    assert (profile.next_review, profile.overdue(date(2024, 12, 18))) == (date(2024, 11, 18), True)
    owed = [due for due in what_is_due(team) if due.about == ONE and due.what == "review"]
    assert [(due.on, due.says, due.overdue) for due in owed] == [
        (date(2024, 11, 18), "Oct 2024: due", True)
    ]
    (line,) = [line for line in setup.check(team) if line.about == "reviews"]
    assert f"{ONE} (Oct 2024)" in line.says
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER)
    assert profiles.read_profile(team, ONE).profile.next_review == date(2025, 1, 18)
    (line,) = [line for line in setup.check(team) if line.about == "reviews"]
    assert ONE not in line.says


def test_a_later_next_review_stands(team: Book) -> None:
    """Somebody set it on purpose."""
    profiles.edit_profile(team, ONE, {"next_review": "2025-02-20"})
    endorsed(team)
    signed(team)
    assert profiles.read_profile(team, ONE).profile.next_review == date(2025, 2, 20)


def test_a_month_can_be_signed_after_its_profile_closed(team: Book) -> None:
    """The month was lived; but no new action is raised and no next review is set."""
    endorsed(team)
    with team.store.writing() as tx:
        profile = tx.load_one(Profile, ref=ONE)
        assert profile is not None
        tx.save(profile, replace(profile, status="closed"), team.author)
    with pytest.raises(BadValue, match="PMP-2024-001 is closed: no action can be raised on it"):
        signed(team, actions=[{"title": "x"}])
    assert signed(team).state == "signed"
    assert profiles.read_profile(team, ONE).profile.next_review is None


def test_a_profile_without_history_of_edits_can_be_signed_by_any_reviewer(team: Book) -> None:
    """Moving it on is an edit of whoever moved it."""
    stages.advance(as_person(team, "insp.h"), AREA_ONLY)
    accounts.grant(team, "insp.h", ("reviewer",))
    endorsed(team, AREA_ONLY)
    with pytest.raises(NotAllowed, match=r"insp\.h may not sign"):
        signed(team, AREA_ONLY, by="insp.h")
    assert signed(team, AREA_ONLY, by="rev.b").state == "signed"


def test_plans_of_a_place_untied_before_dont_count(team: Book) -> None:
    """Once the tie was undone in an earlier month, its plans are another's business."""
    linked_places.unlink_place(team, ONE, "HS-01")
    endorsed(team, month=OCTOBER)
    signed(team, month=OCTOBER)
    _plan(as_person(team, "both"))
    endorsed(team)
    assert records_of_links(team) == ()
    assert signed(team, by="both").state == "signed"


def records_of_links(book: Book) -> tuple[ProfilePlace, ...]:
    """The ties of the first profile."""
    with book.store.reading() as tx:
        return tx.load(ProfilePlace, profile=ONE)
