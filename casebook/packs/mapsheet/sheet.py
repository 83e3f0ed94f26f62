"""The web map as PDF: the same layer, classes and figures, from the same page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from math import cos, radians
from typing import Any

from casebook.core.english import listed
from casebook.core.errors import BadValue
from casebook.packs.mapsheet.drawing import bounds_of, map_picture, swatch
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.packs.typesetting import printable, typeset
from geo.maps import Layer, MapColumn, Page

TEMPLATE = "map.typ"
PAPERS = {"a4": (297.0, 210.0), "a3": (420.0, 297.0)}
"""Millimetres of the sheets, on their side; the map of a tall ground stands upright."""
_POINTS = 72 / 25.4
_MARGINS, _WORDS = (30.0, 34.0), 30.0
"""Millimetres that margins take across and down, and that title and legend take."""
_LETTER, _PAD, _FIRST = 4.3, 9.0, 130.0
"""Points: a figure's width and its cell's edges, and the width of the places' names."""


def layer_called(page: Page, name: str) -> Layer:
    """The layer of that name in any case; where it is blank, the one that the map opens on.

    Raises :class:`BadValue` for a name that is none, with those there are.
    """
    if not name:
        return page.layers[page.opens_on]
    for layer in page.layers:
        if layer.name.casefold() == name.strip().casefold():
            return layer
    names = listed((f"'{layer.name}'" for layer in page.layers), "or")
    raise BadValue(f"The map has no layer '{name}': it is one of {names}.")


def render_sheet(page: Page, made_on: date, *, layer: str = "", paper: str = "a4") -> bytes:
    """The map as PDF at the step it opens at; the same page gives the same bytes.

    Raises :class:`BadValue` for a layer that there isn't, and
    :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset(TEMPLATE, printable(sheet(page, layer, paper)), made_on)


def sheet(page: Page, layer: str, paper: str) -> dict[str, Any]:
    """The sheet as Typst takes it."""
    chosen, step = layer_called(page, layer), page.opening
    wide, tall = PAPERS[paper]
    across = (wide - _MARGINS[0]) * _POINTS
    west, south, east, north = bounds_of(page)
    upright = north - south > (east - west) * cos(radians((north + south) / 2))
    sides = (tall, wide) if upright else (wide, tall)
    room = [
        (side - margin) * _POINTS
        for side, margin in zip(sides, (_MARGINS[0], _MARGINS[1] + _WORDS), strict=True)
    ]
    picture = map_picture(page, chosen, step, room[0], room[1])
    return {
        "title": page.title,
        "force": "",
        "synthetic": "",
        "marking": page.marking,
        "subtitle": page.subtitle,
        "paper": paper,
        "upright": upright,
        "layer": f"{chosen.name}, {page.steps[step]}" if page.steps[step] else chosen.name,
        "note": chosen.note,
        "map": {"svg": picture.svg, "alt": picture.alt},
        "legend": _legend(chosen, step),
        "tables": [asdict(table) | {"tiers": table.tiers} for table in _tables(page, step, across)],
        "notes": list(page.notes),
        "attribution": page.attribution,
    }


def _legend(layer: Layer, step: int) -> list[dict[str, Any]]:
    """Each band with how many places it has, as on the web map."""
    numbers = list(layer.classes_at(step))
    return [
        {
            "svg": swatch(band, number),
            "mark": band.mark,
            "text": band.text,
            "count": numbers.count(number),
        }
        for number, band in enumerate(layer.bands_at(step))
    ]


def _tables(page: Page, step: int, wide: float) -> list[PrintTable]:
    """The whole table in parts as wide as the sheet, each with the places' names first."""
    shown = [column for column in page.columns if column.in_table]
    runs = _runs(shown, step, wide - _FIRST)
    caption = f"{page.table}, {page.steps[step]}" if page.steps[step] else page.table
    return [
        _table(page, step, run, caption + (f" ({n} of {len(runs)})" if len(runs) > 1 else ""))
        for n, run in enumerate(runs, start=1)
    ]


def _runs(columns: Sequence[MapColumn], step: int, room: float) -> list[list[MapColumn]]:
    """The columns in runs that fit; a group that fits a run isn't torn."""
    widths = {id(column): _width(column, step) for column in columns}
    found: list[list[MapColumn]] = []
    used = room
    for at, column in enumerate(columns):
        group = [c for c in columns[at:] if c.group and c.group == column.group]
        opens = at == 0 or columns[at - 1].group != column.group
        whole = sum(widths[id(c)] for c in group) if opens else 0
        need = whole if 0 < whole <= room else widths[id(column)]
        if not found or used + need > room:
            found.append([])
            used = 0
        found[-1].append(column)
        used += widths[id(column)]
    return found


def _width(column: MapColumn, step: int) -> float:
    longest = max((len(column.text(value)) for value in column.at(step)), default=1)
    if column.kind == "word":
        longest = min(longest, 16)
    words = max(len(word) for word in column.name.split())
    return _PAD + _LETTER * max(longest, words)


def _table(page: Page, step: int, run: Sequence[MapColumn], caption: str) -> PrintTable:
    written = [[column.text(value) for value in column.at(step)] for column in run]
    lines = [
        PrintRow((feature.title, *cells))
        for feature, *cells in zip(page.features, *written, strict=True)
    ]
    if page.total:
        totals = (c.text(c.total_at(step)) if c.total else "" for c in run)
        lines.append(PrintRow((page.total, *totals), "total"))
    heads = (
        PrintColumn(c.name, c.group, "words" if c.kind == "word" else "figure", 0) for c in run
    )
    return PrintTable(caption, (PrintColumn(page.first, weight=0), *heads), tuple(lines))
