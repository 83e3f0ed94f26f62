"""``casebook map``: a web map, or one layer of it on paper."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.files.outputs import STREETS, refuse_early
from casebook.cli.output import refuse_unwritable, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from geo.maps import Page, Tiles

MONTHS = 24
"""How many months a map shows where none is named."""


@click.command("map")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "first",
    metavar="MONTH",
    help="The first month, such as 2024-07; 24 months to the last when left out.",
)
@click.option(
    "--to",
    "last",
    metavar="MONTH",
    help="The last month; the first when left out, and last month without either.",
)
@STREETS
@click.option("--paper", type=click.Choice(["a3", "a4"]), help="Of a PDF; a4 when left out.")
@click.option("--layer", default="", metavar="NAME", help="The layer shown first, or printed.")
@click.option(
    "--public",
    is_flag=True,
    help="For the public: no words, no count under 5, squares for boundaries; kept in the history.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="Draw tiles of this server beneath, such as https://tiles.example.org/{z}/{x}/{y}.png: "
    "whoever opens the map then asks the network. Name the owner with --attribution.",
)
@click.option("--attribution", default="", help="Whose data the tiles are.")
@progress_option
@pass_desk
def map_(
    desk: Desk,
    out: Path,
    first: str | None,
    last: str | None,
    streets: Path | None,
    paper: str | None,
    layer: str,
    public: bool,
    tiles: str | None,
    attribution: str,
    progress_form: str,
) -> None:
    """Write OUT: a web map with a slider of months, or a PDF of it where OUT ends in .pdf.

    The web map opens with no network. The PDF is the month it opens at: one layer and its legend on
    one sheet, and the whole table under it or on the next. A map for the public has all months as
    one.
    """
    on_paper = _paper(out, paper)
    from_server = _tiles(tiles, attribution, on_paper)
    refuse_unwritable(out)
    begins, ends = (Month.parse(month) if month else None for month in (first, last))
    book = desk.open()
    window = _window(book, begins, ends)
    refuse_early(book, window, streets)
    with showing(progress_form) as progress:
        progress(0, 2, "working out the figures")
        page = _page(book, window, streets, on_paper, public=public)
        if from_server:
            page = _on_tiles(page, from_server, attribution)
        progress(1, 2, "writing the map")
        made = drawn(page, book, layer, on_paper)
        with _kept(book, out, window, made, public=public):
            write_file(out, made)
    wrote(out, _told(out, page, on_paper, public=public))


def _page(book: Book, window: Window, streets: Path | None, paper: str, *, public: bool) -> Page:
    if public:
        from casebook.packs.public.map import public_map

        return public_map(book, window, streets)
    if paper:
        from casebook.packs.mapsheet.month import read_month

        return read_month(book, window, streets)
    from casebook.packs.map.page import read_page

    return read_page(book, window, streets)


def _kept(
    book: Book, out: Path, window: Window, made: bytes, *, public: bool
) -> AbstractContextManager[None]:
    """What the file is written within: of one for the public the history keeps that it was made."""
    if not public:
        return nullcontext()
    from casebook.packs.public.release import released

    return released(book, f"map {window.first} to {window.last}", {out.name: made})


def _tiles(url: str | None, attribution: str, paper: str) -> Tiles | None:
    """The server asked for; raises for what can't be one."""
    from geo.maps import Tiles

    if not url:
        if attribution:
            raise BadValue("--attribution is of --tiles: name the owner of a base as it comes in.")
        return None
    if paper:
        raise BadValue("A PDF is drawn on the casebook's base or --streets: leave --tiles out.")
    return Tiles(url)


def _on_tiles(page: Page, tiles: Tiles, attribution: str) -> Page:
    """The page with tiles beneath, in the stead of its base but for borders."""
    from casebook.packs.map.ground import only_borders

    return replace(page, base=only_borders(page.base), tiles=tiles, attribution=attribution)


def _told(out: Path, page: Page, paper: str, *, public: bool) -> str:
    for_whom = ", for the public: the history keeps that" if public else ""
    if paper:
        as_opened = "" if public else f": {page.steps[page.opening]}, as the web map opens"
        return f"Wrote {out}{for_whom}{as_opened}."
    if page.tiles:
        return f"Wrote {out}{for_whom}: opened in a browser it asks {page.tiles.host} for tiles."
    return f"Wrote {out}{for_whom}: open it in a browser; it asks the network for nothing."


def _paper(out: Path, paper: str | None) -> str:
    """The size of paper of a PDF; blank for HTML; raises for what is neither."""
    ending = out.suffix.lower()
    if ending not in (".html", ".htm", ".pdf"):
        raise BadValue(f"A map is HTML or PDF: name it {out.with_suffix('.html').name}.")
    if paper and ending != ".pdf":
        raise BadValue(f"Only a PDF has a size of paper: name it {out.with_suffix('.pdf').name}.")
    return (paper or "a4") if ending == ".pdf" else ""


def _window(book: Book, first: Month | None, last: Month | None) -> Window:
    """The months asked for; without a first the last that are loaded."""
    from casebook.figures.loaded import months_to

    if first:
        return Window(first, last or first)
    return months_to(book, last or Month.of(book.today) + -1, MONTHS)


def drawn(page: Page, book: Book, layer: str, paper: str) -> bytes:
    """The map's file: a PDF on ``paper``, or HTML where that is blank; it shows ``layer``."""
    from casebook.packs.mapsheet.sheet import layer_called, render_sheet
    from geo.maps import render

    if paper:
        return render_sheet(page, book.today, layer=layer, paper=paper)
    asked = layer_called(page, layer).name if layer else ""
    return render(replace(page, opens_with=asked)).encode()
