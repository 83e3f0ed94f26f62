"""A Clear-Hold-Build worked out by hand, with the tally of its paper, and work around it."""

from __future__ import annotations

from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.places.place import Place
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.agency import Agency
from casebook.registers.entries import add_entry

COUNCIL, POLICE = "Lomea District Council", "Lomea Police"
PROFILE = "PMP-2024-001"


def add_town(book: Book) -> None:
    """Two districts with a ward and a hotspot each, an area of neither, people and agencies."""
    made: list[Any] = [
        Place("Lomea", "force", "Isle of Lomea"),
        Place("D1", "district", "Harbour", parent="Lomea"),
        Place("D2", "district", "Strand", parent="Lomea"),
        Place("W1", "ward", "Quays", parent="D1"),
        Place("W2", "ward", "Sands", parent="D2"),
        Place("HS-01", "hotspot", "Fish Quay", parent="W1"),
        Place("HS-02", "hotspot", "The Parade", parent="W2"),
        Place("IA-1", "impact area", "Docks", groups=("W1",)),
        Place("ISLET", "beat", "The Islet"),
        Account("sgt.h", roles=("sergeant",), place="D1"),
        Account("sgt.s", roles=("sergeant",), place="D2"),
        Account("pc.h", roles=("officer",), place="D1"),
        Account("eye", roles=("viewer",)),
        Agency(ref=COUNCIL, contact="Community safety manager"),
        Agency(ref=POLICE, kind="police", contact="Duty inspector"),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
    intake.new_profile(book, Profile(PROFILE, "Fights", owner="sgt.h"), hotspots=["HS-01"])


def add_programmes(book: Book) -> None:
    """CHB-01 in the harbour, whose lead passes on 25 November, and the operation OP-1 within it."""
    for values in (
        {
            "ref": "CHB-01", "name": "Clear, Hold, Build: Harbour", "code": "clear-hold-build",
            "place": "D1", "at": "2024-06-03", "review_after": [3, 12],
        },
        {
            "ref": "OP-1", "name": "Op Lantern", "code": "operation", "place": "W1",
            "at": "2024-09-09", "until": "2024-09-15",
        },
    ):  # fmt: skip
        add_entry(book, "programme", "", values)
    for text, agency, at, until in (
        ("Clear", POLICE, "2024-06-03", "2024-09-30"),
        ("Hold", POLICE, "2024-10-01", "2024-11-24"),
        ("Hold", COUNCIL, "2024-11-25", None),
    ):
        values = {"text": text, "agency": agency, "at": at} | ({"until": until} if until else {})
        add_entry(book, "phase", "CHB-01", values)


def add_activity(book: Book, code: str, count: int, at: str, **more: Any) -> None:
    """One activity."""
    add_entry(book, "activity", "", {"code": code, "count": count, "at": at, **more})


def add_tally(book: Book) -> None:
    """21 arrests, 148 reports, 1 order and 2 in progress, 2 warrants, 3 school days; 177 in all.

    One arrest belongs to the programme, the operation, the hotspot and the profile.
    """
    both = {"programmes": ["CHB-01", "OP-1"]}
    chb = {"programmes": ["CHB-01"]}
    add_activity(book, "arrest", 1, "2024-09-10", place="HS-01", profile=PROFILE, **both)
    add_activity(book, "arrest", 12, "2024-09-12", place="HS-01", **both)
    add_activity(book, "arrest", 8, "2024-10-08", place="W1", **chb)
    add_activity(book, "intelligence report", 148, "2024-06-03", until="2024-11-24", **chb)
    add_activity(book, "closure order", 1, "2024-10-20", place="HS-01", **chb)
    add_activity(book, "closure order in progress", 2, "2024-11-20", place="W1", **chb)
    add_activity(book, "warrant", 2, "2024-09-11", place="HS-01", **both)
    add_activity(book, "school day", 3, "2024-10-28", until="2024-11-01", place="W1", **chb)


def acting_as(book: Book, login: str) -> Book:
    """The casebook in another's hands."""
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)
