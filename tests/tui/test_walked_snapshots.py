"""Screens as they looked when last looked at: several in one walk, in both sizes and every look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from textual.widgets import Input, TextArea

from tests.tui.terminal import driven, terminal
from tui.themes import DARK, HIGH_CONTRAST, LIGHT

WALKS: dict[str, tuple[tuple[int, int], str, dict[str, str]]] = {
    "dark-80": (
        (80, 24),
        DARK.name,
        {
            "shift": "2",
            "objective": "escape 3 enter 1",
            "actions": "6",
            "history": "8",
            "registers": "0",
            "stage-form": "2 e",
            "gate": "escape v",
            "due": "escape escape escape d",
            "help": "f1",
        },
    ),
    "light-120": (
        (120, 40),
        LIGHT.name,
        {
            "profile": "3 enter",
            "stage-form": "e",
            "places": "escape 7",
            "due": "escape escape d",
            "register": "escape r enter",
        },
    ),
    "monochrome-80": ((80, 24), "", {"today": "", "profile": "3 enter"}),
    "contrast-80": ((80, 24), HIGH_CONTRAST.name, {"profiles": "3", "profile": "enter"}),
}
"""By the name of a walk: size, look (empty: as it begins under NO_COLOR), and the keys to each."""


@pytest.mark.parametrize("name", WALKS)
def test_screens_look_as_they_did(
    casebook: Path, snapshot: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each stop of a walk is as it was when a person looked at it last."""
    size, look, stops = WALKS[name]
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not look:
        monkeypatch.setenv("NO_COLOR", "1")
    drawn = snapshot.use_extension(SVGImageExtension)

    @driven
    async def walk() -> None:
        async with terminal(casebook, size=size, look=look, at_profiles=False) as t:
            for stop, keys in stops.items():
                await t.keys(*keys.split())
                for blinking in t.app.screen.query("Input, TextArea"):
                    assert isinstance(blinking, Input | TextArea)
                    blinking.cursor_blink = False
                await t.settle()
                assert t.app.export_screenshot() == drawn(name=stop)

    walk()
