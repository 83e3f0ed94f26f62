"""Turning a file's bytes into a table, by what they are and not by what the file is called."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import dictionary_column, dictionary_of, text_array
from casebook.files.delimited import Few, decode_text, read_csv
from casebook.files.gpx import is_gpx, read_gpx
from casebook.files.sheet import (
    Choose,
    Heading,
    Sheet,
    every_column,
    heading_row,
    unique_names,
    without_blank_rows,
)
from casebook.files.sources import is_spreadsheet, plainly

_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_PREAMBLE = 50


def no_column(_name: str) -> bool:
    """That no column holds few distinct values."""
    return False


def read_table(
    data: bytes, file: str, choose: Choose = every_column, few: Few = no_column
) -> Sheet | None:
    """The table in ``data``, or None where ``choose`` leaves it out.

    Raises :class:`BadFile`, naming ``file``, for bytes that are no table.
    """
    if not data:
        raise BadFile(f"{file} is empty: export it again.")
    if data.startswith(b"PAR1"):
        return _from_parquet(data, file, choose)
    if data.startswith((*_ZIPPED, _OLD_OFFICE)):
        return _from_spreadsheet(data, file, choose)
    text, notes = decode_text(data, file)
    if re.match(rb"\s*(\[\s*[\[{\]]|\{)", text[:4096]):
        return _from_json(text, file, choose)
    if is_gpx(text):
        return read_gpx(text, file, choose)
    return read_csv(text, file, choose, few, notes)


def _from_spreadsheet(data: bytes, file: str, choose: Choose) -> Sheet | None:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(_ZIPPED):
        with plainly(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not is_spreadsheet(archive):
                raise BadFile(f"{file} is an archive inside an archive: unzip it first.")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = (workbook.get_sheet_by_name(name) for name in workbook.sheet_names)
        cells = next((cells for cells in found if cells.start is not None), None)
    except PasswordError as error:
        raise BadFile(f"{file} is locked with a password: save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise BadFile(
            f"{file} is no spreadsheet that can be read: open it in one and save it as XLSX or CSV."
        ) from error
    if cells is None:
        raise BadFile(f"{file} has only empty sheets: export it again.")
    return _from_rows(cells.iter_rows(), file, choose)


def _from_rows(rows: Iterable[list[Any]], file: str, choose: Choose) -> Sheet | None:
    """A sheet's rows; whatever stands above the heading is passed over."""
    every = iter(rows)
    first = [[_as_plain(cell) for cell in row] for row in islice(every, _LONGEST_PREAMBLE)]
    at = heading_row(first)
    if at is None:
        raise BadFile(f"{file} holds only blank cells: export it again.")
    names = unique_names(first[at])
    wanted = choose(Heading(file, names))
    if wanted is None:
        return None
    columns = list(zip(*first[at + 1 :], *every, strict=True)) or [()] * len(names)
    table = pa.table(
        {
            name: text_array([_as_plain(cell) for cell in cells])
            for name, cells in zip(names, columns, strict=True)
            if name in wanted
        }
    )
    numbers = np.arange(at + 2, at + 2 + table.num_rows, dtype=np.int64)
    return without_blank_rows(Sheet(file, table, numbers))


def _as_plain(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates and times as ISO."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _from_parquet(data: bytes, file: str, choose: Choose) -> Sheet | None:
    import pyarrow.parquet as parquet

    try:
        source = parquet.ParquetFile(pa.BufferReader(data))
        schema = source.schema_arrow
        names = tuple(name for name in schema.names if _is_plain(schema.field(name).type))
        wanted = choose(Heading(file, names))
        if wanted is None:
            return None
        table = source.read(columns=[name for name in names if name in wanted])
    except (pa.ArrowException, OSError) as error:
        raise BadFile(f"{file} is a damaged Parquet file: write it again.") from error
    columns = {name: _as_text(table[name]) for name in table.column_names}
    left = sorted(set(schema.names) - set(names))
    notes = (f"{file}: {', '.join(left)} can't be read as text and was left out.",) if left else ()
    return without_blank_rows(Sheet(file, pa.table(columns), notes=notes))


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_null(kind))


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    """A Parquet column as text, blank where it is null."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values, at = dictionary_of(column)
    return dictionary_column([_as_plain(value) for value in values.to_pylist()], at)


def _from_json(data: bytes, file: str, choose: Choose) -> Sheet | None:
    """A list of objects; an object within one becomes columns such as ``location.latitude``."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{file} is damaged JSON: fetch it again.") from error
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise BadFile(f"{file} is JSON, but no list of objects with the same keys.")
    rows = [dict(_flat(item)) for item in found]
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    wanted = choose(Heading(file, names))
    if wanted is None:
        return None
    columns = {
        name: text_array([row.get(name, "") for row in rows]) for name in names if name in wanted
    }
    table = pa.table(columns)
    return without_blank_rows(Sheet(file, table, np.arange(1, table.num_rows + 1)))


def _flat(item: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in item.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield above + key, json.dumps(value, ensure_ascii=False)
        else:
            yield above + key, _as_plain(value)
