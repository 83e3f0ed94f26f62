"""The polygons of a file by their refs, for commands that need no casebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadFile, Rejection
from casebook.places.import_rows import choose_columns
from geo.polygons import read_polygons


@dataclass(frozen=True)
class NamedPolygons:
    """Polygons in metres with the ref of each, and what must be said of how they were read."""

    refs: tuple[str, ...]
    shapes: tuple[BaseGeometry, ...]
    notes: tuple[str, ...]
    rejections: tuple[Rejection, ...]


def read_named_polygons(
    path: Path, crs: str, *, ref_column: str | None = None, layers: Sequence[str] = ()
) -> NamedPolygons:
    """The polygons of ``path`` in the metres of ``crs``, in the order of the file.

    Refs stand in ``ref_column``, else in the first column that tells every one apart. Raises
    :class:`BadFile` for a file without a usable polygon, and for refs that are blank or repeat.
    """
    file = read_polygons(path, crs=crs, layers=layers)
    if not file.features:
        raise BadFile(f"{path.name} has no polygon that can be used: {file.rejections[0].fault}")
    rows = [feature.properties for feature in file.features]
    columns = choose_columns(path.name, file.columns, rows, ref=ref_column)
    return NamedPolygons(
        tuple(row[columns.ref].strip() for row in rows),
        tuple(feature.geometry for feature in file.features),
        (*file.notes, *columns.notes),
        file.rejections,
    )
