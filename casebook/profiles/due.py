"""What is owed on profiles and their actions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.profiles.profile import LIVE, OVER, Action, Profile
from casebook.store.records import Between
from casebook.store.transaction import Transaction

_KEEPER = "administrator"


def profiles_due(
    book: Book, tx: Transaction, profiles: Collection[str] | None = None
) -> Iterator[Due]:
    """Proposals nobody has accepted or refused, and what has been kept long enough."""
    of = {} if profiles is None else {"ref": profiles}
    for profile in tx.load(Profile, status="proposed", opened=Between(), **of):
        assert profile.opened is not None
        says, on = f"accept or refuse: {profile.title}", profile.opened
        owed = Due(on, "proposal", profile.ref, says, "inspector", False, profile.KIND, profile.id)
        yield replace(owed, role=True, verb="accept")
    before = Between(None, book.today - timedelta(days=1))
    for profile in kept_long_enough(
        tx.load(Profile, status=OVER, disposed=None, retain_until=before, **of), book.today
    ):
        assert profile.retain_until is not None
        says, on = f"dispose of {profile.title}", profile.retain_until
        owed = Due(on, "disposal", profile.ref, says, _KEEPER, True, profile.KIND, profile.id)
        yield replace(owed, role=True, verb="dispose")


def kept_long_enough(known: Sequence[Profile], today: date) -> tuple[Profile, ...]:
    """The closed and refused profiles kept for longer than they were to be, the oldest first."""
    due = [
        profile
        for profile in known
        if profile.status in OVER
        and profile.disposed is None
        and profile.retain_until is not None
        and profile.retain_until < today
    ]
    return tuple(sorted(due, key=lambda profile: (profile.retain_until or date.min, profile.ref)))


def actions_due(
    book: Book, tx: Transaction, profiles: Collection[str] | None = None
) -> Iterator[Due]:
    """Actions of live profiles that aren't done, owed by who is named or the profile's owner."""
    of = {} if profiles is None else {"profile": profiles}
    names = ("id", "profile", "title", "owner", "due")
    open_ = tx.columns(Action, *names, done=None, due=Between(), **of)
    about = {profile for _, profile, *_ in open_}
    heads = tx.columns(Profile, "ref", "owner", status=LIVE, ref=about)
    owners = {row[0]: row[1] for row in heads}
    for number, profile, title, owner, on in open_:
        if profile in owners:
            who, late = owner or owners[profile] or "", on < book.today
            yield Due(
                on, "action", profile, title, who, late, Action.KIND, number, verb=Action.VERB
            )
