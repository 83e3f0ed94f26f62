"""Points out of a layer's geometries, as two columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyproj
import shapely

from geo.crs import NO_DEGREES, Floats, transform

_KINDS = {
    "LineString": "a line",
    "LinearRing": "a line",
    "MultiLineString": "a line",
    "Polygon": "a polygon",
    "MultiPolygon": "a polygon",
    "GeometryCollection": "a collection of shapes",
}


@dataclass(frozen=True)
class LayerPoints:
    """Where each feature of a layer is: of one length, in the layer's order."""

    x: Floats
    """Easting or longitude; NaN for a feature without a geometry and one with a fault."""
    y: Floats
    faults: Mapping[int, str] = field(default_factory=dict)
    """By a feature's position, why its geometry is no point that can be used, a sentence."""


def points_of(wkb: Sequence[bytes | None]) -> LayerPoints:
    """The point of each geometry; several points in one, lines and polygons are faults.

    A multipoint of one point is that point; an empty geometry is none. Heights are dropped.
    """
    faults: dict[int, str] = {}
    shapes = shapely.from_wkb(np.array(wkb, object), on_invalid="ignore")
    unread = np.array([one is not None for one in wkb], bool) & (shapes == None)  # noqa: E711
    faults |= dict.fromkeys(np.flatnonzero(unread).tolist(), "Its geometry is damaged.")
    kinds = shapely.get_type_id(shapes)
    several = np.flatnonzero(kinds == shapely.GeometryType.MULTIPOINT)
    if len(several):
        numbers = shapely.get_num_geometries(shapes[several])
        for position, number in zip(several.tolist(), numbers.tolist(), strict=True):
            if number == 1:
                shapes[position] = shapely.get_geometry(shapes[position], 0)
            elif number > 1:
                faults[position] = f"Its geometry is {number:,} points: give each a row of its own."
    empty = shapely.is_empty(shapes)
    point = (shapely.get_type_id(shapes) == shapely.GeometryType.POINT) & ~empty
    other = ~point & ~empty & ~shapely.is_missing(shapes)
    for position in np.flatnonzero(other).tolist():
        kind = _KINDS.get(shapes[position].geom_type)
        if kind:
            faults.setdefault(position, f"Its geometry is {kind}, and a point is wanted.")
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    x[point], y[point] = shapely.get_x(shapes[point]), shapely.get_y(shapes[point])
    half = point & ~(np.isfinite(x) & np.isfinite(y))
    for position in np.flatnonzero(half).tolist():
        faults[position] = "Its point has no two numbers."
    x[half] = y[half] = np.nan
    return LayerPoints(x, y, faults)


def joined(parts: Sequence[LayerPoints]) -> LayerPoints:
    """The points of several parts of a layer, one after another."""
    starts = np.cumsum([0, *(len(part.x) for part in parts)]).tolist()
    faults = {
        start + at: fault
        for start, part in zip(starts, parts, strict=False)
        for at, fault in part.faults.items()
    }
    none = np.zeros(0)
    x, y = ([getattr(part, name) for part in parts] for name in ("x", "y"))
    return LayerPoints(np.concatenate([none, *x]), np.concatenate([none, *y]), faults)


def brought(points: LayerPoints, source: str, target: str) -> LayerPoints:
    """The points in ``target``; one that can't be brought there has a fault.

    Longitude 0 and latitude 0, which stand for no position, stay 0 and 0.
    """
    if pyproj.CRS(source).equals(pyproj.CRS(target)):
        return points
    degrees = pyproj.CRS(source).is_geographic
    nowhere = (points.x == 0) & (points.y == 0) & degrees
    x, y = points.x.copy(), points.y.copy()
    there = np.isfinite(x) & ~nowhere
    x[there], y[there] = transform(x[there], y[there], source, target)
    lost = there & np.isnan(x)
    metres = there & degrees & (np.maximum(np.abs(points.x), np.abs(points.y)) > 180)
    faults = dict(points.faults)
    faults |= dict.fromkeys(
        np.flatnonzero(lost).tolist(), f"Its point can't be brought to {target}."
    )
    faults |= dict.fromkeys(np.flatnonzero(metres).tolist(), NO_DEGREES)
    x[metres] = y[metres] = np.nan
    return LayerPoints(x, y, faults)
