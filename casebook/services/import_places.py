"""Bringing hotspots and areas in from any file of polygons."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import shapely

from casebook.domain.errors import BadFile, BadValue, Rejection
from casebook.domain.place import AREA_KINDS, Place
from casebook.domain.report import ImportReport
from casebook.services.book import Book, Progress, silent
from casebook.services.incident_places import fill_areas, fill_boundaries
from casebook.services.place_notes import mended_notes, plan_notes
from casebook.services.place_plan import Known, Plan, plan_import
from casebook.services.place_rows import Columns, Drawn, choose_columns, drawn_places, themes_of
from casebook.storage import loads, places, records
from casebook.storage.engine import Connection
from geo.polygons import PolygonFile, read_polygons

_STEPS = 3


def import_places(
    book: Book,
    path: Path,
    *,
    kind: str,
    ref_column: str | None = None,
    name_column: str | None = None,
    themes: Sequence[str] = (),
    theme_column: str | None = None,
    parent_column: str | None = None,
    valid_from: date | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Add the polygons of ``path`` as places of ``kind`` (hotspot or a kind of area).

    A ref the casebook has with another outline gets one more boundary, in force from
    ``valid_from`` (today unless given); a new place's holds since always unless a day is given.
    What a file leaves blank of a known place stays. A file that changes nothing writes nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown kind or theme.
    """
    book.require("import")
    chosen = _themes(kind, themes, theme_column)
    progress(0, _STEPS, "reading polygons")
    polygons = read_polygons(path, crs=book.settings.crs)
    columns = choose_columns(
        path.name,
        polygons.columns,
        polygons.properties,
        ref=ref_column,
        name=name_column,
        themes=theme_column,
        parent=parent_column,
    )
    if kind != "hotspot":
        columns = dataclasses.replace(columns, themes=None)
    drawn, unusable = drawn_places(path.name, polygons, columns, chosen)
    progress(1, _STEPS, "comparing with the casebook")
    plan = Plan(path.name, kind, valid_from or book.today, valid_from)
    with book.store.writing() as conn:
        known = _known(conn, plan.day)
        plan_import(plan, drawn, known, columns.ref)
        rejections = _in_order([*polygons.rejections, *unusable, *plan.rejections])
        _refuse(path.name, polygons.read, plan, rejections, strict=strict)
        report = _report(plan, known, polygons, columns, drawn, rejections, dated=bool(valid_from))
        if not plan.empty:
            progress(2, _STEPS, "placing incidents")
            _write(conn, book, path, plan, known, report, _rules(polygons, columns, chosen))
        if dry_run:
            conn.rollback()
    progress(_STEPS, _STEPS, "done")
    return report


def _themes(kind: str, themes: Sequence[str], column: str | None) -> tuple[str, ...]:
    """The theme codes given for the whole file, after looking whether ``kind`` is one."""
    if kind not in ("hotspot", *AREA_KINDS):
        raise BadValue(f"There is no kind of area '{kind}': it is one of {', '.join(AREA_KINDS)}.")
    if kind != "hotspot" and (themes or column):
        raise BadValue("Only hotspots have themes: leave them out when importing areas.")
    return themes_of(themes)


def _known(conn: Connection, day: date) -> Known:
    kinds = ("hotspot", *AREA_KINDS)
    return Known.of(records.load(conn, Place), places.boundaries(conn, kinds), day)


def _in_order(rejections: list[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejections, key=lambda rejection: rejection.row or 0))


def _refuse(
    file: str, read: int, plan: Plan, rejections: tuple[Rejection, ...], *, strict: bool
) -> None:
    """Raise :class:`BadFile` where nothing is left to take, or nothing may be bad."""
    if not plan.shapes:
        raise BadFile(
            f"{file} has no feature that can be taken. The first, row {rejections[0].row}: "
            f"{rejections[0].why}"
        )
    if strict and rejections:
        raise BadFile(
            f"{len(rejections)} of {read} features in {file} can't be taken, and with --strict "
            "none is. "
            f"The first, row {rejections[0].row}: {rejections[0].why}"
        )


def _report(
    plan: Plan,
    known: Known,
    polygons: PolygonFile,
    columns: Columns,
    drawn: tuple[Drawn, ...],
    rejections: tuple[Rejection, ...],
    *,
    dated: bool,
) -> ImportReport:
    refs = {row[columns.ref].strip() for row in polygons.properties}
    outside = None
    if plan.kind == "hotspot" and known.tree.areas:
        outside = sum(known.tree.outside(shape) for shape in plan.shapes.values())
    return ImportReport(
        read=polygons.read,
        added=len(plan.new),
        updated=plan.updated,
        unchanged=plan.unchanged,
        outside_area=outside,
        rejections=rejections,
        notes=(
            *polygons.notes,
            *columns.notes,
            *mended_notes(place for place in drawn if place.ref in plan.shapes),
            *plan_notes(plan, known, refs, dated=dated),
        ),
    )


def _rules(polygons: PolygonFile, columns: Columns, themes: tuple[str, ...]) -> dict[str, object]:
    """How the file was read, as its load keeps it."""
    return {
        "crs": polygons.crs_named,
        "ref": columns.ref,
        "name": columns.name,
        "themes": columns.themes or list(themes),
        "parent": columns.parent,
    }


def _write(
    conn: Connection,
    book: Book,
    path: Path,
    plan: Plan,
    known: Known,
    report: ImportReport,
    rules: dict[str, object],
) -> None:
    load = loads.start_load(
        conn,
        book.author,
        kind="hotspots" if plan.kind == "hotspot" else "areas",
        source=path.name,
        file=path.name,
        sha256=_digest(path),
        rules=rules | {"kind": plan.kind},
    )
    ids = places.add_places(conn, list(plan.new.values()))
    places.change_places(conn, [*plan.changed.values(), *plan.settled.values()])
    first = [(ids.get(ref) or known.places[ref].id, ref) for ref in (*plan.new, *plan.outlined)]
    again = [(known.places[ref].id, ref) for ref in plan.redrawn]
    added = places.add_boundaries(
        conn,
        load,
        [(place, plan.first_day, shapely.to_wkb(plan.shapes[ref])) for place, ref in first]
        + [(place, plan.day, shapely.to_wkb(plan.shapes[ref])) for place, ref in again],
    )
    fill_boundaries(conn, added)
    if added and plan.kind in AREA_KINDS:
        fill_areas(conn)
    loads.finish_load(conn, book.author, load, report)


def _digest(path: Path) -> str:
    """SHA-256 of a file; of a folder or a Shapefile, of all that belongs to it, in name order."""
    parts = [path]
    if path.is_dir():
        parts = sorted(part for part in path.rglob("*") if part.is_file())
    elif path.suffix.lower() == ".shp":
        parts = sorted(path.parent.glob(f"{_literal(path.stem)}.*"))
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _literal(stem: str) -> str:
    """A file's stem as a pattern that matches only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)
