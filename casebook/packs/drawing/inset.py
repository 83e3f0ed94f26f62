"""The small map at the head of a hotspot's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import (
    A_ROAD,
    B_ROAD,
    BORDER,
    LOCAL,
    PARK,
    WATER,
    WATERWAY,
)
from casebook.packs.drawing import svg
from casebook.packs.drawing.background import INKS, BackgroundIndex
from casebook.packs.drawing.svg import Picture

_SIDE = 200.0
_METRES_PER_DEGREE = 111_320.0
"""Of latitude; near enough for a drawing."""
_SMALLEST = 700.0
"""Metres along the side of the smallest map."""
_SCALE_BARS = (50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)
_GROUND, _LOCAL, _HOTSPOT, _NEIGHBOUR = "#f4f0e6", "#d9d4c6", "#1d4e79", "#8d98a3"
_LINES = {
    WATERWAY: (INKS[WATERWAY], 1.2),
    BORDER: (INKS[BORDER], 0.8),
    LOCAL: (_LOCAL, 0.7),
    B_ROAD: ("#ffffff", 1.8),
    A_ROAD: ("#e3c07a", 2.4),
}


@dataclass(frozen=True)
class _View:
    """A square of ground about a point, drawn on the sheet with north up."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, shape: BaseGeometry) -> _View:
        """The square that holds ``shape`` with its surroundings."""
        west, south, east, north = shape.bounds
        x, y = (west + east) / 2, (south + north) / 2
        per_degree = _METRES_PER_DEGREE * cos(radians(y))
        wide, tall = (east - west) * per_degree, (north - south) * _METRES_PER_DEGREE
        half = max(_SMALLEST, 2.2 * max(wide, tall)) / 2
        dx, dy = half / per_degree, half / _METRES_PER_DEGREE
        return cls(x - dx, y - dy, x + dx, y + dy)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in degrees."""
        return self.west, self.south, self.east, self.north

    @property
    def metres(self) -> float:
        """How many metres its side is."""
        return (self.north - self.south) * _METRES_PER_DEGREE

    def on_sheet(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Longitudes and latitudes as places on the sheet."""
        across = _SIDE / (self.east - self.west)
        down = _SIDE / (self.north - self.south)
        return [((x - self.west) * across, (self.north - y) * down) for x, y in points]


class HotspotShapes(Mapping[str, BaseGeometry]):
    """Polygons in longitude and latitude (WGS84) by ref, found by where they lie."""

    def __init__(self, shapes: Mapping[str, BaseGeometry]) -> None:
        self._shapes = dict(shapes)
        self._refs = tuple(self._shapes)
        self._tree = STRtree(list(self._shapes.values()))

    def __getitem__(self, ref: str) -> BaseGeometry:
        return self._shapes[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)

    def within(self, box: tuple[float, float, float, float]) -> dict[str, BaseGeometry]:
        """What lies in a rectangle (west, south, east, north), cut at its edges, in their order."""
        found = (self._refs[at] for at in sorted(self._tree.query(shapely.box(*box))))
        cuts = ((ref, shapely.clip_by_rect(self[ref], *box)) for ref in found)
        return {ref: cut for ref, cut in cuts if not cut.is_empty}


def inset(
    ident: str,
    ref: str,
    name: str,
    shapes: HotspotShapes,
    background: BackgroundIndex | None = None,
) -> Picture | None:
    """The hotspot ``ref`` where it lies, its neighbours faint; None where it has no boundary."""
    shape = shapes.get(ref)
    if shape is None or shape.is_empty:
        return None
    view = _View.around(shape)
    beside = shapes.within(view.box)
    own = beside.pop(ref, shape)
    parts = [svg.box(0, 0, _SIDE, _SIDE, fill=_GROUND)]
    parts += _ground(view, background)
    for other, polygon in beside.items():
        parts.append(_polygon(view, polygon, _NEIGHBOUR, 0.18, 0.8, "3 2"))
        parts.append(_label(view, polygon, other, bold=False))
    parts.append(_polygon(view, own, _HOTSPOT, 0.3, 2.0, ""))
    parts.append(_label(view, shape, ref, bold=True))
    metres, bar = _scale_bar(view)
    parts += [bar, svg.box(0, 0, _SIDE, _SIDE, stroke=svg.RULE, width=0.8)]
    title = f"Map of {ref} {name}".rstrip()
    says = f"North is up; the bar is {_distance(metres)} long."
    if beside:
        says += f" Beside it, drawn faint: {', '.join(beside)}."
    return svg.picture(ident, (_SIDE, _SIDE), title, says, parts)


def _ground(view: _View, background: BackgroundIndex | None) -> list[str]:
    if background is None:
        return []
    parts = []
    for sort, shapes in background.within(*view.box).items():
        pieces = shapely.get_parts(shapes)
        areas = [piece for piece in pieces if piece.geom_type == "Polygon"]
        if sort in (PARK, WATER):
            parts += [_polygon(view, area, INKS[sort], 1, 0, "") for area in areas]
            continue
        edges = shapely.get_parts([area.boundary for area in areas])
        data = "".join(
            svg.steps(view.on_sheet(piece.coords))
            for piece in (*edges, *pieces)
            if piece.geom_type == "LineString"
        )
        if data:
            parts += _stroke(data, sort)
    return parts


def _stroke(data: str, sort: str) -> list[str]:
    colour, width = _LINES[sort]
    ends = ' stroke-linecap="round" stroke-linejoin="round"'
    drawn = [svg.path(data, stroke=colour, width=width, extra=ends)]
    if sort in (A_ROAD, B_ROAD):
        drawn.insert(0, svg.path(data, stroke="#b9b3a3", width=width + 0.8, extra=ends))
    return drawn


def _polygon(
    view: _View, shape: BaseGeometry, colour: str, opacity: float, width: float, dash: str
) -> str:
    rings = (
        svg.steps(view.on_sheet(ring.coords), closed=True)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    )
    extra = f' fill-opacity="{svg.coordinate(opacity)}" fill-rule="evenodd" stroke-linejoin="round"'
    extra += f' stroke-dasharray="{dash}"' if dash else ""
    return svg.path("".join(rings), fill=colour, stroke=colour, width=width, extra=extra)


def _label(view: _View, shape: BaseGeometry, words: str, *, bold: bool) -> str:
    middle = shapely.point_on_surface(shape)
    ((x, y),) = view.on_sheet([(middle.x, middle.y)])
    half = 2.4 * len(words)
    x = min(max(x, half + 2), _SIDE - half - 2)
    y = min(max(y, 10), _SIDE - 22)
    colour = _HOTSPOT if bold else svg.MUTED
    size = 9.5 if bold else 7
    return svg.text(
        (x, y + 3), words, size=size, anchor="middle", fill=colour, bold=bold, halo="#ffffff"
    )


def _scale_bar(view: _View) -> tuple[int, str]:
    """How many metres the bar stands for, and the bar."""
    metres = max((m for m in _SCALE_BARS if m <= view.metres * 0.35), default=_SCALE_BARS[0])
    long = metres / view.metres * _SIDE
    y = _SIDE - 8
    d = svg.steps([(8, y - 4), (8, y), (8 + long, y), (8 + long, y - 4)])
    words = svg.text((12 + long, y), _distance(metres), size=7, halo="#ffffff")
    return metres, svg.path(d, stroke="#ffffff", width=3) + svg.path(d, stroke=svg.INK) + words


def _distance(metres: int) -> str:
    return f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
