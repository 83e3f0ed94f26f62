"""What is owed on reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.profiles.profile import Profile
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction

_OWED_BY = {"updated": "inspector", "endorsed": "reviewer"}
"""Who takes the next step with a review in each state; in any other its profile's owner."""


def reviews_due(book: Book, tx: Transaction) -> Iterator[Due]:
    """Every review that isn't signed; and the next one of a profile with none open."""
    today = book.today
    unsigned: dict[str, list[Review]] = defaultdict(list)
    for review in tx.load(Review):
        if review.state != "signed" and review.due is not None:
            unsigned[review.profile].append(review)
    for profile in tx.load(Profile):
        owner = profile.owner or ""
        for review in unsigned[profile.ref]:
            assert review.due is not None
            who, says = _OWED_BY.get(review.state, owner), f"{review.month.label}: {review.state}"
            late, of = review.overdue(today), (review.KIND, review.id)
            yield Due(review.due, "review", profile.ref, says, who, late, *of)
        if profile.next_review is not None and profile.live and not unsigned[profile.ref]:
            on, late, of = profile.next_review, profile.overdue(today), (Review.KIND, 0)
            yield Due(on, "review", profile.ref, "next review", owner, late, *of)
