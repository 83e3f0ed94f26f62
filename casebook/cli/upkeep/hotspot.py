"""``casebook hotspot``: designated places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

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
from casebook.cli.output import format_option, plain_line, print_json, print_rows, say
from casebook.cli.records import field_options, given
from casebook.core.errors import BadValue
from casebook.core.fields import encode, fields_of, parse
from casebook.core.months import day_label
from casebook.core.texts.days import day_typed
from casebook.core.wording import hours
from casebook.places.plan import WEEKDAYS, Plan

if TYPE_CHECKING:
    from casebook.book.edits import Over
    from casebook.book.opening import Book

COLUMNS = {
    "ref": "ref",
    "name": "name",
    "parent": "lies in",
    "themes": "themes",
    "live_from": "live from",
    "retired_on": "retired",
}
POWER_COLUMNS = {
    "ref": "ref",
    "name": "name",
    "count_group": "counted",
    "a_year": "a year",
    "drop_percent": "smallest fall, %",
    "months_for_fifth": "months for 20%",
    "places_for_fifth": "places for 20%",
}
PLAN_COLUMNS = {
    "valid_from": "from",
    "to": "to",
    "days": "days",
    "hours": "between",
    "visits": "visits a day",
    "minutes": "minutes a visit",
    "staff": "officers a visit",
    "officer_hours_a_week": "officer-hours a week",
    "mode": "mode",
    "renew": "renew by",
    "state": "state",
}
_SHOWN_BESIDE = ("place", "valid_from", "to", "officer_hours_a_week", "in_force", "overdue")
"""What is printed of a plan beside the fields that are set."""
_MONDAY = date(2024, 1, 1)


@click.group()
def hotspot() -> None:
    """List, show and retire hotspots; show and set their patrol plans."""


@hotspot.command("list")
@click.option("--power", is_flag=True, help="Of each live one, the smallest fall that would show.")
@format_option
@pass_desk
def list_(desk: Desk, form: str, power: bool) -> None:
    """Print every hotspot, live and retired; with --power whether a response there could show."""
    from casebook.places.hotspots import list_places

    if power:
        _list_power(desk, form)
        return
    found = list_places(desk.open(), "hotspot")
    print_rows([version_in(form, each) | encode(each) for each in found], form, COLUMNS)


def _list_power(desk: Desk, form: str) -> None:
    from casebook.assessments.can_it_show import hotspot_power

    found = hotspot_power(desk.open())
    print_rows([each.encode() for each in found.places], form, POWER_COLUMNS, widest=60)
    for note in found.notes:
        say(note)


@hotspot.command()
@click.argument("ref")
@pass_desk
def show(desk: Desk, ref: str) -> None:
    """Print one hotspot and the days its boundaries hold from, as JSON."""
    from casebook.places.hotspots import show_place

    print_json(show_place(desk.open(), ref))


@hotspot.command()
@click.argument("ref")
@click.option("--on", "said", metavar="DATE", required=True, help="The first day off.")
@click.option("--why", required=True, help="Kept in the history.")
@pass_desk
def retire(desk: Desk, ref: str, said: str, why: str) -> None:
    """Take a hotspot out of designation; all that is known of it stays."""
    from casebook.places.hotspots import retire as retire_place

    book = desk.open()
    day = day_typed(said, book.today)
    retire_place(book, ref, day, why)
    say(f"{ref} is retired from {day_label(day)}.")


@hotspot.command()
@click.argument("ref")
@click.option("--from", "start", metavar="DATE", help="The first day the plan holds.")
@field_options(Plan, leave_out=frozenset({"place", "valid_from"}))
@json_options("'--format json'")
@click.option("--why", default="", help="Kept in the history.")
@format_option
@pass_desk
def plan(
    desk: Desk,
    ref: str,
    start: str | None,
    json_file: str | None,
    overwrite: bool,
    why: str,
    form: str,
    **options: str | None,
) -> None:
    """Print the patrol plans of REF, or with --from set the one that holds from that day.

    A plan that starts on the same day is edited; a new one ends the plan before it and keeps what
    isn't given. For example: casebook hotspot plan HS-01 --from 2024-06-01 --days "mon;wed;fri"
    --hours 18:00-23:00 --visits 2 --minutes 15 --staff 2
    """
    whole = read_object(json_file, "a plan")
    book = desk.open()
    changes = given(Plan, options, book.today)
    if json_file:
        _set_plan_from_json(book, ref, start, whole | changes, overwrite=overwrite, why=why)
        return
    if changes and start is None:
        raise BadValue("Say from which day the plan is to hold: --from '1 Jun', for example.")
    if start is not None:
        if not changes:
            raise BadValue(f"Nothing to set from {start}: give a field, such as --visits 2.")
        _set_plan(book, ref, _first_day(start, book.today), changes, why)
    else:
        _show_plans(book, ref, form)


def _set_plan_from_json(
    book: Book, ref: str, start: str | None, whole: dict[str, Any], *, overwrite: bool, why: str
) -> None:
    """Set the plan that a JSON holds, from its own first day or another that is asked for."""
    asked = _first_day(start, book.today) if start else None
    said = whole.get("valid_from")
    first: date | None = parse(fields_of(Plan)["valid_from"], str(said)) if said else asked
    if first is None:
        raise BadValue("Say from which day the plan is to hold: --from '1 Jun', for example.")
    if asked not in (None, first):
        # the JSON of another day's plan is a pattern for this one, and of no version of it
        first, whole = asked, {k: v for k, v in whole.items() if k != "version"}
    values, typed = typed_over(whole, overwrite=overwrite, beside=_SHOWN_BESIDE)
    with both_shown(book):
        _set_plan(book, ref, first, values, why, typed)
    say_merged(typed.merged, book)


def _first_day(said: str, today: date) -> date:
    first: date = parse(fields_of(Plan)["valid_from"], said, today)
    return first


def _set_plan(
    book: Book, ref: str, start: date, changes: dict[str, Any], why: str, typed: Over = None
) -> None:
    from casebook.places.plan import plan_on
    from casebook.places.plans import plans_of, set_plan

    before = plan_on(plans_of(book, ref), start)
    after = set_plan(book, ref, start, changes, version=typed, why=why)
    said = f"{ref} from {day_label(start)}: {hours(_a_week(after))} officer-hours a week planned."
    if before is not None and before.valid_from < start:
        kept = [
            spec.label.lower()
            for name, spec in fields_of(Plan).items()
            if name not in ("place", "valid_from", "renew", *changes)
        ]
        said += (
            f" The plan before it ends on {day_label(start - timedelta(days=1))}; "
            f"kept from it: {', '.join(kept) or 'nothing'}."
        )
    say(said)


def _show_plans(book: Book, ref: str, form: str) -> None:
    from casebook.places.plan import last_day, overdue, plan_on
    from casebook.places.plans import plans_of

    found = plans_of(book, ref)
    current = plan_on(found, book.today)
    rows = [
        version_in(form, each)
        | encode(each)
        | {
            "to": _iso(last_day(found, each)),
            "officer_hours_a_week": _a_week(each),
            "in_force": each == current,
            "overdue": each == current and overdue(each, book.today),
        }
        for each in found
    ]
    if form != "table":
        print_rows(rows, form)
        return
    click.echo(f"{book.settings.marking}\n")
    print_rows([_in_words(row, book.today) for row in rows], form, PLAN_COLUMNS)
    if current is not None and current.briefing:
        click.echo(f"\nBriefing: {plain_line(current.briefing)}")
    click.echo(f"\n{book.settings.marking}")


def _in_words(row: dict[str, Any], today: date) -> dict[str, Any]:
    """A plan's row with its dates and state as people read them."""
    days = {
        name: day_label(date.fromisoformat(row[name])) if row[name] else None
        for name in ("valid_from", "to", "renew")
    }
    if row["in_force"]:
        state = "in force, renewal overdue" if row["overdue"] else "in force"
    else:
        state = "to come" if date.fromisoformat(row["valid_from"]) > today else "ended"
    return row | days | {"state": state}


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def _a_week(each: Plan) -> float:
    """Officer-hours a plan asks for in a week."""
    days = (_MONDAY + timedelta(days=n) for n in range(len(WEEKDAYS)))
    return round(sum(each.officer_minutes(day) for day in days) / 60, 2)
