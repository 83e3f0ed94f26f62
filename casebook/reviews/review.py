"""A month's look at one profile: due, updated, endorsed, signed; or returned with a reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from casebook.core.due import FILLED, Owing
from casebook.core.fields import field
from casebook.core.kinds import Record
from casebook.core.months import Month, day_label
from casebook.profiles.profile import LIVE

DUE_DAY = 18
"""The day of the next month a review is due, where its profile names none."""

_STEPS = {
    "update": ("updated", ("due", "updated", "returned")),
    "endorse": ("endorsed", ("updated",)),
    "return": ("returned", ("updated", "endorsed")),
    "sign": ("signed", ("endorsed",)),
}
"""What each verb makes of a review, and of which states."""
UNSIGNED = ("due", "updated", "endorsed", "returned")
"""The states of a review that somebody owes a step."""
_SAYS = "{month}: {state}"


@dataclass(frozen=True)
class Review(Record):
    """One profile's review of one month, with the figures frozen when the month was opened."""

    KIND: ClassVar[str] = "review"
    TITLE: ClassVar[str] = "Reviews"
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(on="due", says=_SAYS, where={"state": ("due", "returned")}, owner=True, verb="edit"),
        Owing(
            on="due",
            says=_SAYS,
            where={"state": "updated"},
            setting={"endorse": True},
            role="inspector",
            verb="endorse",
        ),
        Owing(
            on="due",
            says=_SAYS,
            where={"state": ("updated", "endorsed")},
            role="reviewer",
            verb="sign",
        ),
        Owing(
            on="next_review",
            says="next review",
            to_make=True,
            unless={"state": UNSIGNED, "due": FILLED},
            status=LIVE,
            owner=True,
            verb="edit",
        ),
    )
    UNIQUE: ClassVar[tuple[str, ...]] = ("profile", "month")
    INDEXED: ClassVar[tuple[tuple[str, ...], ...]] = (("state", "profile"), ("month", "state"))
    BESIDE: ClassVar[tuple[str, ...]] = ("figures",)
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = ()
    NEVER_UNDONE: ClassVar[str] = (
        "is a step of a month's review, which isn't undone: its reviewer can return it"
    )

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    month: Month = field("Month", fixed=True)
    state: str = field("State", fixed=True, default="due")
    cut_off: date | None = field("Data cut-off", fixed=True, default=None)
    due: date | None = field("Due", fixed=True, default=None)
    did: str = field("What we did", free_text=True, default="")
    hindered: str = field("What got in the way", free_text=True, default="")
    asks: str = field("What we ask", free_text=True, default="")
    decisions: tuple[str, ...] = field("Decisions", codes="review-decision", default=())
    reason: str = field("Why these decisions", free_text=True, default="")
    comments: str = field("Comments", free_text=True, default="")
    returned_why: str = field("Returned because", free_text=True, fixed=True, default="")
    updated_by: str | None = field("Updated by", fixed=True, default=None)
    updated_on: date | None = field("Updated on", fixed=True, default=None)
    endorsed_by: str | None = field("Endorsed by", fixed=True, default=None)
    endorsed_on: date | None = field("Endorsed on", fixed=True, default=None)
    signed_by: str | None = field("Signed by", fixed=True, default=None)
    signed_on: date | None = field("Signed on", fixed=True, default=None)
    head: str = field("Head of the record when signed", fixed=True, default="")
    figures_hash: str = field("Hash of the figures", fixed=True, default="")
    figures: Any = None
    """The frozen figures as JSON: one object for each of the profile's hotspots."""

    @classmethod
    def decides(cls, change: Mapping[str, Any]) -> bool:
        """Signing it."""
        return bool(change.get("state", (None, None))[1] == "signed")

    @property
    def ref(self) -> str:
        """What history calls it: ``PMP-2024-007 review 2024-11``."""
        return f"{self.profile} review {self.month}"

    def overdue(self, today: date) -> bool:
        """Whether it was due before ``today`` and isn't signed."""
        return self.state != "signed" and self.due is not None and self.due < today

    def days_late(self, today: date) -> int | None:
        """Days from the due date to the signature, or to ``today`` without one; 0 when in time.

        None for a review without a due date.
        """
        if self.due is None:
            return None
        return max(0, ((self.signed_on or today) - self.due).days)


def refusal(review: Review, verb: str, *, endorse: bool) -> str | None:
    """None when ``verb`` can be done to the review as it stands, else what stands in its way.

    ``endorse`` says whether a review needs an inspector's endorsement before it is signed.

    >>> refusal(Review("PMP-2024-007", Month(2024, 11)), "sign", endorse=True)
    "The Nov 2024 review of PMP-2024-007 is due, so it can't be signed: its owner can update it."
    """
    made, states = _STEPS[verb]
    if verb == "sign" and not endorse:
        states = ("updated", *states)
    if review.state in states:
        return None
    what = f"The {review.month.label} review of {review.profile}"
    if review.state == "signed":
        on = f" on {day_label(review.signed_on)}" if review.signed_on else ""
        return (
            f"{what} was signed by {review.signed_by}{on} and never changes: "
            "what is new belongs in the next month's review."
        )
    then = {
        "due": "its owner can update it",
        "updated": "an inspector can endorse it" if endorse else "a reviewer can sign it",
        "endorsed": "a reviewer can sign it",
        "returned": "its owner can update it again",
    }[review.state]
    back = ", or it can be returned" if review.state in _STEPS["return"][1] else ""
    return f"{what} is {review.state}, so it can't be {made}: {then}{back}."


def first_due(month: Month, next_review: date | None) -> date:
    """When the review of ``month`` is due: the day its profile names, if after the month's end.

    >>> first_due(Month(2024, 11), None)
    datetime.date(2024, 12, 18)
    """
    if next_review is not None and next_review > month.last:
        return next_review
    return (month + 1).first.replace(day=DUE_DAY)


def seal(figures: Any) -> str:
    """The SHA-256 of frozen figures in one canonical JSON: the same numbers, the same hash."""
    plain = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class ChangedFigure:
    """One number that came out otherwise once later data was in."""

    hotspot: str
    figure: str
    as_signed: float | None
    """As frozen when the month was opened: the number that is signed."""
    as_now: float | None


_PROBABILITIES = ("verdict_p", "since_verdict_p")
"""They move with every count of the force; what a reader must know is a verdict that flips."""


def changed_figures(
    frozen: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> tuple[ChangedFigure, ...]:
    """Where a number of the ``frozen`` figures isn't what the same figure is ``now``.

    Rows are matched by hotspot; words beside the numbers aren't compared, nor figures that aren't
    worked out any more, nor a hotspot that ``now`` has no row of.
    """
    fresh = {row["hotspot"]: row for row in now}
    return tuple(
        ChangedFigure(row["hotspot"], name, was, then)
        for row in frozen
        if row["hotspot"] in fresh
        for name, was in row.items()
        if name in fresh[row["hotspot"]] and name not in _PROBABILITIES
        for then in (fresh[row["hotspot"]].get(name),)
        if was != then and (isinstance(was, (int, float)) or isinstance(then, (int, float)))
    )
