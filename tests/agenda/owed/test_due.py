"""What falls due in the registers: to the public, on programmes, against targets."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.agency import Agency
from tests.figures.ward_town import acting, add, ask, make_town


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards and a council, at noon on 18 December 2024."""
    make_town(book)
    with book.store.writing() as tx:
        for name in ("Police", "Council"):
            tx.save(None, Agency(ref=name, contact="Manager"), book.author)
    return book


def _lines(town: Book, **how: Any) -> list[tuple[str, str, str, str, bool]]:
    return [
        (str(each.on), each.what, each.about, each.who, each.overdue)
        for each in what_is_due(town, **how)
    ]


def test_a_query_is_owed_by_the_named_officer_in_72_hours(town: Book) -> None:
    """The ward's own, over a beat the ward's; nobody where none is named; answered is owed no more.

    At noon the one asked at noon three days before isn't overdue yet.
    """
    ask(town, "B1", "2024-12-15 12:00")
    ask(town, "W2", "2024-12-15 11:59", escalated_to="Insp, Harbour")
    ask(town, "W3", "2024-12-17 09:00")
    ask(town, "W3", "2024-12-10 09:00", "2024-12-17 09:00")
    assert _lines(town) == [
        ("2024-12-18", "query", "B1", "PCSO 7114", False),
        ("2024-12-18", "query", "W2", "", True),
        ("2024-12-20", "query", "W3", "PC 4127", False),
    ]
    late = what_is_due(town, area="W2")[0]
    assert late.says == ("answer by 11:59 (escalated to Insp, Harbour): When is the next surgery?")
    assert [line[2] for line in _lines(town, person="PC 4127")] == ["W3"]
    assert [line[2] for line in _lines(town, area="D1")] == ["B1", "W2"]


def test_a_query_over_the_clock_change_is_due_an_hour_earlier(town: Book) -> None:
    """72 hours, not three days by the wall."""
    ask(town, "W1", "2024-10-25 00:30")
    (due,) = what_is_due(town)
    assert (str(due.on), due.says[:15]) == ("2024-10-27", "answer by 23:30")


def test_a_priority_is_owed_a_look_once_it_is_out_of_date(town: Book) -> None:
    """From the day after its three months; not while fresh, ended or to come."""
    add(town, "priority", "W1", text="Speeding", at="2024-09-17")
    add(town, "priority", "W1", text="Fresh", at="2024-09-18")
    add(town, "priority", "W2", text="Ended", at="2024-01-01", until="2024-02-01")
    (due,) = what_is_due(town)
    assert (str(due.on), due.what, due.about) == ("2024-12-17", "priority", "W1")
    assert due.says == "look at it again after 3 months: Speeding"
    assert (due.who, due.overdue) == ("PCSO 7114", True)


def test_scrutiny_actions_are_owed_by_their_day(town: Book) -> None:
    """Overdue from the day after; done or undated ones aren't listed; they lie in no area."""
    for number, values in enumerate(
        (
            {"until": "2024-12-17", "owner": "Supt, prevention"},
            {"until": "2024-12-18"},
            {"until": "2024-12-01", "done": "2024-12-02"},
            {},
        ),
        1,
    ):
        add(town, "scrutiny-action", meeting="June", number=number, text="Report", **values)
    assert _lines(town) == [
        ("2024-12-17", "scrutiny action", "June", "Supt, prevention", True),
        ("2024-12-18", "scrutiny action", "June", "", False),
    ]
    assert _lines(town, area="D1") == []


def test_programme_reviews_are_owed_until_every_benefit_was_looked_at(town: Book) -> None:
    """By the agency that leads now; in the area of the programme."""
    add(town, "programme", ref="FOR", name="Forefront", code="change programme", place="D1",
        at="2024-06-01", review_after=[3, 12])  # fmt: skip
    add(town, "phase", "FOR", text="Build", agency="Council", at="2024-06-01")
    for text in ("Shorter queues", "More visits"):
        add(town, "benefit", "FOR", text=text)
    three = ("2024-09-01", "programme review", "FOR", "Council", True)
    twelve = ("2025-06-01", "programme review", "FOR", "Council", False)
    assert _lines(town) == [three, twelve]
    add(town, "benefit-review", "FOR", benefit="Shorter queues", months=3, code="not yet")
    assert _lines(town, area="D1") == [three, twelve]
    add(town, "benefit-review", "FOR", benefit="More visits", months=3, code="not yet")
    assert _lines(town) == [twelve]
    assert _lines(town, area="D2") == []


def test_a_phase_that_ends_is_owed_by_its_lead(town: Book) -> None:
    """What follows and who leads then is said; a last one that ended under way is overdue.

    A programme without phases owes none, nor one that is over, nor a forum's sitting of a day.
    """
    for ref, until in (("BARE", None), ("OVER", "2024-10-31")):
        add(town, "programme", ref=ref, name=ref, code="forum", at="2024-06-01",
            **({"until": until} if until else {}))  # fmt: skip
    add(town, "phase", "OVER", text="Clear", agency="Police", at="2024-06-01", until="2024-10-31")
    add(town, "phase", "BARE", text="Sitting", agency="Police", at="2025-01-07", until="2025-01-07")
    add(town, "programme", ref="CHB", name="Harbour", code="clear-hold-build", place="W1",
        at="2024-06-01")  # fmt: skip
    add(town, "phase", "CHB", text="Clear", agency="Police", at="2024-06-01", until="2024-08-31")
    add(town, "phase", "CHB", text="Hold", agency="Police", at="2024-09-01", until="2024-12-31")
    add(town, "phase", "CHB", text="Build", agency="Council", at="2025-01-01")
    (due,) = what_is_due(town)
    assert due.says == "end of Hold; Build from 1 Jan 2025, led by Council"
    assert _lines(town) == [("2024-12-31", "phase", "CHB", "Police", False)]
    assert _lines(town, area="D1") == _lines(town)
    add(town, "programme", ref="OP", name="Op Lamp", code="operation", at="2024-06-01")
    add(town, "phase", "OP", text="Sweep", agency="Police", at="2024-06-01", until="2024-12-17")
    late = what_is_due(town)[0]
    assert (late.says, late.overdue) == ("end of Sweep, and no phase follows", True)


def test_targets_are_owed_until_the_newest_reading_reaches_them(town: Book) -> None:
    """Higher or lower as the indicator says; area by area where areas have their own."""
    for ref, direction, value in (
        ("up", "higher", 10),
        ("met", "higher", 12),
        ("down", "lower", 9),
    ):
        add(town, "indicator", ref=ref, name=ref.title(), unit="schemes", source="Return",
            direction=direction, target=12, target_by="2024-12-17", place="D1")  # fmt: skip
        add(town, "reading", ref, at="2024-06-30", value=13 if direction == "lower" else 1)
        add(town, "reading", ref, at="2024-11-30", value=value)
    add(town, "indicator", ref="none", name="Unread", unit="%", source="Survey", target=50,
        target_by="2025-03-31", direction="higher")  # fmt: skip
    add(town, "indicator", ref="parts", name="Watch", unit="schemes", source="Return",
        direction="higher")  # fmt: skip
    for place, value in (("D1", 5), ("D2", 20)):
        add(town, "reading", "parts", place=place, at="2024-11-30", value=value, target=20,
            target_by="2025-03-31")  # fmt: skip
    lines = [(str(d.on), d.about, d.says, d.overdue) for d in what_is_due(town)]
    assert lines == [
        ("2024-12-17", "up", "Up: 10, target 12 schemes", True),
        ("2025-03-31", "none", "Unread: no reading, target 50%", False),
        ("2025-03-31", "parts", "Watch in D1: 5, target 20 schemes", False),
    ]
    assert [d.about for d in what_is_due(town, area="D1")] == ["up", "parts"]


def test_what_a_role_owes_is_shown_to_who_holds_it(town: Book) -> None:
    """Whoever asks; those of a profile that is over are owed no longer."""
    intake.new_profile(town, Profile("P-1", "Noise", area="D1"))
    add(town, "request", "P-1", text="Which nights?", until="2024-12-20")
    analyst = acting(town, "ana")
    assert [line[1] for line in _lines(analyst, person="ana")] == ["request"]
    assert [line[1] for line in _lines(town, person="ana")] == ["request"]
    assert [line[1] for line in _lines(town, person="analyst")] == ["request"]
    assert _lines(town, person="sgt.h") == []
    with town.store.writing() as tx:
        before = tx.load_one(Profile, ref="P-1")
        assert before is not None
        tx.save(before, dataclasses.replace(before, status="closed"), town.author)
    assert [line[1] for line in _lines(town) if line[1] == "request"] == []


def test_what_is_due_names_its_very_record(town: Book) -> None:
    """By kind and id; a review that nobody has opened has no id yet."""
    intake.new_profile(town, Profile("P-1", "Noise", area="D1", next_review=dt.date(2024, 12, 20)))
    file = profiles.add_action(town, "P-1", {"title": "Light", "due": "2024-12-19"})
    ask(town, "W1", "2024-12-17 09:00")
    ask(town, "W1", "2024-12-17 09:01")
    add(town, "request", "P-1", text="Which nights?", until="2024-12-21")
    assert [(due.what, due.kind, due.id) for due in what_is_due(town)] == [
        ("action", "action", file.actions[0].id),
        ("review", "review", 0),
        ("query", "query", 1),
        ("query", "query", 2),
        ("request", "request", 3),
    ]
