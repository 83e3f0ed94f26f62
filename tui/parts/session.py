"""What all screens share: the open casebook, its runs and drafts, and an error as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from casebook.core.errors import CasebookError
from tui.parts.answering import Quiet
from tui.parts.drafts.keeping import DraftKeeper
from tui.running.runs import Run, Runs

if TYPE_CHECKING:
    from casebook.book.made_of import MadeOf
    from casebook.book.opening import Book
    from tui.parts.open_book import OpenBook


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
