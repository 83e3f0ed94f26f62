"""The one layer of polygons in a file of any format GDAL reads: geometry as WKB, values as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from casebook.core.errors import BadFile
from geo.descriptions import with_descriptions
from geo.gdal import (
    KML_OWN,
    describe_layer,
    last_said,
    list_layers,
    listening,
    read_features,
)
from geo.geoparquet import shapes_of
from geo.map_source import find_source

TAKES = "GeoJSON, GeoPackage, Shapefile, KML, FlatGeobuf or GeoParquet"

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet"})
UNKNOWN = "not recognized as being in a supported"
"""What pyogrio says of a format that GDAL doesn't know."""
_MAY_HOLD = ("Polygon", "Surface", "Unknown", "GeometryCollection")
"""What GDAL calls the geometry of layers that can have polygons in them."""


@dataclass(frozen=True, slots=True)
class FileLayer:
    """A layer as it stands in its file."""

    driver: str
    """GDAL's name of the format."""
    crs: str | None
    """As the file names it; None where it doesn't."""
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    """Each feature's properties; missing is blank."""
    wkb: tuple[bytes | None, ...]
    """Each feature's geometry."""
    notes: tuple[str, ...] = ()
    """What GDAL warned of while it read."""


def read_layer(path: Path, layers: Sequence[str] = ()) -> FileLayer:
    """The only layer of polygons in ``path``, or the only layer where none has polygons.

    Raises :class:`BadFile` for what can't be read, holds no geometry, or has several such layers.
    """
    source = find_source(path, TAKES, layers)
    if source.parquet is not None:
        return _from_parquet(path, source.parquet)
    try:
        return _from_gdal(source.name, _choose(path, source.name, source.asked))
    except (RuntimeError, UnicodeDecodeError) as error:
        raise BadFile(_unreadable(path, error)) from error


def read_every_layer(
    path: Path, kinds: Sequence[str], takes: str, layers: Sequence[str] = ()
) -> tuple[FileLayer, ...]:
    """Every layer of ``path`` whose geometry GDAL calls by one of ``kinds``, or by none.

    Only those called as one of ``layers``, where some are named.

    ``takes`` lists what formats would do. Raises :class:`BadFile` for what can't be read.
    """
    source = find_source(path, takes, layers)
    if source.parquet is not None:
        return (_from_parquet(path, source.parquet),)
    may_hold = (*kinds, "Unknown", "GeometryCollection")
    try:
        listed = list_layers(source.name)
        wanted = {name.casefold() for name in source.asked}
        names = [
            name
            for name, kind in listed
            if kind
            and any(one in kind for one in may_hold)
            and (not wanted or name.casefold() in wanted)
        ]
        return tuple(_from_gdal(source.name, name) for name in names)
    except (RuntimeError, UnicodeDecodeError) as error:
        if UNKNOWN in str(error):
            said = f"{path.name} is no map's file that can be read: give {takes}."
            raise BadFile(said) from error
        said = last_said(error)
        raise BadFile(f"{path.name} is damaged or cut short ({said}).") from error


def _from_gdal(source: str, name: str) -> FileLayer:
    with listening() as said:
        info = describe_layer(source, name)
        meta, _, wkb, values = read_features(source, name)
    kml = "KML" in info["driver"]
    columns: Mapping[str, Sequence[str]] = {
        str(field): [_text(value) for value in column.tolist()]
        for field, column in zip(meta["fields"], values, strict=True)
        if not (kml and str(field).casefold() in KML_OWN)
    }
    if kml:
        columns = with_descriptions(columns)
    return _layer(info["driver"], meta["crs"], columns, tuple(wkb), tuple(said))


def _layer(
    driver: str,
    crs: str | None,
    columns: Mapping[str, Sequence[str]],
    wkb: tuple[bytes | None, ...],
    notes: tuple[str, ...] = (),
) -> FileLayer:
    rows = [dict(zip(columns, texts, strict=True)) for texts in zip(*columns.values(), strict=True)]
    rows = rows or [{} for _ in wkb]
    return FileLayer(driver, crs, tuple(columns), tuple(map(MappingProxyType, rows)), wkb, notes)


def _from_parquet(path: Path, data: bytes) -> FileLayer:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        table = parquet.read_table(pa.BufferReader(data))
        table.validate(full=True)
        shapes = shapes_of(table.schema.metadata, path.name)
        if shapes is None or shapes.name not in table.column_names:
            raise BadFile(f"{path.name} holds no polygons, only a table: export it as {TAKES}.")
        columns = {
            name: [_text(value) for value in table[name].to_pylist()]
            for name in table.column_names
            if name != shapes.name and not pa.types.is_binary(table[name].type)
        }
        wkb = tuple(shapes.wkb(table))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} is a damaged Parquet file: write it again.") from error
    return _layer("GeoParquet", shapes.crs, columns, wkb)


def _choose(path: Path, source: str, asked: Sequence[str] = ()) -> str:
    """The name of the layer to read: the one asked for, the only one with polygons, the only."""
    listed = list_layers(source)
    if not listed:
        raise BadFile(f"{path.name} holds nothing that can be read: it is damaged or cut short.")
    for name in asked:
        if name.casefold() not in [there.casefold() for there, _ in listed]:
            there = _some([f"'{name}'" for name, _ in listed])
            raise BadFile(f"{path.name} has no layer '{name}': it has {there}.")
    wanted = {name.casefold() for name in asked}
    listed = [one for one in listed if not wanted or one[0].casefold() in wanted]
    layers = [(name, kind) for name, kind in listed if kind]
    if not layers:
        raise BadFile(f"{path.name} holds no polygons, only a table: export it as {TAKES}.")
    found = [name for name, kind in layers if any(word in kind for word in _MAY_HOLD)]
    if len(found) > 1:
        found = [name for name in found if _has_polygons(source, name)] or found[:1]
    if len(found) > 1:
        raise BadFile(
            f"{path.name} has several layers of polygons ({_some(found)}): say which with --layer."
        )
    return found[0] if found else layers[0][0]


def _has_polygons(source: str, layer: str) -> bool:
    import shapely

    _, _, wkb, _ = read_features(source, layer, columns=[])
    with np.errstate(invalid="ignore"):
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    surface = 2  # dimensions
    return bool((shapely.get_dimensions(shapes) == surface).any())


def _text(value: Any) -> str:
    """A value as text; whole numbers without a point, since one gap makes a column floats."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "; ".join(_text(part) for part in value)
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unreadable(path: Path, error: Exception) -> str:
    words = str(error)
    if path.suffix.lower() in _TABLES:
        return f"{path.name} holds no polygons, only a table: export it as {TAKES}."
    if UNKNOWN in words:
        return f"{path.name} is no file of polygons that can be read: give {TAKES}."
    if "SHAPE_RESTORE_SHX" in words:
        return f"{path.name} is part of a Shapefile: give its .shx, .dbf and .prj beside it."
    return (
        f"{path.name} can't be read as polygons: it is damaged or cut short ({last_said(error)})."
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
