"""Waivers asked for: a request to the inspectors to let a profile past its gate.

It is an entry of the register of requests like any other, so that it falls due, is found and is
answered as those are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.profiles.casefile import file_of
from casebook.profiles.stages import MODELS
from casebook.registers.casework import Request
from casebook.registers.entries import add_entry
from casebook.registers.requests import reply

WITHIN = timedelta(days=7)
"""How long the inspectors have to answer."""
_ASKS = "Waive the gate of "


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
    values = {
        "text": f"{_ASKS}{profile.stage}: {why.strip()}",
        "to": "inspector",
        "stage": profile.stage,
        "until": (book.today + WITHIN).isoformat(),
    }
    return cast(Request, add_entry(book, Request.KIND, profile.ref, values))


def waiver_asked(book: Book, ref: str, stage: str) -> Request | None:
    """The request to waive the gate of a profile's stage that nobody has answered; None without."""
    book.require("view")
    with book.store.reading() as tx:
        profile = file_of(tx, ref).profile
        asked = tx.load(Request, profile=profile.ref)
    return next(
        (
            each
            for each in asked
            if each.answered is None
            and each.stage == stage
            and each.cycle in (None, profile.cycle)
            and asks_waiver(each)
        ),
        None,
    )


def asks_waiver(request: Request) -> bool:
    """Whether a request asks for a waiver."""
    return request.to == "inspector" and any(
        request.text.startswith(f"{_ASKS}{stage}:") for stage in MODELS["OSARA"]
    )


def why_asked(request: Request) -> str:
    """The reason given for a waiver that is asked for."""
    return request.text.partition(": ")[2]


def answer_waiver(book: Book, asked: Request, waiver: str) -> Request:
    """Answer a request for a waiver once the profile has moved on, with the waiver where given."""
    said = f"Waived: {waiver.strip()}" if waiver.strip() else "Not needed: the gate was met."
    return reply(book, asked.id, said)
