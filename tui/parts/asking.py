"""How a screen asks the casebook: in a thread, with the answer handed back in a message.

A worker never touches a widget. What it returns, or the error it ends in, comes back as its
state-changed message, and only then does the screen change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from casebook.core.errors import StaleRecord
from tui.parts.answering import AnsweringScreen
from tui.parts.screen_edges import Keys, Marking, Notice
from tui.parts.session import Session
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from casebook.book.opening import Book
    from tui.running.runs import Run

T = TypeVar("T")
Refused = Callable[[BaseException], bool]
"""Called with what went wrong; True when it has dealt with it and nothing more need be said."""


class _Pending(NamedTuple):
    """A question that isn't answered yet."""

    then: Callable[[Any], object]
    refused: Refused | None
    awaited: bool


class Greying:
    """Greys the keys of a screen, or of a part of one, that may not be used now, and says why."""

    @property
    def page(self) -> AskingScreen[Any]:
        """The screen, which says it."""
        raise NotImplementedError

    def refusal(self, action: str) -> str | None:
        """Why ``action`` may not be done now, or None."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what may not be done now."""
        return None if self.refusal(action) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.page.active_bindings.get(event.key)
        if active is None or active.enabled:
            return
        bound: object = active.node
        if bound is not self:
            return
        reason = self.refusal(active.binding.action.partition("(")[0])
        if reason:
            self.page.say(reason, error=True)
            self.page.session.hold_letters()
            event.stop()


class AskingScreen(Greying, AnsweringScreen[ScreenResultType]):
    """A screen that asks the casebook in threads, and says why a key is greyed."""

    class Listed(Message):
        """The rows are shown, and what takes longer is about to be read."""

    HELP: ClassVar[str | None] = None
    """What the screen is for, in a few lines; F1 shows it above the keys."""
    TYPED: ClassVar[bool] = False
    """Whether letters are for typing here, so that none leads to another screen."""

    @property
    def session(self) -> Session:
        """What all screens share."""
        app = self.app
        assert isinstance(app, Session)
        return app

    @property
    def page(self) -> AskingScreen[Any]:
        """The screen itself."""
        return self

    def compose(self) -> ComposeResult:
        """What the screen is about, with the marking round it, the notice and the keys."""
        yield Marking()
        yield from self.body()
        yield Notice()
        yield Keys()
        yield Marking()

    def body(self) -> ComposeResult:
        """What the screen is about."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the casebook's marking, once it is known."""
        self.mark()

    def mark(self) -> None:
        """Show the protective marking at the top and at the bottom."""
        open_book = self.session.open_book
        if open_book is not None:
            for marking in self.query(Marking):
                marking.say(open_book.marking, open_book.synthetic)

    def ask(
        self,
        call: Callable[[Book], T],
        then: Callable[[T], object],
        *,
        group: str,
        refused: Refused | None = None,
        awaited: bool = True,
    ) -> None:
        """Make the ``call`` in a thread; call ``then`` with its answer in the screen's own.

        The answer to an earlier call of the same ``group`` is dropped. Keys wait for an answer that
        is ``awaited``, and for the one that comes in the place of such a one.
        """
        book = self.session.book
        if book is None:
            return
        worker = self.run_worker(
            lambda: call(book), thread=True, exclusive=True, exit_on_error=False, group=group
        )
        awaited = awaited or any(
            one.awaited for old, one in self._asked.items() if old.group == group
        )
        self._asked[worker] = _Pending(then, refused, awaited)

    def bring(self, what: Callable[[], T], then: Callable[[T], object]) -> None:
        """Import in a thread ``what`` a screen is made with, and go on ``then``.

        The first time that may take longer than a key may keep the screen.
        """
        self.ask(lambda _book: what(), then, group="bring")

    @property
    def _asked(self) -> dict[Worker[Any], _Pending]:
        found: dict[Any, Any] = self.__dict__.setdefault("_questions", {})
        return found

    @property
    def awaits(self) -> bool:
        """Whether an answer is to come, or being shown, without which no key should be taken."""
        # one that was overtaken before it began is cancelled and never heard of again
        return any(one.awaited for worker, one in self._asked.items() if not worker.is_cancelled)

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand on an answer, or say what went wrong."""
        if event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        asked = self._asked.get(event.worker)
        if asked is None:
            return
        try:
            if event.state is WorkerState.SUCCESS:
                await self._show_answer(event.worker.result, asked.then)
            elif event.state is WorkerState.ERROR:
                error = event.worker.error
                assert error is not None
                if asked.refused is None or not asked.refused(error):
                    self.say(self.session.in_words(error), error=True)
                    if isinstance(error, StaleRecord):
                        self.reread()
        finally:
            del self._asked[event.worker]

    async def _show_answer(self, answer: Any, then: Callable[[Any], object]) -> None:
        done = then(answer)
        if iscoroutine(done):
            await done
        self.app.call_later(self._say_heard)

    @property
    def about(self) -> Mapping[str, str]:
        """What the screen shows, from which forms are filled in: a profile, an area, a month."""
        return {}

    def run_moved(self, run: Run) -> None:
        """Tell at the foot how far a run beside the terminal is, and in a sentence of its end."""
        for keys in self.query(Keys):
            keys.refresh()
        if run.ended:
            self.say(run.ended, error=bool(run.said))

    def reload(self) -> None:
        """Read again what the screen shows; nothing where that isn't read from the casebook."""

    def reread(self) -> None:
        """Read again what somebody else has changed; what is said of it stays."""
        self.reload()

    def stands(self, saved: Any) -> None:
        """Show what a save gave, before all is read again; nothing where it isn't shown here."""

    def was_done(self, record: Any) -> None:
        """Show that what was owed on a record is done; nothing where that isn't shown here."""

    def settled(self, record: Any) -> None:
        """Show here, and on the screens one comes back to, that what was owed on it is done."""
        for screen in self.app.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.was_done(record)

    def changed(self, done: str, saved: Any = None) -> None:
        """Say what was done and show what stands now, what was ``saved`` at once."""
        self.say(done)
        if saved is not None:
            self.stands(saved)
        self.reload()

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show one sentence at the foot of the screen until something else is done."""
        for notice in self.query(Notice):
            notice.say(sentence, error=error)

    def _say_heard(self) -> None:
        """Say, beside what was done, what the save left out of the texts typed."""
        heard, self.session.heard[:] = list(dict.fromkeys(self.session.heard)), []
        screen: object = self.app.screen
        if heard and isinstance(screen, AskingScreen):
            for notice in screen.query(Notice):
                notice.say(" ".join((notice.said, *heard)).strip())

    def hush(self) -> bool:
        """Take the notice away; True when there was one."""
        shown = [notice for notice in self.query(Notice) if notice.display]
        for notice in shown:
            notice.clear()
        return bool(shown)

    def unsaved(self) -> bool:
        """Whether something typed on the screen isn't saved."""
        return False


class AskingDialog(ModalScreen[ScreenResultType], AskingScreen[ScreenResultType]):
    """A short dialog over a screen, that may ask the casebook too."""

    def run_moved(self, run: Run) -> None:
        """Say nothing: it would stand as what is wrong with what is typed."""


class FirstPaint(AskingScreen[None]):
    """A screen the terminal may open at: heading and keys at once, its rows when they are read."""

    HEADING: ClassVar[str]
    """What it is a page of."""

    @property
    def read_once(self) -> bool:
        """Whether what it shows was ever read."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Marking, heading, that the casebook is opened, keys."""
        yield Marking()
        with Horizontal(id="heading"):
            yield Static(plain(self.HEADING, "bold $primary"), id="what")
            yield Static(id="where")
        yield Notice()
        opening = line(f"Opening {self.app.title} …", "$quiet")
        yield Static(opening, id="viewer", classes="-opening")
        yield Keys()
        yield Marking()

    def on_mount(self) -> None:
        """Read it now where the casebook is open by now; else the app has it read then."""
        if self.session.book is not None:
            self.reload()

    async def mount_rows(self, rows: Widget, detail: Static) -> None:
        """Show its rows, and what is said of one in ``detail``, in the place of the opening's."""
        self.query_one("#viewer").remove_class("-opening")
        await self.mount_all((rows, detail), before=self.query_one(Notice))

    def unread(self, _error: BaseException) -> bool:
        """Say what to do where nothing could be read; the error itself is said too."""
        if not self.read_once:
            sentence = "Nothing could be read: F5 tries again, q leaves."
            self.query_one("#viewer", Static).update(sentence)
        return False
