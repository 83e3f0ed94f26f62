"""The web map of a casebook: what it shows, and the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import Background
from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.statement import Ask
from casebook.figures import sentences
from casebook.packs.drawing.background import background_of
from casebook.packs.map.columns import columns
from casebook.packs.map.gathered import MapFigures, steps_of
from casebook.packs.map.ground import far_streets, ground
from casebook.packs.map.layers import layers
from casebook.packs.map.slices import ByWindow
from casebook.packs.marking import highest_marking
from casebook.packs.review.all_hotspots import PackFigures
from casebook.packs.review.headlines import outside, since_responses
from geo.maps import Feature, Overlay, Page, render

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.table import FigureTable

_READING = (
    "Count is of the month shown, Before of the month before it and Year before of the same month "
    "a year earlier; so are they of all months together. – is not known; 0 is none."
)
_AS_LIVE = (
    "A month has the hotspots that were live in it; all months together have every one, with what "
    "it counted before and after too."
)
_DRAWN_SMALL = "A hotspot too small to be seen is a disc until the map is near enough."


def map_page(book: Book, window: Window, streets: Path | None = None) -> str:
    """The map of ``window`` as one HTML text that opens without a network.

    It has a slider over the window's months. ``streets`` is a file of lines for the background, in
    the stead of the casebook's own base.
    Raises :class:`NotAllowed` for somebody who may not make files, :class:`BadFile` for streets
    that can't be read, ``geo.maps.MapError`` where no hotspot has a boundary.
    """
    return render(read_page(book, window, streets))


def read_page(
    book: Book, window: Window, streets: Path | None = None, *, findings: bool = True
) -> Page:
    """What :func:`map_page` draws, as plain values.

    ``findings`` are the sentences on all hotspots together and since responses began.
    """
    from casebook.packs.map.outlines import read_outlines
    from casebook.places.hotspots import area_shapes, list_places, older_shapes, shapes_in_force

    book.require("export")
    background = background_of(book, streets)
    of, whole = gather(book, window)
    older = older_shapes(book, window.end, since=window.start)
    return build_map(
        of,
        whole,
        shapes_in_force(book, window.end),
        background=background,
        districts=tuple(area_shapes(book, "district").values()),
        overlays=read_outlines(book, older),
        older=older,
        findings=findings,
        retired={
            place.ref: place.retired_on
            for place in list_places(book, "hotspot")
            if place.retired_on is not None and place.retired_on <= window.end
        },
    )


def gather(book: Book, window: Window) -> tuple[MapFigures, FigureTable]:
    """The figures of every step of a map of ``window``, and the table of all of it by hotspot."""
    from casebook.figures.table import figures_by
    from casebook.packs.map.months import progress_of, read_months, slices_of
    from casebook.places.hotspots import list_places
    from casebook.profiles.casefile import list_profiles

    windows = steps_of(window)
    runs: tuple[Window, ...] = (window,)
    if len(windows) > 1:
        found = read_months(book, window)
        runs, whole = found.runs, found.whole
        rows, together = (*found.rows, whole.rows), (*found.sums, found.force)
    else:
        whole, force = figures_by(book, window, (("hotspot",), ("force",)))
        rows, together = (whole.rows,), force.rows
    live = tuple(file for file in list_profiles(book) if file.profile.live)
    places = {place.ref: place for place in list_places(book, "hotspot")}
    shown = [places[row.hotspot or ""] for row in whole.rows]
    there = tuple(tuple(place.live_in(part.start, part.end) for place in shown) for part in windows)
    of = MapFigures(
        windows,
        rows,
        together,
        live,
        book.settings,
        book.today,
        there if not all(map(all, there)) else (),
        slices_of(book, window, windows, runs),
        read_results(book, windows, [row.hotspot or "" for row in whole.rows]),
        progress_of(book, live, runs),
    )
    return of, whole


def read_results(
    book: Book, windows: Sequence[Window], hotspots: Sequence[str]
) -> dict[str, ByWindow]:
    """Of each kind of result, how many each hotspot has in each window.

    None in a window without any result anywhere.
    """
    from casebook.registers.statements.activities import total

    tables = [total(book, Ask(window=window, by="place,code")).rows for window in windows]
    found = [{(row["what"], row["place"]): row["count"] for row in rows} for rows in tables]
    at_hotspots = set(hotspots)
    kinds = dict.fromkeys(
        row["what"] for rows in tables for row in rows if row["place"] in at_hotspots
    )
    return {
        kind: tuple(
            tuple(counts.get((kind, ref), 0) if counts else None for ref in hotspots)
            for counts in found
        )
        for kind in kinds
    }


def build_map(
    of: MapFigures,
    whole: FigureTable,
    shapes: Mapping[str, BaseGeometry],
    *,
    background: Background | None = None,
    districts: Sequence[BaseGeometry] = (),
    overlays: tuple[Overlay, ...] = (),
    retired: Mapping[str, date] | None = None,
    findings: bool = True,
    older: Mapping[tuple[str, date], BaseGeometry] | None = None,
) -> Page:
    """The page of ``of``; ``whole`` is the table of figures over all its months.

    ``shapes`` holds polygons in WGS84 by ref, ``districts`` those of the ground, ``older`` those
    that hotspots had before, by ref and last day; a hotspot without one is in the table alone, one
    of ``retired`` is said to be live no longer from that day.
    """
    settings = of.settings
    was = outlines_before(older or {}, of.windows)
    features = tuple(
        Feature(ref, _shape(shapes.get(ref)), row.name, was.get(ref, ()))
        for row in of.hotspots
        for ref in (row.hotspot or "",)
    )
    drawn = [feature.geometry for feature in features if feature.geometry is not None]
    return Page(
        title=f"Hotspots, {of.window.label}",
        marking=highest_marking((settings.marking, *(f.profile.marking for f in of.live))),
        features=features,
        layers=layers(of) if features else (),
        columns=columns(of),
        steps=tuple(window.label for window in of.windows),
        opening=max(0, len(of.windows) - 2),
        months=tuple(
            str(window.first) if len(window) == 1 else f"{window.first} to {window.last}"
            for window in of.windows
        ),
        table="Every hotspot",
        first="Hotspot",
        total=tuple(
            f"All {english.counted(of.live_at(step), 'hotspot')}" for step in range(len(of.windows))
        ),
        there=of.there,
        overlays=overlays,
        base=ground(background, districts, drawn),
        subtitle=_subtitle(of),
        notes=(
            *_notes(of, whole, features, retired or {}, findings=findings),
            *_far(background, drawn),
        ),
        attribution=background.attribution if background else "",
    )


def _far(background: Background | None, drawn: Sequence[Any]) -> tuple[str, ...]:
    """That local streets far from every hotspot aren't drawn, where there are some."""
    if not far_streets(background, drawn):
        return ()
    return ("Local streets are drawn within 2 kilometres of a hotspot.",)


def outlines_before(
    older: Mapping[tuple[str, date], BaseGeometry], windows: Sequence[Window]
) -> dict[str, tuple[tuple[int, Any], ...]]:
    """Of each hotspot the outlines it had, each with the step of the last month it had it in."""
    months = [window.end for window in windows[: max(1, len(windows) - 1)]]
    found: dict[str, dict[int, Any]] = {}
    for (ref, until), shape in sorted(older.items(), key=lambda each: each[0]):
        step = sum(end <= until for end in months) - 1
        if step >= 0:
            found.setdefault(ref, {}).setdefault(step, shape)
    return {ref: tuple(outlines.items()) for ref, outlines in found.items()}


def _shape(shape: BaseGeometry | None) -> Any:
    return shape


def _subtitle(of: MapFigures) -> str:
    window, settings = of.window, of.settings
    parts = (
        settings.force_name,
        f"{wording.day(window.start)} to {wording.day(window.end)}",
        f"made {wording.day(of.made_on)}",
        settings.synthetic,
    )
    return " · ".join(part for part in parts if part)


def _notes(
    of: MapFigures,
    whole: FigureTable,
    features: Sequence[Feature],
    retired: Mapping[str, date],
    *,
    findings: bool,
) -> tuple[str, ...]:
    """How to read the map, and what must be known of the figures over all its months."""
    undrawn = [feature.id for feature in features if feature.geometry is None]
    missing = (
        (f"No boundary to draw on {wording.day(of.window.end)}: {english.listed(undrawn)}.",)
        if undrawn
        else ()
    )
    gone = [
        f"{feature.id} on {wording.day(retired[feature.id])}"
        for feature in features
        if feature.id in retired
    ]
    if gone:
        missing = (*missing, f"Retired: {english.listed(gone)}.")
    if of.there:
        missing = (*missing, _AS_LIVE)
    together = of.together[-1]
    beside = PackFigures(of.window, whole.rows, together, of.live, of.settings, of.made_on, {})
    return (
        _READING,
        _DRAWN_SMALL,
        *(whole.together if findings else ()),
        outside(beside),
        *(since_responses(beside) if findings else ()),
        sentences.hours_sentence(together),
        *missing,
        *whole.notes,
        f"{'; '.join(whole.sources)}.",
        " ".join(whole.definitions),
    )
