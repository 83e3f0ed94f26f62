"""A table of features with their points, in metres, as two columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import number_column, take
from casebook.files.sheet import POINT_COLUMNS, Sheet
from geo.loading import load_geometry


def with_points(
    sheet: Sheet, wkb: Sequence[Sequence[bytes | None]], driver: str, named: str | None, crs: str
) -> Sheet:
    """The sheet with :data:`POINT_COLUMNS` in ``crs``, of geometries in the system ``named``.

    ``driver`` is GDAL's name of the format. A row whose geometry is no point is rejected, and one
    without a geometry has no place. Raises :class:`BadFile` where no coordinate system is named.
    """
    load_geometry()
    from geo.crs import system_name, system_of
    from geo.points import brought, joined, points_of

    source, notes = system_of(sheet.file, driver, named)
    points = brought(joined([points_of(part) for part in wkb]), source, crs)
    if system_name(source) != system_name(crs):
        notes += (f"Points were turned from {system_name(source)} into {system_name(crs)}.",)
    table = sheet.table
    if table.num_columns == 0:
        table = pa.table({})
    for name, values in zip(POINT_COLUMNS, (points.x, points.y), strict=True):
        table = table.append_column(name, number_column(values))
    bad = np.array(sorted(points.faults), np.int64)
    kept = np.setdiff1d(np.arange(table.num_rows), bad)
    said = take(sheet.table, bad).to_pylist() if len(bad) else []
    rejections = tuple(
        Rejection(sheet.file, sheet.row(at), None, points.faults[at]) for at in bad.tolist()
    )
    rows = np.array([sheet.row(at) for at in range(table.num_rows)], np.int64)
    return replace(
        sheet,
        table=take(table, kept) if len(bad) else table,
        row_numbers=rows[kept],
        rejections=(*sheet.rejections, *rejections),
        torn={
            sheet.row(at): tuple(texts.values())
            for at, texts in zip(bad.tolist(), said, strict=True)
        },
        notes=(*sheet.notes, *notes),
    )
