"""Parquet files as tables, with the points of those that are GeoParquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.english import listed
from casebook.core.errors import BadFile
from casebook.files.arrow_columns import as_text
from casebook.files.placed import with_points
from casebook.files.sheet import POINT_COLUMNS, Heading, Sheet, Wanted, without_blank_rows
from geo.geoparquet import ShapeColumn, shapes_of
from geo.unpacking import refuse_bomb, refuse_growth

_TOGETHER = 1 << 19
"""Rows of a table in parts that are read at a time."""
_NUMBERS = (pa.float64(), pa.float32())
_WAS = ("was", "were")
_MANY_ROWS = 5_000_000
_ROWS_A_BYTE = 1


def read_parquet(source: Path | bytes, file: str, wanted: Wanted) -> Iterable[Sheet | None]:
    """The table in ``source``, or None where it is to be left out.

    Where it has instants that were asked for it comes in parts, read as they are asked for. The
    geometry of a GeoParquet is its points. Raises :class:`BadFile` for what is damaged.
    """
    with _plainly(file):
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        opened = _open(source)
        table = _ParquetTable.chosen(opened, file, wanted, size)
        if table is None:
            return [None]
        if opened.metadata.num_rows and table.has_instants:
            return table.parts()
        return [table.whole()]


def _open(source: Path | bytes) -> Any:
    """The file, told to keep as such the columns that are lists of their values."""
    import pyarrow.parquet as parquet

    def opened(**how: Any) -> Any:
        where = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
        return parquet.ParquetFile(where, pre_buffer=False, **how)

    with opened() as first:
        repeating = _dictionaries(first.metadata)
    try:
        return opened(read_dictionary=repeating)
    except KeyError as error:  # its groups name columns that its schema doesn't have
        raise pa.ArrowInvalid from error


@contextmanager
def _plainly(file: str) -> Iterator[None]:
    """Turn what Arrow says of a damaged file into :class:`BadFile`."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} is a damaged Parquet file: write it again.") from error


@dataclass(frozen=True)
class _ParquetTable:
    """A table whose columns have been chosen."""

    opened: Any
    file: str
    wanted: Wanted
    size: int
    kept: Sequence[str]
    shapes: ShapeColumn | None
    """Where its points are wanted."""
    notes: tuple[str, ...]
    unread: tuple[str, ...]

    @classmethod
    def chosen(cls, opened: Any, file: str, wanted: Wanted, size: int) -> _ParquetTable | None:
        schema = opened.schema_arrow
        _refuse_bomb(opened.metadata, file, size)
        shapes = shapes_of(schema.metadata, file)
        if shapes and shapes.name not in schema.names:
            raise BadFile(f"{file} is a damaged GeoParquet file: write it again.")
        shape = shapes.name if shapes else None
        plain = (name for name in schema.names if is_plain(schema.field(name).type))
        names = tuple(name for name in plain if name != shape)
        placed = POINT_COLUMNS if shapes and wanted.crs else ()
        taken = wanted.choose(Heading(file, (*names, *placed)))
        if taken is None:
            return None
        kept = [name for name in names if name in taken]
        left = sorted(set(schema.names) - {*names, shape})
        notes = (
            (f"{file}: {listed(left)} can't be read as text, and {_WAS[len(left) > 1]} left out.",)
            if left
            else ()
        )
        unread = tuple(name for name in names if name not in taken)
        with_shapes = any(name in taken for name in placed)
        return cls(opened, file, wanted, size, kept, shapes if with_shapes else None, notes, unread)

    @property
    def has_instants(self) -> bool:
        """Whether a column is to be read as the instants that it holds."""
        return any(self._holds_instants(name) for name in self.kept)

    def whole(self) -> Sheet:
        """All its rows."""
        with self.opened:
            return self._sheet(self.opened.read(columns=self._columns), 0)

    def parts(self) -> Iterator[Sheet]:
        """Its rows, some at a time."""
        done = 0
        with _plainly(self.file), self.opened:
            for batch in self.opened.iter_batches(_TOGETHER, columns=self._columns):
                yield self._sheet(pa.Table.from_batches([batch]), done)
                done += batch.num_rows

    @property
    def _columns(self) -> list[str]:
        return [*self.kept, *([self.shapes.name] if self.shapes else [])]

    def _holds_instants(self, name: str) -> bool:
        kind = self.opened.schema_arrow.field(name).type
        zoned = pa.types.is_timestamp(kind) and kind.tz is not None
        return zoned and self.wanted.instants(name)

    def _sheet(self, table: pa.Table, done: int) -> Sheet:
        """The sheet of some rows, of which ``done`` come before."""
        table.validate(full=True)
        refuse_growth(self.file, self.size, sum(_written_out(table[name]) for name in self.kept))
        columns = {name: self._column(table[name], name) for name in self.kept}
        rows = np.arange(done + 2, done + table.num_rows + 2, dtype=np.int64)
        sheet = Sheet(
            self.file,
            pa.table(columns),
            rows,
            notes=self.notes,
            unread=self.unread,
            goes_on=done > 0,
        )
        if self.shapes:
            wkb = [self.shapes.wkb(table)]
            sheet = with_points(sheet, wkb, "GeoParquet", self.shapes.crs, self.wanted.crs)
        return without_blank_rows(sheet)

    def _column(self, column: pa.ChunkedArray, name: str) -> Any:
        if self._holds_instants(name):
            return column
        if _is_bytes(column.type):
            try:
                column = column.cast(pa.string())
            except pa.ArrowInvalid as error:
                raise BadFile(
                    f"{self.file}: {name} holds bytes that are no text: write it as text."
                ) from error
        numbers = column.type in _NUMBERS or pa.types.is_integer(column.type)
        if numbers and self.wanted.numeric(name):
            return column.cast(pa.float64(), safe=False)
        return as_text(column.combine_chunks(), few=self.wanted.few(name))


def _refuse_bomb(metadata: Any, file: str, size: int) -> None:
    """Refuse a file of ``size`` bytes that says it holds more than could be meant."""
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    refuse_bomb(file, size, sum(group.total_byte_size for group in groups))
    if metadata.num_rows > _MANY_ROWS and metadata.num_rows > _ROWS_A_BYTE * size:
        raise BadFile(
            f"{file} says it has {metadata.num_rows:,} rows in {size:,} bytes, as no table has: "
            "write it again."
        )


def _dictionaries(metadata: Any) -> list[str]:
    """The columns that are kept as a list of their values, and stay one when they are read."""
    if not metadata.num_row_groups:
        return []
    first = metadata.row_group(0)
    columns = [first.column(at) for at in range(metadata.num_columns)]
    return [
        each.path_in_schema
        for each in columns
        if each.physical_type == "BYTE_ARRAY" and any("DICTIONARY" in e for e in each.encodings)
    ]


def _written_out(column: pa.ChunkedArray) -> int:
    """How many bytes the texts of a column have where each row has its own."""
    if not pa.types.is_dictionary(column.type) or not pa.types.is_string(column.type.value_type):
        return 0
    import pyarrow.compute as pc

    return sum(
        pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0
        for chunk in column.chunks
    )


def is_plain(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type are read as text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    fixed = pa.types.is_fixed_size_binary(kind)
    return not (pa.types.is_nested(kind) or fixed or pa.types.is_null(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    """Whether values are bytes, as many programs write text without saying that it is."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
