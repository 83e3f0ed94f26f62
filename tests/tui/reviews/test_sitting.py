"""A month's reviews in one sitting: stories, each with its number of keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.drafts import find_draft
from casebook.core.access import Account
from casebook.core.months import Month
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from casebook.reviews.review import Review
from tests.books import on, ranked
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.today_screen import TodayScreen

NOVEMBER = Month(2024, 11)
FIRST = "PMP-2024-001"
UPDATE = {"did": "Patrolled the steps on Fridays.", "asks": "A light at the steps."}


def _refs(count: int) -> list[str]:
    return [f"PMP-2024-{n:03}" for n in range(1, count + 1)]


def _open(casebook: Path, *, more: int = 0, endorsed: bool = True) -> Path:
    """The reviews of November updated, and endorsed; ``more`` profiles beside the five."""
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        for login in ("reviewer", "reviewer.two"):
            tx.save(None, Account(login, roles=("reviewer",)), book.author)
    for ref in _refs(5 + more)[5:]:
        heading = Profile(ref, f"Problem {ref}", area="D1", owner="sgt.harbour")
        intake.new_profile(on(ranked(book), date(2024, 9, 2)), heading, hotspots=["HS-01"])
    reviews.open_month(book, NOVEMBER)
    book.store.close()
    for login, step in (("sgt.harbour", "update"), ("insp.harbour", "endorse")):
        book = reopen(casebook, login)
        for ref in _of_harbour(5 + more):
            if step == "update":
                reviews.update(book, ref, NOVEMBER, UPDATE)
            elif endorsed:
                reviews.endorse(book, ref, NOVEMBER)
        book.store.close()
    return casebook


def _of_harbour(count: int) -> list[str]:
    return [ref for ref in _refs(count) if ref not in ("PMP-2024-003", "PMP-2024-005")]


def _review(casebook: Path, ref: str) -> Review:
    book = reopen(casebook)
    found = reviews.read_review(book, ref, NOVEMBER).review
    book.store.close()
    return found


SIGNED = ("s", "1", "enter", "enter")
"""A signature: decide, choose, go to the reason, sign."""


async def _sign(t: Terminal) -> int:
    """Sign what is shown; gives how many keys it took."""
    await t.keys(*SIGNED)
    return len(SIGNED)


@driven
async def test_27_reviews_are_signed_in_109_keys(casebook: Path) -> None:
    """One key opens the sitting, four sign each: decide, choose, go to the reason, sign."""
    _open(casebook, more=24)
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n")
        t.has("Reviews of Nov 2024 · 1 of 27 to do")
        keys = 1
        for _ in range(27):
            keys += await _sign(t)
        t.has("Nothing is left for you to sign or endorse.", "Signed: 27")
        assert keys == 109
    book = reopen(casebook)
    signed = [one for one in reviews.list_reviews(book, month=NOVEMBER) if one.state == "signed"]
    assert len(signed) == 27
    assert {one.signed_by for one in signed} == {"reviewer"}
    assert {one.decisions for one in signed} == {("continue",)}
    assert all("ASB: 23 against" in one.reason for one in signed if one.profile == FIRST)


@driven
async def test_a_sitting_begins_at_the_review_under_the_cursor_of_today(casebook: Path) -> None:
    """n on Today's second line shows that review, late of a month before the one that is open."""
    _open(casebook)
    book = reopen(casebook, "admin")
    reviews.open_month(on(ranked(book), date(2025, 1, 4)), Month(2024, 12))
    book.store.close()
    async with terminal(casebook, "reviewer", at_profiles=False) as t:
        await t.keys("down")
        ref = t.within("#detail").split()[0]
        await t.keys("n")
        t.has("Reviews of Dec 2024", "! this one of Nov 2024", f"{ref} ")
        assert t.app.screen.found.review.profile == ref
        assert await _sign(t) == 4
        t.has(f"{ref} signed.")
        await t.keys("escape")
        t.has("TO SIGN 2", "n Reviews")
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("n")
        assert type(t.app.screen) is TodayScreen
        assert "n Reviews" not in t.shown


@driven
async def test_a_page_holds_what_is_weighed(casebook: Path) -> None:
    """The update and asks, frozen figures with their verdict and hours, what is open."""
    _open(casebook)
    async with terminal(casebook, "reviewer", size=(120, 60)) as t:
        await t.keys("n")
        while f"{FIRST} Noise and drinking" not in t.shown:
            await t.keys("n")
        t.has("owner sgt.harbour · endorsed, to be signed", "! 8 days late", "s Sign")
        t.has("What we did", "Patrolled the steps on Fridays.", "What we ask", "A light at the")
        t.has("Figures as frozen, data to 18 Dec 2024", "HS-01 Harbour steps", "ASB 23 29 31")
        t.has("ASB: 23 against", "overtime 41.5 of 60.0 h, 69%")
        t.has("No review was signed before.", "Open actions: 2", "! due 1 Dec 2024 · Cut back the")


@driven
async def test_ones_own_is_passed_over_with_who_can_sign_it(casebook: Path) -> None:
    """A reviewer who changed a profile isn't offered it; reading it, s says who can."""
    _open(casebook)
    book = reopen(casebook, "admin")
    casefile.edit_profile(book, "PMP-2024-002", {"owner": "reviewer"}, why="posted")
    book.store.close()
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n")
        t.has("1 of 2 to do")
        await t.keys("n", "n")
        t.has("1 of 2 to do", "Skipped PMP-2024-002", "Ask reviewer.two to sign it.")
        for _ in range(2):
            await _sign(t)
        t.has("Not yours to sign", "Ask reviewer.two to sign it.", "Signed: 2")
        while "PMP-2024-002 Fights" not in t.shown:
            await t.keys("right")
        await t.keys("s")
        t.has("! reviewer may not sign the review of PMP-2024-002", "Ask reviewer.two to sign it.")
    assert _review(casebook, "PMP-2024-002").state == "endorsed"


@driven
async def test_a_return_is_a_draft_until_taken_and_answered_where_it_stands(casebook: Path) -> None:
    """x keeps the reason over Esc; the owner reads it on the form of the update."""
    _open(casebook)
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n")
        ref = next(ref for ref in _of_harbour(5) if ref in t.within("#about"))
        await t.keys("x")
        await t.type("Say which Fridays")
        await t.keys("escape")
        book = reopen(casebook, "reviewer")
        draft = find_draft(book, f"{ref} · return Nov 2024")
        assert draft is not None
        assert draft.body == {"why": "Say which Fridays"}
        await t.keys("x")
        await t.type(", please")
        await t.keys("enter")
        t.has(f"{ref} returned.", "of 2 to do")
        assert find_draft(book, f"{ref} · return Nov 2024") is None
        book.store.close()
    assert _review(casebook, ref).returned_why == "Say which Fridays, please"
    book = reopen(casebook, "admin")
    casefile.edit_profile(book, ref, {"next_review": "2024-12-01"}, why="so that it is on top")
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "9", "e")
        t.has("Returned because: Say which Fridays, please", "Patrolled the steps on Fridays.")


@driven
async def test_an_inspector_endorses_in_three_keys_each(casebook: Path) -> None:
    """What can't be signed yet is endorsed by the same key, in the same sitting."""
    _open(casebook, endorsed=False)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("n")
        t.has("1 of 3 to do", "updated by sgt.harbour", "s Endorse")
        for _ in range(3):
            await t.keys("s", "y")
        t.has("Nothing is left for you", "Waiting for a reviewer: 3", "Not updated yet: 2")
    assert _review(casebook, FIRST).endorsed_by == "insp.harbour"


@driven
async def test_what_changed_before_it_was_endorsed_is_shown_first(casebook: Path) -> None:
    """The refusal says who changed it, the page is read anew, and the next try is over that."""
    _open(casebook, endorsed=False)
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("n")
        ref = t.app.screen.found.review.profile
        book = reopen(casebook)
        reviews.update(book, ref, NOVEMBER, {"did": "Patrolled twice."})
        book.store.close()
        await t.keys("s", "y")
        t.has(f"! The {ref} review 2024-11 was changed by sgt.harbour (by admin) after")
        t.has("Patrolled twice.")
        await t.keys("s", "y")
        t.has(f"{ref} endorsed.")


@driven
async def test_a_signature_wants_a_decision_and_a_reason(casebook: Path) -> None:
    """Nothing is signed without both; Esc keeps what was typed, and s shows it again."""
    _open(casebook)
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n", "s", "enter")
        t.has("! Choose at least one decision")
        await t.keys("4", "2", "enter", "backspace", "enter")
        t.has("! Say why: a few words are enough.")
        await t.type("Ask for the van")
        await t.keys("escape")
        t.has("Kept as a draft: s shows it.")
        await t.keys("s")
        t.has("✓ Change the response", "✓ More patrols", "Ask for the van")
        await t.keys("enter", "enter")
        t.has("signed.")
    book = reopen(casebook)
    (one,) = (r for r in reviews.list_reviews(book, month=NOVEMBER) if r.state == "signed")
    assert (one.decisions, one.reason) == (
        ("change response", "more patrols"),
        "Ask for the van",
    )


@driven
async def test_what_is_chosen_goes_into_the_whole_form(casebook: Path) -> None:
    """a takes decision and reason along to comments and follow-up actions."""
    _open(casebook)
    async with terminal(casebook, "reviewer", size=(80, 40)) as t:
        await t.keys("n", "s", "2", "a")
        t.has("sign Nov 2024", "Change the response", "Follow-up actions")
        screen: Any = t.app.screen
        screen.editor("reason").take_focus()
        await t.type("As discussed")
        await t.keys("f2")
        t.has("signed.", "of 2 to do")


@driven
async def test_the_whole_form_offers_the_reason_too(casebook: Path) -> None:
    """It stands there as in the decision: signed as it is, and nothing of it counts as typed."""
    _open(casebook)
    async with terminal(casebook, "reviewer", size=(80, 40)) as t:
        await t.keys("n", "s")
        screen: Any = t.app.screen
        offered, ref = screen.found.reason, screen.found.review.profile
        assert offered
        await t.keys("escape", "a", "escape")
        t.has("to do", "What we did")
        await t.keys("a", "enter", "space", "enter", "f2")
        t.has("signed.", "of 2 to do")
    assert _review(casebook, ref).reason == offered


@driven
async def test_somebody_else_signing_meanwhile_is_told(casebook: Path) -> None:
    """Signed by another between reading and signing: a sentence, and nothing is signed twice."""
    _open(casebook)
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n")
        ref = next(ref for ref in _of_harbour(5) if ref in t.within("#about"))
        book = reopen(casebook, "reviewer.two")
        reviews.sign(book, ref, NOVEMBER, decisions=["close"], reason="Over.")
        book.store.close()
        await _sign(t)
        t.has("was signed by reviewer.two on 18 Dec 2024")
    assert _review(casebook, ref).decisions == ("close",)


@driven
async def test_without_a_month_it_says_what_to_do(casebook: Path) -> None:
    """An empty sitting is a sentence."""
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("n")
        t.has("No month has been opened yet")
        await t.keys("s")
        t.has("There is no review here to decide.")
        await t.keys("n", "right", "escape", "escape")
        t.has("Problem profiles")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_decision_and_its_keys_fit(casebook: Path, size: tuple[int, int]) -> None:
    """With the decision open there is still what to read, and every decision in full."""
    _open(casebook)

    @driven
    async def look() -> None:
        async with terminal(casebook, "reviewer", size=size) as t:
            await t.keys("n", "s")
            t.has(
                "1 Continue",
                "5 Fewer patrols",
                "8 Escalate",
                "Space or a digit chooses",
                "What we did",
            )

    look()


@driven
async def test_what_is_left_of_the_month_before_comes_first_marked_and_counted(
    casebook: Path,
) -> None:
    """With December opened, November's endorsed reviews are still gone through, before its own."""
    _open(casebook)
    book = reopen(casebook, "admin")
    reviews.open_month(on(ranked(book), date(2025, 1, 4)), Month(2024, 12))
    book.store.close()
    book = reopen(casebook, "sgt.harbour")
    reviews.update(book, FIRST, Month(2024, 12), UPDATE)
    book.store.close()
    book = reopen(casebook, "insp.harbour")
    reviews.endorse(book, FIRST, Month(2024, 12))
    book.store.close()
    async with terminal(casebook, "reviewer") as t:
        await t.keys("n")
        t.has("Reviews of Dec 2024 · 1 of 4 to do · ! this one of Nov 2024")
        t.has("Left from Nov 2024: it comes before the month's own", "8 days late")
        left = [turn.ref for turn in t.app.screen.sitting.earlier]
        assert sorted(left) == _of_harbour(5)
        for more in (3, 2, 1):
            await _sign(t)
            t.has(f"1 of {more} to do")
        t.has(f"{FIRST} Noise and drinking", "in order of need")
        assert "this one of" not in t.shown
        assert t.app.screen.found.review.month == Month(2024, 12)
        await t.keys("left")
        t.has("! this one of Nov 2024", "signed")
        await t.keys("right")
        await _sign(t)
        t.has("Nothing is left for you to sign or endorse.", "Signed: 1", "Not updated yet: 4")
    signed = [one for ref in left if (one := _review(casebook, ref)).state == "signed"]
    assert len(signed) == 3
