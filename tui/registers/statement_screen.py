"""What a register adds up to: the same rows and sentences as the command line and the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casebook.core.english import counted
from casebook.core.made_numbers import MadeWords
from casebook.core.months import Month, Window, financial_year_to
from casebook.core.statement import Ask, Stated, Statement
from casebook.core.wording import in_form
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.marked import mark_words, marked
from tui.numbers.reading import ReadScreen
from tui.numbers.walking import NumbersInLists
from tui.parts.picker import pick
from tui.parts.table import Column, Row, Table, TableRows
from tui.parts.text import labelled, line, plain
from tui.registers.narrowing import Parts, in_words, narrow, parts_of, read_parts

if TYPE_CHECKING:
    from casebook.book.opening import Book

WIDEST = 40
"""Cells a column takes at most; a row is read whole with Enter."""
TOTAL = "Total"


class StatementScreen(NumbersInLists[None]):
    """A statement's rows, with the sentences that must be read beside them."""

    CSS_PATH = STYLES / "register_screen.tcss"
    HELP = (
        "What a register adds up to, as the command line and the pack say it. Enter reads a row "
        "whole, o the sentences beside the figures; → and ← turn to the columns that don't fit. "
        "Tab goes to a number, and Enter on it lists the entries it was made from. "
        "A dash is not known; 0 is known to be none."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("statement")

    def __init__(
        self,
        stated: Stated,
        work_out: Callable[[Book, Ask], Statement] | None = None,
        *,
        asked: Ask | None = None,
    ) -> None:
        """``work_out`` works it out where it is no register's statement."""
        super().__init__()
        self.stated = stated
        self.asked = asked or Ask()
        self._work_out = work_out
        self._turned: tuple[int, ...] = ()
        """How many columns were turned past, each time."""
        self._parts: Parts = {}
        """What it may be narrowed to, once that has been asked for."""
        self._found: Statement | None = None

    def body(self) -> ComposeResult:
        """Title, rows, sentences."""
        yield Static(line("Adding up …", "$quiet"), id="statement-title")
        yield Table(empty="", id="statement")
        with VerticalScroll(id="notes", can_focus=False):
            yield Static(id="notes-text")

    def on_mount(self) -> None:
        """Work it out."""
        self.reload()

    def reload(self) -> None:
        """Work it out for what is asked now."""
        self._turned = ()
        stated, asked, own = self.stated, self.asked, self._work_out

        def work_out(book: Book) -> Statement:
            from casebook.registers.statements.every import state

            return own(book, asked) if own else state(book, stated.register, stated.name, asked)

        self.ask(work_out, self._show, group="statement")

    def _show(self, found: Statement) -> None:
        first = self._found is None
        self._found = found
        only = in_words(self.asked, self._parts, but=found.title)
        title = f"{found.title} · {only}" if only else found.title
        self.query_one("#statement-title", Static).update(line(title, "bold $primary"))
        laid, columns = self._laid(found)
        self.query_one(Table).fill(columns, _rows(laid, len(columns)), empty="Nothing here.")
        left = len(laid.heads) - len(columns)
        to_the_right = f"{counted(left, 'more column')}: → turns, Enter reads a row whole."
        more = [to_the_right] if left else []
        self.query_one("#notes-text", Static).update(
            Content("\n").join([plain(note, "$quiet") for note in (*more, *found.notes)])
        )
        if first:
            self.query_one(TableRows).focus()
        self.refresh_bindings()

    def _laid(self, found: Statement) -> tuple[Statement, list[Column]]:
        """The statement from the column turned to on, and those of its columns that fit."""
        laid = past(found.trimmed(), sum(self._turned))
        return laid, fitting(laid, self.size.width - 3)

    def refusal(self, action: str) -> str | None:
        """What the statement doesn't heed."""
        if action == "months" and "window" not in self.stated.takes:
            return "This is as it stands now: it isn't of any months."
        if action == "by" and not self.stated.by:
            return "Its rows can stand for nothing else."
        if action == "turn" and self._found is not None and not self._turned:
            laid, columns = self._laid(self._found)
            return "Every column is shown." if len(columns) == len(laid.heads) else None
        if action == "narrow" and not parts_of(self.stated):
            return "This is of the whole casebook: it can't be narrowed."
        return None

    @on(TableRows.OptionSelected)
    def _opened(self, event: TableRows.OptionSelected) -> None:
        found = self._found
        if found is None or event.option_id is None or self.open_number():
            return
        whole = found.total if event.option_id == TOTAL else found.rows[int(event.option_id)]
        assert whole is not None
        said = [
            labelled(head.label, in_form(head.form, whole.get(head.key))) for head in found.heads
        ]
        self.app.push_screen(ReadScreen(found.title, Content("\n").join(said)))

    def action_turn(self, way: int) -> None:
        """Turn to the columns on the right, or back; what names a row stays."""
        found = self._found
        if found is None:
            return
        laid, columns = self._laid(found)
        if way < 0:
            self._turned = self._turned[:-1]
        elif len(columns) < len(laid.heads):
            self._turned += (max(len(columns) - naming(laid), 1),)
        self._show(found)

    def action_notes(self) -> None:
        """Read the sentences that stand beside the figures."""
        if self._found is not None:
            notes = [plain(note) for note in self._found.notes] or [plain("None.")]
            self.app.push_screen(ReadScreen(self._found.title, Content("\n\n").join(notes)))

    def action_by(self) -> None:
        """Choose what a row stands for."""
        options = {name: f"by {name}" for name in self.stated.by}

        def picked(name: str) -> None:
            self._ask_again(replace(self.asked, by=name))

        pick(self, "A row stands for", options, picked)

    def action_narrow(self) -> None:
        """Choose one area, fund, programme, tactic or rule, or everything again."""
        stated = self.stated

        def asked(parts: Parts) -> None:
            self._parts = parts
            narrow(self, parts, self.asked, self._ask_again)

        self.ask(lambda book: read_parts(book, stated), asked, group="parts")

    def _ask_again(self, asked: Ask) -> None:
        self.asked = asked
        self.reload()

    def windows(self, last: Month) -> tuple[tuple[str, Window | None], ...]:
        """The windows to choose from, by name."""
        return windows_up_to(last)

    def action_months(self) -> None:
        """Choose the months that are added up."""
        open_book = self.session.open_book
        assert open_book is not None
        windows = self.windows(Month.of(open_book.today) + -1)
        options = {name: name if window is None else window.label for name, window in windows}

        def picked(name: str) -> None:
            self._ask_again(replace(self.asked, window=dict(windows)[name]))

        labels = {name: f"{name}: {label}" if label != name else name
                  for name, label in options.items()}  # fmt: skip
        pick(self, "Which months", labels, picked)

    def action_back(self) -> None:
        """Leave the number gone to, else the screen."""
        if not self.leave_number():
            self.dismiss(None)

    @property
    def number_list(self) -> TableRows:
        """The rows, whose numbers can be gone to."""
        return self.query_one(TableRows)


def windows_up_to(last: Month) -> tuple[tuple[str, Window | None], ...]:
    """The windows one is likely to want, the newest ending in ``last``; None for all there is."""
    return (
        ("The last month", Window(last, last)),
        ("Three months", Window(last + -2, last)),
        ("Twelve months", Window(last + -11, last)),
        ("The financial year", financial_year_to(last)),
        ("Everything", None),
    )


def naming(found: Statement) -> int:
    """How many columns from the left it takes to tell every row from the others; at most two."""
    first = [str(row.get(found.heads[0].key)) for row in found.rows]
    return 1 if len(set(first)) == len(first) else min(2, len(found.heads))


def past(found: Statement, columns: int) -> Statement:
    """The statement without as many columns; those that name its rows are kept."""
    kept = naming(found)
    return replace(found, heads=(*found.heads[:kept], *found.heads[kept + columns :]))


def fitting(found: Statement, room: int) -> list[Column]:
    """The columns that fit, in order; the first of words takes what the others leave."""
    columns: list[Column] = []
    open_at = next((at for at, head in enumerate(found.heads) if not head.right), 0)
    cells = found.cells()
    used = 0
    for at, head in enumerate(found.heads):
        widest = max((len(row[at]) for row in cells), default=0)
        width = min(max(widest, len(head.label)), WIDEST)
        needed = min(width, 16) if at == open_at else width
        if columns and used + needed > room:
            break
        columns.append(Column(head.label, 0 if at == open_at else width, right=head.right))
        used += needed + 2
    return columns


def _rows(found: Statement, columns: int) -> list[Row]:
    """The rows of as many columns, the total last and bold."""
    rows = []
    for at, (values, texts) in enumerate(zip(_every(found), found.cells(), strict=True)):
        total = at == len(found.rows)
        cells = [
            to_number(text, values.get(head.key), f"{found.title}: {head.label}")
            for head, text in zip(found.heads[:columns], texts, strict=False)
        ]
        named = [cell.stylize("bold") for cell in cells] if total else cells
        rows.append(Row(TOTAL if total else str(at), tuple(named)))
    return rows


def _every(found: Statement) -> tuple[Mapping[str, Any], ...]:
    return found.rows if found.total is None else (*found.rows, found.total)


def to_number(text: str, value: Any, title: str) -> Content:
    """A cell whose number can be gone to, or each number in its words; else as it reads."""
    from casebook.registers.statements.entry_rows import entries_behind

    if not isinstance(value, MadeWords):
        return marked(line(text), entries_behind(value, title))
    shown = line(text)
    for count in value.counts:
        shown = mark_words(shown, f"{count:,}", entries_behind(count, title))
    return shown
