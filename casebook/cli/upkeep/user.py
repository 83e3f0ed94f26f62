"""``casebook user``: accounts and their roles."""

from __future__ import annotations

from datetime import date

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.core.access import BOUND_ROLES, ROLES, Account
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.fields import encode, fields_of, parse
from casebook.core.months import day_label

COLUMNS = {
    "login": "login",
    "name": "shown as",
    "roles": "roles",
    "place": "area",
    "agency": "agency",
    "active_to": "to",
}
_FORCE_WIDE = click.option(
    "--force-wide", is_flag=True, help="Bound to no area: its roles hold in the whole force."
)


@click.group()
def user() -> None:
    """Add, list, grant, bind and end accounts."""


@user.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every account."""
    from casebook.upkeep.accounts import list_accounts

    print_rows([encode(account) for account in list_accounts(desk.open())], form, COLUMNS)


@user.command()
@click.argument("login")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="May be repeated.")
@click.option("--name", default="", help="Shown as: a role, such as 'Sgt, Harbour team'.")
@click.option("--area", default=None, help="Ref of the district or ward it is bound to.")
@_FORCE_WIDE
@click.option("--agency", default=None, help="The partner agency the person works for.")
@pass_desk
def add(
    desk: Desk,
    login: str,
    roles: tuple[str, ...],
    name: str,
    area: str | None,
    force_wide: bool,
    agency: str | None,
) -> None:
    """Add an account for LOGIN, the name the system knows the person by.

    Officers, sergeants and inspectors are bound to an area, or said to be --force-wide.
    """
    from casebook.upkeep.accounts import add_account

    account = Account(login, name, roles or ("viewer",), area, agency)
    added = add_account(desk.open(), account, force_wide=force_wide)
    say(f"Added {added.login}: {', '.join(added.roles)}{_where(added)}.")


@user.command()
@click.argument("login")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
@click.option("--area", default=None, help="Bind the account to this district or ward.")
@_FORCE_WIDE
@click.option("--agency", default=None, help="The partner agency it is of; '' for none.")
@click.option("--take", is_flag=True, help="Take the roles away instead.")
@pass_desk
def grant(
    desk: Desk,
    login: str,
    roles: tuple[str, ...],
    area: str | None,
    force_wide: bool,
    agency: str | None,
    take: bool,
) -> None:
    """Give LOGIN more roles, or take them away."""
    from casebook.upkeep.accounts import grant as grant_roles

    book = desk.open()
    after = grant_roles(
        book, login, roles, place=area, agency=agency, take=take, force_wide=force_wide
    )
    say(f"{after.login} now has: {', '.join(after.roles)}{_where(after)}.")


@user.command()
@click.argument("login")
@click.argument("area", required=False)
@_FORCE_WIDE
@pass_desk
def bind(desk: Desk, login: str, area: str | None, force_wide: bool) -> None:
    """Bind LOGIN to AREA instead of the one before, or to none with --force-wide."""
    from casebook.upkeep.accounts import bind as bind_account

    if force_wide == bool(area):
        raise BadValue(f"Say to which area {login} is bound, or --force-wide for none.")
    after = bind_account(desk.open(), login, area)
    say(f"{after.login}: {', '.join(after.roles)}{_where(after)}.")


@user.command()
@click.argument("login")
@click.option(
    "--from", "first_day", metavar="DATE", help="Its first day without; today when left out."
)
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def end(desk: Desk, login: str, first_day: str | None, why: str) -> None:
    """End the account LOGIN from a day on; a later day puts its end off.

    What is open in its name is handed over first, with 'casebook user reassign'.
    """
    from casebook.upkeep.accounts import end as end_account
    from casebook.upkeep.accounts import keeps_rights

    book, spec = desk.open(), fields_of(Account)["active_to"]
    day: date | None = parse(spec, first_day, book.today) if first_day else None
    after = end_account(book, login, day, why)
    last = f"to {day_label(after.active_to)}" if after.active_to else "no longer"
    say(f"{after.login} is in force {last}.")
    if keeps_rights(book, login):
        say(
            f"The database still lets {login} in by other programs: end the account again once "
            "that day has come, or have whoever gave the rights take them back (REVOKE)."
        )


def _where(account: Account) -> str:
    """Where the roles of an account hold, where that is bound at all."""
    if account.place:
        return f" of {account.place}"
    return " of the whole force" if BOUND_ROLES & set(account.roles) else ""


@user.command()
@click.argument("old")
@click.argument("new")
@click.option("--why", default="", help="Kept in the history; needed where a profile moves.")
@pass_desk
def reassign(desk: Desk, old: str, new: str, why: str) -> None:
    """Hand over the open profiles, actions and requests of OLD to NEW, in one logged step."""
    from casebook.upkeep.accounts import reassign as hand_over

    moved = hand_over(desk.open(), old, new, why)
    said = ", ".join(counted(count, name.removesuffix("s")) for name, count in moved.items())
    say(f"{new} has what {old} had open: {said}.")
