"""Figures of every hotspot over several windows at once: count groups, and outcomes of crimes.

They are those of the table of figures, in the same boundaries, read in one go for a map that has a
slider of months.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.core.rounding import percent
from casebook.figures.groupings import RowPlaces, hotspots_for_rows, row_places
from casebook.incidents.counts import Counter, Counts
from casebook.incidents.outcomes import step_of
from casebook.incidents.queries import stored as incidents
from casebook.incidents.queries import tallies
from casebook.store.transaction import Transaction

UNSAID = 0
"""The step of :data:`casebook.incidents.outcomes.STEPS` of which nothing is said."""
INVESTIGATED = 2
"""The step from which an investigation has come to
something, be it that no suspect was found."""
OLD_ENOUGH = 6
"""Months after a crime by which most investigations have an outcome: a younger month says how new
it is, and not how it was investigated."""

ByWindow = tuple[tuple[int | None, ...], ...]
"""For each window a value for each hotspot; None where it isn't known."""


@dataclass(frozen=True)
class Slices:
    """What hotspots counted in several windows."""

    hotspots: tuple[str, ...]
    """Refs, in the order of the values."""
    counts: Mapping[str, ByWindow]
    """Of each count group in use, by name."""
    titles: Mapping[str, str]
    """What each group is called."""
    outcomes: ByWindow
    """Percent of the crimes that have an outcome; None also for months too young, and where no
    crime or no outcome is known."""


def read_slices(book: Book, window: Window, windows: Sequence[Window]) -> Slices:
    """The counts of every hotspot live in ``window`` in each of ``windows``, which lie in it.

    Each is counted inside its boundary in force at the end of ``window``.
    """
    book.require("view")
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        chosen = hotspots_for_rows(tx, window, ())
        rows = row_places(tx, chosen, "hotspot", window, window.start)
        counts = counter.read(tx, {row.key: row.boundaries for row in rows}, window)
        names = [name for name in counter.groups if "@" not in name]
        outcomes = _outcomes(tx, counter, rows, counts, windows, Month.of(book.today))
    return Slices(
        tuple(row.key for row in rows),
        {
            name: tuple(
                tuple(
                    None if row.gap else counter.count(counts[row.key], name, part) for row in rows
                )
                for part in windows
            )
            for name in names
        },
        {name: counter.group(name).title for name in names},
        outcomes,
    )


def as_drawn(whole: Slices, own: Slices, first: int) -> Slices:
    """The slices with those of a run of months, from the step ``first`` on, in its boundaries.

    A hotspot that the run hasn't keeps its values.
    """
    at = {ref: number for number, ref in enumerate(own.hotspots)}

    def mended(values: ByWindow, newer: ByWindow) -> ByWindow:
        rows = list(values)
        for step, row in enumerate(newer, first):
            kept = zip(whole.hotspots, values[step], strict=True)
            rows[step] = tuple(row[at[ref]] if ref in at else value for ref, value in kept)
        return tuple(rows)

    counts = {name: mended(values, own.counts[name]) for name, values in whole.counts.items()}
    return replace(whole, counts=counts, outcomes=mended(whole.outcomes, own.outcomes))


def _outcomes(
    tx: Transaction,
    counter: Counter,
    rows: Sequence[RowPlaces],
    counts: Mapping[str, Counts],
    windows: Sequence[Window],
    today: Month,
) -> ByWindow:
    """The percentage of crimes with an outcome, in each window and hotspot."""
    steps = [step_of(label) for label in tx.setting(incidents.OUTCOMES, [])]
    boundaries = [boundary for row in rows for boundary in row.boundaries]
    first, last = min(w.first for w in windows), max(w.last for w in windows)
    crimes: Tally[tuple[int, Month]] = Tally()
    closed: Tally[tuple[int, Month]] = Tally()
    told: set[Month] = set()
    for tally in tallies.outcome_tallies(tx, boundaries, first.code, last.code):
        month = Month.from_code(tally.month)
        if counter.types[tally.type].kind != "crime":
            continue
        if not counter.counts(tally.type, month, tally.source):
            continue
        at = tally.boundary, month
        crimes[at] += tally.count
        if steps[tally.outcome] > UNSAID:
            told.add(month)
        if steps[tally.outcome] >= INVESTIGATED:
            closed[at] += tally.count

    def of(row: RowPlaces, window: Window) -> int | None:
        months = window.months
        if row.gap or counter.count(counts[row.key], "crime", window) is None:
            return None
        if window.last + OLD_ENOUGH > today or not told.issuperset(months):
            return None
        cells = [(boundary, month) for boundary in row.boundaries for month in months]
        whole = sum(crimes[cell] for cell in cells)
        return round(percent(sum(closed[cell] for cell in cells), whole)) if whole else None

    return tuple(tuple(of(row, window) for row in rows) for window in windows)
