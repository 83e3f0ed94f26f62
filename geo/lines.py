"""Lines out of any file GDAL reads, such as the streets for the background of a map."""

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
_LINE = 1
"""Dimensions."""


@dataclass(frozen=True)
class LineRow:
    """A line or several, in longitude and latitude (WGS84) without heights."""

    geometry: BaseGeometry
    properties: Mapping[str, str]


def read_lines(path: Path) -> tuple[LineRow, ...]:
    """The features of ``path`` that are lines, of every layer that has some, in its order.

    Raises :class:`BadFile` for what can't be read, names no coordinate system, or has no lines.
    """
    found: list[LineRow] = []
    for layer in read_every_layer(path, ("Line", "Curve"), TAKES):
        found += _lines_of(path, layer)
    if not found:
        raise BadFile(f"{path.name} holds no lines that can be drawn: give {TAKES}.")
    return tuple(found)


def _lines_of(path: Path, layer: FileLayer) -> Sequence[LineRow]:
    shapes = shapely.force_2d(shapely.from_wkb(np.array(layer.wkb, object), on_invalid="ignore"))
    taken = (shapely.get_dimensions(shapes) == _LINE) & ~shapely.is_empty(shapes)
    if not taken.any():
        return ()
    source, _ = system_of(path.name, layer.driver, layer.crs)

    def moved(points: Floats) -> Floats:
        return np.column_stack(transform(points[:, 0], points[:, 1], source, WGS84))

    placed = shapely.transform(shapes[taken], moved) if source != WGS84 else shapes[taken]
    there = np.isfinite(shapely.total_bounds(placed)).all() or np.array(
        [np.isfinite(one.bounds).all() for one in placed]
    )
    rows = np.flatnonzero(taken)
    kept = np.broadcast_to(there, len(rows))
    return [
        LineRow(one, layer.rows[row])
        for one, row, fine in zip(placed, rows.tolist(), kept.tolist(), strict=True)
        if fine
    ]
