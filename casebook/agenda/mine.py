"""Whose a thing owed is, and whether that person may do it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casebook.agenda.queries import profiles_of
from casebook.book.opening import Book
from casebook.core.access import RULES, Account, Target, active, may
from casebook.core.due import Due
from casebook.core.kinds import all_kinds, kind_called, part_of_profile
from casebook.places import queries as places
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.who_may import Reach, reach, target_of_profile
from casebook.reviews.review import UNSIGNED
from casebook.store.transaction import Transaction


def owed_by(book: Book, tx: Transaction, person: str, due: Iterable[Due]) -> tuple[Due, ...]:
    """What of ``due`` is for ``person`` to do, in its order.

    For a login with an account: what it is named for or one of its roles is, and may do now,
    whoever asks. A role is never mistaken for a login of the same letters. For any other word, a
    role or a named officer, all that names it.
    """
    account = tx.load_one(Account, login=person)
    if account is None:
        return tuple(each for each in due if each.who == person)
    if not active(account, book.today):
        return ()
    return to_do(replace(book, account=account, via=None), tx, due)


_STEPS = tuple(RULES[verb] for verb in ("accept", "dispose", "endorse", "sign", "waive"))
"""What is owed by whoever holds a role, and not by somebody named."""


def concerned(tx: Transaction, account: Account, *, registers: bool = True) -> set[str] | None:
    """The profiles on which something may be the account's to do, or be owed to it.

    Its own, those in its area, and those on which an action or a review names it, or with
    ``registers`` an entry; None for any, as for who signs everywhere.
    """
    roles = set(account.roles)
    everywhere = {role for rule in _STEPS for role in rule.anywhere}
    if account.place is None:
        everywhere |= {role for rule in _STEPS for role in rule.in_area}
    if roles & everywhere:
        return None
    names = {account.login, account.name} - {""}
    within = places.inside(tx, account.place) if account.place else ()
    found = profiles_of(tx, account.login, names, roles, within, UNSIGNED)
    for kind in all_kinds() if registers else ():
        if kind.OWED_BY and part_of_profile(kind):
            by = {kind.OWED_BY: sorted(names | roles)} | ({kind.DONE: None} if kind.DONE else {})
            found |= {getattr(one, "profile", "") for one in tx.load(kind, **by)}
    return found


def named(account: Account, due: Due) -> bool:
    """Whether the account owes it: by its login, as it is shown, or by a role it holds."""
    if due.role:
        return due.who in account.roles
    return bool(due.who) and due.who in (account.login, account.name)


def to_do(book: Book, tx: Transaction, due: Iterable[Due]) -> tuple[Due, ...]:
    """What of ``due`` the account owes and may do now, in its order."""
    theirs = [each for each in due if named(book.account, each)]
    verbs = {each.verb for each in theirs} - {""}
    reaches = {
        verb: reach(tx, book.account, verb, {each.about for each in theirs if each.verb == verb})
        for verb in verbs
    }
    return tuple(each for each in theirs if _may(book, tx, each, reaches.get(each.verb, Reach())))


def _may(book: Book, tx: Transaction, due: Due, known: Reach) -> bool:
    """Whether the account of ``book`` may do what is owed; ``known`` is what is known of many."""
    if due.about in known.allowed | known.refused:
        return due.about in known.allowed
    return all(may(book.account, *asked) is None for asked in _asked(book, tx, due))


def _asked(book: Book, tx: Transaction, due: Due) -> Iterable[tuple[str, Target]]:
    """The verbs that what is owed takes, each with what it is done to."""
    verb = due.verb
    if not verb:
        from casebook.registers.belonging import targets_of  # brings every register

        kind = kind_called(due.kind)
        assert kind is not None, due.kind
        verb = kind.VERB
        if due.id:
            record = tx.load_one(kind, id=due.id)
            return ((verb, target) for target in targets_of(tx, book, record))
    # what is still to be made, as a look at a closed profile, is written about a profile
    profile = tx.load_one(Profile, ref=due.about)
    assert profile is not None, due.about
    links, of_review = tx.load(ProfilePlace, profile=due.about), due.what == "review"
    return ((verb, target_of_profile(tx, book, profile, links, verb, since_signed=of_review)),)
