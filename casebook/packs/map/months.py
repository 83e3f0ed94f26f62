"""The months of a map side by side: each as the figures and the pack of that month alone have it.

A month counts in the boundaries in force at its end. So a window in which hotspots were drawn anew
is read in runs of months, each up to the next drawing; all months together count in the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casebook.book.opening import Book
from casebook.core.months import Month, Window, day_label
from casebook.figures.figure import Figure
from casebook.figures.groupings import drawn_anew, redrawn
from casebook.figures.progress import Progress, read_progress_by_month
from casebook.figures.table import FigureTable, figures_by
from casebook.packs.map.slices import Slices, as_drawn, read_slices
from casebook.places import queries as places
from casebook.profiles.casefile import ProfileFile


@dataclass(frozen=True)
class MonthByMonth:
    """The figures of a window's months, and of all of them together."""

    runs: tuple[Window, ...]
    """The window in runs of months at whose ends the same boundaries were in force."""
    rows: tuple[tuple[Figure, ...], ...]
    """For each month a row for every hotspot of ``whole``, in its order."""
    sums: tuple[Figure, ...]
    """For each month all hotspots that were live in it as one."""
    whole: FigureTable
    force: Figure
    """All hotspots as one over all months."""


def read_months(book: Book, window: Window) -> MonthByMonth:
    """Those of a window of several months."""
    runs, notes = _runs(book, window)
    by_month: tuple[tuple[str, ...], ...] = (("hotspot", "month"), ("force", "month"))
    asked = (*by_month, ("hotspot",), ("force",))
    monthly, summed, whole, force = figures_by(book, window, asked, sums_as_live=True)
    rows = {(row.month, row.hotspot): row for row in monthly.rows}
    sums = {row.month: row for row in summed.rows}
    for run in runs[:-1]:
        own, together = figures_by(book, run, by_month, sums_as_live=True)
        rows |= {(row.month, row.hotspot): row for row in own.rows}
        sums |= {row.month: row for row in together.rows}
    return MonthByMonth(
        runs,
        tuple(tuple(rows[month, row.hotspot] for row in whole.rows) for month in window.months),
        tuple(sums[month] for month in window.months),
        replace(whole, notes=tuple(notes.get(note, note) for note in whole.notes)),
        force.rows[0],
    )


def slices_of(
    book: Book, window: Window, windows: tuple[Window, ...], runs: tuple[Window, ...]
) -> Slices:
    """The slices of a map's steps, those of a month in the boundaries at its end."""
    found = read_slices(book, window, windows)
    for run in runs[:-1]:
        months = [Window(month, month) for month in run.months]
        found = as_drawn(found, read_slices(book, run, months), windows.index(months[0]))
    return found


def progress_of(
    book: Book, live: tuple[ProfileFile, ...], runs: tuple[Window, ...]
) -> Mapping[Month, Mapping[str, Progress]]:
    """Where each profile stood at the end of each month, by its ref."""
    found: dict[Month, Mapping[str, Progress]] = {}
    for run in runs:
        found |= read_progress_by_month(book, live, run)
    return found


def _runs(book: Book, window: Window) -> tuple[tuple[Window, ...], dict[str, str]]:
    """The runs, and what is said of each drawing in the stead of what a table of figures says."""
    first = Window(window.first, window.first)
    with book.store.reading() as tx:
        anew = drawn_anew(places.boundaries(tx), window, first.end)
    cuts = {Month.of(row.valid_from) for row in anew if row.valid_from is not None}
    starts = [window.first, *sorted(cuts)]
    ends = [*(month + -1 for month in starts[1:]), window.last]
    notes = {
        redrawn((row,), {row.ref}, window)[0]: (
            f"{row.ref} was redrawn on {day_label(row.valid_from)}: a month counts in the boundary "
            f"in force at its end, all months together in that of {day_label(window.end)}."
        )
        for row in anew
        if row.valid_from is not None
    }
    return tuple(Window(*edges) for edges in zip(starts, ends, strict=True)), notes
