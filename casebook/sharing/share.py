"""Sharing a profile with a partner agency, and taking it back; the log says so by itself."""

from __future__ import annotations

import dataclasses
from datetime import date

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.errors import BadValue
from casebook.core.months import day_label
from casebook.profiles.casefile import editable, file_of, require
from casebook.registers.casework import Sharing
from casebook.registers.entries import checked_entry
from casebook.store.transaction import Transaction

WHAT = "The profile, without its restricted text"
"""What the log says was shared where nobody says more."""


def share_profile(
    book: Book,
    ref: str,
    agency: str,
    agreement: str,
    *,
    until: date | None = None,
    text: str = "",
    why: str = "",
) -> Sharing:
    """Show profile ``ref`` to the accounts of ``agency`` from today, under a named agreement.

    Gives the entry of the sharing log. Raises :class:`NotAllowed`, :class:`NotFound`, and
    :class:`BadValue` where it is shared with the agency already, for a day that has gone by, and
    without an agreement.
    """
    if until is not None and until < book.today:
        raise BadValue(
            f"Until: {day_label(until)} has gone by: give a day to come, or none.", field="until"
        )
    with book.store.writing() as tx:
        editable(tx, book, ref, "share")
        refs = References(tx)
        entry = checked_entry(
            tx,
            refs,
            Sharing(
                profile=ref,
                agency=agency,
                text=text.strip() or WHAT,
                agreement=agreement,
                at=book.today,
                until=until,
                by=book.account.login,
                opens=True,
            ),
        )
        standing = _standing(tx, book, ref, entry.agency)
        if standing is not None:
            until_ = f" until {day_label(standing.until)}" if standing.until else ""
            raise BadValue(
                f"{ref} is shared with {entry.agency} already, under {standing.agreement}{until_}: "
                f"take it back first (--take-back)."
            )
        shared: Sharing = write(book, tx, None, entry, why)
        return shared


def take_back(book: Book, ref: str, agency: str, why: str = "") -> Sharing:
    """Show profile ``ref`` to the accounts of ``agency`` no more, from now on.

    What they wrote stays. Gives the entry of the sharing log. Raises :class:`NotAllowed`,
    :class:`NotFound`, and :class:`BadValue` where it isn't shared with the agency. A profile that
    is over can be taken back too.
    """
    with book.store.writing() as tx:
        file = file_of(tx, ref)
        require(tx, book, "share", file)
        agency = References(tx).known("agency", agency, field="agency")
        before = _standing(tx, book, ref, agency)
        if before is None:
            raise BadValue(f"{ref} isn't shared with {agency} today.")
        after = dataclasses.replace(before, ended=book.today, ended_by=book.account.login)
        return write(book, tx, before, after, why)


def _standing(tx: Transaction, book: Book, ref: str, agency: str) -> Sharing | None:
    """The entry by which a profile is open to an agency today."""
    found = tx.load(Sharing, profile=ref, agency=agency)
    return next((entry for entry in found if entry.opens_on(book.today)), None)
