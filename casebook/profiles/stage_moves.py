"""Moving a profile through its stages: gates, waivers, cycles, closing and what comes after."""

from __future__ import annotations

import dataclasses
from datetime import date

from casebook.book.edits import changed_by
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.errors import BadValue, GateShut, NotAllowed, StaleRecord
from casebook.core.months import months_after
from casebook.profiles.casefile import (
    ProfileFile,
    editable,
    file_of,
    read_profile,
    require,
)
from casebook.profiles.gates import Missing, missing
from casebook.profiles.profile import Profile
from casebook.profiles.stages import CHECK_MONTHS, MODELS, Stage, next_stage
from casebook.store.transaction import Transaction


def gate(book: Book, ref: str) -> tuple[Missing, ...]:
    """What the present stage's gate asks for and doesn't find; nothing where it is off."""
    file = read_profile(book, ref)
    if book.settings.gate(file.profile.stage) == "off":
        return ()
    return missing(file.stage(file.profile.stage).body, file.actions)


def advance(book: Book, ref: str, *, waiver: str = "", expected: str = "") -> ProfileFile:
    """Move the profile to its next stage.

    A gate that blocks raises :class:`GateShut` unless an inspector or a sergeant who isn't the
    owner gives a waiver. ``expected`` is the stage the person saw: if somebody else has moved it
    on meanwhile, :class:`StaleRecord`.
    """
    with book.store.writing() as tx:
        return put_on(tx, book, ref, waiver=waiver, expected=expected)


def put_on(
    tx: Transaction, book: Book, ref: str, *, waiver: str = "", expected: str = ""
) -> ProfileFile:
    """Move the profile on in the same transaction as something else; as :func:`advance`."""
    file = editable(tx, book, ref, "advance")
    profile = file.profile
    if profile.status == "proposed":
        raise BadValue(f"{ref} is proposed: a sergeant or inspector must accept it first.")
    _refuse_moved(tx, profile, expected)
    following = next_stage(profile.model, profile.stage)
    if following is None:
        raise BadValue(f"{ref} is at its last stage: close it, or take it back a stage.")
    _leave(tx, book, file, waiver)
    entered = file.stage(following)
    opened = dataclasses.replace(entered, opened=entered.opened or book.today)
    write(book, tx, entered if entered.id else None, opened)
    write(book, tx, profile, dataclasses.replace(profile, stage=following), waiver)
    return file_of(tx, ref)


def _refuse_moved(tx: Transaction, profile: Profile, expected: str) -> None:
    """Raise :class:`StaleRecord` where it isn't at the stage that the person saw."""
    if expected and expected != profile.stage:
        raise StaleRecord("Profile", profile.ref, changed_by(tx, profile))


def back(book: Book, ref: str, to: str, why: str, *, expected: str = "") -> ProfileFile:
    """Take the profile back to stage ``to`` in a new cycle.

    ``expected`` is the stage the person saw, as for :func:`advance`.

    The rows of ``to`` and every later stage are closed as they are and never change again; new
    rows, prefilled from them, open in the next cycle. Raises :class:`BadValue` without a reason
    or for a stage that isn't before the present one.
    """
    if not why.strip():
        raise BadValue(f"Say why {ref} goes back to {to}.")
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "advance")
        profile = file.profile
        _refuse_moved(tx, profile, expected)
        order = MODELS[profile.model]
        if to not in order or order.index(to) >= order.index(profile.stage):
            earlier = ", ".join(order[: order.index(profile.stage)]) or "none"
            raise BadValue(f"{ref} is at {profile.stage}: it can go back to {earlier}, not '{to}'.")
        for name in order[order.index(to) :]:
            _begin_again(tx, book, file.stage(name), profile.cycle + 1, opened=name == to)
        moved = dataclasses.replace(profile, stage=to, cycle=profile.cycle + 1, status="open")
        write(book, tx, profile, moved, why)
        return file_of(tx, ref)


def _begin_again(tx: Transaction, book: Book, stage: Stage, cycle: int, *, opened: bool) -> None:
    """Close a stage's row for good and open the next cycle's, prefilled from it."""
    if stage.id and stage.closed is None:
        write(book, tx, stage, dataclasses.replace(stage, closed=book.today))
    if stage.id or opened:
        new = Stage(
            stage.profile,
            cycle,
            stage.stage,
            opened=book.today if opened else None,
            body=stage.body,
        )
        write(book, tx, None, new)


def close(
    book: Book, ref: str, why: str, *, waiver: str = "", sustain: bool = False
) -> ProfileFile:
    """Close the profile, or with ``sustain`` keep its response going and only watch it.

    It must be at assess and its gate open (or waived); an inspector who isn't its owner closes.
    """
    if not why.strip():
        raise BadValue(f"Say why {ref} is closed.")
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "close")
        profile = file.profile
        if profile.stage != "assess":
            raise BadValue(f"{ref} is at {profile.stage}: a profile is closed from assess.")
        _leave(tx, book, file, waiver)
        after = dataclasses.replace(
            profile,
            status="monitoring" if sustain else "closed",
            reason=why,
            closed=None if sustain else book.today,
        )
        write(book, tx, profile, after, why)
        return file_of(tx, ref)


def post_closure_checks(profile: Profile) -> dict[int, date]:
    """The day a closed profile is looked at again 3 and 12 months after; none while open."""
    if profile.closed is None or profile.status != "closed" or profile.disposed:
        return {}
    return {months: months_after(profile.closed, months) for months in CHECK_MONTHS}


def _leave(tx: Transaction, book: Book, file: ProfileFile, waiver: str) -> None:
    """Close the present stage's row, if its gate lets the profile through."""
    leaving = file.stage(file.profile.stage)
    waived_by = _pass_gate(tx, book, file, leaving, waiver)
    closed = dataclasses.replace(
        leaving,
        closed=book.today,
        waiver=waiver if waived_by else "",
        waived_by=waived_by,
    )
    write(book, tx, leaving if leaving.id else None, closed, waiver)


def _pass_gate(tx: Transaction, book: Book, file: ProfileFile, leaving: Stage, waiver: str) -> str:
    """Who waived the gate; empty where it stands open or doesn't block."""
    lacking = missing(leaving.body, file.actions)
    if not lacking or book.settings.gate(leaving.stage) != "block":
        return ""
    if not waiver.strip():
        says = " ".join(item.says for item in lacking)
        raise GateShut(
            f"{file.profile.ref} can't leave {leaving.stage} yet. {says} "
            "Or a sergeant or inspector over its owner can waive this with a reason."
        )
    try:
        require(tx, book, "waive", file)
    except NotAllowed as error:
        raise GateShut(str(error)) from error
    return book.account.login
