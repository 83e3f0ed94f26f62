"""Whether records are as their history says: every entry is replayed, and the result compared.

Records that people edit have an entry for each change. Those that an import brought or changed
have its seal instead (:mod:`casebook.store.sealing`): what was changed since is taken back, and the
result compared with the seal. Of what was imported before there were seals only fields that
somebody changed since are compared. What was disposed of must be blank, and nothing else may be.

Entries are read record by record, so that a long history takes no more memory than a short one.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from casebook.core.errors import BadValue, StoreFailure
from casebook.core.kinds import (
    all_kinds,
    kind_called,
    names_profile,
    part_of_profile,
    without_notes,
)
from casebook.core.personal_data import without_texts
from casebook.store import history, keys, records
from casebook.store.sealing import newest, seals
from casebook.store.sealing.newest import Newest, SealedRecord
from casebook.store.transaction import Transaction

CANT_BE_READ = "holds what it can't, so that it can't be read"
"""What is said of a record whose row was altered so that no record can be made of it."""
_Key = int | str
"""A row; the ref in old entries on what was removed and then disposed of."""
_PAGE = 500
_UNREADABLE = (BadValue, StoreFailure, LookupError, TypeError, ValueError, AttributeError)
"""What making a record of a row raises where the row holds what no record can."""


@dataclass(frozen=True)
class Unreadable:
    """A record whose row holds what no record of its kind can."""

    id: int


@dataclass
class _RecordReplay:
    """What the entries read so far say of one record."""

    whole: bool = False
    """Whether the entries go back to the record's making: then a field without one is blank."""
    removed: int = 0
    """The entry that took it away; 0 while none has."""
    seal: SealedRecord | None = None
    """Its newest seal, where it wasn't made or taken away since."""
    blank: list[history.HistoryEntry] = field(default_factory=list)
    """Entries without values."""
    told: bool = True
    """Whether its removal would be known, as it isn't once the entry on it is blank."""
    ref: str = ""
    """What it was called last."""
    fields: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """The value each field got last since its seal, and the entry that says so."""
    since: dict[str, Any] = field(default_factory=dict)
    """The value each field had before the first change since its seal."""


@dataclass
class _Facts:
    """What is known before records are compared one by one."""

    newest: Newest
    imported: Counter[str]
    """How many records of each register unsealed loads have added."""
    profiles: dict[int, str]
    """What each profile was called last, by its row."""
    keys: dict[int, keys.Key]
    """The key of each old entry whose stored one isn't that of what its words name."""

    def disposed_after(self, entry: history.HistoryEntry) -> int:
        """The entry that disposed of what ``entry`` is about, or of its profile; 0 for none."""
        owner = self.profiles.get(entry.profile_id or 0, "")
        disposed = self.newest.disposed
        return max(disposed.get(owner, 0), disposed.get(entry.record, 0))


def differences(tx: Transaction) -> tuple[str, ...]:
    """Every way in which a record isn't as its history says, a sentence each; empty where none.

    Named are records and fields, never what they hold.
    """
    facts = _facts(tx, newest.read(tx))
    found = list(_wrong_keys(tx, facts))
    for kind in all_kinds():
        found += _of_kind(tx, kind, facts)
    return tuple(found)


def _facts(tx: Transaction, known: Newest) -> _Facts:
    imported: Counter[str] = Counter()
    for change in known.unsealed.values():
        register = str(change.get("of", "")).removeprefix("register ")
        imported[register] += change.get("added", 0)
    whole = next(kind for kind in all_kinds() if kind.WHOLE)
    named = tx.history.walk(of=whole.KIND)
    profiles = {entry.record_id: entry.record for entry in named if entry.record_id is not None}
    return _Facts(known, imported, profiles, _moved(tx))


def _moved(tx: Transaction) -> dict[int, keys.Key]:
    """Old entries whose key isn't that of what their words name, each with the one it should be."""
    if not tx.history.has_unsealed_keys():
        return {}
    words = [*(kind.KIND for kind in all_kinds()), "load", "disposal"]
    entries = tx.history.entries(kind=words)
    stored = {entry.seq: (entry.record_id, entry.profile_id) for entry in entries}
    try:
        found = keys.keys_from_words(tx, entries)
    except _UNREADABLE:
        # words are read backwards from the records that stand: the one that can't be is named
        return {}
    return {seq: key for seq, key in found if key != stored[seq]}


def _wrong_keys(tx: Transaction, facts: _Facts) -> Iterator[str]:
    """The old entries whose key isn't that of what they name."""
    for entry in tx.history.entries(seq=sorted(facts.keys)) if facts.keys else ():
        kind = kind_called(entry.kind)
        found = tx.load(kind, id=entry.record_id) if kind else ()
        called = found[0].ref if found else "another record"
        if called == entry.record:
            called = "another profile"
        yield f"entry {entry.seq} on {entry.record} has the key of {called}"


def _histories(
    tx: Transaction, kind: type[Any], facts: _Facts
) -> Iterator[tuple[_Key, Iterable[history.HistoryEntry]]]:
    """The entries of each record of a kind, first those without a row, then by rising row."""
    apart: dict[_Key, list[history.HistoryEntry]] = {}
    moved = tx.history.entries(seq=sorted(facts.keys)) if facts.keys else ()
    for entry in (*tx.history.without_row(kind), *moved):
        if entry.kind == kind.KIND:
            key = facts.keys.get(entry.seq, keys.Key(entry.record_id, entry.profile_id))
            own = dataclasses.replace(entry, record_id=key.record, profile_id=key.profile)
            apart.setdefault(entry.record if key.record is None else key.record, []).append(own)
    stream = (
        entry
        for entry in tx.history.walk(of=kind.KIND, by_record=True)
        if entry.record_id is not None and entry.seq not in facts.keys
    )
    grouped = itertools.groupby(stream, key=lambda entry: entry.record_id or 0)
    yield from ((key, own) for key, own in apart.items() if isinstance(key, str))
    waiting = sorted(key for key in apart if isinstance(key, int))
    for row, entries in grouped:
        while waiting and waiting[0] < row:
            yield waiting[0], apart[waiting.pop(0)]
        if waiting and waiting[0] == row:
            yield row, sorted([*entries, *apart[waiting.pop(0)]], key=lambda entry: entry.seq)
        else:
            yield row, entries
    yield from ((row, apart[row]) for row in waiting)


def _replayed(
    kind: type[Any], entries: Iterable[history.HistoryEntry], sealed: SealedRecord | None
) -> _RecordReplay:
    """What one record's entries say of it; what was before its newest seal is in the seal.

    A record that was made or taken away since isn't the one that was sealed.
    """
    replayed = _RecordReplay(seal=sealed)
    for entry in entries:
        change = entry.change
        earlier = sealed is not None and entry.seq < sealed.entry
        if change is None:
            blank = [*replayed.blank, entry]
            replayed = _RecordReplay(False, 0, replayed.seal, blank, told=False, ref=entry.record)
            continue
        if not history.in_pairs(change):
            continue
        if history.removes(kind, change):
            replayed = _RecordReplay(True, entry.seq, sealed if earlier else None, replayed.blank)
        elif history.makes(kind, change):
            replayed = _RecordReplay(True, 0, sealed if earlier else None, replayed.blank)
        replayed.ref = entry.record
        if not replayed.removed and not earlier:
            replayed.fields |= {name: (pair[1], entry.seq) for name, pair in change.items()}
            for name, pair in change.items():
                replayed.since.setdefault(name, pair[0])
    return replayed


def _of_kind(tx: Transaction, kind: type[Any], facts: _Facts) -> Iterator[str]:
    """What is wrong with the records of one kind, and with what the history says of them."""
    unexplained: list[str] = []
    blank: list[history.HistoryEntry] = []
    sealed = dict(facts.newest.records.get(kind.KIND, {}))
    for row, record, entries in _beside(_records(tx, kind), _histories(tx, kind, facts)):
        seal = sealed.pop(row, None) if isinstance(row, int) else None
        replayed = _replayed(kind, entries or (), seal)
        blank += replayed.blank
        if record is None:
            yield from _gone(kind, row, replayed)
            continue
        if isinstance(record, Unreadable):
            yield f"{replayed.ref or f'{kind.called()} number {row}'} {CANT_BE_READ}"
            continue
        if replayed.removed and replayed.seal is None:
            yield f"{record.ref} stands although entry {replayed.removed} took it away"
        elif not replayed.ref and seal is None:
            unexplained.append(record.ref)
        else:
            yield from _compare(record, replayed, facts)
        yield from _disposed(kind, record, facts)
    for row, seal in sealed.items():
        yield from _gone(kind, row, _RecordReplay(seal=seal))
    yield from _unexplained(kind, unexplained, facts)
    yield from (
        f"entry {entry.seq} on {entry.record} is blank although nothing was disposed of"
        for entry in blank
        if entry.seq > facts.disposed_after(entry)
    )


def _records(tx: Transaction, kind: type[Any]) -> Iterator[Any]:
    """The records of a kind by rising row, a page at a time; what can't be read, by its row."""
    rows = seals.rows_of(tx.sql, kind)
    for start in range(0, len(rows), _PAGE):
        page = rows[start : start + _PAGE]
        try:
            yield from tx.load(kind, id=page)
        except _UNREADABLE:
            yield from (_one(tx, kind, row) for row in page)


def _one(tx: Transaction, kind: type[Any], row: int) -> Any:
    try:
        return tx.load_one(kind, id=row)
    except _UNREADABLE:
        return Unreadable(row)


def _beside(
    found: Iterator[Any], histories: Iterator[tuple[_Key, Iterable[history.HistoryEntry]]]
) -> Iterator[tuple[_Key, Any, Iterable[history.HistoryEntry] | None]]:
    """Each row with its record and its entries, None where it has none."""
    record = next(found, None)
    for key, entries in histories:
        while isinstance(key, int) and record is not None and record.id < key:
            yield record.id, record, None
            record = next(found, None)
        if record is not None and record.id == key:
            yield key, record, entries
            record = next(found, None)
        else:
            yield key, None, entries
    while record is not None:
        yield record.id, record, None
        record = next(found, None)


def _gone(kind: type[Any], row: _Key, replayed: _RecordReplay) -> Iterator[str]:
    """That a record isn't there, where no entry says that it was taken away."""
    known = replayed.seal is not None or replayed.whole or replayed.fields
    if known and replayed.told and not (replayed.removed and replayed.seal is None):
        called = replayed.ref or f"{kind.called()} number {row}"
        yield f"{called} is gone, and no entry says who took it away"


def _disposed(kind: type[Any], record: Any, facts: _Facts) -> Iterator[str]:
    """What a record says although it was disposed of."""
    disposed = facts.newest.disposed.get(getattr(record, "profile", record.ref))
    if disposed is None:
        return
    if names_profile(kind):
        yield from _not_blank(record, without_notes(record), disposed)
    elif kind.WHOLE or part_of_profile(kind):
        yield from _not_blank(record, without_texts(record), disposed)


def _unexplained(kind: type[Any], refs: list[str], facts: _Facts) -> Iterator[str]:
    """The records that neither an entry nor a seal knows, more than unsealed loads brought."""
    imported = facts.imported[kind.KIND]
    if len(refs) > imported > 0:
        yield f"imports brought {imported} of {', '.join(refs)}; no entry says who made the rest"
    elif len(refs) > imported and not (kind.BY_IMPORT and facts.newest.unsealed):
        yield from (f"{ref} has no entry that says who made it" for ref in refs)


def _compare(record: Any, replayed: _RecordReplay, facts: _Facts) -> Iterator[str]:
    """The fields of a record that aren't as its entries say, or that it isn't as it was sealed."""
    usual = _defaults(record) if replayed.whole else {}
    now, seal = records.flat(record), replayed.seal
    if seal is not None:
        sealed = now | replayed.since
        if seals.record_digest(sealed, seal.fields) != seal.digest:
            yield f"{record.ref} isn't what entry {seal.entry} sealed"
    for name, value in now.items():
        # an import from before there were seals may have changed these without an entry
        if name in record.BY_IMPORT and facts.newest.unsealed:
            continue
        if name in replayed.fields:
            said, seq = replayed.fields[name]
            if not _same(said, value):
                yield f"{record.ref}: {name} isn't what entry {seq} says"
        elif replayed.whole and seal is None and value not in (None, "", [], usual.get(name)):
            yield f"{record.ref}: {name} was filled in without an entry"


def _same(said: Any, value: Any) -> bool:
    """Whether two JSON values are the same; rows may have got fields since, still blank."""
    if isinstance(said, list) and isinstance(value, list) and len(said) == len(value):
        return all(_same(one, other) for one, other in zip(said, value, strict=True))
    if isinstance(said, dict) and isinstance(value, dict):
        new = value.keys() - said.keys()
        return all(said[n] == value[n] for n in said.keys() & value.keys()) and not any(
            value[name] for name in new
        )
    return bool(said == value)


def _defaults(record: Any) -> dict[str, Any]:
    """What the fields of a record hold where nobody said anything, as JSON values."""
    found = {}
    for prefix, part in record.parts.items():
        for spec in dataclasses.fields(part):
            value = list(spec.default) if isinstance(spec.default, tuple) else spec.default
            found[prefix + spec.name] = value
    return found


def _not_blank(record: Any, after: Any, disposed: int) -> Iterator[str]:
    """The texts a record still has, or has again, that it hasn't ``after`` its profile went."""
    now, blank = records.flat(record), records.flat(after)
    for name, value in now.items():
        if value != blank[name]:
            yield f"{record.ref}: {name} says something although entry {disposed} disposed of it"
