"""How long screens of a casebook take to open: ``python -m tests.benchmarks.screens_opened BOOK``.

The terminal is driven without one, as its tests do. Every screen is opened once to have what draws
it brought in, and then a few times more, of which the median counts. Prints ``{screen: seconds}``.
"""

from __future__ import annotations

import asyncio
import getpass
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from casebook.book.opening import Book, open_book
from tests.benchmarks.processes import Run, whole
from tui.app import CasebookApp

LOGIN = "sergeant"
PROFILE = "PMP-2024-001"
REST, TEXTS, FIGURES = "Today's second reading", "a profile's texts", "a profile's figures"
REGISTER, DUE = "a register's first rows", "what is due in one's area"
ALL_DUE = "what is due to all"
TIMES = 5


def opened(book: Path, folder: Path) -> Run:
    """The seconds each screen of ``book`` took, in a process of its own."""
    run = whole(["-m", "tests.benchmarks.screens_opened", str(book)], folder, str.strip)
    return Run(json.loads(run.result), run.peak_mib)


async def _measured(book: Path) -> dict[str, float]:
    def opening() -> Book:
        return open_book(str(book), getpass.getuser(), acting_as=LOGIN)

    app = CasebookApp(opening, book.name)
    found: dict[str, list[float]] = {}
    async with app.run_test(size=(120, 40)) as pilot:
        today: Any = app.screen
        await until(lambda: today.read_once)
        started = time.perf_counter()
        await until(lambda: today.behind is not None)
        rest = time.perf_counter() - started
        for _ in range(TIMES + 1):
            for screen, marks in _screens():
                for name, took in (await _open(pilot, screen, marks)).items():
                    found.setdefault(name, []).append(took)
    return {REST: rest} | {name: statistics.median(some[1:]) for name, some in found.items()}


def _screens() -> tuple[tuple[Screen[Any], dict[str, Callable[[Any], bool]]], ...]:
    """Each screen, and when what it is measured to is read."""
    from casebook.core.entry import registers
    from tui.agenda.due_screen import DueScreen
    from tui.profiles.profile_screen import ProfileScreen
    from tui.registers.register_screen import RegisterScreen

    texts = {TEXTS: lambda s: s.case is not None, FIGURES: lambda s: bool(s.case.figures)}
    return (
        (ProfileScreen(PROFILE), texts),
        (RegisterScreen(registers()["activity"]), {REGISTER: lambda s: s.page_of is not None}),
        (DueScreen(), {DUE: lambda s: s.page_of is not None}),
        (_due_to_all(), {ALL_DUE: lambda s: s.page_of is not None}),
    )


def _due_to_all() -> Screen[Any]:
    """What is due, as it is opened where everybody's was looked at."""
    from tui.agenda.due_screen import DueScreen
    from tui.parts.lists.whose import ALL

    screen = DueScreen()
    screen._whose = ALL
    return screen


async def _open(
    pilot: Pilot[Any], screen: Screen[Any], marks: dict[str, Callable[[Any], bool]]
) -> dict[str, float]:
    """The seconds from the key until each mark is read and drawn."""
    found = {}
    started = time.perf_counter()
    pilot.app.push_screen(screen)
    for name, there in marks.items():
        await until(lambda there=there: screen.is_current and there(screen))  # type: ignore[misc]
        await drawn(pilot)
        found[name] = time.perf_counter() - started
    await pilot.app.workers.wait_for_complete()
    await pilot.app.pop_screen()
    await drawn(pilot)
    await pilot.app.workers.wait_for_complete()
    return found


async def drawn(pilot: Pilot[Any]) -> None:
    """Wait until what is on the screen is drawn."""
    drawn = asyncio.Event()
    pilot.app.screen.call_after_refresh(drawn.set)
    await drawn.wait()


async def until(there: Callable[[], bool]) -> None:
    """Wait until it holds, without keeping the screen from being drawn."""
    while not there():
        await asyncio.sleep(0.001)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measured(Path(sys.argv[1])))))
