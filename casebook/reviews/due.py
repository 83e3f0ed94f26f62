"""What is owed on reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.core.months import Month
from casebook.profiles.profile import LIVE, Profile
from casebook.reviews.review import UNSIGNED, Review
from casebook.store.records import Between
from casebook.store.transaction import Transaction

_TO_ENDORSE = ("inspector", "endorse")
_TO_SIGN = ("reviewer", "sign")
"""Which role takes the next step with a review, and the step; else its owner updates it."""


def reviews_due(
    book: Book, tx: Transaction, profiles: Collection[str] | None = None
) -> Iterator[Due]:
    """Every review that isn't signed; and the next one of a profile with none open."""
    today = book.today
    steps = {"updated": _TO_ENDORSE if book.settings.endorse else _TO_SIGN, "endorsed": _TO_SIGN}
    unsigned: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    kept = {} if profiles is None else {"profile": profiles}
    names = ("profile", "id", "month", "state", "due")
    for ref, *review in tx.columns(Review, *names, state=UNSIGNED, due=Between(), **kept):
        unsigned[ref].append((*review,))
    kept = {} if profiles is None else {"ref": profiles}
    heads = tx.columns(Profile, "ref", "status", "owner", "next_review", **kept)
    for ref, status, owner, next_review in heads:
        for number, month, state, due in unsigned[ref]:
            who, verb = steps.get(state, (owner or "", "edit"))
            says, late = f"{Month.parse(month).label}: {state}", due < today
            of, role = (Review.KIND, number), state in steps
            yield Due(due, "review", ref, says, who, late, *of, role=role, verb=verb)
        if next_review is not None and status in LIVE and not unsigned[ref]:
            late, of = next_review < today, (Review.KIND, 0)
            who, says = owner or "", "next review"
            yield Due(next_review, "review", ref, says, who, late, *of, verb="edit")
