"""``casebook due``: what falls due, for whom."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import plain_line, print_rows

if TYPE_CHECKING:
    from casebook.core.due import Due


@click.command()
@click.option(
    "--for", "person", metavar="USER", help="Only what this login, role or named officer owes."
)
@click.option("--area", metavar="REF", help="Only what belongs to this area.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "ics"]), default="table"
)
@pass_desk
def due(desk: Desk, person: str | None, area: str | None, overdue: bool, form: str) -> None:
    """Print all that falls due, the longest overdue first.

    Reviews, actions, requests, plans, queries, priorities nobody has looked at, scrutiny actions,
    programme reviews, phases that end, and targets not reached.
    """
    from casebook.agenda.due import what_is_due

    found = what_is_due(desk.open(), person=person, area=area)
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
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Casebook//due//EN"]
    for each in found:
        name = f"{each.on}{each.what}{each.about}{each.says}".encode()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashlib.sha256(name).hexdigest()[:32]}@casebook",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{each.about} {each.what}: {each.says}')}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    text = plain_line(text)
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 bytes, each but the first begun with a space."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += character
    return [*pieces, piece]
