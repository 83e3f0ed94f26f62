"""The map of candidate hotspots: what was found, why, and what there is already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import Background
from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.errors import BadValue
from casebook.detection.finding import Detection
from casebook.packs.detection.evidence import candidate_layers, evidence_columns
from casebook.packs.map.ground import ground
from geo.crs import WGS84
from geo.maps import Band, Feature, NamedOutline, Overlay, Page, render
from geo.maps.paint import STEADY
from geo.mend import Reprojection

Moved = Callable[[BaseGeometry], BaseGeometry]
"""Turns metres into longitude and latitude."""
UNMARKED = "NOT MARKED: made from files, without a casebook"
_PRESENT = Band("Present hotspot", STEADY, "#14213d", edge="dashed", opacity=0.0, weight=2.5)
_CELLS = (
    Band("Low", "#f6e3b4", "#8a7a4a", pattern="dots", edge="dotted", opacity=0.45, weight=0.5),
    Band("Middle", "#eeb96b", "#8a6a3a", edge="dotted", opacity=0.5, weight=0.5),
    Band("High", "#d9772b", "#7a4a1a", pattern="hatch", edge="dotted", opacity=0.55, weight=0.5),
)
_NO_HOTSPOT_YET = (
    "A candidate is no hotspot until somebody who knows the place has said so. Warnings say in "
    "what it isn't as a hotspot is expected to be."
)
_TOO_MANY = "The cells are too many to draw: write a .gpkg, or take larger cells with --cell."


@dataclass(frozen=True)
class MadeFor:
    """What stands over the map, and what there is already."""

    marking: str = UNMARKED
    subtitle: str = ""
    present: Mapping[str, BaseGeometry] | None = None
    """The hotspots there are by ref, in the candidates' metres; None where none are known of."""
    districts: Sequence[BaseGeometry] = ()
    """In longitude and latitude."""

    @classmethod
    def of(cls, book: Book | None, present: Mapping[str, BaseGeometry], today: date) -> MadeFor:
        """For a casebook, with its marking; ``today`` is the day where there is none.

        Raises :class:`NotAllowed` for somebody who may not make files.
        """
        if book is None:
            return cls(subtitle=f"made {wording.day(today)}")
        from casebook.places.hotspots import area_shapes

        book.require("export")
        settings = book.settings
        made = f"made {wording.day(book.today)}"
        said = [part for part in (settings.force_name, made, settings.synthetic) if part]
        districts = tuple(area_shapes(book, "district").values())
        return cls(settings.marking or UNMARKED, " · ".join(said), present, districts)


def detection_map(
    detection: Detection, made_for: MadeFor, background: Background | None = None
) -> str:
    """The map as one HTML text that opens without a network.

    Raises :class:`BadValue` where there is nothing at all to draw.
    """
    return render(build_detection_map(detection, made_for, background))


def build_detection_map(
    detection: Detection, made_for: MadeFor, background: Background | None = None
) -> Page:
    """The page of what was found, in longitude and latitude."""
    if detection.ground is None and not detection.candidates:
        raise BadValue("No points: there is nothing to draw. Look for candidates in other rows.")
    moved = Reprojection(detection.crs, WGS84).moved
    beneath = made_for.districts or _parts(detection.ground, moved)
    candidates = detection.candidates
    cells, said = _cells(detection, moved)
    present = _present(made_for.present or {}, moved)
    return Page(
        title="Candidate hotspots",
        marking=made_for.marking,
        features=tuple(Feature(one.ref, moved(one.shape)) for one in candidates),
        layers=candidate_layers(candidates, beside_present=bool(made_for.present)),
        columns=evidence_columns(candidates),
        table="What was found",
        first="Candidate",
        overlays=(*present, *cells),
        base=ground(background, beneath),
        subtitle=made_for.subtitle,
        notes=(
            _NO_HOTSPOT_YET,
            *detection.notes,
            *said,
            f"Settings: {detection.settings}",
        ),
        attribution=background.attribution if background else "",
    )


def _parts(area: BaseGeometry | None, moved: Moved) -> tuple[BaseGeometry, ...]:
    return () if area is None else tuple(shapely.get_parts(moved(area)))


def _present(present: Mapping[str, BaseGeometry], moved: Moved) -> tuple[Overlay, ...]:
    """The hotspots there are, as outlines that are shown at first; none where none are."""
    outlines = tuple(NamedOutline(ref, moved(shape)) for ref, shape in present.items())
    if not outlines:
        return ()
    return (
        Overlay("Present hotspots", _PRESENT, outlines, "As they are drawn today.", shown=True),
    )


def _cells(detection: Detection, moved: Moved) -> tuple[tuple[Overlay, ...], tuple[str, ...]]:
    """The classes of the cells that were looked at, each switched on by itself, and what to say."""
    surface = detection.surface
    if surface is None:
        return (), ()
    found = surface.classes()
    if found is None:
        return (), (_TOO_MANY,)
    return tuple(
        Overlay(
            name,
            band,
            (NamedOutline(name, moved(shape)),),
            "Cells, whether or not they are part of a candidate.",
        )
        for band, (name, shape) in zip(_CELLS[len(_CELLS) - len(found) :], found, strict=True)
    ), ()
