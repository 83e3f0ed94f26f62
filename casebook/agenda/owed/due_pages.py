"""What is due as its list shows it: a page at a time, by the words looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from casebook.agenda.owed.due import owed_in, owed_to_do
from casebook.agenda.owed.owed import DueSorting, Owed, holding, late
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.due import Due
from casebook.core.wording import day
from casebook.places.place import Place
from casebook.profiles.profile import LIVE, Profile, ProfilePlace
from casebook.store.pages.page import After, PageOfRows
from casebook.store.transaction import Transaction

SORTED_BY = ("on", "what", "where", "says", "who")
"""What the list can be sorted by."""


@dataclass(frozen=True)
class DueLook:
    """What is looked for among all that is due."""

    person: str = ""
    """The login whose own are listed; empty for everybody's."""
    area: str = ""
    """The area whose are listed, where it isn't one person's; empty for everywhere."""
    words: tuple[str, ...] = ()
    """What a line must hold, in small letters."""
    late: bool = False
    """Whether only what is late is listed."""
    by: str = ""
    """What sorts, one of :data:`SORTED_BY`; blank for the longest overdue first."""
    down: bool = False


@dataclass(frozen=True)
class DueRow:
    """One thing that is due, and what is needed to show it."""

    due: Due
    where: str
    """Where what it is about lies, by the name of the first place; blank where that is nowhere."""
    profile: str
    """The profile it is about, or that is live on the hotspot it is about; blank for none."""


@dataclass(frozen=True)
class DuePage(PageOfRows[DueRow]):
    """Some of what is due."""

    late: int = 0
    """How much of all that was found is late."""


def read_due(book: Book, look: DueLook, size: int, after: After | None = None) -> DuePage:
    """So much of what is due as looked for, from the first or from ``after`` on."""
    book.require("view")
    with book.store.reading() as tx:
        found = _looked_for(book, tx, look)
        page = found.page(size, after, _sorting(tx, look))
        about = {due.about for due in page.rows}
        named, profiles = _where(tx, about), _profiles(tx, about)
        rows = (
            DueRow(due, named.get(due.about, ""), profiles.get(due.about, "")) for due in page.rows
        )
        return DuePage(tuple(rows), page.total, page.after, late=found.counted().late)


def _looked_for(book: Book, tx: Transaction, look: DueLook) -> Owed:
    account = tx.load_one(Account, login=look.person) if look.person else None
    if account is not None:
        found = owed_to_do(book, tx, account)
    else:
        found = owed_in(book, tx, look.area or None)
    if look.late:
        found = late(found)
    if not look.words:
        return found
    named = _where(tx, (due.about for due in found.told))

    def line(due: Due) -> str:
        at = named.get(due.about, "")
        return f"{due.what} {due.about} {at} {due.says} {due.who} {day(due.on)}"

    return holding(found, look.words, line)


def _sorting(tx: Transaction, look: DueLook) -> DueSorting | None:
    if not look.by:
        return None
    if look.by != "where":
        return DueSorting(look.by, attrgetter(look.by), look.down)

    @cache
    def where(ref: str) -> str:
        return _where(tx, [ref]).get(ref, ref)

    return DueSorting(look.by, lambda due: where(due.about), look.down)


def _profiles(tx: Transaction, about: set[str]) -> dict[str, str]:
    """The profiles among ``about`` by themselves, and the live one of each hotspot among them."""
    known = {ref: ref for (ref,) in tx.columns(Profile, "ref", ref=sorted(about))}
    others = sorted(about - known.keys())
    links = tx.columns(ProfilePlace, "profile", "place", role="target", place=others)
    refs = {profile for profile, _ in links}
    live = {ref for (ref,) in tx.columns(Profile, "ref", ref=sorted(refs), status=LIVE)}
    first = sorted(map(tuple, links), reverse=True)
    return known | {place: profile for profile, place in first if profile in live}


def _where(tx: Transaction, about: Iterable[str]) -> dict[str, str]:
    """Where each profile or place that something is owed on lies, by the name of the first place.

    By ref; what lies nowhere isn't in it.
    """
    refs = sorted(set(about))
    at: dict[str, str] = {}
    links = tx.columns(ProfilePlace, "profile", "place", profile=refs, role="target")
    for profile, place in links:
        at.setdefault(profile, place)
    places = tx.columns(Place, "ref", "name", ref=[*refs, *at.values()])
    names = {ref: name for ref, name in places if name}
    return {ref: names[at.get(ref, ref)] for ref in refs if at.get(ref, ref) in names}
