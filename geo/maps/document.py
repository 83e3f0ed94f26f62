"""The whole page: our template around folium's map, with legends and the table of the facts."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from geo.maps.leaflet import folium_map
from geo.maps.offline import OfflineFigure
from geo.maps.page import Band, Layer, MapTable, Overlay, Page
from geo.maps.paint import DASHES, Paint, fill, patterns
from geo.maps.values import page_values

_FIGURE = re.compile(r"[−+-]?£?[\d,.]+ ?%?|–|")
_LINE = 28
"""Characters that a cell keeps on one line."""


@dataclass(frozen=True)
class _LegendEntry:
    band: Band
    fill: str
    dash: str
    count: int


@dataclass(frozen=True)
class _Legend:
    layer: Layer
    shown: bool
    marked: bool
    entries: tuple[_LegendEntry, ...]


def render(page: Page) -> str:
    """The page as one HTML text that opens without a network; the same page gives the same text.

    Write its UTF-8 bytes, not lines of text, so that the file is the same on every system. Raises
    `AssetError` when Leaflet isn't installed as released.
    """
    found = patterns(page)
    figure = OfflineFigure(
        _template(),
        {
            "page": page,
            "css": _text("page.css"),
            "js": _text("page.js"),
            "paints": tuple(found.values()),
            "legends": _legends(page, found),
            "ground": page.base.areas[-1].fill if page.base.areas else page.base.ground,
            "values": page_values(page),
            "numbers": {name: number for number, name in enumerate(page.features)},
            "kinds": _kinds(page.table),
        },
    )
    figure.add_child(folium_map(page, found))
    return figure.render()


def _legends(page: Page, found: Mapping[Band, Paint]) -> tuple[_Legend, ...]:
    return tuple(
        _Legend(
            layer,
            shown=layer.shown if isinstance(layer, Overlay) else layer is page.layers[0],
            marked=any(band.mark for band in layer.bands),
            entries=_entries(layer, found),
        )
        for layer in page.drawn
    )


def _entries(layer: Layer, found: Mapping[Band, Paint]) -> tuple[_LegendEntry, ...]:
    counts = Counter(shape.band for shape in layer.shapes)
    return tuple(
        _LegendEntry(band, fill(band, found), DASHES[band.edge], counts[band])
        for band in layer.bands
    )


def _kinds(table: MapTable) -> tuple[str, ...]:
    """The class of each column's cells: figures stand to the right, long texts may wrap."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    return tuple(map(_kind, columns)) or ("",) * len(table.headings)


def _kind(cells: tuple[str, ...]) -> str:
    if all(_FIGURE.fullmatch(cell) for cell in cells):
        return "number"
    return "words" if max(map(len, cells)) > _LINE else ""


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("page.html"))


def _text(name: str) -> str:
    return files("geo.maps").joinpath(name).read_text(encoding="utf-8")
