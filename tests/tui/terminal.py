"""Driving the terminal in a test: keys go in, the text on the screen comes out."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec
from unittest.mock import patch

from textual import events
from textual._compositor import Compositor
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled, WorkerFailed

from casebook.book.opening import Book
from tests.tui.desk import opener
from tui.app import CasebookApp
from tui.parts.answering import Quiet
from tui.parts.drafts.drafting import Drafting
from tui.parts.drafts.keeping import DraftKeeper

P = ParamSpec("P")


async def _handled(pilot: Pilot[Any]) -> None:
    """Wait until no widget has anything left to handle.

    Textual's own waiting looks whether the process is busy: on a busy machine it isn't when it only
    waits for its turn, and then a test reads a screen that isn't finished.
    """
    quiet = 0
    while quiet < 5:
        await asyncio.sleep(0)
        quiet = 0 if _has_messages(pilot.app) else quiet + 1


def _has_messages(app: App[Any]) -> bool:
    pumps = (app, *app._registry)
    return any(
        not pump._message_queue.empty() or pump._next_callbacks
        for pump in pumps
        if not (pump._closing or pump._closed)
    )


def _has_changed(screen: Screen[Any]) -> bool:
    """Whether something isn't laid out or drawn yet."""
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def _at_once(*_: float) -> None:
    """In place of Textual's waiting until the process isn't busy: see :func:`_handled`."""


def _undrawn(compositor: Compositor, full: bool = False, **how: Any) -> Any:
    """What :meth:`Compositor.render_update` gives where nobody looks at every step of the way.

    It was a third of the time these tests took. Each state that has settled is drawn whole.
    """
    if full:
        return _drawn(compositor, full=True, **how)
    compositor._dirty_regions.clear()
    return None


_drawn = Compositor.render_update


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
            await _handled(self.pilot)
            self.app.screen._on_timer_update()
            await _handled(self.pilot)
            working = any(not worker.is_finished for worker in self.app.workers)
            busy = working or _has_changed(self.app.screen)
        self.app.screen._compositor.render_strips()

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
        """Wait for text that comes a moment later, as the palette brings it."""
        for _ in range(200):
            if text in self.shown:
                break
            await asyncio.sleep(0.01)
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
    quiet_for: float = 0.0,
    at_profiles: bool = True,
    **options: Any,
) -> AsyncIterator[Terminal]:
    """The terminal on a casebook, opened by ``login`` at the profiles, with notifications on."""
    handed = opener(book, login) if isinstance(book, Path) else book
    app = CasebookApp(handed, "lomea.db", at_profiles=at_profiles, **options)
    with (
        patch.object(Drafting, "AFTER", drafts_after),
        patch.object(DraftKeeper, "AGAIN", 0.01),
        patch.object(DraftKeeper, "PATIENCE", 0.0),
        patch.object(Quiet, "FOR", quiet_for),
        patch.object(Compositor, "render_update", _undrawn),
        patch.object(Pilot, "_wait_for_screen", _handled),
        patch("textual.app.wait_for_idle", _at_once),
        patch("textual.pilot.wait_for_idle", _at_once),
    ):
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            driver = Terminal(app, pilot)
            await driver.settle()
            yield driver
            await driver.settle()
