"""Parquet files as tables, with the points of those that are GeoParquet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import as_text
from casebook.files.placed import with_points
from casebook.files.sheet import POINT_COLUMNS, Heading, Sheet, Wanted, without_blank_rows
from geo.geoparquet import shapes_of


def read_parquet(data: bytes, file: str, wanted: Wanted) -> Sheet | None:
    """The table in ``data``, or None where it is to be left out.

    The geometry of a GeoParquet is its points. Raises :class:`BadFile` for what is damaged.
    """
    import pyarrow.parquet as parquet

    try:
        source = parquet.ParquetFile(pa.BufferReader(data))
        return _table(source, file, wanted)
    except (pa.ArrowException, OSError) as error:
        raise BadFile(f"{file} is a damaged Parquet file: write it again.") from error


def _table(source: Any, file: str, wanted: Wanted) -> Sheet | None:
    schema = source.schema_arrow
    shapes = shapes_of(schema.metadata, file)
    names = tuple(name for name in schema.names if is_plain(schema.field(name).type))
    placed = POINT_COLUMNS if shapes and wanted.crs else ()
    taken = wanted.choose(Heading(file, (*names, *placed)))
    if taken is None:
        return None
    kept = [name for name in names if name in taken]
    with_shapes = shapes is not None and any(name in taken for name in placed)
    table = source.read(columns=[*kept, *([shapes.name] if shapes and with_shapes else [])])
    columns = {name: as_text(table[name].combine_chunks(), few=wanted.few(name)) for name in kept}
    left = sorted(set(schema.names) - set(names) - {shapes.name if shapes else ""})
    notes = (f"{file}: {', '.join(left)} can't be read as text and was left out.",) if left else ()
    unread = tuple(name for name in names if name not in taken)
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    sheet = Sheet(file, pa.table(columns), rows, notes=notes, unread=unread)
    if shapes and with_shapes:
        sheet = with_points(sheet, [shapes.wkb(table)], "GeoParquet", shapes.crs, wanted.crs)
    return without_blank_rows(sheet)


def is_plain(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type are read as text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_null(kind))
