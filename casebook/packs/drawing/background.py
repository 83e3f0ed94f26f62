"""What lies beneath the small maps of a pack, found by where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shapely import STRtree, box, clip_by_rect
from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import BORDER, PARK, SORTS, WATER, WATERWAY, Background

if TYPE_CHECKING:
    from casebook.book.opening import Book

INKS = {PARK: "#dfe8d2", WATER: "#c6dbe6", WATERWAY: "#a9c7d8", BORDER: "#a89f8c"}
"""The colours of what isn't a street."""


def background_of(book: Book, streets: Path | None) -> Background | None:
    """The streets of a file where one is given, else the casebook's base; None without either.

    Raises :class:`BadFile` for a file that can't be read or holds no lines.
    """
    from casebook.basemap.from_file import read_streets
    from casebook.basemap.kept import read_base

    return read_streets(streets) if streets else read_base(book)


class BackgroundIndex:
    """A background by where it lies, for many small maps of one area."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._tree = STRtree(background.shapes)

    def within(
        self, west: float, south: float, east: float, north: float
    ) -> dict[str, list[BaseGeometry]]:
        """What lies in a rectangle, cut at its edges, by sort in the order of drawing."""
        found: dict[str, list[BaseGeometry]] = {sort: [] for sort in SORTS}
        for at in sorted(self._tree.query(box(west, south, east, north))):
            inside = clip_by_rect(self._background.shapes[at], west, south, east, north)
            if not inside.is_empty:
                found[self._background.sorts[at]].append(inside)
        return found
