"""Bringing hotspots, areas and comparison areas in from any file of polygons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Unpack

import shapely

from casebook.book.importing import How, Importer, Planned, bring_in
from casebook.book.opening import Book
from casebook.core.errors import BadValue, Rejection
from casebook.files.rejects import Rows, rejected_cells
from casebook.places import queries as places
from casebook.places.import_changes import Known, PlaceChanges, find_changes
from casebook.places.import_notes import change_notes, mended_notes
from casebook.places.import_rows import Columns, Drawn, choose_columns, drawn_places, themes_of
from casebook.places.place import AREA_KINDS, COMPARISON_KINDS, COUNTED_KINDS, Place
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction
from geo.polygons import PolygonFile, read_polygons

Follow = Callable[[Transaction, str, Sequence[int]], None]
"""Brings what lies in places up to date with new boundaries, in the transaction that wrote them.

It is given the kind of place and the ids of the boundaries.
"""


def import_places(
    book: Book,
    path: Path,
    *,
    follow: Follow,
    kind: str,
    ref_column: str | None = None,
    name_column: str | None = None,
    themes: Sequence[str] = (),
    theme_column: str | None = None,
    parent_column: str | None = None,
    valid_from: date | None = None,
    **how: Unpack[How],
) -> ImportReport:
    """Add the polygons of ``path`` as places of ``kind``: hotspot, a kind of area, control, buffer.

    ``follow`` is called where boundaries were written, so that what was counted in the old ones is
    counted in the new (:func:`casebook.incidents.in_boundaries.follow_boundaries`).

    A ref the casebook has with another outline gets one more boundary, in force from
    ``valid_from`` (today unless given); a new place's holds since always unless a day is given.
    Other names (``aliases``) and a named officer (``officer``) are taken where the file has such
    columns. What a file leaves blank of a known place stays. A file that changes nothing writes
    nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown kind or theme.
    """
    chosen = _themes(kind, themes, theme_column)
    named = {"ref": ref_column, "name": name_column, "themes": theme_column}
    named["parent"] = parent_column
    return bring_in(_PlaceFile(book, [path], how, follow, kind, named, chosen, valid_from))


@dataclass(frozen=True)
class _FileRead:
    """A file as read, before the casebook is looked at."""

    polygons: PolygonFile
    columns: Columns
    drawn: tuple[Drawn, ...]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True)
class _PlaceFile(Importer[_FileRead]):
    """A file of the polygons of places."""

    THING: ClassVar[str] = "feature"

    follow: Follow
    place_kind: str
    named: Mapping[str, str | None]
    """What the columns are called, where somebody said."""
    themes: tuple[str, ...]
    """Those of a hotspot whose feature says none."""
    valid_from: date | None

    @property
    def kind(self) -> str:
        return "hotspots" if self.place_kind == "hotspot" else "areas"

    @property
    def asked(self) -> Mapping[str, Any]:
        first_day = str(self.valid_from) if self.valid_from else None
        return {"kind": self.place_kind, "valid_from": first_day}

    def rejected_rows(self, rejections: Sequence[Rejection], given: _FileRead | None) -> Rows:
        """The features' properties: outlines are mended where they were drawn."""
        properties = given.polygons.properties if given else ()
        (path,) = self.paths
        return rejected_cells(
            rejections, {(path.name, row): own for row, own in enumerate(properties, start=1)}
        )

    def read(self) -> _FileRead:
        """The places the file draws."""
        (path,) = self.paths
        polygons = read_polygons(path, crs=self.book.settings.crs, layers=self.tabs)
        usable = [feature.properties for feature in polygons.features]
        columns = choose_columns(
            path.name,
            polygons.columns,
            usable or polygons.properties,
            ref=self.named["ref"],
            name=self.named["name"],
            themes=self.named["themes"],
            parent=self.named["parent"],
        )
        if self.place_kind != "hotspot":
            columns = replace(columns, themes=None)
        if self.place_kind != "impact area":
            columns = replace(columns, groups=None)
        drawn, rejections = drawn_places(path.name, polygons, columns, self.themes)
        return _FileRead(polygons, columns, drawn, (*polygons.rejections, *rejections))

    def plan(self, tx: Transaction, given: _FileRead) -> Planned:
        """What becomes of each place."""
        day = self.valid_from or self.book.today
        changes = PlaceChanges(self.name, self.place_kind, day, self.valid_from)
        kinds = (*COUNTED_KINDS, *AREA_KINDS)
        known = Known.of(tx.load(Place), places.boundaries(tx, kinds), day)
        find_changes(changes, given.drawn, known, given.columns.ref)
        report = _report(given, changes, known)

        def store(load: int) -> ImportReport:
            added = _write(tx, load, changes, known)
            if added:
                self.follow(tx, self.place_kind, added)
            return report

        rules = self._rules(given)
        return Planned(report, None if changes.empty else store, self.name, rules)

    def _rules(self, given: _FileRead) -> dict[str, Any]:
        """How the file was read."""
        names = ("ref", "name", "parent", "aliases", "officer", "groups")
        return {
            "crs": given.polygons.crs_named,
            "themes": given.columns.themes or list(self.themes),
            **{name: getattr(given.columns, name) for name in names},
        }


def _themes(kind: str, themes: Sequence[str], column: str | None) -> tuple[str, ...]:
    """The theme codes given for the whole file, after looking whether ``kind`` is one."""
    areas = (*AREA_KINDS, *COMPARISON_KINDS)
    if kind not in ("hotspot", *areas):
        raise BadValue(f"There is no kind of area '{kind}': it is one of {', '.join(areas)}.")
    if kind != "hotspot" and (themes or column):
        raise BadValue("Only hotspots have themes: leave them out when importing areas.")
    return themes_of(themes)


def _report(given: _FileRead, changes: PlaceChanges, known: Known) -> ImportReport:
    refs = {row[given.columns.ref].strip() for row in given.polygons.properties}
    rejections = sorted([*given.rejections, *changes.rejections], key=lambda r: r.row or 0)
    outside = None
    if changes.kind == "hotspot" and known.tree.areas:
        outside = sum(known.tree.outside(shape) for shape in changes.shapes.values())
    return ImportReport(
        read=given.polygons.read,
        added=len(changes.new),
        updated=changes.updated,
        unchanged=changes.unchanged,
        outside_area=outside,
        rejections=tuple(rejections),
        notes=(
            *given.polygons.notes,
            *given.columns.notes,
            *mended_notes(place for place in given.drawn if place.ref in changes.shapes),
            *change_notes(changes, known, refs),
        ),
    )


def _write(tx: Transaction, load: int, changes: PlaceChanges, known: Known) -> Sequence[int]:
    """Write the changes; gives the ids of the boundaries they bring."""
    ids = places.add_places(tx, list(changes.new.values()))
    places.change_places(tx, [*changes.changed.values(), *changes.placed_under.values()])
    rows = [
        (ids.get(ref) or known.places[ref].id, start, shapely.to_wkb(changes.shapes[ref]))
        for ref, start in (
            *((ref, changes.first_day) for ref in (*changes.new, *changes.outlined)),
            *((ref, changes.day) for ref in changes.redrawn),
        )
    ]
    return places.add_boundaries(tx, load, rows)
