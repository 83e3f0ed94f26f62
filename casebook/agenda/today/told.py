"""What came of what one asked for or endorsed: a refusal, a review returned."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from casebook.book.opening import Book
from casebook.core.local_time import local_day
from casebook.core.months import Month
from casebook.profiles.profile import LIVE, Profile
from casebook.reviews.review import Review
from casebook.store import drafts
from casebook.store.history import HistoryEntry, makes
from casebook.store.records import Between
from casebook.store.transaction import Transaction

FOR = timedelta(days=60)
"""How long after a refusal somebody is told of it who hasn't read it."""


@dataclass(frozen=True)
class TurnedDown:
    """Something one asked for, or endorsed, that somebody refused, or sent back."""

    what: str
    """refused or returned."""
    of: str
    """What was: proposal, waiver, Nov 2024 review, which you endorsed."""
    asked: str
    """What was asked for, in the words of whoever asked."""
    why: str
    who: str
    """The login that refused or returned it."""
    on: date
    about: str
    """The profile."""
    kind: str
    id: int
    """The record on which it was done."""
    seq: int
    """The entry of history by which it was."""

    @property
    def record(self) -> str:
        """Under which name it is marked as read."""
        return _record(self.about, self.kind, self.id)


def _record(about: str, kind: str, number: int) -> str:
    # it begins with the profile's ref, with which it goes
    return f"{about} {kind} {number}"


def told(book: Book, tx: Transaction, *, registers: bool = True) -> tuple[TurnedDown, ...]:
    """What was refused or returned of what the account asked for or endorsed, the newest first.

    Refusals of the last :data:`FOR`; reviews until they are updated again, those that the account
    has to update among them; those it endorsed, until somebody endorses them again. Without
    ``registers`` no waiver and none that it endorsed, which take longer to read.
    """
    found = [*_proposals(book, tx), *_reviews(book, tx)]
    if registers and "inspector" in book.account.roles:
        known = {one.record for one in found}
        found += (one for one in _endorsements(book, tx) if one.record not in known)
    if registers:
        found += _waivers(book, tx)
    return tuple(sorted(found, key=lambda one: one.seq, reverse=True))


def unread(book: Book, tx: Transaction, found: Collection[TurnedDown]) -> tuple[TurnedDown, ...]:
    """Those that the account hasn't read since."""
    read = drafts.read_up_to(tx, book.account.login) if found else {}
    return tuple(one for one in found if read.get(one.record, 0) < one.seq)


def mark_told(book: Book, about: str, kind: str, number: int) -> None:
    """Keep that the account has read what came of a record of profile ``about``."""
    at = book.clock().isoformat(timespec="seconds")
    with book.store.writing() as tx:
        drafts.mark_read(tx, book.account.login, _record(about, kind, number), at)


def _proposals(book: Book, tx: Transaction) -> Iterator[TurnedDown]:
    """The account's own proposals that somebody refused."""
    since = Between(book.today - FOR)
    refused = tx.load(Profile, status="refused", closed=since, disposed=None)
    entries = _entries(tx, Profile.KIND, [one.id for one in refused])
    for one in refused:
        own = entries.get(one.id, ())
        makers = [each.who for each in own if makes(Profile, each.change or {})]
        by = _last(own, "status")
        if makers[:1] == [book.account.login] and by is not None:
            asked = f"{one.title}: {one.harm}" if one.harm else one.title
            on = one.closed or book.today
            of = (on, one.ref, one.KIND, one.id, by.seq)
            yield TurnedDown("refused", "proposal", asked, one.reason, by.who, *of)


def _reviews(book: Book, tx: Transaction) -> Iterator[TurnedDown]:
    """Returned reviews that the account submitted, or has to update."""
    login, names = book.account.login, ("id", "profile", "month", "did", "returned_why")
    back = tx.columns(Review, *names, "updated_by", state="returned")
    heads = tx.columns(Profile, "ref", "owner", status=LIVE, ref={row[1] for row in back})
    owners = {row[0]: row[1] for row in heads}
    mine = [row for row in back if row[1] in owners and login in (row[5], owners[row[1]])]
    entries = _entries(tx, Review.KIND, [row[0] for row in mine])
    for number, profile, month, did, why, _ in mine:
        by = _last(entries.get(number, ()), "state")
        if by is not None:
            of = (_day(book, by), profile, Review.KIND, number, by.seq)
            yield TurnedDown(
                "returned", f"{Month.parse(month).label} review", did, why, by.who, *of
            )


def _endorsements(book: Book, tx: Transaction) -> Iterator[TurnedDown]:
    """Reviews that somebody else returned after the account had endorsed them."""
    login, states = book.account.login, ("returned", "updated")
    back = tx.columns(Review, "id", "returned_why", state=states, endorsed_by=None)
    # one that was never returned has no reason, and no more of it is read
    own = _entries(tx, Review.KIND, [number for number, why in back if why], who=login)
    once = [number for number, entries in own.items() if _last(entries, "endorsed_by")]
    entries = _entries(tx, Review.KIND, once)
    found = tx.load(Review, id=once)
    heads = tx.columns(Profile, "ref", status=LIVE, ref={one.profile for one in found})
    live = {ref for (ref,) in heads}
    for review in found:
        by = _last(entries[review.id], "endorsed_by")
        if by is not None and _endorser(by) == login != by.who and review.profile in live:
            of = (_day(book, by), review.profile, Review.KIND, review.id, by.seq)
            what = f"{review.month.label} review, which you endorsed"
            yield TurnedDown("returned", what, review.did, by.why, by.who, *of)


def _endorser(fell: HistoryEntry) -> str | None:
    """Whose endorsement an entry took back; None where it took none back."""
    before, after = (fell.change or {})["endorsed_by"]
    return before if after is None else None


def _waivers(book: Book, tx: Transaction) -> Iterator[TurnedDown]:
    """Waivers that the account asked for and didn't get, while their gate stands before it."""
    from casebook.registers.waivers import refused_to, why_asked, why_refused  # every register

    found = refused_to(tx, book.account.login, book.today - FOR)
    entries = _entries(tx, "request", [one.id for one in found])
    for one in found:
        by = _last(entries.get(one.id, ()), "answered")
        if by is not None:
            of = (one.answered or book.today, one.profile, one.KIND, one.id, by.seq)
            yield TurnedDown("refused", "waiver", why_asked(one), why_refused(one), by.who, *of)


def _entries(
    tx: Transaction, kind: str, numbers: Sequence[int], **where: Any
) -> Mapping[int, Sequence[HistoryEntry]]:
    """The history of records of a kind by their number, oldest first; of it what is ``where``."""
    found: dict[int, list[HistoryEntry]] = {}
    for entry in tx.history.entries(kind=kind, record_id=list(numbers), **where) if numbers else ():
        found.setdefault(entry.record_id or 0, []).append(entry)
    return found


def _last(entries: Sequence[HistoryEntry], field: str) -> HistoryEntry | None:
    """The last of a record's entries that changed a field."""
    return next((one for one in reversed(entries) if field in (one.change or {})), None)


def _day(book: Book, entry: HistoryEntry) -> date:
    """The day of an entry; a casebook that is fixed to a day has none that is later."""
    return min(local_day(datetime.fromisoformat(entry.at), book.zone), book.today)
