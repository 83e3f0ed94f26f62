"""``casebook assess``: did it work, by the design that was declared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import (
    plain_line,
    print_json,
    print_rows,
    refuse_unwritable,
    say,
    write_file,
)
from casebook.core.english import sentence
from casebook.core.errors import BadValue

if TYPE_CHECKING:
    from casebook.assessments.assessment import Assessment
    from casebook.book.opening import Book

_SUFFIXES = {".html": "html", ".htm": "html", ".json": "json", ".txt": "table"}


@click.command()
@click.argument("ref")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    help="How to print; by the name of --out where that is given, else a table.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A file to write it to.")
@pass_desk
def assess(desk: Desk, ref: str, form: str | None, out: Path | None) -> None:
    """Run the assessment that the design of the profile REF declares.

    For example: casebook assess PMP-2024-002 -o assessment.html
    """
    from casebook.assessments.assess import assess as run

    form = form or _SUFFIXES.get(out.suffix.lower() if out else "", "table")
    if form == "html" and out is None:
        raise BadValue("A page is written to a file: name it with -o assessment.html.")
    if out is not None:
        refuse_unwritable(out)
    book = desk.open()
    found = run(book, ref)
    if out is None:
        _print(book, found, form)
    elif form == "html":
        from casebook.packs.assessment.page import assessment_page, render_assessment

        write_file(out, render_assessment(assessment_page(book, found)))
        say(f"Wrote {out}: open it in a browser; it asks the network for nothing.")
    else:
        from casebook.cli.output import printed_into

        book.require("export")
        with printed_into(out):
            _print(book, found, form)
        say(f"Wrote {out}.")


def _print(book: Book, found: Assessment, form: str) -> None:
    if form == "json":
        print_json(found.encode())
        return
    click.echo(f"{found.marking}\n\n{found.profile}  {plain_line(found.title)}\n")
    click.echo(f"{found.count_group}: {found.says}\n")
    before, after = found.months.windows
    rows = [
        {
            "part": sentence(part),
            "areas": ", ".join(found.areas.get(part, ())),
            "before": int(pair[0]),
            "after": int(pair[1]),
        }
        for part, pair in found.totals.items()
    ]
    titles = {
        "part": "part",
        "areas": "areas",
        "before": f"before ({before.label})",
        "after": f"after ({after.label})",
    }
    print_rows(rows, "table", titles)
    click.echo()
    for words in found.beside:
        click.echo(words)
    if found.cautions:
        click.echo("\nBEFORE YOU BELIEVE IT")
        for words in found.cautions:
            click.echo(f"  - {plain_line(words)}")
    if found.running:
        click.echo("\nDIFFERENCE SO FAR")
        _running(found)
    click.echo(f"\nDesign version {found.version}; {found.declared}.")
    click.echo(f"{found.definition}\n\n{found.marking}")


def _running(found: Assessment) -> None:
    from casebook.core.months import Month
    from casebook.core.wording import signed

    rows = [
        {
            "month": Month.parse(row.month).label,
            "so far": signed(row.wdd, 0),
            "from": signed(row.ci_low, 0),
            "to": signed(row.ci_high, 0),
        }
        for row in found.running
    ]
    print_rows(rows, "table", right=frozenset({"so far", "from", "to"}))
