"""A place or a person with the profiles about it."""

from __future__ import annotations

import dataclasses

import pytest

from casebook.agenda.finding.around import around_person, around_place
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotFound
from casebook.profiles.profile import Profile
from tests.agenda.finding.test_search import MALL, PARK, PIER, library

__all__ = ["library"]


def _refs(profiles: tuple[Profile, ...]) -> list[str]:
    return [profile.ref for profile in profiles]


def test_a_place_has_the_profiles_of_all_that_lies_in_it(library: Book) -> None:
    """Those linked to a hotspot, those of the area, live ones first, each once."""
    pier = around_place(library, "HS-01")
    assert (pier.title, _refs(pier.profiles)) == ("HS-01 Pier", [PIER])
    assert ("Lies in", "Harbour Harbour district, Lomea") in pier.facts
    harbour = around_place(library, "Harbour")
    assert _refs(harbour.profiles) == [MALL, PIER]
    assert ("Also called", "H Division") in harbour.facts
    assert _refs(around_place(library, "Lomea").profiles) == [MALL, PIER, PARK]


def test_a_person_has_what_they_own_or_supervise(library: Book) -> None:
    """What says nothing isn't among the facts."""
    with library.store.writing() as tx:
        tx.save(None, Account("sgt.pier", "Sgt, seafront", roles=("sergeant",)), library.author)
        for ref, role in ((PIER, "owner"), (MALL, "supervisor")):
            (profile,) = tx.load(Profile, ref=ref)
            tx.save(profile, dataclasses.replace(profile, **{role: "sgt.pier"}), library.author)
    found = around_person(library, "sgt.pier")
    assert (found.title, _refs(found.profiles)) == ("sgt.pier Sgt, seafront", [MALL, PIER])
    assert found.facts == (("Roles", "sergeant"),)


def test_what_is_not_there_is_said(library: Book) -> None:
    """It may have gone since it was found."""
    with pytest.raises(NotFound, match="no place 'HS-99'"):
        around_place(library, "HS-99")
    with pytest.raises(NotFound, match="no account 'nobody'"):
        around_person(library, "nobody")
