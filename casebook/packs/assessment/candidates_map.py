"""A small map of a proposal: the target and the areas offered for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import Background
from casebook.core import wording
from casebook.packs.drawing.background import background_of
from casebook.packs.map.ground import ground
from casebook.packs.marking import highest_marking
from geo.maps import Band, Feature, Layer, MapColumn, Page, render
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
        background=background_of(book, streets),
        districts=tuple(area_shapes(book, "district").values()),
    )
    return render(page)


def build_candidates_map(
    proposed: Proposed,
    shapes: dict[str, BaseGeometry],
    *,
    marking: str,
    subtitle: str = "",
    background: Background | None = None,
    districts: Sequence[BaseGeometry] = (),
) -> Page:
    """The page of a proposal; ``shapes`` are in longitude and latitude (WGS84), by ref."""
    ref = proposed.design.profile
    drawn = [each for each in proposed.design.candidates if each.ref in shapes]
    features = (
        Feature("Target", shapes["target"]),
        *(Feature(each.ref, shapes[each.ref]) for each in drawn),
    )
    bands = (_TARGET, *_BANDS.values())
    classes = (0, *(bands.index(_BANDS[each.part]) for each in drawn))
    note = "Areas offered for judging the response; each was as the target is before it."
    return Page(
        title=f"Comparison areas for {ref}",
        marking=marking,
        features=features,
        layers=(
            Layer("Comparison areas", (bands,), (classes,), ("Incidents before",), note, "areas"),
        ),
        columns=_columns(drawn),
        table="What is offered",
        first="Area",
        base=ground(background, districts),
        subtitle=subtitle,
        notes=(*proposed.notes, *([proposed.power] if proposed.power else [])),
        attribution=background.attribution if background else "",
    )


def _columns(drawn: Sequence[Candidate]) -> tuple[MapColumn, ...]:
    """What is said of each area; of the target nothing, which comes first."""
    noise = {"Months": "months", "Half-years": "half_years", "Level": "level", "Trend": "trend"}

    def ratio(each: Candidate, name: str) -> float | None:
        return None if each.months is None else getattr(each, name)

    far = [None if each.months is None else (each.metres or 0) / 1000 for each in drawn]
    return (
        MapColumn("Part", [["target", *(each.part for each in drawn)]], kind="word"),
        MapColumn("Incidents before", [[None, *(each.incidents for each in drawn)]]),
        MapColumn("Kilometres away", [[None, *far]], places=1),
        *(
            MapColumn(
                heading,
                [[None, *(ratio(each, name) for each in drawn)]],
                "Of what noise allows",
                places=2,
            )
            for heading, name in noise.items()
        ),
        MapColumn("Why", [["", *(each.says for each in drawn)]], kind="word"),
    )
