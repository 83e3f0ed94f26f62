"""Rows of very many hotspots with what was judged of them alone: what profiles are ranked by.

The verdicts are those of the one table, weighed by the same judge; what only a reader needs of a
row, such as sentences, isn't worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.basis import Basis, read_basis
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.figures.groupings import hotspots_for_rows, row_places
from casebook.figures.row import RowInputs
from casebook.patrols.hours import read_hours
from casebook.store.transaction import Transaction


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
        with basis.lock:
            _judge_those(tx, book, basis, window, [r for r in wanted if r not in basis.judged])
            return tuple(basis.judged[ref] for ref in wanted)


def judged_words(
    book: Book, window: Window, hotspots: Sequence[str], count: str
) -> dict[tuple[Month, str], ThemeVerdict]:
    """The verdicts on one count group in words, of every month of ``window``, by month and hotspot.

    As the one table has them of these hotspots by month: each month is counted in the boundary in
    force at the end of the window, and where there is none there is no verdict.
    """
    book.require("view")
    with book.store.reading() as tx:
        chosen = hotspots_for_rows(tx, window, hotspots)
        judge = read_basis(book, tx, window, chosen=chosen).judge
        places = ((place.ref, judge.hotspots[place.ref]) for place in chosen)
        return {
            (month, ref): judge.theme_words(count, place, Window(month, month))
            if place.boundaries
            else ThemeVerdict(count)
            for ref, place in places
            for month in window.months
        }


def _judge_those(
    tx: Transaction, book: Book, basis: Basis, window: Window, hotspots: Sequence[str]
) -> None:
    """Make the rows of hotspots that have none yet."""
    if not hotspots:
        return
    chosen = hotspots_for_rows(tx, window, hotspots)
    hours = read_hours(tx, book.zone, chosen, window)
    for each in row_places(tx, chosen, "hotspot", window, basis.span.start):
        inputs = RowInputs(each, basis.judge, basis.judge.hotspots[each.key].counts, None)
        others = hours.beside_plan((place.id for place in each.hotspots), window)
        response = basis.responses.get(each.key)
        basis.judged[each.key] = inputs.judged(window, response, others)
