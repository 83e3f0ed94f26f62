"""Waivers asked for: a request to the inspectors to let a profile past its gate.

It is an entry of the register of requests like any other, so that it falls due, is found and is
answered as those are. Moving the profile on answers it, in one change with the move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.wording import day
from casebook.profiles import stage_moves
from casebook.profiles.casefile import ProfileFile, file_of, require
from casebook.profiles.gates import Missing, missing
from casebook.profiles.profile import LIVE, Profile
from casebook.registers.casework import Request
from casebook.registers.entries import add_entry, entry_called
from casebook.registers.requests import put_reply
from casebook.store.transaction import Transaction

WITHIN = timedelta(days=7)
"""How long the inspectors have to answer."""


def ask_waiver(book: Book, ref: str, why: str) -> Request:
    """Ask the inspectors to waive the gate of the stage a profile is at.

    Raises :class:`BadValue` without a reason, and where it has been asked and nobody has answered.
    """
    if not why.strip():
        raise BadValue(f"Say why the gate of {ref} should be waived: an inspector reads it.")
    with book.store.reading() as tx:
        profile = file_of(tx, ref).profile
    before = waiver_asked(book, ref, profile.stage)
    if before is not None:
        raise BadValue(
            f"{before.asked_by} has asked for this already (request {before.id}): it waits for an "
            "inspector."
        )
    asked = Request(profile=profile.ref, text="", to="inspector", stage=profile.stage)
    values = {
        "text": f"{asked.waiving}{why.strip()}",
        "to": asked.to,
        "stage": asked.stage,
        "until": (book.today + WITHIN).isoformat(),
    }
    return cast(Request, add_entry(book, Request.KIND, profile.ref, values))


def waiver_asked(book: Book, ref: str, stage: str) -> Request | None:
    """The request to waive the gate of a profile's stage that nobody has answered; None without."""
    book.require("view")
    with book.store.reading() as tx:
        return _asked(tx, file_of(tx, ref).profile, stage)


def waiting_waiver(book: Book, ref: str) -> Request:
    """The request to waive the gate that a profile stands before, which waits for an answer.

    Raises :class:`NotFound` for an unknown profile, :class:`BadValue` where nobody has asked.
    """
    book.require("view")
    with book.store.reading() as tx:
        profile = file_of(tx, ref).profile
        asked = _asked(tx, profile, profile.stage)
    if asked is None:
        raise BadValue(
            f"Nobody waits for a waiver of the gate of {profile.stage} of {profile.ref}: there is "
            "nothing to refuse."
        )
    return asked


def _asked(tx: Transaction, profile: Profile, stage: str) -> Request | None:
    asked = tx.load(Request, profile=profile.ref)
    return next((each for each in asked if _waits(each, profile, stage)), None)


def _waits(request: Request, profile: Profile, stage: str) -> bool:
    """Whether it asks to waive the gate of a profile's stage, and nobody has answered."""
    at_it = request.stage == stage and request.cycle in (None, profile.cycle)
    return at_it and request.answered is None and request.waives


def _at_gate(request: Request, profile: Profile) -> bool:
    """Whether it asks to waive the gate that the profile stands before, answered or not."""
    here = (profile.stage, profile.cycle)
    return request.waives and (request.stage, request.cycle or profile.cycle) == here


def waiver_in_words(book: Book, profile: Profile) -> str:
    """What came of the waiver last asked for at the gate a profile stands before.

    That it was asked for and waits, or why it was refused; empty where neither is so.
    """
    book.require("view")
    with book.store.reading() as tx:
        of_it = [r for r in tx.load(Request, profile=profile.ref) if _at_gate(r, profile)]
    last = max(of_it, key=lambda each: each.id, default=None)
    if last is None:
        return ""
    if last.answered is None:
        return f"{last.asked_by} asked for a waiver on {day(last.at)}: {why_asked(last)}"
    said = f"{last.reply} ({last.answered_by}, {day(last.answered)})"
    return said if _refused(last) else ""


def refused_to(tx: Transaction, login: str, since: date) -> tuple[Request, ...]:
    """The waivers a login asked for that were refused from the day ``since`` on.

    Only those whose profile stands before the gate still, and for which nobody has asked again.
    """
    refused = [
        one
        for one in tx.load(Request, asked_by=login)
        if one.waives and one.answered is not None and one.answered >= since and _refused(one)
    ]
    refs = {one.profile for one in refused}
    live = {one.ref: one for one in tx.load(Profile, ref=refs, status=LIVE)}
    newest = {
        one.profile: one.id
        for one in tx.load(Request, profile=refs)
        if one.profile in live and _at_gate(one, live[one.profile])
    }
    return tuple(one for one in refused if newest.get(one.profile) == one.id)


def _refused(request: Request) -> bool:
    return request.reply.startswith(_REFUSED)


def why_refused(request: Request) -> str:
    """The reason given for refusing a waiver."""
    return request.reply.removeprefix(_REFUSED)


def why_asked(request: Request) -> str:
    """The reason given for a waiver that is asked for."""
    return request.text.removeprefix(request.waiving)


@dataclass(frozen=True)
class WaiverAsked:
    """A waiver that was asked for, with what there is to decide on."""

    request: Request
    profile: Profile
    lacking: tuple[Missing, ...]
    """What the gate of the profile's stage asks for and doesn't find."""

    @property
    def waits(self) -> bool:
        """Whether the gate it asks for is the one the profile stands before, and it is open."""
        return _waits(self.request, self.profile, self.profile.stage)


def read_waiver(book: Book, number: int) -> WaiverAsked:
    """Request ``number`` for a waiver; raises :class:`NotFound` where there is none."""
    book.require("view")
    with book.store.reading() as tx:
        request = entry_called(tx, Request, number)
        file = file_of(tx, request.profile)
    stage = file.stage(file.profile.stage)
    return WaiverAsked(request, file.profile, missing(stage.body, file.actions))


def move_on(book: Book, ref: str, *, waiver: str = "", expected: str = "") -> ProfileFile:
    """Move a profile to its next stage, as :func:`casebook.profiles.stage_moves.advance` does.

    A waiver that was asked for is answered by it in the same change: with ``waiver`` where one is
    given, else with that the gate was met.
    """
    with book.store.writing() as tx:
        profile = file_of(tx, ref).profile
        asked = _asked(tx, profile, profile.stage)
        moved = stage_moves.put_on(tx, book, ref, waiver=waiver, expected=expected)
        if asked is not None:
            said = f"Waived: {waiver.strip()}" if waiver.strip() else _NOT_NEEDED
            put_reply(tx, book, asked.id, said)
        return moved


_NOT_NEEDED = "Not needed: the gate was met."
_REFUSED = "Not waived: "
"""What the answer to one that is refused begins with."""


def give_waiver(book: Book, number: int, why: str) -> ProfileFile:
    """Waive the gate that request ``number`` asks for, and so move its profile on.

    Raises :class:`BadValue` where the profile has gone elsewhere since, or it was answered.
    """
    if not why.strip():
        raise BadValue("Say why the gate is waived: it stands with the stage.")
    asked = read_waiver(book, number)
    profile = asked.profile
    if not asked.waits:
        raise BadValue(
            f"{profile.ref} is at {profile.stage} of cycle {profile.cycle}, and request {number} "
            "doesn't wait for a waiver there: look at its reply, or refuse it."
        )
    return move_on(book, profile.ref, waiver=why, expected=asked.request.stage)


def refuse_waiver(book: Book, number: int, why: str) -> Request:
    """Answer a request for a waiver with why it isn't given; whoever may waive may refuse."""
    if not why.strip():
        raise BadValue("Say why it isn't waived: it stands at the gate for whoever asked.")
    with book.store.writing() as tx:
        asked = entry_called(tx, Request, number)
        require(tx, book, "waive", file_of(tx, asked.profile))
        return put_reply(tx, book, number, f"{_REFUSED}{why.strip()}")
