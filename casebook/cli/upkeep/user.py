"""``casebook user``: accounts and their roles."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.core.access import ROLES, Account
from casebook.core.english import counted
from casebook.core.fields import encode

COLUMNS = {"login": "login", "name": "shown as", "roles": "roles", "place": "area"}


@click.group()
def user() -> None:
    """Add, list and grant accounts."""


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
@pass_desk
def add(desk: Desk, login: str, roles: tuple[str, ...], name: str, area: str | None) -> None:
    """Add an account for LOGIN, the name the system knows the person by."""
    from casebook.upkeep.accounts import add_account

    account = Account(login, name, roles or ("viewer",), area)
    added = add_account(desk.open(), account)
    say(f"Added {added.login}: {', '.join(added.roles)}.")


@user.command()
@click.argument("login")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
@click.option("--area", default=None, help="Bind the account to this district or ward.")
@click.option("--take", is_flag=True, help="Take the roles away instead.")
@pass_desk
def grant(desk: Desk, login: str, roles: tuple[str, ...], area: str | None, take: bool) -> None:
    """Give LOGIN more roles, or take them away."""
    from casebook.upkeep.accounts import grant as grant_roles

    after = grant_roles(desk.open(), login, roles, place=area, take=take)
    say(f"{after.login} now has: {', '.join(after.roles)}.")


@user.command()
@click.argument("old")
@click.argument("new")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def reassign(desk: Desk, old: str, new: str, why: str) -> None:
    """Hand over the open profiles, actions and requests of OLD to NEW, in one logged step."""
    from casebook.upkeep.accounts import reassign as hand_over

    moved = hand_over(desk.open(), old, new, why)
    said = ", ".join(counted(count, name.removesuffix("s")) for name, count in moved.items())
    say(f"{new} has what {old} had open: {said}.")
