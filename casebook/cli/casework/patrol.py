"""``casebook patrol``: what a shift did, against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.records import field_options, given
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.months import day_label
from casebook.patrols.sheets.shift_visit import ShiftVisit

if TYPE_CHECKING:
    from datetime import date

    from casebook.book.opening import Book
    from casebook.patrols.sheets.sheet import SheetLine, ShiftSheet

COLUMNS = {
    "line": "no.",
    "planned": "planned",
    "place": "hotspot",
    "name": "name",
    "unit": "unit",
    "staff": "staff",
    "said": "what happened",
    "by": "by",
}
_OF_VISITS = frozenset({"place", "code"})


@click.group()
def patrol() -> None:
    """Account for a shift's patrols, and add one that wasn't planned."""


@patrol.command()
@click.argument("hotspot")
@click.option("--from", "start", required=True, metavar="TIME", help="Such as '2024-12-17 21:10'.")
@click.option("--to", "end", required=True, metavar="TIME", help="Such as 22:00.")
@click.option("--area", default="", help="The team's area; without it your own.")
@field_options(ShiftVisit, leave_out=_OF_VISITS)
@pass_desk
def add(desk: Desk, hotspot: str, start: str, end: str, area: str, **options: Any) -> None:
    """Add a patrol of HOTSPOT that nobody planned; a time alone is last night's.

    For example: casebook patrol add HS-01 --from "2024-12-17 21:10" --to 22:00 --unit LH24
    --staff "PC:2"
    """
    from casebook.patrols.sheets.accounting import add_visit

    book = desk.open()
    values = given(ShiftVisit, options, book.today) | {"start": start, "end": end}
    visit = add_visit(book, hotspot, values, area=area)
    click.echo(visit.id)
    say(f"Added visit {visit.id} to {visit.place}, on the sheet of {visit.area}, {visit.at}.")


@patrol.command()
@click.option("--area", default="", help="A district or ward; without it your own.")
@click.option("--date", "on", metavar="DATE", help="The day the shift began; yesterday.")
@click.option("--all", "everything", is_flag=True, help="All that is left was as planned.")
@click.option("--done", "done", metavar="N,N", help="These lines were as planned.")
@click.option(
    "--not-done", metavar="N=WHY", multiple=True, help="A line and why not, such as 3=abstracted."
)
@click.option(
    "--times", metavar="N=FROM-TO", multiple=True, help="Other times, such as 4=16:50-19:10."
)
@format_option
@pass_desk
def sheet(
    desk: Desk,
    area: str,
    on: str | None,
    everything: bool,
    done: str | None,
    not_done: tuple[str, ...],
    times: tuple[str, ...],
    form: str,
) -> None:
    """Print what a shift was to patrol and what came of it, or account for it.

    Each line that is accounted for is saved by itself; one that somebody else accounted for is
    changed by 'edit'. For example: casebook patrol sheet
    --date 2024-12-17 --not-done 3=abstracted --times 4=16:50-19:10 --all
    """
    book = desk.open()
    day = _day(on, book.today)
    if everything or done or not_done or times:
        _account(book, area, day, done or "", not_done, times, everything=everything)
    _print(book, area, day, form)


@patrol.command()
@click.argument("number", type=int)
@click.option("--from", "start", metavar="TIME", help="When it began.")
@click.option("--to", "end", metavar="TIME", help="When it ended.")
@field_options(ShiftVisit, leave_out=frozenset({"place"}))
@pass_desk
def edit(desk: Desk, number: int, start: str | None, end: str | None, **options: Any) -> None:
    """Change what was said of visit NUMBER, as 'sheet --format json' calls it."""
    from casebook.patrols.sheets.accounting import edit_visit

    book = desk.open()
    changes = given(ShiftVisit, options, book.today)
    changes |= {name: text for name, text in (("start", start), ("end", end)) if text}
    if not changes:
        raise BadValue("Nothing to change: give a field, such as --staff 'PC:2'.")
    edit_visit(book, number, changes)
    say(f"Saved visit {number}.")


def _day(on: str | None, today: date) -> date | None:
    from casebook.core.fields import fields_of, parse

    day: date | None = parse(fields_of(ShiftVisit)["at"], on, today) if on else None
    return day


def _account(
    book: Book,
    area: str,
    day: date | None,
    done: str,
    not_done: tuple[str, ...],
    times: tuple[str, ...],
    *,
    everything: bool,
) -> None:
    from casebook.patrols.sheets.accounting import account_for, all_as_planned
    from casebook.patrols.sheets.sheet import read_sheet

    sheet = read_sheet(book, area, day)
    asked: list[tuple[SheetLine, str, dict[str, str]]] = [
        (_line(sheet, number), "done", {}) for number in done.split(",") if number.strip()
    ]
    for pair in not_done:
        number, _, why = pair.partition("=")
        asked.append((_line(sheet, number), why.strip(), {}))
    for pair in times:
        number, _, span = pair.partition("=")
        start, _, end = span.partition("-")
        values = {"start": start.strip(), "end": end.strip()}
        asked.append((_line(sheet, number), "changed", values))
    for line, code, values in asked:
        # what somebody else has said is changed by 'edit', which names it, and by no line's number
        own = line.visit is not None and line.by == book.account.login
        version = line.visit.version if line.visit and own else 0
        assert line.slot is not None
        account_for(book, line.slot, code, values, area=area, day=sheet.day, version=version)
    if everything:
        written = all_as_planned(book, area, sheet.day)
        for reason in written.left:
            say(f"Left: {reason}")


def _line(sheet: ShiftSheet, number: str) -> SheetLine:
    """The planned line of a sheet with that number."""
    text = number.strip()
    at = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 0 < at <= len(sheet.lines) or sheet.lines[at - 1].slot is None:
        raise BadValue(
            f"'{text}' is no planned line of the sheet: 'casebook patrol sheet' numbers them."
        )
    return sheet.lines[at - 1]


def _print(book: Book, area: str, day: date | None, form: str) -> None:
    from casebook.patrols.sheets.in_words import line_row
    from casebook.patrols.sheets.sheet import covered_in_words, read_sheet

    sheet = read_sheet(book, area, day)
    rows = [
        {"line": number} | line_row(line, book.zone)
        for number, line in enumerate(sheet.lines, start=1)
    ]
    if form == "table":
        click.echo(f"{book.settings.marking}\n")
    print_rows(rows, form, COLUMNS)
    if form == "table":
        click.echo(f"\n{book.settings.marking}")
    say(
        f"{sheet.name}, {day_label(sheet.day)}: {counted(len(sheet.planned), 'visit')} planned, "
        f"{sheet.done} done, {sheet.not_done} not done, {len(sheet.left)} left. "
        f"{covered_in_words(sheet)}"
    )
