"""Turning a file's bytes into a table, by what they are and not by what the file is called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import dictionary_column, dictionary_of, text_array
from casebook.files.delimited import decode_text, read_csv
from casebook.files.gpx import is_gpx, read_gpx
from casebook.files.sheet import (
    Choose,
    Heading,
    LacksColumns,
    Sheet,
    Skipped,
    Wanted,
    without_blank_rows,
)
from casebook.files.workbook import OLD_OFFICE, ZIPPED, as_plain, read_workbook


def read_tables(data: bytes, file: str, wanted: Wanted) -> Iterator[Sheet | Skipped | None]:
    """The tables in ``data`` in their order; None for one that is to be left out unsaid.

    Raises :class:`BadFile`, naming ``file``, for bytes that are no table.
    """
    if not data:
        raise BadFile(f"{file} is empty: export it again.")
    if data.startswith((*ZIPPED, OLD_OFFICE)):
        yield from read_workbook(data, file, wanted)
        return
    if not wanted.takes(file):
        yield Skipped(file, "", "")
        return
    try:
        sheet = _one_table(data, file, wanted)
    except LacksColumns as error:
        yield Skipped(file, "", f"it has no column for {error.missing}", None, error)
        return
    yield sheet


def _one_table(data: bytes, file: str, wanted: Wanted) -> Sheet | None:
    """The table of a file that is one; None where it is to be left out."""
    if data.startswith(b"PAR1"):
        return _from_parquet(data, file, wanted.choose)
    text, notes = decode_text(data, file)
    if re.match(rb"\s*(\[\s*[\[{\]]|\{)", text[:4096]):
        return _from_json(text, file, wanted.choose)
    if is_gpx(text):
        return read_gpx(text, file, wanted.choose)
    return read_csv(text, file, wanted, notes)


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
    unread = tuple(name for name in names if name not in columns)
    return without_blank_rows(Sheet(file, pa.table(columns), notes=notes, unread=unread))


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
    return dictionary_column([as_plain(value) for value in values.to_pylist()], at)


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
    unread = tuple(name for name in names if name not in columns)
    numbers = np.arange(1, table.num_rows + 1)
    return without_blank_rows(Sheet(file, table, numbers, unread=unread))


def _flat(item: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in item.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield above + key, json.dumps(value, ensure_ascii=False)
        else:
            yield above + key, as_plain(value)
