"""Coordinate systems: metres inside (British National Grid unless set otherwise), WGS84 outside."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import pyproj

from casebook.core.english import listed
from casebook.core.errors import BadFile

WGS84 = "EPSG:4326"
BNG = "EPSG:27700"
WEB_MERCATOR = "EPSG:3857"
NO_DEGREES = (
    "Its coordinates are no longitude and latitude (eastings and northings, it seems): "
    "save the file with its coordinate system named."
)
"""The fault of a shape whose degrees can't be degrees."""

_ALONG = 21
"""Points along each side of a box, which is bent in another system."""

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]


def mover(source: str, target: str) -> Callable[[Floats, Floats], tuple[Floats, Floats]]:
    """What brings x (easting, longitude) and y from one system into another; infinite if it can't.

    There and back are one transformation, which PROJ takes a while to choose.
    """
    there = target != WGS84
    between = _between(source, target) if there else _between(target, source)
    return partial(between.transform, direction="FORWARD" if there else "INVERSE")


@cache
def _between(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def transform(x: Floats, y: Floats, source: str, target: str) -> tuple[Floats, Floats]:
    """``x`` and ``y`` in ``target``; a point it can't take becomes NaN.

    Published points are snapped, so each distinct one is worked out once.
    """
    if source == target or not len(x):
        return x, y
    pairs, at = np.unique(x + 1j * y, return_inverse=True)
    east, north = mover(source, target)(pairs.real, pairs.imag)
    lost = ~(np.isfinite(east) & np.isfinite(north))
    east[lost] = north[lost] = np.nan
    return east[at], north[at]


_IN_DEGREES = frozenset({"GeoJSON", "GeoJSONSeq", "TopoJSON", "KML", "LIBKML"})
"""GDAL's names of formats that are longitude and latitude where they don't say otherwise."""


def system_of(file: str, driver: str, named: str | None) -> tuple[str, tuple[str, ...]]:
    """The coordinate system ``named`` by a layer, and a note where its format had to say.

    ``driver`` is GDAL's name of the format of ``file``. Raises :class:`BadFile` where nothing says.
    """
    if named is None and driver in _IN_DEGREES:
        note = f"{file} names no coordinate system: read as longitude and latitude (WGS84)."
        return WGS84, (note,)
    if named is None and "Shapefile" in driver:
        raise BadFile(
            f"{file} doesn't say which coordinate system it is in: "
            "add the .prj file that belongs to it."
        )
    try:
        system = None if named is None else pyproj.CRS(named)
    except pyproj.exceptions.CRSError:
        system = None
    if system is None or not (system.is_geographic or system.is_projected):
        raise BadFile(
            f"{file} doesn't say which coordinate system it is in: "
            "save it again with one, such as EPSG:27700 or EPSG:4326."
        )
    if str(named) == WGS84:
        return WGS84, ()
    try:
        mover(str(named), WGS84)
    except pyproj.exceptions.ProjError as error:
        raise BadFile(
            f"{file} is in a coordinate system that can't be turned into another: "
            "save it again in one such as EPSG:27700 or EPSG:4326."
        ) from error
    return str(named), ()


def system_name(crs: str) -> str:
    """What a coordinate system is called: its code where it has one."""
    system = pyproj.CRS(crs)
    authority = system.to_authority()
    return ":".join(authority) if authority else str(system.name)


@cache
def unusable(crs: str) -> str:
    """Why distances can't be measured in ``crs``, to follow its name; empty where they can.

    >>> unusable("EPSG:27700"), unusable("EPSG:4326")
    ('', 'is in degrees, not in metres')
    """
    try:
        found = pyproj.CRS(crs)
    except pyproj.exceptions.CRSError:
        return "is no coordinate system that is known here"
    if found.to_authority() == tuple(WEB_MERCATOR.split(":")):
        return "stretches metres, by 1.6 in Britain"
    units = {axis.unit_name for axis in found.axis_info}
    if found.is_projected and units == {"metre"}:
        return ""
    named = listed([f"{unit}s" for unit in sorted(units)]).replace("foots", "feet")
    return f"is in {named}, not in metres" if units != {"metre"} else "is no map's"


@cache
def area_of_use(crs: str) -> tuple[float, float, float, float]:
    """West, south, east and north of where ``crs`` may be used, in WGS84 degrees."""
    area = pyproj.CRS(crs).area_of_use
    if area is None:
        return -180.0, -90.0, 180.0, 90.0
    return area.west, area.south, area.east, area.north


def in_area_of_use(longitude: Floats, latitude: Floats, crs: str) -> Any:
    """For each WGS84 point, whether it lies where ``crs`` may be used (a boolean array)."""
    west, south, east, north = area_of_use(crs)
    return (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)


def metres_in_area_of_use(x: Floats, y: Floats, crs: str) -> Any:
    """For each point in the metres of ``crs``, whether it lies where that may be used.

    Where the box around all points lies there, each does: few files need every point worked out.
    """
    there = np.isfinite(x) & np.isfinite(y)
    if there.any():
        west, east = x[there].min(), x[there].max()
        south, north = y[there].min(), y[there].max()
        across, up = np.linspace(west, east, _ALONG), np.linspace(south, north, _ALONG)
        level = np.ones(_ALONG)
        around_x = np.concatenate([across, across, west * level, east * level])
        around_y = np.concatenate([south * level, north * level, up, up])
        if in_area_of_use(*transform(around_x, around_y, crs, WGS84), crs).all():
            return there
    return in_area_of_use(*transform(x, y, crs, WGS84), crs)
