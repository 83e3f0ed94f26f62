"""How long a month's sitting takes to open the first time, and Today of who signs before it.

``python -m tests.benchmarks.sittings_opened BOOK LOGIN [--at-once]``. The terminal is driven
without one, as its tests do. Prints ``{what: seconds}``: from the start to Today's first rows and
to all of it, and from the key to the first review that is to be signed or endorsed and to all of
the month in its order. With ``--at-once`` the key is pressed while Today is still being read.
"""

from __future__ import annotations

import asyncio
import getpass
import json
import sys
import time
from pathlib import Path
from typing import Any

from casebook.book.opening import Book, open_book
from tests.benchmarks.processes import Run, whole
from tests.benchmarks.screens_opened import drawn, until
from tui.app import CasebookApp

ROWS, REST = "Today's rows", "all of Today"
FIRST, ORDER = "the first review", "the order of the month"


LOGINS = ("inspector", "reviewer")


def of(what: str, login: str) -> str:
    """What the seconds that something took one of them are called."""
    return f"{login}: {what}"


def opened(book: Path, folder: Path) -> Run:
    """The seconds they took each of :data:`LOGINS` in ``book``, in a process of its own each."""
    found, peak = {}, 0.0
    for login in LOGINS:
        given = ["-m", "tests.benchmarks.sittings_opened", str(book), login]
        run = whole(given, folder, str.strip)
        found |= {of(what, login): took for what, took in json.loads(run.result).items()}
        peak = max(peak, run.peak_mib)
    return Run(found, peak)


async def _measured(book: Path, login: str, *, at_once: bool) -> dict[str, float]:
    def opening() -> Book:
        return open_book(str(book), getpass.getuser(), acting_as=login)

    from tui.reviews.sitting_screen import SittingScreen

    app = CasebookApp(opening, book.name)
    started = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        today: Any = app.screen
        await until(lambda: today.read_once)
        await drawn(pilot)
        found = {ROWS: time.perf_counter() - started}
        if not at_once:
            await until(lambda: today.behind is not None)
            await drawn(pilot)
            found[REST] = time.perf_counter() - started
        sitting = SittingScreen()
        started = time.perf_counter()
        app.push_screen(sitting)
        await until(lambda: sitting.is_current and sitting.found is not None)
        await drawn(pilot)
        found[FIRST] = time.perf_counter() - started
        await until(lambda: sitting.sitting is not None and sitting.sitting.ranked == "all")
        await drawn(pilot)
        found[ORDER] = time.perf_counter() - started
        await app.workers.wait_for_complete()
    return found


if __name__ == "__main__":
    print(
        json.dumps(
            asyncio.run(_measured(Path(sys.argv[1]), sys.argv[2], at_once="--at-once" in sys.argv))
        )
    )
