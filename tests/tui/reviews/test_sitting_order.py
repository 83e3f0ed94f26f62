"""A sitting of very many reviews: what is shown and done while they are put in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from casebook.core.errors import StoreFailure
from casebook.core.months import Month
from casebook.reviews import meeting
from casebook.reviews.need import OrderOfNeed
from casebook.reviews.sitting import read_sitting
from tests.tui.desk import reopen
from tests.tui.reviews.test_sitting import SIGNED, _open
from tests.tui.terminal import Terminal, driven, terminal
from tui.reviews.decision_box import DecisionBox


@contextmanager
def _slowly(*, whole: bool) -> Iterator[threading.Event]:
    """The order of the ``whole`` month, or of what waits alone, isn't known until this is set."""
    may_go_on, read = threading.Event(), meeting.read_order

    def late(book: Any, month: Month, profiles: Collection[str] | None = None) -> OrderOfNeed:
        if (profiles is None) == whole:
            may_go_on.wait(30)
        return read(book, month, profiles)

    with patch.object(meeting, "read_order", late):
        yield may_go_on
        may_go_on.set()


async def _shows(t: Terminal, text: str) -> None:
    """Wait for a text while something is still being read."""
    for _ in range(1000):
        t.app.screen._on_timer_update()
        await t.pilot.pause()
        if text in t.shown:
            return
        await asyncio.sleep(0.01)
    t.has(text)


def _in_order(casebook: Path) -> list[str]:
    """The month's profiles as a sitting has them that is read at once."""
    book = reopen(casebook, "reviewer")
    order = [turn.ref for turn in read_sitting(book).turns]
    book.store.close()
    return order


@driven
async def test_the_neediest_is_signed_before_the_month_is_in_its_order(casebook: Path) -> None:
    """It comes with why it is needy; where it stands among all follows, and so does the rest."""
    order = _in_order(_open(casebook))
    async with terminal(casebook, "reviewer") as t:
        with _slowly(whole=True) as may_go_on:
            await t.pilot.press("n")
            await _shows(t, "… of 5 in order of need: ")
            t.has("1 of 3 to do")
            first, second = [turn.ref for turn in t.app.screen.sitting.to_do][:2]
            assert first in t.within("#about")
            await t.pilot.press(*SIGNED)
            await _shows(t, f"{first} signed.")
            await _shows(t, f"{second} ")
            may_go_on.set()
            await t.settle()
        t.has(f"{order.index(second) + 1} of 5 in order of need", "1 of 2 to do")
        assert [turn.ref for turn in t.app.screen.sitting.turns] == order
        await t.keys("left")
        at = order.index(second) - 1
        t.has(f"{order[at]} ", f"{at % 5 + 1} of 5 in order of need")


@driven
async def test_keys_pressed_while_the_neediest_is_looked_for_go_to_it(casebook: Path) -> None:
    """How many there are is said meanwhile; s opens its decision once it is shown."""
    _open(casebook)
    async with terminal(casebook, "reviewer") as t:
        with _slowly(whole=False) as may_go_on:
            await t.pilot.press("n")
            await _shows(t, "3 of 5 reviews to do: looking for the neediest …")
            await t.pilot.press("s")
            assert not t.app.screen.query_one(DecisionBox).display
            may_go_on.set()
            await t.settle()
        assert t.app.screen.query_one(DecisionBox).display


@driven
async def test_the_review_asked_for_is_read_before_anything_is_in_order(casebook: Path) -> None:
    """From Today's line; n after it waits for the order, and goes to the next in it."""
    order = _in_order(_open(casebook))
    async with terminal(casebook, "reviewer", at_profiles=False) as t:
        await t.keys("down")
        ref = t.within("#detail").split()[0]
        with _slowly(whole=False) as may_go_on:
            await t.pilot.press("n")
            await _shows(t, "Where it stands in the order of need is being read …")
            t.has(f"{ref} ", "3 to do", "What we did")
            await t.pilot.press("n")
            may_go_on.set()
            await t.settle()
        to_do = [turn.ref for turn in t.app.screen.sitting.to_do]
        assert to_do == [one for one in order if one in to_do]
        assert t.app.screen.found.review.profile == to_do[(to_do.index(ref) + 1) % 3]


@driven
async def test_a_step_along_the_month_waits_for_its_order(casebook: Path) -> None:
    """→ pressed twice before it is known goes two on then, and says meanwhile what it waits for."""
    order = _in_order(_open(casebook))
    async with terminal(casebook, "reviewer") as t:
        with _slowly(whole=True) as may_go_on:
            await t.pilot.press("n")
            await _shows(t, "… of 5 in order of need: ")
            first = t.app.screen.found.review.profile
            await t.pilot.press("right", "right")
            await _shows(t, "The order of the whole month is being read …")
            may_go_on.set()
            await t.settle()
        at = (order.index(first) + 2) % 5
        t.has(f"{order[at]} ", f"{at + 1} of 5 in order of need")
        assert "is being read" not in t.shown


@driven
async def test_an_order_that_cant_be_read_is_said(casebook: Path) -> None:
    """Before a review is shown in its place; after that beside it, which can still be signed."""

    def fails(book: Any, month: Month, profiles: Collection[str] | None = None) -> OrderOfNeed:
        if (profiles is None) == whole:
            raise StoreFailure("The casebook is gone.")
        return read(book, month, profiles)

    _open(casebook)
    read, whole = meeting.read_order, False
    async with terminal(casebook, "reviewer") as t:
        with patch.object(meeting, "read_order", fails):
            await t.keys("n")
            t.has("The casebook is gone.")
            await t.keys("s")
            t.has("There is no review here to decide.")
            whole = True
            await t.keys("escape", "escape", "n")
            t.has("! The casebook is gone.", "… of 5 in order of need: ")
            await t.keys(*SIGNED)
            t.has("1 of 2 to do", "! The casebook is gone.")
