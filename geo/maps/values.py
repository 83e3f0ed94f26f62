"""What page.js reads: every text and figure of the page as JSON values, by number instead of id."""

import html
from typing import Any

import shapely

from geo.maps.base import encode_base
from geo.maps.page import Feature, Layer, Overlay, Page, Shape

Bounds = tuple[tuple[float, float], tuple[float, float]]


def page_values(page: Page) -> dict[str, Any]:
    """The page as JSON values; a shape names its feature by its number in `Page.features`."""
    numbers = {name: number for number, name in enumerate(page.features)}
    return {
        "title": page.title,
        "attribution": html.escape(page.attribution),  # Leaflet writes it as HTML
        "bounds": bounds(page),
        "base": encode_base(page.base),
        "features": [_feature(feature) for feature in page.features.values()],
        "layers": [_layer(layer, numbers) for layer in page.drawn],
    }


def bounds(page: Page) -> Bounds:
    """South-west and north-east corners, as latitude and longitude.

    Of the first that has anything to show: the layers, the overlays, the base.
    """
    base = page.base
    candidates = (
        [shape.feature.geometry for layer in page.layers for shape in layer.shapes],
        [shape.feature.geometry for layer in page.overlays for shape in layer.shapes],
        [line for lines in base.lines for line in lines.lines],
        [area for areas in base.areas for area in areas.areas],
    )
    geometries = next(some for some in candidates if some)
    west, south, east, north = (round(float(edge), 6) for edge in shapely.total_bounds(geometries))
    return (south, west), (north, east)


def _feature(feature: Feature) -> dict[str, Any]:
    largest = max(shapely.get_parts(feature.geometry), key=shapely.area)
    middle = largest.representative_point()
    return {
        "title": feature.title,
        "facts": feature.facts,
        "at": (round(middle.y, 6), round(middle.x, 6)),
    }


def _layer(layer: Layer, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "name": layer.name,
        "overlay": isinstance(layer, Overlay),
        "shapes": [_shape(shape, numbers) for shape in layer.shapes],
    }


def _shape(shape: Shape, numbers: dict[str, int]) -> dict[str, Any]:
    label = shape.feature.label
    return {
        "feature": numbers[shape.feature.id],
        "band": shape.band.text,
        "value": shape.value,
        "label": f"{shape.band.mark} {label}".strip() if label else "",
    }
