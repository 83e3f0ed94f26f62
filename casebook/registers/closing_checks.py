"""Looks at closed profiles that are still owed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.profiles.profile import Profile
from casebook.profiles.stage_moves import post_closure_checks
from casebook.registers.casework import ClosingCheck
from casebook.store.records import Between
from casebook.store.transaction import Transaction


def checks_due(
    book: Book, tx: Transaction, profiles: Collection[str] | None = None
) -> Iterator[Due]:
    """Looks at closed profiles that nobody has recorded yet."""
    of = {} if profiles is None else {"ref": profiles}
    closed = tx.load(Profile, closed=Between(), **of)
    made = {(one.profile, one.months) for one in tx.load(ClosingCheck)} if closed else set()
    for profile in closed:
        for months, day in post_closure_checks(profile).items():
            if (profile.ref, months) not in made:
                says, late = f"look again at {profile.title}", day < book.today
                who, what = profile.owner or "", "check after closing"
                yield Due(day, what, profile.ref, says, who, late, ClosingCheck.KIND, 0)
