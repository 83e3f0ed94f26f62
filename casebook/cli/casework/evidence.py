"""``casebook evidence``: what assessed profiles add up to, and pages shared between forces."""

from __future__ import annotations

import json
from pathlib import Path

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import (
    format_option,
    print_json,
    print_rows,
    refuse_unwritable,
    say,
    write_file,
)
from casebook.core.english import counted
from casebook.core.wording import label_of

_COLUMNS = {
    "tactic": "tactic",
    "theme": "theme",
    "profiles": "profiles",
    "outside": "from outside",
    "says": "what they add up to",
}
_WIDEST = 160


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
@pass_desk
def evidence(desk: Desk, ctx: click.Context, form: str) -> None:
    """Pool the effects of closed profiles by tactic and theme; under three is too few.

    Counted are closed profiles whose design has a control, and pages that other forces sent.
    """
    if ctx.invoked_subcommand is not None:
        return
    from casebook.assessments.evidence.shared import evidence as pooled

    found = pooled(desk.open())
    rows = [each.encode() for each in found.rows]
    if form == "table":
        rows = [
            row
            | {
                "tactic": label_of("tactic", row["tactic"]),
                "theme": label_of("theme", row["theme"]) if row["theme"] else "all",
            }
            for row in rows
        ]
    print_rows(rows, form, _COLUMNS, widest=_WIDEST)
    for note in found.notes:
        say(note)


@evidence.command()
@click.argument("ref")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write.")
@pass_desk
def export(desk: Desk, ref: str, out: Path | None) -> None:
    """Print the assessed profile REF as one anonymous JSON page: numbers and codes, no text."""
    from casebook.assessments.evidence.shared import export_page

    if out is not None:
        refuse_unwritable(out)
    page = export_page(desk.open(), ref).encode()
    if out is None:
        print_json(page)
        return
    write_file(out, json.dumps(page, indent=2) + "\n")
    say(f"Wrote {out}: it names no force, place, month or person. Look at it before it goes out.")


@evidence.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_desk
def import_(desk: Desk, files: tuple[Path, ...]) -> None:
    """Take in pages that other forces exported; one that is there already changes nothing."""
    from casebook.assessments.evidence.shared import import_pages

    added, known = import_pages(desk.open(), files)
    there = f"; {counted(known, 'page')} there already" if known else ""
    say(f"Took in {counted(added, 'page')}{there}.")
