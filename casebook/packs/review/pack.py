"""The monthly review pack: what it says, as plain values that HTML and PDF both lay out."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from casebook import __version__
from casebook.basemap.background import Background
from casebook.core import english, wording
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.packs.chapters.parts import PackScope
from casebook.packs.drawing.background import BackgroundIndex, background_of
from casebook.packs.marking import highest_marking
from casebook.packs.review.all_hotspots import (
    PackFigures,
    Whole,
    fell_table,
)
from casebook.packs.review.force_matters import force_matters, read_force_matters
from casebook.packs.review.front_page import FrontPage, front_page
from casebook.packs.review.headlines import headlines
from casebook.packs.review.hotspot.gathered import KeptForPages, gather, nothing_gathered
from casebook.packs.review.hotspot.section import (
    Section,
    SectionData,
    section,
    without_shared_notes,
)
from casebook.packs.review.late_data import late_data, late_table, signed_reviews
from casebook.packs.review.numbers import PackNumbers
from casebook.packs.review.overview import overview_table
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile
from casebook.reviews.as_signed import as_signed
from casebook.reviews.figures import SinceFrozen
from casebook.reviews.matter import Matter
from casebook.reviews.meeting import profile_months
from casebook.reviews.need import order_of_need
from casebook.reviews.review import Review

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.progress import Progress
    from casebook.figures.table import FigureTable

CHART_MONTHS = 24


@dataclass(frozen=True)
class ReviewPack:
    """A whole pack in words, tables and drawings; nothing in it is markup but the drawings."""

    title: str
    force: str
    marking: str
    synthetic: str
    """Printed on every page made from invented data; empty for real data."""
    period: str
    """Its first and last day."""
    label: str
    """Its months, short: ``Sep 2024``."""
    made_on: date
    cut_off: tuple[str, ...]
    """Which data the figures rest on and to which day."""
    front: FrontPage
    """What needs a decision."""
    late: PrintTable | None
    """What late data changed since signing; None where nothing."""
    headlines: tuple[str, ...]
    fell: PrintTable
    hotspots: PrintTable
    sections: tuple[Section, ...]
    others: PrintTable | None
    """Live profiles that no hotspot of the pack belongs to."""
    definitions: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    reading: tuple[str, ...]
    """How to read the figures, a sentence each."""
    record: tuple[str, ...]
    """Which record the pack was made from and with what."""
    numbers: PackNumbers
    """The figures before they are words."""
    links: Mapping[str, str] = field(default_factory=dict)
    """The id of the part that tells of each hotspot and profile, by ref."""

    @property
    def made(self) -> str:
        """The day it was made, as people read it."""
        return wording.day(self.made_on)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """Id and heading of each part, in order."""
        parts = [("command", "All hotspots")]
        parts += [(part.anchor, f"{part.ref} {part.name}".rstrip()) for part in self.sections]
        parts += [("others", "Other profiles")] if self.others else []
        return (*parts, ("definitions", "Definitions and sources"))


def review_pack(scope: PackScope, streets: Path | None = None) -> ReviewPack:
    """The review of a month, gathered from the casebook, of the scope's area or the force.

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
    return build_review(
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
        title=f"Hotspot review, {scope.where}, {_long(window)}" if scope.place else "",
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


def build_review(
    table: FigureTable,
    monthly: FigureTable,
    files: Sequence[ProfileFile],
    hotspots: Sequence[Place],
    shapes: Mapping[str, BaseGeometry],
    settings: Settings,
    *,
    head: str,
    made_on: date,
    together: Figure,
    title: str = "",
    background: Background | None = None,
    redrawn: Mapping[str, tuple[Month, ...]] | None = None,
    force: Mapping[str, Whole] | None = None,
    progress: Mapping[str, Progress] | None = None,
    reviews: Sequence[Review] = (),
    since: Mapping[str, SinceFrozen] | None = None,
    matters: Sequence[Matter] = (),
    kept: KeptForPages | None = None,
) -> ReviewPack:
    """The pack of ``table``, a row per hotspot over one window.

    ``monthly`` holds each hotspot's months for the charts, ``together`` all hotspots as one row,
    ``shapes`` polygons in WGS84 by ref, ``redrawn`` the months in which a boundary changed,
    ``head`` the hash of the newest entry of the history, ``force`` what the whole force counted,
    ``progress`` where objectives stand by profile, ``reviews`` every review, ``since`` what later
    data makes of the month's signed ones by their ref, ``matters`` what needs a decision of money
    and answers, ``kept`` what the hotspots' pages say beside the figures. A hotspot whose review is
    signed shows what was signed; hotspots stand in the order of need.
    """
    live = tuple(file for file in files if file.profile.status in ("open", "monitoring"))
    month, names = table.window.last, {place.ref: place.name for place in hotspots}
    shown = as_signed(table.rows, progress or {}, reviews, month, names)
    together = shown.together(together, table.rows)
    profiles = profile_months(files, reviews, shown.rows, shown.progress, month, names)
    whole = force_matters(together, shown.rows, table.notes, matters)
    order = order_of_need(profiles, month, made_on, whole)
    rows = order.in_order(shown.rows)
    refs = tuple(row.hotspot or "" for row in rows)
    links = {ref: f"hotspot-{at}" for at, ref in enumerate(refs, start=1)}
    late = late_data(shown.signed, since or {}, progress or {})
    figures = PackFigures(
        table.window,
        rows,
        together,
        live,
        settings,
        made_on,
        links,
        force or {},
        shown.progress,
        table.together,
        shown,
        order,
        late,
    )
    notes = tuple(dict.fromkeys((*table.notes, *monthly.notes)))
    by_month = shown.among(monthly.rows)
    beside = SectionData(
        _by_hotspot(by_month),
        shapes,
        BackgroundIndex(background) if background else None,
        redrawn or {},
        {place.ref: place.themes for place in hotspots},
        notes,
        kept or nothing_gathered(table.window.last),
    )
    sections, said_of_all = without_shared_notes([section(figures, row, beside) for row in rows])
    return ReviewPack(
        title=title or f"Hotspot review, {_long(table.window)}",
        force=settings.force_name,
        marking=highest_marking((settings.marking, *(f.profile.marking for f in live))),
        synthetic=settings.synthetic,
        period=_period(table.window),
        label=table.window.label,
        made_on=made_on,
        cut_off=_cut_off(table, together, made_on),
        front=front_page(figures, order, profiles, reviews, table.together_in_brief),
        late=late_table(late, names, links, month),
        headlines=headlines(figures),
        fell=fell_table(figures),
        hotspots=overview_table(figures),
        sections=sections,
        others=_others(figures, set(refs)),
        definitions=table.definitions,
        sources=_sources(table, background),
        notes=tuple(dict.fromkeys((*notes, *said_of_all))),
        reading=_reading(settings, table.window),
        record=_record(head, made_on),
        numbers=PackNumbers(rows, by_month, figures.progress, live, beside.kept),
        links=_links(figures, set(refs)),
    )


def _by_hotspot(rows: Sequence[Figure]) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        found[row.hotspot or ""].append(row)
    return {ref: tuple(sorted(own, key=lambda row: row.window)) for ref, own in found.items()}


def _long(window: Window) -> str:
    """The window with whole month names: ``September 2024``."""
    first, last = (
        f"{calendar.month_name[month.number]} {month.year}" for month in (window.first, window.last)
    )
    return first if first == last else f"{first} to {last}"


def _period(window: Window) -> str:
    return f"{wording.day(window.start)} to {wording.day(window.end)}"


def _cut_off(table: FigureTable, together: Figure, made_on: date) -> tuple[str, ...]:
    said = [f"Figures as held on {wording.day(made_on)}.", *(f"{s}." for s in table.sources)]
    if not together.coverage:
        said.append("Hours: no source of delivered patrol time is loaded.")
    else:
        said.append(f"Hours: {together.coverage}.")
        if together.covered_to is not None and together.covered_to < table.window.end:
            said.append(
                f"Hours after {wording.day(together.covered_to)} aren't known from every source."
            )
    said += [note for note in table.notes if "isn't loaded" in note]
    return tuple(said)


def _sources(table: FigureTable, background: Background | None) -> tuple[str, ...]:
    if background is None or not background.attribution:
        return table.sources
    return (*table.sources, f"Beneath the maps: {background.attribution}")


def _others(figures: PackFigures, refs: set[str]) -> PrintTable | None:
    """Live profiles tied to no hotspot of the pack, so that none goes unseen."""
    apart = [file.profile for file in figures.live if not refs & set(file.hotspots)]
    if not apart:
        return None
    columns = (
        PrintColumn(figures.settings.label, kind="phrase"),
        PrintColumn("Title"),
        PrintColumn("Stage", kind="phrase"),
        PrintColumn("Owner", kind="phrase"),
        PrintColumn("Next review", kind="phrase"),
    )
    lines = []
    for profile in apart:
        late = profile.overdue(figures.made_on)
        review = wording.day(profile.next_review)
        cells = (
            profile.ref,
            profile.title,
            english.sentence(profile.stage),
            profile.owner or wording.MISSING,
            f"Overdue: {review}" if late else review,
        )
        lines.append(PrintRow(cells, alert=(4,) if late else ()))
    return PrintTable("Open profiles without a hotspot in this pack", columns, tuple(lines))


def _links(figures: PackFigures, refs: set[str]) -> dict[str, str]:
    """Where each hotspot is told of, and each live profile: with its first hotspot here."""
    found = dict(figures.links)
    for file in figures.live:
        own = [ref for ref in file.hotspots if ref in refs]
        found[file.profile.ref] = figures.links[own[0]] if own else "others"
    return found


def _reading(settings: Settings, window: Window) -> tuple[str, ...]:
    verdict = (
        "Expected is the hotspot's own baseline, times what the rest of the force did from those "
        "months to these, so that season and trend are out of it. The baseline is the 12 months "
        "before the response and stands still from then on; before any response it is "
        f"{window.year_before.label}. {sentences.limits(settings.usual_variation)} Too few to tell "
        "says that even a doubling would more often than not go unnoticed. A single month can't "
        "show a slow change: read it beside the run since the response began."
    )
    percent = (
        f"No percentage is given from a base under {settings.small_base}; the two counts stand "
        "alone. Percentages are from unrounded figures."
    )
    hours = (
        "Officer-hours add over staff; patrol-hours are time with anyone there. Delivery is "
        "compared with the plan of the days it is known for."
    )
    boundary = (
        "Both sides of every comparison are counted in the boundary in force at the end of the "
        "period."
    )
    regression = (
        "Hotspots are picked for bad months, so some fall is to be expected without any response "
        "(regression to the mean)."
    )
    apart = "Crime and ASB are never added together. – is not known; 0 is known to be none."
    return verdict, percent, apart, hours, boundary, regression


def _record(head: str, made_on: date) -> tuple[str, ...]:
    made = f"Made with Casebook {__version__} on {wording.day(made_on)}."
    if not head:
        return (made,)
    check = "To test the casebook against this pack: casebook check --head, and the hash above."
    return (f"Head of the record: {head}", check, made)
