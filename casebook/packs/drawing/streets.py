"""Streets for the background of maps, read from a file of lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from shapely import STRtree, box, clip_by_rect
from shapely.geometry.base import BaseGeometry

from geo.lines import read_lines

ROAD_CLASSES = ("local", "b", "a")
"""Classes from the quietest to the busiest: the order in which they are drawn."""

_HIGHWAY = "highway"
_CLASSED = (
    *("road_class", "road_classification", "roadClassification", "roadClassi", "class"),
    *(_HIGHWAY, "fclass"),
)
"""What files call the column of the class, best first; a Shapefile cuts names to ten characters."""
_WORDS = {"motorway": "a", "trunk": "a", "primary": "a", "secondary": "b"}
_HEAD = 1 << 16
_ATTRIBUTION = re.compile(rb'"attribution"\s*:\s*("(?:[^"\\]|\\.){0,500}")')


@dataclass(frozen=True)
class Streets:
    """Lines in longitude and latitude (WGS84), by road class."""

    lines: tuple[BaseGeometry, ...] = ()
    classes: tuple[str, ...] = ()
    """The road class of each line."""
    attribution: str = ""
    """Whose data they are, as the file says."""

    def of(self, road_class: str) -> tuple[BaseGeometry, ...]:
        """The lines of one class, in the file's order."""
        return tuple(
            line for line, kind in zip(self.lines, self.classes, strict=True) if kind == road_class
        )


class StreetIndex:
    """Streets by where they lie, for many small maps of one area."""

    def __init__(self, streets: Streets) -> None:
        self._streets = streets
        self._tree = STRtree(streets.lines)

    def within(
        self, west: float, south: float, east: float, north: float
    ) -> dict[str, list[BaseGeometry]]:
        """What lies in a rectangle, cut at its edges: lines by road class, quietest first."""
        found: dict[str, list[BaseGeometry]] = {kind: [] for kind in ROAD_CLASSES}
        for at in sorted(self._tree.query(box(west, south, east, north))):
            inside = clip_by_rect(self._streets.lines[at], west, south, east, north)
            if not inside.is_empty:
                found[self._streets.classes[at]].append(inside)
        return found


def read_streets(path: Path) -> Streets:
    """The streets of a file of lines in any of GDAL's formats and any coordinate system.

    Which class a street has stands in a column ``road_class`` (a, b or local), or as OS Open Roads
    or OpenStreetMap have it; any other counts as local. Features that are no lines are left out,
    and of an OpenStreetMap extract those that are no highways. Raises :class:`BadFile` for a file
    that can't be read or holds no lines.
    """
    rows = read_lines(path)
    classed = next((name for name in _CLASSED if any(row.properties.get(name) for row in rows)), "")
    if classed == _HIGHWAY:
        rows = tuple(row for row in rows if row.properties.get(classed))
    return Streets(
        tuple(row.geometry for row in rows),
        tuple(_class_of(row.properties.get(classed, "")) for row in rows),
        _attribution(path),
    )


def _class_of(said: str) -> str:
    """The road class that a file's word stands for.

    >>> _class_of("B"), _class_of("Motorway"), _class_of("primary_link"), _class_of("towpath")
    ('b', 'a', 'a', 'local')
    """
    word = said.strip().casefold().removesuffix("_link").removesuffix(" road")
    return word if word in ROAD_CLASSES else _WORDS.get(word, "local")


def _attribution(path: Path) -> str:
    """Whose data a GeoJSON says they are, in a member that GDAL passes over."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(path.stat().st_size - _HEAD, 0))
        found = _ATTRIBUTION.search(head) or _ATTRIBUTION.search(file.read())
    try:
        words = json.loads(found[1]) if found else ""
    except ValueError:
        return ""
    return str(words)
