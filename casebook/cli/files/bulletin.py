"""``casebook bulletin``: one page for a ward's people."""

from __future__ import annotations

from pathlib import Path

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import refuse_unwritable, say, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.errors import BadValue
from casebook.core.months import Month

_FORMS = {".html": "html", ".htm": "html", ".pdf": "pdf"}


@click.command()
@click.argument("month", metavar="MONTH")
@click.option("--area", required=True, metavar="WARD", help="The ward, by ref or name.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, .html or .pdf; else both, called after ward and month.",
)
@progress_option
@pass_desk
def bulletin(desk: Desk, month: str, area: str, out: Path | None, progress_form: str) -> None:
    """Write the public bulletin of a ward for MONTH, such as 2024-11: one page.

    It has the named officer, the priorities, you said we did, last month's counts without small
    ones, the meetings to come and the 72-hour promise. It is public: nothing of a case is on it,
    texts that look as if they named somebody are left out, and the history keeps that it was made.
    """
    from casebook.packs.bulletin.gathered import gather, ward_named
    from casebook.packs.bulletin.page import bulletin as laid_out
    from casebook.packs.bulletin.page import refuse_unfinished
    from casebook.packs.one_page import render_page, render_page_pdf
    from casebook.packs.public.release import released

    of = Month.parse(month)
    if out is not None:
        if out.suffix.lower() not in _FORMS:
            raise BadValue(f"A bulletin is HTML or PDF: name it {out.with_suffix('.pdf').name}.")
        refuse_unwritable(out)
    book = desk.open()
    book.require("export")
    ward = ward_named(book, area)
    refuse_unfinished(of, book.today)
    stem = f"bulletin-{ward.ref}-{of}"
    paths = [out] if out is not None else [Path(f"{stem}.html"), Path(f"{stem}.pdf")]
    for path in paths:
        refuse_unwritable(path)
    with showing(progress_form) as progress:
        progress(0, 2, "gathering the ward's news")
        found = gather(book, ward, of)
        page = laid_out(
            found.news,
            force=book.settings.force_name,
            synthetic=book.settings.synthetic,
            made_on=book.today,
        )
        progress(1, 2, "writing the bulletin")
        made = {
            path: render_page("bulletin", page).encode()
            if _FORMS[path.suffix.lower()] == "html"
            else render_page_pdf("bulletin", page)
            for path in paths
        }
        named = {path.name: content for path, content in made.items()}
        with released(book, f"bulletin {ward.ref} {of}", named):
            for path, content in made.items():
                write_file(path, content)
    for path in paths:
        wrote(path, f"Wrote {path}, for the public: the history keeps that.")
    for sentence in (*found.held_back, *page.left_out):
        say(sentence)
