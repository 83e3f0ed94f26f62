"""What was done on another screen is gone from Today at once, before that is read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casebook.core.access import Account
from casebook.core.months import Month
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers import waivers
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.today_screen import TodayScreen

REF, NOVEMBER = "PMP-2024-001", Month(2024, 11)
Unread = Callable[[Terminal], None]


def _as(casebook: Path, login: str, do: Callable[[Any], object]) -> None:
    """Do something to the casebook in somebody's hands."""
    book = reopen(casebook, login)
    do(book)
    book.store.close()


@pytest.mark.parametrize(
    ("keys", "said"),
    [(("s", "f2"), "PMP-2024-006 is open"), (("x", "N", "o", "enter"), "PMP-2024-006 is refused")],
    ids=["accepted", "refused"],
)
@driven
async def test_a_proposal_that_was_decided(
    casebook: Path, unread: Unread, keys: tuple[str, ...], said: str
) -> None:
    """Its part goes with its only line, and the cursor is on what is left."""
    vans = Profile("", "Vans", area="D1", harm="Five broken into a week.")
    _as(casebook, "sgt.harbour", lambda b: intake.propose(b, vans, hotspots=["HS-02"]))
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("TO ACCEPT 1", "Vans")
        await t.keys("home", "enter")
        t.has("PMP-2024-006")
        unread(t)
        await t.keys(*keys)
        t.has(said)
        await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert "TO ACCEPT" not in t.shown
        assert "Vans" not in t.shown


@pytest.mark.parametrize(
    "keys", [("y",), ("x",), ("o", "v", "enter")], ids=["given", "refused", "on the profile"]
)
@driven
async def test_a_waiver_that_was_answered(
    casebook: Path, unread: Unread, keys: tuple[str, ...]
) -> None:
    """From Today itself, or by moving the profile on."""
    for stage in ("scan", "analyse"):
        if stage == "analyse":
            _as(casebook, "sgt.harbour", lambda b: waivers.move_on(b, REF))
    _as(casebook, "sgt.harbour", lambda b: waivers.ask_waiver(b, REF, "The landlord is away."))
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("WAIVERS ASKED 1")
        await t.keys("home", "enter")
        unread(t)
        await t.keys(*keys)
        await t.type("Agreed.")
        await t.keys("enter")
        if not isinstance(t.app.screen, TodayScreen):
            await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert "WAIVERS ASKED" not in t.shown


@driven
async def test_an_action_that_was_done_on_its_profile(casebook: Path, unread: Unread) -> None:
    """The others of the page stay."""
    async with terminal(casebook, at_profiles=False) as t:
        t.has("Cut back the hedge")
        await t.keys("home", "enter")
        t.has("Cut back the hedge")
        unread(t)
        await t.keys("space", "escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert "Cut back the hedge" not in t.shown
        t.has("the next review")


@pytest.mark.parametrize("keys", [("enter",), ("n",)], ids=["on the profile", "in the sitting"])
@driven
async def test_a_review_that_was_endorsed(
    casebook: Path, unread: Unread, keys: tuple[str, ...]
) -> None:
    """Wherever it was."""
    _as(casebook, "admin", lambda b: reviews.open_month(b, NOVEMBER))
    did = {"did": "Twelve patrols"}
    _as(casebook, "sgt.harbour", lambda b: reviews.update(b, REF, NOVEMBER, did))
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("TO ENDORSE 1")
        await t.keys("home", *keys)
        unread(t)
        await t.keys("s", "y")
        t.has("endorsed")
        await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert "TO ENDORSE" not in t.shown


@driven
async def test_a_request_that_was_replied_to(casebook: Path, unread: Unread) -> None:
    """As an analyst does, in the profile it was asked on."""
    ana = Account("ana", roles=("analyst",))
    _as(casebook, "admin", lambda b: accounts.add_account(b, ana))
    asked = {"text": "Which nights?", "until": "2024-12-20"}
    _as(casebook, "sgt.harbour", lambda b: registers.add_entry(b, "request", REF, asked))
    async with terminal(casebook, "ana", at_profiles=False) as t:
        t.has("ASKED OF YOU 1")
        await t.keys("home", "enter")
        unread(t)
        await t.keys("y")
        await t.type("Fridays")
        await t.keys("f2")
        t.has("✓ Reply saved.")
        await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert "ASKED OF YOU" not in t.shown
