"""Where a table by type counts: hotspots or areas, each or together, or everything there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core.errors import BadValue
from casebook.core.months import Window, day_label
from casebook.figures.areas import Areas, areas_for_rows, elsewhere, read_areas
from casebook.figures.groupings import drawn_anew, hotspots_for_rows, redrawn, row_places
from casebook.incidents.counts import Counter, Counts
from casebook.places import queries as places
from casebook.places.hotspots import place_named
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class CountedPlace:
    """Where a row counts, taken together: each incident once."""

    where: str
    """Refs of hotspots or areas, or the force's name."""
    counts: Counts
    gap: str
    """Why nothing can be counted there; empty where it can."""
    notes: tuple[str, ...] = ()
    """What a reader must know of it alone."""


def in_hotspots(
    tx: Transaction, counter: Counter, refs: Sequence[str], window: Window, span: Window
) -> CountedPlace:
    """Hotspots taken together, in the boundaries in force at the window's end."""
    chosen = [place_named(tx, "hotspot", ref) for ref in dict.fromkeys(refs)]
    drawn = places.boundaries(tx)
    inside = places.in_force(drawn, window.end)
    bare = [place.ref for place in chosen if place.ref not in inside]
    gap = f"{', '.join(bare)} had no boundary by {day_label(window.end)}." if bare else ""
    where = ", ".join(place.ref for place in chosen)
    ids = [inside[place.ref].id for place in chosen if place.ref in inside]
    counts = counter.read(tx, {where: ids}, span)[where]
    anew = drawn_anew(drawn, window, span.start)
    said = redrawn(anew, {place.ref for place in chosen}, window)
    return CountedPlace(where, counts, gap, (*((gap,) if gap else ()), *said))


def each_of(
    tx: Transaction,
    counter: Counter,
    whole: str,
    named: Sequence[str],
    window: Window,
    span: Window,
) -> tuple[tuple[CountedPlace, ...], tuple[str, ...]]:
    """Each hotspot, district's or force's hotspots, or area (``whole``), by ref.

    ``named`` says which hotspots or areas; all there are without any. Gives what must be said of
    them all as well.
    """
    if whole == "area":
        found, said = areas_for_rows(tx, counter, window, named)
        within = read_areas(tx, counter, {area.ref: area.inside for area in found}, span)
        return tuple(CountedPlace(a.ref, within[a.ref], a.gap, a.notes) for a in found), said
    rows = row_places(tx, hotspots_for_rows(tx, window, named), whole, window, span.start)
    counts = counter.read(tx, {row.key: row.boundaries for row in rows}, span)
    return tuple(
        CountedPlace(row.key or row.name, counts[row.key], row.gap, row.notes) for row in rows
    ), ()


def in_areas(
    tx: Transaction, counter: Counter, named: Sequence[str], window: Window, span: Window
) -> CountedPlace:
    """Areas taken together, with all that lies in each."""
    known = Areas.of(tx)
    chosen = known.named(named, window)
    if not chosen:
        raise BadValue(f"There is no {' or '.join(named)} in this casebook to count in.")
    where = ", ".join(area.ref for area in chosen)
    ids = frozenset(number for area in chosen for number in known.inside(area))
    counts = read_areas(tx, counter, {where: ids}, span)[where]
    gaps = tuple(gap for area in chosen if (gap := known.gap(area)))
    said = (sentence for number, sentence in known.redrawn(tx, span.start) if number in ids)
    return CountedPlace(where, counts, " ".join(gaps), (*gaps, *said))


def everywhere(
    tx: Transaction, counter: Counter, force: str, window: Window, span: Window
) -> CountedPlace:
    """Everything the casebook holds that counts, wherever it lies."""
    where = force or "the whole force"
    counts = read_areas(tx, counter, {where: None}, span)[where]
    ids = {area.id for area in Areas.of(tx).by_ref.values()}
    left = elsewhere(tx, counter, ids, window) if ids else ""
    note = f"{left} of {window.label} lie in no area: they count here and in no area's row."
    return CountedPlace(where, counts, "", (note,) if left else ())
