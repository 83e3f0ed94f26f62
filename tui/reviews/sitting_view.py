"""What is read of one review in a sitting: update, frozen figures, last decision, actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from casebook.core.english import counted, listed
from casebook.core.fields import fields_of
from casebook.core.wording import day, hours, share
from casebook.figures.sentences import hours_sentence
from casebook.reviews.review import Review
from tui.numbers.figures import FigureNumbers
from tui.parts.text import cell, labelled, line, plain, sentence
from tui.reviews.reading import (
    changed_since,
    frozen_notes,
    state_in_words,
    verdict_lines,
)

if TYPE_CHECKING:
    from casebook.profiles.profile import Action
    from casebook.reviews.sitting import ReviewTurn, Sitting, SittingPage

_COUNTS = (("Crimes", "crimes"), ("ASB", "asb"), ("Serious violence", "serious_violence"))
_NAMES = 26
"""The cells of what counts are of: with three months beside it a line fits into 60."""
_RESOURCING = ("core", "overtime", "partner")
_COUNTED = ("more", "higher", "fewer")
"""Kinds of matter that say how a count stands."""
_TOLD = ("returned_why", "did", "hindered", "asks")
"""The lines of a review that are read before it is decided."""


def heading(sitting: Sitting, review: Review | None) -> Content:
    """The month, how many are left to the account, and the month of one that is late."""
    left = len(sitting.to_do)
    keys = [turn.key for turn in sitting.to_do]
    at = keys.index(review.ref) + 1 if review is not None and review.ref in keys else 0
    at = 0 if sitting.ranked == "none" else at
    what = f"{at:,} of {left:,} to do" if at else f"{left:,} to do"
    months = f"Reviews of {sitting.month.label}"
    other = review.month.label if review is not None and review.month != sitting.month else ""
    late = line(f"! this one of {other}" if other else "", "bold $text-warning")
    return sentence(line(months, "bold $primary"), what, late)


def about(page: SittingPage, sitting: Sitting, today: date) -> Content:
    """Which profile it is, whose, where its review stands, and why it comes here."""
    profile, review = page.file.profile, page.review
    late = review.days_late(today) if review.state != "signed" else 0
    first = Content.assemble(line(profile.ref, "bold"), " ", line(profile.title, "bold"))
    second = sentence(
        profile.stage,
        f"owner {profile.owner or 'nobody yet'}",
        state_in_words(review),
        line(f"! {counted(late, 'day')} late", "bold $text-warning") if late else "",
    )
    return Content("\n").join([first, second, _need(sitting, review)])


def _need(sitting: Sitting, review: Review) -> Content:
    """Where it stands in the order of need, and for what; of an earlier month, why it is here."""
    at, of = sitting.place(review), len(sitting.turns)
    if not at:
        return line(f"Left from {review.month.label}: it comes before the month's own", "$quiet")
    if sitting.ranked == "none":
        return line("Where it stands in the order of need is being read …", "$quiet")
    place = f"{at:,}" if sitting.ranked == "all" else "…"
    kinds = dict.fromkeys(matter.kind for matter in sitting.order.of(review.profile))
    said = listed("counts are " + kind if kind in _COUNTED else kind for kind in kinds)
    return line(f"{place} of {of:,} in order of need: {said or 'nothing stands out'}", "$quiet")


def being_ordered(sitting: Sitting) -> Content:
    """How many there are to put in order, while the neediest of them isn't known."""
    waiting, of = len(sitting.to_do), counted(len(sitting.every), "review")
    said = f"{waiting:,} of {of} to do: looking for the neediest …"
    return line(said, "$quiet")


def to_read(page: SittingPage, today: date) -> Content:
    """All of it, in the order in which it is weighed."""
    review, file, fields = page.review, page.file, fields_of(Review)
    told = ((fields[name].label, str(getattr(review, name)).strip()) for name in _TOLD)
    blocks = [labelled(label, text, below=True) for label, text in told if text]
    if not review.did.strip():
        blocks.insert(0, plain("Its owner hasn't written the update.", "$text-warning"))
    blocks.append(_figures(page))
    blocks += [plain(one.says()) for one in file.handovers]
    blocks += [_outcome(page), _actions(page.open_actions, today)]
    if review.state == "signed":
        blocks.append(labelled(fields["reason"].label, review.reason, below=True))
    return Content("\n").join([block for block in blocks if block.plain])


def _figures(page: SittingPage) -> Content:
    cut = page.review.cut_off
    to = f", data to {day(cut)}" if cut else ""
    was = "signed" if page.review.state == "signed" else "frozen"
    lines = [line(f"Figures as {was}{to}", "bold $primary")]
    frozen = (page.file.frozen_at, was) if page.file.frozen_at else None
    every = {row.hotspot or "": FigureNumbers(row, frozen=frozen) for row in page.figures}
    for numbers in every.values():
        lines += _counts(numbers)
        lines += verdict_lines(numbers)
        lines.append(_hours(numbers))
    changed = changed_since(page.file, every)
    return Content("\n").join([*lines, *frozen_notes(page.file), changed])


def _counts(numbers: FigureNumbers) -> Iterator[Content]:
    """A hotspot's counts of the month, the month before and a year before."""
    row = numbers.row
    month = row.window.last
    heads = (month.label, (month + -1).label, (month + -12).label)
    name = line(f"{row.hotspot} {row.name}", "bold")
    yield cell(name, _NAMES) + Content.styled("".join(f"{head:>10}" for head in heads), "$quiet")
    for label, column in _COUNTS:
        values = (numbers.count(column + side) for side in ("", "_previous", "_last_year"))
        yield cell(f"  {label}", _NAMES) + Content("").join(
            cell(value, 10, right=True) for value in values
        )


def _hours(numbers: FigureNumbers) -> Content:
    """Delivered of planned officer-hours, each resourcing apart."""
    row, parts = numbers.row, []
    for name in _RESOURCING:
        column = f"officer_hours_{name}"
        done, both = getattr(row, column), row.of_plan(name)
        planned = getattr(row, f"planned_covered_officer_hours_{name}")
        said = ""
        if both:
            of_plan = share(both[0] / both[1])
            said = f"{name} {hours(both[0])} of {hours(both[1])} h, {of_plan}"
        elif done:
            said = f"{name} {hours(done)} h{', none planned' if planned == 0 else ''}"
        if said:
            told = numbers.hours(line(said), column, f"planned_covered_{column}")
            parts.append(numbers.share(told, column))
    if parts and row.planned_covered_officer_hours and not any(map(row.of_plan, _RESOURCING)):
        parts.append(line("the plan isn't told by who pays"))
    whole = ("officer_hours", "planned_covered_officer_hours", "planned_officer_hours")
    lines = [numbers.share(numbers.hours(plain(hours_sentence(row)), *whole))]
    return Content("\n").join([*lines, *([sentence(*parts)] if parts else [])])


def _outcome(page: SittingPage) -> Content:
    last = page.outcome
    head = line("Last decision and what came of it", "bold $primary")
    if last is None:
        return Content("\n").join([head, plain("No review was signed before.", "$quiet")])
    when = f"{last.review.month.label}, signed {day(last.review.signed_on)}"
    return Content("\n").join([head, plain(f"{when}: {last.decided}. {last.came}")])


def _actions(actions: tuple[Action, ...], today: date) -> Content:
    head = line(
        f"Open actions: {len(actions):,}" if actions else "No action is open", "bold $primary"
    )
    lines = [head]
    for action in actions:
        late = action.overdue(today)
        due = f"due {day(action.due)}" if action.due else "no day set"
        when = line(f"! {due}", "bold $text-warning") if late else line(due)
        lines.append(sentence(when, action.title, action.owner or action.agency))
    return Content("\n").join(lines)


def standing(sitting: Sitting) -> Content:
    """What stands of the month once nothing is left to do: whose turn each review is."""
    words = {
        "signed": "Signed",
        "endorsed": "Waiting for a reviewer",
        "updated": "Waiting for an inspector",
        "returned": "Returned to their owners",
        "due": "Not updated yet",
    }
    lines = []
    skipped = sitting.skipped
    if skipped:
        lines.append(line("Not yours to sign", "bold $primary"))
        lines += [plain(turn.skipped) for turn in skipped]
    for state, label in words.items():
        of_state = [turn.ref for turn in sitting.turns if turn.review.state == state]
        if of_state:
            lines += [line(f"{label}: {len(of_state):,}", "bold $primary"), plain(listed(of_state))]
    return Content("\n").join(lines)


def passed_over(skipped: tuple[ReviewTurn, ...]) -> str:
    """Which reviews were passed over, and who can sign them."""
    return " ".join(f"Skipped {turn.ref}: {turn.skipped}" for turn in skipped)
