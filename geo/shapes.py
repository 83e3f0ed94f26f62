"""Lines and areas out of any file GDAL reads, such as the streets for the background of a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadFile
from geo.crs import WGS84, Floats, system_of, transform
from geo.layers import FileLayer, read_every_layer

TAKES = "GeoJSON, GeoPackage, Shapefile, FlatGeobuf or an OpenStreetMap extract"
_LINES = ("Line", "Curve")
_AREAS = ("Polygon", "Surface")
_LINE, _AREA = 1, 2
"""Dimensions."""
OPENSTREETMAP = "OSM"
"""What GDAL calls the format of an OpenStreetMap extract."""


@dataclass(frozen=True)
class ShapeRow:
    """A line or an area, or several as one, in longitude and latitude without heights (WGS84)."""

    geometry: BaseGeometry
    properties: Mapping[str, str]

    @property
    def is_area(self) -> bool:
        """Whether it has a ground, and isn't a line."""
        return bool(shapely.get_dimensions(self.geometry) == _AREA)


@dataclass(frozen=True)
class ShapeFile:
    """What of a file can be drawn."""

    rows: tuple[ShapeRow, ...]
    """In the file's order."""
    others: int
    """How many features of the same layers are none that was sought, or lie nowhere."""
    drivers: frozenset[str]
    """GDAL's names of the formats."""


def read_lines(path: Path) -> tuple[ShapeRow, ...]:
    """The features of ``path`` that are lines, of every layer that has some, in its order.

    Raises :class:`BadFile` for what can't be read, names no coordinate system, or has no lines.
    """
    found = _read(path, _LINES, (_LINE,))
    if not found.rows:
        raise BadFile(f"{path.name} holds no lines that can be drawn: give {TAKES}.")
    return found.rows


def read_shapes(path: Path, layers: Sequence[str] = ()) -> ShapeFile:
    """The features of ``path`` that are lines or areas, of every layer that has some.

    ``layers`` are the only ones to read, where some are named. Raises :class:`BadFile` for what
    can't be read, names no coordinate system, or has neither.
    """
    found = _read(path, (*_LINES, *_AREAS), (_LINE, _AREA), layers)
    if not found.rows:
        raise BadFile(f"{path.name} holds no lines or areas that can be drawn: give {TAKES}.")
    return found


def _read(
    path: Path, kinds: Sequence[str], dimensions: Sequence[int], named: Sequence[str] = ()
) -> ShapeFile:
    layers = read_every_layer(path, kinds, TAKES, named)
    rows = [row for layer in layers for row in _rows_of(path, layer, dimensions)]
    whole = sum(len(layer.wkb) for layer in layers)
    return ShapeFile(tuple(rows), whole - len(rows), frozenset(layer.driver for layer in layers))


def _rows_of(path: Path, layer: FileLayer, dimensions: Sequence[int]) -> Sequence[ShapeRow]:
    shapes = shapely.force_2d(shapely.from_wkb(np.array(layer.wkb, object), on_invalid="ignore"))
    taken = np.isin(shapely.get_dimensions(shapes), dimensions) & ~shapely.is_empty(shapes)
    if not taken.any():
        return ()
    source, _ = system_of(path.name, layer.driver, layer.crs)

    def moved(points: Floats) -> Floats:
        return np.column_stack(transform(points[:, 0], points[:, 1], source, WGS84))

    placed = shapely.transform(shapes[taken], moved) if source != WGS84 else shapes[taken]
    there = np.isfinite(shapely.bounds(placed)).all(axis=1)
    rows = np.flatnonzero(taken)
    return [
        ShapeRow(one, layer.rows[row])
        for one, row, fine in zip(placed, rows.tolist(), there.tolist(), strict=True)
        if fine
    ]
