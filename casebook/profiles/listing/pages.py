"""Pages of the list of profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.book.opening import Book
from casebook.places.queries import inside
from casebook.profiles.casefile import ProfileFile, files_of
from casebook.profiles.listing import queries
from casebook.profiles.listing.asked import ProfilesAsked
from casebook.profiles.listing.queries import ProfileCounts
from casebook.profiles.profile import Profile
from casebook.store.pages.page import After, PageOfRows
from casebook.store.transaction import Transaction

Rank = Mapping[str, float]
"""A number for each profile by its ref, the lowest first; a profile without one comes last."""


@dataclass(frozen=True)
class ListedProfile:
    """A profile as it is listed: without its stages."""

    file: ProfileFile
    names: Mapping[str, str]
    """What its hotspots are called, by ref."""


@dataclass(frozen=True)
class ProfilesPage(PageOfRows[ListedProfile]):
    """Some profiles of the list, and how many there are."""

    counts: ProfileCounts = ProfileCounts(0, 0, 0)
    head: str = ""
    """The newest entry of the history: while it stands, so does all that was read."""


def read_profiles(
    book: Book,
    asked: ProfilesAsked,
    size: int,
    after: After | None = None,
    *,
    rank: Rank | None = None,
) -> ProfilesPage:
    """So many of the profiles asked for, from the first or from ``after`` on.

    With ``rank`` in its order.
    """
    book.require("view")
    with book.store.reading() as tx:
        within = inside(tx, asked.area) if asked.area else None
        if rank is None:
            found = queries.page(tx, asked, within, book.today, size, after)
        else:
            found = _ranked(queries.every(tx, asked, within), rank, size, after)
        files = {file.profile.ref: file for file in _files(tx, found.rows)}
        names = queries.names(tx, (ref for file in files.values() for ref in file.hotspots))
        return ProfilesPage(
            tuple(_listed(files[ref], names) for ref in found.rows if ref in files),
            found.total,
            found.after,
            queries.counts(tx, asked, within),
            tx.history.head(),
        )


def _files(tx: Transaction, refs: tuple[str, ...]) -> tuple[ProfileFile, ...]:
    return files_of(tx, tx.load(Profile, ref=refs), stages=())


def _listed(file: ProfileFile, names: Mapping[str, str]) -> ListedProfile:
    return ListedProfile(file, {ref: names[ref] for ref in file.hotspots if ref in names})


def _ranked(
    every: tuple[tuple[bool, str], ...], rank: Rank, size: int, after: After | None
) -> PageOfRows[str]:
    """A page in the order of numbers that no database knows."""
    last = float("inf")
    order = sorted((over, rank.get(ref, last), ref) for over, ref in every)
    rest = order if after is None else [one for one in order if one > after]
    more = len(rest) > size
    page = rest[:size]
    return PageOfRows(tuple(ref for _, _, ref in page), len(order), page[-1] if more else None)
