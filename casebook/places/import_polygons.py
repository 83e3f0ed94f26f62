"""Bringing hotspots, areas and comparison areas in from any file of polygons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.core.report import ImportReport, Progress, silent
from casebook.incidents.in_boundaries import fill_areas, fill_boundaries
from casebook.places import queries as places
from casebook.places.import_changes import Known, Plan, plan_import
from casebook.places.import_notes import mended_notes, plan_notes
from casebook.places.import_rows import Columns, Drawn, choose_columns, drawn_places, themes_of
from casebook.places.place import AREA_KINDS, COMPARISON_KINDS, COUNTED_KINDS, Place
from casebook.store import loads, records
from casebook.store.engine import Connection
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
    """Add the polygons of ``path`` as places of ``kind``: hotspot, a kind of area, control, buffer.

    A ref the casebook has with another outline gets one more boundary, in force from
    ``valid_from`` (today unless given); a new place's holds since always unless a day is given.
    Other names (``aliases``) and a named officer (``officer``) are taken where the file has such
    columns. What a file leaves blank of a known place stays. A file that changes nothing writes
    nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown kind or theme.
    """
    book.require("import")
    chosen = _themes(kind, themes, theme_column)
    progress(0, _STEPS, "reading polygons")
    asked = {"ref": ref_column, "name": name_column, "themes": theme_column}
    reading = _read(path, book.settings.crs, kind, asked | {"parent": parent_column}, chosen)
    progress(1, _STEPS, "comparing with the casebook")
    plan = Plan(path.name, kind, valid_from or book.today, valid_from)
    with book.store.writing() as conn:
        known = _known(conn, plan.day)
        plan_import(plan, reading.drawn, known, reading.columns.ref)
        report = _report(reading, plan, known)
        _refuse(path.name, plan, report, strict=strict)
        if not plan.empty:
            progress(2, _STEPS, "placing incidents")
            load = _start(conn, book, reading, plan)
            _write(conn, load, plan, known)
            loads.finish_load(conn, book.author, load, report)
        if dry_run:
            conn.rollback()
    progress(_STEPS, _STEPS, "done")
    return report


def _themes(kind: str, themes: Sequence[str], column: str | None) -> tuple[str, ...]:
    """The theme codes given for the whole file, after looking whether ``kind`` is one."""
    areas = (*AREA_KINDS, *COMPARISON_KINDS)
    if kind not in ("hotspot", *areas):
        raise BadValue(f"There is no kind of area '{kind}': it is one of {', '.join(areas)}.")
    if kind != "hotspot" and (themes or column):
        raise BadValue("Only hotspots have themes: leave them out when importing areas.")
    return themes_of(themes)


@dataclass(frozen=True)
class _Reading:
    """A file as read, before the casebook is looked at."""

    polygons: PolygonFile
    columns: Columns
    drawn: tuple[Drawn, ...]
    rejections: tuple[Rejection, ...]
    rules: dict[str, Any]
    """How it was read, as its load keeps it."""
    sha256: str


def _read(
    path: Path, crs: str, kind: str, asked: dict[str, str | None], themes: tuple[str, ...]
) -> _Reading:
    """The places ``path`` draws; ``asked`` names columns, ``themes`` stand where it has none."""
    polygons = read_polygons(path, crs=crs)
    columns = choose_columns(path.name, polygons.columns, polygons.properties, **asked)
    if kind != "hotspot":
        columns = replace(columns, themes=None)
    if kind != "impact area":
        columns = replace(columns, groups=None)
    drawn, rejections = drawn_places(path.name, polygons, columns, themes)
    rules = {
        "kind": kind,
        "crs": polygons.crs_named,
        "ref": columns.ref,
        "name": columns.name,
        "themes": columns.themes or list(themes),
        "parent": columns.parent,
        "aliases": columns.aliases,
        "officer": columns.officer,
        "groups": columns.groups,
    }
    try:
        sha256 = _digest(path)
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}.") from error
    return _Reading(polygons, columns, drawn, (*polygons.rejections, *rejections), rules, sha256)


def _known(conn: Connection, day: date) -> Known:
    kinds = (*COUNTED_KINDS, *AREA_KINDS)
    return Known.of(records.load(conn, Place), places.boundaries(conn, kinds), day)


def _report(reading: _Reading, plan: Plan, known: Known) -> ImportReport:
    refs = {row[reading.columns.ref].strip() for row in reading.polygons.properties}
    rejections = sorted([*reading.rejections, *plan.rejections], key=lambda r: r.row or 0)
    outside = None
    if plan.kind == "hotspot" and known.tree.areas:
        outside = sum(known.tree.outside(shape) for shape in plan.shapes.values())
    return ImportReport(
        read=reading.polygons.read,
        added=len(plan.new),
        updated=plan.updated,
        unchanged=plan.unchanged,
        outside_area=outside,
        rejections=tuple(rejections),
        notes=(
            *reading.polygons.notes,
            *reading.columns.notes,
            *mended_notes(place for place in reading.drawn if place.ref in plan.shapes),
            *plan_notes(plan, known, refs),
        ),
    )


def _refuse(file: str, plan: Plan, report: ImportReport, *, strict: bool) -> None:
    """Raise :class:`BadFile` where nothing is left to take, or nothing may be bad."""
    if not report.rejections or (plan.shapes and not strict):
        return
    first = f"The first, row {report.rejections[0].row}: {report.rejections[0].why}"
    if not plan.shapes:
        raise BadFile(f"{file} has no feature that can be taken. {first}")
    raise BadFile(
        f"{report.rejected} of {report.read} features in {file} can't be taken, and with --strict "
        f"none is. {first}"
    )


def _start(conn: Connection, book: Book, reading: _Reading, plan: Plan) -> int:
    """The id of the import's load."""
    return loads.start_load(
        conn,
        book.author,
        kind="hotspots" if plan.kind == "hotspot" else "areas",
        source=plan.file,
        file=plan.file,
        sha256=reading.sha256,
        rules=reading.rules | {"valid_from": str(plan.first_day) if plan.first_day else None},
    )


def _write(conn: Connection, load: int, plan: Plan, known: Known) -> None:
    """Write the plan, and place the casebook's incidents in the boundaries it brings."""
    ids = places.add_places(conn, list(plan.new.values()))
    places.change_places(conn, [*plan.changed.values(), *plan.settled.values()])
    rows = [
        (ids.get(ref) or known.places[ref].id, start, shapely.to_wkb(plan.shapes[ref]))
        for ref, start in (
            *((ref, plan.first_day) for ref in (*plan.new, *plan.outlined)),
            *((ref, plan.day) for ref in plan.redrawn),
        )
    ]
    added = places.add_boundaries(conn, load, rows)
    if added and plan.kind in COUNTED_KINDS:
        fill_boundaries(conn, added)
    elif added:
        fill_areas(conn)


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
