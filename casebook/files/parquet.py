"""Parquet files as tables, with the points of those that are GeoParquet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import as_text
from casebook.files.placed import with_points
from casebook.files.sheet import POINT_COLUMNS, Heading, Sheet, Wanted, without_blank_rows
from geo.geoparquet import shapes_of
from geo.unpacking import refuse_bomb, refuse_growth

_MANY_ROWS = 5_000_000
_ROWS_A_BYTE = 1


def read_parquet(data: bytes, file: str, wanted: Wanted) -> Sheet | None:
    """The table in ``data``, or None where it is to be left out.

    The geometry of a GeoParquet is its points. Raises :class:`BadFile` for what is damaged.
    """
    import pyarrow.parquet as parquet

    try:
        repeating = _dictionaries(parquet.ParquetFile(pa.BufferReader(data)).metadata)
        source = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=repeating)
        return _table(source, file, wanted, len(data))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} is a damaged Parquet file: write it again.") from error


def _table(source: Any, file: str, wanted: Wanted, size: int) -> Sheet | None:
    schema = source.schema_arrow
    _refuse_bomb(source.metadata, file, size)
    shapes = shapes_of(schema.metadata, file)
    if shapes and shapes.name not in schema.names:
        raise BadFile(f"{file} is a damaged GeoParquet file: write it again.")
    names = tuple(name for name in schema.names if is_plain(schema.field(name).type))
    placed = POINT_COLUMNS if shapes and wanted.crs else ()
    taken = wanted.choose(Heading(file, (*names, *placed)))
    if taken is None:
        return None
    kept = [name for name in names if name in taken]
    with_shapes = shapes is not None and any(name in taken for name in placed)
    table = source.read(columns=[*kept, *([shapes.name] if shapes and with_shapes else [])])
    table.validate(full=True)
    refuse_growth(file, size, sum(_written_out(table[name]) for name in kept))
    columns = {name: as_text(table[name].combine_chunks(), few=wanted.few(name)) for name in kept}
    left = sorted(set(schema.names) - set(names) - {shapes.name if shapes else ""})
    notes = (f"{file}: {', '.join(left)} can't be read as text and was left out.",) if left else ()
    unread = tuple(name for name in names if name not in taken)
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    sheet = Sheet(file, pa.table(columns), rows, notes=notes, unread=unread)
    if shapes and with_shapes:
        sheet = with_points(sheet, [shapes.wkb(table)], "GeoParquet", shapes.crs, wanted.crs)
    return without_blank_rows(sheet)


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
    return sum(
        pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0
        for chunk in column.chunks
    )


def is_plain(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type are read as text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_null(kind))
