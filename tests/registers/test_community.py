"""The 72-hour clock, ward priorities and the peer network, worked out by hand."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Window
from casebook.core.statement import Ask
from casebook.core.wording import in_form
from casebook.registers.statements.community import clock, local_now, practitioners, priorities
from casebook.registers.statements.every import state
from tests.figures.ward_town import add, ask, make_town


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards, at noon on 18 December 2024."""
    return make_town(book)


def _asked(town: Book) -> None:
    """October in D1: taken 24, 72 and 73 hours; December: one overdue, one waiting; one in D2."""
    ask(town, "W1", "2024-10-07 14:30", "2024-10-08 14:30")
    ask(town, "W1", "2024-10-07 14:30", "2024-10-10 14:30")
    ask(town, "B1", "2024-10-07 14:30", "2024-10-10 15:30", escalated_to="Insp, Harbour")
    ask(town, "W2", "2024-12-15 11:59", escalated_to="Insp, Harbour")
    ask(town, "W2", "2024-12-15 12:00")
    ask(town, "W3", "2024-10-01 09:00", "2024-10-01 10:30")


def test_answers_within_72_hours_are_counted_by_district(town: Book) -> None:
    """To the minute: 72 hours is in time; at noon one asked at noon three days ago still waits."""
    _asked(town)
    stated = clock(town, Ask())
    one, two = stated.rows
    assert one == {
        "district": "D1", "name": "Harbour", "queries": 5, "in_time": 2, "late": 1, "overdue": 1,
        "waiting": 1, "escalated": 2, "answered": 3, "median_hours": 72.0, "of": 4,
        "in_words": "2 of 4", "share": None,
    }  # fmt: skip
    assert (two["district"], two["queries"], two["median_hours"]) == ("D2", 1, 1.5)
    assert stated.total is not None
    assert (stated.total["queries"], stated.total["in_time"], stated.total["of"]) == (6, 3, 5)
    assert stated.total["median_hours"] == 48.0
    assert any("18 Dec 2024 12:00" in note for note in stated.notes)


def test_a_share_is_a_percentage_from_ten_queries_on(town: Book) -> None:
    """Nine in time of nine are counts alone; with the tenth, late, it is 90%."""
    for hour in range(9):
        ask(town, "W1", f"2024-10-07 0{hour}:00", "2024-10-08 09:00")
    assert clock(town, Ask()).rows[0]["share"] is None
    ask(town, "W1", "2024-10-07 09:00", "2024-10-11 09:00")
    stated = clock(town, Ask())
    assert (stated.rows[0]["in_words"], stated.rows[0]["share"]) == ("9 of 10", 90.0)
    (head,) = (head for head in stated.heads if head.key == "share")
    assert in_form(head.form, 90.0) == "90%"


def test_queries_by_month_and_place_and_of_a_window_or_an_area(town: Book) -> None:
    """A window is of months of receipt; an area holds what lies in it."""
    _asked(town)
    months = clock(town, Ask(by="month")).rows
    assert [(r["month"], r["label"], r["queries"]) for r in months] == [
        ("2024-10", "Oct 2024", 4),
        ("2024-12", "Dec 2024", 2),
    ]
    places = clock(town, Ask(by="place", window=Window.parse("2024-10"))).rows
    assert [(r["place"], r["queries"]) for r in places] == [("B1", 1), ("W1", 2), ("W3", 1)]
    assert clock(town, Ask(place="quay")).rows[0]["queries"] == 3
    assert clock(town, Ask(window=Window.parse("2024-09"))).rows == ()
    assert clock(town, Ask(window=Window.parse("2024-09"))).total is None
    with pytest.raises(NotFound, match="no place 'W9'"):
        clock(town, Ask(place="W9"))
    with pytest.raises(BadValue, match="can't be grouped by 'week': take district or place"):
        state(town, "query", "clock", Ask(by="week"))


def test_an_area_in_no_district_is_said(town: Book) -> None:
    """Its row has no district, after those that have one."""
    ask(town, "LOM", "2024-10-07 14:30")
    ask(town, "W1", "2024-10-07 14:30")
    stated = clock(town, Ask())
    assert [row["district"] for row in stated.rows] == ["D1", None]
    assert stated.notes[-1] == "Of these queries 1 came from an area in no district."


@pytest.mark.parametrize(
    ("received", "answered", "hours", "clock_state"),
    [
        ("2024-10-25 14:30", "2024-10-28 13:30", 72.0, "in_time"),
        ("2024-10-25 14:30", "2024-10-28 13:31", 72.0, "late"),
        ("2024-03-29 14:30", "2024-04-01 15:30", 72.0, "in_time"),
        ("2024-03-29 14:30", "2024-04-01 15:31", 72.0, "late"),
        ("2024-10-27 00:30", "2024-10-27 02:30", 3.0, "in_time"),
    ],
)
def test_the_hours_run_on_when_the_clocks_change(
    town: Book, received: str, answered: str, hours: float, clock_state: str
) -> None:
    """72 hours from before the clocks go back end an hour earlier on the wall, in spring later."""
    ask(town, "W1", received, answered)
    (row,) = clock(town, Ask()).rows
    assert (row["median_hours"], row[clock_state]) == (hours, 1)


def test_the_instant_is_the_casebooks_own(town: Book) -> None:
    """By the local clock; on the day a demonstration is fixed to, its noon."""
    july = dataclasses.replace(town, clock=lambda: datetime(2024, 7, 1, 11, 30, tzinfo=UTC))
    assert local_now(july) == datetime(2024, 7, 1, 12, 30)  # noqa: DTZ001 - the clock on the wall
    fixed = dataclasses.replace(town.settings, today=datetime(2024, 12, 17, tzinfo=UTC).date())
    demo = dataclasses.replace(july, settings=fixed)
    assert local_now(demo) == datetime(2024, 12, 17, 12)  # noqa: DTZ001 - the clock on the wall


def test_every_ward_has_a_row_and_what_is_missing_is_said(town: Book) -> None:
    """Fresh to the day after three months; none; out of date; ended and coming ones don't count."""
    add(town, "priority", "W1", text="Speeding on Quay Street", at="2024-06-01",
        reviewed="2024-09-18")  # fmt: skip
    add(town, "priority", "B1", text="Cycle theft", at="2024-09-17")
    add(town, "priority", "W2", text="Litter", at="2024-10-01", until="2024-12-17")
    add(town, "priority", "W2", text="Lamps", at="2024-12-19")
    add(town, "priority", "W3", text="Noise", at="2024-03-01", reviewed="2024-09-17")
    add(town, "priority", "D1", text="Knives", at="2024-12-01")
    stated = priorities(town, Ask())
    assert [(r["ward"], r["officer"], r["priority"], r["flag"]) for r in stated.rows] == [
        ("W1", "PCSO 7114", "Speeding on Quay Street", None),
        ("W1", "PCSO 7114", "Cycle theft", "not looked at for over 3 months"),
        ("W2", None, None, "no named officer; no priority set"),
        ("W3", "PC 4127", "Noise", "not looked at for over 3 months"),
    ]
    assert (stated.rows[0]["set_on"], stated.rows[0]["reviewed"]) == ("2024-06-01", "2024-09-18")
    assert stated.total is not None
    assert {key: stated.total[key] for key in ("wards", "with_officer", "up_to_date")} == {
        "wards": 3, "with_officer": 2, "up_to_date": 1
    }  # fmt: skip
    assert stated.notes[1:] == (
        "2 of 3 wards have a named officer, 1 of 3 a priority that is up to date.",
        "Not shown: 1 set for areas that lie in no ward.",
    )
    assert [row["ward"] for row in priorities(town, Ask(place="D2")).rows] == ["W3"]


def test_a_casebook_without_wards_says_so(book: Book) -> None:
    """No row, no total."""
    stated = priorities(book, Ask())
    assert (stated.rows, stated.total) == ((), None)
    assert "There is no ward here" in stated.notes[1]


def test_practitioners_are_found_by_tactic(town: Book) -> None:
    """By code or label in any case; who left isn't named, only counted."""
    add(town, "practitioner", "D1", role="PC 4127", tactics=["cpn", "closure"],
        at="2024-01-15")  # fmt: skip
    add(town, "practitioner", "W3", role="PCSO 7114", tactics=["cpn"], until="2024-12-18")
    add(town, "practitioner", "W3", role="PC 9", tactics=["cpn"], until="2024-12-17")
    every = practitioners(town, Ask())
    assert [(r["code"], r["role"]) for r in every.rows] == [
        ("closure", "PC 4127"), ("cpn", "PC 4127"), ("cpn", "PCSO 7114"),
    ]  # fmt: skip
    assert every.notes == ("Left out: 1 who left the network.",)
    label = every.rows[1]["tactic"]
    for asked in ("cpn", "CPN", label.upper()):
        found = practitioners(town, Ask(ref=asked)).rows
        assert [row["role"] for row in found] == ["PC 4127", "PCSO 7114"]
    assert [r["role"] for r in practitioners(town, Ask(ref="cpn", place="D2")).rows] == [
        "PCSO 7114"
    ]
    with pytest.raises(NotFound, match=r"There is no tactic 'cpm' in this casebook\. Did you mean"):
        practitioners(town, Ask(ref="cpm"))
