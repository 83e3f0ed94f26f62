"""Accounts: who may open this casebook, and in which roles."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import BOUND_ROLES, PARTNER, Account, active, check_account
from casebook.core.english import a_or_an, counted, listed
from casebook.core.errors import AlreadyThere, BadValue, NotFound
from casebook.core.months import day_label
from casebook.places.queries import chains
from casebook.profiles.casefile import check_handover
from casebook.profiles.profile import Action, Profile
from casebook.registers.casework import Request
from casebook.store.transaction import Transaction


def list_accounts(book: Book) -> tuple[Account, ...]:
    """Every account, by login."""
    book.require("view")
    with book.store.reading() as tx:
        return tuple(sorted(tx.load(Account), key=lambda account: account.login))


def accounts_near(book: Book, places: Iterable[str]) -> tuple[Account, ...]:
    """The accounts in force today: those of the areas that places lie in first, each by login.

    Places are hotspots and areas by ref; an area lies in itself.
    """
    in_force = [account for account in list_accounts(book) if active(account, book.today)]
    with book.store.reading() as tx:
        near = {ref for chain in chains(tx, places) for ref in chain}
    return tuple(sorted(in_force, key=lambda account: account.place not in near))


def add_account(book: Book, account: Account, *, force_wide: bool = False) -> Account:
    """A new account, whose login may use the database the casebook lies in.

    Raises :class:`AlreadyThere`, :class:`NotFound` for an unknown area or agency,
    :class:`StoreFailure` where the database has no such login, and :class:`BadValue` for a role
    that is bound to an area where the account has none and nobody says that it is for the whole
    force.
    """
    book.require("administer")
    check_account(account)
    with book.store.writing() as tx:
        if tx.load_one(Account, login=account.login):
            raise AlreadyThere("account", account.login)
        _check_reach(account, force_wide=force_wide)
        tx.give_rights(account.login, may_pass_on="administrator" in account.roles)
        return write(book, tx, None, _called_by_ref(tx, account))


def grant(
    book: Book,
    login: str,
    roles: Iterable[str],
    *,
    place: str | None = None,
    agency: str | None = None,
    take: bool = False,
    force_wide: bool = False,
) -> Account:
    """Give an account more roles, or take them away; with ``place``, bind it to that area.

    With ``agency`` it is of that agency, or with an empty one of none. Who is made a partner looks
    at the whole casebook as a viewer no more. A casebook keeps at least one administrator. Raises
    as :func:`add_account` does.
    """
    book.require("administer")
    with book.store.writing() as tx:
        before = _account(tx, login)
        kept = [role for role in before.roles if not (take and role in roles)]
        held = kept if take else [*kept, *(role for role in roles if role not in kept)]
        if PARTNER in roles and not take:
            held = [role for role in held if role != "viewer"]
        of = before.agency if agency is None else agency or None
        after = dataclasses.replace(
            before, roles=tuple(held), place=place or before.place, agency=of
        )
        if "administrator" not in held:
            _keep_an_administrator(tx, before, book.today)
        check_account(after)
        if (set(held) - set(before.roles)) & BOUND_ROLES:
            _check_reach(after, force_wide=force_wide)
        tx.give_rights(login, may_pass_on="administrator" in after.roles)
        return write(book, tx, before, _called_by_ref(tx, after))


def bind(book: Book, login: str, place: str | None) -> Account:
    """Bind an account to the area ``place``, or to none: then it is for the whole force."""
    book.require("administer")
    with book.store.writing() as tx:
        before = _account(tx, login)
        after = dataclasses.replace(before, place=place)
        return write(book, tx, before, _called_by_ref(tx, after))


def end(book: Book, login: str, first_day: date | None = None, why: str = "") -> Account:
    """End an account from a day on (today unless given); a later day puts an end off.

    Where that day has come its login loses its rights in the database, as far as they are ours to
    take; see :func:`keeps_rights`.

    Raises :class:`BadValue` while open work is in its name, and for the last administrator.
    """
    book.require("administer")
    day = first_day or book.today
    with book.store.writing() as tx:
        before = _account(tx, login)
        if before.active_from is not None and day <= before.active_from:
            raise BadValue(
                f"{login} is in force from {day_label(before.active_from)}: end it on a later day."
            )
        if "administrator" in before.roles:
            _keep_an_administrator(tx, before, day)
        work = _open_work(tx, login)
        if work:
            said = listed([counted(len(found), what) for what, found in work.items() if found])
            raise BadValue(
                f"{login} still has {said} open: hand them over first, with "
                f"'casebook user reassign {login} NEW --why REASON'."
            )
        after = dataclasses.replace(before, active_to=day - timedelta(days=1))
        if not active(after, book.today):
            tx.take_rights(login)
        elif not active(before, book.today):
            tx.give_rights(login, may_pass_on="administrator" in before.roles)
        return write(book, tx, before, after, why)


def keeps_rights(book: Book, login: str) -> bool:
    """Whether the database lets a login write the casebook by other programs; a file, nobody."""
    with book.store.reading() as tx:
        return tx.has_rights(login)


def reassign(book: Book, old: str, new: str, why: str = "") -> dict[str, int]:
    """Hand over what is open in the name of ``old`` to ``new``, in one step of the history.

    Open profiles they own or supervise, actions that aren't done and requests without a reply;
    gives how many of each. Raises :class:`NotFound`, or :class:`BadValue` for one and the same and
    for a profile that would change hands without a reason.
    """
    book.require("administer")
    if old == new:
        raise BadValue("Name two different accounts: who had it, and who takes it.")
    with book.store.writing() as tx:
        _account(tx, old)
        taker = _account(tx, new)
        if not active(taker, book.today):
            raise BadValue(f"{new} isn't in force: hand over to somebody who is.")
        work = _open_work(tx, old)
        for record in (one for found in work.values() for one in found):
            after = _in_the_name_of(record, old, new)
            if isinstance(record, Profile):
                check_handover(record, after, why)
            write(book, tx, record, after, why)
    return {f"{what}s": len(work.get(what, ())) for what in _WORK}


_WORK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"profile": ("owner", "supervisor"), "action": ("owner",), "request": ("to",)}
)
"""What may be open in somebody's name, and the fields that say so."""


def _open_work(tx: Transaction, login: str) -> dict[str, list[Any]]:
    """What is open in the name of ``login``, by what it is; empty where nothing is."""
    profiles = tx.load(Profile, status=("proposed", "open", "monitoring"))
    found: dict[str, Iterable[Any]] = {
        "profile": profiles,
        "action": tx.load(Action, done=None),
        "request": (one for one in tx.load(Request) if one.answered is None),
    }
    theirs = {
        what: [one for one in them if login in (getattr(one, name) for name in _WORK[what])]
        for what, them in found.items()
    }
    return {what: them for what, them in theirs.items() if them}


def _in_the_name_of(record: Any, old: str, new: str) -> Any:
    """A piece of work with ``new`` wherever it named ``old``."""
    names = _WORK[record.KIND]
    return dataclasses.replace(
        record, **{name: new for name in names if getattr(record, name) == old}
    )


def _keep_an_administrator(tx: Transaction, leaving: Account, day: date) -> None:
    """Raise :class:`BadValue` unless somebody else is administrator on ``day`` and from then on."""
    others = [one for one in tx.load(Account, active_to=None) if one.login != leaving.login]
    if "administrator" in leaving.roles and not any(
        "administrator" in one.roles and active(one, day) for one in others
    ):
        raise BadValue(
            f"{leaving.login} is the last administrator, and a casebook needs one: grant somebody "
            "else the role first."
        )


def _check_reach(account: Account, *, force_wide: bool) -> None:
    """Raise :class:`BadValue` unless it is said whether a bound role is for an area or for all."""
    bound = [role for role in account.roles if role in BOUND_ROLES]
    if force_wide and account.place:
        raise BadValue(f"Bind {account.login} to {account.place} or to the whole force, not both.")
    if bound and not account.place and not force_wide:
        raise BadValue(
            f"Without an area {account.login} is {a_or_an(listed(bound))} of the whole force: "
            "bind it with --area REF, or say --force-wide if that is meant.",
            field="place",
        )


def _account(tx: Transaction, login: str) -> Account:
    found = tx.load_one(Account, login=login)
    if found is None:
        known = [account.login for account in tx.load(Account)]
        raise NotFound("account", login, tuple(difflib.get_close_matches(login, known, n=2)))
    return found


def _called_by_ref(tx: Transaction, account: Account) -> Account:
    """The account with its area and agency called by ref; raises :class:`NotFound`."""
    refs = References(tx)
    return dataclasses.replace(
        account,
        place=refs.known("place", account.place) if account.place else None,
        agency=refs.known("agency", account.agency) if account.agency else None,
    )
