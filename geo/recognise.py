"""Whether a file holds the features of a map, by its first bytes."""

from __future__ import annotations

import re

ENDINGS = frozenset(
    {".gpkg", ".geojson", ".geojsonl", ".geojsons", ".topojson", ".fgb", ".shp", ".kml", ".kmz"}
    | {".gml", ".mif", ".gdb"}
)
"""How names of files end that hold features; MapInfo's .tab and .json are others' too."""

OF_SEVERAL_FILES = frozenset({".shp", ".tab", ".mif", ".gml"})
"""Formats whose features stand in several files of one name."""

SHAPES = b"\0\0\x27\x0a"
"""How a .shp begins."""
_MAGIC = (b"SQLite format 3\0", b"fgb\x03", SHAPES)
_JSON = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|Topology|GeometryCollection)"'
    rb'|"features"\s*:\s*\[|"geometryType"\s*:\s*"esri'
)
_XML = re.compile(rb"<(?:\w+:)?(?:kml|FeatureCollection)[\s>]")
_MAPINFO = re.compile(rb"\s*!table\b|\s*version\s+\d+\s*[\r\n]+\s*charset\b", re.IGNORECASE)


def holds_features(head: bytes, ending: str) -> bool:
    """Whether a file that begins with ``head`` is one of GDAL's formats for features.

    ``ending`` is that of its name; it decides for a KMZ and an Esri geodatabase alone.

    >>> holds_features(b'{"type": "FeatureCollection", ', ".json"), holds_features(b"a,b", ".tab")
    (True, False)
    """
    if head.startswith(_MAGIC) or ending == ".gdb":
        return True
    if head.startswith(b"PK"):
        return ending == ".kmz"
    text = head.lstrip(b"\xef\xbb\xbf\x1e \t\r\n")
    if text[:1] == b"{":
        return _JSON.search(text) is not None
    if text[:1] == b"<":
        return _XML.search(text) is not None
    return _MAPINFO.match(text) is not None
