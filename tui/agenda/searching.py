"""Search over everything written: words in, the profiles that hold them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from casebook.core.english import counted
from casebook.core.wording import MISSING
from tui import STYLES
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.input import LineInput
from tui.parts.table import WIDE, Column, Row, Table, TableRows
from tui.parts.text import line, sentence

if TYPE_CHECKING:
    from casebook.agenda.search import SearchResult
    from casebook.book.opening import Book


class SearchScreen(AskingScreen[None]):
    """Words, and under them what holds every one of them; Enter opens a profile."""

    CSS_PATH = STYLES / "searching.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Searches profiles, stages, actions, reviews and registers, closed ones too, for every "
        "one of the words. Enter in the words searches; ↓ goes to what was found, Enter opens it."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("search")

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[SearchResult, ...] = ()

    def body(self) -> ComposeResult:
        """The words, what was found, where."""
        yield Static(line("Search everything", "bold $primary"), id="search-title")
        yield LineInput(placeholder="words, then Enter", id="words")
        yield Table(empty="", id="found")
        yield Static(id="where-found")

    def on_mount(self) -> None:
        """The words are typed at once."""
        self.query_one("#words").focus()

    @on(Input.Submitted)
    def _search(self, event: Input.Submitted) -> None:
        words = event.value
        self.hush()

        def search(book: Book) -> tuple[SearchResult, ...]:
            from casebook.agenda.search import search as search_everything

            return search_everything(book, words)

        self.ask(search, self._show, group="search")

    def _show(self, found: tuple[SearchResult, ...]) -> None:
        self._found = found
        heading = f"   {counted(len(found), 'result')}"
        title = Content.assemble(("Search everything", "bold $primary"), (heading, "$quiet"))
        self.query_one("#search-title", Static).update(title)
        table = self.query_one(Table)
        columns = [Column("Ref", 16), Column("Title", 24), Column("Stands", 11), Column("Found", 0)]
        rows = [Row(str(n), _cells(one)) for n, one in enumerate(found)]
        table.fill(columns, rows, empty="Nothing holds all of these words: try fewer.")
        if rows:
            table.rows.highlighted = 0
            table.rows.focus()
        self._detail()

    @on(TableRows.OptionHighlighted)
    def _detail(self) -> None:
        key = self.query_one(Table).key
        one = self._found[int(key)] if key is not None and self._found else None
        lines = [line(f"{hit.ref}: {hit.excerpt}") for hit in one.hits[:4]] if one else []
        self.query_one("#where-found", Static).update(Content("\n").join(lines))

    @on(TableRows.OptionSelected)
    def _opened(self, event: TableRows.OptionSelected) -> None:
        one = self._found[int(event.option_id or 0)]
        if one.status is None:
            self.say(f"{one.ref} is part of no profile: its words stand below.")
        else:
            from tui.profiles.profile_screen import ProfileScreen

            self.app.push_screen(ProfileScreen(one.ref))

    def action_results(self) -> None:
        """Go to what was found."""
        if self._found:
            self.query_one(TableRows).focus()

    def action_words(self) -> None:
        """Go back to the words."""
        self.query_one("#words").focus()

    def action_back(self) -> None:
        """Close the search."""
        self.dismiss(None)


def _cells(one: SearchResult) -> tuple[Content | str, ...]:
    live = one.status in ("open", "monitoring")
    stands = (one.stage if live else one.status) or MISSING
    hits = [hit.ref.removeprefix(one.ref).strip() or hit.kind for hit in one.hits]
    return (one.ref, one.title or MISSING, stands, sentence(*dict.fromkeys(hits), by=", "))
