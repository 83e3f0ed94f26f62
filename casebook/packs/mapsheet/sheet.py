"""The web map as PDF: the same layer, classes and figures, from the same page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casebook.core.english import listed
from casebook.core.errors import BadValue
from casebook.packs.mapsheet.drawing import map_picture, swatch
from casebook.packs.mapsheet.layout import lay_out
from casebook.packs.typesetting import as_data, printable, typeset
from geo.maps import Layer, Page

TEMPLATE = "map.typ"
PAPERS = {"a4": (297.0, 210.0), "a3": (420.0, 297.0)}
"""Millimetres of the sheets, on their side; the map of a tall ground stands upright."""


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
    return typeset([TEMPLATE], printable(sheet(page, layer, paper)), made_on)


def sheet(page: Page, layer: str, paper: str) -> dict[str, Any]:
    """The sheet as Typst takes it."""
    chosen, step = layer_called(page, layer), page.opening
    laid = lay_out(page, chosen, step, PAPERS[paper])
    picture = map_picture(page, chosen, step, laid.room, laid.inset.clear if laid.inset else 0)
    after = laid.overleaf
    return {
        "title": page.title,
        "force": "",
        "synthetic": "",
        "marking": page.marking,
        "subtitle": page.subtitle,
        "paper": paper,
        "upright": laid.upright,
        "layer": f"{chosen.name}, {page.steps[step]}" if page.steps[step] else chosen.name,
        "note": chosen.note,
        "map": as_data(picture) | {"ratio": laid.room[0] / laid.room[1]},
        "legend": _legend(chosen, step),
        "inset": as_data(laid.inset),
        "tables": as_data(after.tables if after else laid.under),
        "overleaf": as_data(replace(after, tables=())) if after else None,
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
