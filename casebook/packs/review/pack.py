"""The monthly review pack: what it says, as plain values that HTML and PDF both lay out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import __version__
from casebook.basemap.background import Background
from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.packs.chapters.parts import PackScope
from casebook.packs.drawing.background import BackgroundIndex
from casebook.packs.drawing.inset import HotspotShapes
from casebook.packs.marking import highest_marking
from casebook.packs.review.all_hotspots import PackFigures, fell_table
from casebook.packs.review.force_matters import force_matters
from casebook.packs.review.front_page import FrontPage, front_page
from casebook.packs.review.gathered import GatheredReview, gather_review, long_label
from casebook.packs.review.headlines import headlines
from casebook.packs.review.hotspot.gathered import KeptForPages, nothing_gathered
from casebook.packs.review.hotspot.section import (
    Section,
    SectionData,
    section,
    without_shared_notes,
)
from casebook.packs.review.late_data import late_data, late_table
from casebook.packs.review.numbers import PackNumbers
from casebook.packs.review.overview import overview_table
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.reviews.as_signed import ShownMonth, as_signed
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.meeting import profile_months
from casebook.reviews.need import order_of_need

if TYPE_CHECKING:
    from casebook.figures.table import FigureTable


_LONGEST_TITLE = 200


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
    volumes: str = ""
    """Where its hotspots' pages stand; empty where they stand in it."""

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

    Raises as :func:`casebook.packs.review.gathered.gather_review` does.
    """
    return build_review(gather_review(scope, streets))


def build_review(of: GatheredReview) -> ReviewPack:
    """The pack of what was gathered.

    A hotspot whose review is signed shows what was signed; hotspots stand in the order of need.
    """
    table, settings = of.table, of.settings
    month, names = table.window.last, {place.ref: place.name for place in of.hotspots}
    shown = as_signed(table.rows, of.progress, of.reviews, month, names)
    profiles = profile_months(of.files, of.reviews, shown.rows, shown.progress, month, names)
    figures = _figures(of, shown, profiles)
    by_month = shown.among(of.monthly.rows)
    kept = of.kept or nothing_gathered(month)
    notes = tuple(dict.fromkeys((*table.notes, *of.monthly.notes)))
    sections, said_of_all = _sections(of, figures, by_month, kept, notes)
    refs = set(figures.links)
    return ReviewPack(
        title=of.title or f"Hotspot review, {long_label(table.window)}",
        force=settings.force_name,
        marking=highest_marking((settings.marking, *(f.profile.marking for f in figures.live))),
        synthetic=settings.synthetic,
        period=_period(table.window),
        label=table.window.label,
        made_on=of.made_on,
        cut_off=_cut_off(table, figures.together, of.made_on),
        front=front_page(figures, profiles, of.reviews, table.together_in_brief),
        late=late_table(figures.late, names, figures.links, month),
        headlines=headlines(figures),
        fell=fell_table(figures),
        hotspots=overview_table(figures),
        sections=sections,
        others=_others(figures, refs),
        definitions=table.definitions,
        sources=_sources(table, of.background),
        notes=tuple(dict.fromkeys((*notes, *said_of_all))),
        reading=_reading(settings, table.window),
        record=_record(of.head, of.made_on),
        numbers=PackNumbers(figures.rows, by_month, figures.progress, figures.live, kept),
        links=_links(figures, refs),
    )


def _figures(
    of: GatheredReview, shown: ShownMonth, profiles: Sequence[ProfileMonth]
) -> PackFigures:
    """The figures as they are shown, in the order of need."""
    table = of.table
    together = shown.together(of.together, table.rows)
    whole = force_matters(together, shown.rows, table.notes, of.matters)
    order = order_of_need(profiles, table.window.last, of.made_on, whole)
    rows = order.in_order(shown.rows)
    return PackFigures(
        table.window,
        rows,
        together,
        tuple(file for file in of.files if file.profile.status in ("open", "monitoring")),
        of.settings,
        of.made_on,
        {row.hotspot or "": f"hotspot-{at}" for at, row in enumerate(rows, start=1)},
        of.force,
        shown.progress,
        table.together,
        shown,
        order,
        late_data(shown.signed, of.since, of.progress),
    )


def _sections(
    of: GatheredReview,
    figures: PackFigures,
    by_month: Sequence[Figure],
    kept: KeptForPages,
    notes: tuple[str, ...],
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """A page for each hotspot, and the notes that stand on none because they are of all."""
    beside = SectionData(
        _by_hotspot(by_month),
        HotspotShapes(of.shapes),
        BackgroundIndex(of.background) if of.background else None,
        of.redrawn,
        {place.ref: place.themes for place in of.hotspots},
        notes,
        kept,
    )
    return without_shared_notes([section(figures, row, beside) for row in figures.rows])


def _by_hotspot(rows: Sequence[Figure]) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        found[row.hotspot or ""].append(row)
    return {ref: tuple(sorted(own, key=lambda row: row.window)) for ref, own in found.items()}


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
            english.shortened(profile.title, _LONGEST_TITLE),
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
