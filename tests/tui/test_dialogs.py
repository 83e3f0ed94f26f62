"""Dialogs lie in the middle, over the screen that they are about."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from tests.tui.terminal import driven, terminal
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
