"""Keeping what is typed in a form as a draft, for as long as nothing was done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from casebook.core.errors import StoreFailure
from tui.parts.drafts.keeping import KeptText

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.store.drafts import Draft
    from tui.parts.asking import AskingScreen

Says = Callable[[str], object]
"""Shows how the draft stands on the form: ``draft kept 10:42``."""


class Drafting:
    """The draft of one form, handed on to be kept soon after something was typed."""

    AFTER: ClassVar[float] = 0.2
    """Seconds from a keystroke to its being kept, so that half a second is the most ever lost."""

    def __init__(
        self,
        screen: AskingScreen[Any],
        record: str,
        version: int,
        typed: Callable[[], Mapping[str, Any]],
        lost: Says,
        kept: Says | None = None,
    ) -> None:
        """``lost`` says that it can't be kept now, and with no words that it can again.

        ``kept`` says each time that it was kept, where a form shows that.
        """
        self._screen = screen
        self._record = record
        self._version = version
        self._typed = typed
        self._says_lost, self._says_kept = lost, kept
        self._is_lost = False
        self._waiting = False
        self._over = False
        self.held = True
        """Nothing is kept until the form knows whether there is an older draft."""
        self.kept = False
        """Whether there is a draft, written or about to be."""

    def look(self, then: Callable[[Draft | None], object]) -> None:
        """Look for the draft that an earlier form left; until it is known none is kept."""
        keeper = self._screen.session.keeper

        def find(book: Book) -> Draft | None:
            return keeper.find(book, self._record)

        def found(draft: Draft | None) -> None:
            if self._over:
                return
            self.held, self.kept = False, draft is not None
            then(draft)
            self.touched()

        def refused(error: BaseException) -> bool:
            if isinstance(error, StoreFailure):
                self._screen.set_timer(keeper.AGAIN, lambda: self.look(then))
            return False

        self._screen.ask(find, found, group="find", refused=refused)

    def touched(self) -> None:
        """Something was typed: keep it soon."""
        if not self._waiting and not self.held and not self._over:
            self._waiting = True
            self._screen.set_timer(self.AFTER, self._due)

    def _due(self) -> None:
        if self._waiting and not self.held:
            self.keep()

    def keep(self) -> None:
        """Have what stands in the form now kept; nothing typed drops the draft."""
        self._waiting = False
        values = dict(self._typed())
        if values or self.kept:
            self._put(values)

    def drop(self) -> None:
        """Have the draft forgotten, if there is one."""
        if self.kept:
            self._put({})
        self._waiting = False

    def rebase(self, version: int) -> None:
        """Go on over another version of the record: what is typed is compared with that."""
        self._version = version

    def end(self) -> None:
        """Keep nothing more: what stands in the form from here on is of another record."""
        self._over, self._waiting = True, False

    def hold(self) -> None:
        """Keep nothing more for now: what stands there is being saved."""
        self._waiting = False

    def _put(self, values: Mapping[str, Any]) -> None:
        self._waiting = False
        self.kept = bool(values)
        session, book = self._screen.session, self._screen.session.book
        if book is not None and not book.store.read_only:
            at = book.clock().isoformat(timespec="seconds")
            text = KeptText(self._record, self._version, values, at, self._tell)
            session.keeper.put(text)

    def _tell(self, words: str, bad: bool) -> bool:
        """Say it on the form, while that is there."""
        if self._over or self._screen not in self._screen.app.screen_stack:
            return False
        if bad or self._is_lost:
            self._says_lost(words if bad else "")
        self._is_lost = bad
        if words and not bad and self._says_kept is not None:
            self._says_kept(words)
        return True
