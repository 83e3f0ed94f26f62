"""What a map page shows, as plain values that are checked when they are made; nothing here draws.

Geometries are longitude and latitude (WGS84, EPSG:4326). Every text is plain: it is escaped where
it is drawn, so a caller passes officers' words as they are.

A page has steps (the months of a slider). Whatever changes with them is given as a sequence with
one part for each step, or with a single part that holds at every step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely import MultiPolygon, Polygon

from geo.maps.columns import MapColumn
from geo.maps.ground import Base, MapError, check_geometry
from geo.maps.legend import Band
from geo.maps.tiles import Tiles

POLYGONS = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True)
class Feature:
    """A place: a row of the table, and drawn where it has a boundary."""

    id: str
    """Its ref, unique on the page."""
    geometry: Polygon | MultiPolygon | None
    """None is in the table alone."""
    name: str = ""
    was: tuple[tuple[int, Polygon | MultiPolygon], ...] = ()
    """Other outlines it has up to a step, each with that step, in their order."""

    def __post_init__(self) -> None:
        for outline in (self.geometry, *(before for _, before in self.was)):
            if outline is not None:
                check_geometry(f"'{self.id}'", outline, POLYGONS)

    @property
    def title(self) -> str:
        """Ref and name."""
        return f"{self.id} {self.name}".rstrip()


@dataclass(frozen=True, eq=False)
class Layer:
    """One way of colouring the features, with its legend."""

    name: str
    bands: Sequence[tuple[Band, ...]]
    """The legend from top to bottom, for each step or one for all; a band that no feature has is
    still listed, with 0."""
    classes: Sequence[Sequence[int]]
    """For each step or once for all, the number of each feature's band in the legend."""
    says: tuple[str, ...] = ()
    """Titles of the columns that a tooltip reads out."""
    note: str = ""
    """One sentence under the legend's heading: what is counted, over which time, against what."""
    noun: str = "places"
    """What the features are called, in the plural; read out after each band's number."""
    unknown: tuple[str, ...] = ("Not known",)
    """Texts of the bands in which nothing is known."""

    def __post_init__(self) -> None:
        for bands in self.bands:
            if len({band.look for band in bands}) < len(bands):
                raise ValueError(f"two bands of '{self.name}' differ by colour alone")
        for step in range(max(len(self.bands), len(self.classes))):
            row = self.classes_at(step)
            if len(row) and not 0 <= min(row) <= max(row) < len(self.bands_at(step)):
                raise ValueError(f"a feature of '{self.name}' has a band the layer doesn't list")

    def bands_at(self, step: int) -> tuple[Band, ...]:
        """The legend at a step."""
        return self.bands[step if len(self.bands) > 1 else 0]

    def classes_at(self, step: int) -> Sequence[int]:
        """The number of each feature's band at a step."""
        return self.classes[step if len(self.classes) > 1 else 0]

    def known_at(self, step: int, features: Sequence[int]) -> bool:
        """Whether anything is known at a step of any of ``features``, by number."""
        bands, numbers = self.bands_at(step), self.classes_at(step)
        return any(
            bands[number].text not in self.unknown for number in {numbers[at] for at in features}
        )


@dataclass(frozen=True)
class NamedOutline:
    """A mere outline with a name."""

    name: str
    geometry: Polygon | MultiPolygon

    def __post_init__(self) -> None:
        check_geometry(f"'{self.name}'", self.geometry, POLYGONS)


@dataclass(frozen=True)
class Overlay:
    """Outlines beneath the layer that is chosen, switched on and off by themselves."""

    name: str
    band: Band
    outlines: tuple[NamedOutline, ...]
    note: str = ""
    shown: bool = False


@dataclass(frozen=True, eq=False)
class Page:
    """A whole map page.

    Raises `MapError` when two layers share a name, two features share an id, or there is nothing to
    draw at all; `ValueError` for parts that don't fit one another.
    """

    title: str
    marking: str
    """The protective marking, printed at the top and the bottom."""
    features: tuple[Feature, ...]
    """In the order of the table."""
    layers: tuple[Layer, ...]
    """Shown one at a time; the page opens on the first that has known values when it opens."""
    columns: tuple[MapColumn, ...]
    steps: tuple[str, ...] = ("",)
    """What the slider goes over, such as ``Sep 2024``."""
    opening: int = 0
    """The step the page opens at."""
    months: tuple[str, ...] = ()
    """The steps for programs and file names, such as ``2024-09``; the steps where left out."""
    table: str = "Every place"
    """The caption over the table; the step stands behind it."""
    first: str = "Place"
    """The heading over the features' titles."""
    total: tuple[str, ...] = ()
    """The heading of the last row, of all features together, at each step or one for all; empty for
    no such row."""
    there: Sequence[Sequence[bool]] = ()
    """For each step or once for all, whether each feature is there: one that isn't is on no map, in
    no legend and in no table of that step. Empty where all always are."""
    overlays: tuple[Overlay, ...] = ()
    base: Base = field(default_factory=Base)
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    """Sentences under the map that say how to read it."""
    attribution: str = ""
    """Whose data the base is; shown in the corner of the map."""
    tiles: Tiles | None = None
    """A server for the background; None, as usual, asks no network."""
    opens_with: str = ""
    """The layer the page opens on whatever is known of it; else the first that has known values."""

    def __post_init__(self) -> None:
        if not self.marking.strip():
            raise ValueError("a page needs a protective marking")
        names = [layer.name for layer in self.layers] + [over.name for over in self.overlays]
        if twice := _repeated(names):
            raise MapError(f"Two layers of the map are called '{twice}': give each its own name.")
        if twice := _repeated([feature.id for feature in self.features]):
            raise MapError(f"Two features are called '{twice}': give each its own id.")
        if twice := _repeated([column.title for column in self.columns]):
            raise ValueError(f"two columns are called '{twice}'")
        self._check_parts()
        drawn = [feature for feature in self.features if feature.geometry is not None]
        if not (drawn or self.overlays or self.base.areas or self.base.lines):
            raise MapError("There is nothing to draw: give the map at least one polygon.")

    def _check_parts(self) -> None:
        if not 0 <= self.opening < len(self.steps):
            raise ValueError(f"there is no step {self.opening} to open at")
        titles = self.numbers
        if self.there:
            self._check_rows("there", self.there)
        for column in self.columns:
            self._check_rows(column.title, column.values)
        for layer in self.layers:
            self._check_rows(layer.name, layer.classes)
            if unknown := [title for title in layer.says if title not in titles]:
                raise ValueError(f"'{layer.name}' says '{unknown[0]}', which is no column")

    def _check_rows(self, what: str, rows: Sequence[Sequence[object]]) -> None:
        if len(rows) not in (1, len(self.steps)) or any(
            len(row) != len(self.features) for row in rows
        ):
            raise ValueError(f"'{what}' hasn't one value for each feature at each step")

    def total_at(self, step: int) -> str:
        """The heading of the row of all features at a step; empty for no such row."""
        return self.total[step if len(self.total) > 1 else 0] if self.total else ""

    def there_at(self, step: int) -> Sequence[int]:
        """The numbers of the features that are there at a step."""
        if not self.there:
            return range(len(self.features))
        row = self.there[step if len(self.there) > 1 else 0]
        return [number for number, there in enumerate(row) if there]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The place of each column, by title."""
        return {column.title: number for number, column in enumerate(self.columns)}

    @property
    def opens_on(self) -> int:
        """The layer asked for, else the first with known values at the opening step, or at all."""
        at = self.opening
        if self.opens_with:
            return [layer.name for layer in self.layers].index(self.opens_with)
        there = self.there_at(at)
        known = (number for number, layer in enumerate(self.layers) if layer.known_at(at, there))
        return next(known, 0)


def _repeated(names: list[str]) -> str | None:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), None)  # type: ignore[func-returns-value]
