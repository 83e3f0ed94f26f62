"""Outlines that are switched on over the map: comparison areas, buffers and older boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shapely.geometry.base import BaseGeometry

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.months import day_label
from geo.maps import Band, NamedOutline, Overlay
from geo.maps.paint import LESS, STEADY

_CONTROL = Band("Comparison area", "#8a5fa8", "#5f3d7a", "hatch", "dashed", opacity=0.18)
_BUFFER = Band("Buffer", LESS, "#24618f", edge="dotted", opacity=0.15)
_OLD = Band("Older boundary", STEADY, "#6b5a3a", edge="dashed", opacity=0.0)


def read_outlines(
    book: Book, older: Mapping[tuple[str, date], BaseGeometry]
) -> tuple[Overlay, ...]:
    """The overlays that have anything to show; ``older`` are the boundaries hotspots had before."""
    from casebook.places.hotspots import area_shapes

    return outlines(area_shapes(book, "control"), area_shapes(book, "buffer"), older)


def outlines(
    controls: Mapping[str, BaseGeometry],
    buffers: Mapping[str, BaseGeometry],
    older: Mapping[tuple[str, date], BaseGeometry],
) -> tuple[Overlay, ...]:
    """Overlays of shapes in WGS84, by ref; an older one also by the day it ceased to be in force.

    One with nothing in it is left out.
    """
    said = "What the hotspots are judged against"
    found = (
        ("Comparison areas", _CONTROL, _named(controls), f"{said}."),
        ("Buffers", _BUFFER, _named(buffers), "Where crime that was moved on would show."),
        (
            "Boundary history",
            _OLD,
            tuple(
                NamedOutline(f"{ref} until {day_label(until)}", _plain(shape))
                for (ref, until), shape in older.items()
            ),
            f"{counted(len(older), 'boundary')} that hotspots had before.",
        ),
    )
    return tuple(Overlay(name, band, drawn, note) for name, band, drawn, note in found if drawn)


def _named(shapes: Mapping[str, BaseGeometry]) -> tuple[NamedOutline, ...]:
    return tuple(NamedOutline(ref, _plain(shape)) for ref, shape in shapes.items())


def _plain(shape: BaseGeometry) -> Any:
    return shape
