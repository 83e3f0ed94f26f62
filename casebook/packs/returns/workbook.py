"""A return as a workbook: text stays text, missing stays missing, the same bytes every time."""

from __future__ import annotations

from typing import Any

from casebook.core.wording import MISSING
from casebook.packs.returns.quarterly import Cell, FilledSheet, QuarterlyReturn
from casebook.packs.returns.template import ABOUT
from casebook.packs.workbook import MarkedBook, column_width

_NUMBERS = {"number": "#,##0", "hours": "#,##0.00", "money": "#,##0.00"}
_WIDEST = 34


def workbook(made: QuarterlyReturn) -> bytes:
    """The return as XLSX; no text in it is ever a formula, a link or a number."""
    said = (made.marking, made.force, made.title, made.synthetic)
    above = [words for words in said if words]
    with MarkedBook(made.title, made.force, made.marking, made.made_on, above) as book:
        writer = _SheetFiller(book)
        for sheet in made.sheets:
            writer.sheet(sheet)
        book.about(ABOUT, (*made.notes, *made.record))
    return book.content


class _SheetFiller:
    """Writes sheets of figures with their totals."""

    def __init__(self, book: MarkedBook) -> None:
        self._book = book
        self._looks = {"text": book.plain} | {
            name: book.look(num_format=form) for name, form in _NUMBERS.items()
        }
        self._missing = book.look(align="right")
        self._totals = {"text": book.look(bold=True, top=1)} | {
            name: book.look(bold=True, top=1, num_format=form) for name, form in _NUMBERS.items()
        }

    def sheet(self, sheet: FilledSheet) -> None:
        """One sheet of figures."""
        widths = [
            column_width(heading, [row[at] for row in (*sheet.rows, sheet.total)], _WIDEST)
            for at, heading in enumerate(sheet.headings)
        ]
        page, top = self._book.sheet(sheet.name, sheet.headings, widths)
        for down, row in enumerate(sheet.rows, start=top + 1):
            for at, cell in enumerate(row):
                self._cell(page, (down, at), cell, self._looks[sheet.forms[at]])
        for at, cell in enumerate(sheet.total):
            look = self._totals[sheet.forms[at]]
            where = (top + 1 + len(sheet.rows), at)
            # a total has no name or district of its own: that is nothing missing
            self._cell(page, where, "" if sheet.forms[at] == "text" and not cell else cell, look)

    def _cell(self, page: Any, where: tuple[int, int], cell: Cell, look: Any) -> None:
        if cell is None:
            self._book.cell(page, where, MISSING, self._missing)
        else:
            self._book.cell(page, where, cell, look)
