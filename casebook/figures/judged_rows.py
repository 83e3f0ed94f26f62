"""Rows of very many hotspots with what was judged of them alone: what profiles are ranked by.

The verdicts are those of the one table, weighed by the same judge; what only a reader needs of a
row, such as sentences, isn't worked out.
"""

from __future__ import annotations

from collections.abc import Collection

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.basis import read_basis
from casebook.figures.figure import Figure
from casebook.figures.groupings import hotspots_for_rows, row_places
from casebook.figures.row import RowInputs
from casebook.patrols.hours import read_hours


def judged_rows(
    book: Book, month: Month, hotspots: Collection[str] | None = None
) -> tuple[Figure, ...]:
    """A row for each hotspot live in ``month``, or for those of ``hotspots``: verdicts and hours.

    Verdicts have their words and numbers; hours are those delivered and planned. Rows are kept
    with what they follow from (:mod:`casebook.figures.basis`), for as long as no change moves them.
    """
    book.require("view")
    window = Window(month, month)
    with book.store.reading() as tx:
        basis = read_basis(book, tx, window)
        refs = sorted(basis.judge.hotspots.keys() if hotspots is None else hotspots)
        wanted = [ref for ref in refs if ref in basis.judge.hotspots]
        new = [ref for ref in wanted if ref not in basis.judged]
        if new:
            chosen = hotspots_for_rows(tx, window, new)
            hours = read_hours(tx, book.zone, chosen, window)
            for each in row_places(tx, chosen, "hotspot", window, basis.span.start):
                counts = basis.judge.hotspots[each.key].counts
                others = hours.beside_plan((place.id for place in each.hotspots), window)
                inputs = RowInputs(each, basis.judge, counts, None)
                response = basis.responses.get(each.key)
                basis.judged[each.key] = inputs.judged(window, response, others)
    return tuple(basis.judged[ref] for ref in wanted)
