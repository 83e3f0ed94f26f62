"""``casebook action``: the pieces of a response."""

from __future__ import annotations

from typing import Any

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
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.records import field_options, given
from casebook.core.errors import BadValue
from casebook.core.fields import encode
from casebook.profiles.profile import Action

COLUMNS = {
    "profile": "profile",
    "number": "no.",
    "title": "action",
    "agency": "agency",
    "owner": "owner",
    "due": "due",
    "done": "done",
    "overdue": "overdue",
}


@click.group()
def action() -> None:
    """Add, list and edit the actions of a profile."""


@action.command("list")
@click.argument("ref", required=False)
@format_option
@pass_desk
def list_(desk: Desk, ref: str | None, form: str) -> None:
    """Print the actions of the profile REF, or of every profile."""
    from casebook.profiles.casefile import list_profiles, read_profile
    from casebook.sharing.seen import files_seen

    book = desk.open(partners=True)
    if book.account.partner:
        files = files_seen(book, ref)
    else:
        files = (read_profile(book, ref),) if ref else list_profiles(book)
    rows = [
        {
            "number": it.id,
            **version_in(form, it),
            **encode(it),
            "overdue": it.overdue(book.today),
        }
        for file in files
        for it in file.actions
    ]
    print_rows(rows, form, COLUMNS)


@action.command()
@click.argument("ref")
@field_options(Action)
@pass_desk
def add(desk: Desk, ref: str, **options: Any) -> None:
    """Add an action to the profile REF; --title says what it is."""
    from casebook.profiles.casefile import add_action

    book = desk.open()
    file = add_action(book, ref, given(Action, options, book.today))
    click.echo(file.actions[-1].id)
    say(f"Added action {file.actions[-1].id} to {ref}.")


@action.command()
@click.argument("ref")
@click.argument("number", type=int)
@field_options(Action)
@json_options("'list --format json'")
@pass_desk
def edit(
    desk: Desk,
    ref: str,
    number: int,
    json_file: str | None,
    overwrite: bool,
    **options: Any,
) -> None:
    """Change action NUMBER of the profile REF."""
    from casebook.profiles.casefile import edit_action

    whole = read_object(json_file, "an action")
    book = desk.open(partners=True)
    whole |= given(Action, options, book.today)
    if not whole:
        raise BadValue("Nothing to change: give a field, such as --done today.")
    if not json_file:
        edit_action(book, ref, number, whole)
    else:
        values, typed = typed_over(whole, overwrite=overwrite, beside=("number", "overdue"))
        with both_shown(book):
            edit_action(book, ref, number, values, version=typed)
        say_merged(typed.merged, book)
    say(f"Saved action {number} of {ref}.")
