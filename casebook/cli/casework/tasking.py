"""``casebook tasking``: what needs somebody sent or something decided."""

from __future__ import annotations

import click

from casebook.cli.casework.statement import print_statement
from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option

_REASON = 160
"""Characters a reason may have: it is to be read whole."""


@click.command()
@click.option("--area", metavar="REF", default="", help="Only what lies in this area.")
@click.option("--days", default=14, show_default=True, help="How many days to look ahead.")
@format_option
@pass_desk
def tasking(desk: Desk, area: str, days: int, form: str) -> None:
    """Print what to task: what is overdue, hotspots that need it, and what comes."""
    from casebook.agenda.tasking import tasking as tasking_list

    print_statement(tasking_list(desk.open(), area=area, days=days), form, widest=_REASON)
