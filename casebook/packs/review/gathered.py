"""What a review pack is made from: what the casebook holds of the month and of those before."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import Background
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.figures.figure import Figure
from casebook.packs.chapters.parts import PackScope
from casebook.packs.drawing.background import background_of
from casebook.packs.review.all_hotspots import Whole
from casebook.packs.review.force_matters import read_force_matters
from casebook.packs.review.hotspot.gathered import KeptForPages, gather
from casebook.packs.review.late_data import signed_reviews
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile
from casebook.reviews.figures import SinceFrozen
from casebook.reviews.matter import Matter
from casebook.reviews.review import Review

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.progress import Progress
    from casebook.figures.table import FigureTable

CHART_MONTHS = 24


@dataclass(frozen=True)
class GatheredReview:
    """All that a pack is made from; what is left out isn't known."""

    table: FigureTable
    """A row per hotspot over the window."""
    monthly: FigureTable
    """Each hotspot's months, for the charts."""
    files: Sequence[ProfileFile]
    hotspots: Sequence[Place]
    shapes: Mapping[str, BaseGeometry]
    """Polygons in WGS84 by ref."""
    settings: Settings
    head: str
    """The hash of the newest entry of the history."""
    made_on: date
    together: Figure
    """All hotspots as one row."""
    title: str = ""
    """The pack's; the force's month where it is blank."""
    background: Background | None = None
    redrawn: Mapping[str, tuple[Month, ...]] = field(default_factory=dict)
    """The months in which a boundary changed, by hotspot."""
    force: Mapping[str, Whole] = field(default_factory=dict)
    """What the whole force counted, by the name of the hotspots' figure."""
    progress: Mapping[str, Progress] = field(default_factory=dict)
    """Where objectives stand, by profile."""
    reviews: Sequence[Review] = ()
    """Every review of the profiles."""
    since: Mapping[str, SinceFrozen] = field(default_factory=dict)
    """What later data makes of the month's signed reviews, by their ref."""
    matters: Sequence[Matter] = ()
    """What needs a decision of money and answers."""
    kept: KeptForPages | None = None
    """What the hotspots' pages say beside the figures."""


def gather_review(scope: PackScope, streets: Path | None = None) -> GatheredReview:
    """What the casebook holds of the scope's month, of its area or the force.

    ``streets`` is a file of lines for the maps' background, in the stead of the casebook's base.
    Raises :class:`NotAllowed` for somebody who may not make files, :class:`BadFile` for streets
    that can't be read, :class:`BadValue` for an area without a hotspot.
    """
    from casebook.figures.progress import read_progress
    from casebook.figures.table import figures, figures_by
    from casebook.places.hotspots import hotspot_shapes, list_places, redrawn
    from casebook.reviews.figures import since_frozen
    from casebook.reviews.months import list_reviews

    book, window = scope.book, scope.window
    book.require("export")
    files = scope.profiles
    chosen = scope.hotspots
    if scope.place and not chosen:
        raise BadValue(f"No hotspot lies in {scope.where} in {window.label}.")
    own = {file.profile.ref for file in files}
    reviews = [review for review in list_reviews(book) if review.profile in own]
    signed = signed_reviews(reviews, window.last)
    table, together = figures_by(book, window, (("hotspot",), ("force",)), chosen)
    refs = [row.hotspot for row in table.rows if row.hotspot]
    span = Window(window.last + (1 - CHART_MONTHS), window.last)
    return GatheredReview(
        table,
        figures(book, span, by=("hotspot", "month"), hotspots=refs),
        files,
        [place for place in list_places(book, "hotspot") if place.ref in scope.inside],
        hotspot_shapes(book, window.end),
        book.settings,
        head=book.head(),
        redrawn=redrawn(book),
        made_on=book.today,
        together=together.rows[0],
        title=f"Hotspot review, {scope.where}, {long_label(window)}" if scope.place else "",
        background=background_of(book, streets),
        force=_whole_force(book, window),
        progress=read_progress(book, (file for file in files if file.profile.live), window.last),
        reviews=reviews,
        since=since_frozen(book, signed, (file.profile for file in files)) if signed else {},
        matters=read_force_matters(scope),
        kept=gather(book, window.last, reviews),
    )


def _whole_force(book: Book, window: Window) -> dict[str, Whole]:
    """What the whole force counted, by the name hotspots' figures give the same count."""
    from casebook.figures.comparison import compare_types

    groups = {"crimes": "crime", "asb": "asb", "serious_violence": "serious-violence"}
    now, before, year_ago = (
        [row.count for row in compare_types(book, each, groups=tuple(groups.values())).rows]
        for each in (window, window.previous, window.last_year)
    )
    return dict(zip(groups, zip(now, before, year_ago, strict=True), strict=True))


def long_label(window: Window) -> str:
    """The window with whole month names: ``September 2024``."""
    first, last = (
        f"{calendar.month_name[month.number]} {month.year}" for month in (window.first, window.last)
    )
    return first if first == last else f"{first} to {last}"
