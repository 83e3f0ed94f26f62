"""How a band looks: the same fill, outline and dash on the map and in its legend."""

from collections.abc import Mapping
from typing import Any

from geo.maps.legend import Band

DASHES = {"solid": "", "dashed": "7 4", "dotted": "1 4"}
"""The SVG dash array of each kind of edge, in pixels."""

SEQUENTIAL = ("#dcebe4", "#a9d3c4", "#63ae9e", "#27786f", "#0c4a48")
"""Five greens from little to much, in even steps of lightness."""
NONE = "#f6f4ee"
"""For a count of 0: nearly white, unlike what isn't known, which is crossed."""

LESS, STEADY, MORE, UNKNOWN = "#4f8fc0", "#d9d4c7", "#d9772b", "#ffffff"
"""For change: blue for less, grey for about the same, orange for more, white for missing. Blue and
orange stay apart for every common kind of colour blindness."""


def styles(bands: Mapping[Band, int]) -> list[dict[str, Any]]:
    """Each band as JSON values, in the order of its number."""
    return [
        {
            "text": band.text,
            "fill": band.fill,
            "ink": band.outline,
            "pattern": band.pattern,
            "dash": DASHES[band.edge],
            "mark": band.mark,
            "opacity": band.opacity,
            "weight": band.weight,
        }
        for band in bands
    ]
