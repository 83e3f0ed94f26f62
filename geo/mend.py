"""From any geometry in any system to a sound polygon in the casebook's metres, or a reason why not.

What can be put right without moving a boundary is put right and said; anything else is refused with
a sentence, because a guess about where a place ends would change every figure made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyproj
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import NO_DEGREES, WGS84, Floats, area_of_use, in_area_of_use, transform

MOST_CHANGE = 0.01
"""The largest share of its area that mending a ring may change."""

_NO_AREA = {"Point": "a point", "LineString": "a line", "LinearRing": "a line"}
_FLAT = 1e-10
"""Area over length squared below which a shape is a line: rounding alone gives about 1e-12."""
_LEAST = 0.01
"""Square metres below which a shape is rounding, not a place."""
CROSSES = "It crosses itself, so what it encloses can't be told: draw it again."
_SIDES_LOOKED_AT = 200
_MOST_MET = 100
"""A side of an outline meets its neighbours; one of a tangle meets a good part of all."""
_NO_INSIDE = "It has no area: its points lie on one line."

UNCLOSED = "a ring that wasn't closed was closed"
COLLECTED = "the polygon was taken out of a collection"
LEFT_OUT = "points or lines beside the polygon were left out"
HEIGHTS = "heights (Z) were dropped"
REPEATS = "repeated points were taken out"
STRAIGHTENED = "a ring that touched or crossed itself was straightened"


@dataclass(frozen=True, slots=True)
class Mended:
    """A polygon or multipolygon with what was done to it, or what is wrong with it."""

    geometry: BaseGeometry | None
    """None where it can't be used."""
    done: tuple[str, ...] = ()
    """What was put right, a clause each."""
    fault: str = ""
    """Why it can't be used, a sentence; blank where it can."""


@dataclass(frozen=True)
class Reprojection:
    """From one coordinate system to another; whether coordinates are sound depends on both."""

    source: str
    target: str

    @cached_property
    def degrees(self) -> bool:
        """Whether the source is longitude and latitude."""
        return bool(pyproj.CRS(self.source).is_geographic)

    def misplaced(self, x: Floats, y: Floats) -> str:
        """Why these source coordinates can't be a place of the target; empty when they can."""
        inside = self._inside(x, y)
        if inside.all():
            return ""
        if self._inside(y, x).all():
            if self.degrees:
                return "Its latitude and longitude are swapped: write longitude first."
            return "Its easting and northing are swapped: write the easting first."
        if self.degrees and (np.abs(x).max() > 180 or np.abs(y).max() > 180):
            return NO_DEGREES
        west, south, east, north = area_of_use(self.target)
        return (
            f"It lies {'partly ' if inside.any() else ''}outside the area {self.target} is made "
            f"for (longitude {west:.1f} to {east:.1f}, latitude {south:.1f} to {north:.1f})."
        )

    def _inside(self, x: Floats, y: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        longitude, latitude = transform(x, y, self.source, WGS84)
        inside: np.ndarray[tuple[int], np.dtype[np.bool_]]
        inside = in_area_of_use(longitude, latitude, self.target)
        return inside

    def moved(self, geometry: BaseGeometry) -> BaseGeometry:
        """``geometry`` in the target system."""

        def move(points: Floats) -> Floats:
            return np.column_stack(transform(points[:, 0], points[:, 1], self.source, self.target))

        return geometry if self.source == self.target else shapely.transform(geometry, move)


def mend(geometry: BaseGeometry | None, reprojection: Reprojection) -> Mended:
    """A sound polygon or multipolygon in the target system of ``reprojection``.

    >>> metres = Reprojection("EPSG:27700", "EPSG:27700")
    >>> mend(shapely.Point(450000, 300000), metres).fault
    'It is a point, and a place is an area: draw it as a polygon.'
    """
    if geometry is None or geometry.is_empty:
        return Mended(None, fault="It has no geometry: draw it as a polygon, or leave the row out.")
    polygons = polygons_in(geometry)
    if not polygons:
        return Mended(None, fault=_not_a_polygon(geometry))
    done = []
    if geometry.geom_type == "GeometryCollection":
        done.append(LEFT_OUT if _mixed(geometry) else COLLECTED)
    shape = _together(polygons)
    points = shapely.get_coordinates(shape)
    if not np.isfinite(points).all():
        return Mended(None, fault="Some of its coordinates are no numbers (NaN or infinite).")
    if _flat(shape):
        return Mended(None, fault=_NO_INSIDE)
    if _heights(shape):
        done.append(HEIGHTS)
    shape = shapely.force_2d(shape)
    fault = reprojection.misplaced(points[:, 0], points[:, 1])
    if fault:
        return Mended(None, fault=fault)
    return _sound(reprojection.moved(shape), done)


def _sound(shape: BaseGeometry, done: list[str]) -> Mended:
    """``shape`` made valid and rid of repeated points, where that leaves its area as it was."""
    if not shape.is_valid:
        if _tangled(shape):
            return Mended(None, fault=CROSSES)
        before = shape.area
        parts = polygons_in(shapely.make_valid(shape))
        if not parts:
            return Mended(None, fault=_NO_INSIDE)
        shape = _together(parts)
        if abs(shape.area - before) > MOST_CHANGE * max(shape.area, before):
            return Mended(None, fault=CROSSES)
        done.append(STRAIGHTENED)
    if shape.area < _LEAST:
        return Mended(None, fault=_NO_INSIDE)
    lean = shapely.remove_repeated_points(shape)
    if shapely.get_num_coordinates(lean) < shapely.get_num_coordinates(shape):
        done.append(REPEATS)
    return Mended(lean, tuple(done))


def _tangled(shape: BaseGeometry) -> bool:
    """Whether its sides cross so often that straightening it would take minutes."""
    rings = [ring for part in polygons_in(shape) for ring in (part.exterior, *part.interiors)]
    ends = [shapely.get_coordinates(ring) for ring in rings]
    sides = np.concatenate([np.stack([each[:-1], each[1:]], axis=1) for each in ends])
    lines = shapely.linestrings(sides)
    some = lines[:: max(1, len(lines) // _SIDES_LOOKED_AT)]
    return bool(shapely.STRtree(lines).query(some).shape[1] > _MOST_MET * len(some))


def polygons_in(geometry: BaseGeometry) -> list[Polygon]:
    """Every polygon with an inside that ``geometry`` is or holds, however deep."""
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if hasattr(geometry, "geoms"):
        return [polygon for part in geometry.geoms for polygon in polygons_in(part)]
    return []


def _together(polygons: list[Polygon]) -> BaseGeometry:
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _mixed(geometry: BaseGeometry) -> bool:
    """Whether a collection holds anything but polygons."""
    return any(
        _mixed(part) if hasattr(part, "geoms") else not isinstance(part, Polygon)
        for part in geometry.geoms
    )


def _not_a_polygon(geometry: BaseGeometry) -> str:
    what = _NO_AREA.get(geometry.geom_type.removeprefix("Multi"), "made of points and lines")
    return f"It is {what}, and a place is an area: draw it as a polygon."


def _flat(shape: BaseGeometry) -> bool:
    """Whether the shape's points lie on one line; a ring that crosses itself isn't flat."""
    return bool(shape.convex_hull.area <= _FLAT * shape.length**2)


def _heights(shape: BaseGeometry) -> bool:
    """Whether the shape has any height but 0, which KML writes for none."""
    if not shape.has_z:
        return False
    z = shapely.get_coordinates(shape, include_z=True)[:, 2]
    return bool((np.nan_to_num(z) != 0).any())
