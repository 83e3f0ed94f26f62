"""What a map page shows, as plain values that are checked when they are made; nothing here draws.

Geometries are longitude and latitude (WGS84, EPSG:4326). Every text is plain: it is escaped where
it is drawn, so a caller passes officers' words as they are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import CasebookError

Pattern = Literal["plain", "hatch", "cross", "dots"]
Edge = Literal["solid", "dashed", "dotted"]

MISSING = "–"
"""What a cell shows for a fact that a feature doesn't have; never 0."""

LABELS = "Labels"
"""The name of the switch that shows the short texts; no layer may take it."""


class MapError(CasebookError):
    """A map that can't be drawn from what was given; its text says what to put right."""


@dataclass(frozen=True)
class Feature:
    """A place on the map and what is known of it."""

    id: str
    """Unique on the page."""
    geometry: Polygon | MultiPolygon
    title: str
    label: str = ""
    """A short text drawn on the map, such as ``HS-01``; empty draws none."""
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value of each fact, shown in the popup. A feature without facts is a mere outline:
    it opens nothing and never stands in the way of a click."""

    def __post_init__(self) -> None:
        _check_geometry(f"'{self.id}'", self.geometry, {"Polygon", "MultiPolygon"})


@dataclass(frozen=True)
class Band:
    """One class of a layer: how its features look and what that means in the legend.

    Colours are ``#rrggbb``. Colour is never the only difference: in one layer no two bands share
    pattern, edge and mark (`Layer` refuses them).
    """

    text: str
    fill: str
    outline: str = "#2f3a44"
    pattern: Pattern = "plain"
    edge: Edge = "solid"
    mark: str = ""
    """One or two characters drawn before the feature's label and in the legend, such as ``▲``."""
    opacity: float = 0.78
    """Of the fill, from 0 (outline only) to 1."""
    weight: float = 2.0
    """Width of the outline in pixels."""

    def __post_init__(self) -> None:
        _check_colours(self.fill, self.outline)


@dataclass(frozen=True)
class Shape:
    """How one feature is drawn in one layer: its band, and what the tooltip says."""

    feature: Feature
    band: Band
    value: str = ""


@dataclass(frozen=True)
class Layer:
    """A set of shapes with its legend."""

    name: str
    bands: tuple[Band, ...]
    """The legend from top to bottom; a band that no shape uses is still listed, with 0."""
    shapes: tuple[Shape, ...]
    note: str = ""
    """One sentence under the legend's heading: what is counted, over which time, against what."""
    noun: str = "places"
    """What the features are called, in the plural; read out after each band's number."""

    def __post_init__(self) -> None:
        looks = {(band.pattern, band.edge, band.mark) for band in self.bands}
        if len(looks) < len(self.bands):
            raise ValueError(f"two bands of '{self.name}' differ by colour alone")
        if any(shape.band not in self.bands for shape in self.shapes):
            raise ValueError(f"a shape of '{self.name}' has a band that the layer doesn't list")


@dataclass(frozen=True)
class Overlay(Layer):
    """A layer drawn beneath the one that is chosen, switched on and off by itself."""

    shown: bool = True


@dataclass(frozen=True)
class BaseLines:
    """Muted lines under everything, such as one class of street; they take no clicks."""

    name: str
    lines: tuple[BaseGeometry, ...]
    """LineStrings or MultiLineStrings."""
    colour: str = "#ffffff"
    casing: str = ""
    """Colour of a thin edge on both sides; empty draws none."""
    width: float = 2.0
    """Pixels at zoom 14; narrower when zoomed out, wider when zoomed in."""
    dash: str = ""
    """Lengths of dash and gap in pixels, such as ``6 4``; empty draws a whole line."""
    from_zoom: int = 0
    """Not drawn below this zoom (11 shows a district, 14 a town, 16 a few streets)."""

    def __post_init__(self) -> None:
        _check_colours(self.colour, self.casing or self.colour)
        for line in self.lines:
            _check_geometry(f"A line of '{self.name}'", line, {"LineString", "MultiLineString"})


@dataclass(frozen=True)
class BaseAreas:
    """Muted areas under the base lines, such as land, water or parks; they take no clicks."""

    name: str
    areas: tuple[Polygon | MultiPolygon, ...]
    fill: str = "#f5f0e4"
    outline: str = ""
    """Empty draws none."""

    def __post_init__(self) -> None:
        _check_colours(self.fill, self.outline or self.fill)
        for area in self.areas:
            _check_geometry(f"An area of '{self.name}'", area, {"Polygon", "MultiPolygon"})


@dataclass(frozen=True)
class Base:
    """The quiet map beneath: a ground colour, then areas, then lines, each in the order given."""

    areas: tuple[BaseAreas, ...] = ()
    lines: tuple[BaseLines, ...] = ()
    ground: str = "#f5f0e4"

    def __post_init__(self) -> None:
        _check_colours(self.ground)


@dataclass(frozen=True)
class TableRow:
    """A row of the table; one with a feature's id zooms the map to that feature."""

    cells: tuple[str, ...]
    feature_id: str | None = None


@dataclass(frozen=True)
class MapTable:
    """The table under the map; the first cell of a row is that row's heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.headings) for row in self.rows):
            raise ValueError(f"a row of '{self.caption}' hasn't one cell for each heading")


@dataclass(frozen=True)
class Page:
    """A whole map page.

    Raises `MapError` when two layers share a name, two different features share an id, a row
    names a feature that isn't drawn, or there is nothing to draw at all.
    """

    title: str
    marking: str
    """The protective marking, printed at the top and the bottom."""
    layers: tuple[Layer, ...]
    """Shown one at a time; the first is shown when the page opens."""
    table: MapTable
    overlays: tuple[Overlay, ...] = ()
    base: Base = field(default_factory=Base)
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    """Sentences under the map that say how to read it."""
    attribution: str = ""
    """Whose data the base is; shown in the corner of the map."""

    def __post_init__(self) -> None:
        if not self.marking.strip():
            raise ValueError("a page needs a protective marking")
        names = [LABELS, *(layer.name for layer in self.drawn)]
        if twice := _repeated(names):
            raise MapError(f"Two layers of the map are called '{twice}': give each its own name.")
        features = self.features
        for row in self.table.rows:
            if row.feature_id is not None and row.feature_id not in features:
                raise MapError(
                    f"The table has a row for '{row.feature_id}', which isn't on the map: "
                    "draw it, or leave the row's feature out."
                )
        if not (features or self.base.areas or self.base.lines):
            raise MapError("There is nothing to draw: give the map at least one polygon.")

    @property
    def drawn(self) -> tuple[Layer, ...]:
        """Every layer: those shown one at a time, then the overlays."""
        return (*self.layers, *self.overlays)

    @property
    def features(self) -> Mapping[str, Feature]:
        """Every feature by id, in the order in which the layers first name it."""
        found: dict[str, Feature] = {}
        for layer in self.drawn:
            ids = [shape.feature.id for shape in layer.shapes]
            if twice := _repeated(ids):
                raise MapError(f"'{twice}' is drawn twice in '{layer.name}': draw it once.")
            for shape in layer.shapes:
                feature = found.setdefault(shape.feature.id, shape.feature)
                if feature is not shape.feature and feature != shape.feature:
                    raise MapError(
                        f"Two different features are called '{feature.id}': give each its own id."
                    )
        return found


def fact_table(caption: str, first: str, features: Iterable[Feature]) -> MapTable:
    """The table of the same facts that the popups show: one row for each feature that has facts.

    `first` is the heading over the features' titles. The other headings are the facts' names, in
    the order in which they are first met; a fact that a feature hasn't is shown as ``–``.
    """
    rows = [(feature, dict(feature.facts)) for feature in features if feature.facts]
    names = list(dict.fromkeys(name for _, facts in rows for name in facts))
    return MapTable(
        caption,
        (first, *names),
        tuple(
            TableRow((feature.title, *(facts.get(name, MISSING) for name in names)), feature.id)
            for feature, facts in rows
        ),
    )


def _repeated(names: list[str]) -> str | None:
    return next((name for at, name in enumerate(names) if name in names[:at]), None)


def _check_colours(*colours: str) -> None:
    for colour in colours:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"'{colour}' isn't a colour written as #rrggbb")


def _check_geometry(what: str, geometry: BaseGeometry, kinds: set[str]) -> None:
    if geometry.geom_type not in kinds or geometry.is_empty:
        kind = f"an empty {geometry.geom_type}" if geometry.is_empty else f"a {geometry.geom_type}"
        raise MapError(f"{what} is {kind}, where the map draws a {' or '.join(sorted(kinds))}.")
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise MapError(
            f"{what} lies at {west:.0f}, {south:.0f}, which isn't longitude and latitude: "
            "convert it to WGS84 (EPSG:4326) first."
        )
