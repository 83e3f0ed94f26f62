"""The monthly reviews of a profile: read, updated, endorsed, returned and signed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from casebook.core.access import Account
from casebook.core.months import Month
from casebook.profiles import casefile
from casebook.profiles.linked_places import link_place
from casebook.reviews import months as reviews
from casebook.reviews.months import ReviewFile
from casebook.reviews.sitting import frozen_figures
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.profiles.profile_screen import ProfileScreen
from tui.reviews.section import ReviewsPanel

REF, NOVEMBER = "PMP-2024-001", Month(2024, 11)
UPDATE = {"did": "Patrolled the steps on Fridays.", "asks": "A light at the steps."}


@pytest.fixture
def opened(casebook: Path) -> Path:
    """The casebook with the reviews of November opened, and a reviewer."""
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        tx.save(None, Account("reviewer", roles=("reviewer",)), book.author)
    reviews.open_month(book, NOVEMBER)
    book.store.close()
    return casebook


def _step(casebook: Path, login: str, verb: str, **how: Any) -> None:
    book = reopen(casebook, login)
    getattr(reviews, verb)(book, REF, NOVEMBER, **how)
    book.store.close()


def _updated(casebook: Path, lines: Mapping[str, str] = UPDATE) -> None:
    _step(casebook, "sgt.harbour", "update", lines=lines)


def _read(casebook: Path) -> ReviewFile:
    return reviews.read_review(reopen(casebook), REF, NOVEMBER)


async def _go(t: Terminal, name: str) -> None:
    screen: Any = t.app.screen
    screen.editor(name).take_focus()
    await t.settle()


@driven
async def test_a_month_is_listed_with_its_state_and_read_whole(opened: Path) -> None:
    """9 lists the months with state, due day and lateness; Enter shows the frozen figures."""
    book = reopen(opened, "admin")
    casefile.edit_profile(book, REF, {"owner": "sgt.strand"}, why="posted")
    book.store.close()
    async with terminal(opened) as t:
        await t.keys("enter", "9")
        t.has("9 Reviews", "Nov 2024 due, to be updated ! 10 Dec 2024 – –")
        await t.keys("enter")
        t.has("PMP-2024-001: review of Nov 2024", "! 8 days late", "Figures as frozen")
        t.has("Changed hands", "from sgt.harbour to sgt.strand by admin, because posted")
        t.has("HS-01 · crimes 0, ASB 23", "Later data changes none of them")


@driven
async def test_what_is_known_of_every_baseline_is_read_once(casebook: Path) -> None:
    """Two hotspots have a finding each; what holds of both their baselines stands below."""
    book = reopen(casebook, "admin")
    link_place(book, REF, "HS-02")
    reviews.open_month(book, NOVEMBER)
    rows = frozen_figures(reviews.read_review(book, REF, NOVEMBER).review, {})
    book.store.close()
    first, second = (row.verdicts[0] for row in rows)
    assert first.says.endswith(first.beside)
    assert second.says.endswith(first.beside)
    async with terminal(casebook, size=(120, 60)) as t:
        await t.keys("enter", "9", "enter")
        t.has(first.finding, second.finding, first.beside)
        assert t.shown.count(first.beside) == 1


@driven
async def test_the_owner_updates_and_must_say_what_was_done(opened: Path) -> None:
    """e asks for the owner's three lines alone; without the first it says so beside it."""
    async with terminal(opened, size=(80, 40)) as t:
        await t.keys("enter", "9", "e")
        t.has("review of Nov 2024", "What we did", "What got in the way", "What we ask")
        assert "Decisions" not in t.shown
        await _go(t, "asks")
        await t.type("A light at the steps.")
        await t.keys("f2")
        t.has("! What we did can't be empty.")
        await t.type("Patrolled on Fridays.")
        await t.keys("f2")
        t.has("✓ Review of Nov 2024 updated.", "updated by sgt.harbour")
    review = _read(opened).review
    assert (review.state, review.did) == ("updated", "Patrolled on Fridays.")


@pytest.mark.parametrize(
    ("size", "says"),
    [((80, 24), "! Continue"), ((120, 40), "! Continue · 1 verdict flipped since")],
)
def test_a_flipped_verdict_hides_no_decision(
    opened: Path, size: tuple[int, int], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is marked, and what was decided comes before how many have flipped since."""
    _updated(opened)
    _step(opened, "insp.harbour", "endorse")
    _step(opened, "reviewer", "sign", decisions=("continue",), reason="It holds.")
    signed = _read(opened).review.ref
    monkeypatch.setattr("casebook.reviews.figures.flipped", lambda *_: {signed: ("flip",)})

    @driven
    async def read() -> None:
        async with terminal(opened, size=size) as t:
            t.app.push_screen(ProfileScreen(REF))
            await t.settle()
            await t.keys("9")
            t.has("Nov 2024 signed", says)

    read()


@driven
async def test_an_inspector_returns_with_a_reason_and_endorses(opened: Path) -> None:
    """x asks why and keeps the words until they are taken; s endorses once it was read."""
    _updated(opened)
    async with terminal(opened, "insp.harbour") as t:
        await t.keys("enter", "9", "x")
        t.has("Return the Nov 2024 review", "Patrolled the steps on Fridays.")
        await t.keys("enter")
        t.has("! Say why: a few words are enough.")
        await t.type("Say which Fridays.")
        await t.keys("enter")
        t.has("Review of Nov 2024 returned.", "returned to its owner")
        assert _read(opened).review.returned_why == "Say which Fridays."
        _updated(opened, {"did": "All four Fridays."})
        await t.keys("f5", "s")
        t.has("Endorse the Nov 2024 review", "All four Fridays.")
        await t.keys("y")
        t.has("Review of Nov 2024 endorsed.", "endorsed, to be signed")
    assert _read(opened).review.endorsed_by == "insp.harbour"


@driven
async def test_a_reviewer_signs_with_decisions_and_follow_up(opened: Path) -> None:
    """s asks for decisions from their list, why, and the actions to be carried over."""
    _updated(opened)
    _step(opened, "insp.harbour", "endorse")
    async with terminal(opened, "reviewer", size=(80, 40)) as t:
        await t.keys("enter", "9", "s", "f2")
        t.has("! Decisions can't be empty.")
        await t.keys("enter", "space", "enter")
        t.has("Continue")
        await _go(t, "reason")
        await t.type("On course.")
        await _go(t, "actions")
        await t.keys("end", "enter")
        await t.type("Meet the landlord")
        await t.keys("f2", "f2")
        t.has("✓ Review of Nov 2024 signed.", "signed 18 Dec 2024", "Continue reviewer")
    file = _read(opened)
    assert (file.review.state, file.review.decisions) == ("signed", ("continue",))
    assert [action.title for action in file.actions] == ["Meet the landlord"]


@driven
async def test_who_may_not_sign_is_told_who_can(opened: Path) -> None:
    """The greyed key says the refusal the service itself would give."""
    _updated(opened)
    _step(opened, "insp.harbour", "endorse")
    async with terminal(opened) as t:
        await t.keys("enter", "9", "s")
        t.has("! sgt.harbour may not sign the review of PMP-2024-001", "Ask reviewer to sign it.")
        assert len(t.app.screen_stack) == 2


@driven
async def test_nothing_is_said_of_reviews_before_they_were_read(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow casebook no sentence claims that no month was opened."""
    reads, may_go_on = ReviewsPanel.read, threading.Event()

    def late(panel: ReviewsPanel, book: Any, ref: str) -> Any:
        may_go_on.wait(30)
        return reads(panel, book, ref)

    monkeypatch.setattr(ReviewsPanel, "read", late)
    async with terminal(opened) as t:
        await t.keys("enter")
        await t.pilot.press("9")
        panel = t.app.screen.query_one(ReviewsPanel)
        while not panel.display:
            await asyncio.sleep(0.01)
        assert "No month has been opened" not in t.shown
        may_go_on.set()
        await t.settle()
        t.has("Nov 2024 due, to be updated")
