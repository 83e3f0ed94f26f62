"""``casebook count``: points in polygons, without a casebook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.files.cluster_options import cluster_options
from casebook.cli.files.import_report import (
    refuse_rejects,
    refusing_rows,
    say_reasons,
    write_rejects,
)
from casebook.cli.files.row_options import (
    crs_option,
    layer_option,
    map_option,
    ref_option,
    sheet_option,
)
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.progress import progress_option, showing

if TYPE_CHECKING:
    from casebook.files.mapping import ColumnMapping
    from casebook.workers.cluster import WorkerCluster


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--hotspots", required=True, type=click.Path(path_type=Path), help="The polygons.")
@click.option("--ring", type=float, help="Count in a ring of so many metres around, too.")
@click.option("--by", default="month,type", show_default=True, help="month, type, both or none.")
@ref_option
@crs_option
@sheet_option
@layer_option
@map_option
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="Write the rows that were not counted, and why, to this CSV.",
)
@cluster_options
@progress_option
@format_option
def count(
    files: tuple[Path, ...],
    hotspots: Path,
    ring: float | None,
    by: str,
    ref_column: str | None,
    crs: str,
    tabs: tuple[str, ...],
    layers: tuple[str, ...],
    mapping: ColumnMapping | None,
    rejects: Path | None,
    cluster: WorkerCluster | None,
    progress_form: str,
    form: str,
) -> None:
    """Count the incidents in FILES in each polygon, as the rows stand."""
    from casebook.files.mapping import NO_MAPPING
    from casebook.incidents.points.count_points import count_points
    from casebook.store.report import many_rejected

    refuse_rejects(rejects, files)
    named = tuple(part.strip() for part in by.split(",") if part.strip() not in ("", "none"))
    with refusing_rows(rejects), showing(progress_form) as progress:
        counted = count_points(
            files,
            hotspots,
            today=date.today(),  # noqa: DTZ011 - the edge: the day at this desk
            crs=crs,
            ref_column=ref_column,
            ring=ring,
            by=named,
            tabs=tabs,
            layers=layers,
            mapping=mapping or NO_MAPPING,
            rejects=rejects is not None,
            cluster=cluster,
            progress=progress,
        )
    covers = counted.covers
    beside = {
        "covered_from": str(covers.start) if covers else None,
        "covered_to": str(covers.end) if covers else None,
        "note": " ".join(counted.beside),
    }
    print_rows(counted.rows, form, beside=beside)
    alarm = many_rejected(counted.rejected, counted.read)
    for note in [*([alarm] if alarm else []), *counted.notes]:
        say(note)
    say_reasons(counted.rejections)
    if rejects is not None:
        write_rejects(rejects, counted.rejected_rows)
