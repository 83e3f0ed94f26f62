"""Whether reviews hold the figures they were given, and heads that the history knows."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.reviews.review import Review, seal
from casebook.store.transaction import Transaction


def unsound_reviews(tx: Transaction) -> Iterator[str]:
    """Every review whose figures aren't those it names the hash of, or whose head isn't known.

    The hash is of the figures as they were frozen when the month was opened; the head is that of
    the history when the review was signed, and must stand in the chain before the signature.
    """
    for review in tx.load(Review):
        if review.figures_hash and seal(review.figures) != review.figures_hash:
            yield f"{review.ref}: its figures aren't those that were frozen"
        if not review.head:
            continue
        found = tx.history.find(review.head)
        signed = tx.history.of_record(Review.KIND, review.id)
        if len(found) != 1 or (signed and found[0] >= signed[-1].seq):
            yield f"{review.ref}: its head isn't in the chain before its signature"
