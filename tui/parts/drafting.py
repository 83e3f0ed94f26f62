"""Keeping what is typed in a form, one write at a time, so that none overtakes another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.store.drafts import Draft
    from tui.parts.asking import AskingScreen

Then = Callable[[], object]


class Drafting:
    """The draft of one form, kept at most a second after something was typed."""

    AFTER: ClassVar[float] = 1.0
    """Seconds from a keystroke to its being kept."""

    def __init__(
        self,
        screen: AskingScreen[Any],
        record: str,
        version: int,
        typed: Callable[[], Mapping[str, Any]],
        said: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._record = record
        self._version = version
        self._typed = typed
        self._said = said
        self._waiting = False
        self._busy = False
        self._queue: list[tuple[Callable[[Book], None], Then]] = []
        self.held = True
        """Nothing is kept until the form knows whether there is an older draft."""
        self.kept = False
        """Whether there is a draft in the casebook now."""

    def find(self, book: Book) -> Draft | None:
        """The draft that an earlier form left, or None."""
        from casebook.book.drafts import find_draft

        return find_draft(book, self._record)

    def touched(self) -> None:
        """Something was typed: keep it soon."""
        if not self._waiting and not self.held:
            self._waiting = True
            self._screen.set_timer(self.AFTER, self._due)

    def _due(self) -> None:
        if self._waiting and not self.held:
            self.keep(lambda: None)

    def keep(self, then: Then) -> None:
        """Keep what stands in the form now, and then go on; nothing typed drops the draft."""
        self._waiting = False
        values = dict(self._typed())
        if not values:
            self.drop(then)
            return

        def write(book: Book) -> None:
            from casebook.book.drafts import keep_draft

            keep_draft(book, self._record, self._version, values)

        def done() -> None:
            self.kept = True
            self._said()
            then()

        self._put(write, done)

    def drop(self, then: Then) -> None:
        """Forget the draft, and then go on."""
        self._waiting = False

        def write(book: Book) -> None:
            from casebook.book.drafts import drop_draft

            drop_draft(book, self._record)

        def done() -> None:
            self.kept = False
            then()

        self._put(write, done)

    def when_written(self, then: Then) -> None:
        """Call ``then`` once no draft is being written, and write none meanwhile."""
        self._waiting = False
        if self._busy:
            self._queue.append((lambda _book: None, then))
        else:
            then()

    def _put(self, write: Callable[[Book], None], then: Then) -> None:
        self._queue.append((write, then))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._queue:
            return
        write, then = self._queue.pop(0)
        self._busy = True

        def done(_: None) -> None:
            self._busy = False
            then()
            self._next()

        def refused(_error: BaseException) -> bool:
            self._busy = False
            self._next()
            return False

        self._screen.ask(write, done, group="draft", refused=refused, awaited=False)
