"""Scrutiny meetings: decisions, and what became of the actions."""

from __future__ import annotations

import pytest

from casebook.book.opening import Book
from casebook.core.errors import NotFound
from casebook.core.statement import Ask
from casebook.registers.statements.scrutiny import decisions
from tests.figures.ward_town import add, make_town

MEETING = "Scrutiny meeting, neighbourhood policing"


@pytest.fixture
def met(book: Book) -> Book:
    """A meeting of two questions, one without a decision, with three actions; and an earlier."""
    make_town(book)
    for number, values in (
        (2, {"text": "How will teams be protected?"}),
        (1, {"text": "What was done?", "code": "partly assured", "reason": "Work is ongoing."}),
    ):
        add(book, "scrutiny", meeting=MEETING, at="2024-06-25", number=number, **values)
    for number, values in (
        (1, {"text": "Report to the board", "until": "2024-12-17", "owner": "Supt, prevention"}),
        (2, {"text": "Write to the ministry", "at": "2024-06-25", "done": "2024-09-01",
             "outcome": "Answered", "until": "2024-08-01"}),
        (3, {"text": "Look again", "change": "Every ward has a named officer"}),
        (4, {"text": "Meet", "until": "2024-12-18"}),
    ):  # fmt: skip
        add(book, "scrutiny-action", meeting=MEETING, number=number, **values)
    add(book, "scrutiny", meeting="Burglary", at="2024-03-01", text="Why?", code="assured")
    return book


def test_questions_have_their_decision_and_actions_their_state(met: Book) -> None:
    """Meetings by day, questions before actions, in order; overdue from the day after."""
    stated = decisions(met, Ask())
    assert [(r["meeting"], r["item"], r["decision"]) for r in stated.rows] == [
        ("Burglary", "Question 1", "Assured"),
        (MEETING, "Question 1", "Partly assured"),
        (MEETING, "Question 2", "Not recorded"),
        (MEETING, "Action 1", "overdue"),
        (MEETING, "Action 2", "done"),
        (MEETING, "Action 3", "open"),
        (MEETING, "Action 4", "open"),
    ]
    assert stated.notes == (
        "3 questions: 1 assured, 1 partly assured, 1 not recorded.",
        "4 actions: 1 overdue, 1 done, 2 open.",
        "By when isn't said of 1 of the actions still open.",
    )
    action = stated.rows[5]
    assert (action["change"], action["by_when"]) == ("Every ward has a named officer", None)


def test_one_meeting_is_asked_for_by_name(met: Book) -> None:
    """In any case; a name like it is offered."""
    assert len(decisions(met, Ask(ref=MEETING.upper())).rows) == 6
    with pytest.raises(NotFound, match=r"no scrutiny meeting 'Burglery' .* Did you mean Burglary"):
        decisions(met, Ask(ref="Burglery"))
