"""Drawing the comparison areas that a proposal offers, as places of the casebook."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.fields import decode, encode
from casebook.incidents.in_boundaries import fill_boundaries
from casebook.places import queries as places
from casebook.places.place import Place, bad_ref
from casebook.profiles.design import Candidate, Design
from casebook.store import loads
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


PARTS = ("control", "buffer", "buffer's control")
"""What a candidate may be."""


def with_areas_drawn(
    tx: Transaction, book: Book, profile: str, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Fields of a design as JSON, every candidate with an outline made a place, its outline blank.

    A ref that is a place already keeps that place's boundary. What is drawn counts from then on
    like any comparison area, and is one load with one history entry. Raises :class:`BadValue` for
    an outline that is no polygon.
    """
    if "candidates" not in given:
        return dict(given)
    said = {"profile": profile, "candidates": given["candidates"]}
    candidates = decode(Design, said).candidates
    for each in candidates:
        if each.part not in PARTS:
            raise BadValue(f"{each.ref} is one of {', '.join(PARTS)}, not '{each.part}'.")
    known = {place.ref for place in tx.load(Place)}
    fresh = {each.ref: each for each in candidates if each.outline and each.ref not in known}
    if fresh:
        _draw(tx, book, fresh, profile)
    blank = [encode(dataclasses.replace(each, outline="")) for each in candidates]
    return {**given, "candidates": blank}


def _shape(candidate: Candidate) -> BaseGeometry:
    import shapely

    fault = bad_ref(candidate.ref)
    if fault:
        raise BadValue(f"A candidate can't be drawn: {fault[0].lower()}{fault[1:]}")
    try:
        shape = shapely.from_wkt(candidate.outline)
    except shapely.errors.GEOSException:
        shape = None
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or not shape.is_valid:
        raise BadValue(
            f"The outline of {candidate.ref} is no sound polygon in WKT: take it as 'casebook "
            "design REF propose' prints it, or leave the candidate out."
        )
    return shape


def _draw(tx: Transaction, book: Book, candidates: dict[str, Candidate], profile: str) -> None:
    import shapely

    outlines = {ref: shapely.to_wkb(_shape(each)) for ref, each in candidates.items()}
    load = loads.start_load(
        tx,
        book.author,
        kind="areas",
        source="design",
        file=f"the design of {profile}",
        sha256=sha256(b"".join(outlines.values())).hexdigest(),
        rules={"made_of": {ref: list(each.made_of) for ref, each in candidates.items()}},
    )
    ids = places.add_places(tx, [Place(ref, _kind(each)) for ref, each in candidates.items()])
    rows = [(ids[ref], None, wkb) for ref, wkb in outlines.items()]
    fill_boundaries(tx, places.add_boundaries(tx, load, rows))
    loads.finish_load(tx, book.author, load, ImportReport(read=len(rows), added=len(rows)))


def _kind(candidate: Candidate) -> str:
    return "buffer" if candidate.part == "buffer" else "control"
