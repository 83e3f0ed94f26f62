"""Shapes in metres as GeoJSON, rounded so that the same shape is always the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from shapely import LineString, Polygon, transform
from shapely.geometry import mapping
from shapely.geometry.polygon import orient

from sample_data.generator.geography.projection import lonlat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Coordinates = np.ndarray[tuple[int, int], np.dtype[np.float64]]

NOTE = "Synthetic. The Isle of Lomea, its people, places and incidents do not exist."

_DEGREES = 5


def in_degrees(shape: Polygon | LineString) -> Polygon | LineString:
    """A shape in EPSG:27700 as longitude and latitude to five places, outer ring anticlockwise."""
    turned = transform(shape, _rounded_lonlat)
    return anticlockwise(turned) if isinstance(turned, Polygon) else turned


def anticlockwise(shape: Polygon) -> Polygon:
    """The polygon with its outer ring anticlockwise from one fixed vertex."""
    return orient(shape.normalize())


def geojson(features: Iterable[tuple[Polygon | LineString, Mapping[str, str]]]) -> bytes:
    """A FeatureCollection of shapes already in degrees, one feature a line."""
    lines = [
        _compact({"type": "Feature", "properties": props, "geometry": mapping(shape)})
        for shape, props in features
    ]
    start = f'{{"type":"FeatureCollection","note":{json.dumps(NOTE)},"features":[\n'
    return (start + ",\n".join(lines) + "\n]}\n").encode()


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _rounded_lonlat(places: Coordinates) -> Coordinates:
    pairs = (lonlat(float(x), float(y)) for x, y in places)
    return np.array([[round(degrees, _DEGREES) for degrees in pair] for pair in pairs])
