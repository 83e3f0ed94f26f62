"""Whether records are as their history says: every entry is replayed, and the result compared.

Only records that people edit one by one are compared. An import writes one entry for all its rows,
so of the places and entries it brought only fields that somebody changed since are compared. What
was disposed of must be blank, and nothing else may be.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casebook.core.kinds import (
    Record,
    all_kinds,
    kind_called,
    names_profile,
    part_of_profile,
    without_notes,
)
from casebook.core.personal_data import without_texts
from casebook.store import history, keys, records
from casebook.store.transaction import Transaction

_Key = tuple[str, int | str]
"""A kind and a row; the ref in old entries on what was removed and then disposed of."""


@dataclass
class _RecordReplay:
    """What the entries read so far say of one record."""

    fields: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """The value each field got last, and the entry that says so."""
    whole: bool = False
    """Whether the entries go back to the record's making: then a field without one is blank."""
    removed: int = 0
    """The entry that took it away; 0 while none has."""
    ref: str = ""
    """What it was called last."""


@dataclass
class _Replay:
    """What the history says of every record."""

    records: dict[_Key, _RecordReplay] = field(default_factory=dict)
    imported: Counter[str] = field(default_factory=Counter)
    """How many records of each register imports have added."""
    blank: list[history.HistoryEntry] = field(default_factory=list)
    """Entries without values."""
    disposed: dict[str, int] = field(default_factory=dict)
    """The entry that disposed of a profile, by the profile's ref; and of what lost a note with it,
    by its own."""
    profiles: dict[int, str] = field(default_factory=dict)
    """What each profile was called last, by its row."""
    wrong: list[history.HistoryEntry] = field(default_factory=list)
    """Entries whose key isn't that of the record their words name."""

    def disposed_after(self, entry: history.HistoryEntry) -> int:
        """The entry that disposed of what ``entry`` is about, or of its profile; 0 for none."""
        owner = self.profiles.get(entry.profile_id or 0, "")
        return max(self.disposed.get(owner, 0), self.disposed.get(entry.record, 0))


def differences(tx: Transaction) -> tuple[str, ...]:
    """Every way in which a record isn't as its history says, a sentence each; empty where none.

    Named are records and fields, never what they hold.
    """
    replay = _read(tx)
    found = list(_wrong_keys(tx, replay))
    for kind in all_kinds():
        found += _of_kind(tx, kind, replay)
    found += [
        f"{replayed.ref} is gone, and no entry says who took it away"
        for replayed in replay.records.values()
        if replayed.whole and not replayed.removed
    ]
    found += [
        f"entry {entry.seq} on {entry.record} is blank although nothing was disposed of"
        for entry in replay.blank
        if entry.seq > replay.disposed_after(entry)
    ]
    return tuple(found)


def _read(tx: Transaction) -> _Replay:
    replay = _Replay()
    words = [*(kind.KIND for kind in all_kinds()), "load", "disposal"]
    for entry in _with_keys(tx, replay, tx.history.entries(kind=words)):
        if entry.kind == "disposal":
            beside = entry.change.get("beside", ()) if isinstance(entry.change, dict) else ()
            replay.disposed |= dict.fromkeys((entry.record, *beside), entry.seq)
        elif entry.kind == "load":
            change = entry.change or {}
            register = str(change.get("of", "")).removeprefix("register ")
            replay.imported[register] += change.get("added", 0)
        elif entry.change is None or history.in_pairs(entry.change):
            _replay_entry(replay, entry)
    return replay


def _with_keys(
    tx: Transaction, replay: _Replay, entries: tuple[history.HistoryEntry, ...]
) -> Iterator[history.HistoryEntry]:
    """The entries, each with the key its hash covers or, in an old one, that its words give."""
    from_words = dict(keys.keys_from_words(tx, entries))
    for entry in entries:
        key = from_words.get(entry.seq, keys.Key(entry.record_id, entry.profile_id))
        if key != (entry.record_id, entry.profile_id):
            replay.wrong.append(entry)
        yield dataclasses.replace(entry, record_id=key.record, profile_id=key.profile)


def _wrong_keys(tx: Transaction, replay: _Replay) -> Iterator[str]:
    """The old entries whose key isn't that of what they name."""
    for entry in replay.wrong:
        kind = kind_called(entry.kind)
        found = tx.load(kind, id=entry.record_id) if kind else ()
        called = found[0].ref if found else "another record"
        if called == entry.record:
            called = "another profile"
        yield f"entry {entry.seq} on {entry.record} has the key of {called}"


def _kind(entry: history.HistoryEntry) -> type[Record]:
    found = kind_called(entry.kind)
    assert found is not None
    return found


def _replay_entry(replay: _Replay, entry: history.HistoryEntry) -> None:
    """Take one entry of a record into the replay."""
    kind, change = _kind(entry), entry.change
    key = (entry.kind, entry.record if entry.record_id is None else entry.record_id)
    if kind.WHOLE and entry.record_id is not None:
        replay.profiles[entry.record_id] = entry.record
    if change is None:
        replay.blank.append(entry)
        replay.records[key] = _RecordReplay()
    elif history.removes(kind, change):
        replay.records[key] = _RecordReplay(whole=True, removed=entry.seq, ref=entry.record)
    else:
        if history.makes(kind, change):
            replay.records[key] = _RecordReplay(whole=True)
        replayed = replay.records.setdefault(key, _RecordReplay())
        replayed.ref = entry.record
        replayed.fields |= {name: (pair[1], entry.seq) for name, pair in change.items()}


def _of_kind(tx: Transaction, kind: type[Any], replay: _Replay) -> Iterator[str]:
    """What is wrong with the records of one kind; those there are leave ``replay.records``."""
    unexplained = []
    for record in tx.load(kind):
        key = (kind.KIND, record.id)
        replayed = replay.records.pop(key, None)
        disposed = replay.disposed.get(getattr(record, "profile", record.ref))
        if replayed is None:
            unexplained.append(record.ref)
        elif replayed.removed:
            yield f"{record.ref} stands although entry {replayed.removed} took it away"
        else:
            yield from _compare(record, replayed)
        if disposed is not None and names_profile(kind):
            yield from _not_blank(record, without_notes(record), disposed)
        elif disposed is not None and (kind.WHOLE or part_of_profile(kind)):
            yield from _not_blank(record, without_texts(record), disposed)
    imported = replay.imported[kind.KIND]
    if len(unexplained) > imported > 0:
        refs = ", ".join(unexplained)
        yield f"imports brought {imported} of {refs}; no entry says who made the rest"
    elif not kind.BY_IMPORT and len(unexplained) > imported:
        yield from (f"{ref} has no entry that says who made it" for ref in unexplained)


def _compare(record: Any, replayed: _RecordReplay) -> Iterator[str]:
    """The fields of a record that aren't as its entries say."""
    usual = _defaults(record) if replayed.whole else {}
    for name, value in records.flat(record).items():
        if name in record.BY_IMPORT:
            continue
        if name in replayed.fields:
            said, seq = replayed.fields[name]
            if not _same(said, value):
                yield f"{record.ref}: {name} isn't what entry {seq} says"
        elif replayed.whole and value not in (None, "", [], usual.get(name)):
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
