"""Plain features on one Leaflet page that opens with no network: `render(Page(…))` is its HTML.

page.py      * what a page shows, as checked values
legend.py    * a class of a layer
columns.py   * the figures of every place
classes.py   * round classes for a layer of numbers
ground.py    * the quiet map beneath
paint.py     * how a band looks, on map and legend
extent.py    * from where to where a page goes
base.py      * the base map as small whole numbers
arrays.py    * figures as packed arrays
values.py    * what the page's script reads
assets.py      Leaflet's files, checked
leaflet.py     the map and its control as folium elements
offline.py     a figure with everything inlined
document.py    the whole page
tiles.py     * tiles from a server beneath the map

* decides from plain values alone.
"""

from geo.maps.assets import AssetError
from geo.maps.classes import Classes, classes
from geo.maps.columns import MapColumn
from geo.maps.document import render
from geo.maps.ground import Base, BaseAreas, BaseLines, MapError
from geo.maps.legend import Band
from geo.maps.page import Feature, Layer, NamedOutline, Overlay, Page
from geo.maps.tiles import Tiles

__all__ = [
    "AssetError",
    "Band",
    "Base",
    "BaseAreas",
    "BaseLines",
    "Classes",
    "Feature",
    "Layer",
    "MapColumn",
    "MapError",
    "NamedOutline",
    "Overlay",
    "Page",
    "Tiles",
    "classes",
    "render",
]
