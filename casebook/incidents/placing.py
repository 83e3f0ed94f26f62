"""How a file's points lie to the polygons they are counted in, and why they may all lie outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.wording import number, percent
from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Floats
from geo.crs import WGS84, transform
from geo.inside import PolygonIndex

_LOOKED_AT = 2_000
"""Points that are looked at closely where none lies in any polygon."""
_MOST = 0.5
"""The share of these that must lie inside for another reading of the coordinates to fit."""
_SQUARE = 100_000
"""A square of the National Grid, whose letters are lost when only the digits are kept."""
_SCALES = (1000.0, 100.0, 10.0, 0.1, 0.01, 0.001)


def placing_notes(
    polygons: Sequence[BaseGeometry], crs: str, x: Floats, y: Floats, inside: Ints
) -> tuple[str, ...]:
    """What to say of points in no polygon and in several, a sentence each.

    ``x`` and ``y`` are in ``crs``, NaN where a row has no coordinates; ``inside`` holds a point's
    position once for each polygon it lies in. Where no point lies in any, how far off the nearest
    is, and which other reading of the coordinates would bring most of them inside.
    """
    placed = np.flatnonzero(~np.isnan(x) & ~np.isnan(y))
    if not len(placed):
        return ()
    times = np.bincount(inside, minlength=len(x))[placed]
    if not times.any():
        return (_all_outside(polygons, crs, x[placed], y[placed]),)
    notes = []
    outside, several = int((times == 0).sum()), int((times > 1).sum())
    if outside:
        lies = counted(outside, "row with coordinates lies", "rows with coordinates lie")
        notes.append(f"{lies} in no polygon.")
    if several:
        most = int(times.max())
        what = "two polygons" if most == 2 else f"two to {most} polygons"
        lies = counted(several, "row lies", "rows lie")
        notes.append(f"{lies} in {what} and {'counts' if several == 1 else 'count'} in each.")
    return tuple(notes)


def _all_outside(polygons: Sequence[BaseGeometry], crs: str, x: Floats, y: Floats) -> str:
    """That none lies in any polygon, by how much, and what would fit."""
    step = max(1, len(x) // _LOOKED_AT)
    few_x, few_y = x[::step], y[::step]
    points = shapely.points(few_x, few_y)
    _, metres = shapely.STRtree(list(polygons)).query_nearest(
        points, return_distance=True, all_matches=False
    )
    said = (
        f"No row with coordinates ({len(x):,} of them) lies in a polygon: the nearest is "
        f"{_distance(float(metres.min()))} off."
    )
    index = PolygonIndex(list(polygons), crs=crs)
    for what, other_x, other_y in _other_readings(polygons, crs, few_x, few_y):
        real = np.isfinite(other_x) & np.isfinite(other_y)
        _, found = index.pairs(np.where(real, other_x, np.nan), np.where(real, other_y, np.nan))
        share = len(np.unique(found)) / len(few_x)
        if share >= _MOST:
            return f"{said} {what} {_part(share)} would."
    return f"{said} Look whether both files are of one place, and at their coordinate systems."


def _part(share: float) -> str:
    return "all" if share == 1 else f"{percent(100 * share)} of them"


def _distance(metres: float) -> str:
    if metres < 1:
        return "under a metre"
    return f"{number(metres, 0)} m" if metres < 1000 else f"{number(metres / 1000, 1)} km"


def _other_readings(
    polygons: Sequence[BaseGeometry], crs: str, x: Floats, y: Floats
) -> Iterator[tuple[str, Floats, Floats]]:
    """Other points that the same numbers may stand for, each with how it reads on."""
    yield "With easting and northing swapped", y, x
    longitude, latitude = transform(x, y, crs, WGS84)
    yield ("With latitude and longitude swapped", *transform(latitude, longitude, WGS84, crs))
    bounds = shapely.total_bounds(np.asarray(polygons, object))
    middle = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    for scale in _SCALES:
        said = f"Times {number(scale)}" if scale >= 1 else f"Divided by {number(1 / scale)}"
        yield said, x * scale, y * scale
    squares = [
        round((to - float(np.median(of))) / _SQUARE) * _SQUARE
        for to, of in zip(middle, (x, y), strict=True)
    ]
    for east in (squares[0] - _SQUARE, squares[0], squares[0] + _SQUARE):
        for north in (squares[1] - _SQUARE, squares[1], squares[1] + _SQUARE):
            said = (
                f"Moved by {number(east)} m east and {number(north)} m north (the grid letters "
                "may have been lost)"
            )
            yield said, x + east, y + north
