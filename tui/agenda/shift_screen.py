"""The sheet of a shift: what was planned last night, and a key for what came of each visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui import STYLES
from tui.agenda.shift_forms import (
    RESULTS,
    abstraction_form,
    result_form,
    times_form,
    visit_choices,
    visit_form,
)
from tui.agenda.shift_rows import (
    NOT_DONE_LETTERS,
    ShiftData,
    districts,
    heading,
    key_of_line,
    line_in_full,
    next_left,
    read_shift,
    results_in_words,
    table_of,
)
from tui.agenda.shift_saving import SavesInTurn
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.form import FormScreen
from tui.parts.picker import pick
from tui.parts.table import WIDE, Table, TableRows
from tui.parts.text import line

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.access import Account
    from casebook.patrols.sheets.sheet import SheetLine
    from casebook.patrols.sheets.shift_visit import ShiftVisit
    from tui.parts.forms import Form
    from tui.registers.entries import Saved

EVERY = 60.0
"""Seconds after which the sheet is read again while it is looked at: a mate may be at it too."""
_WRITING = ("as_planned", "all_as_planned", "not_done", "edit_visit", "add_visit", "undo")


class ShiftScreen(SavesInTurn):
    """The planned visits of a day's shifts; each key saves one line at once."""

    CSS_PATH = STYLES / "register_screen.tcss"
    HELP = (
        "What your area's shifts were to patrol, by rota or patrol plan, and what came of it. "
        "Space says a visit was as planned, A says it of all that are left, x and a letter why "
        "one wasn't made. e gives other times, unit or staff, p adds a visit nobody planned, a "
        "an arrest, a search or another result. Every line is saved by itself; z takes the last "
        "one back. What is said already is overwritten only by Enter on a question. Behind what "
        "somebody else said stands who; Enter reads when. A visit that a claim or GPS tells of "
        "needs nothing. Once nothing is left, your team's day is known in figures; no other "
        "team's is by it."
    )
    BINDINGS = keys_of("shift")

    def __init__(self, day: date | None = None, area: str = "") -> None:
        """``day`` is the day whose shifts are shown, last night's where none is given.

        ``area`` is whose; the account's own where none is given.
        """
        super().__init__()
        self._area = area
        self._day = day
        self._data: ShiftData | None = None
        self._abstracted = ("", "")
        """The row of the visit just said to be abstracted, and the row the cursor went on to."""
        self._early: list[Callable[[], None]] = []
        """What was asked for before the sheet was read, to be done then."""

    def body(self) -> ComposeResult:
        """The day, the visits, what else was done, how far the sheets speak."""
        yield Static(line("Reading the sheet …", "$quiet"), id="register-title")
        yield Table(empty="", id="entries")
        yield Static(id="results")
        yield Static(id="covered")

    def on_mount(self) -> None:
        """Read it."""
        super().on_mount()
        self.reload()
        self.set_interval(EVERY, self._read_again)

    def _read_again(self) -> None:
        """Read the sheet anew, unless something of it is being saved or read, or lies over it."""
        if self._data is not None and self.is_current and not self._queue:
            day, area = self._data.sheet.day, self._data.sheet.area
            self.ask(
                lambda book: read_shift(book, day, area), self._read, group="shift", awaited=False
            )

    def _read(self, data: ShiftData) -> None:
        """Show what was read by itself, where nothing was begun meanwhile."""
        if self._data is not None and data.sheet.day == self._data.sheet.day and not self._queue:
            self._show(data)

    def reload(self) -> None:
        """Read the sheet again."""
        day, area = self._day, self._area
        self.ask(lambda book: read_shift(book, day, area), self._show, group="shift")

    def _show(self, data: ShiftData) -> None:
        first, self._data = self._data is None, data
        self._fill()
        table = self.query_one(Table)
        if self._at:
            table.go_to(self._at)
            self._at = ""
        elif first:
            table.go_to(next_left(data, "", ()))
        if first:
            self.query_one(TableRows).focus()
            early, self._early = self._early, []
            for act in early:
                act()

    def _fill(self) -> None:
        data = self._data
        if data is None:
            return
        from casebook.patrols.sheets.sheet import covered_in_words

        nothing = "Nothing was planned for this day: A says that nobody went, p adds a visit."
        columns, rows = table_of(data, self._labels, wide=self.app.size.width >= WIDE)
        self.query_one(Table).fill(columns, rows, empty=nothing)
        self.query_one("#register-title", Static).update(heading(data.sheet))
        self.query_one("#results", Static).update(results_in_words(data))
        self.query_one("#covered", Static).update(line(covered_in_words(data.sheet), "$quiet"))
        self.refresh_bindings()

    @property
    def chosen(self) -> SheetLine | None:
        """The line under the cursor."""
        return self._line(self.query_one(Table).key)

    def _line(self, key: str | None) -> SheetLine | None:
        lines = self._data.sheet.lines if self._data else ()
        return next((one for one in lines if key_of_line(one) == key), None)

    def refusal(self, action: str) -> str | None:
        """Who may record, and what there is to say of the line under the cursor."""
        data = self._data
        if data is None or action not in _WRITING:
            return None
        if data.refusal:
            return data.refusal
        if action in ("as_planned", "not_done", "edit_visit"):
            return self._line_refusal(action)
        return None

    def _line_refusal(self, action: str) -> str | None:
        one = self.chosen
        if one is None:
            return "Nothing is planned here: p adds a visit."
        if one.visit is None and one.told is not None:
            return "A claim, a sheet or GPS tells of this visit: nothing is to be said of it."
        if one.asked is None and action != "edit_visit":
            return "Nobody planned this visit: e changes it."
        return None

    def on_key(self, event: events.Key) -> None:
        """Hold what follows a digit: none means anything here, so a time or date began with it."""
        if event.character and event.character.isdigit():
            self.session.hold_letters()

    @on(TableRows.OptionSelected)
    def action_read(self) -> None:
        """Read all that is known of the visit."""
        data, one = self._data, self.chosen
        if data is not None and one is not None:
            self.app.push_screen(ReadScreen(one.name or one.place, line_in_full(data, one)))

    def action_as_planned(self) -> None:
        """Say that the visit was as planned, and go to the next that is left."""
        if self._data is None:
            self._early.append(self.action_as_planned)
        elif self.refusal("as_planned") is None:
            self._account("done", "as planned")

    def action_not_done(self) -> None:
        """Ask why the visit wasn't made."""
        data, one = self._data, self.chosen
        if data is None or one is None:
            return
        labels = data.choices.get("visit-outcome", {})
        answers = {
            letter: labels.get(code, code).partition(": ")[2] or labels.get(code, code)
            for letter, code in NOT_DONE_LETTERS.items()
        }

        def answered(letter: str | None) -> None:
            if letter is not None:
                code = NOT_DONE_LETTERS[letter]
                self._account(code, f"not done: {answers[letter]}")

        title = f"{one.name or one.place} wasn't made: why"
        self.app.push_screen(
            ChoiceScreen(title, Content(""), answers, leave="leaves it as it is"), answered
        )

    def _account(self, code: str, label: str) -> None:
        """Say it of the visit under the cursor; where that would overwrite something, ask first."""
        data, one = self._data, self.chosen
        if data is None or one is None or one.slot is None or one.slot in self._labels:
            return
        self.hush()
        if one.visit is None:
            self._say_of(data, one, code, label)
        elif one.state == code:
            self.say(f"{one.name or one.place}: {label} already.")
            self.query_one(Table).go_to(next_left(data, key_of_line(one), [*self._labels]))
        else:
            self.app.push_screen(
                ChoiceScreen(
                    f"{one.name or one.place} is accounted for: overwrite it",
                    line_in_full(data, one),
                    {"o": f"Overwrite: {label}"},
                    leave="leaves it as it is",
                    loses="o",
                ),
                lambda letter: self._say_of(data, one, code, label) if letter else None,
            )

    def _say_of(self, data: ShiftData, one: SheetLine, code: str, label: str) -> None:
        """Save what came of a planned visit, and go to the next that is left."""
        slot, day, version = one.slot, data.sheet.day, one.visit.version if one.visit else 0
        assert slot is not None, "only a planned visit is as planned or not done"
        area, name = data.sheet.area, one.name or one.place

        def call(book: Book) -> str:
            from casebook.patrols.sheets.accounting import account_for

            account_for(book, slot, code, area=area, day=day, version=version)
            more = ". a adds the abstraction." if code == "abstracted" else "."
            return f"{name}: {label}{more}"

        self.save(call, slot, label)
        following = next_left(data, key_of_line(one), [*self._labels])
        self._abstracted = (key_of_line(one), following) if code == "abstracted" else ("", "")
        self._fill()
        self.query_one(Table).go_to(following)

    def action_all_as_planned(self) -> None:
        """Say that all that is left was as planned."""
        data = self._data
        if data is None:
            self._early.append(self.action_all_as_planned)
            return
        if data.refusal:
            return
        self.hush()
        area, day = data.sheet.area, data.sheet.day

        def call(book: Book) -> str:
            from casebook.core.english import counted
            from casebook.patrols.sheets.accounting import all_as_planned

            done = all_as_planned(book, area, day)
            visits = sum(one.delivered for one in done.visits)
            said = f"{counted(visits, 'visit')} as planned." if visits else "All accounted for."
            return " ".join([said, *(f"Left: {why}" for why in done.left)])

        self.save(call)

    def action_undo(self) -> None:
        """Take back the account's own last change, where it is such as are made here."""
        self.hush()

        def call(book: Book) -> str:
            from casebook.patrols.sheets.shift_visit import ShiftVisit
            from casebook.upkeep.undo import undo

            steps = undo(book, only=(ShiftVisit.KIND, *RESULTS)).steps
            return f"Taken back: {'; '.join(steps[:2])}{' …' if len(steps) > 2 else ''}."

        self.save(call)

    def action_edit_visit(self) -> None:
        """Give other times, unit, staff or a note."""
        data, one = self._data, self.chosen
        if data is not None and one is not None:
            said = f"{one.name or one.place} saved."
            self._fill_in(
                times_form(data, one), data.choices, self._visit_saved(lambda _visit: said)
            )

    def action_add_visit(self) -> None:
        """Add a visit that nobody planned."""
        data = self._data
        if data is not None:
            choices = visit_choices(data)
            form, names = visit_form(data, self.chosen), data.sheet.hotspots

            def says(visit: ShiftVisit) -> str:
                return f"Visit to {names.get(visit.place) or visit.place} added."

            self._fill_in(form, choices, self._visit_saved(says))

    def action_add_result(self) -> None:
        """Add an arrest, a search or another result; after an abstraction, the abstraction."""
        data, one = self._data, self.chosen
        if data is None:
            return
        (said, went_to), self._abstracted = self._abstracted, ("", "")
        if said and went_to == self.query_one(Table).key:
            one = self._line(said)
        abstracted = one is not None and one.visit is not None and one.visit.code == "abstracted"
        form = abstraction_form(data, one) if abstracted and one else result_form(data, one)
        word = "Abstraction" if abstracted else "Result"

        def added(saved: Saved) -> None:
            if self._data is not None:
                self._data = self._data.with_result(saved.entry)
                self._fill()
            self.changed(" ".join((f"{word} added.", *saved.notes)))

        self._fill_in(form, data.choices, added)

    def _visit_saved(self, says: Callable[[ShiftVisit], str]) -> Callable[[ShiftVisit], None]:
        """Shows a visit as it was saved, before the sheet is read again, and goes to the next."""

        def saved(visit: ShiftVisit) -> None:
            if self._data is not None:
                self._data = self._data.with_visit(visit)
                self._fill()
                if visit.planned_start:
                    following = next_left(self._data, " ".join(visit.slot), ())
                    self.query_one(Table).go_to(following)
            self.changed(says(visit))

        return saved

    def _fill_in(
        self,
        form: Form,
        choices: Mapping[str, Mapping[str, str]],
        saved: Callable[[Any], None],
    ) -> None:
        """Open a form; where it is left, read the sheet again: a mate may have been quicker."""
        self.hush()
        self.app.push_screen(
            FormScreen(form, choices),
            lambda given: self.reload() if given is None else saved(given),
        )

    def action_turn(self, way: int) -> None:
        """Show the day before or after, up to today."""
        data = self._data
        if data is None or self._queue:
            return
        day = data.sheet.day + timedelta(days=way)
        if day > data.today:
            self.say("This is today: what is to come isn't accounted for.", error=True)
            return
        self.hush()
        self._day, self._data = day, None
        self.reload()

    def action_reload(self) -> None:
        """Read the sheet again."""
        self.hush()
        self.reload()


def open_shift(screen: AskingScreen[Any], account: Account) -> None:
    """Show last night's sheet of the account's area; of one that is picked, where it has none."""
    if account.place:
        screen.app.push_screen(ShiftScreen())
        return

    def picked(area: str) -> None:
        screen.app.push_screen(ShiftScreen(area=area))

    screen.ask(
        districts, lambda found: pick(screen, "Whose shifts", found, picked), group="districts"
    )
