"""What must be said of figures is said to those whose area it concerns."""

from __future__ import annotations

import dataclasses
from datetime import date

from casebook.agenda.today.behind import own_notes
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.months import Month, Window
from casebook.figures.beside import Beside
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable
from casebook.places.place import Place

NOVEMBER = Window(Month(2024, 11), Month(2024, 11))
LAMP, GAP = "Hours of Harbour are known to 3 Nov.", "ASB isn't loaded for Feb 2024 in Strand."


def test_a_notice_goes_to_whose_area_it_concerns(book: Book) -> None:
    """Harbour's sergeant isn't told of Strand's gap; who is bound to no area is told of all."""
    with book.store.writing() as tx:
        for ref, kind, parent in (
            ("D1", "district", None),
            ("D2", "district", None),
            ("HS-01", "hotspot", "D1"),
            ("HS-02", "hotspot", "D2"),
        ):
            tx.save(
                None, Place(ref, kind, ref, parent=parent, live_from=date(2022, 1, 1)), book.author
            )
    rows = [
        Figure(NOVEMBER, hotspot="HS-01", beside=Beside(notes=(LAMP,))),
        Figure(NOVEMBER, hotspot="HS-02", beside=Beside(notes=(GAP,))),
    ]
    table = FigureTable(NOVEMBER, (), tuple(rows), None, (LAMP, GAP), (), ())
    account = Account("sgt", roles=("sergeant",), place="D1")
    sergeant = dataclasses.replace(book, account=account)
    assert own_notes(sergeant, table) == (LAMP,)
    assert own_notes(book, table) == (LAMP, GAP)
