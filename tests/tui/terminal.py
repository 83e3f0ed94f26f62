"""Driving the terminal in a test: keys go in, the text on the screen comes out."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec

import textual._wait
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from casebook.book.opening import Book
from tests.tui.desk import opener
from tui.app import CasebookApp
from tui.parts.drafting import Drafting

P = ParamSpec("P")

# Textual calls the app idle once it was so for this long, four times a key: a fiftieth of a second
# as it ships, which was most of the time these tests took. Answers are waited for on their own.
textual._wait.SLEEP_GRANULARITY = 1 / 200
textual._wait.SLEEP_IDLE = textual._wait.SLEEP_GRANULARITY / 20


def driven(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """A test that awaits, as one that pytest can call."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))  # type: ignore[arg-type]

    return run


class Terminal:
    """An app under test."""

    def __init__(self, app: CasebookApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until every answer is in and shown."""
        busy = True
        while busy:
            with suppress(WorkerFailed, WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            busy = any(not worker.is_finished for worker in self.app.workers)
        await self.pilot.pause()

    async def keys(self, *keys: str) -> None:
        """Press keys, one after the other, each to its end."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text into whatever has the keys, as fast as a terminal hands it on."""
        for letter in text:
            self.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await self.settle()

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def within(self, selector: str) -> str:
        """What stands in one widget, with blanks, line ends and borders as one space."""
        region = self.app.screen.query_one(selector).region
        lines = self.app.screen._compositor.render_strips()[region.y : region.bottom]
        cut = (strip.crop(region.x, region.right).text.strip(" │╭╮╰╯─▂▅▇▁▃▄▆") for strip in lines)
        return " ".join(" ".join(cut).split())

    @property
    def shown(self) -> str:
        """What stands on the screen, or in the dialog over it."""
        if self.app.screen.query(".dialog"):
            return self.within(".dialog")
        return " ".join(" ".join(self.lines).split())

    async def comes(self, text: str) -> None:
        """Wait for text that Textual itself brings a moment later, as the palette does."""
        for _ in range(100):
            if text in self.shown:
                break
            await self.settle()
        self.has(text)

    def has(self, *texts: str, within: str = "") -> bool:
        """Whether every text stands on the screen, wherever lines break."""
        shown = self.within(within) if within else self.shown
        missing = [text for text in texts if " ".join(text.split()) not in shown]
        assert not missing, f"{missing} not in:\n" + "\n".join(self.lines)
        return True


@asynccontextmanager
async def terminal(
    book: Path | Callable[[], Book],
    login: str = "sgt.harbour",
    *,
    size: tuple[int, int] = (80, 24),
    drafts_after: float = 60.0,
    **options: Any,
) -> AsyncIterator[Terminal]:
    """The terminal on a casebook, opened by ``login``, with notifications on."""
    handed = opener(book, login) if isinstance(book, Path) else book
    app = CasebookApp(handed, "lomea.db", **options)
    before, Drafting.AFTER = Drafting.AFTER, drafts_after
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            driver = Terminal(app, pilot)
            await driver.settle()
            yield driver
            await driver.settle()
    finally:
        Drafting.AFTER = before
