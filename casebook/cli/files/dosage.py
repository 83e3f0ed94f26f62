"""``casebook dosage``: visits and minutes from GPS pings, without a casebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from casebook.cli.files.cluster_options import cluster_options
from casebook.cli.files.import_report import say_reasons
from casebook.cli.files.row_options import (
    crs_option,
    layer_option,
    map_option,
    ref_option,
    sheet_option,
)
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.progress import progress_option, showing
from casebook.core.errors import BadValue
from casebook.core.local_time import seconds_of

_SAID_BELOW = {
    "rule",
    "interval_seconds",
    "lost_share",
    "officer_minutes_low",
    "officer_minutes_high",
    "full_length_minutes",
}
"""What a table leaves to the sentences below it; CSV and JSON have it."""
_NOT_CORE = {"officer_minutes_overtime", "officer_minutes_partner", "officer_minutes_off_duty"}
_ONLY_WHERE_SAID = {
    "device",
    "parked",
    "resourcing",
    *_NOT_CORE,
}


def _minutes(_context: click.Context, _option: click.Parameter, text: str) -> float:
    return seconds_of(text) / 60


def _zone(_context: click.Context, _option: click.Parameter, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadValue(f"'{name}' is no time zone: write it like Europe/London.") from error


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--hotspots", required=True, type=click.Path(path_type=Path), help="The polygons.")
@click.option("--summary", is_flag=True, help="Minutes and visits of each polygon and day.")
@click.option(
    "--gap",
    default="5m",
    show_default=True,
    callback=_minutes,
    help="Time outside, or without a ping, that ends a visit; never less than three intervals.",
)
@click.option(
    "--min-stay",
    default="2m",
    show_default=True,
    callback=_minutes,
    help="A stay of less is a drive-through.",
)
@click.option("--unit", help="The unit of files that don't say, such as a GPX file.")
@click.option(
    "--duty",
    type=click.Path(path_type=Path),
    help="A table of who was on duty and who paid: unit, from, to, resourcing.",
)
@click.option("--utc", is_flag=True, help="Times without a zone are UTC, not local.")
@map_option
@ref_option
@crs_option
@click.option(
    "--timezone",
    "zone",
    default="Europe/London",
    show_default=True,
    callback=_zone,
    help="Of local times.",
)
@sheet_option
@layer_option
@cluster_options
@progress_option
@format_option
def dosage(
    files: tuple[Path, ...],
    progress_form: str,
    form: str,
    **asked: Any,
) -> None:
    """List the visits that the pings in FILES tell of: CSV, XLSX, Parquet, ZIP or GPX.

    A visit lasts from half an interval before its first ping inside to half an interval after its
    last; two visits in three truly lasted between minutes_low and minutes_high. A bare number of
    --gap and --min-stay is minutes.
    """
    from casebook.patrols.gps.dosage_of_files import DosageAsked
    from casebook.patrols.gps.dosage_of_files import dosage as find

    with showing(progress_form) as progress:
        found = find(DosageAsked(pings=files, now=datetime.now(UTC), **asked), progress)
    print_rows(list(found.rows) if form != "table" else _for_people(found.rows), form)
    for note in found.notes:
        say(note)
    say_reasons(found.rejections)


def _for_people(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows without what is said below them, and without columns that say nothing."""
    empty = {key for key in _ONLY_WHERE_SAID if not any(row.get(key) for row in rows)}
    if empty >= _NOT_CORE:
        empty.add("officer_minutes_core")
    return [
        {key: value for key, value in row.items() if key not in _SAID_BELOW | empty} for row in rows
    ]
