"""A return as a workbook: text stays text, missing stays missing, the same bytes every time."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from casebook.core.wording import MISSING
from casebook.packs.returns.quarterly import Cell, FilledSheet, QuarterlyReturn
from casebook.packs.returns.template import ABOUT

_NUMBERS = {"number": "#,##0", "hours": "#,##0.00", "money": "#,##0.00"}
_WIDEST = 34
_LONGEST_HEADER = 200
"""Characters: Excel drops a page header that is longer than 255."""


def workbook(made: QuarterlyReturn) -> bytes:
    """The return as XLSX; no text in it is ever a formula, a link or a number."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    moment = datetime.combine(made.made_on, time())
    book.set_properties(
        {"title": made.title, "author": made.force, "keywords": made.marking, "created": moment}
    )
    writer = _Writer(book, made)
    for sheet in made.sheets:
        writer.sheet(sheet)
    writer.about()
    book.close()
    return out.getvalue()


class _Writer:
    """Writes sheets in the looks that they share."""

    def __init__(self, book: Any, made: QuarterlyReturn) -> None:
        self._book = book
        self._made = made
        plain = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self._formats = {"text": book.add_format(plain)}
        for name, look in _NUMBERS.items():
            self._formats[name] = book.add_format({**plain, "num_format": look})
        self._missing = book.add_format({**plain, "align": "right"})
        total = {**plain, "bold": True, "top": 1}
        self._totals = {"text": book.add_format(total)} | {
            name: book.add_format({**total, "num_format": look}) for name, look in _NUMBERS.items()
        }
        self._head = book.add_format({**plain, "bold": True, "text_wrap": True, "bottom": 1})
        self._bold = book.add_format({**plain, "bold": True})
        self._wrapped = book.add_format({**plain, "text_wrap": True})

    def sheet(self, sheet: FilledSheet) -> None:
        """One sheet of figures, its headings and first column staying as one scrolls."""
        page = self._page(sheet.name)
        top = self._top(page)
        for at, heading in enumerate(sheet.headings):
            page.write_string(top, at, heading, self._head)
            page.set_column(at, at, _width(sheet, at))
        for down, row in enumerate(sheet.rows, start=top + 1):
            for at, cell in enumerate(row):
                self._cell(page, (down, at), cell, self._formats[sheet.forms[at]])
        for at, cell in enumerate(sheet.total):
            look = self._totals[sheet.forms[at]]
            where = (top + 1 + len(sheet.rows), at)
            # a total has no name or district of its own: that is nothing missing
            self._cell(page, where, "" if sheet.forms[at] == "text" and not cell else cell, look)
        page.freeze_panes(top + 1, 1)
        page.repeat_rows(top)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def about(self) -> None:
        """The sheet that says what the return is, what its figures mean and where they end."""
        page = self._page(ABOUT)
        top = self._top(page)
        page.set_column(0, 0, 110)
        for down, words in enumerate((*self._made.notes, *self._made.record), start=top):
            page.write_string(down, 0, words, self._wrapped)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_paper(9)
        marked = self._made.marking[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f'&C&"Arial,Bold"{marked}')
        page.set_footer(f'&C&"Arial,Bold"{marked}&RPage &P of &N')
        return page

    def _top(self, page: Any) -> int:
        """What stands over every sheet; gives the row beneath it."""
        made = self._made
        above = (made.marking, made.force, made.title, made.synthetic)
        said = [words for words in above if words]
        for down, words in enumerate(said):
            page.write_string(down, 0, words, self._bold)
        return len(said) + 1

    def _cell(self, page: Any, where: tuple[int, int], cell: Cell, look: Any) -> None:
        if cell is None:
            page.write_string(*where, MISSING, self._missing)
        elif isinstance(cell, str):
            page.write_string(*where, cell, look)
        else:
            page.write_number(*where, cell, look)


def _width(sheet: FilledSheet, at: int) -> float:
    """A column as wide as its widest word or cell."""
    cells = [str(row[at]) for row in (*sheet.rows, sheet.total) if row[at] is not None]
    words = max(map(len, sheet.headings[at].split()), default=1)
    return float(min(_WIDEST, max(words, *(len(cell) for cell in cells), 8) + 2))
