"""Writing drafts for every form, one after the other, for as long as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from casebook.core.english import sentence
from casebook.core.errors import StoreFailure

if TYPE_CHECKING:
    from textual.app import App

    from casebook.book.opening import Book
    from casebook.store.drafts import Draft

Says = Callable[[str, bool], object]
"""Says a sentence, and whether it is of something that went wrong."""


class KeptText(NamedTuple):
    """What is to stand as the draft of a record; without values, none is."""

    record: str
    version: int
    """The version of the record that it was typed over."""
    values: Mapping[str, Any]
    at: str
    """When it was handed over, in ISO form."""
    tell: Callable[[str, bool], bool]
    """Says how it went, and whether that is bad, where it was typed; False once that is gone."""

    def as_draft(self) -> Draft | None:
        """The draft that it is to be, or None."""
        from casebook.store.drafts import Draft

        if not self.values:
            return None
        return Draft(self.record, dict(self.values), self.version, self.at)


class DraftKeeper:
    """Writes what is typed, the newest of each record, and tries again where it can't.

    It belongs to the app and not to a form: a form may close while its text still waits, and the
    next one of the same record is given that text. What waits is written in the order it came, and
    a text that a newer one of its record has overtaken isn't written at all.
    """

    AGAIN: ClassVar[float] = 2.0
    """Seconds until what couldn't be written is tried again."""
    PATIENCE: ClassVar[float] = 2.0
    """Seconds for which one attempt waits while somebody else writes."""

    def __init__(
        self,
        app: App[Any],
        book: Callable[[], Book | None],
        says: Says,
        in_words: Callable[[BaseException], str],
    ) -> None:
        """``book`` gives the casebook once it is open; ``says`` says a sentence where one looks.

        ``in_words`` reports an unexpected error and gives the sentence.
        """
        self._app = app
        self._book = book
        self._says = says
        self._in_words = in_words
        self._waiting: dict[str, KeptText] = {}
        self._writing = False
        self._pausing = False
        """Whether the next attempt waits for its time."""
        self._said_of: set[str] = set()
        """The records of which it was said where the person is now that they aren't written."""
        self.since = ""
        """The time since when nothing could be written; empty while it can."""

    def put(self, text: KeptText) -> None:
        """Have a text written, in place of what waits for its record."""
        self._waiting[text.record] = text
        self._start()

    def find(self, book: Book, record: str) -> Draft | None:
        """The draft of a record: the text that still waits, else the one in the casebook."""
        from casebook.book.drafts import take_draft

        waiting = self._waiting.get(record)
        return take_draft(book, record) if waiting is None else waiting.as_draft()

    @property
    def lost(self) -> str:
        """That something typed isn't written yet, in a sentence; empty where all is."""
        if not self._waiting or not self.since:
            return ""
        return f"not saved since {self.since}, trying again, your text is kept"

    async def written(self) -> bool:
        """Wait until all is written; False as soon as it can't be."""
        while self._waiting and not self.since:
            await asyncio.sleep(0.01)
        return not self._waiting

    def _start(self) -> None:
        book = self._book()
        if self._waiting and book is not None and not (self._writing or self._pausing):
            self._writing = True
            self._app.run_worker(self._write_all(book), exit_on_error=False, group="drafts")

    def _again(self) -> None:
        self._pausing = False
        self._start()

    async def _write_all(self, book: Book) -> None:
        # its own attempts are short, and it says itself that they are in vain
        store = replace(book.store, patience=self.PATIENCE, waiting=lambda: None)
        patient = replace(book, store=store)
        try:
            while self._waiting:
                text = next(iter(self._waiting.values()))
                try:
                    await asyncio.to_thread(_write, patient, text)
                except StoreFailure:
                    self._tell_lost(book)
                    self._pausing = True
                    self._app.set_timer(self.AGAIN, self._again)
                    return
                except Exception as error:  # noqa: BLE001 - in_words reports what is unexpected
                    self._done(text)
                    self._says(self._in_words(error), True)
                else:
                    self._done(text)
                    # what was overtaken while it was written isn't how the record stands
                    if text.record not in self._waiting:
                        self._tell_kept(book, text)
        finally:
            self._writing = False

    def _done(self, text: KeptText) -> None:
        """Forget what was written, unless it was typed on meanwhile."""
        if self._waiting.get(text.record) is text:
            del self._waiting[text.record]

    def _tell_lost(self, book: Book) -> None:
        """Say it on each form, else once on whatever the person looks at."""
        self.since = self.since or _now(book)
        for record, text in self._waiting.items():
            if not text.tell(self.lost, True) and record not in self._said_of:
                self._said_of.add(record)
                self._says(f"{sentence(self.lost)}.", True)

    def _tell_kept(self, book: Book, text: KeptText) -> None:
        since, self.since = self.since, ""
        self._said_of.discard(text.record)
        words = f"draft kept {_now(book)}" if text.values else ""
        if not text.tell(words, False) and since and words:
            self._says(f"{sentence(words)}.", False)


def _now(book: Book) -> str:
    from casebook.core.wording import clock  # not before the first paint

    return clock(book.clock().astimezone(book.zone))


def _write(book: Book, text: KeptText) -> None:
    from casebook.book.drafts import drop_draft, keep_draft

    if text.values:
        keep_draft(book, text.record, text.version, text.values)
    else:
        drop_draft(book, text.record)
