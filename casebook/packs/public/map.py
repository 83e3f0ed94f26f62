"""The map for the public: counts of at least 5 in squares of a grid, and no word of a case.

What is on it is chosen one by one; everything else that the web map has isn't on it: names, refs,
profiles, hours, verdicts, other counts, months one by one, totals, comparison areas and older
boundaries. A hotspot without a total can't be worked out from the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from casebook.core import wording
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.packs.map.ground import ground
from casebook.packs.public.grid import SIDE, in_squares
from casebook.packs.public.release import MARKING
from casebook.packs.public.suppression import SMALLEST, public_count
from geo.maps import Band, Base, Feature, Layer, MapColumn, Page, classes
from geo.maps.classes import NOT_KNOWN
from geo.maps.paint import NONE

if TYPE_CHECKING:
    from casebook.basemap.background import Background
    from casebook.book.opening import Book
    from casebook.figures.figure import Figure

UNDER = f"Under {SMALLEST}"
_HIDDEN = Band(UNDER, NONE, edge="dotted", opacity=0.9, weight=1.5)
_NOUN = "hotspots"
_COUNTS = {"Crimes": "crimes", "ASB": "asb"}


def public_map(book: Book, window: Window, streets: Path | None = None) -> Page:
    """The map of ``window`` for the public, all its months as one.

    Raises :class:`NotAllowed` for who may not make files, :class:`BadValue` for a window that isn't
    over, :class:`BadFile` for streets that can't be read.
    """
    from casebook.figures.table import figures
    from casebook.packs.drawing.background import background_of
    from casebook.places.hotspots import area_shapes, shapes_in_force
    from geo.crs import WGS84
    from geo.mend import Reprojection

    book.require("export")
    if window.end >= book.today:
        raise BadValue(f"{window.last.label} isn't over: a map for the public has whole months.")
    there = Reprojection(WGS84, book.settings.crs)
    back = Reprojection(book.settings.crs, WGS84)
    return build_public_map(
        figures(book, window).rows,
        {
            ref: back.moved(in_squares(there.moved(shape)))
            for ref, shape in shapes_in_force(book, window.end).items()
        },
        book.settings,
        window,
        made_on=wording.day(book.today),
        background=background_of(book, streets),
        districts=tuple(area_shapes(book, "district").values()),
    )


def build_public_map(
    rows: Sequence[Figure],
    squares: Mapping[str, BaseGeometry],
    settings: Settings,
    window: Window,
    *,
    made_on: str,
    background: Background | None = None,
    districts: Sequence[BaseGeometry] = (),
) -> Page:
    """The page of a figure for each hotspot; ``squares`` are their outlines by ref (WGS84).

    A hotspot without an outline isn't on it, and is counted.
    """
    drawn = [row for row in rows if (row.hotspot or "") in squares]
    features = tuple(
        Feature(f"Hotspot {number}", squares[row.hotspot or ""])
        for number, row in enumerate(drawn, start=1)
    )
    counts = {heading: [getattr(row, name) for row in drawn] for heading, name in _COUNTS.items()}
    base: Base = ground(background, districts, [f.geometry for f in features if f.geometry])
    parts = (
        settings.force_name,
        f"{wording.day(window.start)} to {wording.day(window.end)}",
        f"made {made_on}",
        settings.synthetic,
    )
    return Page(
        title=f"Hotspots, {window.label}",
        marking=MARKING,
        features=features,
        layers=tuple(_layer(heading, values) for heading, values in counts.items()),
        columns=tuple(_column(heading, values) for heading, values in counts.items()),
        steps=(window.label,),
        table="Every hotspot",
        first="Hotspot",
        base=base,
        subtitle=" · ".join(part for part in parts if part),
        notes=_notes(len(rows) - len(drawn)),
        attribution=background.attribution if background else "",
    )


def _layer(heading: str, values: Sequence[int | None]) -> Layer:
    """Classes of the counts that are shown, after the one for those that aren't."""
    shown = [public_count(value) if value is not None else None for value in values]
    known = [value for value in shown if value is not None]
    found = classes(known)
    bands = found.bands if known else (NOT_KNOWN,)
    numbers = [
        0 if value is not None and count is None else 1 + (found.number(count) if known else 0)
        for value, count in zip(values, shown, strict=True)
    ]
    note = "Counted inside each hotspot's own boundary, which isn't shown."
    return Layer(heading, ((_HIDDEN, *bands),), (numbers,), (heading,), note, _NOUN)


def _column(heading: str, values: Sequence[int | None]) -> MapColumn:
    """Each count in words, so that none under 5 is in the file."""
    counts = [None if value is None else public_count(value) for value in values]
    said: list[str | None] = [
        None if value is None else UNDER if count is None else wording.number(count, 0)
        for value, count in zip(values, counts, strict=True)
    ]
    rising = sorted({count for count in counts if count is not None})
    order = (UNDER, *(wording.number(count, 0) for count in rising))
    return MapColumn(heading, (said,), kind="word", order=order)


def _notes(left_out: int) -> tuple[str, ...]:
    return (
        f"A hotspot is drawn as the {SIDE} metre squares that it touches, not as it is; squares of "
        "neighbours may be the same.",
        f"Counts under {SMALLEST} aren't shown, and nothing is added up, so that none can be "
        "worked out. – is not known.",
        *((f"{counted(left_out, 'hotspot')} without an outline isn't drawn.",) if left_out else ()),
    )
