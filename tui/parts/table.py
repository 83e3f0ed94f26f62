"""A list of rows in aligned columns, moved through with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import VisualType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.parts.text import cell, cell_length, line

AHEAD = 60
"""So many rows before the last that is there more are asked for."""
LEAST = 8
"""The cells that the open column has at least."""
WIDE = 116
"""From this width there are more columns, two cells apart and not one."""

_COLUMN = "casebook_column"


class Column(NamedTuple):
    """A column's heading and width in cells; width 0 takes what the others leave."""

    label: str
    width: int
    right: bool = False


Cells = tuple[Content | str, ...]


class Row(NamedTuple):
    """A row's key and what stands in each of its columns."""

    key: str
    cells: Cells | Callable[[], Cells]
    """What stands there; or what makes it, where there may be very many rows."""

    @property
    def made(self) -> Cells:
        """What stands in each column."""
        return self.cells() if callable(self.cells) else self.cells


def row_key(kind: str, number: int) -> str:
    """The key of a record's row, which tells it from those of every other kind."""
    return f"{kind} {number}"


def key_of(record: Any) -> str:
    """The key of the row in which ``record`` stands."""
    return row_key(record.KIND, record.id)


class LaterOption(Option):
    """An option whose line is made when it is first looked at: few of very many ever are."""

    def __init__(self, key: str, make: Callable[[], Content]) -> None:
        super().__init__("", id=key)
        self._make = make
        self._made = False

    @property
    def prompt(self) -> VisualType:
        """The line, as it is drawn."""
        if not self._made:
            self._set_prompt(self._make())
            self._made = True
        return self._prompt

    def make_again(self) -> None:
        """Let its line be made anew when it is next looked at."""
        self._made, self._visual = False, None


class TableRows(OptionList):
    """The rows themselves, a line each; the highlighted one is named by its key."""

    class Scrolled(Message):
        """Other rows have come into sight."""

    class RunningOut(Message):
        """The rows that are there come to their end, and more are to follow."""

    more = False
    """Whether rows follow that aren't there yet."""
    to_the_end = False
    """Whether the cursor is on its way to the last of them."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are looked at."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())
            self.look_ahead()

    def look_ahead(self) -> None:
        """Ask for more rows where those that are there come to their end, or all are wanted."""
        ahead = self.option_count - int(self.scroll_offset.y) - self.size.height
        if self.more and (self.to_the_end or ahead < AHEAD):
            self.post_message(self.RunningOut())

    def action_last(self) -> None:
        """Go to the last row, once all are there."""
        self.to_the_end = self.more
        super().action_last()
        self.look_ahead()

    def go_on(self, options: Iterable[Option], *, more: bool) -> None:
        """Add rows to those that are there; a cursor on its way to the last goes on."""
        on_the_way = self.to_the_end and self.highlighted == self.option_count - 1
        self.more, self.to_the_end = more, False
        self.add_options(options)
        if on_the_way:
            self.action_last()

    def on_resize(self) -> None:
        """Keep the row under the cursor in sight where there is less room for rows."""
        self.scroll_to_highlight()

    def make_again(self, keys: Iterable[str]) -> None:
        """Draw the rows with these keys anew."""
        for key in keys:
            option = self._id_to_option.get(key)
            if isinstance(option, LaterOption):
                option.make_again()
        self._option_render_cache.clear()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each row."""
        return self.option_count

    def _update_lines(self) -> None:
        # Textual makes and measures the line of every option, which is as high as any other here
        room = self.scrollable_content_region
        if not room:
            return
        cache, count = self._line_cache, len(self.options)
        if len(cache.lines) != count:
            cache.lines[:] = [(at, 0) for at in range(count)]
            cache.heights.clear()
            cache.heights.update(dict.fromkeys(range(count), 1))
            cache.index_to_line.clear()
            cache.index_to_line.update(zip(range(count), range(count), strict=True))
        size = Size(room.width - self._get_left_gutter_width(), count)
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    @property
    def key(self) -> str | None:
        """The key of the highlighted row; None when there are no rows."""
        if self.highlighted is None or not self.option_count:
            return None
        return self.get_option_at_index(self.highlighted).id

    def render_line(self, y: int) -> Strip:
        """One line; under the cursor all of it is in the cursor's colour, which can be read on it.

        Marks and words there say what a colour says in other rows.
        """
        strip = super().render_line(y)
        meta = next((part.style.meta for part in strip if part.style is not None), {})
        if self.highlighted is None or meta.get("option") != self.highlighted:
            return strip
        cursor = self.get_component_rich_style("option-list--option-highlighted", partial=True)
        over = Segment.apply_style(strip, post_style=RichStyle(color=cursor.color))
        return Strip(over, strip.cell_length)


class Table(Vertical):
    """Column headings over rows; :meth:`fill` keeps the cursor on the row it was on.

    A click on a heading sorts the rows by it, another the other way round, a third puts them back
    in the order they came in; with ``sorted_by_screen`` it is only told (:class:`HeadingClicked`).
    """

    class HeadingClicked(Message):
        """The heading of that column was clicked."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, empty: str, id: str, sorted_by_screen: bool = False) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._empty = empty
        self._sorted_by_screen = sorted_by_screen
        self._columns: tuple[Column, ...] = ()
        self._came: tuple[Row, ...] = ()
        """The rows in the order they came in."""
        self._rows: tuple[Row, ...] = ()
        """The rows as they are shown."""
        self._by: tuple[str, bool] | None = None
        """The heading that sorts, and whether downwards; None for the order they came in."""
        self._widths: Sequence[int] = ()
        """Every column's width, as it was drawn."""
        self._drawn_in = -1
        """The cells that a line had when it was drawn."""
        self._keeps_keys = False
        """Whether the rows had the keys when there were none left to show."""

    def compose(self) -> ComposeResult:
        """The headings and the rows."""
        yield Static(classes="heads")
        yield TableRows(classes="rows", markup=False)
        yield Static(classes="empty")

    @property
    def rows(self) -> TableRows:
        """The widget that holds the rows and the cursor."""
        return self.query_one(TableRows)

    @property
    def key(self) -> str | None:
        """The key of the highlighted row; None when there are no rows."""
        return self.rows.key

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its rows, from top to bottom."""
        return tuple(row.key for row in self._rows)

    def go_to(self, key: str) -> None:
        """Put the cursor on the row with that key, where there is one."""
        keys = [row.key for row in self._rows]
        if key in keys:
            self.rows.highlighted = keys.index(key)

    def fill(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        empty: str | None = None,
        more: bool = False,
    ) -> None:
        """Show ``rows``; ``empty`` is the sentence that stands where there are none.

        Where there are ``more`` they are asked for (:class:`TableRows.RunningOut`) before the last
        of these comes into sight. Such rows are sorted where they come from.
        """
        self._columns, self._came = tuple(columns), tuple(rows)
        if empty is not None:
            self._empty = empty
        self.rows.more, self.rows.to_the_end = more, False
        self._sort()
        self.rows.look_ahead()

    def add(self, rows: Iterable[Row], *, more: bool) -> None:
        """Show ``rows`` after those that are there, but for what is there already."""
        there = {row.key for row in self._rows}
        new = tuple(row for row in rows if row.key not in there)
        self._came += new
        self._rows += new
        self.rows.go_on((self._option(row, self._widths) for row in new), more=more)

    def _sort(self) -> None:
        labels = [column.label for column in self._columns]
        self._rows = self._came
        if self._by is not None and self._by[0] in labels:
            from tui.parts.sorting import in_order

            at = labels.index(self._by[0])
            order = in_order((row.made[at] for row in self._came), down=self._by[1])
            self._rows = tuple(self._came[n] for n in order)
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Sort by the heading under the mouse."""
        column = event.style.meta.get(_COLUMN)
        if column is None:
            return
        event.stop()
        self.post_message(self.HeadingClicked(column))
        if not self._sorted_by_screen:
            label = self._columns[column].label
            turns = {None: (label, False), (label, False): (label, True), (label, True): None}
            self._by = turns.get(self._by, (label, False))
            self._sort()

    def _head(self, number: int, column: Column, width: int) -> Content:
        label = column.label
        if self._by is not None and self._by[0] == label:
            named = cell(label, max(width - 2, 0)).plain.rstrip()
            label = f"{named} {'↑' if self._by[1] else '↓'}"
        return cell(label, width, right=column.right).stylize(Style.from_meta({_COLUMN: number}))

    def _draw(self) -> None:
        self._drawn_in = self._room
        self._widths = widths = self._measured()
        heads = (
            self._head(n, c, w) for n, (c, w) in enumerate(zip(self._columns, widths, strict=True))
        )
        self.query_one(".heads", Static).update(self._cut(self._gap.join(heads)))
        rows, kept, at = self.rows, self.key, self.rows.highlighted
        rows.set_options(self._option(row, widths) for row in self._rows)
        keys = [row.key for row in self._rows]
        if kept in keys:
            rows.highlighted = keys.index(kept)
        elif keys:
            rows.highlighted = min(at or 0, len(keys) - 1)
        self._show_rows(rows, shown=bool(keys))
        nothing = self.query_one(".empty", Static)
        nothing.display = not keys
        nothing.update(line(self._empty, "$quiet"))

    def _show_rows(self, rows: TableRows, *, shown: bool) -> None:
        """Show the rows where there are any; hidden they lose the keys, and get them back."""
        had_keys = rows.has_focus or self._keeps_keys
        rows.display = shown
        self._keeps_keys = had_keys and not shown
        if shown and had_keys and self.screen.focused is None:
            rows.focus()

    def _option(self, row: Row, widths: Sequence[int]) -> LaterOption:
        return LaterOption(row.key, partial(self._line, row, widths))

    def _line(self, row: Row, widths: Sequence[int]) -> Content:
        cells = zip(row.made, widths, self._columns, strict=True)
        whole = self._gap.join(cell(text, w, right=c.right) for text, w, c in cells)
        return self._cut(whole)

    def _cut(self, whole: Content) -> Content:
        """A line in the room there is; what is cut ends in an ellipsis."""
        return whole.truncate(max(self._room, 1), ellipsis=True)

    @property
    def _gap(self) -> Content:
        return Content(" " if self.app.size.width < WIDE else "  ")

    @property
    def _room(self) -> int:
        """The cells a line may take, beside the padding and the scrollbar."""
        return (self.size.width or self.app.size.width) - 3

    def _measured(self) -> list[int]:
        """Every column's width, the open one's being what is left.

        Where too little is, the others are as wide as their first rows need.
        """
        widths = [column.width for column in self._columns]
        room = self._room - self._gap.cell_length * (len(widths) - 1)
        if room - sum(widths) < (0 if all(widths) else LEAST):
            heads = tuple(column.label for column in self._columns)
            rows = (row.made for row in self._rows[:AHEAD])
            for n, texts in enumerate(zip(heads, *rows, strict=True)):
                widths[n] = min(widths[n], max(1, *map(cell_length, texts)))
        return [width or max(room - sum(widths), LEAST) for width in widths]

    def on_resize(self, event: events.Resize) -> None:
        """Give the open column what the new width leaves."""
        if self._columns and self._room != self._drawn_in:
            self._draw()
