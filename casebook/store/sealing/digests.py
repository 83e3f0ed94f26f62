"""A block of rows as a digest of each of its columns, fed in the order of the rows' key.

How the rows come in parts makes no difference, nor does the database they lie in: whole numbers are
hashed as 64 bits, others as IEEE doubles, texts by 128 bits of a digest each (there are few
different ones, so that this is quicker than the texts), JSON in one canonical form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import JSON, Boolean, Column, Float, Integer, LargeBinary, Table

MISSING = np.iinfo(np.int64).min
"""What stands for no whole number."""

Values = NDArray[Any]
"""A column's values: whole numbers with :data:`MISSING`, others with NaN, or digests of texts."""
_TEXT = 16
"""Bytes of a text's digest; none of a text that is missing has a bit set."""
_SHORT = 8
"""Hexadecimal digits kept of each column's digest, enough to say which column was changed."""


class _Odd(Exception):
    """A value that its column's type doesn't have: somebody put it there by other means."""


@dataclass(frozen=True)
class Seal:
    """What an entry keeps of a block of rows."""

    rows: int
    digest: str
    columns: tuple[str, ...]
    """The first digits of each column's digest."""

    def encode(self) -> list[Any]:
        """As JSON."""
        return [self.rows, self.digest, "".join(self.columns)]

    @classmethod
    def decode(cls, kept: Sequence[Any]) -> Seal:
        """The seal that :meth:`encode` wrote."""
        rows, digest, short = kept
        return cls(rows, digest, tuple(short[n : n + _SHORT] for n in range(0, len(short), _SHORT)))


class Digest:
    """The digest of a block so far."""

    def __init__(self, columns: int) -> None:
        self.rows = 0
        self._hashes = [hashlib.sha256() for _ in range(columns)]

    def add(self, columns: Sequence[Values]) -> None:
        """Take more rows in, given as columns."""
        self.rows += len(columns[0])
        for column, values in zip(self._hashes, columns, strict=True):
            column.update(np.ascontiguousarray(values).data)

    def seal(self) -> Seal:
        """What is kept of it."""
        whole = hashlib.sha256(b"".join(each.digest() for each in self._hashes)).hexdigest()
        return Seal(self.rows, whole, tuple(each.hexdigest()[:_SHORT] for each in self._hashes))


class Hashing:
    """How the rows of one table become values to hash, as the database gives them."""

    def __init__(self, table: Table, names: Sequence[str], *, json_as_text: bool) -> None:
        self._convert = [_converter(table.c[name], as_text=json_as_text) for name in names]
        self._names = list(names)

    def blocks(
        self, rows: Sequence[Sequence[Any]], of: Sequence[str]
    ) -> Iterator[tuple[tuple[Any, ...], list[Values]]]:
        """Rows as columns, block by block: those that have the same values in ``of``."""
        columns = list(zip(*rows, strict=True))
        alike = [columns[self._names.index(name)] for name in of]
        places: dict[tuple[Any, ...], list[int]] = {}
        for place, block in enumerate(zip(*alike, strict=True)):
            places.setdefault(block, []).append(place)
        whole = list(map(_whole, self._convert, columns))
        for block, own in places.items():
            some = None if len(places) == 1 else own
            yield block, [self._own(at, columns, whole, some) for at in range(len(columns))]

    def _own(
        self,
        at: int,
        columns: Sequence[Sequence[Any]],
        whole: Sequence[Values | None],
        places: list[int] | None,
    ) -> Values:
        values = whole[at]
        if values is None:
            own = columns[at] if places is None else [columns[at][place] for place in places]
            try:
                return self._convert[at](own)
            except _Odd:
                return texts([repr(value) for value in own])
        return values if places is None else values[places]


def texts(values: Sequence[str | None]) -> Values:
    """The digests of texts; nothing but zeros where there is none."""
    known: dict[str | None, bytes] = {None: bytes(_TEXT)}
    for each in set(values) - {None}:
        assert each is not None
        known[each] = _text(each)
    if len(known) == 1:
        return np.broadcast_to(np.zeros(_TEXT, np.uint8), (len(values), _TEXT))
    found = b"".join([known[each] for each in values])
    return np.frombuffer(found, np.uint8).reshape(-1, _TEXT)


@lru_cache(maxsize=1 << 16)
def _text(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_TEXT).digest()


def alike(value: int, rows: int) -> Values:
    """A column of one whole number throughout."""
    return np.broadcast_to(np.int64(value), (rows,))


def texts_of(values: Sequence[str], numbers: NDArray[np.int64]) -> Values:
    """The digests of the texts that rows have by their place in ``values``."""
    used, places = np.unique(numbers, return_inverse=True)
    found: Values = texts([values[number] for number in used.tolist()])[places]
    return found


def canonical(value: Any) -> str:
    """A JSON value in the one form that is hashed; what is none, as a damaged row may be, too."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
    )


def canonical_text(text: str) -> str:
    """JSON given as text in the one form that is hashed."""
    return canonical(json.loads(text))


def _whole(convert: Callable[[Sequence[Any]], Values], column: Sequence[Any]) -> Values | None:
    """A column's values; None where one of them is odd, so that its block alone is to be told."""
    try:
        return convert(column)
    except _Odd:
        return None


def _converter(column: Column[Any], *, as_text: bool) -> Callable[[Sequence[Any]], Values]:
    kinds: Mapping[type, Callable[[Sequence[Any]], Values]] = {
        Boolean: _whole_numbers,
        Integer: _whole_numbers,
        Float: _numbers,
        LargeBinary: _bytes,
        JSON: _json_texts if as_text else _json_values,
    }
    return next((how for kind, how in kinds.items() if isinstance(column.type, kind)), _texts)


def _whole_numbers(values: Sequence[Any]) -> Values:
    found = np.array(values)
    if found.dtype == np.int64 or found.dtype == bool:
        return found.astype(np.int64, copy=False)
    if all(value is None or type(value) in (int, bool) for value in values):
        try:
            return np.array([MISSING if each is None else each for each in values], np.int64)
        except OverflowError as error:
            raise _Odd from error
    raise _Odd


def _numbers(values: Sequence[Any]) -> Values:
    try:
        return plain_floats(np.array(values, float))
    except (TypeError, ValueError) as error:
        raise _Odd from error


def plain_floats(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same numbers with one zero and one NaN."""
    found = values + 0.0
    found[np.isnan(found)] = np.nan
    return found


def _texts(values: Sequence[Any]) -> Values:
    return texts([each if each is None or isinstance(each, str) else str(each) for each in values])


def _bytes(values: Sequence[Any]) -> Values:
    if not all(each is None or isinstance(each, bytes | memoryview) for each in values):
        raise _Odd
    return texts([None if each is None else bytes(each).hex() for each in values])


def _json_texts(values: Sequence[Any]) -> Values:
    try:
        return texts([None if each is None else canonical_text(each) for each in values])
    except (TypeError, ValueError) as error:
        raise _Odd from error


def _json_values(values: Sequence[Any]) -> Values:
    return texts([None if each is None else canonical(each) for each in values])
