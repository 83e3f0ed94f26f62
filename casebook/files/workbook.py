"""The tabs of a spreadsheet as tables: XLSX, XLSB, XLS and ODS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import as_plain, text_array
from casebook.files.contents import plainly
from casebook.files.sheet import (
    FoundHeading,
    LacksColumns,
    Sheet,
    Skipped,
    Wanted,
    find_heading,
    without_blank_rows,
)
from casebook.files.sources import is_spreadsheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_PREAMBLE = 50

Tables: TypeAlias = Iterator[Sheet | Skipped | None]
"""The tables of a file in their order; None for one that is to be left out unsaid."""


def read_workbook(data: bytes, file: str, wanted: Wanted) -> Tables:
    """Each tab that holds anything, in the workbook's order.

    Hidden tabs are read like the others. Raises :class:`BadFile` for what is no spreadsheet, is
    locked, or has nothing on any tab.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(ZIPPED):
        with plainly(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not is_spreadsheet(archive):
                raise BadFile(f"{file} is an archive inside an archive: unzip it first.")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        yield from _tabs(workbook, file, wanted)
    except PasswordError as error:
        raise BadFile(f"{file} is locked with a password: save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise BadFile(
            f"{file} is no spreadsheet that can be read: open it in one and save it as XLSX or CSV."
        ) from error


def _tabs(workbook: CalamineWorkbook, file: str, wanted: Wanted) -> Tables:
    held = 0
    for name in workbook.sheet_names:
        place = f"{file}, tab '{name}'"
        if not wanted.takes(file, name):
            held += 1
            yield Skipped(place, name, "")
            continue
        cells = workbook.get_sheet_by_name(name)
        if cells.start is None:
            yield Skipped(place, name, "it is empty")
            continue
        held += 1
        yield _table(cells, place, name, wanted)
    if not held:
        raise BadFile(f"{file} has only empty sheets: export it again.")


def _table(cells: CalamineSheet, place: str, tab: str, wanted: Wanted) -> Sheet | Skipped | None:
    """A tab's rows; whatever stands above the heading is passed over."""
    rows = [[as_plain(cell) for cell in row] for row in cells.iter_rows()]
    try:
        heading = find_heading(place, rows[:_LONGEST_PREAMBLE], wanted.choose, tab)
    except LacksColumns as error:
        return Skipped(place, tab, f"it has no column for {error.missing}", len(rows) - 1, error)
    if heading is None:
        return Skipped(place, tab, "it holds only blank cells")
    if heading.wanted is None:
        return None
    return _sheet(rows[heading.at + 1 :], heading.names, place, tab, heading)


def _sheet(
    rows: Sequence[Sequence[str]], names: Sequence[str], place: str, tab: str, heading: FoundHeading
) -> Sheet:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    table = pa.table(
        {
            name: text_array(cells)
            for name, cells in zip(names, columns, strict=True)
            if name in (heading.wanted or ())
        }
    )
    numbers = np.arange(heading.at + 2, heading.at + 2 + table.num_rows, dtype=np.int64)
    return without_blank_rows(Sheet(place, table, numbers, tab=tab, unread=heading.unread))
