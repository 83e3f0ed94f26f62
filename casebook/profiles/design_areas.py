"""The areas a design counts in: which play which part, and whether they can."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from casebook.book.opening import Book
from casebook.core.english import a_or_an
from casebook.core.errors import BadValue
from casebook.core.wording import number
from casebook.places import queries as places
from casebook.places.place import COUNTED_KINDS, Place, called
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.design import Design
from casebook.profiles.profile import ProfilePlace
from casebook.store.transaction import Transaction

_PARTS = {
    "controls": ("control", ("control",)),
    "buffers": ("buffer", ("buffer",)),
    "buffer_controls": ("buffer's control", ("control", "buffer")),
}
"""What each field's areas are to the profile, and the kinds of place they may be."""
CANDIDATE = "candidate"
"""What an area that could stand in for the control is to the profile."""


def hotspots_of(tx: Transaction, file: ProfileFile) -> tuple[Place, ...]:
    """The hotspots among the places the profile is about."""
    return tx.load(Place, kind="hotspot", ref=file.hotspots)


def targets_of(tx: Transaction, file: ProfileFile) -> tuple[Place, ...]:
    """The profile's hotspots; raises :class:`BadValue` where it has none to count in."""
    found = hotspots_of(tx, file)
    if not found:
        ref = file.profile.ref
        raise BadValue(
            f"{ref} has no hotspot to count in: tie it to one first, with "
            f"'casebook profile link {ref} HS-01'."
        )
    return found


def roles_of(design: Design) -> dict[str, str]:
    """What each comparison area is to the profile, by ref.

    A candidate that is used is a control; the others are candidates.
    """
    candidates = dict.fromkeys((each.ref for each in design.candidates), CANDIDATE)
    named = {ref: role for name, (role, _) in _PARTS.items() for ref in getattr(design, name)}
    offered = {each.ref for each in design.candidates if each.part != "control"}
    return {ref: role for ref, role in candidates.items() if ref not in offered} | named


def frozen_boundaries(
    tx: Transaction, book: Book, file: ProfileFile, design: Design
) -> tuple[int, ...]:
    """The boundary in force today of every hotspot and comparison area, in that order.

    Raises :class:`BadValue` or :class:`NotFound` where an area can't play its part.
    """
    targets = [place.ref for place in targets_of(tx, file)]
    _check_areas(tx, file.profile.ref, design)
    outlines = outlines_on(tx, book.today)
    roles = dict.fromkeys(targets, "target") | roles_of(design)
    bare = [ref for ref in roles if ref not in outlines]
    if bare:
        raise BadValue(f"{bare[0]} has no boundary today: import one before it is counted in.")
    for one, other, area in _overlaps(outlines, roles):
        if _side(roles[one]) != _side(roles[other]):
            raise BadValue(
                f"{one} ({roles[one]}) and {other} ({roles[other]}) overlap by "
                f"{number(area, 0)} m²: what happens there would count on both sides. "
                "Redraw one or leave it out."
            )
    return tuple(outlines[ref].id for ref in roles)


def _side(role: str) -> str:
    """Candidates are on the control's side, where areas may overlap."""
    return "control" if role == CANDIDATE else role


def called_by_ref(tx: Transaction, design: Design) -> Design:
    """The design with its comparison areas called by ref; raises NotFound, BadValue.

    For a name that nothing has, only areas that could play the part are offered.
    """
    every = tx.load(Place)
    known = called(every, "comparison area")
    refs: dict[str, Any] = {}
    for name, (_role, kinds) in _PARTS.items():
        fitting = called((place for place in every if place.kind in kinds), "comparison area")
        refs[name] = tuple(
            (known if known.meant(text) else fitting).ref(text) for text in getattr(design, name)
        )
    controls = called((place for place in every if place.kind == "control"), "comparison area")
    for each in design.candidates:
        if each.part == "control" and not known.meant(each.ref):
            controls.ref(each.ref)
    return dataclasses.replace(design, **refs)


def _check_areas(tx: Transaction, profile: str, design: Design) -> None:
    """Raise where a place is no comparison area, is named twice, or is another profile's."""
    known = {place.ref: place for place in tx.load(Place)}
    taken = _taken(tx, profile)
    seen: set[str] = set()
    for name, (role, kinds) in _PARTS.items():
        for ref in getattr(design, name):
            place = known[ref]
            if place.kind not in kinds:
                raise BadValue(
                    f"{ref} is {a_or_an(place.kind)} and can't be {a_or_an(role)}: import the "
                    f"area with 'casebook import areas FILE --kind {kinds[0]}'."
                )
            if ref in seen:
                raise BadValue(f"{ref} is named twice: a comparison area has one part in a design.")
            if ref in taken:
                raise BadValue(
                    f"{ref} belongs to the design of {taken[ref]}: a comparison area belongs to "
                    "one design only."
                )
            seen.add(ref)
    for ref, role in roles_of(design).items():
        if role == CANDIDATE and (known[ref].kind != "control" or ref in taken):
            because = f"belongs to the design of {taken[ref]}" if ref in taken else "is no control"
            raise BadValue(f"{ref} {because}, so it can't be a candidate here.")


def _taken(tx: Transaction, profile: str) -> dict[str, str]:
    """The comparison areas of every other profile, in any version of its design, and whose."""
    designs = tx.load(Design)
    links = tx.load(ProfilePlace, role=[*(role for role, _ in _PARTS.values()), CANDIDATE])
    found = {link.place: link.profile for link in links if link.profile != profile}
    return found | {
        ref: design.profile
        for design in designs
        if design.profile != profile
        for ref in roles_of(design)
    }


def area_notes(tx: Transaction, book: Book, file: ProfileFile, design: Design) -> Iterator[str]:
    """What must be known of the places a design counts in."""
    if not roles_of(design):
        yield (
            "No comparison area is declared: a change here can't be told from one that happened "
            "everywhere."
        )
    live = {p.ref for p in tx.load(Place, kind="hotspot") if not p.retired_on}
    own = {place.ref for place in hotspots_of(tx, file)}
    outside = [ref for ref in file.hotspots if ref not in own]
    if outside:
        yield f"Only hotspots are counted in, so {', '.join(outside)} is left out."
    outlines = outlines_on(tx, book.today)
    roles = roles_of(design)
    hotspots = dict.fromkeys((live - own) & outlines.keys(), "hotspot")
    for one, other, area in _overlaps(outlines, roles | hotspots):
        pair = {roles.get(ref, "hotspot"): ref for ref in (one, other)}
        if "hotspot" in pair and len(pair) == 2:
            inside = pair.pop("hotspot")
            ((role, ref),) = pair.items()
            yield (
                f"{inside}, another hotspot, lies in {ref} ({role}) with {number(area, 0)} m²: "
                "what is done there shows in the comparison."
            )
    moved = [
        ref
        for ref in (*own, *roles)
        if ref in outlines and outlines[ref].id not in design.boundaries
    ]
    if moved:
        yield (
            f"Drawn or tied since this was declared: {', '.join(moved)}. The design keeps the "
            "boundaries it was declared with."
        )


def outlines_on(tx: Transaction, day: date) -> dict[str, places.Boundary]:
    """The boundary in force of every hotspot and comparison area, by ref."""
    return places.in_force(places.boundaries(tx, COUNTED_KINDS), day)


def _overlaps(
    outlines: Mapping[str, places.Boundary], roles: Mapping[str, str]
) -> list[tuple[str, str, float]]:
    """Pairs among ``roles`` that overlap, with the square metres they share, widest first."""
    import shapely

    from geo.compare import overlaps

    shapes = {ref: shapely.from_wkb(outlines[ref].wkb) for ref in roles if ref in outlines}
    return overlaps(shapes, list(shapes))
