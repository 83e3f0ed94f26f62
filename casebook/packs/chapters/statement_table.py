"""A statement as a pack's table: columns as wide as their words ask, shared values as headings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from casebook.core.statement import Head, Statement
from casebook.core.wording import MISSING, in_form
from casebook.packs.facts import plain_text
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable

StatementRow = Mapping[str, Any]

ROOM = 180
"""Characters that fit across a landscape page, the gaps between columns among them."""
HALF_ROOM = 84
UPRIGHT_ROOM = 108
"""Characters that fit across an upright page."""
HEAVIEST = 100
"""Text longer than this asks for no more width; it takes more lines."""
_GAP = 2
_NARROWEST = 14


def statement_table(
    statement: Statement,
    *,
    title: str = "",
    over: Mapping[str, str] | None = None,
    half: bool = False,
    room: int = ROOM,
    alert: Callable[[StatementRow], Collection[str]] = lambda _: (),
    adds_up: Callable[[StatementRow], bool] = lambda _: False,
) -> PrintTable:
    """A statement as a pack's table, its sentences beneath it.

    Columns that say nothing are left out, and what several rows share heads them. ``over`` names
    the heading that stands over the columns of its keys, ``alert`` gives the keys of the cells of a
    row that stand out, and ``adds_up`` says which rows are the total of those above them. What
    doesn't fit ``half`` a page has the whole, on which ``room`` characters fit in a line.
    """
    found = statement.trimmed()
    heading = _heading(found)
    heads = tuple(head for head in found.heads if head != heading)
    rows = [_printed(heads, row) for row in replace(found, heads=heads, grouped="").cells()]
    lines: list[PrintRow] = []
    above = None
    for row, cells in zip(found.rows, rows, strict=False):
        if heading is not None and (label := in_form(heading.form, row.get(heading.key))) != above:
            lines.append(PrintRow((plain_text(label),), "group"))
            above = label
        out = alert(row)
        marked = tuple(at for at, head in enumerate(heads) if head.key in out)
        if adds_up(row):
            lines.append(PrintRow(_without_gaps(heads, cells), "total"))
        else:
            lines.append(PrintRow(cells, alert=marked))
    if found.total is not None:
        lines.append(PrintRow(rows[-1], "total"))
    longest = [max((len(row[at]) for row in rows), default=0) for at in range(len(heads))]
    half = half and _taken(heads, longest, set(range(len(heads)))) <= HALF_ROOM
    return PrintTable(
        plain_text(title or found.title),
        _columns(heads, rows, longest, over or {}, HALF_ROOM if half else room),
        tuple(lines),
        tuple(map(plain_text, found.notes)),
        half,
    )


def _printed(heads: Sequence[Head], row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row as they are printed: figures with the sign of a minus."""
    return tuple(
        f"−{cell[1:]}" if head.right and cell.startswith("-") else plain_text(cell)
        for head, cell in zip(heads, row, strict=True)
    )


def _heading(found: Statement) -> Head | None:
    """The column whose values head their rows; None where no two rows share one."""
    head = next((head for head in found.heads if head.key == found.grouped), None)
    values = [row.get(found.grouped) for row in found.rows]
    return head if head is not None and len(set(map(str, values))) < len(values) else None


def _without_gaps(heads: Sequence[Head], cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row that adds up others: words that aren't there are blank, not missing."""
    return tuple(
        "" if cell == MISSING and not head.right else cell
        for head, cell in zip(heads, cells, strict=True)
    )


def _columns(
    heads: Sequence[Head],
    rows: Sequence[Sequence[str]],
    longest: Sequence[int],
    over: Mapping[str, str],
    room: int,
) -> tuple[PrintColumn, ...]:
    """Text stays on one line while all fit; the longest then share what is left by their length."""
    wraps = {
        at
        for at, head in enumerate(heads)
        if not head.right and any("\n" in row[at] for row in rows)
    }
    while _taken(heads, longest, wraps) > room:
        rest = [
            at
            for at, head in enumerate(heads)
            if not head.right and at not in wraps and longest[at] > _NARROWEST
        ]
        if not rest:
            break
        wraps.add(max(rest, key=lambda at: longest[at]))
    squeezed = _taken(heads, longest, wraps) > room
    return tuple(
        PrintColumn(
            plain_text(head.label),
            over.get(head.key, ""),
            "figure" if head.right else "words" if at in wraps else "phrase",
            0 if squeezed else _weight(longest[at]) if at in wraps else 1,
        )
        for at, head in enumerate(heads)
    )


def _taken(heads: Sequence[Head], longest: Sequence[int], wraps: Collection[int]) -> int:
    """How many characters the columns ask for; text that wraps asks for half its length."""
    taken = 0
    for at, head in enumerate(heads):
        wrapped = at in wraps and not head.right
        words = head.label.split() if head.right or wrapped else [head.label]
        own = min(longest[at], _weight(longest[at]) // 2) if wrapped else longest[at]
        taken += max(own, *map(len, words)) + _GAP
    return taken


def _weight(longest: int) -> int:
    return max(_NARROWEST, min(longest, HEAVIEST))
