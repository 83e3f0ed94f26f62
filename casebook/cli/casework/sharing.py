"""Sharing a profile with a partner agency, and what a partner's account is shown of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.casework.profile_print import print_file
from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import plain_line, print_json, print_rows, say
from casebook.core.errors import BadValue
from casebook.core.fields import fields_of, parse, to_text
from casebook.core.months import day_label

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.sharing.seen import SharedCase

COLUMNS = {
    "ref": "ref",
    "title": "title",
    "stage": "stage",
    "hotspots": "hotspots",
    "lead_agency": "lead agency",
    "shared_until": "shared until",
    "own_actions_open": "our actions open",
    "requests_open": "asked of us",
}


@click.command()
@click.argument("ref")
@click.option("--agency", required=True, metavar="NAME", help="The partner agency.")
@click.option("--under", "agreement", metavar="AGREEMENT", help="The agreement it rests on.")
@click.option("--until", metavar="DATE", help="The last day of it; open-ended when left out.")
@click.option("--what", default="", help="What is shared; the log says it by itself.")
@click.option("--take-back", is_flag=True, help="Share it no more, from now on.")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def share(
    desk: Desk,
    ref: str,
    agency: str,
    agreement: str | None,
    until: str | None,
    what: str,
    take_back: bool,
    why: str,
) -> None:
    """Show the profile REF to an agency's accounts, without its restricted text.

    The sharing log says by itself what is shared, by whom and under which agreement.
    """
    from casebook.registers.casework import Sharing
    from casebook.sharing.share import share_profile
    from casebook.sharing.share import take_back as take_it_back

    if take_back:
        if agreement or until or what:
            raise BadValue("Taking back needs no agreement and no day: leave them out.")
        ended = take_it_back(desk.open(), ref, agency, why)
        say(f"{ref} is no longer shared with {ended.agency}.")
        return
    if not agreement:
        raise BadValue("Say under which agreement it is shared: --under 'Lomea ISA 2023'.")
    book, spec = desk.open(), fields_of(Sharing)["until"]
    last: date | None = parse(spec, until, book.today) if until else None
    shared = share_profile(book, ref, agency, agreement, until=last, text=what, why=why)
    until_ = f" until {day_label(shared.until)}" if shared.until else ""
    say(f"{ref} is shared with {shared.agency} under {shared.agreement}{until_}.")


def print_shared_list(book: Book, form: str) -> None:
    """Print the profiles that are shared with a partner's agency."""
    from casebook.sharing.seen import list_shared

    print_rows([_row(case) for case in list_shared(book)], form, COLUMNS)


def _row(case: SharedCase) -> dict[str, Any]:
    it, until = case.profile, case.sharing.until
    return {
        "ref": it.ref,
        "title": it.title,
        "stage": it.stage,
        "status": it.status,
        "hotspots": list(case.file.hotspots),
        "lead_agency": case.lead.agency,
        "shared_under": case.sharing.agreement,
        "shared_until": str(until) if until else None,
        "own_actions_open": sum(action.done is None for action in case.own_actions),
        "requests_open": len(case.waiting),
    }


def print_shared(book: Book, ref: str, form: str) -> None:
    """Print one profile as a partner's account sees it."""
    from casebook.sharing.seen import LEFT_OUT, read_shared

    case = read_shared(book, ref)
    if form == "json":
        print_json(case.encode())
        return
    print_file(case.file, case.lead, _beside(case))
    click.echo(LEFT_OUT, err=True)


def _beside(case: SharedCase) -> list[str]:
    """What stands under a shared profile: what was asked, and what the agency wrote."""
    said = ["", f"SHARED with {case.agency} under {plain_line(case.sharing.agreement)}"]
    said += ["", "ASKED OF US"] if case.requests else []
    for request in case.requests:
        due = f"due {day_label(request.until)}" if request.until else "no due date"
        state = f"answered: {plain_line(request.reply)}" if request.answered else due
        said.append(f"  {request.id}. {plain_line(request.text)} ({state})")
    said += ["", "WHAT WE TOLD"] if case.told else []
    for entry in case.told:
        labels = case.labels.get(entry.ref, {})
        words = [
            labels.get(spec.name, {}).get(value, "") or to_text(spec, value)
            for spec in fields_of(type(entry)).values()
            if spec.name not in ("profile", "agency")
            and not spec.blank(value := getattr(entry, spec.name))
        ]
        said.append(f"  {entry.called()} {entry.id}: {plain_line('; '.join(words))}")
    return said
