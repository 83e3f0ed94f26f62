"""What stands on the sheet of the map: table and notes under or beside it, or overleaf.

How tall words will be is reckoned and not measured, on the safe side; the map takes what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, cos, radians
from typing import Literal

from casebook.packs.mapsheet.drawing import bounds_of
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from geo.maps import MapColumn, Page

_POINTS = 72 / 25.4
_MARGINS, _WORDS = (30.0, 34.0), 28.0
"""Millimetres that margins take across and down, and that title and legend take."""
_LEAST = 0.5
"""How large the ground is drawn with a table, at least, as a share of what it is by itself: under
that the table goes overleaf."""
_LETTER, _NOTE_LETTER = 4.1, 3.7
"""Points of a figure, and more than most letters, in a table's 8 points and in the notes' 7.6."""
_BOLD = 1.1
"""How much wider headings are."""
_WIDE, _TIGHT = 9.0, 5.0
"""Points that a cell's edges take across, of a table by itself and of one beside or under the map.
"""
_WORD = 22
"""Characters at which words in a cell are broken into lines."""
_GROUPS = 5.0
"""Points between groups of columns."""
_LINE, _NOTE_LINE = 9.6, 9.8
"""Points of a row under or beside the map, and of a line of notes."""
_HEADS, _BETWEEN = 52.0, 8.0
"""Points of a table's caption and headings, and of the space after a part of the sheet."""
_GUTTER = 12.0
"""Points between the columns of a sheet."""
_NOTES_WIDE = (160.0, 200.0, 260.0)
"""Points across of notes that have a column of their own."""
_PART = 0.15
"""What another part of the table costs, as a share of the map's width."""
_SHARES = tuple(n / 50 for n in range(12, 39))
"""Of the sheet, how much the map may take across beside a table."""


@dataclass(frozen=True)
class SheetLayout:
    """How a sheet is laid out. Without a table on it, tables follow on sheets of their own."""

    upright: bool
    room: tuple[float, float]
    """Points that the map has across and down."""
    tables: tuple[PrintTable, ...]
    """The table, in parts where one isn't wide enough."""
    table_at: Literal["under", "beside", "overleaf"] = "overleaf"
    """Where it stands: under the map, to its right, or on sheets of its own."""
    notes_at: Literal["under map", "under table", "beside", "overleaf"] = "overleaf"
    """Where the notes do; beside, in a column of their own."""
    notes_wide: float = 0.0
    """Points of that column."""
    left_out: int = 0
    """How many columns of the web map's table found no room."""


def lay_out(page: Page, step: int, paper: tuple[float, float], own: Iterable[str]) -> SheetLayout:
    """One sheet with map, table and notes, where the ground is large enough on it.

    The whole table if it has room under or beside the map; else as many of its columns as have,
    those ``own`` to the layer shown (titles) before others; else the table overleaf, and the map
    as large as the sheet. ``paper`` is in millimetres, its longer side first.
    """
    ratio = _ratio(page)
    flat, tall = _inside(paper), _inside(paper[::-1])
    upright = ratio < 1
    wide, high = tall if upright else flat
    alone = (wide, high - _WORDS * _POINTS)
    most = _drawn(alone, ratio)

    def best(found: Iterable[SheetLayout]) -> SheetLayout | None:
        enough = [laid for laid in found if _drawn(laid.room, ratio) >= _LEAST * most]
        return max(enough, key=lambda laid: _worth(laid, ratio, most), default=None)

    sheets = flat, tall
    whole = [
        laid
        for inside in sheets
        for laid in (*_under(page, step, inside), *_beside(page, step, inside, ratio))
    ]
    if laid := best(laid for laid in whole if laid.notes_at != "overleaf"):
        return laid
    narrowed = [
        laid for inside in sheets for laid in _beside(page, step, inside, ratio, tuple(own))
    ]
    return (
        best(laid for laid in narrowed if laid.notes_at != "overleaf")
        or best(whole)
        or best(narrowed)
        or SheetLayout(upright, alone, _tables(page, step, flat[0], _WIDE))
    )


def _worth(laid: SheetLayout, ratio: float, most: float) -> float:
    """The larger the map the better, the more of the table on it, and the fewer its parts."""
    shown = sum(len(table.columns) - 1 for table in laid.tables)
    whole = shown + laid.left_out
    share = 2 * shown / whole if whole else 0
    return _drawn(laid.room, ratio) / most + share - _PART * len(laid.tables)


def _inside(paper: tuple[float, float]) -> tuple[float, float]:
    """The points within the margins of a sheet, across and down."""
    return (paper[0] - _MARGINS[0]) * _POINTS, (paper[1] - _MARGINS[1]) * _POINTS


def _drawn(room: tuple[float, float], ratio: float) -> float:
    """How many points the ground is across in a room, whose shape isn't the ground's."""
    return min(room[0], room[1] * ratio)


def _under(page: Page, step: int, inside: tuple[float, float]) -> Iterator[SheetLayout]:
    """The map over the whole table: with the notes, and with these overleaf.

    ``inside`` are the points within the sheet's margins.
    """
    across, down = inside
    tables = _tables(page, step, across, _TIGHT)
    left = down - _WORDS * _POINTS - _high(tables)
    upright = down > across
    notes = _notes_high(page, across)
    yield SheetLayout(upright, (across, left - notes), tables, "under", "under table")
    yield SheetLayout(upright, (across, left), tables, "under")


def _beside(
    page: Page,
    step: int,
    inside: tuple[float, float],
    ratio: float,
    own: tuple[str, ...] | None = None,
) -> Iterator[SheetLayout]:
    """The map to the left of the table, with the notes where they have room.

    Of the table those of the columns that fit one part, ``own`` before others; where none are
    named, all of it in as many parts as it takes.
    """
    across, down = inside[0], inside[1] - _WORDS * _POINTS
    if _HEADS + _LINE * len(page.there_at(step)) > down:
        return
    for wide in (share * across for share in _SHARES):
        for column in (0.0, *_NOTES_WIDE):
            right = across - wide - _GUTTER - (column + _GUTTER if column else 0)
            tables, left_out = _right(page, step, right, own)
            high = _high(tables)
            if not tables or high > down:
                continue
            made = SheetLayout(inside[1] > across, (wide, down), tables, "beside")
            made = replace(made, notes_wide=column, left_out=left_out)
            if column:
                if _notes_high(page, column) <= down:
                    yield replace(made, notes_at="beside")
                continue
            yield made
            if high + _notes_high(page, right) <= down:
                yield replace(made, notes_at="under table")
            under = down - _notes_high(page, wide)
            if under >= wide / ratio / 2:
                yield replace(made, room=(wide, under), notes_at="under map")


def _right(
    page: Page, step: int, wide: float, own: tuple[str, ...] | None
) -> tuple[tuple[PrintTable, ...], int]:
    """The table in a column of the sheet, and how many columns it leaves out."""
    every = [column for column in page.columns if column.in_table]
    room = wide - _first(page, step, _TIGHT)
    if own is None:
        widest = max((_TIGHT + _LETTER * _longest(column, step) for column in every), default=0)
        return (_tables(page, step, wide, _TIGHT) if widest <= room else ()), 0
    ranked = sorted(every, key=lambda column: column.title not in own)
    wanted = sum(column.title in own for column in every)
    chosen: list[MapColumn] = []
    for column in ranked:
        more = [*chosen, column]
        if len(_runs([c for c in every if c in more], step, room, _TIGHT)) > 1:
            break
        chosen = more
    if len(chosen) < max(1, wanted):
        return (), 0
    kept = [column for column in every if column in chosen]
    return (_table(page, step, kept, _caption(page, step)),), len(every) - len(kept)


def _high(tables: Sequence[PrintTable]) -> float:
    """Points down of tables one above another."""
    return sum(_HEADS + _LINE * len(table.lines) + _BETWEEN for table in tables)


def _notes_high(page: Page, wide: float) -> float:
    """Points down of the notes in a column so wide."""
    lines = sum(ceil(_NOTE_LETTER * len(note) / (wide - 8)) for note in page.notes)
    return (lines + 3) * _NOTE_LINE + 2 * len(page.notes)


def _ratio(page: Page) -> float:
    """How wide the ground is to how tall."""
    west, south, east, north = bounds_of(page)
    return (east - west) * cos(radians((north + south) / 2)) / max(north - south, 1e-9)


def _tables(page: Page, step: int, wide: float, edges: float) -> tuple[PrintTable, ...]:
    """The whole table in parts as wide as the sheet, each with the places' names first."""
    shown = [column for column in page.columns if column.in_table]
    runs = _runs(shown, step, wide - _first(page, step, edges), edges)
    caption = _caption(page, step)
    return tuple(
        _table(page, step, run, caption + (f" ({n} of {len(runs)})" if len(runs) > 1 else ""))
        for n, run in enumerate(runs, start=1)
    )


def _first(page: Page, step: int, edges: float) -> float:
    """Points across of the column of the places' names."""
    names = [page.features[number].title for number in page.there_at(step)]
    return edges + _LETTER * max(map(len, (*names, page.total_at(step), page.first)))


def _caption(page: Page, step: int) -> str:
    return f"{page.table}, {page.steps[step]}" if page.steps[step] else page.table


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
    values = [*column.at(step), *([column.total_at(step)] if column.total else [])]
    longest = max((len(column.text(value)) for value in values), default=1)
    if column.kind == "word":
        longest = min(longest, _WORD)
    return max(longest, *(ceil(_BOLD * len(word)) for word in column.name.split()))


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
