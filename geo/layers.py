"""The one layer of polygons in a file of any format GDAL reads: geometry as WKB, values as text."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import numpy as np

from casebook.core.errors import BadFile
from geo.gdal import (
    KML_OWN,
    describe_layer,
    last_said,
    list_layers,
    listening,
    read_features,
)
from geo.pointers import HEAD, refuse_pointer

TAKES = "GeoJSON, GeoPackage, Shapefile, KML or FlatGeobuf"

_IN_A_ZIP = frozenset(
    {".shp", ".geojson", ".json", ".gpkg", ".kml", ".kmz", ".fgb", ".gml", ".tab", ".mif"}
)
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet"})
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
    source = _source(path)
    try:
        with listening() as said:
            name = _choose(path, source, layers)
            info = describe_layer(source, name)
            meta, _, wkb, values = read_features(source, name)
    except (RuntimeError, UnicodeDecodeError) as error:
        raise BadFile(_unreadable(path, error)) from error
    names = [str(field) for field in meta["fields"]]
    kept = [
        (field, column)
        for field, column in zip(names, values, strict=True)
        if not ("KML" in info["driver"] and field.lower() in KML_OWN)
    ]
    columns = tuple(field for field, _ in kept)
    texts = [[_text(value) for value in column.tolist()] for _, column in kept]
    return FileLayer(
        info["driver"],
        meta["crs"],
        columns,
        tuple(
            MappingProxyType({field: text[at] for field, text in zip(columns, texts, strict=True)})
            for at in range(len(wkb))
        ),
        tuple(wkb),
        tuple(said),
    )


def _source(path: Path) -> str:
    """What GDAL opens for ``path``: itself, or the one file of polygons in a ZIP."""
    full = str(path.absolute())
    try:
        if path.is_dir():
            for within in sorted(path.iterdir()):
                if within.is_file():
                    with within.open("rb") as file:
                        refuse_pointer(f"{path.name}/{within.name}", file.read(HEAD))
            return full
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}.") from error
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}.") from error
    if not head:
        raise BadFile(f"{path.name} is empty.")
    refuse_pointer(path.name, head)
    if path.suffix.lower() == ".zip" and not full.lower().endswith((".gdb.zip", ".shp.zip")):
        return f"/vsizip/{path.absolute().as_posix()}/{_member(path)}"
    return full


def _member(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return _member_of(archive, path)
    except zipfile.BadZipFile as error:
        raise BadFile(f"{path.name} is no ZIP file, or a damaged one.") from error


def _member_of(archive: zipfile.ZipFile, path: Path) -> str:
    found = [
        name
        for name in archive.namelist()
        if PurePosixPath(name).suffix.lower() in _IN_A_ZIP
        and not name.startswith("__MACOSX")
        and not PurePosixPath(name).name.startswith(".")
    ]
    if not found:
        raise BadFile(f"{path.name} holds no file of polygons: put {TAKES} in it.")
    if len(found) > 1:
        raise BadFile(f"{path.name} holds several files ({_some(found)}): import them one by one.")
    with archive.open(found[0]) as member:
        refuse_pointer(f"{path.name}/{found[0]}", member.read(HEAD))
    return found[0]


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
    if "not recognized as being in a supported" in words:
        return f"{path.name} is no file of polygons that can be read: give {TAKES}."
    if "SHAPE_RESTORE_SHX" in words:
        return f"{path.name} is part of a Shapefile: give its .shx, .dbf and .prj beside it."
    return (
        f"{path.name} can't be read as polygons: it is damaged or cut short ({last_said(error)})."
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
