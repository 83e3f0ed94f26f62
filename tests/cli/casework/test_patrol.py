"""``casebook patrol sheet``: a shift accounted for from the command line, by one or by two."""

from __future__ import annotations

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.upkeep import accounts
from tests.cli.conftest import Casebook, Ran
from tests.patrols.sheets.harbour import town

MATES = ("sgt.harbour", "sgt.quayside")


class Shift:
    """The sheet of 17 December, in the hands of one of Harbour's two sergeants."""

    def __init__(self, book: Book, casebook: Casebook) -> None:
        for login in MATES:
            account = Account(login, roles=("sergeant",), place="Harbour")
            accounts.add_account(book, account)
        self._book, self._casebook = book.store.book, casebook

    def run(self, login: str, *arguments: str) -> Ran:
        """What the command says with these arguments."""
        given = ("--book", self._book, "--as", login, "patrol", *arguments)
        return self._casebook(*given)

    def sheet(self, login: str, *arguments: str) -> Ran:
        """The sheet as JSON once that is done."""
        return self.run(login, "sheet", "--date", "2024-12-17", "--format", "json", *arguments)


@pytest.fixture
def shift(book: Book, casebook: Casebook) -> Shift:
    """The town's."""
    return Shift(town(book), casebook)


def test_a_sheet_says_who_accounted_for_each_visit_and_when(shift: Shift) -> None:
    """Of what nobody has accounted for it says nothing."""
    ran = shift.sheet("sgt.harbour", "--done", "1", "--not-done", "2=weather")
    assert [(row["state"], row["by"]) for row in ran.json] == [
        ("done", "sgt.harbour"),
        ("weather", "sgt.harbour"),
        ("left", None),
        ("left", None),
    ]
    assert [row["at"] is None for row in ran.json] == [False, False, True, True]


def test_what_a_mate_accounted_for_isnt_written_over(shift: Shift) -> None:
    """The second is told who and what; to change it all the same the visit is named."""
    shift.sheet("sgt.harbour", "--done", "1")
    ran = shift.sheet("sgt.quayside", "--not-done", "1=weather")
    assert ran.code == 1
    assert "HS-01 is accounted for already, by sgt.harbour at " in ran.err
    assert "As planned" in ran.err
    (first, *_) = shift.sheet("sgt.quayside").json
    assert (first["state"], first["by"]) == ("done", "sgt.harbour")
    edited = shift.run("sgt.quayside", "edit", str(first["visit"]), "--staff", "PC:1")
    assert edited.code == 0, edited.err
    (first, *_) = shift.sheet("sgt.harbour").json
    assert (first["staff"], first["by"]) == ("1 PC", "sgt.quayside")


def test_ones_own_line_is_put_right_by_its_number(shift: Shift) -> None:
    """Said twice by the same sergeant, the second counts."""
    shift.sheet("sgt.harbour", "--done", "1")
    ran = shift.sheet("sgt.harbour", "--not-done", "1=weather")
    assert (ran.code, ran.json[0]["state"]) == (0, "weather")
