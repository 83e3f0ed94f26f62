"""A place or a person, as far as the casebook knows it, with the profiles that are about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casebook.agenda.finding.queries import LIVE
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotFound
from casebook.core.fields import fields_of
from casebook.core.kinds import Record
from casebook.core.wording import said
from casebook.places.place import Place
from casebook.places.tree import PlaceTree
from casebook.profiles.profile import Profile, ProfilePlace


@dataclass(frozen=True)
class Around:
    """What is known of a place or a person, and its profiles, live ones first."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """Label and value of every field that says something."""
    profiles: tuple[Profile, ...]


def around_place(book: Book, ref: str) -> Around:
    """A place with the profiles linked to it or to what lies in it; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        place = tx.load_one(Place, ref=ref)
        if place is None:
            raise NotFound("place", ref)
        tree = PlaceTree.of(tx)
        inside = sorted(tree.inside(ref))
        linked = [link.profile for link in tx.load(ProfilePlace, place=inside)]
        found = (*tx.load(Profile, area=inside), *tx.load(Profile, ref=linked))
    over = (f"{one} {tree.by_ref[one].name}".strip() for one in tree.above[ref])
    facts = (*_facts(place, but=("ref", "name", "parent")), ("Lies in", ", ".join(over)))
    return Around(f"{place.ref} {place.name}".strip(), tuple(filter(_says, facts)), _sorted(found))


def around_person(book: Book, login: str) -> Around:
    """An account with the profiles it owns or supervises; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        person = tx.load_one(Account, login=login)
        if person is None:
            raise NotFound("account", login)
        found = (*tx.load(Profile, owner=login), *tx.load(Profile, supervisor=login))
    facts = tuple(filter(_says, _facts(person, but=("login", "name"))))
    return Around(f"{person.login} {person.name}".strip(), facts, _sorted(found))


def _facts(record: Record, but: Iterable[str]) -> Iterable[tuple[str, str]]:
    specs = fields_of(type(record)).values()
    return ((s.label, said(s, getattr(record, s.name))) for s in specs if s.name not in but)


def _says(fact: tuple[str, str]) -> bool:
    return bool(fact[1])


def _sorted(found: Iterable[Profile]) -> tuple[Profile, ...]:
    by_ref = {one.ref: one for one in found}
    newest_first = sorted(by_ref.values(), key=lambda one: one.ref, reverse=True)
    return tuple(sorted(newest_first, key=lambda one: one.status not in LIVE))
