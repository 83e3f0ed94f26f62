"""GDAL through pyogrio, told to open files of certain formats only and to fetch nothing.

Some of GDAL's formats only point at other files or at addresses in the web, so that a file called
``hotspots.geojson`` could read another or call out. Nothing else of the product imports pyogrio.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from casebook.core.errors import BadFile

FORMATS = frozenset(
    {"GeoJSON", "GeoJSONSeq", "JSONFG", "TopoJSON", "ESRIJSON", "GPKG", "ESRI Shapefile", "KML"}
    | {"LIBKML", "FlatGeobuf", "GML", "MapInfo File", "OpenFileGDB", "GPX", "OSM"}
)
"""GDAL's names of the formats that are opened: each holds its features itself."""

_SETTINGS = {
    # a scheme that no program knows, so that every request fails before it leaves
    "GDAL_HTTP_PROXY": "none://",
    "GDAL_HTTPS_PROXY": "none://",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
}
_EXEMPT = ("no_proxy", "NO_PROXY")
"""Environment variables that name hosts which requests go to past any proxy."""


def list_layers(source: str) -> list[tuple[str, str | None]]:
    """Each layer of ``source`` and what GDAL calls its geometry, None for a table without any.

    Raises what pyogrio raises for what can't be opened.
    """
    found = _pyogrio().list_layers(source)
    return [(str(name), None if kind is None else str(kind)) for name, kind in found]


def describe_layer(source: str, layer: str) -> dict[str, Any]:
    """What pyogrio's ``read_info`` says of a layer; :class:`BadFile` for a format not opened."""
    info: dict[str, Any] = _pyogrio().read_info(source, layer=layer)
    if info["driver"] not in FORMATS:
        raise BadFile(f"{source} is {info['driver']}, a format that isn't opened here.")
    return info


def read_features(source: str, layer: str, columns: Sequence[str] | None = None) -> Any:
    """What pyogrio's ``raw.read`` gives of a layer: about it, feature ids, WKB and columns."""
    return _pyogrio().raw.read(source, layer=layer, columns=columns)


@cache
def _pyogrio() -> Any:
    """The library once GDAL knows :data:`FORMATS` alone; :class:`BadFile` where that can't be."""
    import pyogrio  # half a second: it brings geopandas
    import pyogrio.core

    for name in _EXEMPT:
        os.environ.pop(name, None)
    others = sorted(set(pyogrio.list_drivers()) - FORMATS)
    pyogrio.set_gdal_config_options(_SETTINGS)
    if others:
        skipped = str(pyogrio.get_gdal_config_option("GDAL_SKIP") or "").split(",")
        # GDAL parts the names by spaces where there is no comma
        pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join([*skipped, *others, ""])})
        importlib.reload(pyogrio.core)  # it has GDAL go through its formats again
    left = sorted(set(pyogrio.list_drivers()) - FORMATS)
    if left:
        raise BadFile(
            f"The GDAL installed here opens {left[0]}, which may read other files, and can't be "
            "told not to: install pyogrio with pip, as Casebook's installation does."
        )
    return pyogrio
