"""The page's map as folium elements; the only module that imports folium.

The map, its panes, the overlays, the switch of layers and each of its entries are folium's own.
What folium would write once for each layer and month, 5,000 places a time, is drawn by the page's
script from one set of arrays instead.

branca reads what its elements have written as a Jinja template once more, so a caller's text that
passed through here could run code. None does: folium is given geometries, styles and numbers, and
of the texts only the layers' names, with their braces escaped (`_control_name`).
"""

import html
import json
from typing import Any

import folium
import shapely
from branca.element import MacroElement
from folium.map import CustomPane
from folium.template import Template

from geo.maps.extent import extent
from geo.maps.page import Overlay, Page
from geo.maps.paint import DASHES

_PRECISION = 1e-6
"""Degrees, some 10 cm: the corners of an outline as drawn."""

_PANES = {"base": 250, "overlays": 390, "labels": 620}
"""Leaflet draws the places at 400 and popups at 700."""


class OfflineMap(folium.Map):
    """folium's map without the libraries and the page-wide styles that our page doesn't use."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }},
            ...pageMap.motion,
            ...{{ this.options|tojavascript }}
        });
        {% endmacro %}
        """
    )

    def __init__(self, location: tuple[float, float]) -> None:
        super().__init__(location, tiles=None, zoom_start=12, zoom_snap=0.5)
        # folium gives the zooms to its tile layer alone; the script adds a plain attribution.
        self.options.update(min_zoom=5, max_zoom=18, attribution_control=False)
        self.default_js = [link for link in folium.Map.default_js if link[0] == "leaflet"]
        self.default_css = [link for link in folium.Map.default_css if link[0] == "leaflet_css"]


class PageScript(MacroElement):
    """Hands the map and its layers to the page's script; added last."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        pageMap.start({
            map: {{ this.map.get_name() }},
            control: {{ this.control.get_name() }},
            layers: [{% for layer in this.layers %}{{ layer.get_name() }}, {% endfor %}],
            overlays: [{% for overlay in this.overlays %}{{ overlay.get_name() }}, {% endfor %}]
        });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        drawn_on: folium.Map,
        control: folium.LayerControl,
        layers: list[folium.FeatureGroup],
        overlays: list[folium.GeoJson],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PageScript"
        self.map = drawn_on
        self.control = control
        self.layers = layers
        self.overlays = overlays


def folium_map(page: Page) -> folium.Map:
    """The page's map with its layers, their control and the script that starts it."""
    west, south, east, north = extent(page)
    drawn_on = OfflineMap(((south + north) / 2, (west + east) / 2))
    for name, z_index in _PANES.items():
        drawn_on.add_child(CustomPane(name, z_index))
    layers = [
        folium.FeatureGroup(_control_name(layer.name), overlay=False, show=number == page.opens_on)
        for number, layer in enumerate(page.layers)
    ]
    overlays = [_outlines(overlay) for overlay in page.overlays]
    control = folium.LayerControl(collapsed=False)
    for element in (*layers, *overlays, control):
        drawn_on.add_child(element)
    drawn_on.add_child(PageScript(drawn_on, control, layers, overlays))
    return drawn_on


def _outlines(overlay: Overlay) -> folium.GeoJson:
    band = overlay.band
    style: dict[str, Any] = {
        "fillColor": band.fill,
        "fillOpacity": band.opacity,
        "color": band.outline,
        "weight": band.weight,
        "dashArray": DASHES[band.edge],
        "interactive": False,
    }
    features = [
        {"type": "Feature", "id": at, "geometry": _geometry(outline.geometry), "properties": {}}
        for at, outline in enumerate(overlay.outlines)
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: style,
        name=_control_name(overlay.name),
        show=overlay.shown,
        smooth_factor=0.5,
        pane="overlays",
    )


def _geometry(outline: shapely.Geometry) -> Any:
    flat = shapely.set_precision(shapely.force_2d(outline), _PRECISION, mode="pointwise")
    return json.loads(shapely.to_geojson(flat))


def _control_name(name: str) -> str:
    """A layer's name as HTML, which is how Leaflet's control writes it."""
    return html.escape(name).replace("{", "&#123;").replace("}", "&#125;")
