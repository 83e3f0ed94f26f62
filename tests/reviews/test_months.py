"""The monthly review from opening to the signature: what each state lets happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed, NotFound, PersonalDataFound, StaleRecord
from casebook.core.months import Month
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from casebook.reviews.access import may_step
from casebook.reviews.review import Review, refusal
from tests.books import on
from tests.reviews.reviewed import (
    AREA_ONLY,
    NOVEMBER,
    OCTOBER,
    ONE,
    TWO,
    as_person,
    endorsed,
    make_town,
    signed,
    updated,
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Book]:
    """People, places, three profiles, and November opened."""
    book = make_town(tmp_path)
    reviews.open_month(book, NOVEMBER)
    yield book
    book.store.close()


def _review(book: Book, ref: str = ONE, month: Month = NOVEMBER) -> Review:
    return reviews.read_review(book, ref, month).review


def test_a_month_is_opened_for_every_open_profile(team: Book) -> None:
    """Each is due on the 18th of the next month, with today as its cut-off."""
    found = reviews.list_reviews(team)
    assert [(r.profile, r.month, r.state, r.due, r.cut_off) for r in found] == [
        (ref, NOVEMBER, "due", date(2024, 12, 18), date(2024, 12, 18))
        for ref in (ONE, TWO, AREA_ONLY)
    ]


def test_opening_again_adds_only_what_is_missing(team: Book) -> None:
    """A profile opened since is added; those that have the review are counted, not touched."""
    before = reviews.list_reviews(team)
    intake.new_profile(on(team, date(2024, 11, 30)), Profile("PMP-2024-004", "New"))
    done = reviews.open_month(team, NOVEMBER)
    assert [r.profile for r in done.opened] == ["PMP-2024-004"]
    assert (done.already, done.later) == ((ONE, TWO, AREA_ONLY), ())
    assert reviews.list_reviews(team)[:3] == before


def test_a_profile_opened_after_the_month_owes_no_review(team: Book) -> None:
    """It is counted, and so are closed and proposed ones left alone."""
    intake.new_profile(on(team, date(2024, 12, 1)), Profile("PMP-2024-004", "New"))
    intake.new_profile(on(team, date(2024, 1, 1)), Profile("PMP-2024-005", "Gone"))
    with team.store.writing() as tx:
        gone = tx.load_one(Profile, ref="PMP-2024-005")
        assert gone is not None
        tx.save(gone, replace(gone, status="closed"), team.author)
    done = reviews.open_month(team, NOVEMBER)
    assert (done.opened, done.later) == ((), ("PMP-2024-004",))


def test_the_profiles_own_review_day_is_the_due_date(team: Book) -> None:
    """Unless that day lies in the month under review or before."""
    profiles.edit_profile(team, ONE, {"next_review": "2024-11-12"})
    profiles.edit_profile(team, TWO, {"next_review": "2024-10-31"})
    due = {r.profile: r.due for r in reviews.open_month(team, OCTOBER).opened}
    assert due[ONE] == date(2024, 11, 12)
    assert due[TWO] == due[AREA_ONLY] == date(2024, 11, 18)


def test_a_monitored_profile_is_reviewed_too(team: Book) -> None:
    """Its response goes on."""
    with team.store.writing() as tx:
        profile = tx.load_one(Profile, ref=ONE)
        assert profile is not None
        tx.save(profile, replace(profile, status="monitoring"), team.author)
    assert ONE in [r.profile for r in reviews.open_month(team, OCTOBER).opened]


@pytest.mark.parametrize("login", ["sgt.h", "eye"])
def test_a_sergeant_or_viewer_opens_no_month(team: Book, login: str) -> None:
    """The refusal says who can."""
    with pytest.raises(NotAllowed, match="an inspector, analyst, reviewer or administrator can"):
        reviews.open_month(as_person(team, login), OCTOBER)


def test_a_month_that_isnt_over_cant_be_opened(team: Book) -> None:
    """On its last day neither: the sentence says from when."""
    with pytest.raises(BadValue, match=r"Dec 2024 isn't over: .* from 1 Jan 2025"):
        reviews.open_month(team, Month(2024, 12))
    with pytest.raises(BadValue, match="Nov 2024 isn't over"):
        reviews.open_month(as_person(team, "ana", date(2024, 11, 30)), NOVEMBER)


def test_a_cut_off_in_the_future_is_refused(team: Book) -> None:
    """Nothing that isn't loaded can be in the figures."""
    with pytest.raises(BadValue, match="The cut-off 19 Dec 2024 hasn't come"):
        reviews.open_month(team, OCTOBER, cut_off=date(2024, 12, 19))


def test_a_cut_off_before_the_months_end_is_refused(team: Book) -> None:
    """It would leave days of the month out."""
    with pytest.raises(BadValue, match="The cut-off 30 Oct 2024 falls before the end of Oct 2024"):
        reviews.open_month(team, OCTOBER, cut_off=date(2024, 10, 30))


def test_a_cut_off_before_the_newest_file_is_refused_naming_it(team: Book) -> None:
    """The figures would hold what was loaded after it; nothing is opened."""
    with pytest.raises(BadValue, match=r"earlier than street\.csv, loaded on 18 Dec 2024"):
        reviews.open_month(team, OCTOBER, cut_off=date(2024, 12, 17))
    assert {r.month for r in reviews.list_reviews(team)} == {NOVEMBER}


def test_a_cut_off_on_the_day_of_the_newest_file_is_taken(team: Book) -> None:
    """Also when the month is opened later than that day."""
    later = as_person(team, "ana", date(2024, 12, 21))
    done = reviews.open_month(later, OCTOBER, cut_off=date(2024, 12, 18))
    assert {r.cut_off for r in done.opened} == {date(2024, 12, 18)}
    assert len(done.opened) == 3


def test_the_owners_three_lines(team: Book) -> None:
    """Due becomes updated, with who and when; until it is endorsed they may be bettered."""
    review = updated(team)
    assert (review.state, review.updated_by, review.updated_on) == (
        "updated", "sgt.h", date(2024, 12, 18),
    )  # fmt: skip
    assert (review.did, review.hindered, review.asks) == ("Twelve patrols", "Leave", "A camera")
    again = reviews.update(as_person(team, "ana"), ONE, NOVEMBER, {"asks": "Two cameras"})
    assert (again.did, again.asks, again.updated_by) == ("Twelve patrols", "Two cameras", "ana")


def test_an_update_says_what_was_done(team: Book) -> None:
    """And holds the three lines only; refused, the review stays due."""
    owner = as_person(team, "sgt.h")
    with pytest.raises(BadValue, match="say what was done on PMP-2024-001 in Nov 2024"):
        reviews.update(owner, ONE, NOVEMBER, {"asks": "A camera"})
    with pytest.raises(BadValue, match="An update holds did, hindered, asks"):
        reviews.update(owner, ONE, NOVEMBER, {"did": "x", "signed_by": "sgt.h"})
    with pytest.raises(BadValue, match="give at least one"):
        reviews.update(owner, ONE, NOVEMBER, {})
    with pytest.raises(PersonalDataFound):
        reviews.update(owner, ONE, NOVEMBER, {"did": "Called at CT9 1AB"})
    assert _review(team).state == "due"


def test_who_may_not_edit_may_not_update(team: Book) -> None:
    """Strand's sergeant is told why."""
    with pytest.raises(NotAllowed, match="may not edit PMP-2024-001: it lies outside Strand"):
        updated(team, by="sgt.s")


def test_an_inspector_of_the_district_endorses(team: Book) -> None:
    """Another's inspector, or a sergeant, can't."""
    updated(team)
    for login in ("insp.s", "sgt.h", "rev.a"):
        with pytest.raises(NotAllowed, match="may not endorse the review of PMP-2024-001"):
            reviews.endorse(as_person(team, login), ONE, NOVEMBER)
    review = reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER)
    assert (review.state, review.endorsed_by) == ("endorsed", "insp.h")
    assert review.endorsed_on == date(2024, 12, 18)


@pytest.mark.parametrize("login", ["insp.h", "rev.a"])
def test_returned_with_a_reason_and_written_anew(team: Book, login: str) -> None:
    """The endorsement falls, the reason stays readable and in the history."""
    endorsed(team)
    with pytest.raises(BadValue, match="Say why the Nov 2024 review of PMP-2024-001 is returned"):
        reviews.send_back(as_person(team, login), ONE, NOVEMBER, " ")
    back = reviews.send_back(as_person(team, login), ONE, NOVEMBER, "Which hours?")
    assert (back.state, back.returned_why, back.endorsed_by) == ("returned", "Which hours?", None)
    with team.store.reading() as tx:
        last = tx.history.of_record("review", back.id)[-1]
    assert (last.who, last.why) == (login, "Which hours?")
    assert updated(team).state == "updated"
    assert endorsed(team).endorsed_by == "insp.h"


def test_only_an_inspector_or_reviewer_returns(team: Book) -> None:
    """Never its owner."""
    updated(team)
    with pytest.raises(NotAllowed, match="its owner can't"):
        reviews.send_back(as_person(team, "sgt.h"), ONE, NOVEMBER, "x")
    with pytest.raises(NotAllowed, match="an inspector or reviewer can"):
        reviews.send_back(as_person(team, "ana"), ONE, NOVEMBER, "x")


_LEGAL = {
    ("due", "update"), ("updated", "update"), ("returned", "update"),
    ("updated", "endorse"),
    ("updated", "return"), ("endorsed", "return"),
    ("endorsed", "sign"),
}  # fmt: skip


@pytest.mark.parametrize("verb", ["update", "endorse", "return", "sign"])
@pytest.mark.parametrize("state", ["due", "updated", "endorsed", "signed", "returned"])
def test_every_step_from_every_state(state: str, verb: str) -> None:
    """A step that isn't legal is refused with the state it is in."""
    review = Review(ONE, NOVEMBER, state=state, signed_by="rev.a", signed_on=date(2024, 12, 18))
    reason = refusal(review, verb, endorse=True)
    assert (reason is None) is ((state, verb) in _LEGAL)
    if reason is not None:
        assert ("was signed by rev.a on 18 Dec 2024" if state == "signed" else state) in reason


@pytest.mark.parametrize(
    ("state", "verb", "says"),
    [
        ("due", "sign", "signed: its owner can update it."),
        ("due", "return", "returned: its owner can update it."),
        ("updated", "sign", "signed: an inspector can endorse it, or it can be returned."),
        ("endorsed", "update", "updated: a reviewer can sign it, or it can be returned."),
        ("returned", "endorse", "endorsed: its owner can update it again."),
    ],
)
def test_a_refused_step_says_what_can_be_done(state: str, verb: str, says: str) -> None:
    """In one sentence."""
    review = Review(ONE, NOVEMBER, state=state)
    assert refusal(review, verb, endorse=True) == (
        f"The Nov 2024 review of {ONE} is {state}, so it can't be {says}"
    )


def test_services_refuse_what_the_state_doesnt_allow(team: Book) -> None:
    """The sentence reaches whoever tried, and nothing is written."""
    with pytest.raises(BadValue, match="is due, so it can't be endorsed"):
        reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER)
    with pytest.raises(BadValue, match="is due, so it can't be signed"):
        signed(team)
    endorsed(team)
    with pytest.raises(BadValue, match="is endorsed, so it can't be updated"):
        updated(team)
    assert _review(team).state == "endorsed"


def test_a_signed_review_never_changes(team: Book) -> None:
    """Every verb refuses, whoever tries, and says where news belongs."""
    endorsed(team)
    before = signed(team)
    tries: list[tuple[str, Any]] = [
        ("sgt.h", lambda b: reviews.update(b, ONE, NOVEMBER, {"did": "x"})),
        ("insp.h", lambda b: reviews.endorse(b, ONE, NOVEMBER)),
        ("rev.b", lambda b: reviews.send_back(b, ONE, NOVEMBER, "x")),
        ("rev.b", lambda b: reviews.sign(b, ONE, NOVEMBER, decisions=["close"], reason="x")),
        ("eye", lambda b: reviews.update(b, ONE, NOVEMBER, {"did": "x"})),
    ]
    for login, attempt in tries:
        with pytest.raises(BadValue, match=r"by rev\.a on 18 Dec 2024 and never changes"):
            attempt(as_person(team, login))
    assert _review(team) == before


def test_endorsement_is_a_setting(team: Book) -> None:
    """Without it an updated review can be signed at once."""
    plain = team.with_settings(replace(team.settings, endorse=False))
    updated(plain)
    assert may_step(as_person(plain, "rev.a"), ONE, NOVEMBER, "sign") is None
    assert signed(plain).state == "signed"


def test_two_people_at_once(team: Book) -> None:
    """The second, who read the older version, is refused and loses nothing of the first's."""
    read = _review(team).version
    owner = as_person(team, "sgt.h")
    reviews.update(owner, ONE, NOVEMBER, {"did": "First"}, version=read)
    with pytest.raises(StaleRecord, match=r"was changed by sgt\.h .*after you opened it"):
        reviews.update(owner, ONE, NOVEMBER, {"did": "Second"}, version=read)
    assert _review(team).did == "First"


def test_two_inspectors_at_once_are_told_how_it_stands(team: Book) -> None:
    """The second finds it endorsed."""
    read = updated(team).version
    reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER, version=read)
    with pytest.raises(BadValue, match="is endorsed, so it can't be endorsed: a reviewer can sign"):
        reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER, version=read)


def test_a_month_not_opened_and_an_unknown_profile(team: Book) -> None:
    """Each says what to do next."""
    with pytest.raises(BadValue, match=r"no review of Oct 2024: .* 'casebook review open 2024-10'"):
        updated(team, month=OCTOBER)
    with pytest.raises(NotFound, match="Did you mean PMP-2024-00"):
        reviews.read_review(team, "PMP-2024-0O1", NOVEMBER)


def test_lists_are_of_a_month_or_of_what_is_overdue(team: Book) -> None:
    """Due on the 18th is overdue on the 19th, until it is signed."""
    reviews.open_month(team, OCTOBER)
    assert [r.profile for r in reviews.list_reviews(team, month=NOVEMBER)] == [ONE, TWO, AREA_ONLY]
    assert {r.month for r in reviews.list_reviews(team, overdue=True)} == {OCTOBER}
    tomorrow = as_person(team, "eye", date(2024, 12, 19))
    assert len(reviews.list_reviews(tomorrow, overdue=True)) == 6
    endorsed(team)
    signed(team)
    assert len(reviews.list_reviews(tomorrow, overdue=True)) == 5


def test_a_screen_can_ask_before_it_acts(team: Book) -> None:
    """The sentence is the one the verb ends in; a casebook open read-only takes nothing."""
    with pytest.raises(NotAllowed) as refused:
        updated(team, by="eye")
    assert may_step(as_person(team, "eye"), ONE, NOVEMBER, "update") == str(refused.value)
    assert may_step(as_person(team, "sgt.h"), ONE, NOVEMBER, "update") is None
    still = replace(team, store=replace(team.store, read_only=True))
    assert "open read-only" in (may_step(still, ONE, NOVEMBER, "update") or "")


def test_every_step_is_in_the_history(team: Book) -> None:
    """Opened, updated, endorsed, signed: by whom, and the hash of the figures from the start."""
    endorsed(team)
    done = signed(team)
    with team.store.reading() as tx:
        steps = tx.history.of_record("review", done.id)
        assert tx.history.first_bad() is None
    assert [step.who for step in steps] == ["admin", "sgt.h", "insp.h", "rev.a"]
    states = [(step.change or {})["state"] for step in steps]
    assert states == [
        [None, "due"], ["due", "updated"], ["updated", "endorsed"], ["endorsed", "signed"],
    ]  # fmt: skip
    assert (steps[0].change or {})["figures_hash"] == [None, _review(team).figures_hash]
