"""The monthly reviews of a profile: read, update, endorse, return and sign."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.fields import field, fields_of
from casebook.core.wording import MISSING, Labels, day, said
from casebook.profiles.profile import Action
from casebook.reviews.review import Review, refusal
from tui.keys import keys_of
from tui.numbers.reading import ReadScreen
from tui.parts.forms import Form
from tui.parts.panel import Panel
from tui.parts.table import Column, Row, key_of
from tui.parts.text import line, sentence
from tui.reviews.endorsing import endorse_it
from tui.reviews.reading import SIGNED_FIELDS, review_to_read, state_in_words
from tui.reviews.returning import return_it

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.reviews.months import ReviewFile

_SIGNER_FROM = 72
"""The width from which there is room for who signed; Enter tells it on any."""
_STEPS = {
    "update_review": "update",
    "return_review": "return",
    "sign_review": "sign",
}
"""The step of a review behind each key."""


@dataclass(frozen=True)
class Signature(Review):
    """A review as its signer fills it in, with the follow-up actions it raises."""

    actions: tuple[Action, ...] = field(
        "Follow-up actions", help="Carried to the next review.", default=()
    )


@dataclass(frozen=True)
class ReviewRow:
    """A review, and for each step the account can't take now the sentence that says why."""

    review: Review
    refusals: Mapping[str, str]
    labels: Labels
    flips: int = 0
    """How many verdicts have flipped since it was signed."""

    @property
    def endorsable(self) -> bool:
        """Whether the account may endorse it and not sign it yet."""
        return "sign" in self.refusals and "endorse" not in self.refusals


def load_reviews(book: Book, ref: str) -> tuple[ReviewRow, ...]:
    """The reviews of a profile, newest month first."""
    from casebook.book.code_lists import labels_of
    from casebook.reviews.figures import flipped
    from casebook.reviews.months import list_reviews

    own = list_reviews(book, profiles=(ref,))
    flips = flipped(book, (review for review in own if review.state == "signed"))
    return tuple(
        ReviewRow(
            review,
            _refusals(book, review),
            labels_of(book, review),
            len(flips.get(review.ref, ())),
        )
        for review in sorted(own, key=lambda review: review.month, reverse=True)
    )


def _refusals(book: Book, review: Review) -> dict[str, str]:
    from casebook.reviews.access import may_step

    found: dict[str, str | None] = {}
    for verb in (*_STEPS.values(), "endorse"):
        if review.state == "signed":
            found[verb] = refusal(review, verb, endorse=book.settings.endorse)
        else:
            found[verb] = may_step(book, review.profile, review.month, verb)
    return {verb: reason for verb, reason in found.items() if reason}


def _decided(decisions: str, flips: int) -> Content:
    """What was decided, marked where verdicts have flipped since it was signed, and how many."""
    if not flips:
        return line(decisions or MISSING)
    flipped = line(f"{counted(flips, 'verdict')} flipped since", "$text-warning")
    # the mark and the decision first: a narrow screen cuts the rest
    return Content.styled("! ", "bold $text-warning") + sentence(decisions or MISSING, flipped)


class ReviewsPanel(Panel):
    """The months of a profile, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = keys_of("reviews")

    def __init__(self) -> None:
        empty = "No month has been opened yet: 'casebook review open MONTH' opens one."
        super().__init__(empty=empty, id="reviews")
        self.found: tuple[ReviewRow, ...] = ()

    def read(self, book: Book, ref: str) -> tuple[ReviewRow, ...]:
        """The reviews of a profile."""
        return load_reviews(book, ref)

    def list_rows(self) -> None:
        """A row for each review."""
        columns = [
            Column("Month", 8),
            Column("State", 24),
            Column("Due", 13),
            Column("Decisions", 0),
            Column("Signed by", 12),
        ]
        shown = len(columns) - (self.app.size.width < _SIGNER_FROM)
        self.fill(columns[:shown], [self._row(one, shown) for one in self.found])

    def stands(self, saved: Review) -> None:
        """Show a review as it was saved."""
        self.found = tuple(
            dataclasses.replace(one, review=saved) if one.review.id == saved.id else one
            for one in self.found
        )
        self.list_rows()
        self.page.settled(saved)  # every step there is was owed by who takes it

    def _row(self, one: ReviewRow, shown: int) -> Row:
        review, today = one.review, self.today
        late = review.overdue(today)
        due = line(f"! {day(review.due)}" if late else day(review.due))
        decided = said(fields_of(Review)["decisions"], review.decisions, one.labels)
        cells: tuple[Content | str, ...] = (
            review.month.label,
            state_in_words(review),
            due.stylize("bold $text-warning") if late else due,
            _decided(decided, one.flips),
            review.signed_by or MISSING,
        )
        return Row(key_of(review), cells[:shown])

    @property
    def chosen(self) -> ReviewRow | None:
        """The review under the cursor."""
        key = self.key
        return next((one for one in self.found if key_of(one.review) == key), None)

    def refusal(self, action: str) -> str | None:
        """The sentence the step itself would be refused with."""
        if action not in _STEPS or not self.ref:
            return None
        one = self.chosen
        if one is None:
            return f"{self.ref} has no review yet: no month has been opened."
        if action == "sign_review" and one.endorsable:
            return None
        return one.refusals.get(_STEPS[action])

    def open_row(self) -> None:
        """Read the whole review, with what later data would change."""
        one = self.chosen
        if one is None:
            return
        ref, month = self.ref, one.review.month

        def read(book: Book) -> ReviewFile:
            from casebook.reviews.months import read_review

            return read_review(book, ref, month)

        self.page.ask(read, self._read, group="read")

    def _read(self, file: ReviewFile) -> None:
        review = file.review
        labels = next((one.labels for one in self.found if one.review.id == review.id), {})
        body = review_to_read(file, self.today, labels)
        title = f"{review.profile}: review of {review.month.label}"
        self.app.push_screen(ReadScreen(title, body))

    def action_update_review(self) -> None:
        """Write the owner's lines."""
        one = self.chosen
        if one is not None:
            self.open_form(update_form(one.review), f"{_named(one.review)} updated.")

    def action_sign_review(self) -> None:
        """Sign with decisions, a reason and follow-up actions; endorse where that comes first."""
        one = self.chosen
        if one is None:
            return
        if one.endorsable:
            self._endorse(one.review)
        else:
            self.open_form(sign_form(one.review), f"{_named(one.review)} signed.")

    def _endorse(self, review: Review) -> None:
        """Endorse it, after reading what its owner wrote."""
        endorse_it(self.page, review, self.says(f"{_named(review)} endorsed."))

    def action_return_review(self) -> None:
        """Return it to its owner with the reason."""
        one = self.chosen
        if one is None:
            return
        then = self.says(f"{_named(one.review)} returned.")
        return_it(self.page, one.review, then)


def _named(review: Review) -> str:
    return f"Review of {review.month.label}"


def update_form(review: Review) -> Form:
    """The form of the owner's update."""

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> Review:
        from casebook.reviews import months as reviews

        _needed("did", changes.get("did", review.did))
        return reviews.update(book, review.profile, review.month, changes, version=version)

    return Form(
        title=f"{review.profile} · review of {review.month.label}",
        lead=f"Returned because: {review.returned_why}" if review.state == "returned" else "",
        base=review,
        version=review.version,
        skip=SIGNED_FIELDS,
        save=save,
        reread=lambda book: _reread(book, review),
    )


def sign_form(review: Review, start: Mapping[str, Any] | None = None, *, offered: str = "") -> Form:
    """The form of a signature; saving it signs, even where nothing was typed before.

    ``start`` is what was typed already, as a draft keeps it; ``offered`` is the reason that stands
    there to be taken or typed over.
    """

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> Review:
        from casebook.reviews import months as reviews

        blank = {"decisions": (), "reason": offered, "comments": "", "actions": ()}
        given = blank | dict(changes)
        _needed("decisions", given["decisions"])
        _needed("reason", given["reason"])
        over = review.version if version is None else version
        return reviews.sign(book, review.profile, review.month, **given, version=over)

    def reread(book: Book) -> tuple[Any, int]:
        now, version = _reread(book, review)
        return _signature(now, offered), version

    update = frozenset(spec.name for spec in Form("", review, skip=SIGNED_FIELDS).specs)
    return Form(
        title=f"{review.profile} · sign {review.month.label}",
        does="Sign it",
        base=_signature(review, offered),
        skip=update,
        decides=True,
        save=save,
        reread=reread,
        start=start or {},
    )


def _signature(review: Review, offered: str) -> Signature:
    own = {spec.name: getattr(review, spec.name) for spec in dataclasses.fields(Review)}
    return Signature(**(own | {"reason": review.reason or offered}))


def _reread(book: Book, review: Review) -> tuple[Any, int]:
    from casebook.reviews.months import read_review

    now = read_review(book, review.profile, review.month).review
    return now, now.version


def _needed(name: str, value: Any) -> None:
    spec = fields_of(Review)[name]
    if not value or spec.blank(value):
        raise BadValue(f"{spec.label} can't be empty.", field=name)
