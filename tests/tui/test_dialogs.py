"""Dialogs lie in the middle, over the screen that they are about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from tests.tui.terminal import Terminal, driven, terminal
from tui.numbers.reading import ReadScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.reason import ReasonScreen


@pytest.mark.parametrize(
    "keys",
    ["f1", "r", "enter 7 l", "enter escape M"],
    ids=["a text", "a list", "places", "months"],
)
def test_a_dialog_lies_in_the_middle_of_what_it_is_about(casebook: Path, keys: str) -> None:
    """As much room is left above as below and left as right, and the screen shows through."""

    @driven
    async def shown() -> None:
        async with terminal(casebook, "insp.harbour") as t:
            await t.keys(*keys.split())
            assert isinstance(t.app.screen, ModalScreen)
            lies = t.app.screen.query_one(".dialog").region
            assert abs(lies.x - (80 - lies.right)) <= 1
            assert abs(lies.y - (24 - lies.bottom)) <= 1
            assert t.app.screen.styles.background.a < 1

    shown()


@driven
async def test_what_is_typed_and_answered_stays_in_sight_under_a_long_text(casebook: Path) -> None:
    """The text above it is scrolled, by Page Up and Page Down too."""
    text = Content("\n".join(f"line {n}" for n in range(60)))
    async with terminal(casebook) as t:
        t.app.push_screen(ChoiceScreen("Which", text, {"y": "Yes", "x": "No"}, leave="leaves it"))
        await t.settle()
        t.has("line 0", "y Yes", "x No", "Esc leaves it")
        await t.keys("pagedown")
        t.has("line 20", "y Yes", "x No")
        await t.keys("escape")
        t.app.push_screen(ReasonScreen("Why", text, asked="say why", keep_as="a test"))
        await t.settle()
        t.has("line 0", "say why", "Enter does it")
        await t.keys("pagedown", "h")
        t.has("line 20", " h ", "Enter does it")


@driven
async def test_a_text_typed_for_something_else_answers_nothing(casebook: Path) -> None:
    """'Say …' has a y in it and an Enter at its end; a letter on its own answers at once."""
    answers: list[str | None] = []
    async with terminal(casebook, quiet_for=0.3) as t:
        question = ChoiceScreen("Endorse", Content(""), {"y": "Endorse it"}, leave="leaves it")
        t.app.push_screen(question, answers.append)
        await t.settle()
        await t.type("Say what the residents were told")
        await t.keys("enter")
        assert t.app.screen is question
        assert answers == []
        await asyncio.sleep(0.4)
        await t.keys("y")
    assert answers == ["y"]


@driven
async def test_lines_pasted_into_one_line_all_stay(casebook: Path) -> None:
    """One after the other, where the cursor is; a single line as it is."""
    async with terminal(casebook) as t:
        t.app.push_screen(ReasonScreen("Why", Content(""), asked="say why", keep_as="a test"))
        await t.settle()
        for pasted in ("Seen on", " Friday\n\n  and Saturday\r\n", " 2024", ""):
            t.app.post_message(events.Paste(pasted))
            await t.settle()
        assert t.app.screen.query_one("#why", Input).value == "Seen onFriday and Saturday 2024"


@driven
async def test_what_is_pasted_into_a_list_filters_it(casebook: Path) -> None:
    """As what is typed there does."""
    async with terminal(casebook) as t:
        await t.keys("enter", "l")
        t.app.post_message(events.Paste("HS-02\n"))
        await t.settle()
        t.has("Filter: HS-02▏", "HS-02")
        assert "HS-03" not in t.shown


_LONG = "\n".join(f"line {n}" for n in range(60))
_TEXTS = {"none": "", "short": "What it is about.", "long": _LONG}


def _question(text: str) -> ChoiceScreen:
    return ChoiceScreen("Which", Content(text), {"y": "Yes", "x": "No"}, leave="leaves it")


def _reason(text: str) -> ReasonScreen:
    return ReasonScreen("Why", Content(text), asked="say why", keep_as="a test")


def _nothing_asked(text: str) -> ReasonScreen:
    return ReasonScreen("Why", Content(text), keep_as="a test")


def _to_read(text: str) -> ReadScreen:
    return ReadScreen("What", Content(text or "Nothing."))


def _inside(t: Terminal) -> list[str]:
    """The lines of the dialog, without its border."""
    lies = t.app.screen.query_one(".dialog").region
    lines = t.lines[lies.y + 1 : lies.bottom - 1]
    return [line.strip()[1:-1].strip(" ▁▂▃▄▅▆▇") for line in lines]


@pytest.mark.parametrize("text", _TEXTS)
@pytest.mark.parametrize("make", [_question, _reason, _nothing_asked, _to_read])
def test_one_blank_line_parts_what_a_dialog_says(
    casebook: Path, make: Callable[[str], Screen[Any]], text: str
) -> None:
    """Not none where the text is long, nor two where it is short; also once a refusal is said."""

    @driven
    async def shown() -> None:
        async with terminal(casebook) as t:
            screen = make(_TEXTS[text])
            t.app.push_screen(screen)
            await t.settle()
            _well_parted(_inside(t))
            if isinstance(screen, ReasonScreen):
                screen.say("It can't be done.")
                await t.settle()
                t.has("! It can't be done.")
                _well_parted(_inside(t))

    shown()


def _well_parted(lines: list[str]) -> None:
    assert [lines[0], lines[2], lines[-2]] == ["", "", ""], lines
    assert lines[-1]
    assert "\n\n\n" not in "\n".join(lines), lines


@pytest.mark.parametrize("make", [_question, _reason, _nothing_asked, _to_read])
def test_the_end_of_a_long_text_can_be_read(
    casebook: Path, make: Callable[[str], Screen[Any]]
) -> None:
    """It doesn't lie under what is typed and answered."""

    @driven
    async def shown() -> None:
        async with terminal(casebook) as t:
            t.app.push_screen(make(_LONG))
            await t.settle()
            await t.keys(*["pagedown"] * 6, "end")
            await t.comes("line 59")

    shown()


@driven
async def test_a_gate_that_is_shut_is_as_well_parted(casebook: Path) -> None:
    """Before it is tried, and once the reason of a waiver is asked for."""
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "v", "enter", "v")
        t.has("The gate of analyse asks for", "g goes to what is missing")
        _well_parted(_inside(t))
        await t.keys("enter")
        t.has("reason for the waiver")
        _well_parted(_inside(t))
