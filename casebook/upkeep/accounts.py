"""Accounts: who may open this casebook, and in which roles."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import Account, active, check_account
from casebook.core.errors import AlreadyThere, BadValue, NotFound
from casebook.profiles.profile import Action, Profile
from casebook.registers.casework import Request
from casebook.store.transaction import Transaction


def list_accounts(book: Book) -> tuple[Account, ...]:
    """Every account, by login."""
    book.require("view")
    with book.store.reading() as tx:
        return tuple(sorted(tx.load(Account), key=lambda account: account.login))


def add_account(book: Book, account: Account) -> Account:
    """A new account, whose login may use the database the casebook lies in.

    Raises :class:`AlreadyThere`, :class:`NotFound` for an unknown area, and :class:`StoreFailure`
    where the database has no such login.
    """
    book.require("administer")
    check_account(account)
    with book.store.writing() as tx:
        if tx.load_one(Account, login=account.login):
            raise AlreadyThere("account", account.login)
        tx.give_rights(account.login, may_pass_on="administrator" in account.roles)
        return write(book, tx, None, _bound(tx, account))


def grant(
    book: Book, login: str, roles: Iterable[str], *, place: str | None = None, take: bool = False
) -> Account:
    """Give an account more roles, or take them away; with ``place``, bind it to that area.

    A casebook keeps at least one administrator.
    """
    book.require("administer")
    with book.store.writing() as tx:
        before = _account(tx, login)
        kept = [role for role in before.roles if not (take and role in roles)]
        held = kept if take else [*kept, *(role for role in roles if role not in kept)]
        after = dataclasses.replace(before, roles=tuple(held), place=place or before.place)
        others = [a for a in tx.load(Account) if a.login != login]
        if not any("administrator" in account.roles for account in (*others, after)):
            raise BadValue("A casebook needs an administrator: grant somebody else the role first.")
        check_account(after)
        tx.give_rights(login, may_pass_on="administrator" in after.roles)
        return write(book, tx, before, _bound(tx, after))


def reassign(book: Book, old: str, new: str, why: str = "") -> dict[str, int]:
    """Hand over what is open in the name of ``old`` to ``new``, in one step of the history.

    Open profiles they own or supervise, actions that aren't done and requests without a reply;
    gives how many of each. Raises :class:`NotFound`, or :class:`BadValue` for one and the same.
    """
    book.require("administer")
    if old == new:
        raise BadValue("Name two different accounts: who had it, and who takes it.")
    moved = {"profiles": 0, "actions": 0, "requests": 0}
    with book.store.writing() as tx:
        _account(tx, old)
        taker = _account(tx, new)
        if not active(taker, book.today):
            raise BadValue(f"{new} isn't in force: hand over to somebody who is.")
        for profile in tx.load(Profile, status=("proposed", "open", "monitoring")):
            changes = {
                name: new for name in ("owner", "supervisor") if getattr(profile, name) == old
            }
            if changes:
                write(book, tx, profile, dataclasses.replace(profile, **changes), why)  # type: ignore[arg-type]
                moved["profiles"] += 1
        for action in tx.load(Action, owner=old, done=None):
            write(book, tx, action, dataclasses.replace(action, owner=new), why)
            moved["actions"] += 1
        for request in tx.load(Request):
            if request.to == old and request.answered is None:
                write(book, tx, request, dataclasses.replace(request, to=new), why)
                moved["requests"] += 1
    return moved


def _account(tx: Transaction, login: str) -> Account:
    found = tx.load_one(Account, login=login)
    if found is None:
        known = [account.login for account in tx.load(Account)]
        raise NotFound("account", login, tuple(difflib.get_close_matches(login, known, n=2)))
    return found


def _bound(tx: Transaction, account: Account) -> Account:
    """The account with its area called by ref; raises :class:`NotFound`, :class:`BadValue`."""
    if account.place is None:
        return account
    return dataclasses.replace(account, place=References(tx).known("place", account.place))
