"""Who may take a review a step further, and who can where somebody may not."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.book.opening import Book
from casebook.core.errors import BadValue, CasebookError, NotAllowed
from casebook.core.months import Month
from casebook.profiles.casefile import ProfileFile, file_of
from casebook.profiles.who_may import refusal_on_profile
from casebook.reviews.review import Review, refusal
from casebook.store.transaction import Transaction

_VERBS = {"update": "edit"}
"""What access calls a step of a review, where it has another word for it."""


@dataclass(frozen=True)
class ReviewCase:
    """A review among its profile's own."""

    review: Review
    file: ProfileFile
    reviews: tuple[Review, ...]
    """Every review of the profile."""


def review_case(tx: Transaction, ref: str, month: Month) -> ReviewCase:
    """The review of ``ref`` for ``month``.

    Raises :class:`NotFound` for an unknown profile, :class:`BadValue` for a month not opened.
    """
    file = file_of(tx, ref)
    found = tx.load(Review, profile=ref)
    for review in found:
        if review.month == month:
            return ReviewCase(review, file, found)
    raise BadValue(
        f"{ref} has no review of {month.label}: open the month with 'casebook review open {month}'."
    )


def may_step(book: Book, ref: str, month: Month, verb: str) -> str | None:
    """Why the account can't update, endorse, return or sign the review now; None when it can.

    The sentence is the refusal the verb itself would end in, so a screen can grey its keys by it.
    """
    with book.store.reading() as tx:
        return step_refusal(tx, book, review_case(tx, ref, month), verb)


def step_refusal(tx: Transaction, book: Book, case: ReviewCase, verb: str) -> str | None:
    """Why the account can't do ``verb`` to a review that was read; None when it can."""
    if book.store.read_only:
        return f"{book.store.book} is open read-only: it can be read, not changed."
    refused = refusal_of(tx, book, case, verb)
    return None if refused is None else str(refused)


def refusal_of(tx: Transaction, book: Book, case: ReviewCase, verb: str) -> CasebookError | None:
    """The error that ``verb`` on the review ends in for this account; None when it can be done."""
    stands = refusal(case.review, verb, endorse=book.settings.endorse)
    if stands and case.review.state == "signed":
        return BadValue(stands)
    asked = _VERBS.get(verb, verb)
    reason = refusal_on_profile(
        tx, book, case.file.profile, case.file.places, asked, since_signed=True
    )
    if reason:
        return NotAllowed(reason)
    return BadValue(stands) if stands else None
