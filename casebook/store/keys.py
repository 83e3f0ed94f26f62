"""The keys of entries from before there were keys, found from what was sealed.

Such an entry names its record by what it was called then. The history is read backwards from the
records that stand: each entry says what its record was before, and so what it was called before.
A record that was removed has no row left; it gets a number below zero, from the entry that removed
it, so that two that went by one ref stay two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update

from casebook.core.errors import BadValue
from casebook.core.fields import decode, fields_of
from casebook.core.kinds import Record, all_kinds, kind_called, part_of_profile, whole_kind
from casebook.store import history, tables
from casebook.store.transaction import Transaction


class Key(NamedTuple):
    """What an entry is about, by row; None where that can't be found or there is no row."""

    record: int | None
    profile: int | None


def fill(tx: Transaction) -> None:
    """Give every entry without sealed keys the keys that its sealed words give."""
    table = tables.history
    found = keys_from_words(tx, tx.history.entries())
    rows = [
        {"entry": seq, "its_record": key.record, "its_profile": key.profile} for seq, key in found
    ]
    if rows:
        tx.sql.execute(
            update(table)
            .where(table.c.seq == bindparam("entry"))
            .values(record_id=bindparam("its_record"), profile_id=bindparam("its_profile")),
            rows,
        )


def keys_from_words(
    tx: Transaction, entries: tuple[history.HistoryEntry, ...]
) -> tuple[tuple[int, Key], ...]:
    """The seq and key of every one of ``entries`` whose key isn't sealed, oldest first.

    ``entries`` are the history from some kinds' first entry to the newest.
    """
    if all(entry.keys_sealed for entry in entries):
        return ()
    backwards = _Backwards(tx)
    found = []
    for entry in reversed(entries):
        key = backwards.step(entry)
        if not entry.keys_sealed:
            found.append((entry.seq, key))
    return tuple(reversed(found))


class _Backwards:
    """The records as they were before the entry last read, and what they were called then."""

    def __init__(self, tx: Transaction) -> None:
        self._loads = {
            f"load {number}": number
            for number in tx.sql.execute(select(tables.load.c.id)).scalars()
        }
        self._whole = whole_kind().KIND
        self._called: dict[tuple[str, str], int] = {}
        self._records: dict[tuple[str, int], Any] = {}
        for kind in all_kinds():
            for record in tx.load(kind):
                self._put(record, record.ref)

    def step(self, entry: history.HistoryEntry) -> Key:
        """The key of the entry before those read so far, which is then undone."""
        kind = kind_called(entry.kind)
        if kind is None:
            profile = self._called.get((self._whole, entry.record))
            load = self._loads.get(entry.record)
            return Key(
                load if entry.kind == "load" else None,
                profile if entry.kind == "disposal" else None,
            )
        change = entry.change if entry.change and history.in_pairs(entry.change) else {}
        if history.removes(kind, change):
            number = entry.record_id if entry.keys_sealed else -entry.seq
            gone = _with(kind, None, _before(change), number or -entry.seq)
            if gone is not None:
                self._put(gone, entry.record)
        number = self._called.get((kind.KIND, entry.record))
        if number is None:
            # removed and then disposed of: the words are all there is, and a ref has no spaces
            owner = entry.record.partition(" ")[0] if part_of_profile(kind) else ""
            return Key(None, self._called.get((self._whole, owner)))
        record = self._records[kind.KIND, number]
        key = Key(number, self._profile_of(record))
        if not history.removes(kind, change):
            self._take(record, entry.record)
            if not history.makes(kind, change):
                earlier = _with(kind, record, _before(change), number)
                # a ref may hold the row, which is another one now where the record is gone
                same = earlier.ref == record.ref
                self._put(earlier, entry.record if same else earlier.ref)
        return key

    def _profile_of(self, record: Any) -> int | None:
        if record.WHOLE:
            return int(record.id)
        part = part_of_profile(type(record))
        return self._called.get((self._whole, record.profile)) if part else None

    def _put(self, record: Record, called: str) -> None:
        self._called[record.KIND, called] = record.id
        self._records[record.KIND, record.id] = record

    def _take(self, record: Record, called: str) -> None:
        del self._called[record.KIND, called]
        del self._records[record.KIND, record.id]


def _before(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: pair[0] for name, pair in change.items()}


def _with(kind: type[Any], record: Any, values: Mapping[str, Any], number: int) -> Any:
    """``record``, or a new one, with these values; as it is where they can't be read.

    Such a value was tampered with, which the chain shows.
    """
    known = {name: value for name, value in values.items() if name in fields_of(kind)}
    try:
        return dataclasses.replace(decode(kind, known, base=record), id=number)
    except (BadValue, TypeError):
        return record
