"""A month's reviews in one sitting: whose turn each is, in order of need, and all there is on one.

What is left of the months before comes first: opening a month makes no review less owed. The
order is the pack's (:mod:`casebook.reviews.need`), so that who signs and who reads the pack go
through the same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from casebook.book.opening import Book
from casebook.core import english, wording
from casebook.core.access import may_somewhere
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.places.place import Place
from casebook.profiles.profile import Action
from casebook.profiles.who_may import Reach, reach
from casebook.reviews import queries
from casebook.reviews.access import ReviewCase, refusal_of, review_case, step_refusal
from casebook.reviews.as_signed import frozen_figure
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.meeting import read_order
from casebook.reviews.months import ReviewFile, read_review
from casebook.reviews.need import OrderOfNeed
from casebook.reviews.outcomes import Outcome, last_outcome
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction

STEPS = ("update", "endorse", "return", "sign")
"""What can be done to a review."""
_REASON = 300
"""How long an offered reason is at most; more is for its signer to say."""


@dataclass(frozen=True)
class ReviewTurn:
    """One review of the month, and what the account is to do to it."""

    review: Review
    step: str = ""
    """``sign`` or ``endorse``, where the account can do it now; else empty."""
    skipped: str = ""
    """Why the account can't sign it though it is ready and signing is its job, and who can."""

    @property
    def waits(self) -> bool:
        """Whether it is ready for the account to decide, or for somebody else of its kind."""
        return bool(self.step or self.skipped)

    @property
    def ref(self) -> str:
        """The profile's."""
        return self.review.profile

    @property
    def key(self) -> str:
        """What tells it from every other, of this month or another."""
        return self.review.ref


@dataclass(frozen=True)
class Sitting:
    """A month's reviews, the neediest profile first."""

    month: Month
    turns: tuple[ReviewTurn, ...]
    """The month's own."""
    order: OrderOfNeed
    months: tuple[Month, ...]
    """Every month that was opened, newest first."""
    earlier: tuple[ReviewTurn, ...] = ()
    """Of earlier months what is left and waits for a decision of the account's kind, the oldest
    month first."""
    ranked: Literal["all", "waiting", "none"] = "all"
    """What stands in its order: all, or what waits for the account alone, or nothing yet."""

    @property
    def every(self) -> tuple[ReviewTurn, ...]:
        """In the order they are gone through: what is left of earlier months, then the month."""
        return (*self.earlier, *self.turns)

    @property
    def to_do(self) -> tuple[ReviewTurn, ...]:
        """Those that the account can sign or endorse now."""
        return tuple(turn for turn in self.every if turn.step)

    @property
    def waiting(self) -> frozenset[str]:
        """The profiles with a review that waits for the account, or for others of its kind."""
        return frozenset(turn.ref for turn in self.every if turn.waits)

    @property
    def skipped(self) -> tuple[ReviewTurn, ...]:
        """Those that are ready and that somebody else must sign."""
        return tuple(turn for turn in self.every if turn.skipped)

    def turn(self, key: str) -> ReviewTurn | None:
        """The turn with that key; None where it isn't among them."""
        return next((turn for turn in self.every if turn.key == key), None)

    def place(self, review: Review) -> int:
        """Where a review stands among the month's own, from 1; 0 where it isn't one of them."""
        keys = [turn.key for turn in self.turns]
        return keys.index(review.ref) + 1 if review.ref in keys else 0

    def following(self, key: str = "") -> tuple[ReviewTurn | None, tuple[ReviewTurn, ...]]:
        """The next to do after one, going round, and those skipped on the way to it.

        None where nothing is left but that one itself. Without a key, from the first.
        """
        every = self.every
        at = next((n for n, turn in enumerate(every, 1) if turn.key == key), 0)
        passed: list[ReviewTurn] = []
        for turn in (*every[at:], *every[:at]):
            if turn.step and turn.key != key:
                return turn, tuple(passed)
            if turn.skipped and turn.key != key:
                passed.append(turn)
        return None, tuple(passed)

    def in_order(self, order: OrderOfNeed, ranked: Literal["all", "waiting"]) -> Sitting:
        """The sitting in an order of need: of ``all`` of its profiles, or of those ``waiting``.

        Those that the order doesn't name come last.
        """
        at = {ref: place for place, ref in enumerate(order.subjects)}

        def need(turn: ReviewTurn) -> tuple[Month, int, str]:
            return turn.review.month, at.get(turn.ref, len(at)), turn.ref

        turns, earlier = (tuple(sorted(some, key=need)) for some in (self.turns, self.earlier))
        return replace(self, turns=turns, earlier=earlier, order=order, ranked=ranked)

    def after(self, review: Review) -> Sitting:
        """The sitting once a step has been taken: ``review`` as it stands now needs no more."""

        def now(turns: tuple[ReviewTurn, ...]) -> tuple[ReviewTurn, ...]:
            return tuple(ReviewTurn(review) if one.key == review.ref else one for one in turns)

        return replace(self, turns=now(self.turns), earlier=now(self.earlier))


@dataclass(frozen=True)
class SittingPage:
    """All there is to read before a review is decided."""

    file: ReviewFile
    figures: tuple[Figure, ...]
    """A row for each of its hotspots, as frozen when the month was opened."""
    outcome: Outcome | None
    """What was decided last and what came of it; None where nothing was signed before."""
    open_actions: tuple[Action, ...]
    """The profile's actions that aren't done, the longest due first; without a day last."""
    refusals: Mapping[str, str]
    """For each step the account can't take now the sentence that says why."""

    @property
    def review(self) -> Review:
        """The review itself."""
        return self.file.review

    @property
    def reason(self) -> str:
        """What the frozen figures give as a reason, for its signer to take or to change.

        What was found of each hotspot and its hours of plan; empty where no hotspot was counted.
        """
        several = len(self.figures) > 1
        said = []
        for row in self.figures:
            found = row.verdicts[0].finding.partition(";")[0].rstrip(".")
            hours = row.delivered_share
            of_plan = f"{wording.share(hours)} of planned hours." if hours is not None else ""
            if found:
                where = f"{row.hotspot}: " if several else ""
                said.append(f"{where}{' '.join(part for part in (f'{found}.', of_plan) if part)}")
        return english.shortened(" ".join(said), _REASON)


def read_sitting(book: Book, month: Month | None = None) -> Sitting:
    """The reviews of ``month`` in order of need, with what the account is to do to each.

    A profile that is over and whose review is signed is of no need: it comes last. Raises as
    :func:`read_turns` does.
    """
    sitting = read_turns(book, month)
    return sitting.in_order(read_order(book, sitting.month), "all")


def read_turns(book: Book, month: Month | None = None) -> Sitting:
    """The reviews of ``month`` with what the account is to do to each, before they are ordered.

    Before them what is left of earlier months and waits for it, or for somebody else of its kind.
    Without a month the newest that isn't wholly signed, else the newest. Raises :class:`BadValue`
    where no month has been opened, or not that one.
    """
    opened = opened_months(book)
    if not opened:
        raise BadValue("No month has been opened yet: open one to have its reviews here.")
    if month is None:
        month = next((one for one, signed in opened.items() if not signed), next(iter(opened)))
    if month not in opened:
        raise BadValue(f"No reviews of {month.label} have been opened.")
    with book.store.reading() as tx:
        every = _turns(tx, book, queries.heads(tx, month=month, with_owed=True))
    own = tuple(turn for turn in every if turn.review.month == month)
    earlier = (turn for turn in every if turn.review.month < month)
    waiting = tuple(turn for turn in earlier if turn.waits)
    return Sitting(month, own, OrderOfNeed((), (), ()), tuple(opened), waiting, "none")


def opened_months(book: Book) -> Mapping[Month, bool]:
    """The months whose reviews were opened, the newest first, and whether all are signed."""
    book.require("view")
    with book.store.reading() as tx:
        return queries.months(tx)


def _turns(tx: Transaction, book: Book, reviews: Iterable[Review]) -> tuple[ReviewTurn, ...]:
    """What the account is to do to each review; nothing where it isn't the account's job."""
    every = tuple(reviews)
    steps = {review.id: _step(book, review) for review in every}
    reaches = {
        step: reach(tx, book.account, step, [r.profile for r in every if steps[r.id] == step])
        for step in set(steps.values()) - {""}
    }
    return tuple(_turn(tx, book, one, steps[one.id], reaches) for one in every)


def _step(book: Book, review: Review) -> str:
    """The step the account may have to take; empty where that isn't its job anywhere."""
    ready = ("endorsed",) if book.settings.endorse else ("updated", "endorsed")
    step = "sign" if review.state in ready else "endorse" if review.state == "updated" else ""
    if not step or book.store.read_only or may_somewhere(book.account, step) is not None:
        return ""
    return step


def _turn(
    tx: Transaction, book: Book, review: Review, step: str, reaches: Mapping[str, Reach]
) -> ReviewTurn:
    """What the account is to do to one review: ``step``, where it may."""
    if not step:
        return ReviewTurn(review)
    if review.profile in reaches[step].allowed:
        return ReviewTurn(review, step)
    if step != "sign" and review.profile in reaches[step].refused:
        return ReviewTurn(review)  # most lie in areas of others, and nothing is said of them
    refused = refusal_of(tx, book, _case(tx, review), step)
    if refused is None:
        return ReviewTurn(review, step)
    return ReviewTurn(review, skipped=str(refused) if step == "sign" else "")


def _case(tx: Transaction, review: Review) -> ReviewCase:
    return review_case(tx, review.profile, review.month)


def read_page(book: Book, ref: str, month: Month) -> SittingPage:
    """All there is to read on the review of ``ref`` for ``month`` before it is decided.

    Raises :class:`NotFound` for an unknown profile, :class:`BadValue` for a month not opened.
    """
    read = read_review(book, ref, month)
    refs = [row["hotspot"] for row in read.review.figures or ()]
    with book.store.reading() as tx:
        case = review_case(tx, ref, month)
        named = tx.columns(Place, "ref", "name", kind="hotspot", ref=refs)
        refusals = {step: step_refusal(tx, book, case, step) for step in STEPS}
    names = {str(one): str(name) for one, name in named}
    figures = frozen_figures(read.review, names)
    first = figures[0] if figures else None
    known = ProfileMonth(
        f"{first.hotspot} {first.name}" if first else case.file.profile.title,
        first.hotspot or "" if first else "",
        case.file,
        case.reviews,
        figures,
    )
    left = [action for action in case.file.actions if action.done is None]
    return SittingPage(
        read,
        figures,
        last_outcome(known, month, book.today),
        tuple(sorted(left, key=lambda action: (action.due or date.max, action.id))),
        {step: reason for step, reason in refusals.items() if reason},
    )


def frozen_figures(review: Review, names: Mapping[str, str]) -> tuple[Figure, ...]:
    """A row for each hotspot of a review, as frozen; ``names`` are what they are called."""
    window = Window(review.month, review.month)
    return tuple(
        frozen_figure(Figure(window, names.get(row["hotspot"], ""), row["hotspot"]), row)
        for row in review.figures or ()
    )
