"""The one place that computes figures: screens, maps and packs all read this table.

A row is a hotspot, a district's or the whole force's hotspots, or all of an area, over a window or
each of its months or quarters. Both sides of every comparison use the boundary in force at the end
of the window asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casebook.book.opening import Book
from casebook.core.months import Month, Window, cut_quarters
from casebook.core.settings import Settings
from casebook.figures.areas import areas_for_rows, read_areas
from casebook.figures.change import (
    BASELINE_MONTHS,
    e_test,
    variation,
    variation_in_words,
)
from casebook.figures.compared import p_in_words, shared_months, side_by_side
from casebook.figures.figure import Figure
from casebook.figures.groupings import (
    RowPlaces,
    grouping,
    hotspots_for_rows,
    parts,
    row_places,
)
from casebook.figures.notes import beside, not_loaded
from casebook.incidents.counts import Counter, Counts
from casebook.measures.two_counts import poisson_z
from casebook.patrols.hours import read_hours
from casebook.patrols.rhythm import DEFINITION
from casebook.places.place import Place
from casebook.profiles.responses import Response, read_responses

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
    """What each count group counts, and which visits are of full length."""


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
    notes = [side_by_side(window, against)] if against else []
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        responses = read_responses(tx, book.zone, book.today)
        span = _span(window, against, responses)
        if whole == "area":
            chosen: tuple[Place, ...] = ()
            found, said = areas_for_rows(tx, counter, window, areas)
            every = tuple(
                RowPlaces(a.ref, a.name, a.gap, areas=a.inside, notes=a.notes) for a in found
            )
            counts = read_areas(tx, counter, {each.key: each.areas for each in every}, span)
        else:
            chosen, said = hotspots_for_rows(tx, window, hotspots), ()
            every = row_places(tx, chosen, whole, window, window.year_before.start)
            counts = counter.read(tx, {each.key: each.boundaries for each in every}, span)
        hours = read_hours(tx, book.zone, chosen, window)
    notes += [*not_loaded(counter, window), *(note for each in every for note in each.notes)]
    notes += [*said, *hours.notes(chosen, window), *counter.notes(counts.values(), span)]
    if whole == "area" and every:
        notes.append(HOTSPOTS_ONLY)
    if "quarter" in by and cut_quarters(window):
        notes.append(cut_quarters(window))
    rows = []
    for each in every:
        inputs = _RowInputs(each, counter, counts[each.key], book.settings, count)
        for named, part in parts(by, window):
            row = replace(inputs.row(part, whole, against, responses), **named)
            besides = said
            if whole != "area":
                row = replace(row, **hours.figures((place.id for place in each.hotspots), part))
                besides = hours.notes(each.hotspots, part)
            rows.append(inputs.with_beside(row, against, besides))
    names = dict.fromkeys(("crime", "asb", "serious-violence", *(r.count_group for r in rows)))
    timed = any(row.visits for row in rows)
    return FigureTable(
        window,
        by,
        tuple(rows),
        against,
        tuple(dict.fromkeys(notes)),
        counter.coverage(),
        (*counter.definitions(tuple(names)), *([DEFINITION] if timed else [])),
    )


def _span(window: Window, against: Window | None, responses: Mapping[str, Response]) -> Window:
    """The months every comparison of the table needs: from a year before the oldest on."""
    oldest = min((r.start for r in responses.values()), default=window.start)
    first = min(window.last_year.first, window.previous.first, Month.of(oldest))
    last = window.last
    if against is not None:
        first, last = min(first, against.first), max(last, against.last)
    return Window(first + -BASELINE_MONTHS, last)


@dataclass(frozen=True)
class _RowInputs:
    """What a row's incident figures are worked out from."""

    places: RowPlaces
    counter: Counter
    counts: Counts
    settings: Settings
    asked: str | None

    @property
    def count_group(self) -> str:
        """The group asked for, or the one the hotspots' themes share."""
        wanted = {place.count_group for place in self.places.hotspots}
        return self.asked or (wanted.pop() if len(wanted) == 1 else "serious-violence")

    def count(self, name: str, window: Window) -> int | None:
        """The count of ``name`` in ``window``; None where missing or nothing is drawn."""
        if self.places.gap:
            return None
        return self.counter.count(self.counts, name, window)

    def row(
        self,
        window: Window,
        whole: str,
        against: Window | None,
        responses: Mapping[str, Response],
    ) -> Figure:
        """The row of figures, hours left out."""
        values: dict[str, Any] = {"count_group": self.count_group}
        if whole != "force":
            values[whole] = self.places.key
        for column, name in (
            ("crimes", "crime"),
            ("asb", "asb"),
            ("serious_violence", "serious-violence"),
            ("count", self.count_group),
        ):
            values[column] = self.count(name, window)
            values[f"{column}_previous"] = self.count(name, window.previous)
            values[f"{column}_last_year"] = self.count(name, window.last_year)
        row = Figure(window, self.places.name, **values)
        row = self._with_z(row, window)
        if against is not None:
            row = self._with_against(row, window, against)
        response = responses.get(self.places.key) if whole == "hotspot" else None
        return self._with_response(row, window, response) if response else row

    def with_beside(self, row: Figure, against: Window | None, besides: Iterable[str]) -> Figure:
        """The row with all that a reader must know of it, ``besides`` too."""
        counter, window = self.counter, row.window
        asked = (window, against) if against else (window,)
        behind = Window(min(window.year_before.first, window.previous.first), window.last)
        notes = [*not_loaded(counter, *asked), *self.places.notes, *besides]
        notes += counter.notes((self.counts,), behind, *asked)
        group = counter.group(row.count_group)
        return replace(
            row, beside=beside(counter, row.count_group, group, self.counts, window, notes)
        )

    def _with_z(self, row: Figure, window: Window) -> Figure:
        group = self.counter.group(row.count_group)
        before = window.year_before
        year = self.count(row.count_group, before)
        if row.count is None:
            not_told_apart = self.counter.not_told_apart(group, window, self.counts)
            because = "isn't told apart in what is loaded" if not_told_apart else "isn't loaded"
            return replace(
                row, z_says=self.places.gap or f"{group.title} for {window.label} {because}."
            )
        if year is None:
            gaps = len(self.counter.missing_months(group, before, self.counts))
            not_told_apart = self.counter.not_told_apart(group, before, self.counts)
            because = "don't tell it apart" if not_told_apart else "aren't loaded"
            says = f"No baseline: {gaps} of the 12 months before {window.label} {because}."
            return replace(row, z_says=says)
        expected = year * len(window) / BASELINE_MONTHS
        says = variation_in_words(row.count, expected, self.settings.z_limit)
        return replace(
            row,
            z_baseline=round(expected, 2),
            poisson_z=round(poisson_z(row.count, expected), 2),
            variation=variation(row.count, expected, self.settings.z_limit),
            z_says=f"{group.title}: {says[:-1]}; expected from {before.label}.",
        )

    def _with_against(self, row: Figure, window: Window, against: Window) -> Figure:
        other = self.count(row.count_group, against)
        group = self.counter.group(row.count_group)
        if other is None or row.count is None:
            missing = against if other is None else window
            not_told_apart = self.counter.not_told_apart(group, missing, self.counts)
            because = f"doesn't tell {group.title} apart" if not_told_apart else "isn't loaded"
            return replace(row, against_says=self.places.gap or f"{missing.label} {because}.")
        title = group.title
        if shared_months(window, against):
            says = f"{title}: {row.count} and {other}; the windows share months, so no test."
            return replace(row, count_against=other, against_says=says)
        p = e_test(row.count, other, len(window), len(against))
        verdict = "are unlikely to differ by chance alone" if p < 0.05 else "could differ by chance"
        says = (
            f"{title}: {row.count} in {window.label} and {other} in {against.label} "
            f"{verdict} (E-test, {p_in_words(p)})."
        )
        return replace(row, count_against=other, against_p=round(p, 4), against_says=says)

    def _with_response(self, row: Figure, window: Window, response: Response) -> Figure:
        row = replace(
            row,
            profile=response.profile,
            stage=response.stage,
            review_state=response.reviews.get(window.last),
        )
        if not response.began:
            return row
        began = Month.of(response.start)
        first = began if response.start == began.first else began + 1
        if first > window.last:
            return row
        run = Window(first, window.last)
        count = self.count(row.count_group, run)
        year = self.count(row.count_group, run.year_before)
        if count is None or year is None:
            return row
        expected = round(year * len(run) / BASELINE_MONTHS, 2)
        return replace(row, run_months=len(run), run_count=count, run_expected=expected)
