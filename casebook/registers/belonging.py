"""What an entry belongs to, and so whom access lets write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casebook.book.opening import Book
from casebook.core.access import Target, closed_to_partners
from casebook.core.entry import Entry
from casebook.core.errors import BadValue, NotAllowed
from casebook.core.fields import Field
from casebook.core.kinds import Record, belonging, kind_called, profile_of, told_by_partners
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.casefile import file_of
from casebook.profiles.profile import Profile
from casebook.profiles.who_may import refuse_unshared, target_of_profile
from casebook.store.transaction import Transaction


def where_it_belongs(record: Record) -> tuple[Any, ...]:
    """The refs of all that a record belongs to, by field; a tuple where a field names several."""
    return tuple(getattr(record, spec.name) for spec in belonging(type(record)))


def targets_of(
    tx: Transaction, book: Book, record: Any, *, of_its_own: bool = False
) -> tuple[Target, ...]:
    """What access asks of a record that is no profile: leave in all of it.

    A record belongs to every place and profile it names and to what it is about, whose place its
    own doesn't outrank. A programme or the like that it only names beside these, such as an
    operation of the whole force that an arrest was made in, asks for nothing where it has no
    place. A record of nothing at all is the force's. With ``of_its_own`` what it is a part of, as a
    line of a fund, isn't asked where it has a place of its own: what is booked on a district's line
    is the district's, the line itself its fund's.
    """
    asked: list[Target] = []
    beside: list[Target] = []
    for spec in _asked_by(record, of_its_own=of_its_own):
        for ref in _refs(record, spec):
            for target in _targets_at(tx, book, spec, ref):
                only_named = not (target.places or _binding(record, spec))
                (beside if only_named else asked).append(target)
    return tuple(dict.fromkeys(asked or beside)) or (Target(),)


def _asked_by(record: Any, *, of_its_own: bool) -> tuple[Field, ...]:
    """The fields that say what a record belongs to."""
    specs = belonging(type(record))
    own = tuple(spec for spec in specs if spec.refers != record.KIND and any(_refs(record, spec)))
    return own if of_its_own and own else specs


def _binding(record: Any, spec: Field) -> bool:
    """Whether what a field names decides even where it has no place."""
    return spec.refers in (Profile.KIND, record.KIND) or spec.name == getattr(record, "SUBJECT", "")


def _refs(record: Any, spec: Field) -> Iterator[str]:
    value = getattr(record, spec.name)
    yield from (value,) if isinstance(value, str) and value else value or ()


def _targets_at(tx: Transaction, book: Book, spec: Field, ref: str) -> tuple[Target, ...]:
    """What access asks of one thing that a record belongs to."""
    word = spec.refers or spec.name
    if word == Place.KIND:
        return (Target(ref, places=places.chains(tx, (ref,))),)
    if word == Profile.KIND:
        file = file_of(tx, ref)
        return (target_of_profile(tx, book, file.profile, file.places),)
    kind = kind_called(word)
    found = tx.load_one(kind, ref=ref) if kind is not None else None
    if found is None:
        return (Target(ref),)
    over = targets_of(tx, book, found, of_its_own=True)
    return tuple(Target(ref) if target == Target() else target for target in over)


def check_report(tx: Transaction, book: Book, entry: Entry) -> None:
    """Raise :class:`NotAllowed`, or :class:`BadValue`, where a partner can't add ``entry`` so.

    What it names is asked before it is looked up, so that no hint tells of what isn't shared.
    """
    account = book.account
    if not account.partner:
        return
    if not told_by_partners(type(entry)):
        raise NotAllowed(closed_to_partners(account) or "")
    if not profile_of(entry):
        raise BadValue(
            f"Profile can't be empty: say which profile shared with {account.agency} it is of.",
            field="profile",
        )
    refuse_unshared(tx, book, profile_of(entry))
    beside = next(
        (s for s in belonging(type(entry)) if s.name != "profile" and getattr(entry, s.name)), None
    )
    if beside is not None:
        raise NotAllowed(
            f"{account.login} may not fill in '{beside.label}': a partner writes on a profile that "
            "is shared, so leave it out."
        )
    told = getattr(entry, "agency", None)
    if told is not None and told != account.agency:
        raise NotAllowed(
            f"{account.login} may not write for {told}: leave the agency out, it is "
            f"{account.agency}."
        )
