"""Whose a thing owed is, and whether that person may do it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from casebook.agenda.owed.mine_queries import profiles_of
from casebook.agenda.owed.owed import Owed
from casebook.agenda.owed.queries import Step
from casebook.book.opening import Book
from casebook.core.access import RULES, Account, Target, may
from casebook.core.due import Due, DueAsked, Owing
from casebook.core.kinds import Record, all_kinds, kind_called, part_of_profile
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.who_may import reach, target_of_profile
from casebook.reviews.review import UNSIGNED
from casebook.store.transaction import Transaction

_STEPS = tuple(RULES[verb] for verb in ("accept", "dispose", "endorse", "sign", "waive"))
"""What is owed by whoever holds a role, and not by somebody named."""


@dataclass(frozen=True)
class Mine:
    """What of all that is owed is an account's: what it is named for and may do now."""

    book: Book
    """In its hands."""
    tx: Transaction
    refused: frozenset[Step]
    """The steps that it is named for and may not take."""

    def of(self, found: Owed) -> Owed:
        """What of ``found`` is."""
        rows = found.rows.by(called(self.book.account), self.book.account.roles, self.refused)
        return found.that(rows, self.has)

    def others(self, found: Owed) -> Owed:
        """What of ``found`` isn't."""
        rows = found.rows.not_by(called(self.book.account), self.book.account.roles, self.refused)
        return found.that(rows, lambda due: not self.has(due))

    def has(self, due: Due) -> bool:
        """Whether one thing is that a function found."""
        return named(self.book.account, due) and not _refusal(
            self.book, self.tx, due.kind, due.id, due.verb
        )


def read_mine(book: Book, tx: Transaction, account: Account, found: Owed) -> Mine:
    """What of ``found`` is the account's, which is in force, whoever asks."""
    theirs = replace(book, account=account, via=None)
    steps = found.rows.by(called(account), account.roles).steps()
    return Mine(theirs, tx, frozenset(_refused(theirs, tx, steps)))


def called(account: Account) -> frozenset[str]:
    """What an account goes by where it is named: its login, and as it is shown."""
    return frozenset({account.login, account.name} - {""})


def named(account: Account, due: Due) -> bool:
    """Whether the account owes it: by its login, as it is shown, or by a role it holds.

    A role is never mistaken for a login of the same letters.
    """
    return due.who in (account.roles if due.role else called(account))


def _refused(book: Book, tx: Transaction, steps: Iterable[Step]) -> Iterator[Step]:
    """Those of the steps that the account of ``book`` may not take."""
    on_profiles: dict[tuple[str, bool], list[Step]] = {}
    for step in steps:
        if not step.id:
            of_review = step.what == "review"
            on_profiles.setdefault((_verb(step.kind, step.verb), of_review), []).append(step)
        elif _refusal(book, tx, step.kind, step.id, step.verb):
            yield step
    for (verb, of_review), them in on_profiles.items():
        refs = {step.about for step in them}
        refused = _refused_on(book, tx, verb, refs, since_signed=of_review)
        yield from (step for step in them if step.about in refused)


def _refused_on(
    book: Book, tx: Transaction, verb: str, refs: set[str], *, since_signed: bool
) -> set[str]:
    """Those of the profiles called ``refs`` that the account of ``book`` may not do a verb to."""
    known = reach(tx, book.account, verb, refs)
    refused, left = set(known.refused), refs - known.refused - known.allowed
    links = tx.load(ProfilePlace, profile=sorted(left)) if left else ()
    for profile in tx.load(Profile, ref=sorted(left)) if left else ():
        own = [link for link in links if link.profile == profile.ref]
        target = target_of_profile(tx, book, profile, own, verb, since_signed=since_signed)
        if may(book.account, verb, target) is not None:
            refused.add(profile.ref)
    return refused


def _verb(kind: str, verb: str) -> str:
    return verb or _kind(kind).VERB


def _kind(word: str) -> type[Record]:
    kind = kind_called(word)
    assert kind is not None, word
    return kind


def _refusal(book: Book, tx: Transaction, kind: str, number: int, verb: str) -> str | None:
    """Why the account of ``book`` may not write a record; None where it may."""
    from casebook.registers.belonging import targets_of  # brings every register

    record = tx.load_one(_kind(kind), id=number)
    asked: Iterable[Target] = targets_of(tx, book, record)
    reasons = (may(book.account, _verb(kind, verb), target) for target in asked)
    return next((reason for reason in reasons if reason), None)


def asked_for(tx: Transaction, account: Account, *, registers: bool = True) -> DueAsked:
    """Where something may be the account's to do, or be owed to it.

    On its own profiles, those in its area, and those on which an action or a review names it, or
    with ``registers`` an entry; any, as for who signs everywhere. At the places of its area, and
    where it is the named officer.
    """
    within = places.inside(tx, account.place) if account.place else set[str]()
    names = called(account)
    of = tx.columns(Place, "ref", officer=sorted(names)) if registers else ()
    at = within.union(*(places.inside(tx, ref) for (ref,) in of))
    return DueAsked(_profiles(tx, account, within, registers=registers), at, names)


def _profiles(
    tx: Transaction, account: Account, within: set[str], *, registers: bool
) -> set[str] | None:
    names, roles = called(account), set(account.roles)
    everywhere = {role for rule in _STEPS for role in rule.anywhere}
    if account.place is None:
        everywhere |= {role for rule in _STEPS for role in rule.in_area}
    if roles & everywhere:
        return None
    found = profiles_of(tx, account.login, names, roles, within, UNSIGNED)
    return found | _in_registers(tx, names | roles) if registers else found


def _in_registers(tx: Transaction, names: Iterable[str]) -> set[str]:
    """The profiles on which an entry names one of ``names`` as owing it."""
    return {
        getattr(entry, "profile", "")
        for kind in all_kinds()
        if part_of_profile(kind) and not kind.OWN_TABLE
        for rule in kind.OWING
        if rule.who
        for name in names
        for entry in tx.load(kind, **{rule.who: name, **_blank(rule)})
    }


def _blank(rule: Owing) -> dict[str, Any]:
    return {name: None for name, value in rule.where.items() if value is None}
