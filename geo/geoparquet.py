"""What a GeoParquet file says of its geometries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from casebook.core.errors import BadFile
from geo.loading import load_geometry

_DEGREES = "OGC:CRS84"
"""What a GeoParquet is in that names no coordinate system."""
_AS_WKB = "WKB"
_AS_POINTS = "point"


@dataclass(frozen=True)
class ShapeColumn:
    """The column of a GeoParquet's geometries."""

    name: str
    encoding: str
    crs: str | None
    """What pyproj makes a coordinate system of; None where the file says that it isn't known."""

    def wkb(self, table: Any) -> Sequence[bytes | None]:
        """Each row's geometry."""
        values: list[Any] = table[self.name].to_pylist()
        if self.encoding == _AS_WKB:
            return values
        load_geometry()
        import shapely

        pairs = [(v["x"], v["y"]) if v else (np.nan, np.nan) for v in values]
        wkb = shapely.to_wkb(shapely.points(np.array(pairs, float).reshape(-1, 2)))
        return [one if value else None for one, value in zip(wkb, values, strict=True)]


def shapes_of(metadata: Mapping[bytes, bytes] | None, file: str) -> ShapeColumn | None:
    """The primary column of geometries that a Parquet's ``metadata`` tells of, None for no such.

    Raises :class:`BadFile` for one whose geometries are kept in a way that isn't read here.
    """
    said = (metadata or {}).get(b"geo")
    if said is None:
        return None
    try:
        geo = json.loads(said)
        name = str(geo["primary_column"])
        column = geo["columns"][name]
        encoding = str(column.get("encoding", _AS_WKB))
        crs = column.get("crs", _DEGREES)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{file} is a damaged GeoParquet file: write it again.") from error
    if encoding not in (_AS_WKB, _AS_POINTS):
        raise BadFile(
            f"{file} keeps its geometries as {encoding}, which isn't read here: write them as WKB."
        )
    return ShapeColumn(name, encoding, json.dumps(crs) if isinstance(crs, dict) else crs)
