"""What is owed on profiles and their actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.profiles.profile import OVER, Action, Profile
from casebook.store.transaction import Transaction


def profiles_due(book: Book, tx: Transaction) -> Iterator[Due]:
    """Proposals nobody has accepted or refused, and what has been kept long enough."""
    known = tx.load(Profile)
    for profile in known:
        of = (profile.KIND, profile.id)
        if profile.status == "proposed" and profile.opened is not None:
            says = f"accept or refuse: {profile.title}"
            owed = Due(profile.opened, "proposal", profile.ref, says, "inspector", False, *of)
            yield replace(owed, role=True, verb="accept")
    for profile in kept_long_enough(known, book.today):
        if profile.retain_until is not None:
            says, of = f"dispose of {profile.title}", (profile.KIND, profile.id)
            on, who = profile.retain_until, "administrator"
            owed = Due(on, "disposal", profile.ref, says, who, True, *of)
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


def actions_due(book: Book, tx: Transaction) -> Iterator[Due]:
    """Actions of live profiles that aren't done, owed by who is named or the profile's owner."""
    live = {one.ref: one for one in tx.load(Profile) if one.live}
    for action in tx.load(Action):
        profile = live.get(action.profile)
        if profile is not None and action.due is not None and action.done is None:
            who, late = action.owner or profile.owner or "", action.overdue(book.today)
            of = (action.KIND, action.id)
            owed = Due(action.due, "action", profile.ref, action.title, who, late, *of)
            yield replace(owed, verb=Action.VERB)
