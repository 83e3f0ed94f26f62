"""One profile as a partner's account sees it, and what the partner writes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from casebook.core.entry import registers
from casebook.core.kinds import Record, told_by_partners
from casebook.core.wording import AS_SHIPPED, Labels
from casebook.profiles.profile import Action
from casebook.registers.casework import Request
from casebook.sharing.seen import SharedCase
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.form import fill_in
from tui.parts.panel import Tabbed
from tui.parts.picker import pick
from tui.parts.table import Table, TableRows, key_of, row_key
from tui.parts.text import line
from tui.profiles.sections import Track, action_to_read, title_line
from tui.registers.section import reply_form
from tui.sharing.case_view import (
    ACTIONS,
    ASKED,
    LISTS,
    TOLD,
    action_rows,
    entry_to_read,
    heading,
    request_rows,
    section_bar,
    sections_of,
    stage_to_read,
    told_rows,
)
from tui.sharing.forms import progress_form, telling_form

if TYPE_CHECKING:
    from tui.registers.entries import Saved

T = TypeVar("T", bound=Record)
_SECTIONS = {Action.KIND: ACTIONS, Request.KIND: ASKED}
"""Where a record that is owed stands, by its kind."""


class SharedCaseScreen(Tabbed):
    """A shared profile: its stages to read, its actions, what is asked of the agency and told."""

    CSS_PATH = STYLES / "shared.tcss"
    HELP = (
        "A profile that is shared with your agency, without its restricted text. Digits, ← and → "
        "move between the sections. ● marks your agency's actions: e says how the one under the "
        "cursor goes, y answers a request, a adds a note or what you did. Enter reads the whole of "
        "a line. Everything else is the police's to write."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("shared")

    def __init__(self, ref: str, kind: str = "", record: int = 0) -> None:
        """``kind`` and ``record``, its id, are shown first; without them the stage it is at."""
        super().__init__()
        self.ref = ref
        self.case: SharedCase | None = None
        self.section = _SECTIONS.get(kind, "")
        self._at = row_key(kind, record)
        self._choices: Labels = AS_SHIPPED

    def body(self) -> ComposeResult:
        """Heading, stages, sections."""
        with Vertical(id="top"):
            with Horizontal(id="title-line"):
                yield Static(line(self.ref, "bold $primary"), id="title")
                yield Static(id="status")
            yield Static(id="meta")
            yield Track(id="track")
        yield Static(id="sections")
        with VerticalScroll(id="reading"):
            yield Static(line("Reading …", "$quiet"), id="text")
        yield Table(empty="No action is planned.", id=ACTIONS)
        yield Table(empty="Nothing is asked of you.", id=ASKED)
        yield Table(empty="Nothing yet: a adds a note, or what you did.", id=TOLD)

    def on_mount(self) -> None:
        """Read the profile."""
        super().on_mount()
        for name in LISTS:
            self.query_one(f"#{name}").display = False
        self.reload()

    def reload(self) -> None:
        """Read the profile again."""
        from casebook.sharing.seen import read_with_choices

        self.ask(lambda book: read_with_choices(book, self.ref), self._show, group="case")

    def _show(self, read: tuple[SharedCase, Labels]) -> None:
        self.case, self._choices = read
        case = self.case
        for name, shown in (
            ("title", title_line(case.profile)),
            ("status", line(case.profile.status, "$quiet")),
            ("meta", heading(case)),
        ):
            self.query_one(f"#{name}", Static).update(shown)
        self.query_one(Track).show(case.profile)
        self.show_section(self.section or case.profile.stage)

    def _saved(self, said: str, saved: T, put: Callable[[SharedCase, T], SharedCase]) -> None:
        """Show a record as it was saved, with the cursor on it, and read all of it again."""
        if self.case is not None:
            self.case = put(self.case, saved)
            self._at = key_of(saved)
            self.show_section(self.section)
        self.changed(said)

    @property
    def sections(self) -> tuple[str, ...]:
        """The stages it is shown, then the lists."""
        return sections_of(self.case) if self.case is not None else ()

    def show_section(self, name: str) -> None:
        """Show one section and give it the keys."""
        case = self.case
        if case is None:
            return
        moved, self.section = name != self.section, name
        shown = name if name in LISTS else "reading"
        for other in ("reading", *LISTS):
            self.query_one(f"#{other}").display = other == shown
        self.query_one("#sections", Static).update(section_bar(case, name))
        if shown == "reading":
            self.query_one("#text", Static).update(stage_to_read(case, name))
            scroll = self.query_one("#reading", VerticalScroll)
            if moved:
                scroll.scroll_home(animate=False)
            scroll.focus()
        else:
            table = self.query_one(f"#{name}", Table)
            table.fill(*self._rows(case, name))
            table.go_to(self._at)
            self._at = ""
            table.rows.focus()
        self.refresh_bindings()

    def _rows(self, case: SharedCase, name: str) -> tuple[Any, Any]:
        open_book = self.session.open_book
        assert open_book is not None
        if name == ACTIONS:
            return action_rows(case, open_book.today)
        return request_rows(case, open_book.today) if name == ASKED else told_rows(case)

    @property
    def chosen(self) -> Any:
        """The action, request or entry under the cursor; None elsewhere."""
        case = self.case
        if case is None or self.section not in LISTS:
            return None
        key = self.query_one(f"#{self.section}", Table).key
        records = (*case.file.actions, *case.requests, *case.told)
        return next((record for record in records if key_of(record) == key), None)

    def refusal(self, action: str) -> str | None:
        """Why a key does nothing now: whose it is, or what there is to act on."""
        case, one = self.case, self.chosen
        if case is None or action not in ("progress", "reply", "tell"):
            return None
        open_book = self.session.open_book
        if open_book is not None and open_book.read_only:
            return f"{open_book.book} is open read-only: it can be read, not changed."
        if not case.profile.live:
            return f"{self.ref} is {case.profile.status}: it can be read, not changed."
        if action == "progress":
            if self.section != ACTIONS or one is None:
                return f"Go to the actions to say how one goes: {self._digit(ACTIONS)} leads there."
            if one.agency != case.agency:
                return f"It is for {one.agency} to say how this action goes."
        if action == "reply" and (self.section != ASKED or one is None):
            return f"Go to what is asked of you to answer it: {self._digit(ASKED)} leads there."
        return None

    def _digit(self, section: str) -> int:
        return self.sections.index(section) + 1 if self.case is not None else 0

    @on(TableRows.OptionHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(TableRows.OptionSelected)
    def _read_row(self) -> None:
        case, one = self.case, self.chosen
        if case is None or one is None:
            return
        to_read = action_to_read if self.section == ACTIONS else entry_to_read
        body = to_read(case.labels, one)
        self.app.push_screen(ReadScreen(one.ref, body))

    def action_progress(self) -> None:
        """Say how the action under the cursor goes."""
        one = self.chosen
        if one is not None:
            form = progress_form(one)

            def done(saved: Action) -> None:
                self._saved("Saved how it goes.", saved, SharedCase.with_action)

            fill_in(self, form, self._choices, done)

    def action_reply(self) -> None:
        """Answer the request under the cursor."""
        one = self.chosen
        if one is not None:
            form = reply_form(one)

            def done(saved: Request) -> None:
                self._saved("Reply saved.", saved, SharedCase.with_request)

            fill_in(self, form, self._choices, done)

    def action_tell(self) -> None:
        """Add a note, or what the agency did."""
        kinds = {kind.KIND: kind for kind in registers().values() if told_by_partners(kind)}
        titles = {name: kind.TITLE for name, kind in kinds.items()}
        pick(self, "Add to", titles, lambda name: self._tell(kinds[name]))

    def _tell(self, kind: Any) -> None:
        def done(saved: Saved) -> None:
            self.section = TOLD
            said = f"{kind.called().capitalize()} added."
            self._saved(said, saved.entry, SharedCase.with_told)

        fill_in(self, telling_form(kind, self.ref), self._choices, done)

    def action_reload(self) -> None:
        """Read the profile again."""
        self.hush()
        self.reload()

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)
