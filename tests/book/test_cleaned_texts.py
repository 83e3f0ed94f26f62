"""What can't be seen is left out of every text before it is stored, and the writer hears of it."""

from __future__ import annotations

import dataclasses

import pytest

from casebook.book.opening import Book
from casebook.book.writing import write_settings
from casebook.core.access import Account
from casebook.core.errors import AlreadyThere, BadValue
from casebook.profiles import casefile
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry, edit_entry, list_entries
from casebook.upkeep import accounts, setup
from tests.books import brought, stored_as_typed

ODD = "Lamp\u200bs \x1b[31mout\u202e"
CLEAN = "Lamps [31mout"


@pytest.fixture
def heard() -> list[str]:
    """What the book has heard."""
    return []


@pytest.fixture
def listening(book: Book, heard: list[str]) -> Book:
    """A casebook with a profile, whose sentences are kept."""
    return dataclasses.replace(book, heard=heard.append)


def test_a_record_is_stored_without_and_says_so(listening: Book, heard: list[str]) -> None:
    """In its columns, in rows within it and in a stage's body; line ends stay where they may."""
    brought(listening, Profile("P-1", ODD))
    assert heard == ["Left out of Title, as it can't be seen or printed: U+200B, U+001B, U+202E."]
    heard.clear()
    rows = [{"statement": ODD, "evidence_for": "two\v lines"}]
    casefile.edit_stage(listening, "P-1", "analyse", {"what": f"{ODD}\r\nb", "hypotheses": rows})
    body = casefile.read_profile(listening, "P-1").stage("analyse").body
    assert body.what == f"{CLEAN}\nb"
    assert body.hypotheses[0].statement == CLEAN
    assert len(heard) == 2
    assert casefile.read_profile(listening, "P-1").profile.title == CLEAN


@pytest.mark.parametrize("unseen", ["\x1b", " \u200b\u202e "])
def test_a_text_that_is_needed_and_cannot_be_seen_is_refused(listening: Book, unseen: str) -> None:
    """A title, a reason: blank it would be refused too. What may be blank is stored so."""
    brought(listening, Profile("P-1", "Quay"))
    with pytest.raises(BadValue, match="Title holds nothing that can be seen") as refused:
        casefile.edit_profile(listening, "P-1", {"title": unseen})
    assert refused.value.field == "title"
    with pytest.raises(BadValue, match="Why holds nothing that can be seen"):
        casefile.edit_profile(listening, "P-1", {"harm": "Glass"}, why=unseen)
    casefile.edit_profile(listening, "P-1", {"harm": unseen})
    profile = casefile.read_profile(listening, "P-1").profile
    assert (profile.title, profile.harm.strip()) == ("Quay", "")


def test_the_reason_beside_a_change_is_cleaned_too(listening: Book, heard: list[str]) -> None:
    """It stays in the history for good."""
    brought(listening, Profile("P-1", "Quay"))
    note = add_entry(listening, "note", "P-1", {"text": "Lamp"})
    edit_entry(listening, "note", note.id, {"text": "Lamps"}, why=ODD)
    with listening.store.reading() as tx:
        assert tx.history.entries(seq=tx.history.length())[0].why == CLEAN
    assert heard == ["Left out of Why, as it can't be seen or printed: U+200B, U+001B, U+202E."]


def test_settings_are_cleaned(listening: Book, heard: list[str]) -> None:
    """They stand on every page."""
    changed = dataclasses.replace(listening.settings, force_name=ODD)
    assert write_settings(listening, changed).settings.force_name == CLEAN
    assert len(heard) == 1


@pytest.mark.parametrize("login", ["a\u200bna", "ana\u202e", "a\x1bna"])
def test_a_login_that_cannot_be_seen_whole_is_refused(book: Book, login: str) -> None:
    """Nobody could type it again."""
    with pytest.raises(BadValue, match="login"):
        accounts.add_account(book, Account(login, roles=("viewer",)))


def test_a_typed_ref_that_cannot_be_seen_whole_is_refused(book: Book) -> None:
    """One letter is hidden in it; a word that looks alike in another spelling is the same."""
    with pytest.raises(BadValue, match="Name: an agency needs a name"):
        add_entry(book, "agency", "", {"ref": "Lomea\u200b Council", "contact": "Manager"})
    add_entry(book, "agency", "", {"ref": "Cafe\u0301 Lomea", "contact": "Manager"})
    assert list_entries(book, "agency")[0].ref == "Café Lomea"
    with pytest.raises(AlreadyThere):
        add_entry(book, "agency", "", {"ref": "Café Lomea", "contact": "Manager"})


def test_what_was_stored_before_stands_until_somebody_edits_it(book: Book) -> None:
    """It loads, the chain and every record hold, and an edit of another field leaves it."""
    with stored_as_typed():
        brought(book, Profile("P-1", ODD))
        note = add_entry(book, "note", "P-1", {"text": ODD})
    assert casefile.read_profile(book, "P-1").profile.title == ODD
    casefile.edit_profile(book, "P-1", {"asked_by": "analyst"})
    assert casefile.read_profile(book, "P-1").profile.title == ODD
    assert setup.unsound(setup.check(book)) == ()
    assert edit_entry(book, "note", note.id, {"text": f"{ODD}!"}).text == f"{CLEAN}!"
    assert setup.unsound(setup.check(book)) == ()
