"""``casebook undo``: taking back one's own last change."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import plain_line, say


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be taken back; change nothing.")
@pass_desk
def undo(desk: Desk, dry_run: bool) -> None:
    """Take back your own last change, if nobody has touched the same fields since.

    Again, it takes back the one before. A stage move is taken back while nothing stands on it.
    Imports, reviews, accounts, settings and disposals aren't undone.
    """
    from casebook.upkeep.undo import undo as undo_last

    undone = undo_last(desk.open(), dry_run=dry_run)
    for step in undone.steps:
        click.echo(plain_line(step))
    if dry_run:
        say(f"This would undo entry {undone.entry}; nothing was changed.")
    else:
        say(f"Undid entry {undone.entry}; the history keeps both.")
