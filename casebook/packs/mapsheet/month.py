"""The month that a map on paper shows: its own hotspots, in the classes of the web map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.core.months import Window
from casebook.packs.map.page import read_page
from geo.maps import Layer, Page

if TYPE_CHECKING:
    from casebook.book.opening import Book


def read_month(book: Book, window: Window, streets: Path | None = None) -> Page:
    """The page of the last month of ``window``, at which a web map of the window opens.

    Hotspots, figures, totals and notes are the month's; the layers have the classes that they have
    over the whole window, so that a colour means on paper what it means on the screen. What is
    found of all hotspots together and since responses began is left to the month's pack. Raises
    as :func:`casebook.packs.map.page.map_page` does.
    """
    page = read_page(book, window, streets, findings=False)
    if len(window) == 1:
        return page
    month = read_page(book, Window(window.last, window.last), streets, findings=False)
    at = {feature.id: number for number, feature in enumerate(page.features)}
    own = [at[feature.id] for feature in month.features]
    layers = tuple(_in_month(layer, page.opening, own) for layer in page.layers)
    opens_with = page.layers[page.opens_on].name if layers else ""
    titles = month.numbers
    layers = tuple(
        replace(layer, says=tuple(title for title in layer.says if title in titles))
        for layer in layers
    )
    return replace(month, layers=layers, opens_with=opens_with)


def _in_month(layer: Layer, step: int, own: Sequence[int]) -> Layer:
    """A layer at one step, of the features of these numbers."""
    numbers = layer.classes_at(step)
    return replace(layer, bands=(layer.bands_at(step),), classes=([numbers[n] for n in own],))
