"""What is owed on reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.profiles.profile import Profile
from casebook.reviews.review import UNSIGNED, Review
from casebook.store.transaction import Transaction

_TO_ENDORSE = ("inspector", "endorse")
_TO_SIGN = ("reviewer", "sign")
"""Which role takes the next step with a review, and the step; else its owner updates it."""


def reviews_due(book: Book, tx: Transaction) -> Iterator[Due]:
    """Every review that isn't signed; and the next one of a profile with none open."""
    today = book.today
    steps = {"updated": _TO_ENDORSE if book.settings.endorse else _TO_SIGN, "endorsed": _TO_SIGN}
    unsigned: dict[str, list[Review]] = defaultdict(list)
    for review in tx.load(Review, state=UNSIGNED):
        if review.due is not None:
            unsigned[review.profile].append(review)
    for profile in tx.load(Profile):
        owner = profile.owner or ""
        for review in unsigned[profile.ref]:
            assert review.due is not None
            who, verb = steps.get(review.state, (owner, "edit"))
            says, late = f"{review.month.label}: {review.state}", review.overdue(today)
            of, role = (review.KIND, review.id), review.state in steps
            yield Due(review.due, "review", profile.ref, says, who, late, *of, role=role, verb=verb)
        if profile.next_review is not None and profile.live and not unsigned[profile.ref]:
            on, late, of = profile.next_review, profile.overdue(today), (Review.KIND, 0)
            yield Due(on, "review", profile.ref, "next review", owner, late, *of, verb="edit")
