"""What a programme, its phases and its reviews are by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casebook.core.errors import BadValue
from casebook.registers.programme import (
    Benefit,
    BenefitReview,
    Phase,
    Programme,
    days_in_words,
    lead_of,
    leads_since,
)

CLEAR = Phase(
    programme="CHB-01", text="Clear", agency="Police", at=date(2024, 6, 3), until=date(2024, 9, 30)
)
HOLD = Phase(
    programme="CHB-01", text="Hold", agency="Police", at=date(2024, 10, 1), until=date(2024, 11, 24)
)
HANDED_OVER = Phase(programme="CHB-01", text="Hold", agency="Council", at=date(2024, 11, 25))
PHASES = (CLEAR, HOLD, HANDED_OVER)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2024, 6, 2), None),
        (date(2024, 6, 3), CLEAR),
        (date(2024, 11, 24), HOLD),
        (date(2024, 11, 25), HANDED_OVER),
        (date(2030, 1, 1), HANDED_OVER),
    ],
)
def test_the_phase_of_a_day_is_the_one_it_falls_in(day: date, phase: Phase | None) -> None:
    """First and last days count, and a phase without an end goes on."""
    assert lead_of(PHASES, day) == phase


def test_an_agency_leads_since_its_first_unbroken_phase() -> None:
    """Through phases that follow on by a day; another's phase or a gap breaks it."""
    assert leads_since(PHASES, HOLD) == date(2024, 6, 3)
    assert leads_since(PHASES, HANDED_OVER) == date(2024, 11, 25)
    gap = Phase(programme="CHB-01", text="Build", agency="Police", at=date(2024, 11, 26))
    assert leads_since((CLEAR, HOLD, gap), gap) == date(2024, 11, 26)


@pytest.mark.parametrize(
    ("at", "until", "overlaps"),
    [
        (date(2024, 11, 24), None, True),
        (date(2024, 11, 25), None, False),
        (date(2024, 9, 1), date(2024, 9, 30), False),
        (date(2024, 9, 1), date(2024, 10, 1), True),
        (date(2024, 1, 1), None, True),
    ],
)
def test_phases_overlap_on_a_day_both_have(at: date, until: date | None, overlaps: bool) -> None:
    """Either way round."""
    other = Phase(programme="CHB-01", text="x", agency="A", at=at, until=until)
    assert other.overlaps(HOLD) is overlaps
    assert HOLD.overlaps(other) is overlaps


def test_reviews_fall_on_the_day_of_their_month() -> None:
    """Or on its last day where it has none such; none are set without a beginning."""
    own = Programme(ref="P", name="P", code="other", at=date(2023, 11, 30), review_after=(3, 12))
    assert own.reviews_due() == {3: date(2024, 2, 29), 12: date(2024, 11, 30)}
    assert Programme(ref="P", name="P", code="other").reviews_due() == {}


@pytest.mark.parametrize(
    ("programme", "says"),
    [
        (Programme(name="P", code="other"), "Ref can't be empty."),
        (Programme(ref="C H B", name="P", code="other"), "Ref: 'C H B' is no reference"),
        (
            Programme(ref="P", name="P", code="other", at=date(2024, 1, 1), review_after=(0,)),
            "Reviews after, months takes whole months from 1 up, such as 3; 12.",
        ),
        (
            Programme(ref="P", name="P", code="other", review_after=(3,)),
            "From can't be empty: reviews are counted from it.",
        ),
        (
            Programme(
                ref="P", name="P", code="other", at=date(2024, 10, 7), until=date(2024, 10, 6)
            ),
            "To, 6 Oct 2024, is before From, 7 Oct 2024.",
        ),
    ],
)
def test_a_programme_says_what_it_lacks(programme: Programme, says: str) -> None:
    """In one sentence that names the field."""
    with pytest.raises(BadValue) as refused:
        programme.check()
    assert says in str(refused.value)


def test_a_benefit_said_to_be_there_needs_its_evidence() -> None:
    """One that isn't there yet needs none."""
    review: dict[str, Any] = {"programme": "P", "benefit": "Fewer calls", "months": 3}
    BenefitReview(**review, code="not yet").check()
    BenefitReview(**review, code="realised", text="31, was 44").check()
    for code in ("realised", "partly"):
        with pytest.raises(BadValue, match="Evidence can't be empty"):
            BenefitReview(**review, code=code, text=" ").check()
    with pytest.raises(BadValue, match="from 1, not 0"):
        BenefitReview(**review | {"months": 0}, code="not yet").check()


def test_programmes_are_edited_and_not_logged() -> None:
    """With their phases and benefits: an officer may log what was done, and no more."""
    own = Programme(ref="P", name="P", code="other")
    assert {own.verb(), CLEAR.verb(), Benefit(programme="P", text="x").verb()} == {"edit"}


@pytest.mark.parametrize(
    ("at", "until", "words"),
    [
        (None, None, ""),
        (None, date(2024, 11, 24), "to 24 Nov 2024"),
        (date(2024, 10, 2), date(2024, 10, 2), "2 Oct 2024"),
        (date(2024, 10, 2), date(2024, 10, 3), "2 Oct 2024 to 3 Oct 2024"),
    ],
)
def test_days_read_as_people_say_them(at: date | None, until: date | None, words: str) -> None:
    """A single day is said once."""
    assert days_in_words(at, until) == words
