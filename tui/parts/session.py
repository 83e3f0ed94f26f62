"""What all screens share: the open casebook, who looks at it, and an error as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from casebook.core.errors import CasebookError
from casebook.store.file import short_name
from tui.parts.answering import Quiet
from tui.parts.drafts.keeping import DraftKeeper
from tui.running.runs import Run, Runs

if TYPE_CHECKING:
    from casebook.book.made_of import MadeOf
    from casebook.book.opening import Book


@dataclass(frozen=True)
class OpenBook:
    """What every screen shows of the casebook: its name and marking, who looks at it, the day."""

    book: str
    force: str
    login: str
    via: str | None
    marking: str
    synthetic: str
    today: date
    zone: tzinfo
    read_only: bool
    gate: Callable[[str], str]
    """What the gate of a stage does when something is missing: off, warn or block."""


def open_book_of(book: Book) -> OpenBook:
    """What the lines round every screen say of ``book``."""
    settings = book.settings
    return OpenBook(
        book=short_name(book.store.book),
        force=settings.force_name,
        login=book.account.login,
        via=book.via,
        marking=settings.marking,
        synthetic=settings.synthetic,
        today=book.today,
        zone=book.zone,
        read_only=book.store.read_only,
        gate=settings.gate,
    )


class Session(App[None]):
    """The app as its screens know it, so that no screen needs to know the app.

    ``on_fault`` is called with an unexpected exception that the screen survives, and gives the
    sentence to show.
    """

    class RunMoved(Message):
        """What runs beside the terminal is further than it was, or at its end."""

        def __init__(self, run: Run) -> None:
            super().__init__()
            self.run = run

    def __init__(self, *, on_fault: Callable[[BaseException], str] | None = None) -> None:
        super().__init__()
        self.book: Book | None = None
        """The casebook; None until it is open."""
        self.open_book: OpenBook | None = None
        """What screens show of it; None until it has been read."""
        self.heard: list[str] = []
        """What saves left out of texts, a sentence each, until it is said."""
        self.quiet: Quiet | None = None
        """After a key that did nothing, until the keys have been quiet: letters do nothing then."""
        self.keeper = DraftKeeper(
            self,
            lambda: self.book,
            lambda sentence, bad: self.tell(sentence, error=bad),
            self.in_words,
        )
        """Writes the drafts of all forms."""
        self.runs = Runs()
        """What runs beside the terminal, and what ran."""
        self._on_fault = on_fault

    def begin_run(self, run: Run) -> None:
        """Have a command run beside the terminal; how far it is and its end are told here."""
        self.runs.add(run)
        self.run_worker(
            lambda: run.work(lambda: self.post_message(self.RunMoved(run))),
            thread=True,
            exit_on_error=False,
            group="runs",
        )

    def tell(self, sentence: str, *, error: bool = False) -> None:
        """Say a sentence on whatever screen is shown."""
        raise NotImplementedError

    def list_rows(self, behind: MadeOf) -> None:
        """List the rows that a number was made from."""
        raise NotImplementedError

    def hold_letters(self) -> None:
        """Let what was typed for a form that didn't open command nothing."""
        self.quiet = Quiet()

    def in_words(self, error: BaseException) -> str:
        """One sentence for an error: its own, or what ``on_fault`` says of an unexpected one."""
        if isinstance(error, CasebookError):
            return str(error)
        if self._on_fault is not None:
            return self._on_fault(error)
        return (
            f"Something unexpected went wrong ({type(error).__name__}) and this wasn't done. "
            "What was saved before is safe."
        )
