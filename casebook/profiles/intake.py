"""How a problem comes in: opened, or proposed and then accepted or refused by a second person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import may
from casebook.core.english import listed
from casebook.core.errors import AlreadyThere, BadValue, NotAllowed
from casebook.core.fields import decode, encode, fields_of
from casebook.profiles import queries
from casebook.profiles.casefile import (
    ProfileFile,
    check_handover,
    checked_heading,
    file_of,
    require,
    save_action,
    without,
)
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import BODIES, MODELS, Stage
from casebook.profiles.who_may import target_of_profile
from casebook.store.transaction import Transaction


def new_profile(
    book: Book,
    profile: Profile,
    *,
    hotspots: Iterable[str] = (),
    stages: Mapping[str, Mapping[str, Any]] | None = None,
    actions: Iterable[Mapping[str, Any]] = (),
) -> ProfileFile:
    """A new profile, with whatever is known of its stages and actions already.

    It is open at its model's first stage where the account may open one there, and proposed where
    it may only propose; without a ref the next of the year is given. Raises :class:`BadValue` for
    what only the casebook says of a profile (:func:`check_own_words`), :class:`NotAllowed`.
    """
    check_own_words(encode(profile))
    with book.store.writing() as tx:
        return open_file(tx, book, profile, tuple(hotspots), stages=stages, actions=actions)


def check_own_words(heading: Mapping[str, Any], *, named: bool = False) -> None:
    """Raise :class:`BadValue` where a new profile's heading says what only the casebook says.

    That is its stage, cycle, status, and the days and reasons of what was done to it. With
    ``named`` even to name one of them is too much, else only another value than a new one has.
    """
    usual = {each.name: each.default for each in dataclasses.fields(Profile)}
    own = [
        name
        for name, spec in fields_of(Profile).items()
        if spec.fixed and name in heading and (named or heading[name] != usual[name])
    ]
    if own:
        raise BadValue(
            f"A new profile can't say its {listed(own)}: the casebook alone says that, as things "
            "are done. Leave it out.",
            field=own[0],
        )


def open_file(
    tx: Transaction,
    book: Book,
    profile: Profile,
    hotspots: tuple[str, ...],
    *,
    proposed: bool = False,
    stages: Mapping[str, Mapping[str, Any]] | None = None,
    actions: Iterable[Mapping[str, Any]] = (),
) -> ProfileFile:
    """Write a new profile and all that is known of it.

    It is open, or proposed where that is asked or all that the account may.
    """
    profile, links = _placed(tx, book, profile, hotspots)
    target = target_of_profile(tx, book, profile, links)
    refused = may(book.account, "open", target)
    if proposed or refused:
        book.require("propose")
        _check_proposal(book, profile, links, refused)
        profile = dataclasses.replace(profile, status="proposed")
    return write_file(tx, book, profile, links, stages or {}, actions)


def write_file(
    tx: Transaction,
    book: Book,
    profile: Profile,
    links: Iterable[ProfilePlace],
    stages: Mapping[str, Mapping[str, Any]],
    actions: Iterable[Mapping[str, Any]],
) -> ProfileFile:
    """Write a profile that isn't there yet; raises :class:`AlreadyThere`."""
    if tx.load_one(Profile, ref=profile.ref):
        raise AlreadyThere("profile", profile.ref)
    write(book, tx, None, profile)
    for link in links:
        write(book, tx, None, link)
    _open_stages(tx, book, profile, stages)
    for row in actions:
        said = without(row, "number", "version")
        save_action(tx, book, None, decode(Action, {"profile": profile.ref, **said}))
    return file_of(tx, profile.ref)


def _placed(
    tx: Transaction, book: Book, profile: Profile, hotspots: tuple[str, ...]
) -> tuple[Profile, tuple[ProfilePlace, ...]]:
    """A new profile as it opens today, and its ties to ``hotspots``, all called by ref."""
    if profile.model not in MODELS:
        raise BadValue(f"The model is OSARA or SARA, not '{profile.model}'.", field="model")
    profile = dataclasses.replace(
        profile,
        ref=profile.ref or _next_ref(tx, book),
        stage=MODELS[profile.model][0],
        opened=book.today,
    )
    refs = References(tx)
    own = dict.fromkeys(refs.known("place", ref) for ref in hotspots)
    return checked_heading(tx, profile), tuple(ProfilePlace(profile.ref, ref) for ref in own)


def _check_proposal(
    book: Book, profile: Profile, links: Sequence[ProfilePlace], refused: str | None
) -> None:
    """Raise where a proposal says nothing of where, or names an owner the account can't give it."""
    if not links and not profile.area:
        raise BadValue("Say where: give a hotspot, or else an area.")
    if refused and profile.owner:
        raise NotAllowed(
            f"{book.account.login} may not say who owns {profile.ref}: whoever accepts it does. "
            "Leave the owner out."
        )


def _open_stages(
    tx: Transaction, book: Book, profile: Profile, bodies: Mapping[str, Mapping[str, Any]]
) -> None:
    order = MODELS[profile.model]
    unknown = [name for name in bodies if name not in order]
    if unknown:
        raise BadValue(f"{profile.model} has no stage '{unknown[0]}'; it has {', '.join(order)}.")
    if profile.status != "proposed":
        for name in order[: order.index(profile.stage) + 1]:
            bodies = {name: {}} | dict(bodies)
    for name in order:
        if name in bodies:
            body = decode(BODIES[name], without(bodies[name], "version", "cycle"))
            reached = order.index(name) <= order.index(profile.stage)
            stage = Stage(
                profile.ref,
                profile.cycle,
                name,
                opened=profile.opened if reached else None,
                body=body,
            )
            write(book, tx, None, stage)


def propose(book: Book, profile: Profile, *, hotspots: Iterable[str] = ()) -> ProfileFile:
    """A proposed profile: title, where, who asked and the harm are enough.

    Whoever may propose may do so anywhere; an owner is named only by an account that could open the
    profile there. Raises :class:`BadValue` where it says nothing of where.
    """
    check_own_words(encode(profile))
    with book.store.writing() as tx:
        return open_file(tx, book, profile, tuple(hotspots), proposed=True)


def accept(book: Book, ref: str, *, owner: str | None = None, why: str = "") -> ProfileFile:
    """Open a proposed profile at its first stage, with ``owner`` where one is named."""
    with book.store.writing() as tx:
        profile = _proposed(tx, book, ref)
        if profile.owner:
            check_handover(profile, dataclasses.replace(profile, owner=owner or profile.owner), why)
        after = dataclasses.replace(
            profile,
            status="open",
            stage=MODELS[profile.model][0],
            owner=owner or profile.owner,
            opened=book.today,
        )
        after = checked_heading(tx, after)
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
    require(tx, book, "accept", file)
    if file.profile.status != "proposed":
        raise BadValue(f"{ref} is {file.profile.status}: only a proposed profile is decided on.")
    return file.profile


def _next_ref(tx: Transaction, book: Book) -> str:
    head = f"{book.settings.label}-{book.today.year}-"
    return f"{head}{queries.highest_number(tx, head) + 1:03d}"
