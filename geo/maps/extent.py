"""From where to where a page goes: its places; on paper with the end of the ground, if near."""

import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.page import Page

_NEAR = 0.22
"""Of what the places span, how much farther on the ground may end to be shown to its end."""

Edges = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


def extent(page: Page) -> Edges:
    """The edges of the first that has anything to show: the features, the overlays, the base."""
    base = page.base
    candidates: tuple[list[BaseGeometry], ...] = (
        [feature.geometry for feature in page.features if feature.geometry is not None],
        [outline.geometry for overlay in page.overlays for outline in overlay.outlines],
        [line for lines in base.lines for line in lines.lines],
        [area for areas in base.areas for area in areas.areas],
    )
    return _edges(next(some for some in candidates if some))


def sheet_extent(page: Page) -> Edges:
    """The same; where the ground ends a little farther on, to its end."""
    shown = extent(page)
    areas: list[BaseGeometry] = [area for each in page.base.areas for area in each.areas]
    if not areas:
        return shown
    span = shown[2] - shown[0], shown[3] - shown[1]
    near = [_NEAR * long for long in (*span, *span)]
    west, south, east, north = (
        end if abs(end - edge) <= most else edge
        for edge, end, most in zip(shown, _edges(areas), near, strict=True)
    )
    return west, south, east, north


def _edges(shapes: list[BaseGeometry]) -> Edges:
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return west, south, east, north
