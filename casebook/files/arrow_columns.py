"""Between Arrow's columns and Python's and numpy's values.

Arrow's own conversions import pandas wherever it is installed, which takes longer than reading a
year of incidents; those here look at its buffers instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.files.workbook.plain import as_plain

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

_IN_A_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Half its bits are set, so that multiplying by it stirs all those above."""


def text_array(values: Sequence[str]) -> pa.Array:
    """An Arrow array of texts."""
    encoded = [value.encode("utf-8", "replace") for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(encoded), buffers).cast(pa.string())


def take(table: pa.Table, rows: Ints) -> pa.Table:
    """The rows of a table at these positions."""
    return table.take(_places(rows))


def plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of text, or of a dictionary of text, as text."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def dictionary_of(column: pa.ChunkedArray) -> tuple[pa.Array, Ints]:
    """The distinct values of a column, null among them, and for each row the place of its own."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    else:
        column = column.dictionary_encode("encode")
    if not column.num_chunks:
        return text_array([]), np.zeros(0, np.int64)
    places = [_whole_numbers(chunk.indices) for chunk in column.chunks]
    return column.chunk(0).dictionary, np.concatenate(places)


def dictionary_column(texts: Sequence[str], at: Ints) -> pa.Array:
    """A dictionary column of the text at each place."""
    whole = np.ascontiguousarray(at, np.int32)
    indices = pa.Array.from_buffers(pa.int32(), len(whole), [None, pa.py_buffer(whole)])
    return pa.DictionaryArray.from_arrays(indices, text_array(texts))


def lengths(
    column: pa.ChunkedArray, measure: Callable[[pa.Array], pa.Array] = pc.binary_length
) -> Ints:
    """How many bytes each text of a column has, or what ``measure`` counts of it."""
    if pa.types.is_dictionary(column.type):
        texts, at = dictionary_of(column)
        return _whole_numbers(measure(texts))[at]
    found = [_whole_numbers(measure(chunk)) for chunk in column.chunks]
    return np.concatenate([np.zeros(0, np.int64), *found])


def text_digests(column: pa.ChunkedArray) -> Ints:
    """64 bits for each text of a column that isn't blank; the spaces around it make no difference.

    Threads can make them side by side, which they can't Python's own hashes.
    """
    chunks = pc.utf8_trim_whitespace(plain_text(column)).chunks
    return np.concatenate([np.zeros(0, np.int64), *map(_digests, chunks)])


def _digests(texts: pa.Array) -> Ints:
    if not len(texts):
        return np.zeros(0, np.int64)
    _, offsets, held = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(held or b"", np.uint8)
    begins, sizes = ends[:-1], np.diff(ends)
    found = []
    for size in np.unique(sizes[sizes > 0]).tolist():
        windows = np.lib.stride_tricks.sliding_window_view(data, size)
        padded = np.zeros((np.count_nonzero(sizes == size), -(-size // 8) * 8), np.uint8)
        padded[:, :size] = windows[begins[sizes == size]]
        digest = np.full(len(padded), size, np.uint64)
        for word in padded.view(np.uint64).T:
            digest = (digest ^ word) * _ODD
            digest ^= digest >> np.uint64(32)
        found.append(digest.view(np.int64))
    return np.concatenate([np.zeros(0, np.int64), *found])


def written_numbers(texts: pa.Array) -> Floats:
    """The numbers that texts are, NaN for a blank one; raises ArrowInvalid where one is none.

    Spaces, and much else that Python takes for part of a number, are none to Arrow.
    """
    filled = np.flatnonzero(_whole_numbers(pc.binary_length(texts)))
    found = np.full(len(texts), np.nan)
    found[filled] = _floats(pc.cast(texts.take(_places(filled)), pa.float64()))
    return found


def float_column(column: pa.ChunkedArray) -> tuple[Floats, Flags]:
    """A column of numbers, NaN where it is blank, and where it is blank."""
    blank = np.concatenate(
        [np.zeros(0, bool), *(~_flags(pc.is_valid(chunk)) for chunk in column.chunks)]
    )
    found = np.concatenate([np.zeros(0), *(_floats(chunk) for chunk in column.chunks)])
    found[blank] = np.nan
    return found, blank


def instant_column(column: pa.ChunkedArray) -> tuple[Ints, Flags]:
    """A column of timestamps as seconds since 1970, 0 where it is blank, and where it is blank.

    Halves go to the even second, as Python's ``round`` has it.
    """
    second = _IN_A_SECOND[column.type.unit]
    parts = [(_instants(chunk), ~_flags(pc.is_valid(chunk))) for chunk in column.chunks]
    found = np.concatenate([np.zeros(0, np.int64), *(values for values, _ in parts)])
    blank = np.concatenate([np.zeros(0, bool), *(missing for _, missing in parts)])
    found, rest = found // second, 2 * (found % second)
    found += (rest > second) | ((rest == second) & (found % 2 == 1))
    found[blank] = 0
    return found, blank


def _instants(array: pa.Array) -> Ints:
    if not len(array):
        return np.zeros(0, np.int64)
    return np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array)]


def _floats(array: pa.Array) -> Floats:
    if not len(array):
        return np.zeros(0)
    return np.frombuffer(array.buffers()[1], np.float64)[array.offset : array.offset + len(array)]


def _flags(array: pa.Array) -> Flags:
    as_bytes = pc.cast(array, pa.uint8())
    raw = np.frombuffer(as_bytes.buffers()[1], np.uint8) if len(array) else np.zeros(0, np.uint8)
    return raw[as_bytes.offset : as_bytes.offset + len(array)].astype(bool)


def _places(rows: Ints) -> pa.Array:
    whole = np.ascontiguousarray(rows, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def _whole_numbers(array: pa.Array) -> Ints:
    """An Arrow array of 32-bit integers without nulls, as numpy has them."""
    raw = np.frombuffer(array.buffers()[1], np.int32) if len(array) else np.zeros(0, np.int32)
    return raw[array.offset : array.offset + len(array)].astype(np.int64)


def as_text(column: Any, *, few: bool = False) -> pa.Array:
    """An Arrow array of any values as text, blank where it is null.

    ``few`` says that its values are few, so that texts become a dictionary. The parts of a list
    are parted by semicolons.
    """
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
        texts = pa.concat_arrays([column.dictionary, text_array([""])])
        return pa.DictionaryArray.from_arrays(
            pc.fill_null(column.indices.cast(pa.int32()), len(texts) - 1), texts
        )
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    if pa.types.is_string(column.type):
        column = pc.fill_null(column, "") if column.null_count else column
        return column.dictionary_encode() if few else column
    if pa.types.is_nested(column.type):
        return text_array([_joined(value) for value in column.to_pylist()])
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values, at = dictionary_of(pa.chunked_array([column]))
    return dictionary_column([_cell_text(value) for value in values], at)


def _cell_text(scalar: Any) -> str:
    """An Arrow value as text; a time that no calendar has, as its number."""
    try:
        return as_plain(scalar.as_py())
    except (ValueError, OverflowError):
        return str(scalar.value)


def _joined(value: Any) -> str:
    return "; ".join(map(as_plain, value)) if isinstance(value, list) else as_plain(value)


def number_column(values: Floats) -> pa.ChunkedArray:
    """Numbers as a column that :func:`float_column` reads, NaN being blank."""
    plain = np.ascontiguousarray(values, np.float64)
    valid = np.packbits(~np.isnan(plain), bitorder="little")
    buffers = [pa.py_buffer(valid), pa.py_buffer(plain)]
    return pa.chunked_array([pa.Array.from_buffers(pa.float64(), len(plain), buffers)])
