"""The web map's table on paper: every column once, in parts that fit, each with the places' names.

How wide words will be is reckoned and not measured, on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from casebook.core.english import listed
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from geo.maps import MapColumn, Page

_LETTER = 4.1
"""Points of a figure, and more than most letters, in the 8 points of a table."""
_BOLD = 1.1
"""How much wider headings are."""
_EDGES = 6.0
"""Points that the edges of a cell take across."""
_GROUPS = 5.0
"""Points between groups of columns."""
_WORD, _NAME = 22, 40
"""Characters at which words in a cell, and the names of places, are broken into lines."""
_SHARES = tuple(n / 20 for n in range(10, 21))
"""Of a sheet, how wide the parts may be, from the narrowest."""


def whole_table(page: Page, step: int, wide: float) -> tuple[PrintTable, ...]:
    """Every row and column of the web map's table at a step, in parts ``wide`` points across.

    As few as fit, about as wide as one another; a group of columns that fits a part isn't torn.
    """
    shown = [column for column in page.columns if column.in_table]
    room = wide - _names(page, step)
    fewest = len(_runs(shown, step, room))
    narrowed = (_runs(shown, step, share * room) for share in _SHARES)
    runs = next(found for found in narrowed if len(found) == fewest)
    called = page.table + (f", {page.steps[step]}" if page.steps[step] else "")
    return tuple(
        part_of(page, step, run, _caption(called, run, n, fewest))
        for n, run in enumerate(runs, start=1)
    )


def part_of(page: Page, step: int, columns: Sequence[MapColumn], caption: str) -> PrintTable:
    """Some columns of every place that is there at a step, and of all places together."""
    written = [[column.text(value) for value in column.at(step)] for column in columns]
    lines = [
        PrintRow((page.features[number].title, *(cells[number] for cells in written)))
        for number in page.there_at(step)
    ]
    if page.total:
        totals = (c.text(c.total_at(step)) if c.total else "" for c in columns)
        lines.append(PrintRow((page.total_at(step), *totals), "total"))
    heads = (
        PrintColumn(c.name, c.group, "words" if c.kind == "word" else "figure", 0) for c in columns
    )
    return PrintTable(caption, (PrintColumn(page.first, weight=0), *heads), tuple(lines))


def width_of(page: Page, step: int, columns: Sequence[MapColumn]) -> float:
    """Points across of such a part."""
    groups = sum(1 for _ in groupby(columns, key=lambda column: column.group))
    return _names(page, step) + sum(_width(c, step) for c in columns) + _GROUPS * groups


def _caption(called: str, run: Sequence[MapColumn], part: int, parts: int) -> str:
    """What the table is; of a part also what it is about."""
    if parts == 1:
        return called
    groups = dict.fromkeys(column.group for column in run if column.group)
    about = f": {listed(groups)}" if groups else ""
    return f"{called} ({part} of {parts}){about}"


def _names(page: Page, step: int) -> float:
    """Points across of the column of the places' names."""
    names = [page.features[number].title for number in page.there_at(step)]
    longest = max(map(len, (*names, page.total_at(step), page.first)))
    return _EDGES + _LETTER * min(longest, _NAME)


def _runs(columns: Sequence[MapColumn], step: int, room: float) -> list[list[MapColumn]]:
    """The columns in runs that fit ``room``."""
    found: list[list[MapColumn]] = []
    used = room
    for piece in _pieces(columns, step, room):
        need = _GROUPS + sum(_width(column, step) for column in piece)
        if not found or used + need > room:
            found.append([])
            used = 0
        found[-1] += piece
        used += need
    return found


def _pieces(columns: Sequence[MapColumn], step: int, room: float) -> Iterator[list[MapColumn]]:
    """What stays together: a group that fits, else each column by itself."""
    for group, members in groupby(columns, key=lambda column: column.group):
        piece = list(members)
        if group and _GROUPS + sum(_width(column, step) for column in piece) <= room:
            yield piece
        else:
            yield from ([column] for column in piece)


def _width(column: MapColumn, step: int) -> float:
    return _EDGES + _LETTER * _longest(column, step)


def _longest(column: MapColumn, step: int) -> int:
    """Characters of the longest line of a column; words run over several."""
    values = [*column.at(step), *([column.total_at(step)] if column.total else [])]
    longest = max((len(column.text(value)) for value in values), default=1)
    if column.kind == "word":
        longest = min(longest, _WORD)
    return max(longest, *(ceil(_BOLD * len(word)) for word in column.name.split()))
