"""``casebook map`` and ``casebook pack``: files to hand over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import refuse_no_folder, refuse_unwritable, say, write_file
from casebook.cli.progress import progress_option, showing
from casebook.core.errors import BadFile, BadValue
from casebook.core.months import Month, Window

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.cli.progress import Progress

STREETS = click.option(
    "--streets",
    type=click.Path(path_type=Path),
    help="A file of streets to draw under the hotspots: GeoJSON, GeoPackage, Shapefile, …",
)


@click.command("map")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--from", "first", metavar="MONTH", help="The first month, such as 2024-07.")
@click.option("--to", "last", metavar="MONTH", help="The last month; the first when left out.")
@STREETS
@progress_option
@pass_desk
def map_(
    desk: Desk,
    out: Path,
    first: str | None,
    last: str | None,
    streets: Path | None,
    progress_form: str,
) -> None:
    """Write OUT, a web map of patrol hours and outcomes that opens with no network."""
    from casebook.packs.map import map_page

    if out.suffix.lower() not in (".html", ".htm"):
        raise BadValue(f"A map is an HTML file: name it {out.with_suffix('.html').name}.")
    refuse_unwritable(out)
    book = desk.open()
    start = Month.parse(first) if first else Month.of(book.today) + -1
    window = Window(start, Month.parse(last) if last else start)
    _refuse_early(book, window, streets)
    with showing(progress_form) as progress:
        progress(0, 2, "working out the figures")
        page = map_page(book, window, streets=streets)
        progress(1, 2, "writing the map")
        write_file(out, page)
    say(f"Wrote {out}: open it in a browser; it asks the network for nothing.")


@click.command()
@click.argument("month", metavar="MONTH")
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder; it is made.",
)
@click.option("--kind", type=click.Choice(["review"]), default="review", show_default=True)
@click.option("--formats", default="html,pdf", show_default=True, help="html, pdf or both.")
@STREETS
@progress_option
@pass_desk
def pack(
    desk: Desk,
    month: str,
    folder: Path,
    kind: str,
    formats: str,
    streets: Path | None,
    progress_form: str,
) -> None:
    """Write the review pack of MONTH, such as 2024-09."""
    wanted = tuple(part.strip() for part in formats.split(",") if part.strip())
    unknown = [name for name in wanted if name not in ("html", "pdf")]
    if unknown or not wanted:
        raise BadValue(f"A pack is made as html and pdf, not '{formats}'.")
    of = Month.parse(month)
    refuse_no_folder(folder)
    for form in wanted:
        refuse_unwritable(folder / f"{kind}-{of}.{form}")
    book = desk.open()
    _refuse_early(book, Window(of, of), streets)
    with showing(progress_form) as progress:
        write_pack(book, of, folder, kind, wanted, streets, progress)


def _refuse_early(book: Book, window: Window, streets: Path | None) -> None:
    """Raise before the work what would be raised after it."""
    from casebook.figures.loaded import refuse_unloaded

    book.require("export")
    if streets is not None and not streets.exists():
        raise BadFile(f"There is no file {streets}.")
    refuse_unloaded(book, window)


def write_pack(
    book: Book,
    month: Month,
    folder: Path,
    kind: str,
    formats: tuple[str, ...],
    streets: Path | None,
    progress: Progress,
) -> tuple[Path, ...]:
    """Write the pack in each format into ``folder`` and give the files."""
    from casebook.packs.review.pack import review_pack

    steps = len(formats) + 1
    progress(0, steps, "working out the figures")
    made = review_pack(book, month, streets=streets)
    written = []
    for number, form in enumerate(formats, start=1):
        path = folder / f"{kind}-{month}.{form}"
        progress(number, steps, f"writing {path.name}")
        if form == "html":
            from casebook.packs.html import render_html

            write_file(path, render_html(made))
        else:
            from casebook.packs.review.pdf import render_pdf

            write_file(path, render_pdf(made))
        say(f"Wrote {path}.")
        written.append(path)
    return tuple(written)
