"""Cells of an XLSX so far from the others that the reader would need memory for all between.

The reader makes a grid from the first cell to the last, so one cell in the farthest corner asks for
17 thousand million cells, and the program ends there and then. They are looked for in the XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_SPARSE_GRID = 10_000_000
"""Cells that a grid may have however few of them are filled."""
_EMPTY_FOR_EACH = 50
_LONGEST = 11
"""Letters and digits of the farthest reference, XFD1048576, and a character after it."""
_CARRIED = _LONGEST + 7
"""Bytes that two parts share, so that a reference on their border is whole in one of them."""
_MAYBE_ODD = (b" r ", b" r\t", b" r\n", b" r= ", b"\tr", b"\nr", b"\rr")
_ODD = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^<>]*(?:[\t\r\n]r=|\sr\s+=|\sr=\s)")
"""Ways of writing a reference that XML allows and no spreadsheet program uses."""

Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def why_too_far(parts: Iterable[bytes]) -> str:
    """Why the XML of a tab, given in parts, can't be read; blank where it can.

    >>> why_too_far([b'<row r="1"><c r="A1"/></row>']), why_too_far([b'<c r="XFE1"/>'])
    ('', 'it has a cell beyond column XFD or row 1048576')
    """
    row, column, cells = 0, 0, 0
    rest = b""
    for part in parts:
        text = rest + part
        if any(odd in text for odd in _MAYBE_ODD) and _ODD.search(text):
            return "it writes its cells' places as no spreadsheet program does"
        whole = np.frombuffer(text, np.uint8)
        starts = _references(whole[: max(len(whole) - _LONGEST - 4, 0)])
        rows, columns, sound = _places(whole, starts)
        if not sound:
            return "it has a cell beyond column XFD or row 1048576"
        row, column = max(row, rows), max(column, columns)
        cells += len(starts)
        rest = text[-_CARRIED:]
    padded = np.frombuffer(rest + b" " * _CARRIED, np.uint8)
    starts = _references(padded[: len(rest)])
    rows, columns, sound = _places(padded, starts)
    row, column = max(row, rows), max(column, columns)
    if not sound or row > MOST_ROWS or column > MOST_COLUMNS:
        return "it has a cell beyond column XFD or row 1048576"
    grid = row * column
    if grid > _SPARSE_GRID and grid > _EMPTY_FOR_EACH * (cells + len(starts)):
        return f"a cell in row {row:,} or column {column:,} lies far from all others"
    return ""


def _references(text: Bytes) -> Any:
    """Where the places of rows and cells begin: behind the letter r and a quotation mark."""
    if len(text) < 4:
        return np.zeros(0, np.int64)
    found = (text[:-3] == ord(" ")) & (text[1:-2] == ord("r")) & (text[2:-1] == ord("="))
    found &= (text[3:] == ord('"')) | (text[3:] == ord("'"))
    return np.flatnonzero(found) + 4


def _places(text: Bytes, starts: Any) -> tuple[int, int, bool]:
    """The last row and the last column among references, and whether all end in time."""
    if not len(starts):
        return 0, 0, True
    row, column = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    going = np.ones(len(starts), bool)
    for step in range(_LONGEST):
        letter = text[np.minimum(starts + step, len(text) - 1)].astype(np.int64)
        upper = letter & ~0x20
        is_letter = going & (upper >= ord("A")) & (upper <= ord("Z")) & (row == 0)
        is_digit = going & (letter >= ord("0")) & (letter <= ord("9"))
        column = np.where(is_letter, column * 26 + upper - ord("A") + 1, column)
        row = np.where(is_digit, row * 10 + letter - ord("0"), row)
        going &= is_letter | is_digit
    return int(row.max()), int(column.max()), not going.any()
