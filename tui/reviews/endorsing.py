"""Endorsing a review, after a look at what its owner wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.parts.dialogs import ChoiceScreen
from tui.reviews.reading import owners_lines

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.reviews.review import Review
    from tui.parts.asking import AskingScreen


def endorse_it(screen: AskingScreen[Any], review: Review, then: Callable[[Review], object]) -> None:
    """Ask over what its owner wrote, and endorse the review."""

    def endorse(book: Book) -> Review:
        from casebook.reviews import months as reviews

        return reviews.endorse(book, review.profile, review.month, version=review.version)

    def answered(answer: str | None) -> None:
        if answer is not None:
            screen.ask(endorse, then, group="save")

    question = ChoiceScreen(
        f"Endorse the {review.month.label} review of {review.profile}",
        owners_lines(review),
        {"y": "Endorse it: a reviewer can sign it"},
        leave="leaves it",
    )
    screen.app.push_screen(question, answered)
