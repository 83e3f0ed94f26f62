"""``casebook area``: the force, its districts, wards and beats, and impact areas."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_json, print_rows, say
from casebook.cli.records import field_options, given
from casebook.core.errors import BadValue
from casebook.core.fields import encode
from casebook.places.place import AREA_KINDS, Place

COLUMNS = {
    "ref": "ref",
    "name": "name",
    "kind": "kind",
    "parent": "lies in",
    "officer": "named officer",
    "aliases": "also called",
    "groups": "groups",
}
_UNTYPED = frozenset({"ref", "kind", "themes", "live_from", "retired_on"})


@click.group()
def area() -> None:
    """Add, list and edit areas; hotspots are drawn and imported."""


@area.command("list")
@click.option("--kind", metavar="KIND", default="", help=f"Only {', '.join(AREA_KINDS)}.")
@format_option
@pass_desk
def list_(desk: Desk, kind: str, form: str) -> None:
    """Print every area, the widest first."""
    from casebook.places.areas import list_areas

    print_rows([encode(one) for one in list_areas(desk.open(), kind)], form, COLUMNS)


@area.command()
@click.argument("ref")
@pass_desk
def show(desk: Desk, ref: str) -> None:
    """Print one area and what lies in it, as JSON; REF may be its name or an alias."""
    from casebook.places.areas import show_area
    from casebook.registers.statements.community import current_priorities

    book = desk.open()
    shown = show_area(book, ref)
    print_json(shown | {"priorities": current_priorities(book, shown["ref"])})


@area.command()
@click.argument("ref")
@click.option("--kind", required=True, metavar="KIND", help=f"One of {', '.join(AREA_KINDS)}.")
@field_options(Place, leave_out=_UNTYPED)
@pass_desk
def add(desk: Desk, ref: str, kind: str, **options: str | None) -> None:
    """Add an area without an outline, which an import of polygons can bring later.

    For example: casebook area add IA-01 --kind "impact area" --parent Harbour --groups "W01; W02"
    """
    from casebook.places.areas import add_area

    added = add_area(desk.open(), ref, {**given(Place, dict(options)), "kind": kind})
    click.echo(added.ref)
    say(f"Added {added.ref}.")


@area.command()
@click.argument("ref")
@field_options(Place, leave_out=_UNTYPED)
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def edit(desk: Desk, ref: str, why: str, **options: str | None) -> None:
    """Change an area; REF may be its name or an alias."""
    from casebook.places.areas import edit_area

    changes = given(Place, dict(options))
    if not changes:
        raise BadValue("Nothing to change: give a field, such as --officer 'PCSO 7114'.")
    saved = edit_area(desk.open(), ref, changes, why=why)
    say(f"Saved {saved.ref}.")
