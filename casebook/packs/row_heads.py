"""Row headings in a tagged PDF: the first cell of each row of a table names the row.

Typst tags the cells of a table's head as headings of their columns and has no word yet for those of
rows. It writes the tags as plain objects, so they are mended here: the first data cell of a row
becomes a heading (TH) whose scope is its row, and no data cell names its headings one by one, so
that a reader finds both by scope (ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

import re

_ROW = re.compile(rb"/Type/StructElem/S/TR/P \d+ 0 R/K\[([^\]]*)\]")
_KID = re.compile(rb"(\d+) 0 R")
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_CELL = b"/S/TD/"
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SECTION = re.compile(rb"xref\r?\n0 (\d+)\r?\n")
_ENTRY = 20
"""Bytes of a line of the table of offsets."""


def with_row_heads(pdf: bytes) -> bytes:
    """The PDF with a heading for each row of its tables.

    Raises :class:`ValueError` for a file whose objects aren't found where its one table of offsets
    says, or stand in streams.
    """
    table, offsets = _table(pdf)
    changed: dict[int, bytes] = {}
    for found in _ROW.finditer(pdf):
        kids = [int(number) for number in _KID.findall(found[1])]
        for at, number in enumerate(kids):
            whole = _object(pdf, offsets, number)
            if _CELL in whole:
                changed[number] = _heading(whole) if at == 0 else _HEADERS.sub(b"", whole)
    return _rewritten(pdf, table, offsets, changed)


def _table(pdf: bytes) -> tuple[int, list[int]]:
    """Where the table of offsets stands, and what it says of each object; 0 of one that is free."""
    start = _START.search(pdf)
    section = _SECTION.match(pdf, int(start[1])) if start else None
    if start is None or section is None:
        raise ValueError("the PDF has no plain table of offsets")
    lines = (
        pdf[section.end() + _ENTRY * n : section.end() + _ENTRY * (n + 1)]
        for n in range(int(section[1]))
    )
    return int(start[1]), [int(line[:10]) if line[17:18] == b"n" else 0 for line in lines]


def _object(pdf: bytes, offsets: list[int], number: int) -> bytes:
    start = offsets[number]
    if not pdf.startswith(b"%d 0 obj" % number, start):
        raise ValueError(f"object {number} of the PDF isn't where it should be")
    return pdf[start : pdf.index(b"endobj", start)]


def _heading(cell: bytes) -> bytes:
    """A data cell as the heading of its row."""
    named = _HEADERS.sub(b"", cell).replace(_CELL, b"/S/TH/", 1)
    if b"/O/Table" in named:
        return named.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
    scope = b"<</O/Table/Scope/Row>>"
    if b"/A[" in named:
        return named.replace(b"/A[", b"/A[" + scope, 1)
    return named.replace(b"/K", b"/A[" + scope + b"]/K", 1)


def _rewritten(pdf: bytes, table: int, offsets: list[int], changed: dict[int, bytes]) -> bytes:
    """The file with the ``changed`` objects, and offsets moved by what they grew or shrank."""
    parts, at, moved = [], 0, 0
    new = list(offsets)
    for start, number in sorted((start, number) for number, start in enumerate(offsets) if start):
        new[number] = start + moved
        if number in changed:
            end = pdf.index(b"endobj", start)
            parts += [pdf[at:start], changed[number]]
            moved += len(changed[number]) - (end - start)
            at = end
    section = _SECTION.match(pdf, table)
    assert section is not None
    lines = b"".join(
        b"%010d 00000 n\r\n" % new[n]
        if offsets[n]
        else pdf[section.end() + _ENTRY * n : section.end() + _ENTRY * (n + 1)]
        for n in range(len(offsets))
    )
    parts += [pdf[at : section.end()], lines]
    rest = pdf[section.end() + len(lines) :]
    parts.append(_START.sub(b"startxref\n%d\n%%%%EOF" % (table + moved), rest))
    return b"".join(parts)
