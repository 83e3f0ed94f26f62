"""Looking for candidate hotspots, and reading why each is one and why it may not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from casebook.core.codes import COUNT_GROUPS
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.statement import Ask, Stated, Statement
from tui.keys import keys_of
from tui.parts.picker import pick
from tui.parts.reason import NO_FILE, ReasonScreen
from tui.parts.text import line, plain
from tui.registers.statement_screen import StatementScreen, windows_up_to
from tui.running.child import CASEBOOK, ChildCommand, Printed, Told, environment_of

if TYPE_CHECKING:
    from casebook.book.opening import Book

METHODS = {
    "gistar": "Gi*: a test of cells with what lies around them",
    "kde": "Density: the densest ground, a choice and not a test",
    "dbscan": "Groups of incidents within 100 m of one another",
}
_STATED = Stated(
    "candidates",
    "Find candidate hotspots.",
    "tui.detection.candidates:candidates_of",
    ("window", "by"),
    tuple(METHODS),
)


class CandidatesScreen(StatementScreen):
    """The candidates among the casebook's own incidents, the one with most first."""

    HELP = (
        "Where incidents lie closer together than elsewhere, with what speaks for and against each "
        "place. Nothing is dropped for not looking like a hotspot: it says why. Enter reads one "
        "whole, o what was looked at and how; B changes the method, f what is counted, M the "
        "months. Tab goes to a count, and Enter lists its incidents. The search is 'casebook "
        "detect', run beside this screen: X stops it, F2 writes "
        "what is found to a file or a map."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("candidates")

    class Reached(Message):
        """How far the search is."""

        def __init__(self, told: Told) -> None:
            super().__init__()
            self.told = told

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """``command`` is the command line that looks, else Casebook's own."""
        super().__init__(_STATED, self._search, asked=Ask(by="gistar"))
        self._count = "crime"
        self._command = command or CASEBOOK
        self._child: ChildCommand | None = None

    def reload(self) -> None:
        """Look again, for what is asked now."""
        self._end()
        self._found = None
        self.query_one("#statement-title", Static).update(
            line("Looking for candidates …  X stops", "$quiet")
        )
        self._turned = ()
        asked = self.asked
        self.ask(
            lambda book: self._search(book, asked),
            self._show,
            group="statement",
            refused=self._ended,
            awaited=False,  # a search takes long, and a key must be able to stop it
        )

    def _search(self, book: Book, asked: Ask) -> Statement:
        from casebook.detection.own import last_year
        from tui.detection.candidates import candidates_of

        window = asked.window or last_year(book.today)
        return candidates_of(self._printed(book, asked), window, self._count)

    def _ended(self, _error: BaseException) -> bool:
        """Stand as a screen without a search; what went wrong is said as ever."""
        self.query_one("#statement-title", Static).update(line("Nothing was found", "$quiet"))
        self.refresh_bindings()
        return False

    def _printed(self, book: Book, asked: Ask, *more: str) -> Printed:
        """What the command prints of what is asked; in a thread."""
        months = (
            ("--from", str(asked.window.first), "--to", str(asked.window.last))
            if asked.window
            else ()
        )
        child = ChildCommand(
            (
                *("detect", "--method", asked.by, "--count", self._count, *months),
                *("--format", "json", "--progress", "json", *more),
            ),
            environment=environment_of(book),
            command=self._command,
        )
        self._child = child
        try:
            return child.run(lambda told: self.post_message(self.Reached(told)))
        finally:
            if self._child is child:
                self._child = None

    @on(Reached)
    def _reached(self, event: Reached) -> None:
        if self._found is None:
            said = f"Looking for candidates: {event.told}  X stops"
            self.query_one("#statement-title", Static).update(line(said, "$quiet"))

    def windows(self, last: Month) -> tuple[tuple[str, Window | None], ...]:
        """Months there can be a search of; it always is of some."""
        return tuple(each for each in windows_up_to(last) if each[1] is not None)

    def refusal(self, action: str) -> str | None:
        """There is nothing to write before something was found, and nothing to stop after."""
        if action == "save" and (self._found is None or not self._found.rows):
            return "There are no candidates to write."
        if action == "stop" and self._child is None:
            return "No search is running."
        return None if action == "narrow" else super().refusal(action)

    def action_by(self) -> None:
        """Choose how candidates are looked for."""
        pick(self, "How to look", METHODS, self._by)

    def _by(self, method: str) -> None:
        self._ask_again(Ask(window=self.asked.window, by=method))

    def action_narrow(self) -> None:
        """Choose what is counted."""
        pick(self, "What is counted", {g.name: g.title for g in COUNT_GROUPS.values()}, self._of)

    def _of(self, group: str) -> None:
        self._count = group
        self.reload()

    def action_save(self) -> None:
        """Ask for a file, and write the candidates into it."""

        def write(book: Book, file: str, _waiver: str) -> str:
            if not file.strip():
                raise BadValue("Say which file they are to be written to.")
            return self._printed(book, self.asked, "-o", file.strip()).notes[-1]

        def done(said: object) -> None:
            if isinstance(said, str):
                self.say(said)

        self.hush()
        about = plain("A .gpkg, .geojson or .shp for a GIS and for import; .html is a map.")
        asked = "a file, such as candidates.gpkg or candidates.html"
        title = "Write the candidates"
        dialog = ReasonScreen(
            title,
            about,
            write,
            asked=asked,
            does="writes",
            keep_as="candidates file",
            blank=NO_FILE,
        )
        self.app.push_screen(dialog, done)

    def action_stop(self) -> None:
        """Stop the search."""
        self._end()

    def on_unmount(self) -> None:
        """Whoever leaves waits for no search."""
        self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()
