"""Files of places to import, drawn in metres around one corner of the sample island."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

WEST, SOUTH = 640000, 150000
_BNG = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


def square(x: float, y: float, width: float = 100, height: float | None = None) -> BaseGeometry:
    """A square (or box) whose south-western corner is so many metres from the sample corner."""
    east, north = WEST + x + width, SOUTH + y + (height or width)
    return shapely.box(WEST + x, SOUTH + y, east, north)


def feature(shape: BaseGeometry | None, **properties: Any) -> dict[str, Any]:
    """One feature of a file."""
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def places_file(path: Path, *features: dict[str, Any]) -> Path:
    """A GeoJSON file in British National Grid metres."""
    path.write_text(
        json.dumps({"type": "FeatureCollection", "crs": _BNG, "features": list(features)})
    )
    return path
