"""What falls due: everything that is owed on records of any kind, by their kinds' own rules."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.due import Due
from casebook.core.entry import Entry
from casebook.core.kinds import Record, all_kinds
from casebook.places import queries as places
from casebook.profiles.casefile import list_profiles
from casebook.profiles.profile import OVER, Profile
from casebook.store.transaction import Transaction


def what_is_due(
    book: Book, *, person: str | None = None, area: str | None = None
) -> tuple[Due, ...]:
    """Everything that is owed, the longest overdue first.

    ``person`` keeps what that login owes, itself or by one of the account's roles when it is the
    one that asks; ``area`` what belongs to profiles and places in that area.
    """
    book.require("view")
    with book.store.reading() as tx:
        found = [due for kind in all_kinds() for due in _of_kind(book, tx, kind)]
    if person is not None:
        names = {person, *(book.account.roles if person == book.account.login else ())}
        found = [due for due in found if due.who in names]
    if area is not None:
        inside = _inside(book, area)
        found = [due for due in found if due.about in inside or due.within in inside]
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))


def _of_kind(book: Book, tx: Transaction, kind: type[Record]) -> Iterator[Due]:
    if kind.DUE_RULE:
        module, _, name = kind.DUE_RULE.partition(":")
        yield from getattr(importlib.import_module(module), name)(book, tx)
    elif kind.DUE_ON:
        yield from _by_fields(book, tx, kind)


def _by_fields(book: Book, tx: Transaction, kind: type[Record]) -> Iterator[Due]:
    """What is owed on the day in one field until another is filled, or its profile is over."""
    over = {profile.ref for profile in tx.load(Profile, status=OVER)}
    for record in tx.load(kind):
        on = getattr(record, kind.DUE_ON)
        if on is None or getattr(record, kind.DONE, None) or getattr(record, "profile", "") in over:
            continue
        who = getattr(record, kind.OWED_BY, "") or ""
        what, says = kind.called(), str(getattr(record, "text", record.ref))
        of = (kind.KIND, record.id)
        yield Due(on, what, _about(record), says, who, on < book.today, *of)


def _about(record: Record) -> str:
    """What a record is about, as its kind says; else the meeting it came from, or itself."""
    subject = record.SUBJECT if isinstance(record, Entry) else ""
    return str(getattr(record, subject or "meeting", "") or record.ref)


def _inside(book: Book, area: str) -> set[str]:
    """Refs of the places in ``area`` and of the profiles in it or about one of those."""
    with book.store.reading() as tx:
        area = References(tx).known("place", area)
        above = places.ancestors(tx)
    within = {ref for ref, areas in above.items() if area in areas} | {area}
    return within | {
        file.profile.ref
        for file in list_profiles(book, stages=False)
        if file.profile.area in within or within & set(file.hotspots)
    }
