"""What a casebook itself gives a search: its incidents, its ground and its present hotspots."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.months import Month, Window
from casebook.detection.gathering import IncidentPoints
from casebook.incidents.counts import Counter
from casebook.incidents.queries.located import located_between
from casebook.incidents.types import members
from casebook.places import queries as places
from casebook.places.hotspots import hotspots


def points_in_book(book: Book, window: Window | None, group: str) -> IncidentPoints:
    """The casebook's own incidents with coordinates, of the months and count group asked for.

    Of each kind and month the one source that counts. Without a window the 12 months before this
    one. Raises :class:`BadValue` for an unknown group.
    """
    this = Month.of(book.today)
    window = window or Window(this + -12, this + -1)
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        wanted = members(counter.group(group), counter.types)
        rows = located_between(tx, window.first.code, window.last.code)
    table = np.array(rows, float).reshape(-1, 6)  # None becomes NaN, and whole numbers fit
    month, kind, source = (table[:, n].astype(np.int64) for n in range(3))
    keys, at = np.unique(np.column_stack([kind, month, source]), axis=0, return_inverse=True)
    counts = [
        number in wanted and counter.counts(number, Month.from_code(code), of)
        for number, code, of in keys.tolist()
    ]
    kept = np.array(counts, bool)[at.ravel()]
    said = (
        f"{counted(int(kept.sum()), 'incident')} with coordinates in {window.label}: {group}, "
        "of the source that counts."
    )
    whole = IncidentPoints(
        *(table[:, 4], table[:, 5], table[:, 3], month, kind),
        counter.types,
        book.settings.crs,
        ZoneInfo(book.settings.timezone),
        len(rows),
        group=group,
    )
    return whole.take(kept, said)


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
