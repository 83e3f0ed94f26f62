"""Turning a file's bytes into a table, by what they are and not by what the file is called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import text_array
from casebook.files.contents import PieceContent
from casebook.files.delimited import decode_text, read_csv
from casebook.files.gpx import is_gpx, read_gpx
from casebook.files.parquet import read_parquet
from casebook.files.sheet import (
    Choose,
    Heading,
    LacksColumns,
    Sheet,
    Skipped,
    Wanted,
    without_blank_rows,
)
from casebook.files.workbook.plain import as_plain
from casebook.files.workbook.tabs import OLD_OFFICE, ZIPPED, read_workbook
from geo.recognise import holds_features


def read_tables(
    content: PieceContent, file: str, wanted: Wanted
) -> Iterable[Sheet | Skipped | None]:
    """The tables of a file in their order; None for one that is to be left out unsaid.

    A table in parts is read as they are asked for, with ``content`` closed or not.

    Raises :class:`BadFile`, naming ``file``, for what holds no table.
    """
    if holds_features(content.head, content.ending):
        from casebook.files.layers import read_layers  # it brings GDAL

        return read_layers(content.on_disk(), file, wanted)
    parquet = content.head.startswith(b"PAR1")
    data = b"" if parquet else content.whole()
    if not (parquet or data):
        raise BadFile(f"{file} is empty: export it again.")
    if data.startswith((*ZIPPED, OLD_OFFICE)):
        return list(read_workbook(data, file, wanted))
    if not wanted.takes(file):
        return [Skipped(file, "", "")]
    try:
        if parquet:
            return read_parquet(content.source(), file, wanted)
        return [_one_table(data, file, wanted)]
    except LacksColumns as error:
        return [Skipped(file, "", f"it has no column for {error.missing}", None, error)]


def _one_table(data: bytes, file: str, wanted: Wanted) -> Sheet | None:
    """The table of a file that is one; None where it is to be left out."""
    text, notes = decode_text(data, file)
    if re.match(rb"\s*(\[\s*[\[{\]]|\{)", text[:4096]):
        return _from_json(text, file, wanted.choose)
    if is_gpx(text):
        return read_gpx(text, file, wanted.choose)
    return read_csv(text, file, wanted, notes)


def _from_json(data: bytes, file: str, choose: Choose) -> Sheet | None:
    """A list of objects; an object within one becomes columns such as ``location.latitude``."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{file} is damaged JSON: fetch it again.") from error
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise BadFile(f"{file} is JSON, but no list of objects with the same keys.")
    rows = [dict(_flat(item)) for item in found]
    if any(not _encodes(name) for row in rows for name in row):
        raise BadFile(f"{file} has a name that is no text in any encoding: write it again.")
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


def _encodes(name: str) -> bool:
    """Whether a name is whole: JSON can hold half of a character."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _flat(item: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in item.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield above + key, json.dumps(value, ensure_ascii=False)
        else:
            yield above + key, as_plain(value)
