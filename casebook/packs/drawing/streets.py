"""Streets for the background of maps, read from a GeoJSON file of lines with a ``road_class``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import STRtree, box, clip_by_rect, from_geojson
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadFile

ROAD_CLASSES = ("local", "b", "a")
"""Classes from the quietest to the busiest: the order in which they are drawn."""


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
    """The streets of a GeoJSON FeatureCollection in WGS84.

    A ``road_class`` that isn't a, b or local counts as local; features that are no lines are left
    out. Raises :class:`BadFile` for a file that can't be read or holds no lines.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        features = data["features"]
        found = [(from_geojson(json.dumps(f["geometry"])), _class_of(f)) for f in features]
    except OSError as error:
        raise BadFile(f"{path.name} can't be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, ShapelyError) as error:
        raise BadFile(f"{path.name} is no GeoJSON file of streets: {error}.") from error
    lines = [(line, kind) for line, kind in found if "LineString" in line.geom_type]
    if not lines:
        raise BadFile(f"{path.name} holds no lines: streets are LineStrings with a road_class.")
    words = data.get("attribution", "")
    return Streets(
        tuple(line for line, _ in lines),
        tuple(kind for _, kind in lines),
        words if isinstance(words, str) else "",
    )


def _class_of(feature: dict[str, Any]) -> str:
    kind = str((feature.get("properties") or {}).get("road_class", "")).lower()
    return kind if kind in ROAD_CLASSES else "local"
