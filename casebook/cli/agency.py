"""``casebook agency``: the partners a profile is worked with."""

from __future__ import annotations

from typing import Any

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.records import field_options, given
from casebook.domain.errors import BadValue
from casebook.domain.fields import encode, fields_of
from casebook.domain.registers import Agency


@click.group()
def agency() -> None:
    """Add, list and edit partner agencies, each with the one role that answers for it."""


@agency.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every agency."""
    from casebook.services.registers import list_agencies

    rows = [encode(each) for each in list_agencies(desk.open())]
    print_rows(rows, form, {name: spec.label.lower() for name, spec in fields_of(Agency).items()})


@agency.command()
@click.argument("name")
@field_options(Agency, leave_out=frozenset({"ref"}))
@pass_desk
def add(desk: Desk, name: str, **options: Any) -> None:
    """Add the agency NAME; --contact says which role there answers for it."""
    from casebook.services.registers import add_agency

    added = add_agency(desk.open(), given(Agency, options) | {"ref": name})
    say(f"Added {added.ref}.")


@agency.command()
@click.argument("name")
@field_options(Agency)
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def edit(desk: Desk, name: str, why: str, **options: Any) -> None:
    """Change the agency NAME; --ref gives one that nothing names yet another name."""
    from casebook.services.registers import edit_agency

    changes = given(Agency, options)
    if not changes:
        raise BadValue("Nothing to change: give a field, such as --contact.")
    saved = edit_agency(desk.open(), name, changes, why=why)
    say(f"Saved {saved.ref}.")
