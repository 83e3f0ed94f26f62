"""``casebook briefing``: a shift's page."""

from __future__ import annotations

from pathlib import Path

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import refuse_unwritable, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.english import plain_lines
from casebook.core.errors import BadValue
from casebook.core.texts.days import day_typed

_SUFFIXES = (".html", ".htm", ".pdf", ".txt")


@click.command()
@click.option("--area", metavar="AREA", help="By ref or name; your own where you have one.")
@click.option("--date", "on", metavar="DATE", help="Such as 2024-12-18; today when left out.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, .pdf, .html or .txt; else it is printed here.",
)
@progress_option
@pass_desk
def briefing(
    desk: Desk, area: str | None, on: str | None, out: Path | None, progress_form: str
) -> None:
    """Print what a shift needs: where, when, why, what to do there, and what is due.

    What matters most comes first; a hotspot on a control day of a crossover comes last and says so.
    """
    from casebook.packs.briefing.gathered import gather, refuse_other_days, shift_area
    from casebook.packs.briefing.page import briefing as laid_out
    from casebook.packs.briefing.text import render_text
    from casebook.packs.one_page import render_page, render_page_pdf

    if out is not None:
        if out.suffix.lower() not in _SUFFIXES:
            raise BadValue(
                f"A briefing is PDF, HTML or text: name it {out.with_suffix('.pdf').name}."
            )
        refuse_unwritable(out)
    book = desk.open()
    book.require("export" if out is not None else "view")
    ref = shift_area(book, area)
    day = day_typed(on, book.today) if on else book.today
    refuse_other_days(day, book.today)
    with showing(progress_form) as progress:
        progress(0, 2, "gathering what the shift needs")
        found = gather(book, ref, day)
        page = laid_out(
            found.shift,
            force=book.settings.force_name,
            marking=found.marking,
            synthetic=book.settings.synthetic,
            made_on=book.today,
        )
        if out is None:
            click.echo(plain_lines(render_text(page)), nl=False)
            return
        progress(1, 2, f"writing {out.name}")
        suffix = out.suffix.lower()
        if suffix == ".pdf":
            write_file(out, render_page_pdf("briefing", page))
        else:
            write_file(
                out, render_text(page) if suffix == ".txt" else render_page("briefing", page)
            )
    wrote(out, f"Wrote {out}.")
