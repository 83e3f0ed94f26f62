"""What is due: everything somebody owes, the longest overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.agenda.owed.due_pages import SORTED_BY, DueLook, DuePage, DueRow, read_due
from casebook.core.entry import registers
from casebook.core.wording import MISSING, day
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.lists.paging import PagedScreen
from tui.parts.lists.whose import AREA, MINE, whose_at_first, whose_next
from tui.parts.table import WIDE, Cells, Column, Row, Table, TableRows
from tui.parts.text import labelled, line, plain
from tui.parts.words import narrow_day
from tui.profiles.done_today import mark_done, take_back
from tui.profiles.profile_screen import ProfileScreen
from tui.profiles.sections import section_of
from tui.profiles.waiving import answer_waiver
from tui.registers.register_screen import RegisterScreen

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.due import Due
    from casebook.core.kinds import Record
    from casebook.store.pages.page import After


class DueScreen(PagedScreen[DueRow]):
    """What is due to me, in my area or to all; Enter goes to where it is done."""

    CSS_PATH = STYLES / "register_screen.tcss"
    FILTER_HINT = "words of what is due"
    HELP = (
        "Everything somebody owes, the longest overdue first: reviews, actions, requests, plans, "
        "queries, priorities nobody has looked at, scrutiny actions, programmes and targets. "
        "m shows what is yours, your area's or everybody's. Enter goes to the profile, or to the "
        "entry of its register; Space marks an action as done today; ! marks what is overdue. A "
        "long list is read on as one goes down, and f finds words in all of it."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("due")

    def __init__(self) -> None:
        super().__init__()
        self._read = False
        """Whether anything was read."""
        self._whose = ""
        """Whose dues were asked for; blank before anybody has."""
        self._late = False
        """Whether only what is overdue is shown."""
        self._sorted = ("", False)
        """The column that sorts, and whether downwards; blank for the list's own order."""

    def body(self) -> ComposeResult:
        """Heading, what is due."""
        yield Static(plain("What is due", "bold $primary"), id="register-title")
        yield Table(empty="", id="entries", sorted_by_screen=True)

    def on_screen_resume(self) -> None:
        """Read what is due, anew on coming back from where it was done."""
        self.reload()

    @property
    def _area(self) -> str:
        """The account's area; empty where it is bound to none."""
        book = self.session.book
        return (book.account.place or "") if book is not None else ""

    @property
    def whose(self) -> str:
        """Whose dues are shown: at first those of one's area, else everybody's."""
        return self._whose or whose_at_first(self._area)

    @property
    def question(self) -> DueLook:
        """Whose, the words that are typed, whether only what is overdue, and in which order."""
        whose, book = self.whose, self.session.book
        person = book.account.login if book is not None and whose == MINE else ""
        area = self._area if whose == AREA else ""
        return DueLook(person, area, tuple(self.words), self._late, *self._sorted)

    def read_page(self, book: Book, question: DueLook, size: int, after: After | None) -> DuePage:
        """So much of what is due that is as asked."""
        return read_due(book, question, size, after)

    def show_page(self) -> None:
        """Show what was read; the first rows take the cursor."""
        first, self._read = not self._read, True
        self.fill()
        if first:
            self.query_one(TableRows).focus()

    def row_of(self, found: DueRow) -> Row:
        """What is due in the columns of the list."""
        return Row(_key(found.due), partial(_cells, found, wide=self.app.size.width >= WIDE))

    def fill(self) -> None:
        """Show what was read, at this width."""
        page = self.page_of
        if page is None:
            return
        wide, rows = self.app.size.width >= WIDE, page.rows
        columns = [
            Column("By", 13 if wide else 11),
            Column("What", _fits("What", (row.due.what for row in rows), 19 if wide else 9)),
            Column("Where", _fits("Where", (_at(r, wide=wide) for r in rows), 40 if wide else 19)),
            Column("It says", 0),
            Column("Who", _fits("Who", (row.due.who for row in rows), 20 if wide else 12)),
        ]
        self.query_one(Table).fill(
            columns, map(self.row_of, rows), empty=self._nothing(), more=page.after is not None
        )
        late = page.late if isinstance(page, DuePage) else 0
        whose = f"my area, {self._area}" if self.whose == AREA else self.whose
        count = f"   {whose}: {page.total:,} due, {late:,} of them overdue"
        title = Content.assemble(("What is due", "bold $primary"), (count, "$quiet"))
        self.query_one("#register-title", Static).update(title)
        self.refresh_bindings()

    @on(Table.HeadingClicked)
    def _sort_by(self, event: Table.HeadingClicked) -> None:
        """Sort by a column; clicked again the other way round, and then as it was."""
        name = SORTED_BY[event.column]
        turns = {(name, False): (name, True), (name, True): ("", False)}
        self._sorted = turns.get(self._sorted, (name, False))
        self.look()

    def _nothing(self) -> str:
        if self.words:
            return "Nothing due holds these words: Esc clears them."
        if self._late:
            return "Nothing is overdue here: L shows what falls due, m whose."
        if self.whose == MINE:
            return "Nothing is due from you: m shows what others owe."
        return "Nothing is due here: m shows whose."

    @property
    def chosen(self) -> Due | None:
        """What the cursor is on."""
        row = self._row
        return row.due if row is not None else None

    @property
    def _row(self) -> DueRow | None:
        key, rows = self.key, self.page_of.rows if self.page_of else ()
        return next((row for row in rows if _key(row.due) == key), None) if key else None

    def refusal(self, action: str) -> str | None:
        """What there is to read."""
        due = self.chosen
        if action == "done_today" and (due is None or section_of(due.kind) != "actions"):
            return "Space marks an action as done today: put the cursor on one."
        return "Nothing is due here." if action == "read" and due is None else None

    def was_done(self, record: Record) -> None:
        """Take away what was just done."""
        page = self.page_of
        if isinstance(page, DuePage):
            done = (record.KIND, record.id)
            left = tuple(row for row in page.rows if (row.due.kind, row.due.id) != done)
            gone = [row.due for row in page.rows if (row.due.kind, row.due.id) == done]
            late = page.late - sum(due.overdue for due in gone)
            self.page_of = replace(page, rows=left, total=page.total - len(gone), late=late)
            self.fill()

    def reload(self) -> None:
        """Read anew what is due, as far as it was read."""
        self.look(at_least=len(self.page_of.rows) if self.page_of else 0, awaited=True)

    def action_undo(self) -> None:
        """Take back that an action was done, where that was the account's own last change."""
        take_back(self)

    def action_done_today(self) -> None:
        """Mark the action under the cursor as done today."""
        due = self.chosen
        if due is not None:
            mark_done(self, due.about, due.id)

    def action_whose(self) -> None:
        """Show what is mine, my area's, or everybody's."""
        if self.page_of is not None:
            self.hush()
            self._whose = whose_next(self.whose, self._area)
            self.look(awaited=True)

    def action_late(self) -> None:
        """Show only what is overdue, or all that is due."""
        self._late = not self._late
        self.look(awaited=True)

    def action_read(self) -> None:
        """Read what is due whole."""
        row = self._row
        if row is None:
            return
        due = row.due
        late = ", overdue" if due.overdue else ""
        said = (("By", f"{day(due.on)}{late}"), ("What", due.what), ("About", _at(row, wide=True)))
        lines = [labelled(label, text) for label, text in (*said, ("Who", due.who or MISSING))]
        body = Content("\n").join([*lines, Content(""), plain(due.says)])
        self.app.push_screen(ReadScreen(f"{due.about} · {due.what}", body))

    @on(TableRows.OptionSelected)
    def _opened(self) -> None:
        """Go to the very record: in its profile, or in its register."""
        row = self._row
        if row is None:
            return
        self.hush()
        due = row.due
        if due.what == "waiver":
            answer_waiver(self, due.id)
            return
        register = registers().get(due.kind)
        if register is not None and register.SUBJECT != "profile":
            self.app.push_screen(RegisterScreen(register, at=due.id))
        elif row.profile:
            self.app.push_screen(ProfileScreen(row.profile, due.kind, due.id))
        else:
            self.action_read()


def _fits(head: str, texts: Iterable[str], most: int) -> int:
    """The width of a column: its longest text, and ``most`` at most."""
    return min(max(map(len, (head, *texts))), most)


def _key(due: Due) -> str:
    """What tells one thing that is due from every other."""
    return f"{due.kind} {due.id} {due.on} {due.about} {due.within}"


def _at(row: DueRow, *, wide: bool) -> str:
    """The place by its name, with a profile's ref where there is room; the ref of what has none."""
    about = row.due.about
    if not row.where:
        return about
    return f"{row.where} ({about})" if wide and row.profile == about else row.where


def _cells(row: DueRow, *, wide: bool) -> Cells:
    due = row.due
    on = day(due.on) if wide else narrow_day(due.on)
    by = line(f"! {on}", "bold $text-warning") if due.overdue else Content(f"  {on}")
    return (by, due.what, _at(row, wide=wide), due.says, due.who or MISSING)
