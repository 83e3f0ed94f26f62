"""The whole page: our template around folium's map, with the table of the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from geo.maps.columns import MapColumn
from geo.maps.leaflet import folium_map
from geo.maps.offline import OfflineFigure
from geo.maps.page import Feature, Page
from geo.maps.values import band_numbers, page_values

SCRIPTS = (
    *("arrays", "figures", "ground", "places", "labels", "legend", "popups"),
    *("table", "saving", "search", "print", "start"),
)
"""The page's scripts in ``script/``, in the order in which they are read."""
MANY = 300
"""With more places than this the table is left to the script, which draws the rows in sight, and
places are drawn on a canvas."""


@dataclass(frozen=True)
class _StaticRow:
    heading: str
    number: int | None
    """Of its feature; None for the row of all."""
    cells: tuple[tuple[MapColumn, str], ...]


def render(page: Page) -> str:
    """The page as one HTML text that opens without a network; the same page gives the same text.

    Write its UTF-8 bytes, not lines of text, so that the file is the same on every system. Raises
    `AssetError` when Leaflet isn't installed as released.
    """
    shown = [column for column in page.columns if column.in_table]
    figure = OfflineFigure(
        _template(),
        {
            "page": page,
            "opening": page.steps[page.opening],
            "css": _text("page.css"),
            "js": _script(),
            "paints": [
                (number, band)
                for band, number in band_numbers(page).items()
                if band.pattern != "plain"
            ],
            "values": {**page_values(page), "many": MANY},
            "columns": shown,
            "groups": [
                (group, len(list(found)))
                for group, found in groupby(shown, lambda column: column.group)
            ],
            "rows": list(_rows(page, shown)) if len(page.features) <= MANY else [],
        },
        page.tiles.host if page.tiles else "",
    )
    figure.add_child(folium_map(page))
    return figure.render()


def _rows(page: Page, shown: list[MapColumn]) -> Iterator[_StaticRow]:
    """The rows of the table at the opening step, as they read."""
    at = page.opening
    written = [[column.text(value) for value in column.at(at)] for column in shown]
    for number in page.there_at(at):
        feature = page.features[number]
        cells = tuple((column, texts[number]) for column, texts in zip(shown, written, strict=True))
        yield _StaticRow(feature.title, number if _drawn(feature) else None, cells)
    if page.total:
        yield _StaticRow(
            page.total_at(at),
            None,
            tuple(
                (column, column.text(column.total_at(at)) if column.total else "")
                for column in shown
            ),
        )


def _drawn(feature: Feature) -> bool:
    return feature.geometry is not None


def _script() -> str:
    """The scripts as one that keeps its names to itself."""
    parts = "\n".join(_text(f"script/{name}.js") for name in SCRIPTS)
    return (
        f'"use strict";\nconst pageMap = (() => {{\n{parts}\nreturn {{ motion, start }};\n}})();\n'
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("page.html"))


@cache
def _text(name: str) -> str:
    return files("geo.maps").joinpath(name).read_text(encoding="utf-8")
