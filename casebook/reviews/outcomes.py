"""What was decided at the last review of a profile, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.figures import sentences
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action
from casebook.reviews.matters import ProfileMonth, hours_of
from casebook.reviews.review import Review

_LONGEST = 160
_TOWARDS = {"assess": "assess", "more analysis": "analyse"}
"""The stage that a decision moves a profile to."""
_OF_HOURS = {"more patrols", "fewer patrols"}


@dataclass(frozen=True)
class Outcome:
    """A decision of an earlier month, and what came of it by now."""

    profile: str
    place: str
    review: Review
    """The signed review that decided."""
    decided: str
    """The decisions in words: ``more analysis and more patrols``."""
    came: str
    """What came of them, in sentences; that nothing did, where nothing did."""

    @property
    def only_continues(self) -> bool:
        """Whether nothing but going on was decided."""
        return set(self.review.decisions) <= {"continue"}


def last_outcome(profile: ProfileMonth, month: Month, today: date) -> Outcome | None:
    """The newest decision before ``month`` and what came of it; None where none was signed."""
    signed = [r for r in profile.reviews if r.state == "signed" and r.month < month]
    if profile.file is None or not signed:
        return None
    last = max(signed, key=lambda review: review.month)
    decided = english.listed(
        wording.label_of("review-decision", code).lower() for code in last.decisions
    )
    came = [*moves_since(profile.file, last), *_actions(raised_by(profile.file, last), today)]
    came += [*_hours(profile, last), *_update(profile, last, month)]
    return Outcome(
        profile.subject,
        profile.place,
        last,
        decided or "signed",
        " ".join(came) or "Nothing is recorded since.",
    )


def moves_since(file: ProfileFile, last: Review) -> Iterator[str]:
    """Which stages the profile reached since a signed review, or that it stands where it stood.

    A sentence each; none where nothing was to move and nothing did.
    """
    own = file.profile
    since = [
        stage
        for stage in file.stages
        if stage.opened is not None and last.signed_on is not None and stage.opened > last.signed_on
    ]
    for stage in sorted(since, key=lambda stage: (stage.opened or date.min, stage.id)):
        yield f"At {stage.stage} since {wording.day(stage.opened)}."
    if own.status == "closed":
        yield f"Closed on {wording.day(own.closed)}."
    elif "close" in last.decisions:
        yield "Not closed yet."
    wanted = {_TOWARDS[code] for code in last.decisions if code in _TOWARDS}
    if wanted and not since:
        yield f"{'Is' if own.stage in wanted else 'Still'} at {own.stage}."


def raised_by(file: ProfileFile, last: Review) -> tuple[Action, ...]:
    """The actions that a signed review raised."""
    return tuple(action for action in file.actions if last.id and action.review == last.id)


def _actions(raised: Sequence[Action], today: date) -> Iterator[str]:
    """How many there are, and how they stand."""
    if raised:
        done = sum(action.done is not None for action in raised)
        late = sum(action.overdue(today) for action in raised)
        said = f"{english.counted(len(raised), 'action')} raised: {done} done"
        yield f"{said}, {late} overdue." if late else f"{said}."


def _hours(profile: ProfileMonth, last: Review) -> Iterator[str]:
    """What was patrolled, where more or fewer patrols were decided."""
    if _OF_HOURS & set(last.decisions):
        for row in profile.figures:
            done, planned = row.officer_hours, row.planned_covered_officer_hours
            if done is not None and planned:
                yield f"{row.window.label}: {hours_of('hours', done, planned)}."
            else:
                yield sentences.hours_sentence(row)


def _update(profile: ProfileMonth, last: Review, month: Month) -> Iterator[str]:
    """The owner's own words since, of the newest review after it up to ``month``."""
    later = [r for r in profile.reviews if last.month < r.month <= month and r.did.strip()]
    if later:
        newest = max(later, key=lambda review: review.month)
        yield f"{newest.month.label}: {english.shortened(newest.did, _LONGEST)}"
    else:
        yield "Its owner hasn't written since."
