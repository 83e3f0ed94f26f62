"""Whether the records stand as their history says: every entry replayed, and compared.

Looked at are the records people edit one by one. What an import writes is one entry for all its
rows, so of places and of entries it brought only the fields are compared that somebody changed
since. What was disposed of must be blank, and nothing else may be.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from casebook.core.kinds import (
    PROFILE,
    Record,
    all_kinds,
    kind_called,
    names_profile,
    part_of_profile,
    without_notes,
)
from casebook.core.personal_data import without_texts
from casebook.store import history, keys, records, tables

_Key = tuple[str, int | str]
"""A kind and a row; the ref in old entries on what was removed and then disposed of."""


@dataclass
class _Told:
    """What the entries of one record say of it, as far as they have been read."""

    fields: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """The value each field got last, and the entry that says so."""
    whole: bool = False
    """Whether it is told from the record's making on: then a field not told of is blank."""
    removed: int = 0
    """The entry that took it away; 0 while none has."""
    ref: str = ""
    """What it was called last."""


@dataclass
class _Story:
    """What the whole history says."""

    records: dict[_Key, _Told] = field(default_factory=dict)
    imported: Counter[str] = field(default_factory=Counter)
    """How many records of each register imports have added."""
    blank: list[history.Entry] = field(default_factory=list)
    """Entries without values."""
    disposed: dict[str, int] = field(default_factory=dict)
    """The entry that disposed of a profile, by the profile's ref; and of what lost a note with it,
    by its own."""
    profiles: dict[int, str] = field(default_factory=dict)
    """What each profile was called last, by its row."""
    wrong: list[history.Entry] = field(default_factory=list)
    """Entries with another key than their words tell."""

    def disposed_after(self, entry: history.Entry) -> int:
        """The entry that disposed of what ``entry`` is about, or of its profile; 0 for none."""
        owner = self.profiles.get(entry.profile_id or 0, "")
        return max(self.disposed.get(owner, 0), self.disposed.get(entry.record, 0))


def differences(conn: Connection) -> tuple[str, ...]:
    """Every way in which a record isn't as its history says, a sentence each; empty where none.

    Named are records and fields, never what they hold.
    """
    story = _read(conn)
    found = list(_wrong_keys(conn, story))
    for kind in all_kinds():
        found += _of_kind(conn, kind, story)
    found += [
        f"{told.ref} is gone, and no entry says who took it away"
        for told in story.records.values()
        if told.whole and not told.removed
    ]
    found += [
        f"entry {entry.seq} on {entry.record} is blank although nothing was disposed of"
        for entry in story.blank
        if entry.seq > story.disposed_after(entry)
    ]
    return tuple(found)


def _read(conn: Connection) -> _Story:
    story = _Story()
    words = [*(kind.KIND for kind in all_kinds()), "load", "disposal"]
    looked_at = tables.history.c.kind.in_(words)
    for entry in _with_keys(conn, story, history.entries(conn, looked_at)):
        if entry.kind == "disposal":
            beside = entry.change.get("beside", ()) if isinstance(entry.change, dict) else ()
            story.disposed |= dict.fromkeys((entry.record, *beside), entry.seq)
        elif entry.kind == "load":
            change = entry.change or {}
            register = str(change.get("of", "")).removeprefix("register ")
            story.imported[register] += change.get("added", 0)
        elif entry.change is None or history.in_pairs(entry.change):
            _tell(story, entry)
    return story


def _with_keys(
    conn: Connection, story: _Story, entries: tuple[history.Entry, ...]
) -> Iterator[history.Entry]:
    """The entries, each with the key its hash covers or, in an old one, its sealed words tell."""
    told = dict(keys.keys_told(conn, entries))
    for entry in entries:
        key = told.get(entry.seq, keys.Key(entry.record_id, entry.profile_id))
        if key != (entry.record_id, entry.profile_id):
            story.wrong.append(entry)
        yield dataclasses.replace(entry, record_id=key.record, profile_id=key.profile)


def _wrong_keys(conn: Connection, story: _Story) -> Iterator[str]:
    """The old entries whose key isn't that of what they name."""
    for entry in story.wrong:
        kind = kind_called(entry.kind)
        found = records.load(conn, kind, id=entry.record_id) if kind else ()
        called = found[0].ref if found else "another record"
        if called == entry.record:
            called = "another profile"
        yield f"entry {entry.seq} on {entry.record} has the key of {called}"


def _kind(entry: history.Entry) -> type[Record]:
    found = kind_called(entry.kind)
    assert found is not None
    return found


def _tell(story: _Story, entry: history.Entry) -> None:
    """Take one entry of a record into the story."""
    kind, change = _kind(entry), entry.change
    key = (entry.kind, entry.record if entry.record_id is None else entry.record_id)
    if entry.kind == PROFILE and entry.record_id is not None:
        story.profiles[entry.record_id] = entry.record
    if change is None:
        story.blank.append(entry)
        story.records[key] = _Told()
    elif history.removes(kind, change):
        story.records[key] = _Told(whole=True, removed=entry.seq, ref=entry.record)
    else:
        if history.makes(kind, change):
            story.records[key] = _Told(whole=True)
        told = story.records.setdefault(key, _Told())
        told.ref = entry.record
        told.fields |= {name: (pair[1], entry.seq) for name, pair in change.items()}


def _of_kind(conn: Connection, kind: type[Any], story: _Story) -> Iterator[str]:
    """What is wrong with the records of one kind; takes those that stand out of the story."""
    untold = []
    for record in records.load(conn, kind):
        key = (kind.KIND, record.id)
        told = story.records.pop(key, None)
        disposed = story.disposed.get(getattr(record, "profile", record.ref))
        if told is None:
            untold.append(record.ref)
        elif told.removed:
            yield f"{record.ref} stands although entry {told.removed} took it away"
        else:
            yield from _compare(record, told)
        if disposed is not None and names_profile(kind):
            yield from _not_blank(record, without_notes(record), disposed)
        elif disposed is not None and (kind.KIND == PROFILE or part_of_profile(kind)):
            yield from _not_blank(record, without_texts(record), disposed)
    imported = story.imported[kind.KIND]
    if len(untold) > imported > 0:
        yield f"imports brought {imported} of {', '.join(untold)}; no entry says who made the rest"
    elif not kind.BY_IMPORT and len(untold) > imported:
        yield from (f"{ref} has no entry that says who made it" for ref in untold)


def _compare(record: Any, told: _Told) -> Iterator[str]:
    """The fields of a record that aren't as it was told."""
    usual = _defaults(record) if told.whole else {}
    for name, value in records.flat(record).items():
        if name in record.BY_IMPORT:
            continue
        if name in told.fields:
            said, seq = told.fields[name]
            if not _same(said, value):
                yield f"{record.ref}: {name} isn't what entry {seq} says"
        elif told.whole and value not in (None, "", [], usual.get(name)):
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
