"""Today's first page, read ahead: shown before the casebook is open, then overtaken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from textual import events

from casebook.agenda.today import behind
from casebook.agenda.today.page import TodayBehind
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.months import Month
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.first_page import FirstPage, first_page, first_pages
from tui.agenda.today_screen import TodayScreen
from tui.app import CasebookApp
from tui.help import HelpScreen
from tui.profiles.profile_screen import ProfileScreen

WAITS = "Opening lomea.db"


def _read(casebook: Path, login: str = "sgt.harbour") -> FirstPage:
    book = reopen(casebook, login)
    try:
        return first_page(book)
    finally:
        book.store.close()


def _one_by_one(*pages: FirstPage) -> Callable[[], FirstPage | None]:
    """What gives one page after another, and then none."""
    each = iter(pages)
    return lambda: next(each, None)


def _sign_two(casebook: Path) -> None:
    """Have the reviewer ``rev`` two of November's reviews to sign."""
    november = Month(2024, 11)
    lines = {"did": "Twelve patrols", "hindered": "Leave", "asks": "A camera"}
    book = reopen(casebook, "admin")
    accounts.add_account(book, Account("rev", name="Ch Insp", roles=("reviewer",)))
    reviews.open_month(book, november)
    book.store.close()
    for login, do in (
        ("sgt.harbour", lambda book, ref: reviews.update(book, ref, november, lines)),
        ("insp.harbour", lambda book, ref: reviews.endorse(book, ref, november)),
    ):
        book = reopen(casebook, login)
        for ref in ("PMP-2024-001", "PMP-2024-002"):
            do(book, ref)
        book.store.close()


async def _until(there: Callable[[], bool]) -> None:
    for _ in range(2000):
        if there():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


@driven
async def test_it_is_shown_while_the_casebook_is_being_opened(casebook: Path) -> None:
    """Its rows stand there before; a key waits until the casebook is open and is obeyed then."""
    page, may_open = _read(casebook), Event()

    def opened() -> Book:
        assert may_open.wait(30)
        return reopen(casebook)

    app = CasebookApp(opened, "lomea.db", ahead=_one_by_one(page))
    async with app.run_test(size=(80, 24)) as pilot:
        t = Terminal(app, pilot)
        await _until(lambda: "YOURS TO DO" in " ".join(t.lines))
        assert app.book is None
        before = t.lines
        assert WAITS not in " ".join(before)
        app.screen.query_one("#today").focus()
        pressed = asyncio.create_task(pilot.press("f1"))
        await asyncio.sleep(0.1)
        assert isinstance(app.screen, TodayScreen)
        may_open.set()
        await pressed
        await _until(lambda: isinstance(app.screen, HelpScreen))
        await t.settle()


@driven
async def test_what_stands_behind_it_is_shown_before_the_casebook_is_open(casebook: Path) -> None:
    """The month of one's hotspots comes second; its numbers are gone to once the book is there."""
    book, may_open = reopen(casebook, "sgt.harbour"), Event()
    try:
        pages = list(first_pages(book))
    finally:
        book.store.close()

    def opened() -> Book:
        assert may_open.wait(30)
        return reopen(casebook, "sgt.harbour")

    app = CasebookApp(opened, "lomea.db", ahead=_one_by_one(*pages))
    async with app.run_test(size=(80, 30)) as pilot:
        t = Terminal(app, pilot)
        await _until(lambda: "YOUR HOTSPOTS" in " ".join(t.lines))
        assert app.book is None
        month = [line for line in t.lines if "29→23" in line]
        assert len(month) == 1
        may_open.set()
        await t.settle()
        assert month[0] in t.lines
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert screen.today is not None
        assert screen.today.registers
        await t.keys("end", "tab", "enter")
        t.has("Officer-hours")


@driven
async def test_the_rest_is_read_as_ever_and_what_changed_meanwhile_is_shown(casebook: Path) -> None:
    """The page that was read ahead is a moment old: the casebook itself has the last word."""
    page = _read(casebook)
    old = page._replace(today=page.today.__class__(**{**vars(page.today), "parts": ()}))
    async with terminal(casebook, at_profiles=False) as t:
        whole = t.lines
    async with terminal(casebook, at_profiles=False, ahead=_one_by_one(old)) as t:
        assert t.lines == whole


@driven
async def test_a_page_that_comes_late_is_dropped(casebook: Path) -> None:
    """Once the casebook is open it is read itself, and what was read before is nothing new."""
    page, may_come = _read(casebook, "sgt.strand"), Event()

    pages = _one_by_one(page)

    def late() -> FirstPage | None:
        assert may_come.wait(30)
        return pages()

    app = CasebookApp(lambda: reopen(casebook), "lomea.db", ahead=late)
    async with app.run_test(size=(80, 24)) as pilot:
        t = Terminal(app, pilot)
        await _until(lambda: app.book is not None and "Harbour ·" in " ".join(t.lines))
        may_come.set()
        await t.settle()
        t.has("Harbour ·")
        assert len(app.screen.query("#today")) == 1


@driven
async def test_a_key_meets_what_is_to_be_signed_in_order_of_need(casebook: Path) -> None:
    """Enter waits for the order also while what stands behind the page is still read ahead."""
    _sign_two(casebook)
    page, may_come = _read(casebook, "rev"), Event()
    (part,) = page.today.parts
    first, last = part.lines[0].about, part.lines[-1].about
    pages = _one_by_one(page)

    def ahead() -> FirstPage | None:
        found = pages()
        assert found is not None or may_come.wait(30)
        return found

    with patch.object(behind, "signing_order", lambda *_: (last, first)):
        app = CasebookApp(lambda: reopen(casebook, "rev"), "lomea.db", ahead=ahead)
        async with app.run_test(size=(80, 24)) as pilot:
            t = Terminal(app, pilot)
            app.post_message(events.Key("enter", None))
            await _until(lambda: isinstance(app.screen, ProfileScreen))
            may_come.set()
            await t.settle()
            t.has(last)
            assert first not in t.shown


def test_who_leaves_waits_for_no_casebook_that_doesn_t_answer(casebook: Path) -> None:
    """Nor for what is read ahead of it: both threads end with the process."""
    page, never, went_on = _read(casebook), Event(), []

    def hangs() -> Any:
        never.wait(30)
        went_on.append(True)

    pages = _one_by_one(page)

    async def left() -> None:
        app = CasebookApp(hangs, "lomea.db", ahead=lambda: pages() or hangs())
        async with app.run_test(size=(80, 24)) as pilot:
            t = Terminal(app, pilot)
            await _until(lambda: "YOURS TO DO" in " ".join(t.lines))
            app.exit()

    asyncio.run(left())
    assert not went_on
    never.set()


@driven
async def test_without_a_page_the_casebook_is_opened_and_read(casebook: Path) -> None:
    """As where no process can be copied."""
    async with terminal(casebook, at_profiles=False, ahead=lambda: None) as t:
        t.has("Today", "YOURS TO DO")


@driven
async def test_a_casebook_that_can_t_be_opened_ends_the_app_though_a_page_was_read(
    casebook: Path,
) -> None:
    """What went wrong is said by the command, as ever."""
    page = _read(casebook)

    def refused() -> Book:
        raise LookupError("gone")

    app = CasebookApp(refused, "lomea.db", ahead=_one_by_one(page))
    async with app.run_test(size=(80, 24)):
        await _until(lambda: app.failure is not None)
    assert isinstance(app.failure, LookupError)


@driven
@pytest.mark.parametrize("there", [True, False], ids=["it comes", "the reader ends"])
async def test_the_month_is_read_once_though_it_comes_late(casebook: Path, there: bool) -> None:
    """All that is owed stands before it; it is read here only where it doesn't come."""
    book, may_come, read = reopen(casebook), Event(), []
    pages = list(first_pages(book))
    book.store.close()
    given = iter(pages if there else pages[:1])

    def ahead() -> FirstPage | None:
        found = next(given, None)
        assert found is pages[0] or may_come.wait(30)
        return found

    def reading(*how: Any, **else_: Any) -> TodayBehind:
        read.append(how)
        return month(*how, **else_)

    month = behind.behind
    with patch.object(behind, "behind", reading):
        app = CasebookApp(lambda: reopen(casebook), "lomea.db", ahead=ahead)
        async with app.run_test(size=(80, 30)) as pilot:
            t, screen = Terminal(app, pilot), app.screen
            assert isinstance(screen, TodayScreen)
            await _until(lambda: screen.today is not None and bool(screen.today.registers))
            assert screen.behind is None
            may_come.set()
            await _until(lambda: "YOUR HOTSPOTS" in " ".join(t.lines))
            await t.settle()
            assert len(read) == (0 if there else 1)
            await t.keys("f5")
            assert len(read) == (1 if there else 2)
