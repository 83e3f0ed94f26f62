"""``casebook due``: what falls due, for whom."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import formats, plain_line, print_rows

if TYPE_CHECKING:
    from casebook.core.due import Due


@click.command()
@click.option(
    "--for",
    "person",
    metavar="USER",
    help="Only what this login is to do and may do now, or this role or named officer owes.",
)
@click.option("--area", metavar="REF", help="Only what belongs to this area.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@formats("ics")
@pass_desk
def due(desk: Desk, person: str | None, area: str | None, overdue: bool, form: str) -> None:
    """Print all that falls due, the longest overdue first.

    Reviews, actions, requests, plans, queries, priorities nobody has looked at, scrutiny actions,
    programme reviews, phases that end, and targets not reached.
    """
    from casebook.agenda.owed.due import what_is_due

    found = what_is_due(desk.open(partners=True), person=person, area=area)
    kept = [each for each in found if each.overdue or not overdue]
    if form == "ics":
        click.echo(_calendar(kept), nl=False)
        return
    rows = [
        {
            "on": str(each.on),
            "overdue": each.overdue,
            "what": each.what,
            "about": each.about,
            "says": each.says,
            "who": each.who or None,
        }
        for each in kept
    ]
    print_rows(rows, form)


def _calendar(found: list[Due]) -> str:
    """An iCalendar (RFC 5545) with a whole-day event for each thing."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Casebook//due//EN")
    calendar.add("version", "2.0")
    made = datetime.now(UTC)
    for each in found:
        name = f"{each.on}{each.what}{each.about}{each.says}".encode()
        event = Event()
        event.add("uid", f"{hashlib.sha256(name).hexdigest()[:32]}@casebook")
        event.add("dtstamp", made)
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("summary", plain_line(f"{each.about} {each.what}: {each.says}"))
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")
