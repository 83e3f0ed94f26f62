"""What a feature of a file of streets, water, parks or wards is, by what its columns say.

Columns and words are those of OS Open Roads, Open Rivers, Open Zoomstack and Boundary-Line, of
OpenStreetMap and of the Shapefiles that are made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casebook.basemap.background import (
    A_ROAD,
    B_ROAD,
    BORDER,
    LOCAL,
    PARK,
    ROAD_CLASSES,
    WATER,
    WATERWAY,
)

HIGHWAY = "highway"
_CLASSED = (
    *("road_class", "road_classification", "roadClassification", "roadClassi", "class"),
    *(HIGHWAY, "fclass"),
)
"""What files call the column of a street's class, best first; a Shapefile cuts names to ten
characters."""
_ROADS = {"motorway": A_ROAD, "trunk": A_ROAD, "primary": A_ROAD, "secondary": B_ROAD}
_PATHS = frozenset(
    ("footway", "path", "steps", "cycleway", "bridleway", "corridor", "platform", "pedestrian_path")
)
_WATER = frozenset(
    ("water", "river", "riverbank", "reservoir", "basin", "dock", "bay", "wetland", "lake", "sea")
)
_PARKS = frozenset(
    (
        "park",
        "garden",
        "nature_reserve",
        "recreation_ground",
        "common",
        "wood",
        "forest",
        "cemetery",
    )
)
_STREAMS = frozenset(("river", "stream", "canal", "drain", "ditch", "inlandriver", "tidalriver"))
_TAGS = ("natural", "landuse", "leisure", "waterway", "water", "fclass", "form", "theme", "type")
AS = {"streets": (LOCAL, ""), "water": (WATERWAY, WATER), "parks": ("", PARK)}
AS |= {"borders": (BORDER, BORDER)}
"""What a whole file may be said to hold: what its lines and its areas are; "" leaves them out."""
_NAMED = {
    "water": ("water", "river", "lake", "sea", "canal"),
    "parks": ("park", "green", "wood"),
    "streets": ("street", "road"),
}


def road_column(rows: Sequence[Mapping[str, str]]) -> str:
    """Which column says the class of streets; blank where none does."""
    return next((name for name in _CLASSED if any(row.get(name) for row in rows)), "")


def road_class(said: str) -> str:
    """The road class that a file's word stands for.

    >>> road_class("B"), road_class("Motorway"), road_class("primary_link"), road_class("towpath")
    ('b', 'a', 'a', 'local')
    """
    word = said.strip().casefold().removesuffix("_link").removesuffix(" road")
    return word if word in ROAD_CLASSES else _ROADS.get(word, LOCAL)


def held_by_name(stem: str) -> str:
    """What a file holds by its name, such as ``SurfaceWater_Area``; blank where it doesn't say.

    >>> held_by_name("SurfaceWater_Area"), held_by_name("wards_2024")
    ('water', '')
    """
    name = stem.casefold()
    return next((held for held, words in _NAMED.items() if any(w in name for w in words)), "")


def sort_of(row: Mapping[str, str], *, area: bool, held: str, column: str, tagged: bool) -> str:
    """What a feature is, of the sorts of a background; or why it is left out, after a dash.

    ``held`` is what the whole file is said to hold, ``column`` that of the road class, ``tagged``
    says that the file holds everything there is, as OpenStreetMap does, so that only what is known
    is taken.
    """
    words = {row[name].strip().casefold() for name in _TAGS if row.get(name)}
    if held:
        lines, areas = AS[held]
        sort = areas if area else lines
        if sort == LOCAL:
            return _street(row, column, tagged=False)
        return sort or f"-{'areas' if area else 'lines'}, where {held} are wanted"
    if area:
        if words & _WATER:
            return WATER
        if words & _PARKS:
            return PARK
        known = not tagged or row.get("boundary") == "administrative"
        return BORDER if known else "-areas of other kinds"
    if words & _STREAMS and not row.get(HIGHWAY):
        return WATERWAY
    return _street(row, column, tagged=tagged)


def _street(row: Mapping[str, str], column: str, *, tagged: bool) -> str:
    said = row.get(column, "").strip().casefold()
    if said in _PATHS:
        return "-footpaths and cycleways"
    if tagged and not said:
        return "-lines that are no streets"
    return road_class(said)
