"""On a shift sheet no text typed for something else overwrites, accounts for or takes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from casebook.patrols.sheets.accounting import account_for
from casebook.patrols.sheets.sheet import read_sheet
from tests.patrols.patrol_files import bring
from tests.tui.agenda.shift_night import HEAD, states
from tests.tui.desk import reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda.shift_screen import ShiftScreen
from tui.parts.dialogs import ChoiceScreen

QUIET = 0.5
"""Seconds, as people have it."""
CLAIM = f"LH24,HS-01,2024-12-17 14:05,2024-12-17 17:00,PCSO:2,{HEAD.replace('rota', 'claim')}"
bursts = pytest.mark.parametrize("gap", [0, 60])


async def _typed(t: Terminal, gap: int, *keys: str) -> None:
    """Keys so many milliseconds apart, none waiting for what the one before does."""
    for key in keys:
        letter = " " if key == "space" else key if len(key) == 1 else None
        t.app.post_message(events.Key(key, letter))
        await asyncio.sleep(gap / 1000)
    await t.settle()


def _text(words: str) -> tuple[str, ...]:
    return tuple("space" if letter == " " else letter for letter in words)


def _second_done(path: Path) -> list[str]:
    """The second visit said to be as planned, which a stray z would take back."""
    book = reopen(path)
    slot = read_sheet(book).planned[1].slot
    assert slot is not None
    account_for(book, slot, "done")
    book.store.close()
    return states(path)


@bursts
@pytest.mark.parametrize("words", ["1650 All quiet z", "17/12 All quiet z", "the zone A"])
@driven
async def test_words_and_times_typed_blind_say_nothing(night: Path, gap: int, words: str) -> None:
    """A time, a date or a word that begins with none of its keys, for a form that isn't there."""
    stood = _second_done(night)
    async with terminal(night, quiet_for=QUIET) as t:
        await t.keys("2")
        await _typed(t, gap, *_text(words))
        assert type(t.app.screen) is ShiftScreen
    assert states(night) == stood


@bursts
@driven
async def test_what_is_typed_on_after_a_refused_edit_says_nothing(night: Path, gap: int) -> None:
    """A claim tells of the visit: e is refused, and the text meant for its form does nothing."""
    bring(reopen(night, "admin"), [CLAIM], "claims.csv")
    stood = _second_done(night)
    async with terminal(night, quiet_for=QUIET) as t:
        await t.keys("2", "home")
        await _typed(t, gap, "e", *_text("All left at z"))
        t.has("A claim, a sheet or GPS tells of this visit")
    assert states(night) == stood


@bursts
@driven
async def test_a_reason_typed_as_a_word_is_its_letter_alone(night: Path, gap: int) -> None:
    """x and "other: A road z": the letter answers, the rest is held."""
    async with terminal(night, quiet_for=QUIET) as t:
        await t.keys("2")
        await _typed(t, gap, "x", *_text("other: A road z"))
    assert states(night) == ["other"] + ["left"] * 5


@bursts
@driven
async def test_a_shift_typed_as_fast_as_it_can_be_is_wholly_accounted_for(
    night: Path, gap: int
) -> None:
    """One as planned, one not and why, all others as planned: no key of it is taken for a text."""
    async with terminal(night, quiet_for=QUIET) as t:
        await _typed(t, gap, "2", "space", "x", "s", "A", "escape")
        assert not isinstance(t.app.screen, ShiftScreen)
    assert states(night) == ["done", "short-staffed"] + ["done"] * 4


@bursts
@driven
async def test_a_key_too_many_overwrites_nothing(night: Path, gap: int) -> None:
    """With none left the cursor stays; a further Space or x asks, and no key typed on answers."""
    async with terminal(night, quiet_for=QUIET) as t:
        await t.keys("2", *["space"] * 5, "e")
        await t.type("2340")
        await t.keys("f2")
        stood = states(night)
        assert stood == ["done"] * 5 + ["changed"]
        await _typed(t, gap, "space", "space", "o", "enter")
        assert isinstance(t.app.screen, ChoiceScreen)
        t.has("is accounted for: overwrite it", "23:40, 35 min (edited)", "Overwrite: as planned")
        await t.keys("escape")
        await _typed(t, gap, "x", "s", "o", "enter", "x", "s")
        t.has("Overwrite: not done: short-staffed")
        await t.keys("escape")
    assert states(night) == stood


@driven
async def test_what_was_said_is_overwritten_by_enter_on_its_name(night: Path) -> None:
    """o only goes to the answer; Esc leaves it; the same said again is told, and goes on."""
    async with terminal(night) as t:
        await t.keys("2", "x", "w", "up", "space", "o")
        t.has("weather", "Overwrite: as planned")
        await t.keys("escape")
        assert states(night)[0] == "weather"
        await t.keys("x", "w")
        t.has("Harbour steps: not done: weather already.")
        await t.keys("up", "space", "enter")
        t.has("Harbour steps: as planned.")
    assert states(night) == ["done"] + ["left"] * 5
