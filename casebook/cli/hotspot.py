"""``casebook hotspot``: designated places."""

from __future__ import annotations

from datetime import datetime

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import format_option, print_json, print_rows, say
from casebook.domain.fields import encode
from casebook.domain.months import day_label

COLUMNS = {
    "ref": "ref",
    "name": "name",
    "parent": "lies in",
    "themes": "themes",
    "live_from": "live from",
    "retired_on": "retired",
}


@click.group()
def hotspot() -> None:
    """List, show and retire hotspots."""


@hotspot.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every hotspot, live and retired."""
    from casebook.services.places import list_places

    print_rows([encode(place) for place in list_places(desk.open(), "hotspot")], form, COLUMNS)


@hotspot.command()
@click.argument("ref")
@pass_desk
def show(desk: Desk, ref: str) -> None:
    """Print one hotspot and the days its boundaries hold from, as JSON."""
    from casebook.services.places import show_place

    print_json(show_place(desk.open(), ref))


@hotspot.command()
@click.argument("ref")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day off.")
@click.option("--why", required=True, help="Kept in the history.")
@pass_desk
def retire(desk: Desk, ref: str, on: datetime, why: str) -> None:
    """Take a hotspot out of designation; all that is known of it stays."""
    from casebook.services.places import retire as retire_place

    retire_place(desk.open(), ref, on.date(), why)
    say(f"{ref} is retired from {day_label(on.date())}.")
