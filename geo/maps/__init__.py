"""Plain features on one Leaflet page that opens with no network: `render(Page(…))` is its HTML.

page.py      * what a page shows, as checked values
paint.py     * how a band looks, on map and legend
base.py      * the base map as small whole numbers
values.py    * what page.js reads
assets.py      Leaflet's files, checked
leaflet.py     the layers as folium elements
offline.py     a figure with everything inlined
document.py    the whole page

* decides from plain values alone.
"""

from geo.maps.assets import AssetError
from geo.maps.document import render
from geo.maps.page import (
    Band,
    Base,
    BaseAreas,
    BaseLines,
    Feature,
    Layer,
    MapError,
    MapTable,
    Overlay,
    Page,
    Shape,
    TableRow,
    fact_table,
)

__all__ = [
    "AssetError",
    "Band",
    "Base",
    "BaseAreas",
    "BaseLines",
    "Feature",
    "Layer",
    "MapError",
    "MapTable",
    "Overlay",
    "Page",
    "Shape",
    "TableRow",
    "fact_table",
    "render",
]
