"""Taking back a move of a profile: to another stage, into another cycle, closed, accepted.

It is taken back like any change, as long as nothing stands on it: what was written where it led,
and what was decided since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.kinds import kind_called
from casebook.core.months import day_label
from casebook.profiles.casefile import ProfileFile, file_of, require
from casebook.profiles.profile import Profile
from casebook.profiles.stages import MODELS
from casebook.store.history import HistoryEntry, makes
from casebook.store.transaction import Transaction

_DECIDED = frozenset({"closed", "monitoring"})


def the_move(last: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The entry of a transaction that moved a profile; None where it moved none."""
    for entry in last:
        kind, change = kind_called(entry.kind), entry.change or {}
        if kind is not None and set(kind.MOVED_BY) & set(change) and not makes(kind, change):
            return entry
    return None


def may_take_back(tx: Transaction, book: Book, move: HistoryEntry) -> ProfileFile:
    """The file of a moved profile, if the account may move it so; raises as the move would."""
    file = file_of(tx, move.record)
    if file.profile.disposed:
        raise BadValue(f"{move.record} was disposed of: nothing is left.")
    require(tx, book, _verb(move), file)
    return file


def _verb(move: HistoryEntry) -> str:
    """The verb of access by which the move was made."""
    before, after = (move.change or {}).get("status", (None, None))
    if before == "proposed":
        return "accept"
    return "close" if after in _DECIDED else "advance"


def refuse_stood_on(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    move: HistoryEntry,
    last: HistoryEntry,
    past: Collection[int],
) -> None:
    """Raise :class:`BadValue`, naming it, where something stands on a move.

    ``last`` is the last entry of the move's transaction; what the transactions in ``past`` did was
    taken back.
    """
    stands = _standing_on(tx, file.profile, move)
    for other in tx.history.of_profile(file.profile, after=last.seq):
        if other.txn not in past and stands(other):
            who = "you" if other.who == book.account.login else other.who
            on = day_label(datetime.fromisoformat(other.at).astimezone(book.zone).date())
            raise BadValue(
                f"Entry {move.seq} can't be undone: {other.record} (entry {other.seq}, by {who} on "
                f"{on}) stands on it."
            )


def _standing_on(
    tx: Transaction, profile: Profile, move: HistoryEntry
) -> Callable[[HistoryEntry], bool]:
    """Whether a later entry about the profile stands on the move."""
    change = move.change or {}
    if "stage" not in change and "cycle" not in change:
        return lambda _entry: True  # open or closed, accepted or not: all later work rests on it
    reached = MODELS[profile.model][MODELS[profile.model].index(profile.stage) :]

    def stands(entry: HistoryEntry) -> bool:
        kind = kind_called(entry.kind)
        if kind is None or kind.decides(entry.change or {}):
            return kind is not None
        if kind.WHOLE:
            return False  # fields of its heading are compared one by one, as in any change
        record = tx.load_one(kind, id=entry.record_id)
        at, cycle = getattr(record, "stage", ""), getattr(record, "cycle", None)
        return at in reached and cycle in (None, profile.cycle)

    return stands
