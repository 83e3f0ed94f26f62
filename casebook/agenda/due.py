"""What falls due: everything that is owed on records of any kind, by their kinds' own rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from casebook.agenda.mine import asked_for, read_mine
from casebook.agenda.owed import Owed, narrowed, owed
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.access import Account, active
from casebook.core.due import Due, DueAsked
from casebook.places import queries as places
from casebook.profiles.profile import LIVE, Profile, ProfilePlace
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
    from casebook.agenda.partners import owed_by_partner

    if book.account.partner and person in (None, book.account.login) and area is None:
        return owed_by_partner(book)
    book.require("view")
    with book.store.reading() as tx:
        account = tx.load_one(Account, login=person) if person is not None else None
        if account is not None and account.partner and area is None:
            return owed_by_partner(replace(book, account=account))
        here = inside(tx, References(tx).known("place", area)) if area is not None else None
        if account is not None:
            found = _by_account(book, tx, account)
        else:
            found = owed(book, tx, None, DueAsked(here, here))
        if account is None and person is not None:
            found = found.that(found.rows.by((person,), None), lambda due: due.who == person)
        return (narrowed(found, here) if here is not None else found).every()


def _by_account(book: Book, tx: Transaction, account: Account) -> Owed:
    """What an account is to do and may do now; nothing where it isn't in force."""
    found = owed(book, tx, None, asked_for(tx, account))
    if active(account, book.today):
        return read_mine(book, tx, account, found).of(found)
    return found.that(found.rows.by((), ()), lambda _: False)


def profiles_about(book: Book, found: Iterable[Due]) -> tuple[frozenset[str], Mapping[str, str]]:
    """Which of what is owed are about profiles, and the live profile of each hotspot among them."""
    about = {due.about for due in found}
    with book.store.reading() as tx:
        known = frozenset(ref for (ref,) in tx.columns(Profile, "ref", ref=about))
        links = tx.columns(ProfilePlace, "profile", "place", role="target", place=about - known)
        refs = {link[0] for link in links}
        live = {ref for (ref,) in tx.columns(Profile, "ref", ref=refs, status=LIVE)}
    return known, {
        place: ref for ref, place in sorted(map(tuple, links), reverse=True) if ref in live
    }


def inside(tx: Transaction, area: str) -> set[str]:
    """Refs of the places in the area with that ref, and of the profiles that are there."""
    within = places.inside(tx, area)
    about = {
        one for one, at in tx.columns(ProfilePlace, "profile", "place", role="target", place=within)
    }
    return within | about | {ref for (ref,) in tx.columns(Profile, "ref", area=within)}
