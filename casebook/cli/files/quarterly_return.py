"""``casebook return``: the quarter's figures in the shape that a funder asks for."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import print_json, refuse_no_folder, refuse_unwritable, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.errors import BadFile
from casebook.core.months import Quarter


def _show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the template that ships, to be copied and changed, and do nothing else."""
    if wanted and not ctx.resilient_parsing:
        click.echo(_template(None)[0], nl=False)
        ctx.exit()


@click.command("return")
@click.argument("quarter", metavar="QUARTER")
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder; it is made. JSON without one goes to stdout.",
)
@click.option(
    "--format", "form", type=click.Choice(["xlsx", "json"]), default="xlsx", show_default=True
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A template of the force's own, in TOML: which sheets, rows and columns.",
)
@click.option(
    "--show-template",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show,
    help="Print the template that ships, to be copied and changed.",
)
@progress_option
@pass_desk
def return_(
    desk: Desk,
    quarter: str,
    folder: Path | None,
    form: str,
    template: Path | None,
    progress_form: str,
) -> None:
    """Write the return of QUARTER of the financial year, such as 2024-25-Q2 (Jul to Sep 2024).

    Hours and patrols by who pays for them, enforcement and spend, hotspot by hotspot.
    """
    from casebook.packs.returns.quarterly import quarterly_return
    from casebook.packs.returns.template import parse_template

    of = Quarter.parse(quarter)
    found = parse_template(*_template(template))
    path = (folder or Path()) / f"return-{of.code}.{form}"
    to_screen = form == "json" and folder is None
    if not to_screen:
        refuse_no_folder(path.parent)
        refuse_unwritable(path)
    book = desk.open()
    with showing(progress_form) as progress:
        progress(0, 2, "working out the quarter's figures")
        made = quarterly_return(book, of, found)
        if to_screen:
            print_json(made.encode())
            return
        progress(1, 2, f"writing {path.name}")
        if form == "json":
            write_file(path, json.dumps(made.encode(), ensure_ascii=False, indent=2) + "\n")
        else:
            from casebook.packs.returns.workbook import workbook

            write_file(path, workbook(made))
    wrote(path, f"Wrote {path}: template {found.name}, version {found.version}.")


def _template(path: Path | None) -> tuple[str, str]:
    """The template's text and what it is called; raises :class:`BadFile`."""
    if path is None:
        shipped = files("casebook.packs").joinpath("templates", "return.toml")
        return shipped.read_text(encoding="utf-8"), "The template that ships"
    try:
        return path.read_text(encoding="utf-8-sig"), str(path)
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} isn't text in UTF-8.") from error
