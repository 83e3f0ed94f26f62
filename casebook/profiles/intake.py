"""How a problem comes in: proposed by anybody, accepted or refused by a second person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.errors import BadValue
from casebook.profiles.casefile import ProfileFile, file_of, open_file, target_of_profile
from casebook.profiles.profile import Profile
from casebook.profiles.stages import MODELS
from casebook.store.transaction import Transaction


def propose(book: Book, profile: Profile, *, hotspots: Iterable[str] = ()) -> ProfileFile:
    """A proposed profile: title, where, who asked and the harm are enough.

    Whoever may log may propose, anywhere. Raises :class:`BadValue` where it says nothing of where.
    """
    where = tuple(hotspots)
    if not where and not profile.area:
        raise BadValue("Say where: give a hotspot, or else an area.")
    book.require("propose")
    proposed = dataclasses.replace(profile, status="proposed", owner=profile.owner)
    with book.store.writing() as tx:
        return open_file(tx, book, proposed, where)


def accept(book: Book, ref: str, *, owner: str | None = None, why: str = "") -> ProfileFile:
    """Open a proposed profile at its first stage, with ``owner`` where one is named."""
    with book.store.writing() as tx:
        profile = _proposed(tx, book, ref)
        after = dataclasses.replace(
            profile,
            status="open",
            stage=MODELS[profile.model][0],
            owner=owner or profile.owner,
            opened=book.today,
        )
        write(book, tx, profile, after, why)
        first = file_of(tx, ref).stage(after.stage)
        opened = dataclasses.replace(first, opened=book.today)
        write(book, tx, first if first.id else None, opened, why)
        return file_of(tx, ref)


def refuse(book: Book, ref: str, why: str) -> ProfileFile:
    """Refuse a proposed profile; it stays findable with the reason."""
    if not why.strip():
        raise BadValue(f"Say why {ref} is refused: whoever asked will want to know.")
    with book.store.writing() as tx:
        profile = _proposed(tx, book, ref)
        after = dataclasses.replace(profile, status="refused", reason=why, closed=book.today)
        write(book, tx, profile, after, why)
        return file_of(tx, ref)


def _proposed(tx: Transaction, book: Book, ref: str) -> Profile:
    file = file_of(tx, ref)
    book.require("accept", target_of_profile(tx, file.profile, file.places))
    if file.profile.status != "proposed":
        raise BadValue(f"{ref} is {file.profile.status}: only a proposed profile is decided on.")
    return file.profile
