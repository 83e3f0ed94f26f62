"""What the page's script reads: every text and figure as JSON values, figures as packed arrays."""

import html
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.arrays import packed
from geo.maps.base import encode_base, encode_polygons
from geo.maps.columns import MapColumn
from geo.maps.extent import Edges, extent, sheet_extent
from geo.maps.legend import Band
from geo.maps.page import Layer, Overlay, Page
from geo.maps.paint import styles

Corners = tuple[tuple[float, float], tuple[float, float]]


def page_values(page: Page) -> dict[str, Any]:
    """The page as JSON values; features, bands and columns are named by their number."""
    numbers = band_numbers(page)
    columns = page.numbers
    shapes = [feature.geometry for feature in page.features]
    return {
        "title": page.title,
        "steps": page.steps,
        "months": page.months or page.steps,
        "marking": page.marking,
        "table": page.table,
        "first": page.first,
        "total": page.total,
        "there": packed([[int(there) for there in row] for row in page.there]),
        "attribution": html.escape(page.attribution),  # Leaflet writes it as HTML
        "bounds": corners(extent(page)),
        "sheetBounds": corners(sheet_extent(page)),
        "base": encode_base(page.base),
        "tiles": page.tiles.url if page.tiles else "",
        "ids": [feature.id for feature in page.features],
        "names": [feature.name for feature in page.features],
        "at": _inside(shapes),
        "shapes": encode_polygons(shapes),
        "was": _older(page),
        "bands": styles(numbers),
        "layers": [_layer(layer, numbers, columns) for layer in page.layers],
        "overlays": [_overlay(overlay, numbers) for overlay in page.overlays],
        "columns": [_column(column) for column in page.columns],
        "opensOn": page.opens_on,
        "opening": page.opening,
    }


def band_numbers(page: Page) -> dict[Band, int]:
    """Every band of the page with its number, in the order of the layers."""
    every = [band for layer in page.layers for bands in layer.bands for band in bands]
    every += [overlay.band for overlay in page.overlays]
    return {band: number for number, band in enumerate(dict.fromkeys(every))}


def corners(edges: Edges) -> Corners:
    """South-west and north-east corners, as latitude and longitude."""
    west, south, east, north = (round(edge, 6) for edge in edges)
    return (south, west), (north, east)


def _older(page: Page) -> list[dict[str, Any]]:
    """The outlines that features have up to a step, in the order of their steps."""
    found = [
        (number, until, outline)
        for number, feature in enumerate(page.features)
        if feature.geometry is not None
        for until, outline in sorted(feature.was, key=lambda each: each[0])
    ]
    outlines = [outline for _, _, outline in found]
    return [
        {"number": number, "until": until, "shape": shape, "at": at}
        for (number, until, _), shape, at in zip(
            found, encode_polygons(outlines), _inside(outlines), strict=True
        )
    ]


def _inside(shapes: Sequence[BaseGeometry | None]) -> list[tuple[float, float] | None]:
    """A point inside each shape's largest part, as latitude and longitude."""
    largest = [
        None if shape is None else max(shapely.get_parts(shape), key=shapely.area)
        for shape in shapes
    ]
    points = shapely.point_on_surface(largest)
    return [
        None if shape is None else (round(float(y), 6), round(float(x), 6))
        for shape, x, y in zip(largest, shapely.get_x(points), shapely.get_y(points), strict=True)
    ]


def _layer(layer: Layer, numbers: dict[Band, int], columns: Any) -> dict[str, Any]:
    return {
        "name": layer.name,
        "note": layer.note,
        "noun": layer.noun,
        "legends": [[numbers[band] for band in bands] for bands in layer.bands],
        "classes": packed(layer.classes),
        "says": [columns[title] for title in layer.says],
    }


def _overlay(overlay: Overlay, numbers: dict[Band, int]) -> dict[str, Any]:
    return {
        "name": overlay.name,
        "note": overlay.note,
        "band": numbers[overlay.band],
        "names": [outline.name for outline in overlay.outlines],
        "at": _inside([outline.geometry for outline in overlay.outlines]),
    }


def _column(column: MapColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "group": column.group,
        "kind": column.kind,
        "places": column.places,
        "inTable": column.in_table,
        "words": column.words if column.kind == "word" else (),
        "values": packed([column.numbers(row) for row in column.values]),
        "total": packed([column.numbers([value]) for value in column.total]),
    }
