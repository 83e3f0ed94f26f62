"""What was decided at the last review, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casebook.core.months import Month
from casebook.profiles.profile import Action
from casebook.profiles.stages import BODIES, Stage
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.outcomes import last_outcome
from casebook.reviews.review import Review
from tests.reviews.test_need import NOVEMBER, OCTOBER, TODAY, profile, review, row


def decided(*decisions: str, **values: Any) -> Review:
    """October's review, signed on 20 November."""
    given: dict[str, Any] = {"state": "signed", "signed_on": date(2024, 11, 20), "id": 7} | values
    return review(month=OCTOBER, decisions=decisions, **given)


def stage(name: str, opened: date) -> Stage:
    """A stage of the first cycle."""
    return Stage("PMP-1", 1, name, opened=opened, body=BODIES[name]())


def came(of: ProfileMonth) -> str:
    """What came of its last decision."""
    found = last_outcome(of, NOVEMBER, TODAY)
    assert found is not None
    return found.came


def test_a_move_to_assess_says_since_when_or_that_it_hasnt_moved() -> None:
    """The stage opened after the signature."""
    reviews = (decided("assess"),)
    assert came(profile(reviews=reviews)) == "Still at objective. Its owner hasn't written since."
    moved = profile(reviews=reviews, stages=(stage("assess", date(2024, 11, 25)),))
    assert came(moved) == "At assess since 25 Nov 2024. Its owner hasn't written since."
    before = profile(reviews=reviews, stages=(stage("respond", date(2024, 11, 1)),))
    assert came(before).startswith("Still at objective.")


def test_actions_the_review_raised_are_counted() -> None:
    """One of two done, the other overdue; others aren't its own."""
    bare = profile(reviews=(decided("continue"),))
    assert bare.file is not None
    actions = (
        Action("PMP-1", "Lamps", due=date(2024, 12, 1), done=date(2024, 12, 2), review=7),
        Action("PMP-1", "Gate", due=date(2024, 12, 10), review=7),
        Action("PMP-1", "Other", due=date(2024, 12, 10)),
    )
    found = came(replace(bare, file=replace(bare.file, actions=actions)))
    assert found.startswith("2 actions raised: 1 done, 1 overdue.")


def test_more_patrols_are_held_to_the_hours_since() -> None:
    """The month's delivery against plan."""
    hours = row(officer_hours=9.0, planned_officer_hours=10.0, planned_covered_officer_hours=10.0)
    found = came(profile(reviews=(decided("more patrols"),), rows=(hours,)))
    assert found.startswith("Nov 2024: hours 90% of plan (9.0 of 10.0 h).")
    unknown = came(profile(reviews=(decided("more patrols"),), rows=(row(),)))
    assert unknown.startswith("Hours delivered in Nov 2024 aren't known.")


def test_the_owners_words_since_stand_last() -> None:
    """Of the month asked for or the one between, never of a later one."""
    reviews = (
        decided("continue"),
        review(did="Walked it with housing."),
        review(month=Month(2024, 12), did="Later"),
    )
    assert came(profile(reviews=reviews)) == "Nov 2024: Walked it with housing."


def test_only_a_signed_review_before_the_month_decides() -> None:
    """The newest of them; none where nothing was signed."""
    none = profile(reviews=(review(month=OCTOBER), review(state="signed", signed_on=TODAY)))
    assert last_outcome(none, NOVEMBER, TODAY) is None
    older = replace(decided("close"), month=Month(2024, 9), id=5)
    found = last_outcome(profile(reviews=(older, decided("continue"))), NOVEMBER, TODAY)
    assert found is not None
    assert (found.review.month, found.decided, found.only_continues) == (OCTOBER, "continue", True)
    alone = last_outcome(profile(reviews=(older,)), NOVEMBER, TODAY)
    assert alone is not None
    assert alone.came.startswith("Not closed yet.")
