"""``casebook dosage``: visits and minutes from GPS pings, without a casebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from casebook.cli.files.import_report import say_reasons
from casebook.cli.files.row_options import map_option
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.progress import progress_option, showing
from casebook.core.errors import BadValue

if TYPE_CHECKING:
    from casebook.files.mapping import ColumnMapping


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--hotspots", required=True, type=click.Path(path_type=Path), help="The polygons.")
@click.option("--summary", is_flag=True, help="Minutes and visits of each polygon and day.")
@click.option(
    "--gap",
    type=float,
    default=5.0,
    show_default=True,
    help="Minutes outside, or without a ping, that end a visit.",
)
@click.option("--unit", help="The unit of files that don't say, such as a GPX file.")
@click.option("--utc", is_flag=True, help="Times without a zone are UTC, not local.")
@map_option
@click.option("--ref", "ref_column", help="The column that holds the polygons' refs.")
@click.option("--crs", default="EPSG:27700", show_default=True, help="Metres to measure in.")
@click.option("--timezone", default="Europe/London", show_default=True, help="Of local times.")
@click.option(
    "--sheet",
    "tabs",
    multiple=True,
    metavar="NAME",
    help="Read only this tab or layer of FILES, or file in a ZIP; may be repeated.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="NAME",
    help="The layer that holds the polygons; may be repeated.",
)
@progress_option
@format_option
def dosage(
    files: tuple[Path, ...],
    hotspots: Path,
    summary: bool,
    gap: float,
    unit: str | None,
    utc: bool,
    mapping: ColumnMapping | None,
    ref_column: str | None,
    crs: str,
    timezone: str,
    tabs: tuple[str, ...],
    layers: tuple[str, ...],
    progress_form: str,
    form: str,
) -> None:
    """List the visits that the pings in FILES tell of: CSV, XLSX, Parquet, ZIP or GPX."""
    from casebook.patrols.gps.dosage_of_files import dosage as find

    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadValue(f"'{timezone}' is no time zone: write it like Europe/London.") from error
    with showing(progress_form) as progress:
        found = find(
            files,
            hotspots,
            now=datetime.now(UTC),
            zone=zone,
            crs=crs,
            gap=gap,
            summary=summary,
            unit=unit,
            utc=utc,
            ref_column=ref_column,
            mapping=mapping,
            tabs=tabs,
            layers=layers,
            progress=progress,
        )
    print_rows(list(found.rows), form)
    for note in found.notes:
        say(note)
    say_reasons(found.rejections)
