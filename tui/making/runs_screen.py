"""What runs beside the terminal and what it made: looked at, stopped, opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from casebook.core.errors import CasebookError
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.asking import AskingScreen
from tui.parts.picker import pick
from tui.parts.table import Column, Row, Table
from tui.parts.text import clean, line, plain
from tui.running.opening import open_with_its_program
from tui.running.runs import DONE, RUNNING, Run

_COLUMNS = (Column("", 8), Column("What", 20), Column("How far, or what came of it", 0))


class RunsScreen(AskingScreen[None]):
    """Every command that ran or runs beside the terminal, the newest first."""

    CSS_PATH = STYLES / "register_screen.tcss"
    HELP = (
        "Maps, packs, imports and the like are made by the command line beside the terminal, which "
        "can be used meanwhile. Enter opens what was made with the program your machine has for "
        "it, or reads what an import took and what it did not; o reads all that was said. e asks "
        "for it again, filled in as it was: to put right what failed, or to store what a dry run "
        "tried. X stops what runs: nothing half-made is left."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("runs")
    _newest = ""
    """The key of the run that began last when they were last shown; the cursor went to it."""

    def body(self) -> ComposeResult:
        """What ran, and where the files are."""
        yield Static(line("Made and being made", "bold $primary"), id="statement-title")
        yield Table(empty="Nothing has been made yet: / finds what can be.", id="runs")
        yield Static(id="run-whole")

    def on_mount(self) -> None:
        """Show them as they stand."""
        super().on_mount()
        self.query_one(Table).rows.focus()
        self.moved()

    def run_moved(self, run: Run) -> None:
        """Show how far it is now."""
        self.moved()
        super().run_moved(run)

    def moved(self) -> None:
        """Show how far each is now."""
        runs, table = self.session.runs, self.query_one(Table)
        runs.see()
        rows = [
            Row(str(number), (run.state, run.what, line(clean(run.reached))))
            for number, run in runs.all.items()
        ]
        table.fill(_COLUMNS, rows)
        newest = rows[0].key if rows else ""
        if newest != self._newest:
            self._newest = newest
            table.go_to(newest)
        self._whole()
        self.refresh_bindings()

    @property
    def chosen(self) -> Run | None:
        """The run under the cursor; None where there is none."""
        key = self.query_one(Table).key
        return self.session.runs.all.get(int(key)) if key is not None else None

    @on(OptionList.OptionHighlighted)
    def _whole(self) -> None:
        run = self.chosen
        said = [str(path) for path in run.made] or [run.reached] if run else []
        lines = [line(clean(each), "$quiet") for each in said]
        self.query_one("#run-whole", Static).update(Content("\n").join(lines))
        self.refresh_bindings()

    def refusal(self, action: str) -> str | None:
        """There is nothing to stop where nothing runs."""
        run = self.chosen
        if action == "stop" and (run is None or run.state != RUNNING):
            return "This doesn't run: there is nothing to stop."
        if action in ("read", "again") and run is None:
            return "Nothing has been made yet."
        if action == "again" and run is not None and run.state == RUNNING:
            return "It still runs: X stops it."
        return None

    @on(OptionList.OptionSelected)
    def _opened(self) -> None:
        run = self.chosen
        if run is None:
            return
        self.hush()
        if run.state != DONE or not run.made:
            self.action_read()
        elif len(run.made) == 1:
            self._open(run.made[0])
        else:
            names = {str(n): path.name for n, path in enumerate(run.made)}
            pick(self, "Open which", names, lambda n: self._open(run.made[int(n)]))

    def _open(self, path: Path) -> None:
        try:
            open_with_its_program(path)
        except CasebookError as error:
            self.say(str(error), error=True)
        else:
            self.say(f"Opening {path}")

    def action_read(self) -> None:
        """Read all that it said and printed."""
        run = self.chosen
        if run is not None:
            self.app.push_screen(ReadScreen(run.what, plain("\n".join(_all_said(run)))))

    def action_again(self) -> None:
        """Ask for it again, filled in as it was."""
        run = self.chosen
        if run is not None:
            run.again(self)

    def action_stop(self) -> None:
        """Have it end."""
        run = self.chosen
        if run is not None:
            run.stop()

    def action_back(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)


def _all_said(run: Run) -> Sequence[str]:
    said = [*run.printed.notes, *run.printed.out.splitlines()]
    return [*said, run.said] if run.said else said or [run.reached]
