"""The tasking list: what is late, what is unusual, what comes, each with its reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.agenda.tasking import tasking
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month, Window
from casebook.core.statement import Statement
from casebook.figures.beside import Beside
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable
from casebook.places.place import Place
from casebook.places.plans import set_plan
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.agency import Agency
from casebook.registers.entries import add_entry
from tests import lomea
from tests.books import make_book

ONE, TWO = "PMP-2024-001", "PMP-2024-002"
TODAY = date(2024, 10, 5)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Book]:
    """On 5 October 2024: HS-01 in district D1 and HS-02 in D2, an open profile for each."""
    book = make_book(tmp_path, today=TODAY)
    lomea.add_hotspots(book, tmp_path)
    made: list[Any] = [
        Place("D1", "district", "Harbour"),
        Place("D2", "district", "Strand"),
        Account("sgt.h", roles=("sergeant",), place="D1"),
        Agency(ref="Lomea Police", contact="Duty inspector"),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
        for spot in tx.load(Place, kind="hotspot"):
            moved = dataclasses.replace(spot, parent=f"D{spot.ref[-1]}")
            tx.save(spot, moved, book.author)
    intake.new_profile(book, Profile(ONE, "Fights", owner="sgt.h"), hotspots=["HS-01"])
    intake.new_profile(book, Profile(TWO, "Noise"), hotspots=["HS-02"])
    yield book
    book.store.close()


@pytest.fixture
def busy(quiet: Book, tmp_path: Path) -> Book:
    """The same with work that is late, September's counts and hours, and things that come."""
    rows = lomea.thirteen_months(in_last=20)
    for month in Window.parse("2023-09:2024-09").months:
        count = 16 if month == Month(2024, 9) else 4
        rows += lomea.street_rows(month, lomea.ASB, count, lomea.IN_ONE)
    lomea.add_incidents(quiet, tmp_path, rows)
    lomea.add_patrols(
        quiet,
        tmp_path,
        "all.csv",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 12:00,PC:2,foot,core,rota",
        "LN21,HS-01,2024-09-05 10:00,2024-09-05 11:00,PC:2,foot,core,sheet",
        "LN29,HS-02,2024-09-10 10:00,2024-09-10 12:00,PC:2,foot,core,rota",
        "LN29,HS-02,2024-09-10 10:00,2024-09-10 12:00,PC:2,foot,core,sheet",
    )
    profiles.add_action(quiet, ONE, {"title": "Mend the lamps", "due": "2024-10-01"})
    profiles.add_action(quiet, ONE, {"title": "Walk the quay", "due": "2024-10-19"})
    profiles.add_action(quiet, ONE, {"title": "Later", "due": "2024-10-20"})
    profiles.add_action(
        quiet, ONE, {"title": "Was done", "due": "2024-10-01", "done": "2024-10-01"}
    )
    add_entry(quiet, "request", TWO, {"text": "Which nights?", "until": "2024-10-08"})
    add_entry(quiet, "request", TWO, {"text": "Any footage?", "to": "officer"})
    set_plan(quiet, "HS-02", date(2024, 10, 1), {"visits": 2, "renew": "2024-10-04"})
    for values in (
        {"ref": "CHB-01", "name": "Harbour", "code": "clear-hold-build", "place": "D1",
         "at": "2024-06-03"},
        {"ref": "WEEK", "name": "Rural week", "code": "action week", "at": "2024-10-14",
         "until": "2024-10-20"},
    ):  # fmt: skip
        add_entry(quiet, "programme", "", values)
    for text, at, until in (("Clear", "2024-06-03", "2024-10-12"), ("Hold", "2024-10-13", None)):
        phase = {"text": text, "agency": "Lomea Police", "at": at}
        add_entry(quiet, "phase", "CHB-01", phase | ({"until": until} if until else {}))
    return quiet


def _lines(stated: Statement) -> list[tuple[Any, ...]]:
    keys = ("order", "kind", "about", "what", "who", "by", "overdue")
    return [tuple(row[key] for key in keys) for row in stated.rows]


def test_the_list_is_late_things_then_hotspots_then_what_comes(busy: Book) -> None:
    """In that order, each with who and by when; what is done or further off isn't on it."""
    stated = tasking(busy)
    assert stated.title == "Tasking, 5 Oct 2024 to 19 Oct 2024"
    decide, plan = "Decide what to send to more than usual", "Make up the patrol plan"
    assert _lines(stated) == [
        (1, "action", ONE, "Mend the lamps", "sgt.h", "2024-10-01", True),
        (2, "patrol plan", "HS-02", "Renew the patrol plan", None, "2024-10-04", True),
        (3, "count", "HS-01", decide, "sgt.h", None, False),
        (4, "count", "HS-01", decide, "sgt.h", None, False),
        (5, "patrols", "HS-01", plan, "sgt.h", None, False),
        (6, "request", TWO, "Answer: Which nights?", "analyst", "2024-10-08", False),
        (7, "programme", "CHB-01", "Clear ends", "Lomea Police", "2024-10-12", False),
        (8, "programme", "CHB-01", "Hold begins", "Lomea Police", "2024-10-13", False),
        (9, "programme", "WEEK", "Rural week begins (14 Oct 2024 to 20 Oct 2024)", None,
         "2024-10-14", False),
        (10, "action", ONE, "Walk the quay", "sgt.h", "2024-10-19", False),
        (11, "request", TWO, "Answer: Any footage?", "officer", None, False),
    ]  # fmt: skip


def test_every_line_says_where_and_why(busy: Book) -> None:
    """20 violence against 4 expected, 16 ASB against 4; 2 of 4 planned hours."""
    rows = tasking(busy).rows
    alone = (
        " Season and trend are in it: the rest of the force isn't loaded. The place was picked on "
        "some of those months."
    )
    more = (
        "against 4.0 expected from Sep 2023 to Aug 2024: more, outside usual variation (by chance "
        "alone"
    )
    assert all(row["why"] for row in rows)
    assert [row["where"] for row in rows[:4]] == [
        "HS-01 The HS-01", "HS-02 The HS-02", "HS-01 The HS-01", "HS-01 The HS-01"
    ]  # fmt: skip
    assert [rows[n]["why"] for n in (0, 1, 2, 3, 4, 5, 6, 10)] == [
        f"An action of {ONE}, due 4 days ago.",
        "The plan from 1 Oct 2024 was to be renewed 1 day ago.",
        f"Serious violence: 20 {more} less than 1 time in a million).{alone}",
        f"ASB: 16 {more} 1 time in 40,000).{alone}",
        "2.0 of 4.0 planned officer-hours (50%) on the known days of Sep 2024; sheets to "
        "10 Sep 2024.",
        f"Asked for {TWO}, due in 3 days.",
        "CHB-01 Harbour has this in 7 days.",
        f"Asked for {TWO}, waiting since 5 Oct 2024, without a day to be answered by.",
    ]


def test_what_is_unusually_low_is_told_beside_the_list(busy: Book) -> None:
    """With the month, the rule and what a proxy is."""
    notes = tasking(busy).notes
    assert notes[0].startswith("Hotspots are judged on Sep 2024, the last whole month: a count by")
    assert "less often than 1 time in 370 by chance), patrols by whether less than 90%" in notes[0]
    assert "Fewer than usual in Sep 2024: HS-02." in notes
    assert any(note.startswith("Serious violence") and "a proxy" in note for note in notes)


def test_an_area_keeps_its_own_and_what_is_of_the_whole_force(busy: Book) -> None:
    """By ref or name; the harbour's programme isn't the strand's."""
    assert {row["about"] for row in tasking(busy, area="Strand").rows} == {TWO, "HS-02", "WEEK"}
    assert {row["about"] for row in tasking(busy, area="D1").rows} == {
        ONE, "HS-01", "CHB-01", "WEEK"
    }  # fmt: skip
    assert {row["about"] for row in tasking(busy, area="HS-01").rows} == {
        ONE, "HS-01", "CHB-01", "WEEK"
    }  # fmt: skip
    assert tasking(busy, area="strand").title.startswith("Tasking of D2, ")
    with pytest.raises(NotFound, match="There is no place 'D3'"):
        tasking(busy, area="D3")


def test_how_far_it_looks_ahead_is_asked(busy: Book) -> None:
    """A day more brings the next action; none is refused."""
    assert "Later" in {row["what"] for row in tasking(busy, days=15).rows}
    assert [row["by"] for row in tasking(busy, days=3).rows if row["by"]] == [
        "2024-10-01", "2024-10-04", "2024-10-08"
    ]  # fmt: skip
    for days in (0, -1, 367):
        with pytest.raises(BadValue, match=f"1 to 366 days ahead, not {days}"):
            tasking(busy, days=days)


def test_a_profile_that_is_over_owes_nothing(busy: Book) -> None:
    """Nor do requests of it wait."""
    with busy.store.writing() as tx:
        for profile in tx.load(Profile):
            over = dataclasses.replace(profile, status="closed")
            tx.save(profile, over, busy.author)
    kinds = {row["kind"] for row in tasking(busy).rows}
    assert kinds == {"patrol plan", "count", "patrols", "programme"}
    assert {row["who"] for row in tasking(busy).rows} == {None, "Lomea Police"}


def test_nothing_loaded_is_not_nothing_wrong(quiet: Book) -> None:
    """An empty list says that counts aren't there to judge by."""
    stated = tasking(quiet)
    assert stated.rows == ()
    assert stated.notes[0] == "Nothing is owed, unusual or coming by 19 Oct 2024."
    assert "All crime isn't loaded for Sep 2024." in stated.notes


def test_a_casebook_without_hotspots_has_a_list_too(tmp_path: Path) -> None:
    """What comes is on it."""
    book = make_book(tmp_path, today=TODAY)
    values = {"ref": "WEEK", "name": "Week", "code": "action week", "at": "2024-10-05"}
    add_entry(book, "programme", "", values)
    (row,) = tasking(book).rows
    assert (row["what"], row["where"], row["why"]) == (
        "Week begins (from 5 Oct 2024)", None, "WEEK Week has this today."
    )  # fmt: skip
    book.store.close()


def test_an_area_is_told_of_its_own_gaps_alone(
    quiet: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Harbour's list says nothing of what isn't loaded for Strand; the whole force's says both."""
    month = Window(Month(2024, 9), Month(2024, 9))
    own, other = "ASB isn't loaded for Harbour.", "ASB isn't loaded for Strand."
    rows = (
        Figure(month, hotspot="HS-01", beside=Beside(notes=(own,))),
        Figure(month, hotspot="HS-02", beside=Beside(notes=(other,))),
    )
    table = FigureTable(month, ("hotspot",), rows, None, (own, other, "Of no row."), (), ())
    monkeypatch.setattr("casebook.agenda.tasking.figures", lambda *_args, **_how: table)
    assert tasking(quiet, area="D1").notes[-1] == own
    assert other not in tasking(quiet, area="D1").notes
    assert tasking(quiet).notes[-3:] == (own, other, "Of no row.")
