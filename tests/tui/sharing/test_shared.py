"""A partner's morning: Today, a shared profile, and what the partner writes there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from casebook.book.opening import Book
from casebook.sharing.seen import read_shared
from tests.books import make_book, ranked
from tests.sharing.shared_town import COUNCIL, HIDDEN, SECRET, SHARED, make_town
from tests.tui.desk import opener, reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.first_page import first_pages
from tui.agenda.today_screen import TodayScreen
from tui.app import CasebookApp
from tui.keys import TABLE
from tui.sharing.case_screen import SharedCaseScreen

LOGIN = "ds.council"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Two profiles, one of them shared with the council."""
    book: Book = make_town(ranked(make_book(tmp_path, "lomea.db")))
    book.store.close()
    return tmp_path / "lomea.db"


def tui_keys() -> list[str]:
    """Every key of Today and of every screen but those that are anybody's."""
    anybodys = {"escape", "f1", "question_mark", "q", "ctrl+q", "enter", "f9"}
    used = [key.key for key in TABLE if {"today", "app"} & {use.where for use in key.uses}]
    return [key for key in used if key not in anybodys]


def _tells_nothing_else(t: Terminal) -> None:
    assert SECRET not in t.shown
    assert HIDDEN not in t.shown


@driven
async def test_today_holds_what_waits_and_what_is_shared(town: Path) -> None:
    """And none of the doors of the force: no key of theirs leads anywhere."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=False) as t:
        t.has("YOUR AGENCY'S ACTIONS 1, 1 late", "! 10 Dec action Fish Quay Cut the hedge")
        t.has("SHARED WITH YOU 1", "1 action, 1 request open · Fights")
        _tells_nothing_else(t)
        for key in tui_keys():
            await t.keys(key)
            assert isinstance(t.app.screen, TodayScreen), key
            _tells_nothing_else(t)


def test_of_today_the_first_page_alone_is_read_ahead(town: Path) -> None:
    """Of the hotspots' month a partner is shown nothing."""
    book = reopen(town, LOGIN, partners=True)
    try:
        assert [page.behind for page in first_pages(book)] == [None]
    finally:
        book.store.close()


@driven
async def test_every_section_is_read_without_restricted_text(town: Path) -> None:
    """Eight sections, and Enter on a row: nothing of what is restricted, and that is said."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=True) as t:
        await t.keys("end", "enter")
        assert isinstance(t.app.screen, SharedCaseScreen)
        t.has("shared with Lomea District Council under Lomea ISA 2023", "lead agency Police")
        for digit in "12345678":
            await t.keys(digit)
            _tells_nothing_else(t)
        await t.keys("3")
        t.has("Restricted text is left out")
        await t.keys("6", "enter")
        t.has("Cut the hedge", COUNCIL)
        _tells_nothing_else(t)


@driven
async def test_a_partner_says_how_its_action_goes(town: Path) -> None:
    """From Today in a few keys; another agency's action says whose it is."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=False) as t:
        await t.keys("down", "enter", "e", "tab")
        await t.type("17 Dec 2024")
        await t.keys("tab")
        await t.type("Cut back")
        await t.keys("f2")
        t.has("Saved how it goes.", "✓ done 17 Dec 2024")
        await t.keys("down", "e")
        t.has("It is for Police to say how this action goes.")
    (action,) = read_shared(reopen(town, LOGIN, partners=True), SHARED).own_actions
    assert action.actual == "Cut back"


@driven
async def test_a_partner_replies_and_adds_a_note(town: Path) -> None:
    """Under what is asked of it, and under what it told."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=False) as t:
        await t.keys("end", "enter", "7", "y")
        await t.type("Three")
        await t.keys("f2")
        t.has("Reply saved.", "Asked of us (0 open)")
        await t.keys("a", "enter")
        await t.type("Lamps asked for")
        await t.keys("f2")
        t.has("Note added.", "What we told (1)", "Lamps asked for")
    case = read_shared(reopen(town, LOGIN, partners=True), SHARED)
    assert [one.reply for one in case.requests] == ["Three"]
    assert [one.agency for one in case.told] == [COUNCIL]


@driven
async def test_keys_are_in_their_place_while_a_profile_is_read(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bottom, with the marking under them, as on any other screen."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=False) as t:
        monkeypatch.setattr(SharedCaseScreen, "reload", lambda _: None)
        await t.keys("end", "enter")
        t.has("Reading …")
        assert "F1 Help" in t.lines[-2]
        assert t.lines[-1] == t.lines[0]


@driven
async def test_what_a_partner_saved_stands_there_before_it_is_read_again(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How an action goes, a reply, a note; and nothing restricted comes with them."""
    async with terminal(opener(town, LOGIN, partners=True), at_profiles=False) as t:
        await t.keys("down", "enter")
        monkeypatch.setattr(SharedCaseScreen, "reload", lambda _self: None)
        await t.keys("6", "home", "e", "tab")
        await t.type("17 Dec 2024")
        await t.keys("f2")
        t.has("Saved how it goes.", "✓ done 17 Dec 2024")
        await t.keys("enter")
        _tells_nothing_else(t)
        await t.keys("escape", "7", "y")
        await t.type("Three")
        await t.keys("f2")
        t.has("Reply saved.", "✓ answered", "Asked of us (0 open)")
        await t.keys("a", "enter")
        await t.type("Lamps asked for")
        await t.keys("f2")
        t.has("Note added.", "What we told (1)", "Lamps asked for")
        _tells_nothing_else(t)


@driven
async def test_read_only_a_partner_reads(town: Path) -> None:
    """What would write says why it doesn't."""
    handed = opener(town, LOGIN, partners=True, read_only=True)
    async with terminal(handed, at_profiles=False) as t:
        await t.keys("down", "enter", "e")
        t.has("lomea.db is open read-only: it can be read, not changed.")


@pytest.mark.parametrize(
    "keys", [(), ("end", "enter", "3"), ("enter",)], ids=["today", "stage", "actions"]
)
def test_snapshots_of_a_partners_morning(
    town: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    """Today, a stage and the actions look as they did when last looked at."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    async def before(pilot: Pilot[Any]) -> None:
        driver = Terminal(pilot.app, pilot)
        await driver.settle()
        await driver.keys(*keys)

    app = CasebookApp(opener(town, LOGIN, partners=True), "lomea.db")
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
