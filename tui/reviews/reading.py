"""A review as it is read: its state, its words, its figures as frozen and what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from casebook.core.english import counted
from casebook.core.fields import fields_of
from casebook.core.wording import MISSING, Labels, day, group_title, number, said
from casebook.profiles.profile import Action
from casebook.reviews.flips import NOT_RECORDED
from casebook.reviews.review import Review
from tui.numbers.marked import mark_words, marked
from tui.parts.forms import Form
from tui.parts.text import labelled, line, plain, sentence

if TYPE_CHECKING:
    from casebook.reviews.months import ReviewFile
    from tui.numbers.figures import FigureNumbers

SIGNED_FIELDS = frozenset({"decisions", "reason", "comments"})
"""What a signature adds; the other typed fields are the owner's update."""
_HEAD = frozenset({"profile", "month", "state", "due", "head", "figures_hash"})
_FIGURES = (
    ("crimes", "crimes"),
    ("asb", "ASB"),
    ("serious_violence", "serious violence"),
    ("officer_hours", "officer-hours"),
)
"""What of the frozen figures is read at a glance; all of them are in the pack."""


def state_in_words(review: Review) -> str:
    """Where a review stands, and whose turn it is."""
    return {
        "due": "due, to be updated",
        "updated": f"updated by {review.updated_by or MISSING}",
        "endorsed": "endorsed, to be signed",
        "signed": f"signed {day(review.signed_on)}",
        "returned": "returned to its owner",
    }[review.state]


def review_to_read(file: ReviewFile, today: date, labels: Labels) -> Content:
    """Everything on a review: its state, its words, its figures as frozen and as now."""
    review = file.review
    late = review.days_late(today)
    head = sentence(
        state_in_words(review),
        f"due {day(review.due)}",
        Content.styled(f"! {counted(late, 'day')} late", "bold $text-warning") if late else "",
    )
    blocks = [head]
    for spec in fields_of(Review).values():
        text = said(spec, getattr(review, spec.name), labels)
        if text and spec.name not in _HEAD:
            blocks.append(labelled(spec.label, text, below=spec.free_text))
    numbers = frozen_numbers(file)
    blocks += [_handovers(file), _frozen(file, numbers), changed_since(file, numbers)]
    blocks.append(_actions("Actions from earlier reviews", file.follow_ups))
    blocks.append(_actions("Actions raised", file.actions))
    return Content("\n").join([block for block in blocks if block.plain])


def _handovers(file: ReviewFile) -> Content:
    """How the profile changed hands since the last signed review."""
    if not file.handovers:
        return Content("")
    head = line("Changed hands", "bold $text-warning")
    return Content("\n").join([head, *(plain(one.says()) for one in file.handovers)])


def _frozen(file: ReviewFile, numbers: Mapping[str, FigureNumbers]) -> Content:
    review = file.review
    head = "Figures as signed" if review.state == "signed" else "Figures as frozen"
    lines = [line(head, "bold $primary")]
    for row in review.figures or ():
        ref = str(row.get("hotspot") or "")
        told = [
            Content.assemble(f"{label} ", _number(row.get(name), numbers.get(ref), name))
            for name, label in _FIGURES
        ]
        lines.append(sentence(ref or MISSING, Content(", ").join(told)))
        lines += verdict_lines(numbers[ref]) if ref in numbers else []
    # what is to be known of their baselines is much the same for each
    judged = (each.beside for one in numbers.values() for each in one.row.verdicts)
    beside = (plain(said, "$quiet") for said in dict.fromkeys(judged) if said)
    return Content("\n").join([*lines, *beside, *frozen_notes(file)])


def verdict_lines(numbers: FigureNumbers) -> Iterator[Content]:
    """What was found of each count of a hotspot, in its month and since the response began."""
    for each in numbers.row.verdicts:
        for found, word, told in (
            (each.finding, each.verdict, numbers.finding),
            (each.since_finding, each.since_verdict, numbers.since),
        ):
            if found:
                unusual = word in ("more", "fewer", "higher", "lower")
                shown = told(each, f"! {found}" if unusual else found)
                yield shown.stylize("$text-warning") if unusual else shown


def _number(value: float | None, numbers: FigureNumbers | None, name: str) -> Content:
    return marked(number(value), numbers.of(name) if numbers else None)


def frozen_numbers(file: ReviewFile) -> dict[str, FigureNumbers]:
    """The frozen figures of each hotspot, to be gone to."""
    from casebook.reviews.sitting import frozen_figures
    from tui.numbers.figures import FigureNumbers

    was = "signed" if file.review.state == "signed" else "frozen"
    frozen = (file.frozen_at, was) if file.frozen_at else None
    rows = frozen_figures(file.review, {})
    return {row.hotspot or "": FigureNumbers(row, frozen=frozen) for row in rows}


def frozen_notes(file: ReviewFile) -> list[Content]:
    """What must be known of frozen figures: that there are none, or are not those frozen."""
    notes = []
    if not file.verdicts_recorded:
        notes.append(plain(NOT_RECORDED, "$quiet"))
    if not file.review.figures:
        notes.append(plain("No hotspot was linked, so there are none.", "$quiet"))
    if not file.intact:
        wrong = "! These aren't the figures that were frozen: their hash doesn't match."
        notes.append(plain(wrong, "bold $text-error"))
    return notes


def changed_since(
    file: ReviewFile, numbers: Mapping[str, FigureNumbers] = MappingProxyType({})
) -> Content:
    """Which frozen figures and verdicts later data would change; that it changes none.

    ``numbers`` are the frozen ones by hotspot, where each is to be gone to.
    """
    was = "signed" if file.review.state == "signed" else "frozen"
    if not file.changed and not file.flips:
        return plain(f"Later data changes none of them: as now they are as {was}.", "$quiet")
    lines = [line("What later data would change", "bold $primary")]
    for flip in file.flips:
        over = "the month" if flip.over == "month" else "since the response began"
        said = f"{group_title(flip.count_group)}, {over}: verdict flipped from '{flip.as_signed}'"
        lines.append(
            sentence(
                Content.styled(f"! {flip.hotspot}", "bold $text-warning"),
                f"{said} to '{flip.as_now or MISSING}'",
            )
        )
        lines.append(plain(flip.says, "$quiet"))
    for one in file.changed:
        figure = one.figure.replace("_", " ")
        pair = f"as {was} {number(one.as_signed)}, as now {number(one.as_now)}"
        told = line(f"{figure}: {pair}")
        if one.hotspot in numbers and hasattr(numbers[one.hotspot].row, one.figure):
            behind = numbers[one.hotspot].of(one.figure)
            told = mark_words(told, number(one.as_now), behind)
        lines.append(sentence(one.hotspot, told))
    return Content("\n").join(lines)


def _actions(title: str, actions: tuple[Action, ...]) -> Content:
    if not actions:
        return Content("")
    lines = [line(title, "bold $primary")]
    for action in actions:
        done = f"done {day(action.done)}" if action.done else "not done"
        lines.append(sentence(action.title, f"due {day(action.due)}", done))
    return Content("\n").join(lines)


def owners_lines(review: Review) -> Content:
    """The owner's update, to be weighed."""
    specs = Form("", review, skip=SIGNED_FIELDS).specs
    told = [(spec, said(spec, getattr(review, spec.name))) for spec in specs]
    blocks = [
        Content.assemble(line(s.label, "bold"), "\n", plain(text or MISSING)) for s, text in told
    ]
    return Content("\n").join(blocks)
