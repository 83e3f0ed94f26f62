"""``casebook base``: the layers that maps are drawn on."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say

COLUMNS = {
    "name": "name",
    "holds": "holds",
    "features": "features",
    "bytes": "bytes",
    "imported_on": "imported",
    "file": "file",
    "attribution": "whose data",
}


@click.group()
def base() -> None:
    """List and remove the ground of maps; 'import base' brings and replaces it."""


@base.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every base layer, by name."""
    from casebook.basemap.kept import list_base

    print_rows([layer.said() for layer in list_base(desk.open())], form, COLUMNS)


@base.command()
@click.argument("name")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def remove(desk: Desk, name: str, why: str) -> None:
    """Take the base layer NAME away; importing its files brings it back."""
    from casebook.basemap.kept import remove_base

    gone = remove_base(desk.open(), name, why)
    say(f"Removed base layer '{gone.name}' ({gone.file}).")
