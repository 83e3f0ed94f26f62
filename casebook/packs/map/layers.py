"""How hotspots are coloured: a layer for each question that is asked of them.

Every layer has its classes over all months of the slider together, so that a colour means the same
in each; all months taken as one have classes of their own, because their counts are many times a
month's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from casebook.core import english
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.measures import on_course
from casebook.measures.verdict import AS_EXPECTED, FEWER, HIGHER, LOWER, MORE, TOO_FEW
from casebook.packs.map.columns import HOURS, group_title, percent
from casebook.packs.map.gathered import MapFigures
from casebook.packs.map.slices import OLD_ENOUGH
from casebook.profiles.stages import OSARA
from geo.maps import Band, Layer, classes
from geo.maps import paint as inks
from geo.maps.classes import NOT_KNOWN

NOUN = "hotspots"
_SHADES = inks.SEQUENTIAL
Values = Sequence[Sequence[float | None]]


def layers(of: MapFigures) -> tuple[Layer, ...]:
    """Every layer, in the order in which they are offered."""
    return (
        _plan_layer(of),
        _change_layer(of),
        _course_layer(of),
        *_number_layers(of),
        _stage_layer(of),
        _review_layer(of),
    )


def _number_layers(of: MapFigures) -> Iterator[Layer]:
    """The layers of amounts: hours, visits, counts, outcomes and results."""
    hours = f"{HOURS}: Delivered"
    yield _amounts(
        of,
        "Officer-hours",
        of.each(lambda row: row.officer_hours),
        "Officer-hours delivered, from every source.",
        (hours, f"{HOURS}: Planned"),
        places=1,
    )
    yield _amounts(
        of,
        "Time between visits",
        of.each(lambda row: row.median_between_minutes),
        "The median time from the end of a visit to the start of the next, in the plan's hours.",
        ("Visits: Minutes between", "Visits: Number"),
        unit="minutes",
    )
    for name, values in of.slices.counts.items():
        title = group_title(of, name)
        own = {"crime": "Crimes: Count", "asb": "ASB: Count"}
        yield _amounts(
            of,
            {"crime": "Crimes"}.get(name, title),
            values,
            "Counted inside each hotspot's boundary.",
            (own.get(name, f"Other counts: {title}"),),
        )
    if of.slices.outcomes:
        yield _amounts(
            of,
            "Crimes with an outcome",
            of.slices.outcomes,
            "The share of crimes whose investigation has come to an outcome, in months at least "
            f"{OLD_ENOUGH} months old; younger months aren't judged.",
            ("Done there: Crimes with outcome",),
            unit="%",
        )
    if of.results:
        yield _amounts(
            of,
            "Results",
            of.kinds_of_result(),
            "How many kinds of result police and partners had there, which are never added up; a "
            "tally of several months stands under all months alone.",
            ("Done there: Kinds of result",),
        )


def _amounts(
    of: MapFigures,
    name: str,
    values: Any,
    note: str,
    says: tuple[str, ...],
    *,
    places: int = 0,
    unit: str = "",
) -> Layer:
    """A layer of numbers, in round classes shared by the months."""
    bands: list[tuple[Band, ...]] = []
    numbers: list[list[int]] = []
    for steps in of.scales():
        shared = classes(
            (value for step in steps for value in of.live_of(step, values[step])),
            places=places,
            unit=unit,
        )
        for step in steps:
            bands.append(shared.bands)
            numbers.append([shared.number(value) for value in values[step]])
    return Layer(name, bands, numbers, says, note, NOUN)


def _chosen(
    of: MapFigures,
    name: str,
    bands: Sequence[Band],
    choice: Callable[[int, Figure], Band],
    note: str,
    says: tuple[str, ...],
    unknown: tuple[str, ...] = (NOT_KNOWN.text,),
) -> Layer:
    """A layer whose bands are chosen one by one."""
    at = {band: number for number, band in enumerate(bands)}
    numbers = [[at[choice(step, row)] for row in rows] for step, rows in enumerate(of.rows)]
    return Layer(name, (tuple(bands),), numbers, says, note, NOUN, unknown)


def _plan_layer(of: MapFigures) -> Layer:
    little, some, near, over = (
        Band("Under 50% of plan", _SHADES[0], pattern="dots", edge="dashed"),
        Band("50 to 79% of plan", _SHADES[1], pattern="hatch"),
        Band("80 to 120% of plan", _SHADES[3]),
        Band("Over 120% of plan", _SHADES[4], mark="▲"),
    )
    without = Band("No plan", inks.STEADY, edge="dashed", mark="○")

    def choice(_: int, row: Figure) -> Band:
        share = percent(row.delivered_share)
        if row.officer_hours is None:
            return NOT_KNOWN
        if share is None:
            return without
        if share < 50:
            return little
        return some if share < 80 else near if share <= 120 else over

    return _chosen(
        of,
        "Hours against plan",
        (little, some, near, over, without, NOT_KNOWN),
        choice,
        "Officer-hours delivered against the plan of the days they're known for.",
        (f"{HOURS}: Delivered", f"{HOURS}: Planned", f"{HOURS}: Of plan"),
        (NOT_KNOWN.text, without.text),
    )


def _change_layer(of: MapFigures) -> Layer:
    bands = {
        FEWER: Band("Fewer, outside usual variation", inks.LESS, pattern="hatch", mark="▼"),
        LOWER: Band("Lower, worth a look", inks.LESS, edge="dashed", opacity=0.45, mark="▽"),
        AS_EXPECTED: Band("As expected", inks.STEADY),
        TOO_FEW: Band("Too few to tell", inks.STEADY, edge="dotted", opacity=0.4),
        HIGHER: Band("Higher, worth a look", inks.MORE, edge="dashed", opacity=0.45, mark="△"),
        MORE: Band("More, outside usual variation", inks.MORE, pattern="dots", mark="▲"),
    }
    return _chosen(
        of,
        "Change",
        (*bands.values(), NOT_KNOWN),
        lambda _, row: bands.get(row.verdict, NOT_KNOWN),
        "Each hotspot's own count against what its baseline and the rest of the force let expect. "
        f"{sentences.limits(of.settings.usual_variation)}",
        ("Own count is", "Own count: Count", "Own count: Expected"),
    )


def _course_layer(of: MapFigures) -> Layer:
    words: Mapping[str, Band] = {
        on_course.MET: Band("Target met", _SHADES[4], mark="●"),
        on_course.ON_COURSE: Band("On course", _SHADES[2]),
        on_course.BEHIND: Band("Behind, within chance", inks.STEADY, pattern="hatch"),
        on_course.OFF_COURSE: Band("Off course", inks.MORE, pattern="dots", mark="▲"),
        on_course.TOO_EARLY: Band("Too early to say", inks.STEADY, edge="dotted", opacity=0.4),
    }
    without = Band("No measured objective", inks.NONE, edge="dashed", opacity=0.6, mark="○")

    def choice(step: int, row: Figure) -> Band:
        found = of.stands(step, row)
        return without if found is None else words.get(found.standing, NOT_KNOWN)

    says: tuple[str, ...] = ("Profile: Objective",)
    if any(of.progress.values()):
        says = ("Profile: Measure now", "Profile: Target", *says)
    return _chosen(
        of,
        "Measure on course",
        (*words.values(), without, NOT_KNOWN),
        choice,
        "Whether each objective's measure is on the straight way from baseline to target.",
        says,
        (NOT_KNOWN.text, without.text),
    )


_NO_PROFILE = Band("No live profile", inks.NONE, edge="dotted", opacity=0.6)


def _stage_layer(of: MapFigures) -> Layer:
    looks: tuple[dict[str, Any], ...] = (
        {"pattern": "dots", "edge": "dashed"},
        {"pattern": "dots"},
        {"pattern": "hatch"},
        {},
        {"mark": "✓"},
    )
    bands = {
        stage: Band(english.sentence(stage), shade, **look)
        for stage, shade, look in zip(OSARA, _SHADES, looks, strict=True)
    }
    return _chosen(
        of,
        "Stage",
        (*bands.values(), _NO_PROFILE),
        lambda _, row: bands.get(row.stage or "", _NO_PROFILE),
        "The stage of each hotspot's profile as it is today, whatever the month.",
        ("Profile: Ref", "Profile: Stage today"),
        (_NO_PROFILE.text,),
    )


def _review_layer(of: MapFigures) -> Layer:
    bands = {
        "due": Band("Due", inks.MORE, pattern="dots", edge="dashed", mark="!"),
        "returned": Band("Returned", inks.MORE, pattern="hatch", mark="↩"),
        "updated": Band("Updated", _SHADES[1], pattern="hatch"),
        "endorsed": Band("Endorsed", _SHADES[2]),
        "signed": Band("Signed", _SHADES[4], mark="✓"),
    }
    unopened = Band("Not opened", inks.STEADY, edge="dashed", opacity=0.4)

    def choice(_: int, row: Figure) -> Band:
        if not row.profile:
            return _NO_PROFILE
        return bands.get(row.review_state or "", unopened)

    return _chosen(
        of,
        "Review",
        (*bands.values(), unopened, _NO_PROFILE),
        choice,
        "How far the month's review of each profile is.",
        ("Profile: Ref", "Profile: Review"),
        (unopened.text, _NO_PROFILE.text),
    )
