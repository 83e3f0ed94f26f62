"""Between Arrow's columns and Python's and numpy's values.

Arrow's own conversions import pandas wherever it is installed, which takes longer than reading a
year of incidents; those here look at its buffers instead. Its functions are loaded where a column
needs one, as the columns of a street file do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.files.workbook.plain import as_plain

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Stirred = np.ndarray[Any, np.dtype[np.uint64]]

_IN_A_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Half its bits are set, so that multiplying by it stirs all those above."""
_SPACE, _LAST_ASCII = ord(" "), 0x7F


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


def byte_lengths(texts: pa.Array) -> Ints:
    """How many bytes each text has."""
    return np.diff(_ends(texts))


def letter_lengths(texts: pa.Array) -> Ints:
    """How many characters each text has."""
    if np.all(_bytes(texts) <= _LAST_ASCII):
        return byte_lengths(texts)
    import pyarrow.compute as pc

    return _whole_numbers(pc.utf8_length(texts))


def lengths(column: pa.ChunkedArray, measure: Callable[[pa.Array], Ints] = byte_lengths) -> Ints:
    """How many bytes each text of a column has, or what ``measure`` counts of it."""
    if pa.types.is_dictionary(column.type):
        texts, at = dictionary_of(column)
        return measure(texts)[at]
    found = [measure(chunk) for chunk in column.chunks]
    return np.concatenate([np.zeros(0, np.int64), *found])


def text_digests(column: pa.ChunkedArray) -> Ints:
    """64 bits for each text of a column that isn't blank; the spaces around it make no difference.

    Threads can make them side by side, which they can't Python's own hashes.
    """
    chunks = plain_text(column).chunks
    return np.concatenate([np.zeros(0, np.int64), *(_digests(trimmed(chunk)) for chunk in chunks)])


def trimmed(texts: pa.Array) -> pa.Array:
    """The texts without the spaces around them."""
    if is_trimmed(texts):
        return texts
    import pyarrow.compute as pc

    return pc.utf8_trim_whitespace(texts)


def is_trimmed(texts: pa.Array) -> bool:
    """Whether no text can have spaces around it, as each begins and ends with a plain letter."""
    ends, data = _ends(texts), _bytes(texts)
    own = data[ends[0] : ends[-1]].view(np.int8)  # what is beyond ASCII is below zero
    if not len(own) or own.min() > _SPACE:
        return True
    filled = np.flatnonzero(np.diff(ends))
    outermost = np.concatenate([data[ends[filled]], data[ends[filled + 1] - 1]])
    return bool(np.all((outermost > _SPACE) & (outermost <= _LAST_ASCII)))


def encoded(texts: pa.Array) -> list[bytes]:
    """Each text in UTF-8."""
    ends, data = _ends(texts).tolist(), _bytes(texts).tobytes()
    return [data[begin:end] for begin, end in pairwise(ends)]


def _digests(texts: pa.Array) -> Ints:
    """Each text's length and words of 8 bytes, times a factor for their place, added up, stirred.

    Source: multilinear hashing; Lemire and Kaser, "Strongly universal string hashing is fast", The
    Computer Journal 57, 2014.
    """
    ends, data = _ends(texts), _bytes(texts)
    sizes = np.diff(ends)
    found = [np.zeros(0, np.int64)]
    for size, times in enumerate(np.bincount(sizes).tolist()):
        if not size * times:
            continue
        if times * size == ends[-1] - ends[0]:  # no other text stands among them
            windows = data[ends[0] : ends[-1]].reshape(-1, size)
        else:
            every = np.lib.stride_tricks.sliding_window_view(data, size)
            windows = every[ends[:-1][sizes == size]]
        if size % 8:
            windows = np.pad(windows, ((0, 0), (0, -size % 8)))
        words = windows.view(np.uint64)
        factors = _factors(1 + words.shape[1])
        digest = words @ factors[1:]
        digest += factors[:1] * np.uint64(size)
        digest ^= digest >> np.uint64(32)
        digest *= _ODD
        digest ^= digest >> np.uint64(29)
        found.append(digest.view(np.int64))
    return np.concatenate(found)


def _factors(number: int) -> Stirred:
    """So many odd numbers without a pattern, the same ones always."""
    return stirred(np.arange(1, number + 1, dtype=np.int64)) | np.uint64(1)


def stirred(numbers: Ints) -> Stirred:
    """Each number with all its bits stirred (splitmix64): no two alike, and the same always."""
    lot = numbers.astype(np.uint64) * _ODD
    lot = (lot ^ (lot >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    lot = (lot ^ (lot >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return lot ^ (lot >> np.uint64(31))


def _ends(texts: pa.Array) -> Ints:
    """Where each text of an array begins in its bytes, and where the last one ends."""
    wide = pa.types.is_large_string(texts.type) or pa.types.is_large_binary(texts.type)
    offsets = texts.buffers()[1]
    if not len(texts) or offsets is None:
        return np.zeros(1, np.int64)
    ends = np.frombuffer(offsets, np.int64 if wide else np.int32)
    return ends[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)


def _bytes(texts: pa.Array) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The bytes that :func:`_ends` tells the places of."""
    return np.frombuffer(texts.buffers()[2] or b"", np.uint8)


def written_numbers(texts: pa.Array) -> Floats:
    """The numbers that texts are, NaN for a blank one; raises ArrowInvalid where one is none.

    Spaces, and much else that Python takes for part of a number, are none to Arrow.
    """
    import pyarrow.compute as pc

    filled = np.flatnonzero(byte_lengths(texts))
    found = np.full(len(texts), np.nan)
    found[filled] = _floats(pc.cast(texts.take(_places(filled)), pa.float64()))
    return found


def float_column(column: pa.ChunkedArray) -> tuple[Floats, Flags]:
    """A column of numbers, NaN where it is blank, and where it is blank."""
    blank = np.concatenate([np.zeros(0, bool), *(_blank(chunk) for chunk in column.chunks)])
    found = np.concatenate([np.zeros(0), *(_floats(chunk) for chunk in column.chunks)])
    found[blank] = np.nan
    return found, blank


def instant_column(column: pa.ChunkedArray) -> tuple[Ints, Flags]:
    """A column of timestamps as seconds since 1970, 0 where it is blank, and where it is blank.

    Halves go to the even second, as Python's ``round`` has it.
    """
    second = _IN_A_SECOND[column.type.unit]
    parts = [(_instants(chunk), _blank(chunk)) for chunk in column.chunks]
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


def _blank(array: pa.Array) -> Flags:
    """Where an array has no value."""
    valid = array.buffers()[0]
    if valid is None or not len(array):
        return np.zeros(len(array), bool)
    last = array.offset + len(array)
    bits = np.unpackbits(np.frombuffer(valid, np.uint8), count=last, bitorder="little")
    blank: Flags = bits[array.offset :] == 0
    return blank


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
    import pyarrow.compute as pc

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
