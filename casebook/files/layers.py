"""The layers of a map's file as tables: a row for each feature, its point in two columns."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from casebook.core.english import listed
from casebook.core.errors import BadFile
from casebook.files.arrow_columns import Ints, as_text, text_array
from casebook.files.contents import plainly
from casebook.files.placed import with_points
from casebook.files.sheet import (
    POINT_COLUMNS,
    Few,
    Heading,
    LacksColumns,
    Sheet,
    Skipped,
    Wanted,
    unique_names,
    without_blank_rows,
)
from casebook.files.sources import files_of
from geo.descriptions import with_descriptions
from geo.gdal import KML_OWN, describe_layer, last_said, list_layers, listening, read_batches
from geo.map_source import kml_within, refuse_bombs
from geo.pointers import HEAD, refuse_pointer
from geo.recognise import SHAPES

_ONE_LAYER = frozenset(
    {"GeoJSON", "GeoJSONSeq", "JSONFG", "ESRIJSON", "ESRI Shapefile", "MapInfo File", "FlatGeobuf"}
)
"""GDAL's names of the formats whose only layer is called what the file is."""
_MAY_BE_POINTS = ("Point", "Unknown", "GeometryCollection")


def read_layers(path: Path, file: str, wanted: Wanted) -> list[Sheet | Skipped | None]:
    """Each layer of the file or geodatabase at ``path``, called ``file``, in its order.

    Raises :class:`BadFile` for what can't be read or only points at other files.
    """
    source = str(path.absolute())
    if path.is_file():
        with path.open("rb") as opened:
            head = opened.read(HEAD)
        refuse_pointer(file, head)
        if head.startswith(SHAPES):
            _refuse_parted(path, file)
        if head.startswith(b"PK"):
            with plainly(file), zipfile.ZipFile(path) as archive:
                refuse_bombs(archive, file)
                source = kml_within(archive, path, file) or source
    try:
        with listening() as said:
            names = [name for name, _ in list_layers(source)]
            found = [_read(_describe(source, name, file), wanted) for name in names]
    except (RuntimeError, UnicodeDecodeError, pa.ArrowException) as error:
        raise BadFile(
            f"{file} can't be read as a map's file: it is damaged, cut short or lacks a part "
            f"({last_said(error)})."
        ) from error
    if not found:
        raise BadFile(f"{file} holds nothing that can be read: it is damaged or cut short.")
    heard = dict.fromkeys(said)
    for at, one in enumerate(found):
        if isinstance(one, Sheet) and heard:
            found[at] = replace(one, notes=(*one.notes, *heard))
            break
    return found


def _refuse_parted(path: Path, file: str) -> None:
    """Refuse the shapes of a Shapefile without its columns, or what says where each shape begins.

    Without a .prj they are refused where their system is asked for.
    """
    beside = {one.suffix.lower() for one in files_of(path)}
    lacking = [ending for ending in (".shx", ".dbf") if ending not in beside]
    if lacking:
        raise BadFile(f"{file} is part of a Shapefile: put its {listed(lacking)} beside it.")


@dataclass(frozen=True)
class _FoundLayer:
    """A layer before its features are read."""

    source: str
    name: str
    file: str
    tab: str
    """Its name where its file may have several."""
    driver: str
    crs: str | None
    columns: Mapping[str, str]
    """What the layer calls each column, by the unlike name it has here."""
    unreadable: tuple[str, ...]
    """Columns that are no text."""
    points: bool
    """Whether its features may be points."""
    features: int

    @property
    def place(self) -> str:
        """As :attr:`Sheet.file`."""
        return f"{self.file}, layer '{self.tab}'" if self.tab else self.file


def _describe(source: str, name: str, file: str) -> _FoundLayer:
    info = describe_layer(source, name)
    driver, kind = str(info["driver"]), str(info["geometry_type"])
    types = dict(zip(map(str, info["fields"]), info["ogr_types"], strict=True))
    fields = [each for each in types if not ("KML" in driver and each.casefold() in KML_OWN)]
    columns = dict(zip(unique_names(fields), fields, strict=True))
    unreadable = tuple(each for each, of in columns.items() if types[of] == "OFTBinary")
    return _FoundLayer(
        source,
        name,
        file,
        "" if driver in _ONE_LAYER else name,
        driver,
        info["crs"],
        {each: of for each, of in columns.items() if each not in unreadable},
        unreadable,
        any(word in kind for word in _MAY_BE_POINTS),
        int(info["features"]),
    )


def _read(layer: _FoundLayer, wanted: Wanted) -> Sheet | Skipped | None:
    if not (wanted.takes(layer.file, layer.tab) or wanted.takes(layer.file, layer.name)):
        return Skipped(layer.place, layer.tab, "")
    whole = _with_descriptions(layer, wanted.few) if "KML" in layer.driver else None
    names = tuple(layer.columns if whole is None else whole.column_names)
    placed = POINT_COLUMNS if layer.points and wanted.crs else ()
    try:
        taken = wanted.choose(Heading(layer.place, (*names, *placed), layer.tab))
    except LacksColumns as error:
        why = f"it has no column for {error.missing}"
        return Skipped(layer.place, layer.tab, why, layer.features, error)
    if taken is None:
        return None
    kept = [name for name in names if name in taken]
    unread = (*(name for name in names if name not in taken), *layer.unreadable)
    shapes = any(name in taken for name in placed)
    table, rows, wkb = _features(layer, kept if whole is None else [], wanted.few, shapes=shapes)
    if whole is not None:
        table = whole.select(kept)
    sheet = Sheet(layer.place, table, rows, tab=layer.tab, unread=unread)
    if shapes:
        sheet = with_points(sheet, wkb, layer.driver, layer.crs, wanted.crs)
    return without_blank_rows(sheet)


def _features(
    layer: _FoundLayer, kept: Sequence[str], few: Few, *, shapes: bool
) -> tuple[pa.Table, Ints, list[list[bytes | None]]]:
    """The columns of a layer as text, its features' numbers from 1, and their geometries."""
    columns: dict[str, list[pa.Array]] = {name: [] for name in kept}
    wkb: list[list[bytes | None]] = []
    rows = 0
    asked = [layer.columns[name] for name in kept]
    for batch in read_batches(layer.source, layer.name, asked, shapes=shapes):
        batch.validate(full=True)
        rows += batch.num_rows
        for name in kept:
            column = batch.column(batch.schema.get_field_index(layer.columns[name]))
            columns[name].append(as_text(column, few=few(name)))
        if shapes:
            wkb.append(batch.column(batch.num_columns - 1).to_pylist())
    blank = text_array([])
    table = pa.table({name: pa.chunked_array(parts or [blank]) for name, parts in columns.items()})
    return table, np.arange(1, rows + 1, dtype=np.int64), wkb


def _with_descriptions(layer: _FoundLayer, few: Few) -> pa.Table:
    """The columns of a KML, its table of attributes within the description as columns too."""
    table, _, _ = _features(layer, list(layer.columns), few, shapes=False)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    found = with_descriptions(columns)
    return pa.table({name: pa.chunked_array([text_array(found[name])]) for name in found})
