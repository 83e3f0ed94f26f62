"""What the owner wrote for the month, and what was decided last and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action
from casebook.reviews.outcomes import moves_since, raised_by
from casebook.reviews.review import UNSIGNED, Review

_LONGEST = 420
_BRIEF = 110
_NEXT = {
    "due": "its owner hasn't written it yet",
    "returned": "it was returned to its owner",
}


@dataclass(frozen=True)
class Update:
    """The owner's lines on the month."""

    ref: str
    """The profile's."""
    heading: str
    lines: tuple[tuple[str, str], ...]
    """What was done, what hindered."""
    asks: str
    """What is asked; empty for nothing."""
    says: str
    """Who wrote it and when, or why there is none."""


@dataclass(frozen=True)
class Decision:
    """What a signed review decided, and what came of it."""

    heading: str
    decided: str
    """In bold: ``Continue``."""
    why: str
    signed: str
    outcomes: tuple[str, ...]
    """What came of it, a sentence each; empty for the month's own."""


def updates_of(file: ProfileFile, month: Month, reviews: Sequence[Review]) -> tuple[Update, ...]:
    """What the owner of ``file`` wrote for ``month``; then for older months still to be signed."""
    own = next((one for one in reviews if one.month == month), None)
    owed = [
        one
        for one in sorted(reviews, key=lambda one: one.month, reverse=True)
        if one.month < month and one.state in UNSIGNED and _written(one)
    ]
    if own is not None and _written(own):
        return tuple(map(_update, (own, *owed)))
    none = _none_of(file.profile.ref, month, own)
    if not owed:
        return (Update(file.profile.ref, _heading(month), (), "", none),)
    last, *older = map(_update, owed)
    return (replace(last, says=f"{last.says} {none}"), *older)


def _none_of(ref: str, month: Month, review: Review | None) -> str:
    """Why there are no lines on a month."""
    if review is None:
        return f"The {month.label} review of {ref} isn't opened."
    stands = _NEXT.get(review.state, f"it is {review.state}")
    due = f", due {wording.day(review.due)}" if review.due else ""
    return f"Nothing yet for {month.label}: {stands}{due}."


def _written(review: Review) -> bool:
    return bool(review.did or review.asks or review.hindered)


def _heading(month: Month) -> str:
    return f"What the owner says, {month.label}"


def _update(review: Review) -> Update:
    """The owner's own lines, and where the review stands."""
    lines = (("We did", review.did), ("In the way", review.hindered))
    who = f"By {review.updated_by}" if review.updated_by else "Written"
    when = f" on {wording.day(review.updated_on)}" if review.updated_on else ""
    back = f" Returned: {review.returned_why}" if review.state == "returned" else ""
    return Update(
        review.profile,
        _heading(review.month),
        tuple((label, _brief(words)) for label, words in lines if words.strip()),
        _brief(review.asks),
        f"{who}{when}; the review is {review.state}.{back}",
    )


def decisions_of(
    file: ProfileFile, month: Month, reviews: Sequence[Review]
) -> tuple[Decision, ...]:
    """What was decided on ``month``, where it is signed, and what before it and its outcome."""
    signed = [one for one in reviews if one.state == "signed" and one.month <= month]
    own = [_decision(one, f"Decided on {month.label}", ()) for one in signed if one.month == month]
    before = [one for one in signed if one.month < month]
    if not before:
        return tuple(own)
    last = max(before, key=lambda review: review.month)
    heading = f"Last decision, {last.month.label}"
    return (*own, _decision(last, heading, _came_of(file, last)))


def _decision(review: Review, heading: str, came: tuple[str, ...]) -> Decision:
    words = [wording.label_of("review-decision", code) for code in review.decisions]
    said = english.sentence(english.listed(word[0].lower() + word[1:] for word in words))
    why = " ".join(part for part in (review.reason.strip(), review.comments.strip()) if part)
    signed = f"Signed by {review.signed_by} on {wording.day(review.signed_on)}."
    return Decision(heading, said or "Signed", _brief(why), signed, came)


def _came_of(file: ProfileFile, review: Review) -> tuple[str, ...]:
    """What came of a signed review: the stages reached since, and each action it raised."""
    said = (*moves_since(file, review), *map(_action, raised_by(file, review)))
    return said or ("It raised no action.",)


def _action(action: Action) -> str:
    title = english.shortened(action.title, _BRIEF).rstrip(".")
    if action.done is not None:
        came = english.shortened(action.actual, _BRIEF)
        return f"{title}: done {wording.day(action.done)}. {came}".rstrip()
    due = f", due {wording.day(action.due)}" if action.due else ""
    return f"{title}: not done{due}."


def _brief(words: str) -> str:
    return english.shortened(words.strip(), _LONGEST)
