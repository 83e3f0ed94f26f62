"""What stands on the sheet of the map: the whole table where it leaves room, else overleaf.

How tall words will be is reckoned and not measured, on the safe side; the map takes what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians

from casebook.packs.mapsheet.drawing import bounds_of
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from geo.maps import MapColumn, Page

_POINTS = 72 / 25.4
_MARGINS, _WORDS = (30.0, 34.0), 30.0
"""Millimetres that margins take across and down, and that title and legend take."""
_LEAST = 0.5
"""How large the ground is drawn over a table, at least, as a share of what it is by itself: under
that the table goes overleaf."""
_LETTER = 4.1
"""Points of a figure, and more than most letters, at 8 points."""
_WIDE, _TIGHT = 9.0, 5.0
"""Points that a cell's edges take across, of a table by itself and of one under the map."""
_WORD = 22
"""Characters at which words in a cell are broken into lines."""
_GROUPS = 5.0
"""Points between groups of columns."""
_LINE = 10.6
"""Points of a row under the map and of a line of notes."""
_HEADS, _BETWEEN = 52.0, 8.0
"""Points of a table's caption and headings, and of the space after a part of the sheet."""


@dataclass(frozen=True)
class SheetLayout:
    """How a sheet is laid out. Without a table on it, tables follow on sheets of their own."""

    upright: bool
    room: tuple[float, float]
    """Points that the map has across and down."""
    tables: tuple[PrintTable, ...]
    """The whole table, in parts where one isn't wide enough."""
    with_table: bool = False
    """Whether they stand under the map."""
    with_notes: bool = False
    """Whether the notes do too."""


def lay_out(page: Page, step: int, paper: tuple[float, float]) -> SheetLayout:
    """The whole table under the map, where the ground is large enough so; else the map by itself.

    ``paper`` is in millimetres, its longer side first.
    """
    ratio = _ratio(page)
    flat, tall = _inside(paper), _inside(paper[::-1])
    upright = ratio < 1
    wide, high = tall if upright else flat
    alone = (wide, high - _WORDS * _POINTS)
    enough = _LEAST * _drawn(alone, ratio)
    found = [
        laid
        for inside in (flat, tall)
        for laid in _with_table(page, step, inside)
        if _drawn(laid.room, ratio) >= enough
    ]
    if found:
        return max(found, key=lambda laid: (laid.with_notes, _drawn(laid.room, ratio)))
    return SheetLayout(upright, alone, _tables(page, step, flat[0], _WIDE))


def _inside(paper: tuple[float, float]) -> tuple[float, float]:
    """The points within the margins of a sheet, across and down."""
    return (paper[0] - _MARGINS[0]) * _POINTS, (paper[1] - _MARGINS[1]) * _POINTS


def _drawn(room: tuple[float, float], ratio: float) -> float:
    """How many points the ground is across in a room, whose shape isn't the ground's."""
    return min(room[0], room[1] * ratio)


def _with_table(page: Page, step: int, inside: tuple[float, float]) -> Iterator[SheetLayout]:
    """The layouts of one sheet for map and table: with the notes, and with these overleaf.

    ``inside`` are the points within the sheet's margins.
    """
    across, down = inside
    tables = _tables(page, step, across, _TIGHT)
    left = down - _WORDS * _POINTS
    left -= sum(_HEADS + _LINE * len(table.lines) + _BETWEEN for table in tables)
    notes = sum(ceil(_LETTER * len(note) / across) for note in page.notes) * _LINE + 2 * _LINE
    yield SheetLayout(down > across, (across, left - notes), tables, True, True)
    yield SheetLayout(down > across, (across, left), tables, True, False)


def _ratio(page: Page) -> float:
    """How wide the ground is to how tall."""
    west, south, east, north = bounds_of(page)
    return (east - west) * cos(radians((north + south) / 2)) / max(north - south, 1e-9)


def _tables(page: Page, step: int, wide: float, edges: float) -> tuple[PrintTable, ...]:
    """The whole table in parts as wide as the sheet, each with the places' names first."""
    shown = [column for column in page.columns if column.in_table]
    names = [page.features[number].title for number in page.there_at(step)]
    names += [page.total_at(step), page.first]
    first = edges + _LETTER * max(map(len, names))
    runs = _runs(shown, step, wide - first, edges)
    caption = f"{page.table}, {page.steps[step]}" if page.steps[step] else page.table
    return tuple(
        _table(page, step, run, caption + (f" ({n} of {len(runs)})" if len(runs) > 1 else ""))
        for n, run in enumerate(runs, start=1)
    )


def _runs(
    columns: Sequence[MapColumn], step: int, room: float, edges: float
) -> list[list[MapColumn]]:
    """The columns in runs that fit; a group that fits a run isn't torn."""
    widths = {id(column): edges + _LETTER * _longest(column, step) for column in columns}
    found: list[list[MapColumn]] = []
    used = room
    for at, column in enumerate(columns):
        group = [c for c in columns[at:] if c.group and c.group == column.group]
        opens = at == 0 or columns[at - 1].group != column.group
        used += _GROUPS if opens else 0
        whole = sum(widths[id(c)] for c in group) if opens else 0
        need = whole if 0 < whole <= room else widths[id(column)]
        if not found or used + need > room:
            found.append([])
            used = 0
        found[-1].append(column)
        used += widths[id(column)]
    return found


def _longest(column: MapColumn, step: int) -> int:
    """Characters of the longest line of a column; words run over several."""
    longest = max((len(column.text(value)) for value in column.at(step)), default=1)
    if column.kind == "word":
        longest = min(longest, _WORD)
    return max(longest, *(len(word) for word in column.name.split()))


def _table(page: Page, step: int, run: Sequence[MapColumn], caption: str) -> PrintTable:
    written = [[column.text(value) for value in column.at(step)] for column in run]
    lines = [
        PrintRow((page.features[number].title, *(cells[number] for cells in written)))
        for number in page.there_at(step)
    ]
    if page.total:
        totals = (c.text(c.total_at(step)) if c.total else "" for c in run)
        lines.append(PrintRow((page.total_at(step), *totals), "total"))
    heads = (
        PrintColumn(c.name, c.group, "words" if c.kind == "word" else "figure", 0) for c in run
    )
    return PrintTable(caption, (PrintColumn(page.first, weight=0), *heads), tuple(lines))
