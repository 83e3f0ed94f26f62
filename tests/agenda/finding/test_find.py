"""Find: names before texts, the likeliest first, while the last word is still being typed."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.agenda.finding import find as finding
from casebook.agenda.finding.find import find, fit, record_of
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotFound
from casebook.profiles.profile import Profile
from casebook.registers.casework import Note
from tests.agenda.finding.test_search import MALL, PARK, PIER, library

__all__ = ["library"]


def _found(book: Book, words: str) -> list[tuple[str, str]]:
    return [(thing.sort, thing.ref) for thing in find(book, words)]


def test_names_come_before_what_is_written(library: Book) -> None:
    """A place that begins so, a profile with a word that does, then the text that holds it."""
    assert _found(library, "pier") == [
        ("hotspot", "HS-01"),
        ("profile", PIER),
    ]
    assert _found(library, "thefts") == [("profile", MALL)]
    assert _found(library, "tills") == [("action", f"{MALL} action 4")]


def test_every_sort_is_found_by_its_name(library: Book) -> None:
    """Areas by their other names, people by what they are shown as, registers' entries by words."""
    with library.store.writing() as tx:
        tx.save(None, Account("sgt.pier", "Sgt, seafront", roles=("sergeant",)), library.author)
    assert _found(library, "h div") == [("district", "Harbour")]
    assert _found(library, "seafr") == [("person", "sgt.pier")]
    assert _found(library, "estate man") == [("agency", "Harbour Homes")]


def test_the_last_word_may_be_a_beginning(library: Book) -> None:
    """And what stemming cut off a word takes nothing away while it is typed."""
    with library.store.writing() as tx:
        tx.save(None, Note(profile=MALL, text="The organisation of the watch"), library.author)
    for n in range(2, len("organisation") + 1):
        assert ("note", f"{MALL} note 2") in _found(library, "organisation"[:n]), n
    assert _found(library, "organisational") == [("note", f"{MALL} note 2")]
    assert _found(library, "organza") == []


def test_what_worked_stands_between_names_and_texts(library: Book) -> None:
    """By an action's text, by its tactic, by the respond stage; not what didn't work."""
    assert _found(library, "dispersal")[0] == ("worked", PARK)
    assert ("worked", PIER) not in _found(library, "dispersal")
    assert ("worked", PARK) in _found(library, "youth work")
    assert ("worked", PARK) in _found(library, "community protection")
    (thing,) = (one for one in find(library, "bandstand") if one.sort == "worked")
    assert thing.about == "Effective: Start in May"


def test_a_closed_one_comes_after_a_live_one_of_the_same_fit(library: Book) -> None:
    """The park's profile is closed, the mall's isn't."""
    assert _found(library, "PMP-2024")[:3] == [
        ("profile", MALL),
        ("profile", PARK),
        ("profile", PIER),
    ]


@pytest.mark.parametrize(
    "nothing", ["", "  ", '"', "%", "_", "[", "½", "zebra", "* NEAR(", "a" * 500]
)
def test_nothing_that_is_typed_is_an_operator(library: Book, nothing: str) -> None:
    """It is looked for as it stands, and finds nothing."""
    assert find(library, nothing) == ()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=12))
def test_whatever_is_typed_is_looked_for(library: Book, words: str) -> None:
    """No text stops it, and whatever it finds is there."""
    for thing in find(library, words):
        assert record_of(library, thing).ref == thing.ref


def test_a_thing_that_has_gone_is_said_to_be_gone(library: Book) -> None:
    """It may be taken away while its row is looked at."""
    (thing,) = find(library, "filmed")
    note = record_of(library, thing)
    with library.store.writing() as tx:
        tx.remove(note, library.author)
    with pytest.raises(NotFound, match="no note 'PMP-2024-003 note 1'"):
        record_of(library, thing)


def test_a_register_of_thousands_shuts_nothing_out(
    library: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one kind there are at most so many, and the other kinds' rows come too."""
    monkeypatch.setattr(finding, "MOST_TEXTS", 6)
    monkeypatch.setattr(finding, "MOST_OF_A_KIND", 2)
    with library.store.writing() as tx:
        for number in range(9):
            tx.save(None, Note(profile=MALL, text=f"lamp {number}"), library.author)
        mall = tx.load_one(Profile, ref=MALL)
        assert mall is not None
        harm = "Long ago, and by the way: of all that was seen that day the lamp was the least."
        tx.save(mall, dataclasses.replace(mall, harm=harm), library.author)
    found = _found(library, "lamp")
    assert [sort for sort, _ in found].count("note") == 2
    assert ("profile", MALL) in found


def test_how_well_a_name_fits() -> None:
    """The very name, its beginning, beginnings of its words, parts of them, not at all."""
    names = ("HS-02", "Quay Street")
    typed = {"hs-02": 0, "quay": 1, "quay st": 1, "street qu": 2, "02": 2, "ree": 3, "pier": 4}
    assert {words: fit(words.split(), *names) for words in typed} == typed
