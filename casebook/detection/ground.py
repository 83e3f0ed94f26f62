"""The ground a casebook's points lie on, and the hotspots there are, in its metres."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.book.opening import Book
from casebook.places import queries as places
from casebook.places.hotspots import hotspots


def ground_of(book: Book) -> BaseGeometry | None:
    """The force's outline today, with that of every district; None where neither is loaded."""
    book.require("view")
    with book.store.reading() as tx:
        outlines = places.in_force(places.boundaries(tx, ("force", "district")), book.today)
    if not outlines:
        return None
    return shapely.union_all([shapely.from_wkb(outline.wkb) for outline in outlines.values()])


def present_hotspots(book: Book) -> dict[str, BaseGeometry]:
    """By ref, the outline in force today of each live hotspot."""
    live = [place.ref for place in hotspots(book)]
    with book.store.reading() as tx:
        outlines = places.in_force(places.boundaries(tx), book.today)
    return {ref: shapely.from_wkb(outlines[ref].wkb) for ref in live if ref in outlines}
