"""The terminal behind ``casebook open``.

Nothing heavy is imported before the first paint: what the first screen needs imports Textual, the
standard library and ``casebook.core``; the verbs and the store come in with the first worker.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import constants, on
from textual.binding import BindingType
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker, WorkerState

from tui import STYLES
from tui.agenda.today_screen import TodayScreen
from tui.in_turn import KeysInTurn
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.session import Session
from tui.themes import OWN_VARIABLES, THEMES, after, first

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from casebook.book.made_of import MadeOf
    from casebook.book.opening import Book
    from tui.agenda.first_page import FirstPage

T = TypeVar("T")

_BY_LETTER = frozenset({"due", "tasking", "registers", "quit_by_letter", "find_by_letter", "made"})
"""What a letter does on every screen where none are typed."""

_YOUNG_ONLY = (2_000, 10, 1_000_000)
"""When garbage is collected: of what is new often, of all there is never by itself."""
_AWAITED = 0.25
"""Seconds that what is read ahead is waited for, once the casebook could be read itself."""
_IDLE = 60.0
"""Seconds without a key after which all garbage is collected."""
_TURN = 0.0005
"""Seconds that a thread which computes may keep the others waiting."""


def _register_screen() -> None:
    from casebook.core.entry import registers
    from tui.registers import register_screen  # noqa: F401

    registers()


def _list_screen() -> None:
    from tui.profiles import list_screen, listing  # noqa: F401


def _due_screen() -> type[Screen[Any]]:
    from tui.agenda.due_screen import DueScreen

    return DueScreen


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


def _first_look(app: Any) -> str:
    return first(app.look, os.environ)


_OF_THE_FORCE = frozenset(
    {
        *("due", "tasking", "registers", "profiles", "shift", "search", "where_next", "backup"),
        *("find", "find_by_letter", "command_palette", "made"),
    }
)
"""What leads to screens that no partner is shown."""


class CasebookApp(KeysInTurn):
    """The terminal of one casebook.

    ``open_book`` opens it, in a thread, after the first paint, of Today or with
    ``at_profiles`` of the list of profiles. When that fails, or a fault ends the
    app, the exception is in ``failure`` after :meth:`run`, to be raised or reported.
    ``ahead``, called again and again until it gives None, waits for the first page of Today
    where somebody else reads it, and then for the same page with what stands behind it; each is
    shown when it comes.
    ``look`` is the theme that the person chose last; ``on_look`` is told each new choice.
    """

    CSS_PATH = [STYLES / "screen_edges.tcss", STYLES / "profiles.tcss", STYLES / "today.tcss"]  # noqa: RUF012 - Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = keys_of("app")

    # the first theme, not one changed to later: styles are worked out once
    theme: Reactive[str] = Reactive(Initialize(_first_look))

    def __init__(
        self,
        open_book: Callable[[], Book],
        title: str,
        *,
        at_profiles: bool = False,
        ahead: Callable[[], FirstPage | None] | None = None,
        on_fault: Callable[[BaseException], str] | None = None,
        look: str = "",
        on_look: Callable[[str], object] | None = None,
    ) -> None:
        self.look = look
        super().__init__(on_fault=on_fault)
        self._at_profiles = at_profiles
        self._on_look = on_look
        self.title = title
        self.failure: BaseException | None = None
        self._open_book = open_book
        self._ahead = ahead
        self._opening = False
        self._handed_over = False
        """Whether the first screen has the casebook to read."""
        self._read: dict[Worker[Any], Callable[[Any], Awaitable[None]]] = {}
        """What is being read in a thread, and who shows it."""
        self._told_of_loss = ""
        """Since when a draft isn't written, as who quits was told."""
        for theme in THEMES:
            self.register_theme(theme)

    def get_driver_class(self) -> type[Driver]:
        """Textual's own for this system, on Linux and macOS with a quicker Esc."""
        if sys.platform == "win32" or constants.DRIVER is not None:
            return super().get_driver_class()
        from tui.keyboard import Keyboard

        return Keyboard

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by name; Casebook's own are known before any is registered."""
        own = {theme.name: theme for theme in THEMES}
        return own.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that themes other than Casebook's don't name."""
        return OWN_VARIABLES

    def get_default_screen(self) -> Screen[Any]:
        """Today, or the list of profiles where that was asked for."""
        return self._profiles() if self._at_profiles else TodayScreen()

    def _profiles(self) -> Screen[Any]:
        from tui.profiles.list_screen import ProfilesScreen

        return ProfilesScreen()

    def on_load(self) -> None:
        """Collect no garbage until the rows are shown: what is made by then stays.

        A thread that reads the casebook hands over to the keys soon and not after a while.
        """
        self._thresholds = gc.get_threshold()
        gc.disable()
        sys.setswitchinterval(_TURN)

    @on(AskingScreen.Listed)
    def _collect_garbage(self) -> None:
        """Go on with what is new, sparing what was made at the start.

        All there is, of a force's casebook a second's work, is gone through while nobody types.
        """
        if not gc.isenabled():
            gc.freeze()
            gc.set_threshold(*_YOUNG_ONLY)
            gc.enable()
            self.set_interval(_IDLE, self._collect_while_idle)

    def _collect_while_idle(self) -> None:
        if self.idle_for > _IDLE:
            gc.collect()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No letter leads away from where letters are typed, nor a partner from what is shared."""
        if action in _OF_THE_FORCE and self.book is not None and self.book.account.partner:
            return False
        if action in _BY_LETTER and (self._typed_into or getattr(self.focused, "TEXT", False)):
            return False
        return super().check_action(action, parameters)

    @property
    def _typed_into(self) -> bool:
        """Whether letters are text on the screen that is shown, or on the one below a question."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AskingScreen):
                return screen.TYPED
        return False

    def action_backup(self) -> None:
        """Ask where to, and copy the casebook."""
        from tui.backup import back_up

        screen: object = self.screen
        if self.book is not None and isinstance(screen, AskingScreen):
            back_up(screen)

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

    def tell(self, sentence: str, *, error: bool = False) -> None:
        """Say a sentence on whatever screen is shown, or on the one below a short dialog."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AskingScreen):
                screen.say(sentence, error=error)
                return

    def action_registers(self) -> None:
        """Go to a register of the whole casebook."""
        screen: object = self.screen
        if self.book is not None and isinstance(screen, AskingScreen):
            screen.bring(_register_screen, lambda _: self._pick_register(screen))

    def _pick_register(self, screen: AskingScreen[Any]) -> None:
        from tui.registers.register_screen import RegisterScreen, pick_register

        pick_register(screen, lambda kind: self.push_screen(RegisterScreen(kind)))

    def action_profiles(self) -> None:
        """Show the list of profiles."""
        screen: object = self.screen
        if self.book is not None and isinstance(screen, AskingScreen):
            screen.bring(_list_screen, lambda _: self.push_screen(self._profiles()))

    def action_due(self) -> None:
        """Show what is due."""
        screen: object = self.screen
        if self.book is not None and isinstance(screen, AskingScreen):
            screen.bring(_due_screen, lambda kind: self.push_screen(kind()))

    def action_tasking(self) -> None:
        """Show what to task, in the account's own area at first."""
        from tui.agenda.tasking import tasking_screen

        if self.book is not None:
            self.push_screen(tasking_screen(self.book.account))

    def action_where_next(self) -> None:
        """Look for candidate hotspots among the casebook's own incidents."""
        from tui.detection.candidates_screen import CandidatesScreen

        if self.book is not None and not isinstance(self.screen, CandidatesScreen):
            self.push_screen(CandidatesScreen())

    def action_shift(self) -> None:
        """Show the sheet of last night's shift."""
        from tui.agenda.shift_screen import open_shift

        screen: object = self.screen
        if self.book is not None and isinstance(screen, AskingScreen):
            open_shift(screen, self.book.account)

    @on(Session.RunMoved)
    def _run_moved(self, event: Session.RunMoved) -> None:
        """Tell on the screen that is looked at how far a run is."""
        screen: object = self.screen
        if isinstance(screen, AskingScreen):
            screen.run_moved(event.run)

    def action_made(self) -> None:
        """Show what runs beside the terminal and what it made."""
        from tui.making.runs_screen import RunsScreen

        if self.book is not None and not isinstance(self.screen, RunsScreen):
            self.push_screen(RunsScreen())

    def list_rows(self, behind: MadeOf) -> None:
        """List the rows that a number was made from."""
        # what lists them isn't needed for the first paint
        from tui.numbers.rows_screen import RowsScreen

        self.push_screen(RowsScreen(behind))

    def action_find(self) -> None:
        """Find anything: what is in the casebook, and what can be done here."""
        from tui.finding.find_screen import FindScreen, open_find

        if self.book is not None and not isinstance(self.screen, FindScreen):
            open_find(self.screen)

    def action_find_by_letter(self) -> None:
        """Find anything, as :meth:`action_find` does."""
        self.action_find()

    def action_command_palette(self) -> None:
        """Find anything: the commands are among it."""
        self.action_find()

    def action_help(self) -> None:
        """Show what the screen is for and every key that works on it."""
        from tui.help import HelpScreen

        self.push_screen(HelpScreen.of(self.screen))

    def action_next_theme(self) -> None:
        """Change to the next of the light, the dark and the high-contrast look."""
        self.theme = after(self.theme)
        if self._on_look is not None:
            self._on_look(self.theme)

    async def action_quit_by_letter(self) -> None:
        """Leave, as :meth:`action_quit` does."""
        await self.action_quit()

    async def action_quit(self) -> None:
        """Leave, unless something typed would be lost."""
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen) and screen.unsaved():
                screen.say("Save this form (F2) or leave it (Esc) before you quit.", error=True)
                return
        if not await self.keeper.written() and self._told_of_loss != self.keeper.since:
            self._told_of_loss = self.keeper.since
            self.tell(
                f"What you typed is {self.keeper.lost}. Quit again to leave without it.", error=True
            )
            return
        running = self.runs.running
        if running:
            from tui.making.leaving import ask_to_stop

            ask_to_stop(self, running)
        else:
            self.exit()

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Leave; nothing that runs beside the terminal runs on."""
        self.runs.stop()
        super().exit(result, return_code, message)

    def _fatal_error(self) -> None:
        """End in order: the exception goes to whoever ran the app, not onto the screen."""
        self.runs.stop()
        self.failure = self._exception
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Let go of the casebook, and of all that was made for it."""
        gc.unfreeze()
        gc.set_threshold(*self._thresholds)
        gc.enable()
        if self.book is not None:
            self.book.store.close()
