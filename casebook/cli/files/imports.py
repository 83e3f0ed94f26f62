"""``casebook import``: take files in, say exactly what was taken and what was not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.files.import_register import Imports, register_
from casebook.cli.files.import_report import bring, taking, tell
from casebook.cli.files.row_options import covers_option, map_option
from casebook.core.errors import BadValue
from casebook.core.months import Span
from casebook.core.texts.days import day_typed

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.files.mapping import ColumnMapping
    from casebook.store.report import ImportReport

F = TypeVar("F", bound=Callable[..., Any])

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group("import", cls=Imports)
def imports() -> None:
    """Import hotspots, areas, incidents, patrols, pings, registers and the base of maps."""


def _from_rows(function: F) -> F:
    """The options of imports whose files are tables of rows."""
    for option in (
        click.option("--source", help="What this file is called; remembers its column names."),
        covers_option,
        map_option,
    ):
        function = option(function)
    return function


@imports.command()
@FILES
@_from_rows
@taking
@pass_desk
def incidents(
    desk: Desk,
    files: tuple[Path, ...],
    source: str | None,
    covers: Span | None,
    mapping: ColumnMapping | None,
    **how: Any,
) -> None:
    """Import recorded crime and ASB: data.police.uk files or a force extract.

    CSV, XLSX, Parquet, JSON, the points of a GeoPackage, GeoJSON, Shapefile or KML, gzipped too, a
    ZIP or a folder of them. An incident that comes back is updated, never counted twice.
    """
    from casebook.incidents.import_files import import_incidents

    bring(
        desk,
        import_incidents,
        files,
        how=how,
        located=True,
        source=source,
        covers=covers,
        mapping=mapping,
    )


@imports.command()
@FILES
@_from_rows
@taking
@pass_desk
def patrols(
    desk: Desk,
    files: tuple[Path, ...],
    source: str | None,
    covers: Span | None,
    mapping: ColumnMapping | None,
    **how: Any,
) -> None:
    """Import rotas (planned), overtime claims and supervisors' sheets (delivered).

    Times without a zone are the casebook's local times. A patrol that another source already
    brought is merged, so hours can't double.
    """
    from casebook.patrols.import_files import import_patrols

    bring(
        desk,
        import_patrols,
        files,
        how=how,
        source=source,
        covers=covers,
        mapping=mapping,
    )


@imports.command()
@FILES
@click.option("--unit", help="The unit of files that don't say, such as a GPX file.")
@click.option("--utc", is_flag=True, help="Times without a zone are UTC, not local.")
@_from_rows
@taking
@pass_desk
def pings(
    desk: Desk,
    files: tuple[Path, ...],
    unit: str | None,
    utc: bool,
    source: str | None,
    covers: Span | None,
    mapping: ColumnMapping | None,
    **how: Any,
) -> None:
    """Import GPS pings: each run of them inside a hotspot is a visit, a delivered patrol.

    CSV, XLSX, Parquet, GPX, the points of a GeoPackage, GeoJSON or Shapefile, or a ZIP of them. A
    visit that a sheet or claim tells of too is one
    patrol: with its times by GPS, and the officers and resourcing of the other.
    """
    from casebook.patrols.gps.import_pings import import_pings

    bring(
        desk,
        import_pings,
        files,
        how=how,
        source=source,
        covers=covers,
        mapping=mapping,
        unit=unit,
        utc=utc,
    )


@imports.command()
@FILES
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@pass_desk
def profiles(desk: Desk, files: tuple[Path, ...], dry_run: bool, form: str) -> None:
    """Import whole profiles from JSON, each at the stage it says; for an administrator.

    A file holds one profile as 'profile show --format json' prints it, or a list of them. All are
    taken or none is.
    """
    from casebook.profiles.bringing import import_profiles

    report = import_profiles(desk.open(), files, dry_run=dry_run)
    tell(report, form, dry_run=dry_run)


def _drawn(function: F) -> F:
    """The options of imports whose files hold polygons."""
    for option in (
        click.option("--ref", "ref_column", help="The column that holds the refs."),
        click.option("--name", "name_column", help="The column that holds the names."),
        click.option(
            "--valid-from",
            metavar="DATE",
            help="The day redrawn boundaries hold from; today when left out.",
        ),
    ):
        function = option(function)
    return function


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@_drawn
@click.option("--themes", help="Themes for every hotspot, such as 'serious violence;asb'.")
@taking
@pass_desk
def hotspots(desk: Desk, file: Path, themes: str | None, **how: Any) -> None:
    """Import hotspot polygons: GeoJSON, GeoPackage, Shapefile, KML, in any coordinate system.

    A hotspot drawn anew gets a further boundary with a date; the old one stays.
    """
    _import_places(desk, file, "hotspot", themes, how)


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["force", "district", "ward", "beat", "impact area", "control", "buffer"]),
    help="What they are; control and buffer are comparison areas of an assessment. May be left "
    "out for a table with a column kind.",
)
@_drawn
@click.option("--parent", "parent_column", help="The column with the ref of the area it lies in.")
@taking
@pass_desk
def areas(desk: Desk, file: Path, kind: str | None, **how: Any) -> None:
    """Import the areas hotspots lie in, or the comparison areas a response is judged by.

    A CSV or spreadsheet brings areas without outlines, or names and officers of known ones, in
    columns ref, name, kind, parent, aliases, officer and, for impact areas, groups.
    """
    from casebook.places.import_table import TABLES

    if file.suffix.lower() in TABLES and kind not in ("control", "buffer"):
        _import_area_table(desk, file, kind or "", how)
        return
    if not kind:
        raise BadValue("Say what these areas are: --kind ward, for example.")
    _import_places(desk, file, kind, None, how)


def _import_places(
    desk: Desk, file: Path, kind: str, themes: str | None, how: dict[str, Any]
) -> None:
    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    def take(book: Book, *files: Path, valid_from: str | None, **asked: Any) -> ImportReport:
        first = day_typed(valid_from, book.today) if valid_from else None
        return import_places(book, *files, valid_from=first, **asked)

    bring(
        desk,
        take,
        file,
        how=how,
        follow=follow_boundaries,
        kind=kind,
        ref_column=how["ref_column"],
        name_column=how["name_column"],
        parent_column=how.get("parent_column"),
        themes=_themes(themes),
        valid_from=how["valid_from"],
    )


def _import_area_table(desk: Desk, file: Path, kind: str, how: dict[str, Any]) -> None:
    from casebook.places.import_table import import_area_table

    if how["valid_from"] is not None:
        raise BadValue(f"{file.name} holds no outlines: leave --valid-from out.")
    asked = {"ref": "ref_column", "name": "name_column", "parent": "parent_column"}
    columns = {name: how[option] for name, option in asked.items()}
    bring(desk, import_area_table, file, how=how, kind=kind, columns=columns)


def _themes(text: str | None) -> tuple[str, ...]:
    parts = (text or "").replace(",", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


@imports.command()
@FILES
@click.option("--name", default="", help="What the layer is called; the first file's name else.")
@click.option(
    "--as",
    "held",
    type=click.Choice(["streets", "water", "parks", "borders"]),
    help="What the files hold, where columns and names don't say it.",
)
@click.option("--attribution", default="", help="Whose data it is, as maps are to print it.")
@taking
@pass_desk
def base(
    desk: Desk, files: tuple[Path, ...], name: str, held: str | None, attribution: str, **how: Any
) -> None:
    """Import the ground of maps: streets, water, parks, wards; one layer, replaced by its name.

    Any map's file or OpenStreetMap extract, in any coordinate system. What lies within 3 km
    of areas and hotspots is kept, made small; maps and packs draw it. 'casebook base' lists and
    removes.
    """
    from casebook.basemap.import_base import import_base

    bring(
        desk,
        import_base,
        files,
        how=how,
        located=True,
        name=name,
        held=held or "",
        attribution=attribution,
    )


imports.add_command(register_)
