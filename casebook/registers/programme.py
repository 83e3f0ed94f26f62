"""Programmes: dated work with phases, a lead for each, expected benefits and set reviews.

Clear-Hold-Build, an operation, an action week, a forum or a change programme is a programme of its
kind; what was done in it are its activities.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.codes import DEFAULT_MARKING
from casebook.core.entry import Entry, check_ref
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader, Record
from casebook.core.months import day_label, months_after
from casebook.core.statement import Stated


@dataclass(frozen=True, kw_only=True)
class Programme(Entry):
    """A programme, operation, action week or forum, from when to when and where."""

    KIND: ClassVar[str] = "programme"
    TITLE: ClassVar[str] = "Programmes"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.programmes:reviews_owed"
    OWN_TABLE: ClassVar[bool] = True
    VERB: ClassVar[str] = "edit"
    NEEDS: ClassVar[tuple[str, ...]] = ("ref", "name", "code")
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "standing",
            "Say where each programme stands: phase, lead agency, next review.",
            "casebook.registers.statements.programmes:standing",
            ("ref", "place"),
        ),
        Stated(
            "benefits",
            "Set each expected benefit beside what every review found of it.",
            "casebook.registers.statements.programmes:benefits",
            ("ref",),
        ),
    )

    ref: str = field("Ref", example="CHB-01", unscanned="a reference", default="")
    name: str = field("Name", example="Clear, Hold, Build: Harbour", default="")
    code: str = field("Kind", codes="programme-kind", default="")
    place: str | None = field("Area or hotspot", refers="place", belongs=True, default=None)
    at: date | None = field("From", default=None)
    until: date | None = field("To", default=None)
    review_after: tuple[int, ...] = field(
        "Reviews after, months", help="Months after it began.", example="3; 12", default=()
    )
    text: str = field("Aim", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for a ref that is none, or reviews of no month."""
        super().check()
        check_ref(self.ref)
        if any(months < 1 for months in self.review_after):
            raise BadValue(
                "Reviews after, months takes whole months from 1 up, such as 3; 12.",
                field="review_after",
            )
        if self.review_after and self.at is None:
            raise BadValue("From can't be empty: reviews are counted from it.", field="at")

    def reviews_due(self) -> dict[int, date]:
        """The day each set review falls on, by its months after the start."""
        if self.at is None:
            return {}
        return {months: months_after(self.at, months) for months in self.review_after}


@dataclass(frozen=True, kw_only=True)
class Phase(Entry):
    """A phase of a programme and which agency leads it, from when to when."""

    KIND: ClassVar[str] = "phase"
    TITLE: ClassVar[str] = "Phases"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.programmes:phases_due"
    VERB: ClassVar[str] = "edit"
    SUBJECT: ClassVar[str] = "programme"

    programme: str = field("Programme", refers="programme", belongs=True, fixed=True)
    text: str = field("Phase", example="Hold")
    agency: str = field("Lead agency", refers="agency")
    at: date = field("From")
    until: date | None = field("To", help="Empty while it runs.", default=None)

    def on(self, day: date) -> bool:
        """Whether ``day`` falls in the phase."""
        return self.at <= day <= (self.until or date.max)

    @property
    def of_a_day(self) -> bool:
        """Whether it is a single day, as a forum's sitting is."""
        return self.until == self.at

    def overlaps(self, other: Phase) -> bool:
        """Whether the two have a day in common."""
        return self.at <= (other.until or date.max) and other.at <= (self.until or date.max)

    def check_among(self, casebook: Reader) -> None:
        """One phase runs at a time."""
        for other in casebook.load(Phase, programme=self.programme):
            if other.id != self.id and other.overlaps(self):
                until = f" to {day_label(other.until)}" if other.until else ""
                raise BadValue(
                    f"From: the phase {other.text} of {self.programme} runs from "
                    f"{day_label(other.at)}{until}, and phases can't overlap.",
                    field="at",
                )


@dataclass(frozen=True, kw_only=True)
class Benefit(Entry):
    """A benefit a programme is expected to bring, looked at again in each of its reviews."""

    KIND: ClassVar[str] = "benefit"
    TITLE: ClassVar[str] = "Expected benefits"
    VERB: ClassVar[str] = "edit"
    SUBJECT: ClassVar[str] = "programme"

    programme: str = field("Programme", refers="programme", belongs=True, fixed=True)
    text: str = field("Expected benefit", free_text=True)
    measure: str = field("How it will show", free_text=True, default="")
    indicator: str | None = field("Indicator", refers="indicator", belongs=True, default=None)

    def named_by_words(self, casebook: Reader) -> tuple[Record, ...]:
        """The reviews of this benefit, which name it as the programme words it."""
        reviews = casebook.load(BenefitReview, programme=self.programme)
        return tuple(each for each in reviews if each.benefit == self.text)


@dataclass(frozen=True, kw_only=True)
class BenefitReview(Entry):
    """What a set review found of one expected benefit, and its evidence."""

    KIND: ClassVar[str] = "benefit-review"
    TITLE: ClassVar[str] = "Benefits reviewed"
    SUBJECT: ClassVar[str] = "programme"

    programme: str = field("Programme", refers="programme", belongs=True, fixed=True)
    benefit: str = field("Expected benefit", help="As the programme words it.")
    months: int = field("Review after, months", example="3")
    at: date | None = field("Reviewed on", default=None)
    code: str = field("Finding", codes="benefit-finding")
    text: str = field("Evidence", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also where a benefit is said to be there without evidence."""
        super().check()
        if self.months < 1:
            raise BadValue(
                f"Review after, months takes a whole number from 1, not {self.months}.",
                field="months",
            )
        if self.code in ("realised", "partly") and not self.text.strip():
            raise BadValue(
                "Evidence can't be empty where a benefit is said to be there.", field="text"
            )

    def check_among(self, casebook: Reader) -> None:
        """What is reviewed is a benefit the programme expects, and once in each review."""
        expected = [one.text for one in casebook.load(Benefit, programme=self.programme)]
        if self.benefit not in expected:
            said = "; ".join(expected) or "none yet"
            raise BadValue(
                f"Expected benefit: {self.programme} expects no '{self.benefit}'. "
                f"It expects: {said}.",
                field="benefit",
            )
        for other in casebook.load(BenefitReview, programme=self.programme):
            same = (other.benefit, other.months) == (self.benefit, self.months)
            if same and other.id != self.id:
                raise BadValue(
                    f"Review after, months: {self.programme} has a finding of '{self.benefit}' "
                    f"after {self.months} months already: edit benefit-review {other.id}.",
                    field="months",
                )


@dataclass(frozen=True, kw_only=True)
class Paper(Entry):
    """A paper put to a forum or board, by title, marking and where it lies."""

    KIND: ClassVar[str] = "paper"
    TITLE: ClassVar[str] = "Papers"
    SUBJECT: ClassVar[str] = "programme"

    programme: str = field("Programme", refers="programme", belongs=True, fixed=True)
    text: str = field("Title")
    lies: str = field("Where it lies", example="Records system, folder 12")
    place: str | None = field("Area reporting", refers="place", belongs=True, default=None)
    by: str = field("Put by", help="A role, never a name.", default="")
    marking: str = field("Marking", default=DEFAULT_MARKING)
    at: date | None = field("Of", default=None)


def lead_of(phases: tuple[Phase, ...], day: date) -> Phase | None:
    """The phase that runs on ``day``, with its lead agency; None between phases."""
    return next((phase for phase in phases if phase.on(day)), None)


def leads_since(phases: tuple[Phase, ...], phase: Phase) -> date:
    """Since when the lead agency of ``phase`` has led, through phases that follow on unbroken."""
    since = phase.at
    for earlier in sorted(phases, key=lambda one: one.at, reverse=True):
        follows = earlier.until is not None and (since - earlier.until).days == 1
        if follows and earlier.agency == phase.agency:
            since = earlier.at
    return since


def days_in_words(at: date | None, until: date | None) -> str:
    """From when to when, as people read it; empty where neither is known.

    >>> days_in_words(date(2024, 10, 21), date(2024, 10, 27))
    '21 Oct 2024 to 27 Oct 2024'
    >>> days_in_words(date(2024, 11, 25), None)
    'from 25 Nov 2024'
    """
    if at is None:
        return f"to {day_label(until)}" if until else ""
    if until is None:
        return f"from {day_label(at)}"
    return day_label(at) if at == until else f"{day_label(at)} to {day_label(until)}"
