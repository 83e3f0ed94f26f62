"""Requests: what waits for whom, and the replies that land under the stage that asked."""

from __future__ import annotations

import dataclasses
from datetime import date

from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.access import ROLES, Account
from casebook.core.called import near
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import day_label
from casebook.profiles.casefile import editable, file_of
from casebook.profiles.profile import Profile
from casebook.registers.casework import Request
from casebook.registers.entries import entry_called
from casebook.store.transaction import Transaction


def reply(book: Book, number: int, text: str) -> Request:
    """Answer a request; it shows under the stage that asked (:func:`replies`).

    Whoever was asked may answer, by login, role or agency, and whoever may log on the profile. Only
    who answered may put the answer otherwise. To a partner who wasn't asked there is no such
    request.
    """
    if not text.strip():
        raise BadValue("A reply says something: give its text.", field="reply")
    with book.store.writing() as tx:
        return put_reply(tx, book, number, text)


def put_reply(tx: Transaction, book: Book, number: int, text: str) -> Request:
    """Answer a request in the same transaction as something else; as :func:`reply`."""
    login = book.account.login
    before: Request = entry_called(tx, Request, number)
    asked = before.to in asked_as(book.account)
    if book.account.partner and not asked:
        raise NotFound(Request.KIND, str(number))
    editable(tx, book, before.profile, "read" if asked else "log")
    if before.answered is not None and before.answered_by != login:
        raise BadValue(
            f"Request {number} was answered on {day_label(before.answered)} by "
            f"{before.answered_by or 'somebody'}: ask anew if that doesn't answer it."
        )
    after = dataclasses.replace(
        before, reply=text.strip("\r\n"), answered=book.today, answered_by=login
    )
    return write(book, tx, before, after)


def replies(book: Book, ref: str, stage: str, cycle: int | None = None) -> tuple[Request, ...]:
    """The answered requests of a profile's stage, of one cycle where given, oldest answer first."""
    book.require("view")
    with book.store.reading() as tx:
        asked = tx.load(Request, profile=file_of(tx, ref).profile.ref)
    landed = [
        each
        for each in asked
        if each.answered is not None
        and each.stage == stage
        and (cycle is None or each.cycle in (None, cycle))
    ]
    return tuple(sorted(landed, key=lambda each: (each.answered or date.min, each.id)))


def waiting(book: Book, to: str, profile: str | None = None) -> tuple[Request, ...]:
    """The requests nobody has answered yet that are put to a login, a role, or ``me``.

    A login's are those to any of its roles too. Those of profiles that are over wait no longer.
    """
    book.require("view")
    with book.store.reading() as tx:
        names = _asked_as(tx, book, to)
        about = {"profile": file_of(tx, profile).profile.ref} if profile else {}
        over = {p.ref for p in tx.load(Profile, status=["closed", "refused"])}
        return tuple(
            each
            for each in tx.load(Request, **about)
            if each.to in names and each.answered is None and each.profile not in over
        )


def _asked_as(tx: Transaction, book: Book, to: str) -> tuple[str, ...]:
    """Every name under which ``to`` is asked: a login and its roles, or a role."""
    accounts = {account.login: account for account in tx.load(Account)}
    if to == "me" and to not in accounts:
        return asked_as(book.account)
    if to in accounts:
        return asked_as(accounts[to])
    agencies = {account.agency for account in accounts.values() if account.agency}
    if to not in (*ROLES, *agencies):
        raise NotFound("login or role", to, near(to, (*accounts, *ROLES)))
    return (to,)


def asked_as(account: Account) -> tuple[str, ...]:
    """Every name under which an account is asked: its login, its roles, and its agency's."""
    return (account.login, *account.roles, *((account.agency,) if account.agency else ()))
