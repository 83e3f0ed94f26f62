"""The sheets of several areas from one reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.patrols.sheets.accounting import account_for, add_visit, all_as_planned
from casebook.patrols.sheets.sheet import ShiftSheet, sheets_of
from casebook.places.place import Place
from casebook.places.plans import set_plan
from casebook.places.tree import PlaceTree
from tests.patrols.patrol_files import bring
from tests.patrols.sheets.harbour import NIGHT, sergeant, slot, town
from tests.reads import reads

AREAS = ("Strand", "Quayside", "Harbour", "Empty")
DAY = date(2024, 12, 16)
"""A day that no rota speaks for: patrol plans do."""


@pytest.fixture
def force(book: Book) -> Book:
    """The town, with a ward in Harbour, a district without hotspots, and plans."""
    book = town(book)
    with book.store.writing() as tx:
        for place in (
            Place("Empty", "district"),
            Place("Quayside", "ward", parent="Harbour"),
            Place("HS-03", "hotspot", "Quay Steps", parent="Quayside"),
        ):
            tx.save(None, place, book.author)
    for ref in ("HS-01", "HS-03", "HS-11"):
        set_plan(book, ref, date(2024, 11, 1), {"visits": 2, "minutes": 15, "staff": 2})
    return book


def _sheets(book: Book, areas: tuple[str, ...], day: date) -> tuple[ShiftSheet, ...]:
    with book.store.reading() as tx:
        return sheets_of(book, tx, PlaceTree.of(tx), areas, day)


def test_together_they_are_what_each_is_alone(force: Book) -> None:
    """By rota and by plan, with what was said, added, claimed, and said of a day as a whole."""
    harbour = sergeant(force)
    account_for(harbour, slot(harbour, 0), "done")
    account_for(harbour, slot(harbour, 1), "prisoner")
    times = {"start": "20:00", "end": "20:30", "unit": "LH40", "staff": "PC:2"}
    add_visit(harbour, "HS-03", times, day=NIGHT)
    all_as_planned(sergeant(force, "sgt.strand", "Strand"), "", DAY)
    claim = "LH31,HS-01,2024-12-17 21:05,2024-12-17 22:00,PC:2,foot,overtime,claim"
    bring(force, [claim], "claims.csv")
    for day in (NIGHT, DAY):
        together = _sheets(force, AREAS, day)
        assert [one.area for one in together] == list(AREAS)
        assert together == tuple(_sheets(force, (area,), day)[0] for area in AREAS)
    strand, ward, district, empty = _sheets(force, AREAS, NIGHT)
    assert [line.state for line in district.lines] == [
        "done",
        "prisoner",
        "unplanned",
        "told",
        "left",
    ]
    assert [line.state for line in ward.lines] == ["unplanned"]
    assert [line.state for line in strand.lines] == ["left"]
    assert (empty.lines, empty.hotspots) == ((), {})
    assert [one.whole for one in _sheets(force, AREAS, DAY)] == [True, False, False, False]


@pytest.mark.parametrize("day", [NIGHT, DAY])
def test_more_areas_ask_the_casebook_no_more_questions(force: Book, day: date) -> None:
    """As many statements for four areas as for one."""
    one, _ = reads(force, lambda: _sheets(force, AREAS[:1], day))
    all_of_them, _ = reads(force, lambda: _sheets(force, AREAS, day))
    assert all_of_them == one


def test_more_districts_cost_an_inspector_of_none_no_more_questions(force: Book) -> None:
    """Last night of every team is on their Today, however many teams there are."""
    inspector = replace(force, account=Account("insp.all", roles=("inspector",)))
    few, _ = reads(force, lambda: today(inspector))
    with force.store.writing() as tx:
        for number in range(20, 26):
            tx.save(None, Place(f"D{number}", "district"), force.author)
            tx.save(None, Place(f"HS-{number}", "hotspot", parent=f"D{number}"), force.author)
    rota = (f"LX{n},HS-{n},2024-12-17 14:00,2024-12-17 17:00,PC:1,foot,core,rota" for n in (20, 25))
    bring(force, list(rota), "more.csv")
    many, _ = reads(force, lambda: today(inspector))
    assert many == few
    assert sum(night.planned for night in today(inspector).nights) == 7


def test_of_no_area_there_is_no_sheet(force: Book) -> None:
    """Nothing is asked for, and nothing given."""
    assert _sheets(force, (), NIGHT) == ()
