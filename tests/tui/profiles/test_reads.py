"""What one profile, and what is due to one person, take of a casebook with many more."""

from __future__ import annotations

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book
from casebook.places.place import Place
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from tests.reads import reads
from tests.registers.register_team import ONE, acting, make_team
from tui.profiles.screen_data import load_case, load_figures


@pytest.fixture
def harbour(book: Book) -> Book:
    """The sergeant of the harbour, whose profile has an action due and a request waiting."""
    make_team(book)
    casefile.add_action(book, ONE, {"title": "Nets", "owner": "sgt.h", "due": "2024-12-20"})
    add_entry(book, "request", ONE, {"text": "Which nights?", "to": "ana", "until": "2024-12-20"})
    return book


def _more(book: Book, first: int, last: int) -> None:
    """Hotspots of the other district, each with a profile that has an action due."""
    for number in range(first, last):
        ref, hotspot = f"PMP-2024-{number}", f"HS-{number}"
        with book.store.writing() as tx:
            tx.save(None, Place(hotspot, "hotspot", parent="Strand"), book.author)
        intake.new_profile(book, Profile(ref, "Noise", owner="sgt.s"), hotspots=[hotspot])
        casefile.add_action(book, ref, {"title": "Vans", "owner": "sgt.s", "due": "2024-12-20"})
        add_entry(book, "priority", "Strand", {"text": f"Vans {number}", "at": "2024-12-01"})


def test_a_profile_opens_with_as_many_reads_among_many_more(harbour: Book) -> None:
    """Its texts: as many statements and records. Its figures once they are kept: the same."""
    sergeant = acting(harbour, "sgt.h")

    def texts() -> object:
        return load_case(sergeant, ONE)

    def figures() -> object:
        return load_figures(sergeant, load_case(sergeant, ONE))

    _more(harbour, 100, 103)
    figures()
    few = reads(sergeant, texts), reads(sergeant, figures)
    _more(harbour, 103, 130)
    figures()
    assert (reads(sergeant, texts), reads(sergeant, figures)) == few


def test_what_is_due_to_one_takes_no_more_where_much_more_is_due_to_others(harbour: Book) -> None:
    """Of profiles only the own are read, whatever others owe on theirs."""
    sergeant = acting(harbour, "sgt.h")

    def due() -> object:
        return what_is_due(sergeant, person="sgt.h")

    _more(harbour, 100, 103)
    statements, _ = reads(sergeant, due)
    found = what_is_due(sergeant, person="sgt.h")
    _more(harbour, 103, 130)
    assert reads(sergeant, due)[0] == statements
    assert what_is_due(sergeant, person="sgt.h") == found
