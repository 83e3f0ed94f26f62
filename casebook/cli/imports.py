"""``casebook import``: take files in, say exactly what was taken and what was not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import print_json, say, written_beside
from casebook.cli.progress import progress_option, showing
from casebook.domain.errors import BadFile
from casebook.domain.months import Span

if TYPE_CHECKING:
    from casebook.domain.report import ImportReport

F = TypeVar("F", bound=Callable[..., Any])

SHOWN_REASONS = 10
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group("import")
def imports() -> None:
    """Import hotspots, areas, incidents and patrols from files."""


def _taking(function: F) -> F:
    """The options every import has."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing."),
        click.option("--strict", is_flag=True, help="Refuse the file for a single bad row."),
        click.option(
            "--rejects",
            type=click.Path(path_type=Path),
            help="Write the rows that were not taken, and why, to this CSV.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "json"]),
            default="table",
            help="How to print the report.",
        ),
    ):
        function = option(function)
    return progress_option(function)


def _from_rows(function: F) -> F:
    """The options of imports whose files are tables of rows."""
    for option in (
        click.option("--source", help="What this file is called; remembers its column names."),
        click.option(
            "--covers",
            metavar="FROM..TO",
            help="The file is the whole truth for its source in this window: rows that have "
            "gone from it are withdrawn.",
        ),
        click.option(
            "--map",
            "mapping_file",
            type=click.Path(path_type=Path),
            help='A TOML of column names, such as: easting = "X coordinate".',
        ),
    ):
        function = option(function)
    return function


@imports.command()
@FILES
@_from_rows
@_taking
@pass_desk
def incidents(
    desk: Desk,
    files: tuple[Path, ...],
    source: str | None,
    covers: str | None,
    mapping_file: Path | None,
    **how: Any,
) -> None:
    """Import recorded crime and ASB: data.police.uk files or a force extract.

    CSV, XLSX, Parquet, JSON, a ZIP or a folder of them. An incident that comes back is updated,
    never counted twice.
    """
    from casebook.imports.incidents import import_incidents

    book = desk.open()
    with showing(how["progress_form"]) as progress:
        report = import_incidents(
            book,
            files,
            source=source,
            covers=Span.parse(covers) if covers else None,
            mapping=_mapping(mapping_file),
            dry_run=how["dry_run"],
            strict=how["strict"],
            progress=progress,
        )
    _tell(report, how | {"located": True})


@imports.command()
@FILES
@_from_rows
@_taking
@pass_desk
def patrols(
    desk: Desk,
    files: tuple[Path, ...],
    source: str | None,
    covers: str | None,
    mapping_file: Path | None,
    **how: Any,
) -> None:
    """Import rotas (planned), overtime claims and supervisors' sheets (delivered).

    Times without a zone are the casebook's local times. A patrol that another source already
    brought is merged, so hours can't double.
    """
    from casebook.imports.patrols import import_patrols

    book = desk.open()
    with showing(how["progress_form"]) as progress:
        report = import_patrols(
            book,
            files,
            source=source,
            covers=Span.parse(covers) if covers else None,
            mapping=_mapping(mapping_file),
            dry_run=how["dry_run"],
            strict=how["strict"],
            progress=progress,
        )
    _tell(report, how | {"located": False})


def _drawn(function: F) -> F:
    """The options of imports whose files hold polygons."""
    for option in (
        click.option("--ref", "ref_column", help="The column that holds the refs."),
        click.option("--name", "name_column", help="The column that holds the names."),
        click.option(
            "--valid-from",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The day redrawn boundaries hold from; today when left out.",
        ),
    ):
        function = option(function)
    return function


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@_drawn
@click.option("--themes", help="Themes for every hotspot, such as 'serious violence;asb'.")
@_taking
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
    required=True,
    type=click.Choice(["force", "district", "ward", "beat", "impact area", "control", "buffer"]),
    help="What they are; control and buffer are comparison areas of an assessment.",
)
@_drawn
@click.option("--parent", "parent_column", help="The column with the ref of the area it lies in.")
@_taking
@pass_desk
def areas(desk: Desk, file: Path, kind: str, **how: Any) -> None:
    """Import the areas hotspots lie in, or the comparison areas a response is judged by."""
    _import_places(desk, file, kind, None, how)


@imports.command("register")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@_taking
@pass_desk
def register_(desk: Desk, kind: str, file: Path, **how: Any) -> None:
    """Import entries of the register KIND: requests, notes, the sharing log and so on.

    One row an entry, in columns called after its fields. For example: casebook import register
    sharing log.xlsx.
    """
    from casebook.imports.registers import import_register

    book = desk.open()
    with showing(how["progress_form"]) as progress:
        report = import_register(
            book,
            kind,
            file,
            dry_run=how["dry_run"],
            strict=how["strict"],
            progress=progress,
        )
    _tell(report, how | {"located": False})


def _import_places(
    desk: Desk, file: Path, kind: str, themes: str | None, how: dict[str, Any]
) -> None:
    from casebook.imports.places import import_places

    valid_from: Any = how["valid_from"]
    book = desk.open()
    with showing(how["progress_form"]) as progress:
        report = import_places(
            book,
            file,
            kind=kind,
            ref_column=how["ref_column"],
            name_column=how["name_column"],
            parent_column=how.get("parent_column"),
            themes=_themes(themes),
            valid_from=date(valid_from.year, valid_from.month, valid_from.day)
            if valid_from
            else None,
            dry_run=how["dry_run"],
            strict=how["strict"],
            progress=progress,
        )
    _tell(report, how | {"located": False})


def _themes(text: str | None) -> tuple[str, ...]:
    parts = (text or "").replace(",", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def _mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"{path} is no TOML of column names: {error}.") from error
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}.") from error
    if not all(isinstance(value, str) for value in found.values()):
        raise BadFile(f'{path} takes lines such as: easting = "X coordinate".')
    return found


def _tell(report: ImportReport, how: dict[str, Any]) -> None:
    """Print the report: counts on stdout, what was picked and rejected on stderr."""
    if how["rejects"] is not None:
        _write_rejects(how["rejects"], report)
    if how["form"] == "json":
        print_json(report.encode())
        return
    if how["dry_run"]:
        say("A dry run: nothing was stored.")
    for note in report.notes:
        say(note)
    for name, count in _counts(report, how).items():
        click.echo(f"{name:>20}  {count:>9,}" if count is not None else f"{name:>20}  no areas")
    for reason in report.reasons[:SHOWN_REASONS]:
        place = ", ".join(
            part
            for part in (
                reason["file"],
                f"row {reason['row']}" if reason["row"] else "",
                reason["column"] or "",
            )
            if part
        )
        rows = f"{reason['rows']:,} row{'s' if reason['rows'] != 1 else ''}"
        say(f"Not taken, {rows} (first: {place}): {reason['why']}")
    if len(report.reasons) > SHOWN_REASONS:
        say(f"… and {len(report.reasons) - SHOWN_REASONS} more reasons: see --rejects FILE.")


def _counts(report: ImportReport, how: dict[str, Any]) -> dict[str, int | None]:
    """What a person is shown: what every import counts, and of the rest what there was."""
    counts: dict[str, int | None] = {
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
    }
    counts |= {"merged": report.merged} if report.merged else {}
    counts |= {"withdrawn": report.withdrawn} if report.withdrawn else {}
    if how["located"]:
        counts["without coordinates"] = report.without_coordinates
        counts["outside the area"] = report.outside_area
    return counts


def _write_rejects(path: Path, report: ImportReport) -> None:
    import csv

    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "column", "why"])
        for bad in report.rejections:
            writer.writerow([bad.file, bad.row or "", bad.column or "", bad.why])
