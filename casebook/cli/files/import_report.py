"""What every import has in common: its options, and the report of what was and was not taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casebook.cli.desk import Desk
from casebook.cli.output import print_json, refuse_unwritable, say, written_beside
from casebook.cli.progress import progress_option, showing
from casebook.core.english import counted

if TYPE_CHECKING:
    from casebook.core.errors import Rejection
    from casebook.store.report import ImportReport

F = TypeVar("F", bound=Callable[..., Any])

SHOWN_REASONS = 10


def taking(function: F) -> F:
    """The options every import has."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing."),
        click.option("--strict", is_flag=True, help="Refuse the file for a single bad row."),
        click.option(
            "--sheet",
            "--layer",
            "tabs",
            multiple=True,
            metavar="NAME",
            help="Read only this tab of a workbook, layer of a GIS file or file in a ZIP; may be "
            "repeated.",
        ),
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


def bring(
    desk: Desk,
    take: Callable[..., ImportReport],
    *files: Any,
    how: dict[str, Any],
    located: bool = False,
    **asked: Any,
) -> None:
    """Take ``files`` in by ``take`` and print the report; ``how`` is what :func:`taking` gave.

    Rows of ``located`` files have points, so that coordinates are counted.
    """
    if how["rejects"] is not None:
        refuse_unwritable(how["rejects"])
    book = desk.open()
    with showing(how["progress_form"]) as progress:
        report = take(
            book,
            *files,
            **asked,
            dry_run=how["dry_run"],
            strict=how["strict"],
            tabs=how["tabs"],
            progress=progress,
        )
    _tell(report, how, located=located)


def _tell(report: ImportReport, how: dict[str, Any], *, located: bool) -> None:
    """Print the report: counts on stdout, what was picked and rejected on stderr."""
    if how["rejects"] is not None:
        write_rejects(how["rejects"], report.rejections)
    if how["form"] == "json":
        print_json(report.encode())
        return
    if how["dry_run"]:
        say("A dry run: nothing was stored.")
    for note in report.notes:
        say(note)
    for name, count in _counts(report, located=located).items():
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
        rows = counted(reason["rows"], "row")
        say(f"Not taken, {rows} (first: {place}): {reason['why']}")
    if len(report.reasons) > SHOWN_REASONS:
        rest = counted(len(report.reasons) - SHOWN_REASONS, "more reason")
        say(f"… and {rest}: see --rejects FILE.")


def _counts(report: ImportReport, *, located: bool) -> dict[str, int | None]:
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
    if located:
        counts["without coordinates"] = report.without_coordinates
        counts["outside the area"] = report.outside_area
    return counts


def write_rejects(path: Path, rejections: Sequence[Rejection]) -> None:
    """Write what was not taken, and why, as a CSV."""
    import csv

    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "column", "why"])
        for bad in rejections:
            writer.writerow([bad.file, bad.row or "", bad.column or "", bad.fault])
