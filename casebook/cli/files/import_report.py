"""What every import has in common: its options, and the report of what was and was not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casebook.cli.desk import Desk
from casebook.cli.output import print_json, refuse_unwritable, say, written_beside
from casebook.cli.progress import progress_option, showing
from casebook.core.english import counted
from casebook.core.errors import BadValue, Rejection, RowsRefused, reasons_of

if TYPE_CHECKING:
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
            help="Write the rows that were not taken, whole and each with its reason, to this "
            "CSV, to be mended and imported again.",
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
    refuse_rejects(how["rejects"], files)
    book = desk.open()
    with refusing_rows(how["rejects"]), showing(how["progress_form"]) as progress:
        report = take(
            book,
            *files,
            **asked,
            dry_run=how["dry_run"],
            strict=how["strict"],
            rejects=how["rejects"] is not None,
            tabs=how["tabs"],
            progress=progress,
        )
    tell(report, how["form"], dry_run=how["dry_run"], located=located)
    if how["rejects"] is not None:
        write_rejects(how["rejects"], report.rejected_rows, report.date_order)


def refuse_rejects(rejects: Path | None, files: Iterable[Any]) -> None:
    """Refuse a file for rejects that can't be written, or that is one of ``files`` itself.

    ``files`` are paths and sequences of them; what else is among them is passed over.
    """
    if rejects is None:
        return
    refuse_unwritable(rejects)
    for each in files:
        if isinstance(each, (list, tuple)):
            refuse_rejects(rejects, each)
        elif isinstance(each, Path) and each.resolve() == rejects.resolve():
            raise BadValue(f"{rejects} is read itself: name another file for --rejects.")


@contextmanager
def refusing_rows(rejects: Path | None) -> Iterator[None]:
    """Where files are refused for their rows, say why, and write those to ``rejects``."""
    try:
        yield
    except RowsRefused as error:
        if rejects is not None:
            write_rejects(rejects, error.rejected_rows)
        say_reasons(error.rejections)
        raise


def tell(report: ImportReport, form: str, *, dry_run: bool, located: bool = False) -> None:
    """Print the report: counts on stdout, what was picked and rejected on stderr."""
    if form == "json":
        print_json(report.encode())
        return
    if report.alarm:
        say(report.alarm)
    if dry_run:
        say("A dry run: nothing was stored.")
    for note in report.notes:
        say(note)
    for name, count in _counts(report, located=located).items():
        click.echo(f"{name:>20}  {count:>9,}" if count is not None else f"{name:>20}  no areas")
    say_reasons(report.rejections)


def say_reasons(rejections: Sequence[Rejection]) -> None:
    """Say why rows were not taken, a line for each reason."""
    reasons = reasons_of(rejections)
    for reason in reasons[:SHOWN_REASONS]:
        say(f"Not taken, {reason}")
    if len(reasons) > SHOWN_REASONS:
        rest = counted(len(reasons) - SHOWN_REASONS, "more reason")
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


def write_rejects(path: Path, rows: Sequence[Sequence[str]], date_order: str = "") -> None:
    """Write rows that were not taken, below their heading, as a CSV, and say what it is for.

    ``date_order`` is what a mapping must say for their dates to be read again as they were.
    """
    import csv

    # with a mark, for Excel takes a CSV without one to be in Windows' own encoding
    with written_beside(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    if len(rows) > 1:
        order = f', with date_order = "{date_order}" in its --map file' if date_order else ""
        say(
            f"{counted(len(rows) - 1, 'row')} to mend in {path}, each with its reason at the end: "
            f"mended, import that file{order}. Its last four columns are passed over."
        )
