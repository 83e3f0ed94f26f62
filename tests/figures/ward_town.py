"""Two districts of wards and the people in them: what tests of public registers share."""

from __future__ import annotations

from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.places.place import Place
from casebook.registers import entries as registers
from casebook.store import replay


def make_town(book: Book) -> Book:
    """D1 is W1 (with beat B1 and hotspot HS-01) and W2, D2 is W3; W1 and W3 have an officer."""
    made: list[Any] = [
        Place("LOM", "force", "Isle of Lomea"),
        Place("D1", "district", "Harbour", parent="LOM", aliases=("NH",)),
        Place("D2", "district", "Strand", parent="LOM"),
        Place("W1", "ward", "Quay", parent="D1", officer="PCSO 7114"),
        Place("W2", "ward", "Mole", parent="D1"),
        Place("W3", "ward", "Ferry", parent="D2", officer="PC 4127"),
        Place("B1", "beat", "Quay east", parent="W1"),
        Place("HS-01", "hotspot", parent="B1"),
        Account("pc.h", roles=("officer",), place="D1"),
        Account("sgt.h", roles=("sergeant",), place="D1"),
        Account("ins.s", roles=("inspector",), place="D2"),
        Account("ana", roles=("analyst",)),
        Account("rev", roles=("reviewer",)),
        Account("eye", roles=("viewer",)),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
    return book


def acting(book: Book, login: str) -> Book:
    """The casebook in the hands of ``login``."""
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


def add(book: Book, kind: str, about: str = "", **values: Any) -> Any:
    """A new entry of a register."""
    return registers.add_entry(book, kind, about, values)


def ask(book: Book, place: str, received: str, answered: str | None = None, **more: Any) -> Any:
    """A query; times are by the clock on the wall."""
    given = {"text": "When is the next surgery?", "received": received, **more}
    return add(book, "query", place, **given, **({"answered": answered} if answered else {}))


def sound(book: Book) -> None:
    """Nothing that ``casebook check`` would complain of."""
    with book.store.reading() as tx:
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()
