"""The web map: which layers it has, and what is said of each hotspot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.packs.drawing.streets import Streets, read_streets
from casebook.packs.marking import highest_marking
from casebook.packs.review.all_hotspots import (
    PackFigures,
    hotspot_columns,
    hotspot_notes,
    hotspot_row,
    total_line,
)
from casebook.packs.review.headlines import outside, since_responses
from casebook.profiles.casefile import ProfileFile
from geo.maps import (
    Band,
    Base,
    BaseAreas,
    BaseLines,
    Feature,
    Layer,
    MapTable,
    Page,
    Shape,
    TableRow,
    render,
)
from geo.maps.paint import LESS, MORE, SEQUENTIAL, STEADY, UNKNOWN

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.progress import Progress
    from casebook.figures.table import FigureTable

_OUTSIDE = "#e4e8e8"
_NOT_KNOWN = Band("Not known", UNKNOWN, pattern="cross", edge="dotted", opacity=0.4)
_STEPS = (1, 2, 3, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 500, 1000)

Choice = Callable[[Figure], tuple[Band, str]]
"""The band a hotspot is drawn in, and what stands beside its name."""


def map_page(book: Book, window: Window, streets: Path | None = None) -> str:
    """The map of ``window`` as one HTML text that opens without a network.

    ``streets`` is a file of lines for the background. Raises :class:`NotAllowed` for somebody who
    may not make files, :class:`BadFile` for streets that can't be read, ``geo.maps.MapError`` where
    no hotspot has a boundary.
    """
    from casebook.figures.progress import read_progress
    from casebook.figures.table import figures
    from casebook.places.hotspots import area_shapes, hotspot_shapes
    from casebook.profiles.casefile import list_profiles

    book.require("export")
    files = list_profiles(book)
    return render(
        build_map(
            figures(book, window),
            files,
            hotspot_shapes(book, window.end),
            book.settings,
            made_on=book.today,
            together=figures(book, window, by=("force",)).rows[0],
            streets=read_streets(streets) if streets else None,
            districts=tuple(area_shapes(book, "district").values()),
            progress=read_progress(book, (f for f in files if f.profile.live), window.last),
        )
    )


def build_map(
    table: FigureTable,
    files: Sequence[ProfileFile],
    shapes: Mapping[str, BaseGeometry],
    settings: Settings,
    *,
    made_on: date,
    together: Figure,
    streets: Streets | None = None,
    districts: Sequence[BaseGeometry] = (),
    progress: Mapping[str, Progress] | None = None,
) -> Page:
    """The page of ``table``, a row per hotspot over one window.

    ``shapes`` holds polygons in WGS84 by ref, ``districts`` those of the ground; a
    hotspot without one is in the table alone. ``progress`` says where objectives stand, by profile.
    """
    live = tuple(file for file in files if file.profile.status in ("open", "monitoring"))
    figures = PackFigures(
        table.window,
        table.rows,
        together,
        live,
        settings,
        made_on,
        {},
        progress=progress or {},
        beside_rest=table.together,
    )
    features = {
        row.hotspot: Feature(
            row.hotspot, shapes[row.hotspot], _title(row), row.hotspot, hotspot_facts(figures, row)
        )
        for row in table.rows
        if row.hotspot and row.hotspot in shapes
    }
    layers = (_hours_layer(figures), _change_layer(figures), *_count_layers(figures))
    return Page(
        title=f"Hotspots, {table.window.label}",
        marking=highest_marking((settings.marking, *(f.profile.marking for f in live))),
        layers=tuple(_layer(figures, features, *layer) for layer in layers),
        table=_table(figures, features),
        base=ground(streets, districts),
        subtitle=_subtitle(figures),
        notes=_notes(figures, table, features),
        attribution=streets.attribution if streets else "",
    )


def _layer(
    figures: PackFigures,
    features: Mapping[str, Feature],
    name: str,
    note: str,
    bands: tuple[Band, ...],
    choice: Choice,
) -> Layer:
    shapes = tuple(
        Shape(feature, *choice(row))
        for row in figures.rows
        if (feature := features.get(row.hotspot or ""))
    )
    return Layer(name, bands, shapes, note)


_LayerParts = tuple[str, str, tuple[Band, ...], Choice]


def _hours_layer(figures: PackFigures) -> _LayerParts:
    little, some, near, over = (
        Band("Under 50% of plan", SEQUENTIAL[0], pattern="dots", edge="dashed"),
        Band("50 to 79% of plan", SEQUENTIAL[1], pattern="hatch"),
        Band("80 to 120% of plan", SEQUENTIAL[3]),
        Band("Over 120% of plan", SEQUENTIAL[4], mark="▲"),
    )
    without = Band("No plan", STEADY, edge="dashed", mark="○")

    def choice(row: Figure) -> tuple[Band, str]:
        share = row.delivered_share
        value = f"{wording.hours(row.officer_hours)} officer-hours"
        if row.officer_hours is None:
            return _NOT_KNOWN, "hours not known"
        if share is None:
            return without, value
        value += f", {wording.share(share)} of plan"
        if share < 0.5:
            return little, value
        return (some if share < 0.8 else near if share <= 1.2 else over), value

    note = (
        f"Officer-hours delivered in {figures.now} against the plan of the days they're known for."
    )
    return "Patrol hours", note, (little, some, near, over, without, _NOT_KNOWN), choice


def _change_layer(figures: PackFigures) -> _LayerParts:
    fewer = Band("Fewer, outside usual variation", LESS, pattern="hatch", mark="▼")
    lower = Band("Lower, worth a look", LESS, edge="dashed", opacity=0.45, mark="▽")
    expected = Band("As expected", STEADY)
    too_few = Band("Too few to tell", STEADY, edge="dotted", opacity=0.4)
    higher = Band("Higher, worth a look", MORE, edge="dashed", opacity=0.45, mark="△")
    more = Band("More, outside usual variation", MORE, pattern="dots", mark="▲")
    bands = {"fewer": fewer, "lower": lower, "as expected": expected, "too few to tell": too_few}
    bands |= {"higher": higher, "more": more}

    def choice(row: Figure) -> tuple[Band, str]:
        if not row.verdict:
            return _NOT_KNOWN, "no baseline"
        value = (
            f"{wording.group_title(row.count_group)}: {wording.number(row.count)} against "
            f"{sentences.expected(row.expected)} expected"
        )
        return bands[row.verdict], value

    note = (
        f"Each hotspot's own count in {figures.now} against what its baseline and the rest of the "
        f"force let expect. {sentences.limits(figures.settings.usual_variation)}"
    )
    return "Change", note, (*bands.values(), _NOT_KNOWN), choice


def _count_layers(figures: PackFigures) -> tuple[_LayerParts, _LayerParts]:
    return (
        _count_layer(figures, "Crimes", "crimes"),
        _count_layer(figures, "ASB", "asb"),
    )


def _count_layer(figures: PackFigures, title: str, name: str) -> _LayerParts:
    counts = [getattr(row, name) for row in figures.rows]
    step = _step(max((count for count in counts if count is not None), default=0))
    looks = (("dots", "dashed"), ("plain", "dashed"), ("hatch", "solid"), ("plain", "solid"))
    bands = tuple(
        Band(_range(at * step, step), SEQUENTIAL[at], pattern=pattern, edge=edge)  # type: ignore[arg-type]
        for at, (pattern, edge) in enumerate(looks)
    )

    def choice(row: Figure) -> tuple[Band, str]:
        count = getattr(row, name)
        if count is None:
            return _NOT_KNOWN, "not known"
        return bands[min(count // step, len(bands) - 1)], wording.number(count)

    return title, f"{title} in {figures.now}.", (*bands, _NOT_KNOWN), choice


def _step(most: int) -> int:
    """The width of each of four classes that hold counts up to ``most``.

    >>> _step(58), _step(3), _step(9000)
    (15, 1, 3000)
    """
    need = most // 4 + 1
    return next((step for step in _STEPS if step >= need), -(-need // 1000) * 1000)


def _range(low: int, step: int) -> str:
    high = low + step - 1
    return wording.number(low) if step == 1 else f"{wording.number(low)} to {wording.number(high)}"


def hotspot_facts(figures: PackFigures, row: Figure) -> tuple[tuple[str, str], ...]:
    """What a popup says of a hotspot: every figure with its baseline, in rows."""
    base = figures.settings.small_base
    facts = []
    for title, name in (("Crimes", "crimes"), ("ASB", "asb"), *_own(row)):
        now, previous, last_year = (
            getattr(row, name + when) for when in ("", "_previous", "_last_year")
        )
        facts.append((f"{title}, {figures.now}", wording.number(now)))
        facts.append((f"{title} from {figures.previous}", sentences.change(previous, now, base)))
        facts.append((f"{title} from {figures.last_year}", sentences.change(last_year, now, base)))
    for each in row.verdicts:
        group = wording.group_title(each.count_group)
        facts += [
            (f"{group} expected", sentences.expected(each.expected)),
            (f"{group}, verdict", sentences.verdict(each.verdict)),
        ]
        if each.since_verdict:
            run = f"{wording.number(each.run_count)} of {sentences.expected(each.since_expected)}"
            word = sentences.verdict(each.since_verdict)
            facts.append((f"{group} since {each.run_of} began", f"{run} expected. {word}"))
    facts += [
        ("Officer-hours delivered", wording.hours(row.officer_hours)),
        ("Officer-hours planned, days known", wording.hours(row.planned_covered_officer_hours)),
        ("Delivered of plan", wording.share(row.delivered_share)),
        ("Core", wording.hours(row.officer_hours_core)),
        ("Funded overtime", wording.hours(row.officer_hours_overtime)),
        ("Partner", wording.hours(row.officer_hours_partner)),
        ("Patrol-hours", wording.hours(row.patrol_hours)),
        ("Visits", wording.number(row.visits)),
        *_visits(row),
        ("Hours known from every source to", wording.day(row.covered_to)),
    ]
    for file in figures.files(row):
        facts.append((figures.settings.label, file.profile.ref))
        facts.append(("Stage", english.sentence(file.profile.stage)))
        if stands := figures.progress.get(file.profile.ref):
            now, target = wording.number(stands.now), wording.number(stands.target)
            said = f"{now}, target {target}. {english.sentence(stands.standing)}"
            facts.append((f"Objective, {stands.title}", said))
    return tuple(facts)


def _visits(row: Figure) -> tuple[tuple[str, str], ...]:
    """How long visits lasted and how far apart they lay; nothing where there is none."""
    if row.visits_full_length is None:
        return ()
    full = row.full_length_minutes
    length = (
        "as long as planned" if full is None else f"of {wording.amount(full, 'minutes')} or more"
    )
    return (
        (f"Visits {length}", wording.number(row.visits_full_length)),
        ("Median visit, minutes", wording.number(row.median_visit_minutes, 0)),
        ("Median between visits, minutes", wording.number(row.median_between_minutes, 0)),
        ("Of those at most 2 hours", wording.share(row.between_within_2_hours)),
    )


def _own(row: Figure) -> tuple[tuple[str, str], ...]:
    """The hotspot's own count where it is neither all crime nor ASB."""
    if row.count_group in ("crime", "asb"):
        return ()
    return ((wording.group_title(row.count_group), "count"),)


def _table(figures: PackFigures, features: Mapping[str, Feature]) -> MapTable:
    """The table of all hotspots' figures, with what each hotspot's own count is."""
    columns = hotspot_columns(figures)
    names = [f"{c.over}, {c.heading}" if c.over else c.heading for c in columns]
    rows = [
        TableRow(
            (cells[0], wording.group_title(row.count_group), *cells[1:]),
            row.hotspot if row.hotspot in features else None,
        )
        for row in figures.rows
        if (cells := hotspot_row(figures, row).cells)
    ]
    groups = tuple(dict.fromkeys(row.count_group for row in figures.rows))
    total = total_line(figures, groups).cells
    rows.append(TableRow((total[0], "", *total[1:])))
    caption = f"Every hotspot, {figures.now}"
    return MapTable(caption, (names[0], "Own count is", *names[1:]), tuple(rows))


def ground(streets: Streets | None, districts: Sequence[BaseGeometry]) -> Base:
    """The districts' ground apart from what lies outside them, their borders, and the streets."""
    lines: tuple[BaseLines, ...] = ()
    if streets is not None:
        lines = (
            BaseLines("Local streets", streets.of("local"), "#ddd8ca", width=1.3, from_zoom=12),
            BaseLines("B roads", streets.of("b"), "#ffffff", casing="#c9c2b2", width=3.2),
            BaseLines("A roads", streets.of("a"), "#ecd09b", casing="#c9b386", width=3.8),
        )
    if not districts:
        return Base(lines=lines)
    # united, so that a border two districts share is drawn once
    borders = union_all([district.boundary for district in districts])
    edge = BaseLines("District borders", (borders,), "#b9ad93", width=1.6, dash="6 4")
    return Base((BaseAreas("Districts", tuple(districts)),), (edge, *lines), ground=_OUTSIDE)


def _title(row: Figure) -> str:
    return f"{row.hotspot} {row.name}".rstrip()


def _subtitle(figures: PackFigures) -> str:
    window, settings = figures.window, figures.settings
    parts = (
        settings.force_name,
        f"{wording.day(window.start)} to {wording.day(window.end)}",
        f"made {wording.day(figures.made_on)}",
        settings.synthetic,
    )
    return " · ".join(part for part in parts if part)


def _notes(
    figures: PackFigures, table: FigureTable, features: Mapping[str, Feature]
) -> tuple[str, ...]:
    undrawn = [row.hotspot for row in figures.rows if row.hotspot and row.hotspot not in features]
    missing = (
        (f"No boundary to draw on {wording.day(figures.window.end)}: {english.listed(undrawn)}.",)
        if undrawn
        else ()
    )
    groups = tuple(dict.fromkeys(row.count_group for row in figures.rows))
    return (
        *figures.beside_rest,
        outside(figures),
        *since_responses(figures),
        sentences.hours_sentence(figures.together),
        *hotspot_notes(figures, groups),
        *missing,
        *table.notes,
        f"{'; '.join(table.sources)}.",
        " ".join(table.definitions),
    )
