"""One profile: heading, figures, stages, actions, places and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from casebook.core.wording import AS_SHIPPED, Labels, day
from casebook.profiles.stages import MODELS, next_stage
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.numbers.walking import NumbersInTexts
from tui.parts.clicking import ClickedText
from tui.parts.form import fill_in
from tui.parts.panel import Panel, Tabbed
from tui.parts.table import WIDE, Table, TableRows, key_of, row_key
from tui.parts.text import line
from tui.profiles.done_today import mark_done
from tui.profiles.history_view import entry_to_read, history_rows
from tui.profiles.linking import LinkingScreen
from tui.profiles.month_chart import MonthSeries, read_series
from tui.profiles.screen_data import (
    ProfileFigures,
    ProfileScreenData,
    load_case,
    load_figures,
    load_history,
    people,
)
from tui.profiles.sections import (
    LISTS,
    PANELS,
    Track,
    action_rows,
    action_to_read,
    figures_below,
    figures_lines,
    figures_panel,
    heading_line,
    place_rows,
    section_bar,
    section_of,
    sections_of,
    stage_to_read,
    title_line,
)
from tui.registers.section import RegistersPanel
from tui.reviews.section import ReviewsPanel

if TYPE_CHECKING:
    from casebook.profiles.casefile import ProfileFile
    from casebook.profiles.profile import Action
    from casebook.store.history import HistoryEntry
    from tui.parts.forms import Form

VERBS = {
    "edit": "edit",
    "add_action": "log",
    "done_today": "log",
    "link": "edit",
    "unlink": "edit",
    "advance": "advance",
    "heading": "edit",
}
"""The verb of access behind each key that changes something."""


class ProfileScreen(Tabbed, LinkingScreen, NumbersInTexts[None]):
    """Everything about one profile; any stage can be read and written at any time."""

    CSS_PATH = STYLES / "profile.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Digits, ← and → move between the sections; ↑ and ↓ move within one. e writes in the "
        "stage that is shown, or changes the action under the cursor; Space marks an action as "
        "done today. v moves the profile on and says first what its gate lacks; b takes it "
        "back a stage in a new cycle, c closes it, z undoes your own last change. At assess, w "
        "runs the declared assessment and offers its text. Reviews and registers have keys of "
        "their own. Tab goes to the figures, and Enter on one lists the rows it was made from. "
        "Any stage may be written at any time."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("profile")
    NUMBERED = ("figures-lines", "figures-table")

    def __init__(self, ref: str, kind: str = "", record: int = 0) -> None:
        """``kind`` and ``record``, its id, are shown first; without them the stage it is at."""
        super().__init__()
        self.ref = ref
        self.case: ProfileScreenData | None = None
        self.section = section_of(kind)
        self._at = row_key(kind, record)
        """The row the cursor goes to when its section is first shown."""
        self._history: tuple[HistoryEntry, ...] = ()
        self._series: tuple[MonthSeries, ...] = ()
        """Two years of months, once they have been counted."""
        self._goes_on = 0
        """Which way to go to a number once there are figures; 0 for nowhere."""

    def body(self) -> ComposeResult:
        """Heading, stages, figures, sections."""
        with Vertical(id="top"):
            with Horizontal(id="title-line"):
                yield Static(line(self.ref, "bold $primary"), id="title")
                yield Static(id="status")
            yield Static(line("Reading …", "$quiet"), id="meta")
            yield Track(id="track")
        yield Static(id="figures-lines")
        yield ClickedText(id="sections")
        with Horizontal(id="body"):
            with Vertical(id="section"):
                with VerticalScroll(id="reading"):
                    yield Static(id="text")
                yield Table(empty="No actions yet: a adds one.", id="actions")
                yield Table(empty="No place is linked: l links a hotspot.", id="places")
                yield Table(empty="Nothing has been changed yet.", id="history")
                yield ReviewsPanel()
                yield RegistersPanel()
            with VerticalScroll(id="figures-panel", can_focus=False):
                yield Static(id="figures-table")

    def on_mount(self) -> None:
        """Read the profile."""
        for name in ("reading", *LISTS, *PANELS):
            self.query_one(f"#{name}").display = False
        self.reload()

    @property
    def about(self) -> Mapping[str, str]:
        """The profile and the area it lies in."""
        area = self.case.profile.area if self.case else None
        return {"profile": self.ref, "area": area or ""}

    def reload(self) -> None:
        """Read the profile again."""
        self.ask(lambda book: load_case(book, self.ref), self.show_case, group="case")

    def numbered_rows(self) -> TableRows | None:
        """The places, with the month of each."""
        return self.query_one("#places", Table).rows if self.section == "places" else None

    def show_case(self, case: ProfileScreenData) -> None:
        """Show what was read; the first time, the stage the profile is at."""
        self.case = case = case.after(self.case)
        if case.figures is None:
            self._series = ()
        self._head(case)
        self.refresh_bindings()
        self.show_section(self.section or self._stage_first(case))
        self._at = ""
        self.go_to(self.spot)
        self.call_after_refresh(self._read_figures, case)

    def _read_figures(self, case: ProfileScreenData, *, awaited: bool = False) -> None:
        """Read the figures; keys wait for them only where something is to be done with them."""
        self.ask(
            lambda book: load_figures(book, case),
            self._show_figures,
            group="figures",
            awaited=awaited,
        )

    def _show_figures(self, found: ProfileFigures) -> None:
        if self.case is None:
            return
        self.case = case = replace(self.case, figures=found)
        self._figures_anew(case)
        way, self._goes_on = self._goes_on, 0
        if way:
            super().action_number(way)
        figure, counted = found.figure, case.counted
        if figure is not None:
            self.ask(
                lambda book: read_series(book, counted, figure),
                self._show_series,
                group="months",
                awaited=False,
            )

    def stands(self, saved: ProfileFile) -> None:
        """Show the profile as it was saved; figures and history follow."""
        if self.case is not None:
            self.case = self.case.with_file(saved)
            self._head(self.case)
            self.show_section(self.section)

    def was_done(self, record: Any) -> None:
        """Show an action of the profile as done, where it is one that was."""
        case, done = self.case, (record.KIND, record.id)
        if case is not None and any((one.KIND, one.id) == done for one in case.file.actions):
            self.stands(case.file.with_action(record))

    def _show_series(self, series: tuple[MonthSeries, ...]) -> None:
        self._series = series
        if self.case is not None:
            self._figures_anew(self.case)

    def _figures_anew(self, case: ProfileScreenData) -> None:
        """Show the figures wherever they stand."""
        self._head(case)
        self._read_stage(case)
        if self.section == "places":
            self._fill_list(case, "places", wide=self.size.width >= WIDE)
        self.go_to(self.spot)

    def action_number(self, way: int) -> None:
        """Go to the next number, or the one before, once the figures are read."""
        if self.case is not None and self.case.figures is None:
            self._goes_on = way
            self._read_figures(self.case, awaited=True)
        else:
            super().action_number(way)

    def _head(self, case: ProfileScreenData) -> None:
        for name, shown in (
            ("title", title_line(case.profile)),
            ("status", line(case.profile.status, "$quiet")),
            ("meta", heading_line(case)),
            ("figures-lines", figures_lines(case, self._series)),
            ("figures-table", figures_panel(case, self._series)),
        ):
            self.query_one(f"#{name}", Static).update(shown)
        self.query_one(Track).show(case.profile)

    def _stage_first(self, case: ProfileScreenData) -> str:
        """The stage that was asked for, else the one the profile is at."""
        asked = (one.stage for one in case.file.stages if key_of(one) == self._at)
        return next(asked, case.profile.stage)

    @property
    def sections(self) -> tuple[str, ...]:
        """Its model's stages, then its lists."""
        return sections_of(self.case.profile) if self.case is not None else ()

    def show_section(self, name: str) -> None:
        """Show one section and give it the keys."""
        case = self.case
        if case is None:
            return
        moved = name != self.section
        if moved:
            self.leave_number()
        self.section = name
        wide = self.size.width >= WIDE
        reading = name not in (*LISTS, *PANELS)
        self.query_one("#figures-panel").display = wide and reading
        for other in ("reading", *LISTS, *PANELS):
            self.query_one(f"#{other}").display = other == ("reading" if reading else name)
        bar = section_bar(case.profile, name, gap="  " if wide else " ", apart=not wide)
        self.query_one("#sections", Static).update(bar)
        if reading:
            self._read_stage(case)
            scroll = self.query_one("#reading", VerticalScroll)
            if moved:
                scroll.scroll_home(animate=False)
            scroll.focus()
        else:
            if name in LISTS:
                self._fill_list(case, name, wide=wide)
            else:
                panel = self.query_one(f"#{name}", Panel)
                panel.show(case.profile.ref, case.choices, at=self._at)
            self.query_one(f"#{name}", Table).rows.focus()
        self.refresh_bindings()

    def _read_stage(self, case: ProfileScreenData) -> None:
        """Show what is written in the stage; with the figures below where none stand beside it."""
        if self.section in (*LISTS, *PANELS):
            return
        text = stage_to_read(case, self.section)
        if self.size.width < WIDE:
            text += figures_below(case, self._series)
        self.query_one("#text", Static).update(text)

    def _fill_list(self, case: ProfileScreenData, name: str, *, wide: bool) -> None:
        table = self.query_one(f"#{name}", Table)
        if name == "actions":
            table.fill(*action_rows(case, wide=wide))
            table.go_to(self._at)
        elif name == "places":
            table.fill(*place_rows(case, wide=wide))
        else:
            file = case.file
            table.fill(*history_rows(file, self._history, case.open_book.zone, wide=wide))
            self.ask(lambda book: load_history(book, self.ref), self._show_history, group="history")

    def _show_history(self, entries: tuple[HistoryEntry, ...]) -> None:
        case = self.case
        if case is not None:
            self._history = entries
            wide = self.size.width >= WIDE
            table = self.query_one("#history", Table)
            file = case.file
            table.fill(*history_rows(file, entries, case.open_book.zone, wide=wide))

    def on_resize(self, _event: events.Resize) -> None:
        """A wider screen shows more columns."""
        if self.case is not None:
            self.show_section(self.section)

    def refusal(self, action: str) -> str | None:
        """Why a key does nothing now: who may, or what there is to act on."""
        case = self.case
        if self.section in PANELS:
            reason = self.query_one(f"#{self.section}", Panel).refusal(action)
            if reason:
                return reason
        if case is None or action not in VERBS:
            return self.move_refusal(action)
        reason = case.refusals.get(VERBS[action])
        if action == "edit" and self.section == "actions":
            reason = case.refusals.get("log")
        if reason:
            return reason
        profile = case.profile
        if action == "advance" and next_stage(profile.model, profile.stage) is None:
            return f"{profile.ref} is at its last stage, {profile.stage}."
        if action == "unlink" and not case.file.places:
            return f"{profile.ref} is tied to no place."
        if action == "edit" and self.section in ("places", "history", *PANELS):
            return "Go to a stage or to the actions to edit: 1 is the first stage."
        if action == "edit" and self.section == "actions" and not case.file.actions:
            return "There is no action to edit yet: a adds one."
        return self._done_refusal() if action == "done_today" else None

    def _done_refusal(self) -> str | None:
        if self.section != "actions" and self.case is not None:
            digit = self.sections.index("actions") + 1
            return f"Space marks an action as done: {digit} shows them."
        action = self.chosen_action
        if action is None:
            return "There is no action yet: a adds one."
        return f"It was done on {day(action.done)}: e changes it." if action.done else None

    @on(TableRows.OptionSelected)
    def _row_opened(self, event: TableRows.OptionSelected) -> None:
        case = self.case
        if case is None or event.option_id is None:
            return
        if self.section == "actions":
            action = self.chosen_action
            if action is not None and self.refusal("edit"):
                self.app.push_screen(ReadScreen(action.ref, action_to_read(case.labels, action)))
            else:
                self.action_edit()
        elif self.section == "history":
            entry = next(e for e in self._history if str(e.seq) == event.option_id)
            body = entry_to_read(case.file, entry, case.open_book.zone)
            self.app.push_screen(ReadScreen(f"Change {entry.seq}: {entry.record}", body))

    def action_reload(self) -> None:
        """Read the profile again."""
        self.hush()
        self.reload()

    def action_back(self) -> None:
        """Leave the number gone to, else go back to the screen before."""
        if not self.leave_number():
            self.dismiss(None)

    def action_edit(self) -> None:
        """Write in the stage shown, or change the action under the cursor."""
        from tui.profiles.forms import action_form, stage_form

        case = self.case
        if case is None:
            return
        if self.section == "actions":
            action = self.chosen_action
            if action is not None:
                self._open_form(action_form(case.file, action), "Action saved.")
        elif self.section in MODELS[case.profile.model]:
            self._open_form(
                stage_form(case.file, self.section), f"{self.section.capitalize()} saved."
            )

    @property
    def chosen_action(self) -> Action | None:
        """The action under the cursor."""
        actions = self.case.file.actions if self.case else ()
        key = self.query_one("#actions", Table).key
        return next((action for action in actions if key_of(action) == key), None)

    def action_done_today(self) -> None:
        """Mark the action under the cursor as done today."""
        action = self.chosen_action
        if action is not None:
            mark_done(self, self.ref, action.id)

    def action_add_action(self) -> None:
        """Add an action to the response."""
        from tui.profiles.forms import action_form

        if self.case is not None:
            self._open_form(action_form(self.case.file, None), "Action added.")

    def action_heading(self) -> None:
        """Change the heading: title, owner, next review and the rest."""
        from tui.profiles.forms import heading_form

        case = self.case
        if case is None:
            return
        form = heading_form(case.profile)
        self.ask(
            lambda book: people(book, case.file),
            lambda found: self._open_form(form, "Heading saved.", found),
            group="people",
        )

    def _open_form(self, form: Form, done: str, more: Labels = AS_SHIPPED) -> None:
        choices = {**(self.case.choices if self.case else {}), **more}
        fill_in(self, form, choices, lambda saved: self.changed(done, saved))

    @on(Panel.Done)
    def _panel_done(self, event: Panel.Done) -> None:
        self.changed(event.sentence)
