"""A town with two teams, a rota for one evening, and the sergeants who account for it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.patrols.sheets.sheet import ShiftSheet, Slot, read_sheet
from casebook.places.place import Place
from casebook.upkeep.setup import check, unsound
from tests.patrols.patrol_files import bring

NIGHT = date(2024, 12, 17)
ROTA = (
    "LH24,HS-01,2024-12-17 14:00,2024-12-17 17:00,PCSO:2,foot,core,rota",
    "LH22,HS-02,2024-12-17 14:00,2024-12-17 17:00,PCSO:2,foot,core,rota",
    "LH31,HS-01,2024-12-17 21:00,2024-12-17 21:45,PC:2,foot,core,rota",
    "LH31,HS-02,2024-12-18 00:30,2024-12-18 01:15,PC:2,foot,core,rota",
    "LS24,HS-11,2024-12-17 14:00,2024-12-17 17:00,PC:1,foot,core,rota",
)


def morning() -> datetime:
    """When sergeants account for the night: 07:05 on 18 December."""
    return datetime(2024, 12, 18, 7, 5, tzinfo=UTC)


def town(book: Book) -> Book:
    """Harbour with HS-01 and HS-02, Strand with HS-11, and a rota for the 17th."""
    book = dataclasses.replace(book, clock=morning)
    with book.store.writing() as tx:
        for place in (
            Place("Harbour", "district"),
            Place("Strand", "district"),
            Place("HS-01", "hotspot", "Harbour Parade", parent="Harbour"),
            Place("HS-02", "hotspot", "Station Approach", parent="Harbour"),
            Place("HS-11", "hotspot", "Lamp Lane", parent="Strand"),
        ):
            tx.save(None, place, book.author)
    bring(book, ROTA, "rota.csv")
    return book


def sergeant(book: Book, login: str = "sgt.harbour", area: str = "Harbour") -> Book:
    """The casebook in a sergeant's hands."""
    return dataclasses.replace(book, account=Account(login, roles=("sergeant",), place=area))


def sheet(book: Book) -> ShiftSheet:
    """Last night's, of the account's own area."""
    return read_sheet(book)


def slot(book: Book, number: int) -> Slot:
    """The planned visit of that line, from 0."""
    found = sheet(book).planned[number].slot
    assert found is not None
    return found


def states(book: Book) -> list[str]:
    """What is known of each line of last night's sheet."""
    return [line.state for line in sheet(book).lines]


def holds(book: Book) -> bool:
    """Whether the store, its seals and its history verify."""
    admin = dataclasses.replace(book, account=Account("admin", roles=("administrator",)))
    bad = unsound(check(admin))
    assert not bad, bad
    return True
