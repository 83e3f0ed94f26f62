"""What a casebook itself gives a search: its incidents, its ground and its present hotspots."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.detection.gathering import IncidentPoints
from casebook.detection.own_rows import own_rows
from casebook.files.progress import Progress, silent
from casebook.incidents.counts import Counter
from casebook.incidents.types import members
from casebook.places import queries as places
from casebook.places.hotspots import hotspots
from casebook.workers.cluster import LOCAL, WorkerCluster


def points_in_book(
    book: Book,
    window: Window | None,
    group: str,
    *,
    cluster: WorkerCluster | None = None,
    progress: Progress = silent,
) -> IncidentPoints:
    """The casebook's own incidents with coordinates, of the months and count group asked for.

    Of each kind and month the one source that counts. Without a window the 12 months before this
    one. Workers of a ``cluster`` on this machine read beside. Raises :class:`BadValue` for an
    unknown group, and for a cluster elsewhere.
    """
    if cluster is not None and cluster.address not in ("", LOCAL):
        raise BadValue(
            "The casebook's own rows are read on the machine that has it: leave out --cluster; "
            "--jobs shares them among this machine's processes."
        )
    window = window or last_year(book.today)
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        wanted = members(counter.group(group), counter.types)
        rows = own_rows(tx, book.store.book, window, cluster, progress)
    of = np.column_stack([rows.type, rows.month, rows.source])
    keys, at = np.unique(of, axis=0, return_inverse=True)
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
        *(rows.x, rows.y, rows.at, rows.month, rows.type),
        counter.types,
        book.settings.crs,
        ZoneInfo(book.settings.timezone),
        len(rows),
        group=group,
    )
    return whole.take(kept, said)


def last_year(today: date) -> Window:
    """The 12 months before this one: what is looked at where no months are asked for."""
    this = Month.of(today)
    return Window(this + -12, this + -1)


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
