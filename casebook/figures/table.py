"""The one place that computes figures: screens, maps and packs all read this table.

A row is a hotspot, a district's or the whole force's hotspots, or all of an area, over a window or
each of its months or quarters. Both sides of every comparison use the boundary in force at the end
of the window asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from casebook.book.opening import Book
from casebook.core.months import Month, Window, cut_quarters
from casebook.figures.basis import read_basis
from casebook.figures.compared import side_by_side
from casebook.figures.figure import Figure
from casebook.figures.groupings import (
    RowPlaces,
    grouping,
    hotspots_for_rows,
    parts,
    row_places,
)
from casebook.figures.judging.judge import Judge
from casebook.figures.notes import not_loaded
from casebook.figures.row import RowInputs
from casebook.incidents.counts import Counter, Counts
from casebook.patrols.hours import Hours, read_hours
from casebook.patrols.rhythm import DEFINITION
from casebook.places.place import Place
from casebook.profiles.responses.starts import Response, review_states
from casebook.store.transaction import Transaction

HOTSPOTS_ONLY = "Hours, visits and stages are kept for hotspots: these rows have none."


@dataclass(frozen=True)
class FigureTable:
    """Figures for a window, with what must be said beside them."""

    window: Window
    by: tuple[str, ...]
    rows: tuple[Figure, ...]
    against: Window | None
    notes: tuple[str, ...]
    """Gaps, redrawn boundaries and other things a reader must know, a sentence each."""
    sources: tuple[str, ...]
    """Which source speaks for which months."""
    definitions: tuple[str, ...]
    """What each count group counts, how much more than by chance counts vary, and which visits are
    of full length."""
    together: tuple[str, ...] = ()
    """How all hotspots changed together against the rest of the force, a sentence a group."""
    together_in_brief: str = ""
    """The same in one line."""

    def notes_on(self, hotspots: Collection[str]) -> tuple[str, ...]:
        """Those of its notes that must be said of the rows of these hotspots; refs."""
        said = {note for row in self.rows if row.hotspot in hotspots for note in row.beside.notes}
        return tuple(note for note in self.notes if note in said)


def figures(
    book: Book,
    window: Window,
    *,
    by: tuple[str, ...] = ("hotspot",),
    count: str | None = None,
    hotspots: Sequence[str] = (),
    areas: Sequence[str] = (),
    against: Window | None = None,
) -> FigureTable:
    """Figures for every hotspot live in ``window``, or for those named.

    ``by`` is one of hotspot, district and force (the sums of their hotspots; the whole force is one
    row) or area (all that lies in each of ``areas``, named by ref, name, alias or kind, or in each
    district; hours are the hotspots' and left out), and month or quarter for a row each. ``count``
    is the count group of the ``count`` columns; the default is what the hotspots' themes ask for.
    Raises :class:`BadValue` for an unknown grouping or group, :class:`NotFound` for an unknown
    place.
    """
    book.require("view")
    whole = grouping(by, areas, hotspots)
    with book.store.reading() as tx:
        read = _SharedReading.of(tx, book, window, against, hotspots, area=whole == "area")
        return _table(tx, read, by, count=count, areas=areas, named=bool(hotspots))


def figures_by(
    book: Book,
    window: Window,
    groupings: Sequence[tuple[str, ...]],
    hotspots: Sequence[str] = (),
    *,
    sums_as_live: bool = False,
) -> tuple[FigureTable, ...]:
    """The table of :func:`figures` for each of ``groupings``, read at once.

    Of all hotspots, or of those named. ``sums_as_live`` has in the force's row of a month or
    quarter the hotspots that were live in it alone, where else it has all of the window.
    """
    book.require("view")
    with book.store.reading() as tx:
        read = _SharedReading.of(tx, book, window, hotspots=hotspots)
        tables = tuple(_table(tx, read, by, named=bool(hotspots)) for by in groupings)
        if sums_as_live:
            tables = tuple(_as_live(tx, read, table) for table in tables)
    return tables


def _as_live(tx: Transaction, read: _SharedReading, table: FigureTable) -> FigureTable:
    """The table with the force's row of each part of the hotspots live in that part alone."""
    if "force" not in table.by or len(table.by) == 1:
        return table
    rows: list[Figure] = []
    for live, found in groupby(table.rows, key=lambda row: read.live_in(row.window)):
        part = list(found)
        if live != read.chosen:
            window = Window(part[0].window.first, part[-1].window.last)
            own = _table(tx, replace(read, chosen=live), table.by, named=True, only=window)
            part = list(own.rows)
        rows += part
    return replace(table, rows=tuple(rows))


@dataclass(frozen=True)
class _SharedReading:
    """What tables over one window share, however their rows are grouped."""

    window: Window
    against: Window | None
    span: Window
    counter: Counter
    responses: Mapping[str, Response]
    reviews: Mapping[tuple[str, Month], str]
    """The states of the reviews of the hotspots' profiles."""
    chosen: tuple[Place, ...]
    judge: Judge
    hours: Hours

    @classmethod
    def of(
        cls,
        tx: Transaction,
        book: Book,
        window: Window,
        against: Window | None = None,
        hotspots: Sequence[str] = (),
        *,
        area: bool = False,
    ) -> _SharedReading:
        """That of a casebook; of no hotspots where rows are areas."""
        chosen = () if area else hotspots_for_rows(tx, window, hotspots)
        basis = read_basis(book, tx, window, against, chosen)
        hours = read_hours(tx, book.zone, chosen, window)
        counter, responses, span, judge = basis.counter, basis.responses, basis.span, basis.judge
        profiles = {responses[one.ref].profile for one in chosen if one.ref in responses}
        reviews = review_states(tx, sorted(profiles), window)
        return cls(window, against, span, counter, responses, reviews, chosen, judge, hours)

    def live_in(self, window: Window) -> tuple[Place, ...]:
        """Those of its hotspots that were live in a part of the window."""
        return tuple(p for p in self.chosen if p.live_in(window.start, window.end))

    def places(
        self, tx: Transaction, whole: str, areas: Sequence[str]
    ) -> tuple[tuple[RowPlaces, ...], Mapping[str, Counts], tuple[str, ...]]:
        """What each row stands for, what it counted, and what must be said of areas."""
        window, span = self.window, self.span
        if whole == "area":
            return self._areas(tx, areas)
        every = row_places(tx, self.chosen, whole, window, window.year_before.start)
        if whole == "hotspot":
            own = {each.key: self.judge.hotspots[each.key].counts for each in every}
            return every, own, ()
        boundaries = {each.key: each.boundaries for each in every}
        return every, self.counter.read(tx, boundaries, span), ()

    def _areas(
        self, tx: Transaction, areas: Sequence[str]
    ) -> tuple[tuple[RowPlaces, ...], Mapping[str, Counts], tuple[str, ...]]:
        from casebook.figures.areas import areas_for_rows, read_areas  # rows are hotspots mostly

        found, said = areas_for_rows(tx, self.counter, self.window, areas)
        every = tuple(RowPlaces(a.ref, a.name, a.gap, areas=a.inside, notes=a.notes) for a in found)
        inside = {each.key: each.areas for each in every}
        return every, read_areas(tx, self.counter, inside, self.span), said


def _table(
    tx: Transaction,
    read: _SharedReading,
    by: tuple[str, ...],
    *,
    count: str | None = None,
    areas: Sequence[str] = (),
    named: bool = False,
    only: Window | None = None,
) -> FigureTable:
    """The table of one grouping; ``named`` where it is of some hotspots alone.

    ``only`` leaves out the months and quarters that don't lie in it.
    """
    whole = grouping(by, areas, ())
    window, against, judge, counter, hours = (
        *(read.window, read.against, read.judge, read.counter, read.hours),
    )
    every, counts, said = read.places(tx, whole, areas)
    notes = [side_by_side(window, against)] if against else []
    notes += [*not_loaded(counter, window), *(note for each in every for note in each.notes)]
    notes += [*said, *hours.notes(read.chosen, window), *counter.notes(counts.values(), read.span)]
    if whole == "area" and every:
        notes.append(HOTSPOTS_ONLY)
    if "quarter" in by and (cut := cut_quarters(window)):
        notes.append(cut)

    def rows_of(each: RowPlaces) -> Iterator[Figure]:
        inputs = RowInputs(each, judge, counts[each.key], count)
        for keys, part in parts(by, only or window):
            besides, others = said, keys
            if whole != "area":
                besides = hours.notes(each.hotspots, part)
                others = keys | hours.figures((place.id for place in each.hotspots), part)
            yield inputs.row(part, whole, against, read.responses, read.reviews, besides, others)

    rows = [row for each in every for row in rows_of(each)]
    together, in_brief = ((), "") if whole == "area" or named else _together(judge, window)
    names = dict.fromkeys(("crime", "asb", "serious-violence", *(r.count_group for r in rows)))
    timed = any(row.visits for row in rows)
    return FigureTable(
        window,
        by,
        tuple(rows),
        against,
        tuple(dict.fromkeys(notes)),
        counter.coverage(),
        (
            *counter.definitions(tuple(names)),
            *_spreads(judge, rows),
            *([DEFINITION] if timed else []),
        ),
        together,
        in_brief,
    )


def _together(judge: Judge, window: Window) -> tuple[tuple[str, ...], str]:
    """How all hotspots changed together: a sentence a group, and the same in one line."""
    from casebook.figures.together import all_together, in_a_line  # not of some hotspots alone

    found = all_together(judge, window)
    return tuple(each.sentence for each in found), in_a_line(found, window)


def _spreads(judge: Judge, rows: Sequence[Figure]) -> tuple[str, ...]:
    """How much counts vary, of the groups that the newest of ``rows`` have verdicts on."""
    newest = max((row.window for row in rows), default=None)
    given = (one for row in rows if row.window == newest for one in row.verdicts if one.verdict)
    names = dict.fromkeys(one.count_group for one in given)
    return judge.spreads(names, newest) if newest else ()
