"""What the owner wrote for the month, and what was decided last and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action
from casebook.reviews.review import Review

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


def update_of(file: ProfileFile, month: Month, reviews: Sequence[Review]) -> Update:
    """What the owner of ``file`` wrote for ``month``."""
    heading = f"What the owner says, {month.label}"
    review = next((one for one in reviews if one.month == month), None)
    ref = file.profile.ref
    if review is None:
        return Update(ref, heading, (), "", f"The {month.label} review of {ref} isn't opened.")
    if not review.did and not review.asks and not review.hindered:
        stands = _NEXT.get(review.state, f"it is {review.state}")
        due = f", due {wording.day(review.due)}" if review.due else ""
        return Update(ref, heading, (), "", f"Nothing yet: {stands}{due}.")
    lines = (("We did", review.did), ("In the way", review.hindered))
    who = f"By {review.updated_by}" if review.updated_by else "Written"
    when = f" on {wording.day(review.updated_on)}" if review.updated_on else ""
    back = f" Returned: {review.returned_why}" if review.state == "returned" else ""
    return Update(
        ref,
        heading,
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
    return (*own, _decision(last, heading, outcomes(file, last)))


def _decision(review: Review, heading: str, came: tuple[str, ...]) -> Decision:
    words = [wording.label_of("review-decision", code) for code in review.decisions]
    said = english.sentence(english.listed(word[0].lower() + word[1:] for word in words))
    why = " ".join(part for part in (review.reason.strip(), review.comments.strip()) if part)
    signed = f"Signed by {review.signed_by} on {wording.day(review.signed_on)}."
    return Decision(heading, said or "Signed", _brief(why), signed, came)


def outcomes(file: ProfileFile, review: Review) -> tuple[str, ...]:
    """What came of a signed review: of the stage it moved, and of the actions it raised."""
    said = [_moved(file, review)] if {"assess", "close"} & set(review.decisions) else []
    raised = [action for action in file.actions if action.review == review.id and review.id]
    said += [_action(action) for action in raised]
    if not said:
        said.append("It raised no action.")
    return tuple(said)


def _moved(file: ProfileFile, review: Review) -> str:
    profile = file.profile
    if "close" in review.decisions:
        if profile.closed:
            return f"Closed on {wording.day(profile.closed)}."
        return f"Not closed: {profile.ref} is {profile.status}."
    opened = file.stage("assess").opened
    if profile.stage == "assess" and opened:
        return f"At assess since {wording.day(opened)}."
    return f"Not moved: still at {profile.stage}."


def _action(action: Action) -> str:
    title = english.shortened(action.title, _BRIEF).rstrip(".")
    if action.done is not None:
        came = english.shortened(action.actual, _BRIEF)
        return f"{title}: done {wording.day(action.done)}. {came}".rstrip()
    due = f", due {wording.day(action.due)}" if action.due else ""
    return f"{title}: not done{due}."


def _brief(words: str) -> str:
    return english.shortened(words.strip(), _LONGEST)
