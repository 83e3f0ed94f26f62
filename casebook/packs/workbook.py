"""A workbook of plain sheets: text stays text, missing stays blank, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from casebook.packs.sheets import SheetCell, WorkbookSheet

_LONGEST_HEADER = 200
"""Characters: Excel drops a page header that is longer than 255."""
_LONGEST = 32_000
"""Characters of a cell, under the most that Excel holds."""
_WIDEST = 44
_PAPERS = ((9, 141), (8, 207))
"""A4 and A3 as Excel numbers them, and the widths of columns that a sheet on its side has room for.
"""
_LEGIBLE = 0.75
"""How small a sheet is printed at least: 10 points as 7.5."""
_LOOKED_AT = 200
"""Rows that a column's width is worked out from."""


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
    said = [face.marking, ", ".join(part for part in (face.title, face.force) if part)]
    above = [*said, *([face.synthetic] if face.synthetic else [])]
    with MarkedBook(face.title, face.force, face.marking, face.made_on, above) as book:
        day = book.look(num_format="d mmm yyyy", align="left")
        for sheet in sheets:
            page, top = book.sheet(
                sheet.name, sheet.headings, [_width(sheet, n) for n in range(len(sheet.headings))]
            )
            for down, row in enumerate(sheet.rows, start=top + 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(down, at, datetime.combine(cell, time()), day)
                    elif cell is not None and cell != "":
                        book.cell(page, (down, at), cell, book.plain)
            last = top + max(len(sheet.rows), 1), len(sheet.headings) - 1
            page.autofilter(top, 0, *last)
        book.about("About", face.about)
    return book.content


class MarkedBook:
    """A workbook being written, the same marking and head on each of its sheets.

    ``above`` are the lines over every sheet. Its ``content`` is there once the block has ended.
    """

    def __init__(
        self, title: str, force: str, marking: str, made_on: date, above: Sequence[str]
    ) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True})
        moment = datetime.combine(made_on, time())
        self._book.set_properties(
            {"title": title, "author": force, "keywords": marking, "created": moment}
        )
        self._marking, self._above = marking, above
        self.plain = self.look()
        """How a cell looks that nothing is said of."""
        self._head = self.look(bold=True, text_wrap=True, bottom=1)
        self._bold = self.look(bold=True)
        self._wrapped = self.look(text_wrap=True)

    def __enter__(self) -> MarkedBook:
        return self

    def __exit__(self, *_failed: object) -> None:
        self._book.close()

    @property
    def content(self) -> bytes:
        """The workbook's bytes, the same for the same cells."""
        return self._out.getvalue()

    def look(self, **more: Any) -> Any:
        """The looks of a cell: those that all share, and ``more`` as XlsxWriter has it."""
        shared = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        return self._book.add_format(shared | more)

    def sheet(self, name: str, headings: Sequence[str], widths: Sequence[float]) -> tuple[Any, int]:
        """A new sheet and the row of its headings; they stay, with the first column."""
        page = self._page(name)
        top = self._top(page)
        for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            page.write_string(top, at, heading, self._head)
            page.set_column(at, at, width)
        page.freeze_panes(top + 1, 1)
        page.repeat_rows(top)
        page.set_landscape()
        _fit(page, sum(widths))
        return page, top

    def about(self, name: str, lines: Sequence[str]) -> None:
        """The sheet that says what the figures mean and where they end, a row a sentence."""
        page = self._page(name)
        top = self._top(page)
        page.set_column(0, 0, 110)
        for down, words in enumerate(lines, start=top):
            self.cell(page, (down, 0), words, self._wrapped)

    def cell(self, page: Any, where: tuple[int, int], cell: str | float, look: Any) -> None:
        """Write a text as text, or a number."""
        if isinstance(cell, str):
            page.write_string(*where, cell[:_LONGEST], look)
        else:
            page.write_number(*where, cell, look)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_paper(9)
        marked = self._marking[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f'&C&"Arial,Bold"{marked}')
        page.set_footer(f'&C&"Arial,Bold"{marked}&RPage &P of &N')
        return page

    def _top(self, page: Any) -> int:
        """Write what stands over every sheet; gives the row beneath it."""
        for down, words in enumerate(self._above):
            self.cell(page, (down, 0), words, self._bold)
        return len(self._above) + 1


def _fit(page: Any, wide: float) -> None:
    """Print a sheet one page wide where it can be read so, on A4 or A3; else on several across.

    ``wide`` is what its columns are together.
    """
    for paper, room in _PAPERS:
        page.set_paper(paper)
        if room >= _LEGIBLE * wide:
            page.fit_to_pages(1, 0)
            return
    page.set_print_scale(round(100 * _LEGIBLE))
    page.repeat_columns(0)
    page.print_across()


def _width(sheet: WorkbookSheet, at: int) -> float:
    cells = [row[at] for row in sheet.rows[:_LOOKED_AT]]
    return column_width(sheet.headings[at], cells, _WIDEST)


def column_width(heading: str, cells: Sequence[SheetCell], widest: int) -> float:
    """A column as wide as the widest word of its heading or of what is in its cells."""
    words = max(map(len, heading.split()), default=1)
    said = (len(str(cell)) for cell in cells if cell is not None)
    return float(min(widest, max(words, *said, 8) + 2))
