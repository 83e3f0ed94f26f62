"""The way to every screen, dialog and form of the terminal, for what must hold on all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.tui.terminal import Terminal

ROUTES: tuple[dict[str, str], ...] = (
    {"today": "", "help": "f1"},
    {"palette": "ctrl+p"},
    {"shift": "2", "visit form": "p", "result form": "escape a"},
    {
        "profiles": "3",
        "filter of the profiles": "slash",
        "form of a proposal": "escape a",
        "month opened": "escape M",
        "sitting": "n",
    },
    {
        "section 1": "3 enter 1",
        **{f"section {digit}": digit for digit in "2345678"},
        "history entry": "enter",
        "section 9": "escape 9",
        "section 0": "0",
        "entry to read": "o",
        "picker of registers": "escape a",
    },
    {
        "stage form": "3 enter 3 e",
        "action form": "escape a",
        "heading form": "escape h",
        "gate": "escape v",
        "back a stage": "escape b",
        "picker of hotspots": "escape l",
        "picker of places": "escape u",
    },
    {"due": "d", "line of due": "o"},
    {"tasking": "k", "notes of tasking": "o"},
    {"every register": "r", "register": "enter", "register form": "a"},
    {"search": "f3"},
    {"back up": "ctrl+b"},
)
"""Routes that start from Today: the keys from one stop to the next, by what is shown there.

The search for candidates is not among them: it takes seconds and shows no words of officers.
"""


async def every_screen(t: Terminal) -> AsyncIterator[str]:
    """Go along every route, and give the name of each stop while it is shown."""
    for route in ROUTES:
        for name, keys in route.items():
            await t.keys(*keys.split())
            yield name
        for _ in range(6):
            if len(t.app.screen_stack) > 1:
                await t.keys("escape")
        assert len(t.app.screen_stack) == 1, f"Esc doesn't lead back from {name}: {t.shown}"
