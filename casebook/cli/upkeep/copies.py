"""Copying a casebook whole, putting a copy back, and everything as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import say
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.english import counted

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@pass_desk
def backup(desk: Desk, file: Path) -> int:
    """Copy the casebook to the new FILE while people work on, and prove the copy.

    Copying the .db alone by other means can leave the newest saves behind.
    """
    from casebook.upkeep.backup import back_up

    made = back_up(desk.open(), file)
    say(f"Backed up to {made.file}; head {made.head}.")
    if not made.noted:
        say("The casebook is open read-only, so its history doesn't name this backup.")
    for says in made.unsound:
        say(f"It is a true copy, but the casebook itself isn't as it should be: {says}.")
    return int(bool(made.unsound))


@click.command()
@click.argument("file", type=_FILE)
@pass_desk
def restore(desk: Desk, file: Path) -> None:
    """Put the backup FILE in the casebook's place, after proving it; for an administrator.

    What stood there is kept beside it. Refused while somebody has the casebook open.
    """
    from casebook.upkeep.backup import restore as put_back

    done = put_back(desk.name, desk.login, file, acting_as=desk.acting_as)
    say(f"Restored {desk.name} from {file}; head of the backup {done.head}.")
    if done.kept is not None:
        newer = (
            ""
            if done.lost is None
            else f", with {counted(done.lost, 'newer entry', 'newer entries')}"
        )
        say(f"What stood there is kept in {done.kept}{newer}.")


@click.command()
@click.argument("folder", metavar="DIR", type=_FILE)
@progress_option
@pass_desk
def export(desk: Desk, folder: Path, progress_form: str) -> None:
    """Write everything as CSV and GeoPackage into the new folder DIR, with the highest marking.

    The history says who exported it. For a copy to go on with, use 'casebook backup'.
    """
    from casebook.packs.marking import highest_marking
    from casebook.upkeep.export import export as write_all
    from casebook.upkeep.export import markings

    book = desk.open()
    marking = highest_marking(markings(book))
    with showing(progress_form) as progress:
        done = write_all(book, folder, marking, progress)
    for name, rows in done.rows.items():
        click.echo(f"{done.folder / name}  {rows:,}")
    wrote(done.folder, f"Exported everything to {done.folder}: {marking}.")
