"""People of two districts, a profile and two agencies: what tests of registers share."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.places.place import Place
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.agency import Agency

COUNCIL = "Lomea District Council"
ONE = "PMP-2024-001"


def make_team(book: Book) -> Book:
    """The casebook with a profile in the first district, owned by its sergeant."""
    made: list[Any] = [
        Place("Harbour", "district"),
        Place("Strand", "district"),
        Place("HS-01", "hotspot", parent="Harbour"),
        Account("sgt.h", roles=("sergeant",), place="Harbour"),
        Account("sgt.s", roles=("sergeant",), place="Strand"),
        Account("ana", roles=("analyst",)),
        Account("eye", roles=("viewer",)),
        Agency(ref=COUNCIL, contact="Community safety manager"),
        Agency(ref="Harbour Homes", contact="Estate manager"),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
    intake.new_profile(book, Profile(ONE, "Fights", owner="sgt.h"), hotspots=["HS-01"])
    return book


def acting(book: Book, login: str) -> Book:
    """The casebook in the hands of ``login``."""
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


def put_over(book: Book, status: str = "closed") -> None:
    """Close the profile."""
    with book.store.writing() as tx:
        before = tx.load_one(Profile, ref=ONE)
        assert before is not None
        tx.save(before, dataclasses.replace(before, status=status), book.author)


def csv_file(folder: Path, *lines: str, name: str = "log.csv") -> Path:
    """A CSV of these lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
