"""The terminal behind ``casebook open``.

Nothing heavy is imported before the first paint: what the first screen needs imports Textual, the
standard library and ``casebook.core``; the verbs and the store come in with the first worker.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import constants, on
from textual.binding import BindingType
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme

from tui import STYLES
from tui.agenda.today_screen import TodayScreen
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.session import Session
from tui.start import Start
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


def _first_look(app: Any) -> str:
    return first(app.look, os.environ)


_OF_THE_FORCE = frozenset(
    {
        *("due", "tasking", "registers", "profiles", "shift", "search", "where_next", "backup"),
        *("find", "find_by_letter", "command_palette", "made"),
    }
)
"""What leads to screens that no partner is shown."""


class CasebookApp(Start):
    """The terminal of one casebook.

    How it is opened is :class:`~tui.start.Start`'s. When a fault ends the app, the exception is in
    ``failure`` after :meth:`run`, to be raised or reported.
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
        super().__init__(open_book, at_profiles=at_profiles, ahead=ahead, on_fault=on_fault)
        self._on_look = on_look
        self.title = title
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
