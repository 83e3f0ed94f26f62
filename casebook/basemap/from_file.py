"""A background from a file, in any format GDAL reads and any coordinate system."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.basemap.background import Background
from casebook.basemap.features import HIGHWAY, held_by_name, road_class, road_column, sort_of
from casebook.core.errors import BadFile
from geo.shapes import OPENSTREETMAP, read_lines, read_shapes

_HEAD = 1 << 16
_ATTRIBUTION = re.compile(rb'"attribution"\s*:\s*("(?:[^"\\]|\\.){0,500}")')
_OPENSTREETMAP_OWNERS = "© OpenStreetMap contributors"
_OF_OPENSTREETMAP = ("osm_id", "osm_way_id", "@id")


def read_streets(path: Path) -> Background:
    """The streets of a file of lines.

    Which class a street has stands in a column ``road_class`` (a, b or local), or as OS Open Roads
    or OpenStreetMap have it; any other counts as local. Features that are no lines are left out,
    and of an OpenStreetMap extract those that are no highways. Raises :class:`BadFile` for a file
    that can't be read or holds no lines.
    """
    rows = read_lines(path)
    column = road_column([row.properties for row in rows])
    if column == HIGHWAY:
        rows = tuple(row for row in rows if row.properties.get(column))
    return Background(
        tuple(row.geometry for row in rows),
        tuple(road_class(row.properties.get(column, "")) for row in rows),
        _attribution(path),
    )


@dataclass(frozen=True)
class BackgroundFile:
    """What of a file can lie beneath a map, and what can't."""

    background: Background
    read: int
    """How many features it has."""
    left_out: Mapping[str, int]
    """How many were left out, by what they are."""


def read_background(path: Path, held: str = "", layers: Sequence[str] = ()) -> BackgroundFile:
    """The streets, water, parks and borders of a file.

    ``held`` says what the whole file holds (a key of :data:`casebook.basemap.features.AS`); where
    it is blank, columns and the file's name say it, and what they leave open are streets where it
    is a line and borders where it is an area. ``layers`` are the only ones to read, where some are
    named. Raises :class:`BadFile` for a file that can't be read, or in which nothing can be drawn.
    """
    found = read_shapes(path, layers)
    column = road_column([row.properties for row in found.rows])
    extract = OPENSTREETMAP in found.drivers
    tagged = extract or column == HIGHWAY
    held = held or ("" if tagged else held_by_name(path.stem))
    shapes, sorts, left_out = [], [], Counter({"no lines or areas": found.others})
    for row in found.rows:
        sort = sort_of(row.properties, area=row.is_area, held=held, column=column, tagged=tagged)
        if sort.startswith("-"):
            left_out[sort[1:]] += 1
        else:
            shapes.append(row.geometry)
            sorts.append(sort)
    if not shapes:
        said = ", ".join(f"{number:,} {what}" for what, number in (+left_out).items())
        raise BadFile(f"{path.name} holds nothing that a map is drawn on: {said}.")
    of_map = extract or any(name in found.rows[0].properties for name in _OF_OPENSTREETMAP)
    owners = _attribution(path) or (_OPENSTREETMAP_OWNERS if of_map else "")
    background = Background(tuple(shapes), tuple(sorts), owners)
    return BackgroundFile(background, len(found.rows) + found.others, dict(+left_out))


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
