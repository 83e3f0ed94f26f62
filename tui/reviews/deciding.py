"""Deciding on a review that is read: the box of its decision, and its draft until it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on

from casebook.core.english import sentence
from casebook.core.errors import PersonalDataFound, StaleRecord
from casebook.core.wording import AS_SHIPPED, Labels
from tui.numbers.walking import NumbersInTexts
from tui.parts.drafts.drafting import Drafting
from tui.parts.reason import personal_data_screen
from tui.reviews.decision_box import DecisionBox
from tui.reviews.section import sign_form

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.reviews.review import Review
    from casebook.reviews.sitting import SittingPage
    from casebook.store.drafts import Draft


class DecidingScreen(NumbersInTexts[None]):
    """A screen on which a review is read, with the box of its decision below."""

    found: SittingPage | None = None
    """What is shown; None while it is read and once nothing is left."""
    _choices: Labels = AS_SHIPPED
    _drafts: Drafting | None = None
    _busy = False
    """Whether a decision is being saved."""

    def decided(self, review: Review) -> None:
        """Go on from a review that was just signed."""
        raise NotImplementedError

    def read_anew(self, said: str) -> None:
        """Show the review as it stands now, saying why."""
        raise NotImplementedError

    def begin_decision(self, page: SittingPage) -> None:
        """Show the decision on a review, with what was kept of it before."""
        box = self.query_one(DecisionBox)
        if not box.display:
            box.offer(self._choices.get("review-decision", {}), page.reason)
            box.display = True
            form = sign_form(page.review)
            self._drafts = Drafting(
                self, form.drafted, page.review.version, box.typed, self._say_lost
            )
            self._drafts.look(self._found_draft)
        box.begin()

    def _found_draft(self, draft: Draft | None) -> None:
        box = self.query_one(DecisionBox)
        if self._drafts is None or draft is None:
            return
        typed, before = box.typed(), str(draft.body.get("reason", ""))
        # what was typed meanwhile goes on from what was kept: neither is lost
        if "reason" in typed and before:
            typed["reason"] = f"{before} {typed['reason']}"
        box.fill({**draft.body, **typed})

    def _say_lost(self, words: str) -> None:
        self.query_one(DecisionBox).refuse(f"{sentence(words)}." if words else "")

    @on(DecisionBox.Changed)
    def _decision_changed(self) -> None:
        if self._drafts is not None:
            self._drafts.touched()

    @on(DecisionBox.Given)
    def _decision_given(self) -> None:
        page, drafts = self.found, self._drafts
        if page is None or drafts is None or self._busy:
            return
        self._busy = True
        drafts.hold()
        self._sign()

    def _sign(self, because: str = "") -> None:
        page, box = self.found, self.query_one(DecisionBox)
        assert page is not None
        review = page.review
        decisions, reason = box.decisions, box.reason

        def sign(book: Book) -> Review:
            import dataclasses

            from casebook.reviews import months as reviews

            return reviews.sign(
                dataclasses.replace(book, personal_because=because),
                review.profile,
                review.month,
                decisions=decisions,
                reason=reason,
                version=review.version,
            )

        self.ask(sign, self._signed, group="save", refused=self._refused)

    def _refused(self, error: BaseException) -> bool:
        """Say why it wasn't signed, beside what was typed."""
        self._busy = False
        drafts, page = self._drafts, self.found
        if drafts is not None:
            drafts.touched()
        if isinstance(error, PersonalDataFound) and page is not None:
            asking = personal_data_screen(error, sign_form(page.review).drafted)
            self.app.push_screen(asking, self._kept_because)
            return True
        if isinstance(error, StaleRecord) and self.found is not None:
            self.read_anew(f"{error} What you typed is kept.")
            return True
        self.query_one(DecisionBox).refuse(self.session.in_words(error))
        return True

    def _kept_because(self, because: str | None) -> None:
        if because is None:
            self.query_one(DecisionBox).refuse("Nothing was signed; what you typed is still here.")
        else:
            self._busy = True
            self._sign(because)

    def _signed(self, review: Review) -> None:
        if self._drafts is not None:
            self._drafts.drop()
        self.decided(review)

    def close_box(self) -> None:
        """Close the decision."""
        self.query_one(DecisionBox).display = False
        if self._drafts is not None:
            self._drafts.end()
        self._drafts = None

    def leave_box(self, then: Any) -> None:
        """Close the decision, keeping what was typed as a draft, and go on."""
        if self._drafts is not None and not self._drafts.held:
            self._drafts.keep()
        self.close_box()
        self.query_one("#reading").focus()
        then()

    def unsaved(self) -> bool:
        """Whether a decision is chosen or typed that isn't signed."""
        return self._drafts is not None and bool(self.query_one(DecisionBox).typed())
