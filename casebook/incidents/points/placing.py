"""How a file's points lie to the polygons they are counted in, and why they may all lie outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.wording import number, percent
from casebook.files.arrow_columns import Ints, Stirred, stirred
from casebook.files.tabular import Floats
from geo.crs import WGS84, transform
from geo.inside import PointTally, PolygonIndex

_LOOKED_AT = 2_000
"""So many points, where there are, are looked at closely if none lies in any polygon."""
_MOST = 0.5
"""The share of these that must lie inside for another reading of the coordinates to fit."""
_SQUARE = 100_000
"""A square of the National Grid, whose letters are lost when only the digits are kept."""
_SCALES = (1000.0, 100.0, 10.0, 0.1, 0.01, 0.001)


class PointSample:
    """Some of the points that come, however many there are, and all where they are few.

    Which are taken hangs on their numbers alone and not on the order they come in, so that the
    samples of several parts are together the sample of the whole.
    """

    def __init__(self) -> None:
        self.x: Floats = np.zeros(0)
        self.y: Floats = np.zeros(0)
        self._lot: Stirred = np.zeros(0, np.uint64)
        """What was drawn for each; the least are kept."""

    def add(self, x: Floats, y: Floats, number: Ints) -> None:
        """Take some of these points, none of which lacks coordinates; no other has their number."""
        self._take(x, y, stirred(number))

    def join(self, other: PointSample) -> None:
        """Take in the points of another sample."""
        self._take(other.x, other.y, other._lot)

    def _take(self, x: Floats, y: Floats, lot: Stirred) -> None:
        if len(self._lot) >= _LOOKED_AT:
            near = np.flatnonzero(lot < self._lot.max())
            x, y, lot = x[near], y[near], lot[near]
        self.x, self.y = np.r_[self.x, x], np.r_[self.y, y]
        self._lot = np.r_[self._lot, lot]
        kept = np.argsort(self._lot)[:_LOOKED_AT]
        self.x, self.y, self._lot = self.x[kept], self.y[kept], self._lot[kept]


def placing_notes(
    polygons: Callable[[], Sequence[BaseGeometry]], crs: str, tally: PointTally, sample: PointSample
) -> tuple[str, ...]:
    """What to say of points in no polygon and in several, a sentence each.

    ``polygons`` gives them where they are needed. ``tally`` counted the points in them. Where it
    found none in any, ``sample`` is of the points in ``crs``, and how far off the nearest of them
    is is said, and which other reading of the coordinates would bring most of them inside.
    """
    if not tally.placed:
        return ()
    if tally.in_none == tally.placed:
        return (_all_outside(polygons(), crs, tally.placed, sample, "polygon"),)
    notes = []
    if tally.in_none:
        lies = counted(tally.in_none, "row with coordinates lies", "rows with coordinates lie")
        notes.append(f"{lies} in no polygon.")
    if tally.in_several:
        what = "two polygons" if tally.most == 2 else f"2 to {tally.most} polygons"
        lies = counted(tally.in_several, "row lies", "rows lie")
        counts = "counts" if tally.in_several == 1 else "count"
        notes.append(f"{lies} in {what} and {counts} in each.")
    return tuple(notes)


def beside_hotspots(
    hotspots: Sequence[BaseGeometry], index: PolygonIndex, crs: str, x: Floats, y: Floats
) -> tuple[str, ...]:
    """What to say where none of the points in ``crs``, NaN without one, lies in a hotspot.

    ``index`` has the ``hotspots``, of which there are some.
    """
    there = np.flatnonzero(~np.isnan(x))
    sample = PointSample()
    sample.add(x[there], y[there], there)
    if not len(there):
        return ()
    for some_x, some_y in ((sample.x, sample.y), (x[there], y[there])):
        if len(index.pairs(some_x, some_y)[0]):
            return ()
    return (_all_outside(hotspots, crs, len(there), sample, "hotspot"),)


def _all_outside(
    polygons: Sequence[BaseGeometry], crs: str, placed: int, sample: PointSample, what: str
) -> str:
    """That none lies in any of what the polygons are, by how much, and what would fit."""
    points = shapely.points(sample.x, sample.y)
    _, metres = shapely.STRtree(list(polygons)).query_nearest(
        points, return_distance=True, all_matches=False
    )
    said = (
        f"No row with coordinates ({placed:,} of them) lies in a {what}: the nearest is "
        f"{_distance(float(metres.min()))} off."
    )
    index = PolygonIndex(list(polygons), crs=crs)
    for reading, other_x, other_y in _other_readings(polygons, crs, sample.x, sample.y):
        real = np.isfinite(other_x) & np.isfinite(other_y)
        _, found = index.pairs(np.where(real, other_x, np.nan), np.where(real, other_y, np.nan))
        share = len(np.unique(found)) / len(sample.x)
        if share >= _MOST:
            return f"{said} {reading} {_part(share)} would."
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
