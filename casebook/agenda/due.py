"""What falls due: everything that is owed on records of any kind, by their kinds' own rules."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from casebook.agenda.mine import concerned, owed_by
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.access import ROLES, Account
from casebook.core.due import Due
from casebook.core.kinds import Record, all_kinds, part_of_profile
from casebook.places import queries as places
from casebook.profiles.profile import LIVE, OVER, Profile, ProfilePlace
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
    if person is not None and area is None:
        with book.store.reading() as tx:
            partner = tx.load_one(Account, login=person)
        if partner is not None and partner.partner:
            return owed_by_partner(replace(book, account=partner))
    with book.store.reading() as tx:
        here = inside(tx, References(tx).known("place", area)) if area is not None else None
        account = tx.load_one(Account, login=person) if person is not None else None
        found = list(owed(book, tx, None, concerned(tx, account) if account else here))
        if person is not None:
            found = list(owed_by(book, tx, person, found))
        if here is not None:
            found = [due for due in found if due.about in here or due.within in here]
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))


def owed(
    book: Book,
    tx: Transaction,
    kinds: Iterable[type[Record]] | None = None,
    profiles: Collection[str] | None = None,
) -> Iterator[Due]:
    """Everything that is owed by anybody, on records of ``kinds`` or of any, in no order.

    With ``profiles``, of what is part of a profile only what is owed on these.
    """
    for kind in all_kinds() if kinds is None else kinds:
        yield from _of_kind(book, tx, kind, profiles)


def _of_kind(
    book: Book, tx: Transaction, kind: type[Record], profiles: Collection[str] | None
) -> Iterator[Due]:
    kept = {}
    if profiles is not None and (kind.WHOLE or part_of_profile(kind)):
        kept = {"profiles": profiles}
    if kind.DUE_RULE:
        module, _, name = kind.DUE_RULE.partition(":")
        yield from getattr(importlib.import_module(module), name)(book, tx, **kept)
    elif kind.DUE_ON:
        yield from _by_fields(book, tx, kind, **kept)


def _by_fields(
    book: Book, tx: Transaction, kind: type[Record], profiles: Collection[str] | None = None
) -> Iterator[Due]:
    """What is owed on the day in one field until another is filled, or its profile is over."""
    from casebook.core.entry import Entry  # of registers, which Today's first rows do without

    kept: dict[str, Any] = {} if profiles is None else {"profile": profiles}
    if kind.DONE:
        kept[kind.DONE] = None
    records = tx.load(kind, **kept)
    refs = {getattr(record, "profile", "") for record in records} - {"", None}
    over = {ref for (ref,) in tx.columns(Profile, "ref", status=OVER, ref=refs)}
    for record in records:
        on = getattr(record, kind.DUE_ON)
        if on is None or getattr(record, kind.DONE, None) or getattr(record, "profile", "") in over:
            continue
        who = getattr(record, kind.OWED_BY, "") or ""
        what = record.word() if isinstance(record, Entry) else kind.called()
        says = str(getattr(record, "text", record.ref))
        of = (kind.KIND, record.id)
        late = on < book.today
        subject = record.SUBJECT if isinstance(record, Entry) else ""
        about, verb = _about(record, subject), record.due_verb
        yield Due(on, what, about, says, who, late, *of, role=who in ROLES, verb=verb)


def _about(record: Record, subject: str) -> str:
    """What a record is about, as its kind says; else the meeting it came from, or itself."""
    return str(getattr(record, subject or "meeting", "") or record.ref)


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
