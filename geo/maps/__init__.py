"""Plain features on one Leaflet page that opens with no network: `render(Page(…))` is its HTML."""

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
    Overlay,
    Page,
    Row,
    Shape,
    Table,
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
    "Overlay",
    "Page",
    "Row",
    "Shape",
    "Table",
    "fact_table",
    "render",
]
