"""Reading CSV as people's programs write it: any usual encoding, delimiter and line end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from casebook.core.english import counted
from casebook.core.errors import BadFile, Rejection
from casebook.files.arrow_columns import Ints
from casebook.files.sheet import (
    NULLS,
    Choose,
    Few,
    FoundHeading,
    LacksColumns,
    Sheet,
    Wanted,
    find_heading,
    no_column,
    without_blank_rows,
)

_LONGEST_HEADING = 1 << 20
_HEADING_READ = 1 << 17
_STRANGE = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no UTF-8 where such bytes are let through."""
_BEGINS = 0xC0
"""The least byte that begins a letter beyond ASCII in UTF-8."""
_LOOKED_AT = 4096
_MOST_NARROW = 0.9
"""The share of a table's letters that are of one byte in any alphabet of Europe's west."""
_LETTERS_AN_ODD_ONE = 20
"""So many letters a text must have for each sign that no text has and that slipped into it."""
_LONGEST_PREAMBLE = 50
_BLOCK = 4 << 20
"""Bytes parsed at a time: most files are then one part, which has nothing to be put together."""
_DELIMITERS = ",;\t|"
_DELIMITERS_SOUGHT = 20_000
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_LINE_END, _MARKUP = re.compile(rb"[\r\n]"), re.compile(rb"\s*<")
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_REPEATING = pa.dictionary(pa.int32(), pa.string())


def decode_text(data: bytes, file: str) -> tuple[bytes, tuple[str, ...]]:
    """``data`` as UTF-8 without a mark, and a note where its encoding had to be guessed.

    Raises :class:`BadFile` for bytes that are no text.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode(), ()
        except UnicodeError as error:
            raise BadFile(f"{file} is damaged UTF-16 text: export it again.") from error
    plain = bool(np.frombuffer(data, np.int8).min(initial=1) > 0)  # ASCII without a NUL, in one go
    if plain and not _CONTROL.search(data[:_LOOKED_AT]):
        return data, ()
    wide = _unmarked(data)
    if wide:
        return wide, (f"{file} doesn't say its encoding and was read as UTF-16.",)
    odd = len(_CONTROL.findall(data[:_LOOKED_AT])) + data.count(b"\0", _LOOKED_AT)
    if odd and not _is_text(data, odd):
        raise BadFile(
            f"{file} is no table: it is neither text nor a spreadsheet. Export it again as CSV."
        )
    if b"\0" in data:
        row = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise BadFile(
            f"{file} row {row} has a NUL, which no text has: take it out, or export the file again."
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            mixed = _mixed(data, file)
            if mixed:
                return mixed
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise BadFile(
                f"{file} is text in no encoding known here: save it as CSV UTF-8."
            ) from error
        return text.encode(), (f"{file} is not in UTF-8 and was read as Windows-1252.",)
    return data, ()


def _is_text(data: bytes, odd: int) -> bool:
    """Whether data with so many ``odd`` signs at its start is text all the same."""
    try:
        data[:_LOOKED_AT].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < _LOOKED_AT - 3:  # else the last letter is only cut
            return False
    return odd * _LETTERS_AN_ODD_ONE <= len(data)


def _mixed(data: bytes, file: str) -> tuple[bytes, tuple[str, ...]] | None:
    """UTF-8 into which letters of Windows-1252 have come, as text of several sources has them.

    None where most letters beyond ASCII aren't UTF-8. Raises :class:`UnicodeDecodeError`.
    """
    text = data.decode("utf-8", "surrogateescape")
    strange = _STRANGE.findall(text)
    begun = np.count_nonzero(np.frombuffer(data, np.uint8) >= _BEGINS)
    if begun - sum(ord(one) & 0xFF >= _BEGINS for one in strange) <= len(strange):
        return None
    first = _STRANGE.search(text)
    row = text.count("\n", 0, first.start() if first else 0) + 1
    mended = _STRANGE.sub(lambda one: bytes([ord(one[0]) & 0xFF]).decode("cp1252"), text)
    said = counted(len(strange), "letter")
    note = f"{file} is in UTF-8 but for {said}, the first in row {row}: read as Windows-1252."
    return mended.encode(), (note,)


def _unmarked(data: bytes) -> bytes | None:
    """Data that is UTF-16 without its mark as UTF-8; None where it can't be."""
    head = data[:_LOOKED_AT]
    half = len(head) // 2
    for zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nul, other = head[zero::2].count(b"\0"), head[1 - zero :: 2].count(b"\0")
        if half and not other and nul >= _MOST_NARROW * half:
            try:
                return data.decode(encoding).encode()
            except UnicodeError:
                return None
    return None


def read_csv(data: bytes, file: str, wanted: Wanted, notes: tuple[str, ...]) -> Sheet | None:
    """The table in UTF-8 ``data``, or None where it is to be left out."""
    heading, above, delimiter = _heading(data, file, wanted.choose)
    names, taken, few = heading.names, heading.wanted, wanted.few
    if taken is None:
        return None
    if not data.endswith((b"\n", b"\r")):
        data += b"\n"  # a heading alone would otherwise count as no line at all
    quoted = b'"' in data
    bad: list[tuple[int, tuple[str, ...]]] = []

    def note_bad_line(line: Any) -> str:
        cells = next(csv.reader([line.text], delimiter=delimiter), [])
        bad.append((line.number or 0, tuple(cells)))
        return "skip"

    def parse(numeric: Few, beside: int = 0) -> pa.Table:
        types = {name: pa.float64() if numeric(name) else pa.string() for name in names}
        types |= {name: _REPEATING for name in names if few(name) and not numeric(name)}
        return arrow_csv.read_csv(
            pa.py_buffer(data),
            arrow_csv.ReadOptions(
                use_threads=False,  # only one thread knows which line it is at
                skip_rows=above,
                column_names=[*names, *(f"{len(names) + at + 1}" for at in range(beside))],
                skip_rows_after_names=1,
                block_size=_BLOCK,
            ),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
                invalid_row_handler=note_bad_line,
            ),
            arrow_csv.ConvertOptions(
                check_utf8=False,
                null_values=["", *NULLS],
                column_types=types,
                include_columns=[name for name in names if name in taken],
            ),
        )

    try:
        try:
            table = parse(wanted.numeric)
        except pa.ArrowInvalid:  # some number is none: what stands there is kept as text
            bad.clear()
            table = parse(no_column)
        beside = 0 if table.num_rows else _blank_beside(bad, len(names))
        if beside:  # every row ends in delimiters that the heading doesn't have
            bad.clear()
            table = parse(no_column, beside)
    except pa.ArrowInvalid as error:
        raise BadFile(
            f"{file} can't be parted into rows and columns: open it in a spreadsheet and save it "
            "as CSV UTF-8."
        ) from error
    if quoted:
        _refuse_open_quote(data, table, bad, file, above)
    sheet = Sheet(file, table, notes=notes, unread=heading.unread)
    return _numbered(sheet, above, len(names), bad)


def _blank_beside(bad: Sequence[tuple[int, tuple[str, ...]]], width: int) -> int:
    """How many columns the lines have beside the heading's, where all have as many, all blank."""
    widths = {len(cells) for _, cells in bad}
    blank = not any(cell.strip() for _, cells in bad for cell in cells[width:])
    return max(0, widths.pop() - width) if len(widths) == 1 and blank else 0


def _heading(data: bytes, file: str, choose: Choose) -> tuple[FoundHeading, int, str]:
    """The heading, how many lines stand above it, and the delimiter that parts it."""
    if len(data) > _LONGEST_HEADING and not _LINE_END.search(data, 0, _LONGEST_HEADING):
        raise BadFile(
            f"{file} has a first line of over a million characters: it is no table with a "
            "heading and rows. Export it again as CSV."
        )
    if _MARKUP.match(data):
        raise BadFile(
            f"{file} is a web page or XML, not a table: open it in a spreadsheet and save it "
            "as XLSX or CSV."
        )
    lacking: list[LacksColumns] = []
    for delimiter in _delimiters(data):
        rows = _FirstRows(data, delimiter, file)
        try:
            heading = find_heading(file, rows, choose)
        except LacksColumns as error:
            lacking.append(error)
            continue
        if heading is None:
            raise BadFile(f"{file} holds only blank lines: export it again.")
        return heading, rows.above[heading.at], delimiter
    raise max(lacking, key=lambda error: len(error.heading.names))


def _delimiters(data: bytes) -> Iterator[str]:
    """What may part the columns, likeliest first: what stands in the first line that has any.

    The heading's own delimiter counts: the values below may hold any of the others.
    """
    bare = re.sub(rb'"[^"]*"', b"", data[:_DELIMITERS_SOUGHT])
    left = set(_DELIMITERS)
    for line in islice(_LINES.finditer(bare), _LONGEST_PREAMBLE):
        text = line[0].decode("utf-8", "replace")
        found = [delimiter for delimiter in _DELIMITERS if delimiter in left & set(text)]
        left -= set(found)
        yield from sorted(found, key=text.count, reverse=True)
    if len(left) == len(_DELIMITERS):
        yield ","


class _FirstRows:
    """The first rows of a text, one after another, so that no more are parted than are wanted."""

    def __init__(self, data: bytes, delimiter: str, file: str) -> None:
        lines = _LINES.finditer(data, 0, _HEADING_READ)
        text = (line[0].decode("utf-8", "replace") for line in lines)
        self._lines = csv.reader(text, delimiter=delimiter)
        self._file = file
        self.above = [0]
        """How many lines stand above each row given, and above the next."""

    def __iter__(self) -> Iterator[list[str]]:
        """The rows; raises :class:`BadFile` where none can be parted."""
        several = False
        try:
            for row in islice(self._lines, _LONGEST_PREAMBLE):
                several |= len(row) > 1
                self.above.append(self._lines.line_num)
                yield row
        except csv.Error as error:
            if not several:
                raise BadFile(
                    f"{self._file} has no heading that can be read: export it as CSV."
                ) from error


def _refuse_open_quote(
    data: bytes,
    table: pa.Table,
    bad: Sequence[tuple[int, tuple[str, ...]]],
    file: str,
    above: int,
) -> None:
    """A quotation mark that is never closed swallows every line after it."""
    if data.count(b'"') % 2 == 0:
        return
    row = above + table.num_rows + len(bad) + 1
    if bad and bad[-1][0] == row:
        last: Iterable[object] = bad[-1][1]
    else:
        last = table.slice(table.num_rows - 1).to_pylist()[0].values() if table.num_rows else ()
    if any("\n" in str(value) for value in last):
        raise BadFile(
            f"{file} row {row} opens a quotation mark that is never closed: mend that row, or "
            "export the file again."
        )


def _over(cells: Sequence[str]) -> str:
    """Where a row goes on over lines, as one that a stray quotation mark holds together does."""
    lines = 1 + max((cell.strip().count("\n") for cell in cells), default=0)
    said = f", and goes on over {lines:,} lines: look for a quotation mark that isn't closed"
    return said if lines > 1 else ""


def _numbered(
    sheet: Sheet, above: int, width: int, bad: Sequence[tuple[int, tuple[str, ...]]]
) -> Sheet:
    """The sheet with its rows numbered around the lines that couldn't be parted."""
    rows: Ints | None = None
    if above or bad:
        last = above + sheet.table.num_rows + len(bad) + 1
        every = np.arange(above + 2, last + 1, dtype=np.int64)
        rows = np.setdiff1d(every, np.array([number for number, _ in bad], np.int64))
    rejections = tuple(
        Rejection(
            sheet.file,
            number,
            None,
            f"has {counted(len(cells), 'column')} where the heading has {width}{_over(cells)}",
        )
        for number, cells in bad
    )
    return without_blank_rows(
        replace(sheet, row_numbers=rows, rejections=rejections, torn=dict(bad))
    )
