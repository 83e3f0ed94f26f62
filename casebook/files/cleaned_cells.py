"""The cells of a table without the characters that aren't kept of any text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from casebook.core.texts.cells import CleanedCells
from casebook.files.arrow_columns import dictionary_column, dictionary_of
from casebook.files.sheet import Sheet

_LAST_PLAIN = 126
"""Bytes from a space up to here, ~, are as they should be wherever they stand."""


def cleaned_sheet(sheet: Sheet, cells: CleanedCells) -> Sheet:
    """The sheet with the texts of its columns cleaned; ``cells`` counts those that lost something.

    A column of plain letters is told by its bytes, without a look at each cell.
    """
    table = sheet.table
    for at, name in enumerate(table.column_names):
        column = table.column(at)
        if _holds_no_text(column.type) or all(map(_plain, column.chunks)):
            continue
        texts, places = dictionary_of(column)
        times = np.bincount(places, minlength=len(texts)).tolist()
        first = np.zeros(len(texts), np.int64)
        first[places[::-1]] = np.arange(len(places))[::-1]
        rows = [sheet.row(position) for position in first.tolist()] if len(places) else []
        told = zip(texts.to_pylist(), rows, times, strict=True)
        said = [cells.clean(text, sheet.file, row, name, times=n) for text, row, n in told]
        made = dictionary_column(said, places)
        if not pa.types.is_dictionary(column.type):
            made = made.dictionary_decode()
        table = table.set_column(at, name, pa.chunked_array([made]))
    return sheet if table is sheet.table else replace(sheet, table=table)


def _holds_no_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_timestamp(kind))


def _plain(chunk: pa.Array) -> bool:
    """Whether all the bytes of a chunk's texts are as they should be."""
    texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
    data = texts.buffers()[2] if len(texts) else None
    if data is None or not data.size:
        return True
    signed = np.frombuffer(data, np.int8)  # what is beyond ASCII is below zero
    return bool(signed.min() >= ord(" ") and signed.max() <= _LAST_PLAIN)
