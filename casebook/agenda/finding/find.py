"""Find: whatever in the casebook goes by the words being typed, the likeliest first.

It is asked at every letter. So names are looked up in the database, texts in its index, and only
the few records that are shown are read, however large the casebook is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.agenda.finding import queries
from casebook.agenda.finding.search import WORKED, excerpt, labels_of
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotFound
from casebook.core.fields import fields_of
from casebook.core.kinds import Record, kind_called, part_of_profile
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, files_of
from casebook.profiles.profile import Profile
from casebook.store.search_index import IndexHit
from casebook.store.transaction import Transaction

MOST_NAMES, MOST_TEXTS, MOST_OF_A_KIND = 12, 40, 10
"""How many of each kind are found by name, how many by what is written in them, and how many of
those may be of one kind: the thousand entries of a register shut nothing else out."""
_SHORTEST = 2
"""Letters from which texts are looked through; a single one begins some word of nearly all."""
_NAMED_ALREADY = frozenset({Account.KIND, Place.KIND})
"""Kinds that are found by name alone."""


@dataclass(frozen=True)
class Thing:
    """Something that was found: what it is, what it is called, and what else is said of it."""

    sort: str
    """What it is, in a word: ``hotspot``, ``person``, ``action``, ``worked``."""
    kind: str
    """The kind of record it is."""
    ref: str
    name: str
    about: str
    """Where it is and how it stands, or the words around those that were found."""
    profile: str = ""
    """The profile it is part of; empty for a record of none."""
    rank: tuple[int, ...] = (0,)
    """The lower the likelier."""


def find(book: Book, words: str) -> tuple[Thing, ...]:
    """What goes by ``words`` or holds them, the last of which may be a beginning.

    First what is called so: exactly, then from its beginning, then from the beginning of a word;
    live before closed. Then closed profiles whose response worked and holds the words, then every
    other text that does, best first. Nothing for no words.
    """
    book.require("view")
    words = words.replace("\0", " ")  # which PostgreSQL takes in no text
    typed = words.casefold().split()
    if not typed:
        return ()
    with book.store.reading() as tx:
        named = [
            Thing(one.kind, kind, one.ref, one.name, one.about, rank=name_rank(typed, one))
            for kind, ones in _named(tx, typed)
            for one in ones
            if fit(typed, one.ref, one.name, *one.also) < _UNFIT
        ]
        long_enough = sum(map(len, typed)) >= _SHORTEST
        hits = tx.search.find_as_typed(words, MOST_TEXTS, MOST_OF_A_KIND) if long_enough else ()
        worked = _worked(tx, hits, typed) if long_enough else ()
        texts = _texts(hits, {(one.kind, one.ref) for one in named})
    return tuple(sorted([*named, *worked, *texts], key=lambda thing: thing.rank))


def _named(
    tx: Transaction, words: Sequence[str]
) -> Iterable[tuple[str, tuple[queries.Named, ...]]]:
    yield Profile.KIND, queries.profiles_named(tx, words, MOST_NAMES)
    yield Place.KIND, queries.places_named(tx, words, MOST_NAMES)
    yield Account.KIND, queries.people_named(tx, words, MOST_NAMES)


def name_rank(typed: Sequence[str], one: queries.Named) -> tuple[int, ...]:
    """How well what was typed fits what something is called; the lower the better."""
    return (fit(typed, one.ref, one.name, *one.also), int(one.over))


BEGINS, _WITHIN, _UNFIT = 2, 3, 4
"""How well a name fits where the words begin some of its words, stand within, or don't."""


def fit(typed: Sequence[str], *names: str) -> int:
    """0 for the very name, 1 for its beginning, 2 for beginnings of its words, 3 for parts of them.

    4 where a word isn't in it at all. ``typed`` is in small letters.

    >>> [fit([word], "HS-02", "Quay Street") for word in ("hs-02", "qua", "street", "eet", "pier")]
    [0, 1, 2, 3, 4]
    """
    whole, low = " ".join(typed), [name.casefold() for name in names]
    if whole in low:
        return 0
    if any(name.startswith(whole) for name in low):
        return 1
    said = " ".join(low)
    begun = set(re.findall(r"\w+", said)) | set(said.split())
    if all(any(word.startswith(part) for word in begun) for part in typed):
        return BEGINS
    return _WITHIN if all(part in said for part in typed) else _UNFIT


_WORKED_RANK, _CASE_RANK, _BULK_RANK = 5, 6, 7
"""After all names: what worked, texts of profiles and of what has a name, the other registers'."""


def _texts(hits: Iterable[IndexHit], named: Container[tuple[str, str]]) -> Iterable[Thing]:
    """What is written, but for the names that were found by themselves."""
    for place, hit in enumerate(hits):
        if hit.kind in _NAMED_ALREADY or (hit.kind, hit.ref) in named:
            continue
        said = excerpt(hit)
        kind = kind_called(hit.kind)
        assert kind is not None
        of_a_case = hit.profile or kind.KEY in fields_of(kind)
        rank = (_CASE_RANK if of_a_case else _BULK_RANK, place)
        yield Thing(kind.called(), hit.kind, hit.ref, "", said, hit.profile, rank)


def _worked(tx: Transaction, hits: Iterable[IndexHit], typed: Sequence[str]) -> tuple[Thing, ...]:
    """Closed profiles that worked, and whose actions, tactics or respond stage hold the words."""
    held = {(hit.kind, hit.ref) for hit in hits}
    refs = dict.fromkeys(hit.profile for hit in hits if hit.kind in ("action", "stage"))
    labels = labels_of(tx, "tactic")
    codes = [code for code, label in labels.items() if fit(typed, code, label) <= BEGINS]
    if codes:
        refs |= dict.fromkeys(queries.closed_with_tactic(tx, codes, MOST_NAMES))
    if not refs:
        return ()
    files = files_of(tx, tx.load(Profile, ref=list(refs), status="closed"))
    impacts = labels_of(tx, "verdict")
    return tuple(
        _as_worked(file, impacts)
        for file in files
        if file.stage("assess").body.impact in WORKED and _holds(file, held, codes)
    )


def _holds(file: ProfileFile, held: set[tuple[str, str]], codes: Sequence[str]) -> bool:
    return ("stage", file.stage("respond").ref) in held or any(
        ("action", action.ref) in held or action.tactic in codes for action in file.actions
    )


def _as_worked(file: ProfileFile, impacts: dict[str, str]) -> Thing:
    assess, it = file.stage("assess").body, file.profile
    said = ": ".join(part for part in (impacts.get(assess.impact), assess.lessons) if part)
    return Thing("worked", Profile.KIND, it.ref, it.title, said, it.ref, rank=(_WORKED_RANK,))


def record_of(book: Book, thing: Thing) -> Record:
    """The record that was found; raises :class:`NotFound` where it has gone since."""
    book.require("view")
    kind = kind_called(thing.kind)
    with book.store.reading() as tx:
        found = _looked_up(tx, kind, thing) if kind else None
    if found is None:
        raise NotFound(kind.called() if kind else thing.kind, thing.ref)
    return found


def _looked_up(tx: Transaction, kind: type[Record], thing: Thing) -> Record | None:
    last = thing.ref.rpartition(" ")[2]
    sought: list[dict[str, Any]] = []
    if kind.KEY in fields_of(kind):
        sought.append({kind.KEY: thing.ref})
    if last.isdecimal():
        sought.append({"id": int(last)})
    if thing.profile and part_of_profile(kind):
        sought.append({"profile": thing.profile})
    ones = (one for where in sought for one in tx.load(kind, **where) if one.ref == thing.ref)
    return next(ones, None)
