"""Who may write what in the registers: scrutiny, programmes, money, and an officer's own area."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotAllowed
from casebook.places.areas import add_area
from casebook.registers import entries as registers
from casebook.registers.statements.every import state, statements_of
from casebook.upkeep.accounts import add_account
from tests.figures.ward_town import acting, add, ask, make_town

EVERYBODY = ("pc.h", "sgt.h", "ins.s", "ana", "rev", "eye")


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards and the people in them."""
    return make_town(book)


@pytest.mark.parametrize(
    ("kind", "about", "values", "who", "doing"),
    [
        ("scrutiny", "", {"meeting": "June", "at": "2024-06-25", "text": "Why?"}, {"ana", "rev"},
         "record scrutiny of this casebook"),
        ("scrutiny-action", "", {"meeting": "June", "text": "Report"}, {"ana", "rev"},
         "record scrutiny of this casebook"),
        ("query", "W1", {"text": "When?", "received": "2024-10-07 14:30"},
         {"pc.h", "sgt.h", "ana"}, "log actions on W1"),
        ("query", "B1", {"text": "When?", "received": "2024-10-07 14:30"},
         {"pc.h", "sgt.h", "ana"}, "log actions on B1"),
        ("query", "W3", {"text": "When?", "received": "2024-10-07 14:30"}, {"ins.s", "ana"},
         "log actions on W3"),
        ("priority", "W3", {"text": "Speeding"}, {"ins.s", "ana"}, "log actions on W3"),
        ("practitioner", "D1", {"role": "PC 1", "tactics": ["cpn"]}, {"pc.h", "sgt.h", "ana"},
         "log actions on D1"),
        ("you-said", "LOM", {"text": "Lamps"}, {"ana"}, "log actions on LOM"),
        ("programme", "", {"ref": "P-1", "name": "x", "code": "operation", "place": "W3"},
         {"ins.s", "ana"}, "edit W3"),
        ("fund", "", {"ref": "F-1", "name": "x", "place": "D2"}, {"ins.s", "ana", "rev"},
         "keep the money of D2"),
    ],
)  # fmt: skip
def test_each_register_is_written_by_those_who_may(
    town: Book, kind: str, about: str, values: dict[str, Any], who: set[str], doing: str
) -> None:
    """The others are told what they may not do; nothing is kept of it."""
    for number, login in enumerate(EVERYBODY):
        mine = acting(town, login)
        given = {**values, "ref": login.upper()} if "ref" in values else values
        given = {**given, "number": number} if kind.startswith("scrutiny") else given
        before = registers.list_entries(town, kind)
        if login in who:
            registers.add_entry(mine, kind, about, given)
            assert len(registers.list_entries(town, kind)) == len(before) + 1
            continue
        with pytest.raises(NotAllowed, match=f"^{login} may not {doing}: "):
            registers.add_entry(mine, kind, about, given)
        assert registers.list_entries(town, kind) == before


def test_an_answer_is_logged_where_the_query_lies(town: Book) -> None:
    """By an officer of its area; an entry can't be moved into another's programme or fund."""
    own, other = ask(town, "W2", "2024-10-07 14:30"), ask(town, "W3", "2024-10-07 14:30")
    officer = acting(town, "pc.h")
    answer = {"answered": "2024-10-08 09:00", "reply": "Monday"}
    assert registers.edit_entry(officer, "query", own.id, answer).version == 2
    with pytest.raises(NotAllowed, match=r"pc.h may not log actions on W3: it lies outside D1"):
        registers.edit_entry(officer, "query", other.id, answer)
    mine = add(officer, "activity", code="arrest", at="2024-10-07", place="W1")
    with pytest.raises(NotAllowed, match="may not log what was done on W3"):
        registers.edit_entry(officer, "activity", mine.id, {"place": "W3"})


def test_a_place_grouped_is_its_groups_too(town: Book) -> None:
    """Whoever is bound to an impact area may log in all it groups, in whatever district."""
    add_area(town, "IA-1", {"kind": "impact area", "groups": ["W1", "W3"]})
    add_account(town, Account("pc.ia", roles=("officer",), place="IA-1"))
    officer = acting(town, "pc.ia")
    for place in ("W1", "B1", "W3"):
        assert ask(officer, place, "2024-10-07 14:30").id
    with pytest.raises(NotAllowed, match="it lies outside IA-1"):
        ask(officer, "W2", "2024-10-07 14:30")


def test_everybody_may_read_what_registers_add_up_to(town: Book) -> None:
    """A viewer too."""
    eye = acting(town, "eye")
    for register in ("query", "priority", "practitioner", "scrutiny"):
        stated = statements_of(register)
        assert stated
        assert all(state(eye, register, each.name).title for each in stated)
