"""What falls due: everything that is owed on records of any kind, by their kinds' own rules."""

from __future__ import annotations

from dataclasses import replace

from casebook.agenda.owed.mine import asked_for, read_mine
from casebook.agenda.owed.owed import Owed, narrowed, owed
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.access import Account, active
from casebook.core.due import Due, DueAsked
from casebook.places import queries as places
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.store.transaction import Transaction


def what_is_due(
    book: Book, *, person: str | None = None, area: str | None = None
) -> tuple[Due, ...]:
    """Everything that is owed, the longest overdue first.

    ``person`` keeps what that login is to do and may do now, itself or by one of its roles, whoever
    asks; or, for a word without an account, what that role or named officer owes. ``area`` keeps
    what belongs to profiles and places in that area. For a partner's account it is what waits for
    its agency, and a partner may ask for nobody else's.
    """
    from casebook.agenda.owed.partners import owed_by_partner

    if book.account.partner and person in (None, book.account.login) and area is None:
        return owed_by_partner(book)
    book.require("view")
    with book.store.reading() as tx:
        account = tx.load_one(Account, login=person) if person is not None else None
        if account is not None and account.partner and area is None:
            return owed_by_partner(replace(book, account=account))
        if account is None:
            found = owed_in(book, tx, area)
            if person is not None:
                found = found.that(found.rows.by((person,), None), lambda due: due.who == person)
        else:
            found = owed_to_do(book, tx, account)
            if area is not None:
                found = narrowed(found, inside(tx, References(tx).known("place", area)))
        return found.every()


def owed_in(book: Book, tx: Transaction, area: str | None) -> Owed:
    """What anybody owes in the area called so, or anywhere."""
    if area is None:
        return owed(book, tx)
    here = inside(tx, References(tx).known("place", area))
    return narrowed(owed(book, tx, None, DueAsked(here, here)), here)


def owed_to_do(book: Book, tx: Transaction, account: Account) -> Owed:
    """What an account is to do and may do now; nothing where it isn't in force."""
    found = owed(book, tx, None, asked_for(tx, account))
    if active(account, book.today):
        return read_mine(book, tx, account, found).of(found)
    return found.that(found.rows.by((), ()), lambda _: False)


def inside(tx: Transaction, area: str) -> set[str]:
    """Refs of the places in the area with that ref, and of the profiles that are there."""
    within = places.inside(tx, area)
    about = {
        one for one, at in tx.columns(ProfilePlace, "profile", "place", role="target", place=within)
    }
    return within | about | {ref for (ref,) in tx.columns(Profile, "ref", area=within)}
