"""A small map of a proposal: the target and the areas offered for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from casebook.core import wording
from casebook.packs.drawing.streets import Streets, read_streets
from casebook.packs.map import ground
from casebook.packs.marking import highest_marking
from geo.maps import Band, Feature, Layer, Page, Shape, fact_table, render
from geo.maps.paint import LESS, MORE, SEQUENTIAL

if TYPE_CHECKING:
    from casebook.assessments.candidates.finding import Proposed
    from casebook.book.opening import Book
    from casebook.profiles.design import Candidate

_TARGET = Band("Target", MORE, mark="●", opacity=0.6)
_CONTROL = Band("Comparison area that passes", SEQUENTIAL[3], pattern="hatch", opacity=0.6)
_BUFFER = Band("Buffer", LESS, pattern="dots", edge="dashed", opacity=0.5)
_BUFFER_CONTROL = Band("Buffer's control", SEQUENTIAL[1], pattern="cross", edge="dotted")
_BANDS = {"control": _CONTROL, "buffer": _BUFFER, "buffer's control": _BUFFER_CONTROL}


def candidates_map(book: Book, proposed: Proposed, streets: Path | None = None) -> str:
    """The map as one HTML text that opens without a network.

    Raises :class:`NotAllowed` for somebody who may not make files, :class:`BadFile` for streets
    that can't be read, ``geo.maps.MapError`` where there is nothing to draw.
    """
    from casebook.places.hotspots import area_shapes
    from casebook.profiles.casefile import read_profile
    from geo.crs import WGS84
    from geo.mend import Reprojection

    book.require("export")
    profile = read_profile(book, proposed.design.profile).profile
    moved = Reprojection(book.settings.crs, WGS84).moved
    page = build_candidates_map(
        proposed,
        {ref: moved(shape) for ref, shape in proposed.shapes.items()},
        marking=highest_marking((book.settings.marking, profile.marking)),
        subtitle=" · ".join(
            part
            for part in (
                book.settings.force_name,
                f"made {wording.day(book.today)}",
                book.settings.synthetic,
            )
            if part
        ),
        streets=read_streets(streets) if streets else None,
        districts=tuple(area_shapes(book, "district").values()),
    )
    return render(page)


def build_candidates_map(
    proposed: Proposed,
    shapes: dict[str, BaseGeometry],
    *,
    marking: str,
    subtitle: str = "",
    streets: Streets | None = None,
    districts: Sequence[BaseGeometry] = (),
) -> Page:
    """The page of a proposal; ``shapes`` are in longitude and latitude (WGS84), by ref."""
    ref = proposed.design.profile
    target = Feature("target", shapes["target"], f"Target of {ref}", "target")
    drawn = [Shape(target, _TARGET)]
    features = []
    for each in proposed.design.candidates:
        if each.ref in shapes:
            feature = Feature(each.ref, shapes[each.ref], each.ref, each.ref, _facts(each))
            features.append(feature)
            drawn.append(Shape(feature, _BANDS[each.part], wording.number(each.incidents)))
    note = "Areas offered for judging the response; each was as the target is before it."
    bands = (_TARGET, *_BANDS.values())
    return Page(
        title=f"Comparison areas for {ref}",
        marking=marking,
        layers=(Layer("Comparison areas", bands, tuple(drawn), note, noun="areas"),),
        table=fact_table("What is offered", "Area", features),
        base=ground(streets, districts),
        subtitle=subtitle,
        notes=(*proposed.notes, *([proposed.power] if proposed.power else [])),
        attribution=streets.attribution if streets else "",
    )


def _facts(each: Candidate) -> tuple[tuple[str, str], ...]:
    found = [("Part", each.part), ("Incidents before", wording.number(each.incidents))]
    if each.months is not None:
        found.append(("Kilometres away", wording.number((each.metres or 0) / 1000, 1)))
        for label, ratio in (
            ("Months", each.months),
            ("Half-years", each.half_years),
            ("Level", each.level),
            ("Trend", each.trend),
        ):
            found.append((f"{label}, of what noise allows", wording.number(ratio, 2)))
    return (*found, ("Why", each.says))
