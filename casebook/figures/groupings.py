"""What the rows of a table of figures stand for: hotspots and their sums, areas, and times."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.core.errors import BadValue
from casebook.core.months import Window, day_label, quarters
from casebook.figures.areas import is_kind
from casebook.places import queries as places
from casebook.places.place import Place, called
from casebook.store.transaction import Transaction

PLACES = ("hotspot", "district", "force", "area")
PARTS = ("month", "quarter")


@dataclass(frozen=True)
class RowPlaces:
    """The hotspots one row stands for and their boundaries, or the areas it counts all of."""

    key: str
    name: str
    gap: str
    """Why nothing can be counted there; empty where it can."""
    hotspots: tuple[Place, ...] = ()
    boundaries: tuple[int, ...] = ()
    areas: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    """What must be known of the row alone, a sentence each."""


def grouping(by: tuple[str, ...], areas: Sequence[str], hotspots: Sequence[str]) -> str:
    """What a row stands for beside its month or quarter: hotspot, district, force or area."""
    whole = _place_of(by) or "force"
    if areas and whole != "area":
        raise BadValue(f"Areas are counted whole: take area in place of {whole} to name some.")
    if hotspots and whole == "area":
        raise BadValue("A row of an area counts all that lies in it: leave the hotspots out.")
    return whole


def grouping_of_types(by: tuple[str, ...], areas: Sequence[str], hotspots: Sequence[str]) -> str:
    """What a row stands for beside its type and its month or quarter, as :func:`grouping`.

    Empty where all that is named is taken together.
    """
    besides = tuple(name for name in by if name != "type")
    if len(besides) != len(by) - 1:
        raise BadValue(f"'{','.join(by)}' names type twice: once is enough.")
    if not besides or not _place_of(besides):
        if areas and hotspots:
            raise BadValue("Compare types in areas or in hotspots, not in both at once.")
        return ""
    return grouping(besides, areas, hotspots)


def _place_of(by: tuple[str, ...]) -> str:
    """The kind of place among ``by``; empty for none."""
    unknown = [name for name in by if name not in (*PLACES, *PARTS)]
    named = [name for name in by if name in PLACES]
    if unknown or len(named) > 1 or len(by) - len(named) > 1 or not by:
        kind = next((name for name in unknown if is_kind(name)), None)
        hint = f"; for a row per {kind} take area, and {kind} as the areas" if kind else ""
        raise BadValue(
            f"Figures can't be grouped by '{','.join(by)}': take one of hotspot, district or "
            f"force (their hotspots) or area (all in it), and month or quarter beside it, and "
            f"type{hint}."
        )
    return named[0] if named else ""


def parts(by: tuple[str, ...], window: Window) -> list[tuple[dict[str, Any], Window]]:
    """The months or quarters of ``window`` that rows are for, each with its key; else all of it."""
    if "month" in by:
        return [({"month": month}, Window(month, month)) for month in window.months]
    if "quarter" in by:
        return [({"quarter": str(quarter)}, part) for quarter, part in quarters(window)]
    return [({}, window)]


def hotspots_for_rows(tx: Transaction, window: Window, named: Sequence[str]) -> tuple[Place, ...]:
    """The hotspots asked for, by ref; all that were live in the window when none is named."""
    if named and len(exact := tx.load(Place, kind="hotspot", ref=named)) == len({*named}):
        return tuple(sorted(exact, key=lambda place: place.ref))
    found = {place.ref: place for place in tx.load(Place, kind="hotspot")}
    hotspots = called(found.values(), "hotspot")
    chosen = (
        [found[ref] for ref in dict.fromkeys(map(hotspots.ref, named))]
        if named
        else [place for place in found.values() if place.live_in(window.start, window.end)]
    )
    return tuple(sorted(chosen, key=lambda place: place.ref))


def drawn_anew(
    drawn: Iterable[places.Boundary], window: Window, since: date
) -> tuple[places.Boundary, ...]:
    """Those of all boundaries that replaced another after ``since`` and before the window's end.

    To be drawn for the first time is no change.
    """
    every = tuple(drawn)
    first: dict[str, date] = {}
    for row in every:
        day = row.valid_from or date.min
        first[row.ref] = min(day, first.get(row.ref, day))
    return tuple(
        row
        for row in every
        if row.valid_from is not None
        and first[row.ref] < row.valid_from
        and since < row.valid_from <= window.end
    )


def redrawn(
    anew: Iterable[places.Boundary], refs: Collection[str], window: Window
) -> tuple[str, ...]:
    """A sentence for each boundary of :func:`drawn_anew` that is one of ``refs``."""
    return tuple(
        f"{row.ref} was redrawn on {day_label(row.valid_from)}; every count here uses the boundary "
        f"in force on {day_label(window.end)}."
        for row in anew
        if row.ref in refs and row.valid_from is not None
    )


def row_places(
    tx: Transaction, chosen: tuple[Place, ...], whole: str, window: Window, since: date
) -> tuple[RowPlaces, ...]:
    """The places of each row, with the boundaries in force at the window's end.

    Hotspots drawn anew after ``since``, the first day that is counted, are noted.
    """
    drawn = places.boundaries(tx)
    inside = places.in_force(drawn, window.end)
    anew = drawn_anew(drawn, window, since)

    def together(key: str, name: str, hotspots: tuple[Place, ...]) -> RowPlaces:
        ids = tuple(inside[place.ref].id for place in hotspots if place.ref in inside)
        gap = "" if ids else f"No hotspot here had a boundary by {day_label(window.end)}."
        said = redrawn(anew, {place.ref for place in hotspots}, window)
        return RowPlaces(key, name, gap, hotspots, ids, notes=said)

    if whole == "hotspot":
        return tuple(together(place.ref, place.name, (place,)) for place in chosen)
    if whole == "force":
        return (together("", "All hotspots", chosen),)
    above = places.ancestors(tx)
    districts = tx.load(Place, kind="district")
    return tuple(
        together(d.ref, d.name, tuple(p for p in chosen if d.ref in above.get(p.ref, ())))
        for d in sorted(districts, key=lambda place: place.ref)
    )
