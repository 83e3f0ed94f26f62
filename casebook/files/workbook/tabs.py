"""The tabs of a spreadsheet as tables: XLSX, XLSB, XLS and ODS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import text_array
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
from casebook.files.workbook.apart import tabs_apart, unreadable
from casebook.files.workbook.far_cells import why_too_far
from casebook.files.workbook.plain import as_plain
from geo.map_source import refuse_bombs

ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_PREAMBLE = 50
_XLSX = "xl/workbook.xml"
_XML = ".xml"
_SHARED_TEXTS = "/sharedStrings.xml"
_PART = 1 << 24
_PANIC = "PanicException"
"""What the reader raises where it meets a case its authors didn't think of; no Exception."""

Rows: TypeAlias = list[list[str]]

Tables: TypeAlias = Iterator[Sheet | Skipped | None]
"""The tables of a file in their order; None for one that is to be left out unsaid."""


def read_workbook(data: bytes, file: str, wanted: Wanted) -> Tables:
    """Each tab that holds anything, in the workbook's order.

    Hidden tabs are read like the others. Raises :class:`BadFile` for what is no spreadsheet, is
    locked, has nothing on any tab, or would fill memory.
    """
    if not data.startswith(ZIPPED):
        yield from _tabs(iter(tabs_apart(data, file)), file, wanted)
        return
    with plainly(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not is_spreadsheet(archive):
            raise BadFile(f"{file} is an archive inside an archive: unzip it first.")
        plain = _XLSX in archive.namelist()
        _refuse_unreasonable(archive, file)
    yield from _tabs(
        _tabs_here(data, file) if plain else iter(tabs_apart(data, file)), file, wanted
    )


def _refuse_unreasonable(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse a workbook that would fill memory: by its size unpacked, or by a cell far away."""
    refuse_bombs(archive, file)
    for info in archive.infolist():
        if info.filename.endswith(_XML) and not info.filename.endswith(_SHARED_TEXTS):
            with archive.open(info) as member:
                why = why_too_far(iter(partial(member.read, _PART), b""))
            if why:
                raise BadFile(f"{file} can't be read: {why}. Clear that cell, or save it as CSV.")


def _tabs_here(data: bytes, file: str) -> Iterator[tuple[str, Rows | None]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(name)
            rows = [[as_plain(cell) for cell in row] for row in cells.iter_rows()]
            yield name, None if cells.start is None else rows
    except PasswordError as error:
        raise BadFile(f"{file} is locked with a password: save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(file) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise unreadable(file) from error
        raise


def _tabs(tabs: Iterator[tuple[str, Rows | None]], file: str, wanted: Wanted) -> Tables:
    held = 0
    for name, rows in tabs:
        place = f"{file}, tab '{name}'"
        if not wanted.takes(file, name):
            held += 1
            yield Skipped(place, name, "")
        elif rows is None:
            yield Skipped(place, name, "it is empty")
        else:
            held += 1
            yield _table(rows, place, name, wanted)
    if not held:
        raise BadFile(f"{file} has only empty sheets: export it again.")


def _table(rows: Rows, place: str, tab: str, wanted: Wanted) -> Sheet | Skipped | None:
    """A tab's rows; whatever stands above the heading is passed over."""
    try:
        heading = find_heading(place, rows[:_LONGEST_PREAMBLE], wanted.choose, tab)
    except LacksColumns as error:
        return Skipped(place, tab, f"it has no column for {error.missing}", len(rows) - 1, error)
    if heading is None:
        far = any(map(any, rows[_LONGEST_PREAMBLE:]))
        blank = (
            f"its first {_LONGEST_PREAMBLE} rows are blank" if far else "it holds only blank cells"
        )
        return Skipped(place, tab, blank)
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
