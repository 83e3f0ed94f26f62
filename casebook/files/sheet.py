"""One table as a file holds it: every value still text, every row still numbered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import Ints, lengths, take


@dataclass(frozen=True)
class Heading:
    """A table's first row: what its columns are called."""

    file: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table whose columns are text or dictionaries of text, blank where the file has nothing.

    Rows that are blank all through are left out; ``rejections`` are the lines that couldn't be
    parted into columns.
    """

    file: str
    """As a person finds it: ``x.zip/2024-01/2024-01-kent-street.csv``."""
    table: pa.Table
    row_numbers: Ints | None = None
    """Each row's number in a spreadsheet; None where row i is number i + 2."""
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(self.table.column_names)

    def row(self, position: int) -> int:
        """The number a spreadsheet shows beside the row at ``position``."""
        return position + 2 if self.row_numbers is None else int(self.row_numbers[position])


Choose = Callable[[Heading], Collection[str] | None]
"""Which of a table's columns to read; None leaves the whole table out."""


def every_column(heading: Heading) -> Collection[str]:
    """Every column of the table."""
    return heading.names


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns: the first with two filled cells, or else one.

    Exports often have a title and a date above it. None when every row is blank.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    wide = [at for at, cells in enumerate(filled) if cells > 1]
    narrow = [at for at, cells in enumerate(filled) if cells]
    return next(iter(wide or narrow), None)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names from a heading's cells: stripped, and a repeated or blank one made unlike."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        while name in names:
            name += " again"
        names.append(name)
    return tuple(names)


def without_blank_rows(sheet: Sheet) -> Sheet:
    """The sheet without the rows that hold nothing in any column."""
    blank = np.ones(sheet.table.num_rows, bool)
    for column in sheet.table.columns:
        blank &= lengths(column) == 0
        if not blank.any():
            return sheet
    rows = sheet.row_numbers
    if rows is None:
        rows = np.arange(2, 2 + len(blank), dtype=np.int64)
    kept = np.flatnonzero(~blank)
    return replace(sheet, table=take(sheet.table, kept), row_numbers=rows[kept])
