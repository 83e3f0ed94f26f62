"""The quiet map beneath the places: areas and lines that take no clicks."""

from dataclasses import dataclass

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import CasebookError
from geo.maps.legend import check_colours


class MapError(CasebookError):
    """A map that can't be drawn from what was given; its text says what to put right."""


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
        check_colours(self.colour, self.casing or self.colour)
        for line in self.lines:
            check_geometry(f"A line of '{self.name}'", line, {"LineString", "MultiLineString"})


@dataclass(frozen=True)
class BaseAreas:
    """Muted areas under the base lines, such as land, water or parks; they take no clicks."""

    name: str
    areas: tuple[Polygon | MultiPolygon, ...]
    fill: str = "#f5f0e4"
    outline: str = ""
    """Empty draws none."""

    def __post_init__(self) -> None:
        check_colours(self.fill, self.outline or self.fill)
        for area in self.areas:
            check_geometry(f"An area of '{self.name}'", area, {"Polygon", "MultiPolygon"})


@dataclass(frozen=True)
class Base:
    """The quiet map beneath: a ground colour, then areas, then lines, each in the order given."""

    areas: tuple[BaseAreas, ...] = ()
    lines: tuple[BaseLines, ...] = ()
    ground: str = "#f5f0e4"

    def __post_init__(self) -> None:
        check_colours(self.ground)


def check_geometry(what: str, geometry: BaseGeometry, kinds: set[str]) -> None:
    """Raise `MapError`, naming ``what``, for another kind of geometry or one not in degrees."""
    if geometry.geom_type not in kinds or geometry.is_empty:
        kind = f"an empty {geometry.geom_type}" if geometry.is_empty else f"a {geometry.geom_type}"
        raise MapError(f"{what} is {kind}, where the map draws a {' or '.join(sorted(kinds))}.")
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise MapError(
            f"{what} lies at {west:.0f}, {south:.0f}, which isn't longitude and latitude: "
            "convert it to WGS84 (EPSG:4326) first."
        )
