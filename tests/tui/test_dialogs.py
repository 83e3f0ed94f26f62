"""Dialogs lie in the middle, over the screen that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.screen import ModalScreen

from tests.tui.terminal import driven, terminal


@pytest.mark.parametrize(
    "keys",
    ["f1", "r", "enter 7 l", "enter escape M"],
    ids=["a text", "a list", "places", "months"],
)
def test_a_dialog_lies_in_the_middle_of_what_it_is_about(casebook: Path, keys: str) -> None:
    """As much room is left above it as below it, left as right; the screen shows through."""

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
