"""How a band looks: the same fill, outline and dash on the map and in its legend."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.maps.page import Band, Page, Pattern

DASHES = {"solid": "", "dashed": "7 4", "dotted": "1 4"}
"""The SVG dash array of each kind of edge, in pixels."""

SEQUENTIAL = ("#dcebe4", "#a9d3c4", "#63ae9e", "#27786f", "#0c4a48")
"""Five greens from little to much, in even steps of lightness."""

LESS, STEADY, MORE, UNKNOWN = "#4f8fc0", "#d9d4c7", "#d9772b", "#ffffff"
"""For change: blue for less, grey for about the same, orange for more, white for missing. Blue and
orange stay apart for every common kind of colour blindness."""


@dataclass(frozen=True)
class Paint:
    """An SVG pattern that the page defines once."""

    id: str
    pattern: Pattern
    fill: str
    ink: str


def patterns(page: Page) -> Mapping[Band, Paint]:
    """The pattern of every band that has one, numbered in the order of the layers."""
    found: dict[Band, Paint] = {}
    for band in (band for layer in page.drawn for band in layer.bands):
        if band.pattern != "plain" and band not in found:
            found[band] = Paint(f"paint-{len(found)}", band.pattern, band.fill, band.outline)
    return found


def fill(band: Band, found: Mapping[Band, Paint]) -> str:
    """What the SVG attribute `fill` says for a band: its colour, or its pattern."""
    return f"url(#{found[band].id})" if band in found else band.fill
