"""The incidents behind the figures, a row each, so that any number can be looked into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.areas import Areas
from casebook.figures.groupings import hotspots_for_rows, row_places
from casebook.figures.type_lines import lines_named
from casebook.incidents.counts import Counter
from casebook.incidents.queries import area_tallies, tallies
from casebook.incidents.queries import stored as incidents
from casebook.incidents.rows_behind import Where, rows_behind


def figure_rows(
    book: Book, window: Window, *, hotspots: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The incidents behind the counts of ``window``, a row each, by hotspot, month and type.

    Only incidents that count are listed: of the source that counts for their kind and month, and
    of the count groups or types ``groups`` names, where it does. One in two hotspots is listed
    with each. The columns are those of :func:`casebook.incidents.rows_behind.rows_behind`.
    """
    book.require("view")
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        wanted = _types(counter, groups)
        every = row_places(
            tx, hotspots_for_rows(tx, window, hotspots), "hotspot", window, window.start
        )
        refs = {boundary: each.key for each in every for boundary in each.boundaries}
        found = tallies.incidents_in(tx, list(refs), window.first.code, window.last.code)
        outcomes = tx.setting(incidents.OUTCOMES, [])
    placed = sorted(((refs[row.boundary], row) for row in found), key=lambda pair: pair[0])
    where = Where(book.zone, book.settings.crs)
    return rows_behind(counter, outcomes, "hotspot", placed, wanted, where)


def area_rows(
    book: Book, window: Window, *, areas: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The incidents behind the counts of ``areas`` in ``window``, a row each; of all without any.

    As :func:`figure_rows`; ``area`` is the narrowest area an incident lies in, null for none.
    """
    book.require("view")
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        wanted = _types(counter, groups)
        known = Areas.of(tx)
        chosen = known.named(areas, window)
        ids = {number for area in chosen for number in known.inside(area)} if areas else None
        found = area_tallies.incidents_of_areas(tx, ids, window.first.code, window.last.code)
        outcomes = tx.setting(incidents.OUTCOMES, [])
    refs = {area.id: area.ref for area in known.by_ref.values()}
    placed = [(refs.get(row.area or 0), row) for row in found]
    where = Where(book.zone, book.settings.crs)
    return rows_behind(counter, outcomes, "area", placed, wanted, where)


def _types(counter: Counter, groups: Sequence[str]) -> frozenset[int] | None:
    """The numbers of the types that ``groups`` count; None for every type."""
    if not groups:
        return None
    return frozenset(number for line in lines_named(counter, groups) for number in line.types)
