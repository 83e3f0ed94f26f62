"""One box for everything: words in, whatever goes by them out, while they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from casebook.core.english import counted
from tui import STYLES
from tui.finding.opening import open_row
from tui.finding.rows import (
    Command,
    FoundRow,
    Run,
    command_row,
    commands_of,
    register_row,
    stated_row,
    thing_row,
)
from tui.keys import keys_of
from tui.parts.asking import AskingScreen
from tui.parts.input import LineInput
from tui.parts.table import Column, Row, Table, TableRows
from tui.parts.text import line, plain

if TYPE_CHECKING:
    from casebook.agenda.finding.find import Thing
    from casebook.book.opening import Book

_SORT_WIDTH = 13
"""Cells of the column that says what a row is."""


class FindScreen(AskingScreen[Run | None]):
    """Words, and under them what goes by them; Enter opens that very thing.

    Gives what is to be run on the screen it was opened from, where that was chosen.
    """

    CSS_PATH = STYLES / "finding.tcss"
    HELP = (
        "One box for everything: profiles, hotspots and areas, people, registers and what they "
        "add up to, every entry and every text, what worked before, and what can be done or made "
        "here. Just type: what is called so comes first, then what worked, then what holds the "
        "words. ↑ and ↓ choose, Enter opens it, Esc goes back to where you were."
    )
    TYPED = True
    BINDINGS: ClassVar[list[BindingType]] = keys_of("find")

    def __init__(self, commands: Sequence[Command] = (), typed: str = "") -> None:
        """``commands`` are those of the screen it is opened from; ``typed`` stands in the box."""
        super().__init__()
        self._commands = tuple(map(command_row, commands))
        self._known: tuple[FoundRow, ...] | None = None
        """Registers and what they add up to, once they were read."""
        self._typed = typed
        self._looked_for: str | None = None
        """The words that are being looked for; None while nothing is."""
        self._rows: tuple[FoundRow, ...] = ()

    def body(self) -> ComposeResult:
        """The words, what was found, and all of the row under the cursor."""
        yield Static(line("Find", "bold $primary"), id="find-title")
        yield LineInput(self._typed, placeholder="a name, a ref, a word, a command", id="words")
        yield Table(empty="", id="found")
        yield Static(id="found-whole")

    def on_mount(self) -> None:
        """The words are typed at once."""
        super().on_mount()
        self.query_one(TableRows).can_focus = False
        self.query_one("#words").focus()
        self._look()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Coming back from something, show how it stands now, with the cursor on its row."""
        if self._rows:
            self._look()

    @on(Input.Changed, "#words")
    def _changed(self) -> None:
        self.hush()
        self._look()

    def _look(self) -> None:
        """Look for the words; of those typed meanwhile, the last once there is an answer."""
        if self._looked_for is not None:
            return
        words = self._looked_for = self.query_one(Input).value

        def read(book: Book) -> tuple[FoundRow, ...]:
            return self._find(book, words)

        self.ask(read, self._show, group="find", refused=self._unfound)

    def _unfound(self, _error: BaseException) -> bool:
        self._looked_for = None
        return False

    def _find(self, book: Book, words: str) -> tuple[FoundRow, ...]:
        """The rows for ``words``; in a thread."""
        from casebook.agenda.finding.find import find

        if self._known is None:
            self._known = tuple(_known())
        ready = (*self._commands, *self._known)
        if not words.strip():
            return tuple(sorted(ready, key=lambda row: row.not_now))
        return _ranked(find(book, words), ready, words)

    def _show(self, rows: tuple[FoundRow, ...]) -> None:
        words, self._looked_for = self._looked_for, None
        same = self.chosen if words == self._typed else None
        self._typed, self._rows = words or "", rows
        table = self.query_one(Table)
        shown = [Row(str(n), (line(row.sort, "$quiet"), row.listed)) for n, row in enumerate(rows)]
        columns = [Column("What", _SORT_WIDTH), Column("", 0)]
        table.fill(columns, shown, empty="Nothing goes by these words or holds them: try fewer.")
        keys = [(row.sort, row.ref, row.name) for row in rows]
        at = (same.sort, same.ref, same.name) if same else None
        if at in keys:
            table.rows.highlighted = keys.index(at)
        else:
            # with nothing typed Enter is a slip, and it would do what a screen's first key does
            table.rows.highlighted = 0 if rows and self._typed.strip() else None
        self._say_how_many(words or "")
        self._detail()
        if self.query_one(Input).value != words:
            self._look()

    def _say_how_many(self, words: str) -> None:
        said = counted(len(self._rows), "row") if words.strip() else "what can be done here"
        title = Content.assemble(("Find", "bold $primary"), (f"   {said}", "$quiet"))
        self.query_one("#find-title", Static).update(title)

    @property
    def chosen(self) -> FoundRow | None:
        """The row under the cursor; None where there is none."""
        key = self.query_one(Table).key
        return self._rows[int(key)] if key is not None and int(key) < len(self._rows) else None

    @on(OptionList.OptionHighlighted)
    def _detail(self) -> None:
        row = self.chosen
        whole = plain("")
        if row is not None:
            refused = row.opens.refused if isinstance(row.opens, Command) else ""
            whole = line(refused, "$text-error") if refused else row.content
        self.query_one("#found-whole", Static).update(whole)

    @on(Input.Submitted, "#words")
    @on(OptionList.OptionSelected)
    def _opened(self) -> None:
        row = self.chosen
        if row is None:
            return
        self.hush()
        if not isinstance(row.opens, Command):
            open_row(self, row)
        elif row.opens.refused:
            self.say(row.opens.refused, error=True)
        else:
            self.dismiss(row.opens.run)

    def action_move(self, way: int) -> None:
        """Move the cursor by one row."""
        rows = self.query_one(TableRows)
        if way > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def action_page(self, way: int) -> None:
        """Move the cursor by a page."""
        rows = self.query_one(TableRows)
        last = len(self._rows) - 1
        if last >= 0:
            at = (rows.highlighted or 0) + way * max(rows.size.height - 1, 1)
            rows.highlighted = max(0, min(at, last))

    def action_back(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)


def _known() -> Iterable[FoundRow]:
    """Every register, and everything registers add up to."""
    from casebook.core.entry import registers
    from casebook.registers.statements.every import statements_of

    for kind, register in registers().items():
        yield register_row(kind, register.TITLE)
    for kind in registers():
        yield from map(stated_row, statements_of(kind))


def _ranked(things: Iterable[Thing], ready: Iterable[FoundRow], words: str) -> tuple[FoundRow, ...]:
    """All that goes by ``words``, the likeliest first."""
    from dataclasses import replace

    from casebook.agenda.finding.find import BEGINS, fit

    typed = words.casefold().split()
    found = [thing_row(thing, typed) for thing in things]
    for row in ready:
        fits = fit(typed, row.name, row.sort, row.about)
        if fits <= BEGINS:
            found.append(replace(row, rank=(fits, int(row.not_now))))
    return tuple(sorted(found, key=lambda row: row.rank))


def open_find(screen: Screen[Any]) -> None:
    """Open Find over ``screen``, and run there what is chosen to be run."""
    app = screen.app

    def chosen(run: Run | None) -> None:
        if run is not None:
            app.call_later(run)

    app.push_screen(FindScreen(commands_of(screen)), chosen)
