"""Returning a review to its owner, with the reason they will read on their form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.parts.reason import ReasonScreen
from tui.reviews.reading import owners_lines

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.reviews.review import Review
    from tui.parts.asking import AskingScreen


def return_it(
    screen: AskingScreen[Any],
    review: Review,
    then: Callable[[Review | None], None],
) -> None:
    """Ask why over what its owner wrote, and return it; the reason is a draft until it is taken."""

    def send_back(book: Book, why: str, _waiver: str) -> Review:
        from casebook.reviews import months as reviews

        ref, version = review.profile, review.version
        return reviews.send_back(book, ref, review.month, why, version=version)

    dialog = ReasonScreen(
        f"Return the {review.month.label} review of {review.profile}",
        owners_lines(review),
        send_back,
        asked="what is missing; its owner reads it",
        keep_as=f"{review.profile} · return {review.month.label}",
    )
    screen.app.push_screen(dialog, then)
