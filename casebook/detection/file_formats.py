"""The formats that candidates can be written in, known before any library is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from casebook.core.errors import BadValue

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".gpkg": "GPKG",
        ".geojson": "GeoJSON",
        ".json": "GeoJSON",
        ".shp": "ESRI Shapefile",
        ".fgb": "FlatGeobuf",
        ".kml": "KML",
        ".gml": "GML",
        ".tab": "MapInfo File",
        ".mif": "MapInfo File",
    }
)
"""GDAL's name of the format by how a file's name ends."""


def format_of(path: Path) -> str:
    """GDAL's name of the format that ``path`` is to be; raises :class:`BadValue` for another."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise BadValue(
            f"'{path}' doesn't say what to write: end it in {', '.join(FORMATS)} or .html."
        )
    return found
