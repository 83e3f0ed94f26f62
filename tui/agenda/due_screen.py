"""What is due: everything somebody owes, the longest overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.core.entry import registers
from casebook.core.wording import MISSING, day
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.lists.filtering import FilteredScreen
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


@dataclass(frozen=True)
class DueRead:
    """What is due, as it was read."""

    whose: str
    area: str
    """The account's area; empty where it is bound to none."""
    due: tuple[Due, ...]
    profiles: frozenset[str]
    """What of it is about a profile."""
    of_hotspot: Mapping[str, str]
    """The profile that is open on each hotspot."""
    named: Mapping[str, str]
    """Where what is owed lies, by the name of its first place."""


def read_due(book: Book, whose: str) -> DueRead:
    """What is due to whom; at first (``whose`` empty) in the account's own area, else to all."""
    from casebook.agenda.due import profiles_about, what_is_due
    from casebook.agenda.lines import named_where

    account = book.account
    whose = whose or whose_at_first(account.place)
    if whose == MINE:
        found = what_is_due(book, person=account.login)
    else:
        found = what_is_due(book, area=account.place if whose == AREA else None)
    about = profiles_about(book, found)
    return DueRead(whose, account.place or "", found, *about, named_where(book, found))


class DueScreen(FilteredScreen):
    """What is due to me, in my area or to all; Enter goes to where it is done."""

    CSS_PATH = STYLES / "register_screen.tcss"
    FILTER_HINT = "words of what is due"
    HELP = (
        "Everything somebody owes, the longest overdue first: reviews, actions, requests, plans, "
        "queries, priorities nobody has looked at, scrutiny actions, programmes and targets. "
        "m shows what is yours, your area's or everybody's. Enter goes to the profile, or to the "
        "entry of its register; Space marks an action as done today; ! marks what is overdue."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("due")

    def __init__(self) -> None:
        super().__init__()
        self._owed: DueRead | None = None
        self._late = False
        """Whether only what is overdue is shown."""

    def body(self) -> ComposeResult:
        """Heading, what is due."""
        yield Static(plain("What is due", "bold $primary"), id="register-title")
        yield Table(empty="", id="entries")

    def on_screen_resume(self) -> None:
        """Read what is due, anew on coming back from where it was done."""
        self.reload()

    def _reload(self, whose: str) -> None:
        self.ask(lambda book: read_due(book, whose), self._show, group="due")

    def _show(self, found: DueRead) -> None:
        first = self._owed is None
        self._owed = found
        self.fill()
        if first:
            self.query_one(TableRows).focus()

    def fill(self) -> None:
        """Show what is due and holds what is typed."""
        found = self._owed
        if found is None:
            return
        wide = self.app.size.width >= WIDE
        words = self.words
        shown = [(str(at), due) for at, due in enumerate(found.due) if self._holds(due, words)]
        wheres = [_where(found, due, wide=wide) for _, due in shown]
        columns = [
            Column("By", 13 if wide else 11),
            Column("What", _fits("What", (due.what for _, due in shown), 19 if wide else 9)),
            Column("Where", _fits("Where", wheres, 40 if wide else 19)),
            Column("It says", 0),
            Column("Who", _fits("Who", (due.who for _, due in shown), 20 if wide else 12)),
        ]
        self.query_one(Table).fill(
            columns,
            [_row(key, due, at, wide=wide) for (key, due), at in zip(shown, wheres, strict=True)],
            empty=self._nothing(found),
        )
        late = sum(due.overdue for _, due in shown)
        whose = f"my area, {found.area}" if found.whose == AREA else found.whose
        count = f"   {whose}: {len(shown):,} due, {late:,} of them overdue"
        title = Content.assemble(("What is due", "bold $primary"), (count, "$quiet"))
        self.query_one("#register-title", Static).update(title)
        self.refresh_bindings()

    def _holds(self, due: Due, words: Sequence[str]) -> bool:
        if not (due.overdue or not self._late):
            return False
        if not words:
            return True
        named = self._owed.named.get(due.about, "") if self._owed else ""
        text = f"{due.what} {due.about} {named} {due.says} {due.who} {day(due.on)}".casefold()
        return all(word in text for word in words)

    def _nothing(self, found: DueRead) -> str:
        if self.words:
            return "Nothing due holds these words: Esc clears them."
        if self._late:
            return "Nothing is overdue here: L shows what falls due, m whose."
        if found.whose == MINE:
            return "Nothing is due from you: m shows what others owe."
        return "Nothing is due here: m shows whose."

    @property
    def chosen(self) -> Due | None:
        """What the cursor is on."""
        key = self.key
        return self._owed.due[int(key)] if self._owed and key is not None else None

    def refusal(self, action: str) -> str | None:
        """What there is to read."""
        due = self.chosen
        if action == "done_today" and (due is None or section_of(due.kind) != "actions"):
            return "Space marks an action as done today: put the cursor on one."
        return "Nothing is due here." if action == "read" and due is None else None

    def was_done(self, record: Record) -> None:
        """Take away what was just done."""
        found = self._owed
        if found is not None:
            done = (record.KIND, record.id)
            left = tuple(due for due in found.due if (due.kind, due.id) != done)
            self._owed = replace(found, due=left)
            self.fill()

    def reload(self) -> None:
        """Read anew what is due."""
        self._reload(self._owed.whose if self._owed else "")

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
        found = self._owed
        if found is not None:
            self.hush()
            self._reload(whose_next(found.whose, found.area))

    def action_late(self) -> None:
        """Show only what is overdue, or all that is due."""
        self._late = not self._late
        self.fill()

    def action_read(self) -> None:
        """Read what is due whole."""
        due, found = self.chosen, self._owed
        if due is None or found is None:
            return
        late = ", overdue" if due.overdue else ""
        at = _where(found, due, wide=True)
        said = (("By", f"{day(due.on)}{late}"), ("What", due.what), ("About", at))
        lines = [labelled(label, text) for label, text in (*said, ("Who", due.who or MISSING))]
        body = Content("\n").join([*lines, Content(""), plain(due.says)])
        self.app.push_screen(ReadScreen(f"{due.about} · {due.what}", body))

    @on(TableRows.OptionSelected)
    def _opened(self) -> None:
        """Go to the very record: in its profile, or in its register."""
        due, found = self.chosen, self._owed
        if due is None or found is None:
            return
        self.hush()
        if due.what == "waiver":
            answer_waiver(self, due.id)
            return
        register = registers().get(due.kind)
        profile = due.about if due.about in found.profiles else found.of_hotspot.get(due.about)
        if register is not None and register.SUBJECT != "profile":
            self.app.push_screen(RegisterScreen(register, at=due.id))
        elif profile is not None:
            self.app.push_screen(ProfileScreen(profile, due.kind, due.id))
        else:
            self.action_read()


def _fits(head: str, texts: Iterable[str], most: int) -> int:
    """The width of a column: its longest text, and ``most`` at most."""
    return min(max(map(len, (head, *texts))), most)


def _where(found: DueRead, due: Due, *, wide: bool) -> str:
    """The place by its name, with a profile's ref where there is room; the ref of what has none."""
    name = found.named.get(due.about)
    if not name:
        return due.about
    return f"{name} ({due.about})" if wide and due.about in found.profiles else name


def _row(key: str, due: Due, where: str, *, wide: bool) -> Row:
    return Row(key, partial(_cells, due, where, wide=wide))


def _cells(due: Due, where: str, *, wide: bool) -> Cells:
    on = day(due.on) if wide else narrow_day(due.on)
    by = line(f"! {on}", "bold $text-warning") if due.overdue else Content(f"  {on}")
    return (by, due.what, where, due.says, due.who or MISSING)
