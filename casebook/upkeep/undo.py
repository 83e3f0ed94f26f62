"""Taking back one's own last change: a new change that puts the values before it back.

A transaction is undone whole or not at all, and only while nobody has touched what it changed. An
undo is itself not undone; the next undo takes the transaction before the one that was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import take_away, write
from casebook.core.english import first_of
from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import decode, fields_of
from casebook.core.kinds import Record, all_kinds, kind_called, profile_of
from casebook.core.months import day_label
from casebook.places import queries as places
from casebook.places.areas import called_by_ref, may_change
from casebook.places.place import AREA_KINDS, Place, check_area
from casebook.profiles.casefile import editable
from casebook.profiles.profile import Profile
from casebook.profiles.stages import Stage
from casebook.registers.belonging import targets_of
from casebook.registers.entries import checked_entry, writable
from casebook.store import history, records
from casebook.store.history import makes, removes
from casebook.store.transaction import Transaction
from casebook.upkeep.moves import may_take_back, refuse_stood_on, the_move

_CHANGES_NOTHING = ("backup", "export", "public", "seal")
"""Kinds of entry that change nothing, so that the change before them is the last."""

_NEVER: Mapping[str, str] = {
    "load": "is an import, which isn't undone: import the right file instead",
    "setting": "changed settings or code lists, which isn't undone: set them as they should be",
    "disposal": "is a disposal, which is for good",
    "upgrade": "is an upgrade, which isn't undone: its backup holds the casebook as it was",
}
"""Why entries of history that are of no record aren't undone, and what to do instead."""


@dataclass(frozen=True)
class Undone:
    """A transaction that was taken back, or would be."""

    entry: int
    """Its first entry."""
    at: str
    """When it was made, UTC."""
    steps: tuple[str, ...]
    """What is put back, a line for each record."""


def undo(book: Book, *, dry_run: bool = False, only: Collection[str] = ()) -> Undone:
    """Take back the account's own last change; with ``dry_run``, only say what that would do.

    With ``only``, words of kinds, it is taken back where it is of such records and else left.

    What was edited goes back to what it was, what was made is removed, what was removed is made
    again; a profile that was moved goes back to where it was. Raises :class:`BadValue` where there
    is nothing to undo, where the last change is of a kind that isn't undone, or where somebody has
    touched the same fields since or something stands on the move, naming who did what;
    :class:`NotAllowed` and :class:`PersonalDataFound` as any change does.
    """
    book.require("view")
    with book.store.writing() as tx:
        past = _past(tx)
        last = _last(tx, book, past)
        if only and any(entry.kind not in only for entry in last):
            raise BadValue(
                f"Your last change was elsewhere, in {last[0].record}: undo it there, or with "
                "'casebook undo'."
            )
        for entry in reversed(last):
            _refuse_kind(book, entry)
        asked = _beside_a_move(tx, book, last, past)
        _refuse_touched(tx, book, last, past)
        made_again = [entry for entry in asked if removes(_kind(entry), entry.change or {})]
        _refuse_not_allowed(tx, book, [entry for entry in asked if entry not in made_again])
        steps = [_put_back(tx, book, entry) for entry in reversed(last)]
        # last, because a tie to a place may be what gives the account its right
        _refuse_not_allowed(tx, book, made_again)
        if dry_run:
            tx.rollback()
    return Undone(last[0].seq, last[0].at, tuple(steps))


def _past(tx: Transaction) -> frozenset[int]:
    """The transactions that were undone, and the ones that undid them."""
    undoing = [
        (entry.txn, seq)
        for entry in tx.history.entries(why_begins=history.UNDO_BEGINS)
        if (seq := entry.undoes) and entry.txn is not None
    ]
    seqs = [seq for _, seq in undoing]
    undone = [
        entry.txn
        for start in range(0, len(seqs), 500)
        for entry in tx.history.entries(seq=seqs[start : start + 500])
    ]
    return frozenset(txn for txn in (*undone, *(txn for txn, _ in undoing)) if txn is not None)


def _last(tx: Transaction, book: Book, past: frozenset[int]) -> tuple[history.HistoryEntry, ...]:
    """The entries of the account's own last transaction that isn't past."""
    own = tx.history.entries(who=book.account.login, via=book.via)
    for entry in reversed(own):
        if entry.kind in _CHANGES_NOTHING:
            continue
        if entry.txn is None:
            raise BadValue(
                f"Your last change (entry {entry.seq}) was made before Casebook kept changes that "
                "belong together: change it back by hand."
            )
        if entry.txn not in past:
            whole = tx.history.entries(txn=entry.txn)
            return tuple(one for one in whole if one.kind not in _CHANGES_NOTHING)
    raise BadValue("There is no change of yours that could be undone.")


def _refuse_kind(book: Book, entry: history.HistoryEntry) -> None:
    """Raise :class:`BadValue` for an entry of a kind that isn't undone."""
    last = f"Your last change (entry {entry.seq}, {_day(book, entry)})"
    known = kind_called(entry.kind)
    unknown = _NEVER.get(entry.kind, "is of a kind that is not undone")
    never = unknown if known is None else known.NEVER_UNDONE
    if never:
        raise BadValue(f"{last} {never}.")
    if entry.change is None:
        raise BadValue(f"{last} was disposed of with {entry.record}: nothing of it is left.")


def _beside_a_move(
    tx: Transaction, book: Book, last: Sequence[history.HistoryEntry], past: frozenset[int]
) -> tuple[history.HistoryEntry, ...]:
    """The entries of ``last`` of which it is still to be asked who may take them back.

    A move of a profile is asked about as a whole, with the stages it left and entered. Raises where
    it may not be taken back, or something stands on it.
    """
    move = the_move(last)
    if move is None:
        return tuple(last)
    file = may_take_back(tx, book, move)
    refuse_stood_on(tx, book, file, move, last[-1], past)
    return tuple(entry for entry in last if entry.kind not in (Profile.KIND, Stage.KIND))


def _refuse_touched(
    tx: Transaction, book: Book, last: Sequence[history.HistoryEntry], past: frozenset[int]
) -> None:
    """Raise :class:`BadValue`, naming who changed what, where a field was touched since."""
    for entry in last:
        later = tx.history.entries(after=last[-1].seq, kind=entry.kind, record_id=entry.record_id)
        for other in later:
            if other.txn in past:
                continue
            names = _shared(entry, other)
            if names:
                who = "you" if other.who == book.account.login else other.who
                labels = _labels(tx, entry, names)
                raise BadValue(
                    f"Entry {entry.seq} can't be undone: {who} changed {labels} of "
                    f"{entry.record} on {_day(book, other)} (entry {other.seq})."
                )


def _shared(entry: history.HistoryEntry, other: history.HistoryEntry) -> list[str]:
    """The fields of ``entry`` that ``other`` touched too; all of its own where a record is made."""
    change, since = entry.change or {}, other.change or {}
    kind = _kind(entry)
    if makes(kind, change) or removes(kind, change):
        return list(since)
    return [name for name in change if name in since]


def _labels(tx: Transaction, entry: history.HistoryEntry, names: Sequence[str]) -> str:
    """The fields' labels as a sentence names them."""
    gone = removes(_kind(entry), entry.change or {})
    record = _made_again(entry) if gone else _record_now(tx, entry)
    parts = {"": _kind(entry)} if record is None else {b: type(p) for b, p in record.parts.items()}
    specs = {
        before + name: spec.label
        for before, part in parts.items()
        for name, spec in fields_of(part).items()
    }
    return first_of([f"'{specs.get(name, name)}'" for name in names], 3)


def _refuse_not_allowed(tx: Transaction, book: Book, last: Sequence[history.HistoryEntry]) -> None:
    """Raise :class:`NotAllowed` or :class:`BadValue` as each change itself would."""
    proposed: set[str] = set()
    for entry in last:
        kind, change = _kind(entry), entry.change or {}
        # whoever proposed a profile may take it back without the right to edit one
        if kind.WHOLE and makes(kind, change) and change["status"][1] == "proposed":
            proposed.add(entry.record)
        record = _made_again(entry) if removes(kind, change) else _record_now(tx, entry)
        edited = not (makes(kind, change) or removes(kind, change))
        if record is not None:
            before = _before(record, change) if edited else None
            _allowed(tx, book, before, record, entry.seq, proposed)


def _put_back(tx: Transaction, book: Book, entry: history.HistoryEntry) -> str:
    """Write the change that takes ``entry`` back, and say what it does."""
    kind, change = _kind(entry), entry.change or {}
    why = f"{history.UNDO_BEGINS}{entry.seq}"
    if removes(kind, change):
        again = _checked(tx, None, _made_again(entry))
        return f"{write(book, tx, None, again, why).ref}: made again"
    current = _record_now(tx, entry)
    if current is None or any(
        value != change[name][1] for name, value in records.flat(current).items() if name in change
    ):
        raise BadValue(
            f"Entry {entry.seq} can't be undone: {entry.record} isn't as it left it. "
            "'casebook check' says what differs."
        )
    if makes(kind, change):
        _refuse_needed(tx, current)
        take_away(book, tx, current, why)
        return f"{entry.record}: removed"
    write(book, tx, current, _checked(tx, current, _before(current, change)), why)
    return f"{entry.record}: {_labels(tx, entry, list(change))} put back"


def _kind(entry: history.HistoryEntry) -> type[Record]:
    """The kind of record an entry is about, which is known to be one."""
    found = kind_called(entry.kind)
    assert found is not None
    return found


def _record_now(tx: Transaction, entry: history.HistoryEntry) -> Any:
    """The record an entry is about as it stands; None where it doesn't."""
    return tx.load_one(_kind(entry), id=entry.record_id)


def _checked(tx: Transaction, before: Any, after: Any) -> Any:
    """``after`` with what it names called by ref; raises where it now breaks a rule of its kind."""
    if isinstance(after, Entry):
        return checked_entry(tx, References(tx), after)
    # areas lie in one another, which no other kind does
    if isinstance(after, Place) and after.kind in AREA_KINDS:
        after = called_by_ref(References(tx), after)
        check_area(after, {place.ref: place for place in tx.load(Place)}, before)
    return after


def _before(current: Any, change: Mapping[str, Any]) -> Any:
    """``current`` as it was before a change."""
    return _with(current, {name: pair[0] for name, pair in change.items()})


def _with(record: Any, values: Mapping[str, Any]) -> Any:
    """``record`` with fields as history has them; a name its kind no longer has is left out."""
    changed = {}
    for before, part in record.parts.items():
        own = {before + name: name for name in fields_of(type(part))}
        given = {own[name]: value for name, value in values.items() if name in own}
        changed[before] = decode(type(part), given, base=part)
    beside = {name.rstrip("."): part for name, part in changed.items() if name}
    return dataclasses.replace(changed[""], **beside)


def _made_again(entry: history.HistoryEntry) -> Any:
    """A new record with the fields, and the row, of the one that an entry removed.

    An old entry may not know the row: then it gets one like any new record.
    """
    kind = _kind(entry)
    values = {name: pair[0] for name, pair in (entry.change or {}).items()}
    own = {name: value for name, value in values.items() if name in fields_of(kind)}
    blank = {name: kind.revived(name, {}, own) for name in kind.BESIDE}
    record = dataclasses.replace(decode(kind, own), id=max(entry.record_id or 0, 0), **blank)
    return _with(record, values)


def _allowed(
    tx: Transaction, book: Book, before: Any, record: Any, seq: int, proposed: Collection[str]
) -> None:
    """Raise where the account may not change ``record`` (any more), nor back to ``before``.

    ``proposed`` are profiles that the same transaction proposed, which takes another right.
    """
    about = profile_of(record)
    # what lies where decides who may do what, so an area is asked about on both sides of a change
    if isinstance(record, Place):
        may_change(tx, book, before, record)
        return
    # an entry has rules of its own beside its kind's: after closing, a verb that its state decides
    if isinstance(record, Entry) and about not in proposed:
        for state in (record, *((before,) if before is not None else ())):
            writable(tx, book, state)
        return
    if not about:
        for target in targets_of(tx, book, record):
            book.require(record.VERB, target)
        return
    file = editable(tx, book, about, "propose" if about in proposed else record.VERB)
    # an entry may be written about an earlier cycle, a stage is a cycle's own
    if isinstance(record, Stage) and record.cycle != file.profile.cycle:
        raise BadValue(
            f"Entry {seq} can't be undone: {about} is in cycle {file.profile.cycle}, and what was "
            "written in an earlier one stays."
        )


def _refuse_needed(tx: Transaction, record: Any) -> None:
    """Raise :class:`BadValue` where another record refers to the one that would be removed."""
    needed = next(_referring(tx, record), None)
    if needed is not None:
        raise BadValue(f"{record.ref} can't be removed again: {needed} refers to it.")


def _referring(tx: Transaction, record: Any) -> Iterator[str]:
    """What refers to a record: by ref, by number or by its words."""
    for kind in all_kinds():
        for spec in fields_of(kind).values():
            if spec.refers != record.KIND:
                continue
            key = record.id if spec.type is int else record.ref
            for each in tx.load(kind):
                value = getattr(each, spec.name)
                if value == key or (spec.many and key in value):
                    yield each.ref
    yield from (each.ref for each in record.named_by_words(tx))
    # outlines are no records: they come from files
    if isinstance(record, Place):
        drawn = places.boundaries(tx, (record.kind,))
        yield from (f"an outline of {each.ref}" for each in drawn if each.place == record.id)


def _day(book: Book, entry: history.HistoryEntry) -> str:
    return day_label(datetime.fromisoformat(entry.at).astimezone(book.zone).date())
