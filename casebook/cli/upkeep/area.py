"""``casebook area``: the force, its districts, wards and beats, and impact areas."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.edits import (
    both_shown,
    json_options,
    read_object,
    say_merged,
    typed_over,
    version_in,
)
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


_SHOWN_BESIDE = ("lies_in", "areas", "hotspots", "priorities")
"""What 'show' prints of an area beside its fields."""


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

    rows = [version_in(form, one) | encode(one) for one in list_areas(desk.open(), kind)]
    print_rows(rows, form, COLUMNS)


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

    book = desk.open()
    added = add_area(book, ref, {**given(Place, dict(options), book.today), "kind": kind})
    click.echo(added.ref)
    say(f"Added {added.ref}.")


@area.command()
@click.argument("ref")
@field_options(Place, leave_out=_UNTYPED)
@json_options("'show'")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def edit(
    desk: Desk,
    ref: str,
    why: str,
    json_file: str | None,
    overwrite: bool,
    **options: str | None,
) -> None:
    """Change an area; REF may be its name or an alias."""
    from casebook.places.areas import edit_area

    changes = read_object(json_file, "an area")
    book = desk.open()
    changes |= given(Place, dict(options), book.today)
    if not changes:
        raise BadValue("Nothing to change: give a field, such as --officer 'PCSO 7114'.")
    if json_file:
        changes, typed = typed_over(changes, overwrite=overwrite, beside=_SHOWN_BESIDE)
        with both_shown(book):
            saved = edit_area(book, ref, changes, version=typed, why=why)
        say_merged(typed.merged, book)
    else:
        saved = edit_area(book, ref, changes, why=why)
    say(f"Saved {saved.ref}.")
