"""What a file of places would change: decided from plain values, before anything is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import a_or_an
from casebook.core.errors import BadValue, NotFound, Rejection
from casebook.core.months import day_label
from casebook.places.import_rows import Drawn
from casebook.places.import_tree import AreaTree
from casebook.places.place import AREA_KINDS, Place
from casebook.places.queries import Boundary, boundary_in_force, by_ref, in_force
from geo.compare import same_shape


@dataclass(frozen=True)
class Known:
    """The casebook as an import finds it."""

    places: Mapping[str, Place]
    outlines: Mapping[str, list[Boundary]]
    """Every boundary of each place, by ref, oldest first."""
    tree: AreaTree

    @classmethod
    def of(cls, places: Iterable[Place], boundaries: Iterable[Boundary], day: date) -> Known:
        """From all places and all their boundaries; areas are those in force on ``day``."""
        every, outlines = list(places), list(boundaries)
        return cls(
            {place.ref: place for place in every},
            by_ref(outlines),
            AreaTree(every, in_force(outlines, day)),
        )


@dataclass
class PlaceChanges:
    """The places of a file, sorted by what becomes of them; refs in the file's order."""

    file: str
    kind: str
    day: date
    """When a redrawn boundary begins."""
    first_day: date | None
    """When a new place's boundary begins: the day somebody gave; None: since always."""
    shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    """Every place of the file that can be used."""
    new: dict[str, Place] = field(default_factory=dict)
    redrawn: list[str] = field(default_factory=list)
    outlined: list[str] = field(default_factory=list)
    """Known places without a boundary that get their first."""
    changed: dict[str, tuple[Place, Place]] = field(default_factory=dict)
    """Known places of the file of which it says something else: before, after."""
    placed_under: dict[str, tuple[Place, Place]] = field(default_factory=dict)
    """Places not in the file that had no area and lie in one of its new ones: before, after."""
    rejections: list[Rejection] = field(default_factory=list)
    unplaced: dict[str, list[str]] = field(default_factory=dict)
    """Why places can't lie in what the file names, each with their refs."""

    @property
    def updated(self) -> int:
        """How many known places of the file change in any way."""
        return len({*self.redrawn, *self.outlined, *self.changed})

    @property
    def unchanged(self) -> int:
        """How many places of the file don't change."""
        return len(self.shapes) - len(self.new) - self.updated

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.new or self.updated or self.placed_under)


def find_changes(
    changes: PlaceChanges, drawn: Iterable[Drawn], known: Known, ref_column: str
) -> None:
    """Fill ``changes`` with what becomes of each place a file draws."""
    for given in drawn:
        try:
            groups = tuple(known.tree.named(word) for word in given.groups)
        except (NotFound, BadValue) as error:
            changes.rejections.append(Rejection(changes.file, given.row, "groups", str(error)))
            continue
        place = dataclasses.replace(given, groups=groups)
        before = known.places.get(place.ref)
        if before is None:
            after = _new(changes, place, known)
            changes.new[place.ref] = after
            if changes.kind in AREA_KINDS:
                known.tree.add(after, place.shape)
        else:
            fault = _redraw(changes, place, before, known)
            if fault:
                changes.rejections.append(Rejection(changes.file, place.row, ref_column, fault))
                continue
            after = _changed(changes, place, before, known)
            if after != before:
                changes.changed[place.ref] = (before, after)
        changes.shapes[place.ref] = place.shape
    if changes.kind in AREA_KINDS:
        _place_under(changes, known)


def _new(changes: PlaceChanges, drawn: Drawn, known: Known) -> Place:
    return Place(
        drawn.ref,
        changes.kind,
        drawn.name,
        _named(changes, drawn, known) or known.tree.holding(changes.kind, drawn.shape),
        drawn.themes,
        drawn.aliases,
        drawn.groups,
        officer=drawn.officer,
        live_from=changes.first_day,
    )


def _changed(changes: PlaceChanges, drawn: Drawn, before: Place, known: Known) -> Place:
    """``before`` with what the file says of it; what it leaves blank stays as it was."""
    return dataclasses.replace(
        before,
        name=drawn.name or before.name,
        themes=drawn.themes or before.themes,
        aliases=drawn.aliases or before.aliases,
        groups=drawn.groups or before.groups,
        officer=drawn.officer or before.officer,
        parent=_named(changes, drawn, known)
        or before.parent
        or known.tree.holding(changes.kind, drawn.shape),
    )


def _named(changes: PlaceChanges, drawn: Drawn, known: Known) -> str | None:
    if not drawn.parent:
        return None
    objection = known.tree.objection(drawn.parent, drawn.ref)
    if objection:
        changes.unplaced.setdefault(objection, []).append(drawn.ref)
        return None
    return known.tree.named(drawn.parent)


def _redraw(changes: PlaceChanges, drawn: Drawn, before: Place, known: Known) -> str:
    """Note that the place's outline changes, if it does; or say why it can't."""
    if before.kind != changes.kind:
        taken = a_or_an(before.kind)
        return f"{drawn.ref} is the ref of {taken} already: give this {changes.kind} another."
    outlines = known.outlines.get(drawn.ref, [])
    if not outlines:
        changes.outlined.append(drawn.ref)
        return ""
    current = boundary_in_force(outlines, changes.day) or outlines[0]
    if same_shape(shapely.from_wkb(current.wkb), drawn.shape):
        return ""
    if any(outline.valid_from == changes.day for outline in outlines):
        return (
            f"{drawn.ref} has a boundary from {day_label(changes.day)} already, and boundaries are "
            "never overwritten: give this one another day with --valid-from."
        )
    changes.redrawn.append(drawn.ref)
    return ""


def _place_under(changes: PlaceChanges, known: Known) -> None:
    """Find what places without an area lie in, now that the file brings areas."""
    for ref, place in known.places.items():
        outline = boundary_in_force(known.outlines.get(ref, ()), changes.day)
        if place.parent or place.retired_on or ref in changes.shapes or outline is None:
            continue
        holder = known.tree.holding(place.kind, shapely.from_wkb(outline.wkb))
        if holder in changes.new:
            changes.placed_under[ref] = (place, dataclasses.replace(place, parent=holder))
