"""Keys pressed faster than a screen loads wait for it, and go where they were meant to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from casebook.book.drafts import find_draft
from casebook.book.opening import Book
from casebook.core.errors import StoreFailure
from casebook.profiles import casefile
from tests.tui.desk import opener, reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.due_screen import DueScreen
from tui.agenda.today_screen import TodayScreen
from tui.app import CasebookApp
from tui.finding.find_screen import FindScreen
from tui.numbers.reading import ReadScreen
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.profiles.list_screen import ProfilesScreen
from tui.profiles.profile_screen import ProfileScreen
from tui.registers.register_screen import RegisterScreen

REF = "PMP-2024-001"
GAPS = (0, 30, 60, 120)
"""Milliseconds from one key to the next; at 0 they come in one read."""
LOADS = 0.08
"""Seconds that every answer of the casebook takes: longer than three of the gaps."""
bursts = pytest.mark.parametrize("gap", GAPS)


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A casebook that takes its time over every answer."""
    asked = AskingScreen.ask

    def ask(screen: Any, call: Callable[[Book], Any], *then: Any, **how: Any) -> None:
        def late(book: Book) -> Any:
            time.sleep(LOADS)
            return call(book)

        asked(screen, late, *then, **how)

    monkeypatch.setattr(AskingScreen, "ask", ask)


async def _burst(t: Terminal, gap: int, *keys: str) -> None:
    """Press keys without waiting for what they do; a text among them is typed letter by letter."""
    for key in keys:
        for one in key.split("·")[1] if key.startswith("text·") else (key,):
            name = "space" if one == " " else one
            t.app.post_message(events.Key(name, one if len(one) == 1 else None))
            if gap:
                await asyncio.sleep(gap / 1000)
    await t.settle()


@bursts
@driven
async def test_what_is_typed_right_after_the_key_of_a_form_is_in_it(
    casebook: Path, gap: int
) -> None:
    """Into the profile, its third tab, its form, a word, saved: no letter is lost or obeyed."""
    async with terminal(casebook) as t:
        await _burst(t, gap, "enter", "3", "e", "text·quads", "f2", "escape")
        assert type(t.app.screen) is ProfilesScreen
    body: Any = casefile.read_profile(reopen(casebook), REF).stage("analyse").body
    assert body.what == "quads"


@driven
async def test_a_dialog_answers_once(casebook: Path) -> None:
    """A second Enter after a register was picked goes to the register, not past it."""
    async with terminal(casebook) as t:
        for gap in GAPS:
            await _burst(t, gap, "r", "enter", "enter")
            assert isinstance(t.app.screen_stack[1], RegisterScreen), gap
            while len(t.app.screen_stack) > 1:
                await t.keys("escape")


@driven
async def test_a_picker_closes_itself_and_not_its_form(casebook: Path) -> None:
    """Enter opens the list of a field, takes, and opens it again; the form stays."""
    async with terminal(casebook) as t:
        await t.keys("enter", "2", "e")
        form: Any = t.app.screen
        choice = next(e for e in form.editors if e.query("Choice") and not e.spec.many)
        choice.take_focus()
        await t.settle()
        for gap in GAPS:
            await _burst(t, gap, "enter", "enter", "enter", "enter")
            assert t.app.screen is form, gap


@driven
async def test_words_typed_over_a_kept_draft_dont_discard_it(casebook: Path) -> None:
    """'the d…' would once have answered 'Discard it'; the question waits for quiet and Enter."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape", "k")
    async with terminal(casebook, quiet_for=0.5) as t:
        await t.keys("enter", "3")
        for gap in GAPS:
            await _burst(t, gap, "e", "text·the disk", "enter")
            assert isinstance(t.app.screen, ChoiceScreen), gap
            t.has("You have unsaved text")
            await t.keys("escape")
    book = reopen(casebook)
    draft = find_draft(book, casefile.read_profile(book, REF).stage("analyse").ref)
    assert draft is not None
    assert draft.body["what"] == "Shouting"


@driven
async def test_what_would_be_lost_wants_enter_on_its_name(casebook: Path) -> None:
    """Once it is quiet, d only goes to 'Discard'; Enter there discards."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape", "d")
        assert isinstance(t.app.screen, ChoiceScreen)
        t.has("Enter answers")
        await t.keys("enter")
        assert type(t.app.screen) is ProfileScreen


@bursts
@driven
async def test_a_reason_loses_no_letter(casebook: Path, gap: int) -> None:
    """b, the stage and the reason typed in one go; the profile is back with all of the words."""
    async with terminal(casebook, "insp.harbour") as t:
        await _burst(t, gap, "enter", "b", "enter", "text·quiet pub", "enter")
        t.has("back at objective")
    entries = casefile.history_of(reopen(casebook), REF)
    assert any("quiet pub" in str(entry) for entry in entries)


@driven
async def test_words_typed_after_a_refused_key_command_nothing(casebook: Path) -> None:
    """A viewer's e opens no form, and the words meant for it don't lead anywhere either."""
    async with terminal(casebook, "looker", quiet_for=0.5) as t:
        await t.keys("enter")
        for gap in GAPS:
            await _burst(t, gap, "e", "text·the dk")
            t.has("! looker may not")
            assert type(t.app.screen) is ProfileScreen, gap


@bursts
@driven
async def test_what_is_typed_for_a_field_is_in_it_however_late_its_screen_comes(
    casebook: Path, gap: int
) -> None:
    """Find over a list that isn't read yet, and the filter of what is due: all of the words."""
    async with terminal(casebook, at_profiles=False, quiet_for=0.5) as t:
        await _burst(t, gap, "3", "slash", "text·hedge dkr")
        assert isinstance(t.app.screen, FindScreen)
        assert t.app.screen.query_one(Input).value == "hedge dkr"
        await t.keys("escape", "escape")
        await _burst(t, gap, "d", "f", "text·hedge dkr")
        assert isinstance(t.app.screen, DueScreen)
        assert t.app.screen.query_one(Input).value == "hedge dkr"


@bursts
@driven
async def test_words_typed_after_a_key_that_means_nothing_here_command_nothing(
    casebook: Path, gap: int
) -> None:
    """Today has no filter: neither the words meant for one nor the Enter behind them do a thing."""
    async with terminal(casebook, at_profiles=False, quiet_for=0.5) as t:
        await _burst(t, gap, "f", "text·the dk", "enter")
        assert type(t.app.screen) is TodayScreen


@driven
async def test_a_key_pressed_once_it_is_quiet_is_obeyed(casebook: Path) -> None:
    """Half a second after a letter that means nothing, or at once where it was Enter alone."""
    async with terminal(casebook, at_profiles=False, quiet_for=0.1) as t:
        await t.keys("f")
        await asyncio.sleep(0.15)
        await t.keys("d")
        assert isinstance(t.app.screen, DueScreen)
    async with terminal(casebook, quiet_for=0.5) as t:
        await _burst(t, 0, "h", "enter")
        assert type(t.app.screen) is ProfileScreen


@driven
async def test_words_for_the_filter_of_a_list_that_cant_be_read_command_nothing(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """f has nothing to filter; the words meant for it don't lead anywhere either."""

    def unread(*_asked: object, **_how: object) -> None:
        raise StoreFailure("The disk failed.")

    monkeypatch.setattr("casebook.profiles.listing.pages.read_profiles", unread)
    async with terminal(casebook, quiet_for=0.5) as t:
        for gap in GAPS:
            await _burst(t, gap, "f", "text·the dk")
            assert type(t.app.screen) is ProfilesScreen, gap


@driven
async def test_esc_and_a_letter_in_one_read_are_two_keys(casebook: Path) -> None:
    """A terminal sends Alt and a letter the same way; nothing here is under Alt."""
    async with terminal(casebook) as t:
        await t.keys("enter")
        t.app.post_message(events.Key("alt+d", "d"))
        await t.settle()
        t.has("What is due")
        assert len(t.app.screen_stack) == 2


@driven
async def test_keys_typed_before_the_casebook_is_open_wait_for_it(casebook: Path) -> None:
    """Enter pressed at an empty screen opens the first profile once there is one."""

    def slowly() -> Book:
        time.sleep(LOADS)
        return opener(casebook)()

    app = CasebookApp(slowly, "lomea.db")
    async with app.run_test(size=(80, 24)) as pilot:
        t = Terminal(app, pilot)
        app.post_message(events.Key("enter", None))
        await t.settle()
        while app.book is None or len(app.screen_stack) == 1:
            await t.settle()
        assert isinstance(app.screen, ProfileScreen)
        await t.settle()


@driven
async def test_esc_waits_its_turn_however_long_that_takes(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Save and Esc pressed on a casebook that takes its time: it is saved, and then left."""
    monkeypatch.setattr(CasebookApp, "LONG", 0.0)
    async with terminal(casebook) as t:
        await _burst(t, 30, "enter", "3", "e", "text·quads", "f2", "escape")
        assert type(t.app.screen) is ProfilesScreen
    body: Any = casefile.read_profile(reopen(casebook), REF).stage("analyse").body
    assert body.what == "quads"


@driven
async def test_esc_typed_twice_with_something_between_drops_nothing(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of one stage's form and into another's, on a slow casebook: every key has its effect."""
    monkeypatch.setattr(CasebookApp, "LONG", 0.0)
    async with terminal(casebook) as t:
        await _burst(t, 30, "enter", "3", "e", "escape", "1", "e", "escape", "d")
        t.has("What is due")
        assert len(t.app.screen_stack) == 3


@driven
async def test_esc_again_after_a_long_wait_drops_what_waits(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is kept waiting may still leave: the second Esc goes at once, the others nowhere."""
    monkeypatch.setattr(CasebookApp, "LONG", 0.0)
    async with terminal(casebook) as t:
        t.app.post_message(events.Key("enter", None))
        await asyncio.sleep(LOADS / 4)
        await _burst(t, 0, "3", "e", "escape", "escape")
        assert type(t.app.screen) is ProfilesScreen


@driven
async def test_esc_insisted_on_goes_behind_what_the_key_before_it_does(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter has begun to open a profile: it is opened and left, not left and then opened."""
    monkeypatch.setattr(CasebookApp, "LONG", 0.0)
    opened = []
    pushed = CasebookApp.push_screen

    def push(app: Any, screen: Any, *how: Any, **more: Any) -> Any:
        opened.append(type(screen))
        return pushed(app, screen, *how, **more)

    async with terminal(casebook) as t:
        monkeypatch.setattr(CasebookApp, "push_screen", push)
        t.app.post_message(events.Key("enter", None))
        while not t.app._typed:
            await asyncio.sleep(0)
        while t.app._typed:
            await asyncio.sleep(0)
        await _burst(t, 0, "escape", "escape")
        assert opened == [ProfileScreen]
        assert type(t.app.screen) is ProfilesScreen


@driven
async def test_a_screen_left_twice_leaves_once(casebook: Path) -> None:
    """A second answer of a closed dialog closes nothing else."""
    async with terminal(casebook) as t:
        await t.keys("enter", "f1")
        help_: Any = t.app.screen
        assert isinstance(help_, ReadScreen)
        help_.dismiss(None)
        help_.dismiss(None)
        await t.settle()
        assert type(t.app.screen) is ProfileScreen
