"""The places a profile is tied to, and what each is to it."""

from __future__ import annotations

import dataclasses

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.errors import BadValue, NotFound
from casebook.profiles.casefile import ProfileFile, editable, file_of, require
from casebook.profiles.profile import PLACE_ROLES, ProfilePlace
from casebook.store.transaction import Transaction


def link_place(book: Book, ref: str, place: str, role: str = "target") -> ProfileFile:
    """Tie the profile to a place, or change what the place is to it."""
    if role not in PLACE_ROLES:
        raise BadValue(f"A place is one of {', '.join(PLACE_ROLES)}, not '{role}'.")
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "edit")
        place = References(tx).known("place", place)
        before = next((link for link in file.places if link.place == place), None)
        after = dataclasses.replace(before or ProfilePlace(ref, place), role=role)
        write(book, tx, before, after)
        return _still_ours(tx, book, ref)


def unlink_place(book: Book, ref: str, place: str) -> ProfileFile:
    """Take a place off the profile."""
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "edit")
        place = References(tx).known("place", place)
        link = next((link for link in file.places if link.place == place), None)
        if link is None:
            raise NotFound(f"place of {ref}", place)
        tx.remove(link, book.author)
        return _still_ours(tx, book, ref)


def _still_ours(tx: Transaction, book: Book, ref: str) -> ProfileFile:
    """The file as it is tied now; raises :class:`NotAllowed` where that put it out of reach."""
    file = file_of(tx, ref)
    require(tx, book, "edit", file)
    return file
