"""The rows a number was made from, a page of them at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.statement import Head, Statement
from casebook.core.wording import in_form, number
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.asking import AskingScreen
from tui.parts.reason import NO_FILE, ReasonScreen
from tui.parts.table import WIDE, Column, Row, Table, TableRows
from tui.parts.text import labelled, line, plain

if TYPE_CHECKING:
    from casebook.book.made_of import MadeOf, Order, RowsPage
    from casebook.book.opening import Book

PAGE = 200
"""Rows that are read and shown at a time."""
_WIDEST = 22
"""Cells a column takes at most, but for the open one; Enter reads a row whole."""


class RowsScreen(AskingScreen[None]):
    """What a number was made from: as many rows, or rows that come to as much."""

    CSS_PATH = STYLES / "register_screen.tcss"
    HELP = (
        "The rows that the number was made from, with their source and the load that last wrote "
        "them. They are as many as the number says, or come to as much; where a review froze the "
        "number, the rows that came since are marked. → and ← turn the page, S orders by the next "
        "column, Enter reads a row whole, or lists the rows of a number that this one was worked "
        "out from, F2 writes all of them to a CSV file. Esc goes back to the number."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("rows-behind")

    def __init__(self, behind: MadeOf) -> None:
        super().__init__()
        self.behind = behind
        self.start = 0
        """The first row shown."""
        self.order: Order | None = None
        self.found: RowsPage | None = None

    def body(self) -> ComposeResult:
        """Title, what they come to, rows, sentences."""
        yield Static(line(self.behind.title, "bold $primary"), id="statement-title")
        yield Table(empty="", id="statement")
        yield Static(line("Reading …", "$quiet"), id="notes")

    def on_mount(self) -> None:
        """Read the first page."""
        super().on_mount()
        self.reload()

    def reload(self) -> None:
        """Read the page again."""
        behind, start, order = self.behind, self.start, self.order
        self.ask(lambda book: behind.page(book, start, PAGE, order), self._show, group="rows")

    def _show(self, page: RowsPage) -> None:
        first = self.found is None
        self.found = page
        shown = Statement(self.behind.title, page.heads, page.rows).trimmed()
        gap = 1 if self.size.width < WIDE else 2
        columns, heads = fitting(shown, self.size.width - 3, gap)
        columns = [_marked(*each, self.order) for each in zip(columns, heads, strict=True)]
        rows = (
            Row(str(n), tuple(in_form(head.form, row.get(head.key)) for head in heads))
            for n, row in enumerate(page.rows)
        )
        self.query_one(Table).fill(columns, rows, empty="No row: the number is none.")
        said = [plain(said_of(page, self.start, self.order), "bold")]
        notes = Content("\n").join([*said, *(plain(note, "$quiet") for note in page.notes)])
        self.query_one("#notes", Static).update(notes)
        if first:
            self.query_one(TableRows).focus()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """A wider screen shows more columns."""
        if self.found is not None:
            self._show(self.found)

    def refusal(self, action: str) -> str | None:
        """There is nothing to turn to, order or write."""
        page = self.found
        if page is None:
            return "The rows are still being read."
        if action == "turn" and page.of <= PAGE:
            return "Every row is shown."
        if action in ("sort", "save") and not page.of:
            return "There are no rows."
        return None

    def action_turn(self, way: int) -> None:
        """Turn to the next page, or back."""
        page, start = self.found, self.start + way * PAGE
        if page is not None and 0 <= start < page.of:
            self.start = start
            self.query_one(TableRows).highlighted = 0
            self.reload()

    def action_sort(self) -> None:
        """Order by the next column, then by it downwards, then by the one after."""
        from casebook.book.made_of import Order

        page = self.found
        if page is None:
            return
        shown = Statement(self.behind.title, page.heads, page.rows).trimmed().heads
        whole = page.of == len(page.rows)
        # a column that says the same in every row puts none before another
        telling = [head for head in shown if not whole or _differs(page.rows, head.key)]
        keys = [head.key for head in telling or shown]
        orders = [None, *(Order(key, down) for key in keys for down in (False, True))]
        at = orders.index(self.order) if self.order in orders else 0
        self.order, self.start = orders[(at + 1) % len(orders)], 0
        self.reload()

    @on(TableRows.OptionSelected)
    def _opened(self, event: TableRows.OptionSelected) -> None:
        page = self.found
        if page is not None and event.option_id is not None:
            at = int(event.option_id)
            behind = page.behind[at] if page.behind else None
            if behind is not None:
                self.app.push_screen(RowsScreen(behind))
                return
            row = page.rows[at]
            self.app.push_screen(ReadScreen(self.behind.title, row_to_read(page.heads, row)))

    def action_save(self) -> None:
        """Ask for a file, and write every row into it."""
        behind, order = self.behind, self.order

        def write(book: Book, file: str, _waiver: str) -> str:
            from casebook.book.made_of import write_rows

            if not file.strip():
                raise BadValue("Say which file they are to be written to.")
            path = Path(file.strip()).expanduser()
            return f"Wrote {counted(write_rows(book, behind, path, order), 'row')} to {path}."

        def done(said: object) -> None:
            if isinstance(said, str):
                self.say(said)

        self.hush()
        about = plain("All rows with all that is known of each, as 'casebook figures --rows' does.")
        asked = "a file, such as rows.csv"
        self.app.push_screen(
            ReasonScreen(
                "Write the rows",
                about,
                write,
                asked=asked,
                does="writes",
                keep_as="rows file",
                blank=NO_FILE,
            ),
            done,
        )

    def action_back(self) -> None:
        """Go back to the number."""
        self.dismiss(None)


def _differs(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    return any(row.get(key) != rows[0].get(key) for row in rows)


def _marked(column: Column, head: Head, order: Order | None) -> Column:
    """The column's heading, with the way it is ordered where the rows stand in its order."""
    if order is None or head.key != order.key:
        return column
    cut = column.label[: max(column.width - 2, 0)] if column.width else column.label
    return column._replace(label=f"{cut} {'↑' if order.down else '↓'}")


def said_of(page: RowsPage, start: int, order: Order | None) -> str:
    """How many rows there are, which are shown, what they come to and how they are ordered."""
    said = [counted(page.of, "row")]
    if page.of > len(page.rows):
        said.append(f"{number(start + 1)} to {number(start + len(page.rows))} shown")
    if page.says:
        said.append(page.says)
    elif page.comes_to != page.of:
        said.append(f"together {number(page.comes_to)}")
    if order is not None:
        label = next((head.label for head in page.heads if head.key == order.key), order.key)
        said.append(f"by {label.lower()}{', downwards' if order.down else ''}")
    return ", ".join(said)


def row_to_read(heads: Sequence[Head], row: Mapping[str, Any]) -> Content:
    """Everything known of a row: what has a heading first."""
    titled = {head.key: head for head in heads}
    rest = (Head(key, key.replace("_", " ").capitalize()) for key in row if key not in titled)
    return Content("\n").join(
        labelled(head.label, in_form(head.form, row.get(head.key)))
        for head in (*titled.values(), *rest)
    )


def fitting(found: Statement, room: int, gap: int) -> tuple[list[Column], list[Head]]:
    """The columns that fit in ``room`` cells, in order; the widest takes what the others leave."""
    cells = found.cells()
    widths = [
        min(max((len(row[at]) for row in cells), default=0), _WIDEST)
        for at in range(len(found.heads))
    ]
    widths = [max(width, len(h.label)) for width, h in zip(widths, found.heads, strict=True)]
    kept: list[int] = []
    for at, width in enumerate(widths):
        if kept and sum(widths[n] + gap for n in kept) + width > room:
            break
        kept.append(at)
    words = [at for at in kept if not found.heads[at].right]
    open_at = max(words or kept, key=lambda at: widths[at])
    columns = [
        Column(
            found.heads[at].label, 0 if at == open_at else widths[at], right=found.heads[at].right
        )
        for at in kept
    ]
    return columns, [found.heads[at] for at in kept]
