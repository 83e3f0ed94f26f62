"""The terminal's start: the first screen painted, what is read ahead shown, the casebook opened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from textual.worker import Worker, WorkerState

from tui.agenda.today_screen import TodayScreen
from tui.in_turn import KeysInTurn
from tui.parts.asking import AskingScreen

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from tui.agenda.first_page import FirstPage

T = TypeVar("T")

_AWAITED = 0.25
"""Seconds that what is read ahead is waited for, once the casebook could be read itself."""


class Start(KeysInTurn):
    """The app until its first screen has the casebook to read.

    ``open_book`` opens it, in a thread, after the first paint, of Today or with ``at_profiles`` of
    the list of profiles. When that fails the app ends, with the exception in ``failure``.
    ``ahead``, called again and again until it gives None, waits for the first page of Today where
    somebody else reads it, and then for the same page with what stands behind it; each is shown
    when it comes.
    """

    def __init__(
        self,
        open_book: Callable[[], Book],
        *,
        at_profiles: bool,
        ahead: Callable[[], FirstPage | None] | None,
        on_fault: Callable[[BaseException], str] | None,
    ) -> None:
        super().__init__(on_fault=on_fault)
        self.failure: BaseException | None = None
        self._open_book = open_book
        self._at_profiles = at_profiles
        self._ahead = ahead
        self._opening = False
        self._handed_over = False
        """Whether the first screen has the casebook to read."""
        self._read: dict[Worker[Any], Callable[[Any], Awaitable[None]]] = {}
        """What is being read in a thread, and who shows it."""

    def post_display_hook(self) -> None:
        """Once the first screen has been painted, open the casebook."""
        first = self.screen_stack[0] if self.screen_stack else None
        if self._opening or not isinstance(first, AskingScreen) or not first.is_mounted:
            return
        self._opening = True
        if self._ahead is not None:
            self._read_for(self._first_ahead, self._show_ahead)
        self._read_for(self._open_book, self._opened)

    def _read_for(self, read: Callable[[], T], show: Callable[[T], Awaitable[None]]) -> None:
        """Read something in a thread, and show it."""
        self._read[self.run_worker(partial(_unwaited, read), exit_on_error=False)] = show

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand what was read to the first screen, or end with what went wrong."""
        show = self._read.get(event.worker)
        if show is None:
            return
        if event.state is WorkerState.ERROR:
            self.failure = event.worker.error
            self.exit(return_code=1)
        elif event.state is WorkerState.SUCCESS:
            await show(event.worker.result)

    def _first_ahead(self) -> FirstPage | None:
        """Wait for the first page; meanwhile what it is made of, and what shows it, is imported."""
        from casebook.figures import figure  # noqa: F401
        from tui.agenda import today_rows  # noqa: F401
        from tui.parts import open_book  # noqa: F401

        return self._ahead() if self._ahead is not None else None

    async def _show_ahead(self, page: FirstPage | None) -> None:
        """Show a page that was read ahead, or have the casebook itself read where there is no more.

        Its first rows are nothing new where the casebook is open by now.
        """
        first, ahead = self.screen_stack[0], self._ahead
        assert isinstance(first, TodayScreen)
        assert ahead is not None
        if page is None:
            self._ahead = None
            if self._handed_over and first.behind is None:
                first.reload()  # it ended halfway
            self._read_itself()
            return
        if page.behind is not None:
            first.show_behind(page.behind)
        elif self.book is None:
            await first.show_first(page)
        self._read_for(ahead, self._show_ahead)

    async def _opened(self, opened: Book) -> None:
        """Hand the opened casebook to the first screen, after what was read ahead of that."""
        self.book = opened.telling(
            lambda: self.call_from_thread(self._say_waiting), self.heard.append
        )
        if self.book.account.partner and self._at_profiles:
            self.push_screen(TodayScreen())  # the list is of the whole casebook
            return
        first = self.screen_stack[0]
        if self._ahead is not None and isinstance(first, TodayScreen) and first.in_order:
            self.set_timer(_AWAITED, self._read_itself)
        else:
            self._read_itself()

    def _read_itself(self) -> None:
        """Have the first screen read the casebook, once it is open."""
        screen = self.screen_stack[0]
        assert isinstance(screen, AskingScreen)
        if self.book is not None and not self._handed_over:
            self._handed_over = True
            if isinstance(screen, TodayScreen):
                begun = self._ahead is not None and screen.read_once
                screen.month_comes = begun and screen.behind is None
            screen.reload()

    def _say_waiting(self) -> None:
        """Say that a save waits; what it ends in is said in place of this."""
        self.tell("Somebody else is writing: your save waits until they have finished.")


async def _unwaited(read: Callable[[], T]) -> T:
    """What ``read`` gives, in a thread that whoever leaves doesn't wait for.

    A casebook that doesn't answer may keep it for ever.
    """
    loop = asyncio.get_running_loop()
    given: asyncio.Future[T] = loop.create_future()

    def tell(how: Callable[[Any], None], what: Any) -> None:
        if not given.done():  # who left has cancelled it
            how(what)

    def work() -> None:
        try:
            said: tuple[Callable[[Any], None], Any] = given.set_result, read()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            said = given.set_exception, error
        with suppress(RuntimeError):  # nobody is there any more
            loop.call_soon_threadsafe(tell, *said)

    Thread(target=work, daemon=True).start()
    return await given
