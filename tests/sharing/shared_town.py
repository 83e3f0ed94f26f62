"""A profile shared with a council, another that isn't, and a secret in each restricted field."""

from __future__ import annotations

from typing import Any

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.fields import Field, fields_of
from casebook.core.kinds import restricted_in
from casebook.places.place import Place
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.profiles.stages import BODIES
from casebook.registers.agency import Agency
from casebook.registers.entries import add_entry
from casebook.sharing.share import share_profile

COUNCIL, HOUSING = "Lomea District Council", "Tidewater Homes"
SHARED, OTHER = "PMP-2024-001", "PMP-2024-002"
SECRET, HIDDEN = "Zugzwang", "Quincunx"
"""Words of the shared profile's restricted text, and of everything in the other one."""
ISA = "Lomea ISA 2023"


def make_town(book: Book) -> Book:
    """The casebook with people, two profiles, and the first shared with the council."""
    made: list[Any] = [
        Place("Harbour", "district"),
        Place("HS-01", "hotspot", "Fish Quay", parent="Harbour"),
        Place("HS-02", "hotspot", HIDDEN, parent="Harbour"),
        Account("sgt", roles=("sergeant",), place="Harbour"),
        Account("off", roles=("officer",), place="Harbour"),
        Account("eye", roles=("viewer",)),
        Account("ds.council", "Community safety", roles=("partner",), agency=COUNCIL),
        Account("ds.housing", roles=("partner",), agency=HOUSING),
        Agency(ref=COUNCIL, contact="Community safety manager"),
        Agency(ref=HOUSING, contact="Tenancy services manager"),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
    for ref, title, hotspot in ((SHARED, "Fights", "HS-01"), (OTHER, HIDDEN, "HS-02")):
        intake.new_profile(book, Profile(ref, title, owner="sgt"), hotspots=[hotspot])
    for name, body in BODIES.items():
        casefile.edit_stage(book, SHARED, name, {s.name: _told(s) for s in _texts(body)})
        casefile.edit_stage(book, OTHER, name, {s.name: HIDDEN for s in _texts(body)})
    hypothesis = {"statement": "Cheap drink", "evidence_for": SECRET, "evidence_against": SECRET}
    casefile.edit_stage(book, SHARED, "analyse", {"hypotheses": [hypothesis]})
    for ref, word in ((SHARED, "Cut the hedge"), (OTHER, HIDDEN)):
        for agency in ("Police", COUNCIL):
            told = {"title": word, "agency": agency, "due": "2024-12-10"}
            casefile.add_action(book, ref, told)
        for kind in ("note", "request", "linked-crime", "document"):
            add_entry(book, kind, ref, ENTRIES[kind])
    add_entry(book, "request", SHARED, {"text": "Which licences?", "to": "ds.council"})
    add_entry(book, "request", OTHER, {"text": HIDDEN, "to": "ds.council"})
    share_profile(acting(book, "sgt"), SHARED, COUNCIL, ISA)
    return book


ENTRIES: dict[str, dict[str, Any]] = {
    "note": {"text": f"Seen: {HIDDEN}"},
    "request": {"text": f"Who is {HIDDEN}?", "to": "analyst"},
    "linked-crime": {"text": "46/012345/24"},
    "document": {"text": HIDDEN, "lies": f"Folder {HIDDEN}"},
}
"""What stands beside a profile and is no partner's to see."""


def _texts(body: type) -> list[Field]:
    return [s for s in fields_of(body).values() if s.type is str and s.free_text and not s.codes]


def _told(spec: Field) -> str:
    return SECRET if spec.restricted else f"Open {spec.label.casefold()}"


def acting(book: Book, login: str) -> Book:
    """The casebook in the hands of ``login``, by what is made for partners."""
    return open_book(book.store.book, "admin", acting_as=login, partners=True, clock=book.clock)


def restricted_labels() -> set[str]:
    """The labels of the stages' restricted fields."""
    return {spec.label for body in BODIES.values() for spec in restricted_in(body)}
