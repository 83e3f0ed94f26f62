"""The page's layers as folium elements; the only module that imports folium.

branca reads what its elements have written as a Jinja template once more, so a caller's text that
passed through here could run code. None does: folium is given geometries, styles and numbers, and
of the texts only the layers' names, with their braces escaped (`_control_name`).
"""

import html
import json
from collections.abc import Mapping
from typing import Any

import folium
import shapely
from branca.element import MacroElement
from folium.map import CustomPane
from folium.template import Template
from folium.utilities import JsCode

from geo.maps.page import LABELS, Band, Layer, Overlay, Page, Shape
from geo.maps.paint import DASHES, Paint, fill
from geo.maps.values import bounds

_PRECISION = 1e-6
"""Degrees, some 10 cm: the corners of a polygon as drawn."""

_PANES = {"base": 250, "overlays": 390, "labels": 620}
"""Leaflet draws the layers at 400 and popups at 700."""


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
        # folium gives the zooms to its tile layer alone; page.js adds a plain attribution.
        self.options.update(min_zoom=5, max_zoom=18, attribution_control=False)
        self.default_js = [link for link in folium.Map.default_js if link[0] == "leaflet"]
        self.default_css = [link for link in folium.Map.default_css if link[0] == "leaflet_css"]


class PageScript(MacroElement):
    """Hands the map and its layers to page.js; added last."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        pageMap.start({
            map: {{ this.map.get_name() }},
            control: {{ this.control.get_name() }},
            labels: {{ this.labels.get_name() }},
            layers: [{% for layer in this.layers %}{{ layer.get_name() }}, {% endfor %}]
        });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        drawn_on: folium.Map,
        control: folium.LayerControl,
        labels: folium.FeatureGroup,
        layers: list[folium.GeoJson],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PageScript"
        self.map = drawn_on
        self.control = control
        self.labels = labels
        self.layers = layers


def folium_map(page: Page, found: Mapping[Band, Paint]) -> folium.Map:
    """The page's map with its layers, their control and the script that starts it."""
    (south, west), (north, east) = bounds(page)
    drawn_on = OfflineMap(((south + north) / 2, (west + east) / 2))
    for name, z_index in _PANES.items():
        drawn_on.add_child(CustomPane(name, z_index))
    layers = [_geojson(number, layer, found) for number, layer in enumerate(page.drawn)]
    labels = folium.FeatureGroup(LABELS)
    control = folium.LayerControl(collapsed=False)
    for element in (*layers, labels, control):
        drawn_on.add_child(element)
    drawn_on.add_child(PageScript(drawn_on, control, labels, layers))
    return drawn_on


def _geojson(number: int, layer: Layer, found: Mapping[Band, Paint]) -> folium.GeoJson:
    styles = [_style(shape, found) for shape in layer.shapes]
    is_overlay = isinstance(layer, Overlay)
    features = [_geojson_feature(number, at, shape) for at, shape in enumerate(layer.shapes)]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: styles[feature["id"]],
        on_each_feature=JsCode("pageMap.bind"),
        name=_control_name(layer.name),
        overlay=is_overlay,
        show=layer.shown if isinstance(layer, Overlay) else number == 0,
        smooth_factor=0.5,
        pane="overlays" if is_overlay else "overlayPane",
    )


def _control_name(name: str) -> str:
    """A layer's name as HTML, which is how Leaflet's control writes it."""
    return html.escape(name).replace("{", "&#123;").replace("}", "&#125;")


def _geojson_feature(layer: int, at: int, shape: Shape) -> dict[str, Any]:
    flat = shapely.force_2d(shape.feature.geometry)
    outline = shapely.set_precision(flat, _PRECISION, mode="pointwise")
    return {
        "type": "Feature",
        "id": at,
        "geometry": json.loads(shapely.to_geojson(outline)),
        "properties": {"layer": layer},
    }


def _style(shape: Shape, found: Mapping[Band, Paint]) -> dict[str, Any]:
    band = shape.band
    return {
        "fillColor": fill(band, found),
        "fillOpacity": band.opacity,
        "color": band.outline,
        "weight": band.weight,
        "dashArray": DASHES[band.edge],
        "interactive": bool(shape.feature.facts),
    }
