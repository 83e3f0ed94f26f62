"""A workbook of plain sheets: text stays text, missing stays blank, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

SheetCell = str | float | int | date | None
_LONGEST_HEADER = 200
"""Characters: Excel drops a page header that is longer than 255."""
_LONGEST = 32_000
"""Characters of a cell, under the most that Excel holds."""
_WIDEST = 44
_LOOKED_AT = 200
"""Rows that a column's width is worked out from."""


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: its headings, and rows of as many cells."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[SheetCell]]


@dataclass(frozen=True)
class WorkbookFace:
    """What a workbook says of itself, on each of its sheets and on the last."""

    title: str
    force: str
    marking: str
    synthetic: str
    made_on: date
    about: tuple[str, ...] = ()
    """Sentences of the last sheet, a row each."""


def workbook(face: WorkbookFace, sheets: Sequence[WorkbookSheet]) -> bytes:
    """The sheets as XLSX, a filter over the headings of each, and what they mean on the last.

    No text in it is ever a formula, a link or a number; what isn't known is a blank cell.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    moment = datetime.combine(face.made_on, time())
    book.set_properties(
        {"title": face.title, "author": face.force, "keywords": face.marking, "created": moment}
    )
    writer = _SheetWriter(book, face)
    for sheet in sheets:
        writer.sheet(sheet)
    writer.about()
    book.close()
    return out.getvalue()


class _SheetWriter:
    """Writes sheets in the looks that they share."""

    def __init__(self, book: Any, face: WorkbookFace) -> None:
        self._book = book
        self._face = face
        plain = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self._plain = book.add_format(plain)
        self._day = book.add_format({**plain, "num_format": "d mmm yyyy", "align": "left"})
        self._head = book.add_format({**plain, "bold": True, "text_wrap": True, "bottom": 1})
        self._bold = book.add_format({**plain, "bold": True})
        self._wrapped = book.add_format({**plain, "text_wrap": True})

    def sheet(self, sheet: WorkbookSheet) -> None:
        """One sheet of rows, its headings and first column staying as one scrolls."""
        page = self._page(sheet.name)
        top = self._top(page)
        for at, heading in enumerate(sheet.headings):
            page.write_string(top, at, heading, self._head)
            page.set_column(at, at, _width(sheet, at))
        for down, row in enumerate(sheet.rows, start=top + 1):
            for at, cell in enumerate(row):
                self._cell(page, down, at, cell)
        page.autofilter(top, 0, top + max(len(sheet.rows), 1), len(sheet.headings) - 1)
        page.freeze_panes(top + 1, 1)
        page.repeat_rows(top)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def about(self) -> None:
        """The sheet that says what the figures mean and where they end."""
        page = self._page("About")
        top = self._top(page)
        page.set_column(0, 0, 110)
        for down, words in enumerate(self._face.about, start=top):
            page.write_string(down, 0, words[:_LONGEST], self._wrapped)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_paper(9)
        marked = self._face.marking[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f'&C&"Arial,Bold"{marked}')
        page.set_footer(f'&C&"Arial,Bold"{marked}&RPage &P of &N')
        return page

    def _top(self, page: Any) -> int:
        """What stands over every sheet; gives the row beneath it."""
        face = self._face
        said = [face.marking, ", ".join(part for part in (face.title, face.force) if part)]
        said += [face.synthetic] if face.synthetic else []
        for down, words in enumerate(said):
            page.write_string(down, 0, words[:_LONGEST], self._bold)
        return len(said) + 1

    def _cell(self, page: Any, down: int, at: int, cell: SheetCell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            page.write_string(down, at, cell[:_LONGEST], self._plain)
        elif isinstance(cell, date):
            page.write_datetime(down, at, datetime.combine(cell, time()), self._day)
        else:
            page.write_number(down, at, cell, self._plain)


def _width(sheet: WorkbookSheet, at: int) -> float:
    """A column as wide as the widest word of its heading or cell of its first rows."""
    cells = (str(row[at]) for row in sheet.rows[:_LOOKED_AT] if row[at] is not None)
    words = max(map(len, sheet.headings[at].split()), default=1)
    return float(min(_WIDEST, max(words, *(len(cell) for cell in cells), 8) + 2))
