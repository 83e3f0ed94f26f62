"""What stands on the sheets of the map: the map as large as the first, then the whole table.

How tall words will be is reckoned and not measured, on the safe side; the map takes what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians

from casebook.packs.mapsheet.parts import part_of, whole_table, width_of
from casebook.packs.tables import PrintTable
from geo.maps import Layer, MapColumn, Page
from geo.maps.extent import sheet_extent

_POINTS = 72 / 25.4
_MARGINS = 30.0, 34.0
"""Millimetres that margins take across and down."""
_TITLE, _LEGEND_LINE, _BAND = 62.0, 17.0, 44.0
"""Points down of the title and what stands with it, and of a line of the legend; and across of
what a band has beside its words."""
_LETTER, _NOTE_LETTER = 4.6, 3.7
"""Points of a letter of the legend, and of one of the notes."""
_NOTE_LINE, _NOTE_HEAD = 10.0, 28.0
"""Points down of a line of notes, and of their heading."""
_HEADS, _BETWEEN = 44.0, 10.0
"""Points of a table's caption and headings, and of the space after it."""
_ROWS = (13.4, 12.4, 11.4, 10.4, 9.4)
"""Points of a row, from the roomiest."""
_WORDS = 5.8
"""Points of a row that its words take; the rest stands above and below them."""
_KEEPS = 0.85
"""What the ground must keep of its size where a table stands with the map."""
_EDGES = 16.0
"""Points that the edges of a table on the map take, and the space beside it."""
_FULL, _SLACK = 0.2, 0.97
"""How full the last sheet is at least, and how much of one is counted on."""


@dataclass(frozen=True)
class Inset:
    """Columns on the empty side of the map: the whole table, or those of the layer shown."""

    table: PrintTable
    clear: float
    """Points at the map's right that it takes."""
    space: float
    """Points above and below the words of a row."""


@dataclass(frozen=True)
class Overleaf:
    """The whole table and the notes on sheets of their own."""

    upright: bool
    tables: tuple[PrintTable, ...]
    spaces: tuple[float, ...]
    """For each table the points above and below the words of a row."""
    fills: tuple[float, ...]
    """How full each sheet is."""
    flowing: bool = False
    """Whether a table takes more than a sheet."""


@dataclass(frozen=True)
class SheetLayout:
    """How the sheets are laid out."""

    upright: bool
    room: tuple[float, float]
    """Points that the map has across and down."""
    under: tuple[PrintTable, ...] = ()
    """The whole table in its parts, where all of it and the notes stand under the map."""
    inset: Inset | None = None
    overleaf: Overleaf | None = None
    """None where all is on the sheet of the map."""


def lay_out(page: Page, layer: Layer, step: int, paper: tuple[float, float]) -> SheetLayout:
    """The map on one sheet, turned as the ground is; the whole table under it, or on the next.

    Under the map, or where the ground leaves room on it, stands the table that costs the ground
    little of its size. Else the layer's own columns stand where there is room, and the table
    follows. ``paper`` is in millimetres, its longer side first.
    """
    ratio = _ratio(page)
    sheets = _inside(paper), _inside(paper[::-1])
    rooms = [(wide, high - _head(page, layer, step, wide)) for wide, high in sheets]
    upright = _drawn(rooms[1], ratio) > _drawn(rooms[0], ratio)
    room = rooms[upright]
    least = _KEEPS * _drawn(room, ratio)
    for turned in (upright, not upright):
        wide, high = rooms[turned]
        tables = whole_table(page, step, wide)
        under = wide, high - _high(tables, _ROWS[-1]) - _notes(page, wide)
        if _drawn(under, ratio) >= least:
            return SheetLayout(turned, under, tables)
    notes = _notes(page, room[0])
    every = [column for column in page.columns if column.in_table]
    if whole := _inset(page, every, step, (room[0], room[1] - notes), least, ratio):
        return SheetLayout(upright, (room[0], room[1] - notes), inset=whole)
    own = [column for column in page.columns if column.title in layer.says]
    inset = _inset(page, own, step, room, least, ratio)
    return SheetLayout(upright, room, (), inset, _overleaf(page, step, sheets, upright))


def _inset(
    page: Page,
    columns: Sequence[MapColumn],
    step: int,
    room: tuple[float, float],
    least: float,
    ratio: float,
) -> Inset | None:
    """The columns where they leave the ground so many points across."""
    clear = width_of(page, step, columns) + _EDGES
    if not columns or _drawn((room[0] - clear, room[1]), ratio) < least:
        return None
    lines = len(page.there_at(step)) + 1
    fits = [row for row in _ROWS if _HEADS + row * lines + _EDGES <= room[1]]
    return Inset(part_of(page, step, columns, ""), clear, fits[0] - _WORDS) if fits else None


def _overleaf(
    page: Page, step: int, sheets: Sequence[tuple[float, float]], upright: bool
) -> Overleaf:
    """The fewest sheets, the last not near empty; then turned as the map is, and roomy."""
    found: list[Overleaf] = []
    for turned, (wide, high) in enumerate(sheets):
        tables, notes = whole_table(page, step, wide), _notes(page, wide)
        if max(_high((table,), _ROWS[-1]) for table in tables) > high * _SLACK:
            found += [_flowing(bool(turned), tables, notes, row, high * _SLACK) for row in _ROWS]
        else:
            found.append(_stacked(bool(turned), tables, notes, high * _SLACK))
    return min(
        found,
        key=lambda each: (
            min(each.fills) < _FULL,
            len(each.fills),
            each.upright != upright,
            -sum(each.spaces),
        ),
    )


def _stacked(upright: bool, tables: tuple[PrintTable, ...], notes: float, high: float) -> Overleaf:
    """Tables of at most a sheet one above another, as many as it holds, their rows as it lets."""
    groups: list[list[PrintTable]] = []
    for table in tables:
        if not groups or _high((*groups[-1], table), _ROWS[-1]) > high:
            groups.append([])
        groups[-1].append(table)
    apart = _high(groups[-1], _ROWS[-1]) + notes > high
    spaces, fills = [], []
    for group in groups:
        more = notes if group is groups[-1] and not apart else 0
        row = next(row for row in _ROWS if row == _ROWS[-1] or _high(group, row) + more <= high)
        spaces += [row - _WORDS] * len(group)
        fills.append((_high(group, row) + more) / high)
    return Overleaf(upright, tables, tuple(spaces), (*fills, *([notes / high] if apart else [])))


def _flowing(
    upright: bool, tables: tuple[PrintTable, ...], notes: float, row: float, high: float
) -> Overleaf:
    """Tables that run over several sheets, one after another."""
    filled = [0.0]
    for table in tables:
        filled[-1] += _high((table,), row)
        while filled[-1] > high:
            over = filled[-1] - high
            filled[-1] = high
            filled.append(over + _HEADS)
    if filled[-1] + notes > high:
        filled.append(0.0)
    filled[-1] += notes
    fills = tuple(each / high for each in filled)
    return Overleaf(upright, tables, (row - _WORDS,) * len(tables), fills, flowing=True)


def _head(page: Page, layer: Layer, step: int, wide: float) -> float:
    """Points down of the title, what it is of, the legend and its note."""
    across = lines = 0.0
    for band in layer.bands_at(step):
        long = _BAND + _LETTER * len(band.text)
        if not lines or across + long > wide:
            across, lines = 0.0, lines + 1
        across += long
    words = sum(ceil(_NOTE_LETTER * len(said) / wide) for said in (layer.note, page.attribution))
    return _TITLE + _LEGEND_LINE * lines + 12 * words


def _high(tables: Sequence[PrintTable], row: float) -> float:
    """Points down of tables one above another."""
    return sum(_HEADS + row * len(table.lines) + _BETWEEN for table in tables)


def _notes(page: Page, wide: float) -> float:
    """Points down of the notes."""
    lines = sum(ceil(_NOTE_LETTER * len(note) / (wide - 8)) for note in page.notes)
    return lines * _NOTE_LINE + _NOTE_HEAD if page.notes else 0.0


def _inside(paper: tuple[float, float]) -> tuple[float, float]:
    """The points within the margins of a sheet, across and down."""
    return (paper[0] - _MARGINS[0]) * _POINTS, (paper[1] - _MARGINS[1]) * _POINTS


def _drawn(room: tuple[float, float], ratio: float) -> float:
    """How many points the ground is across in a room, whose shape isn't the ground's."""
    return min(room[0], room[1] * ratio)


def _ratio(page: Page) -> float:
    """How wide the ground is to how tall."""
    west, south, east, north = sheet_extent(page)
    return (east - west) * cos(radians((north + south) / 2)) / max(north - south, 1e-9)
