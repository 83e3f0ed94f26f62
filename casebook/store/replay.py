"""Whether the records stand as their history says: every entry replayed, and compared.

Looked at are the records people edit one by one. What an import writes is one entry for all its
rows, so of places and of entries it brought only the fields are compared that somebody changed
since. What was disposed of must be blank, and nothing else may be.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from casebook.core.entry import Entry
from casebook.core.fields import decode, fields_of
from casebook.core.kinds import (
    Record,
    all_kinds,
    kind_called,
    names_profile,
    part_of_profile,
    without_notes,
)
from casebook.core.personal_data import without_texts
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles.profile import Profile
from casebook.store import history, records, tables

_RENAMED = ("agency", Plan.KIND)
"""Kinds whose ref is made of fields that a person may change, or once could."""

_BY_IMPORT = {
    Place.KIND: frozenset({"name", "parent", "themes", "aliases", "groups", "officer"}),
}
"""What an import changes of records that are there already."""

_Key = tuple[str, str]


@dataclass
class _Told:
    """What the entries of one record say of it, as far as they have been read."""

    fields: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """The value each field got last, and the entry that says so."""
    whole: bool = False
    """Whether it is told from the record's making on: then a field not told of is blank."""
    removed: int = 0
    """The entry that took it away; 0 while none has."""


@dataclass
class _Story:
    """What the whole history says."""

    records: dict[_Key, _Told] = field(default_factory=dict)
    imported: Counter[str] = field(default_factory=Counter)
    """How many records of each register imports have added."""
    blank: list[tuple[int, str]] = field(default_factory=list)
    """Entries without values, each with its record."""
    disposed: dict[str, int] = field(default_factory=dict)
    """The entry that disposed of a profile, by the profile's ref; and of what lost a note with it,
    by its own."""


def differences(conn: Connection) -> tuple[str, ...]:
    """Every way in which a record isn't as its history says, a sentence each; empty where none.

    Named are records and fields, never what they hold.
    """
    story = _read(conn)
    found: list[str] = []
    for kind in all_kinds():
        found += _of_kind(conn, kind, story)
    found += [
        f"{ref} is gone, and no entry says who took it away"
        for (_, ref), told in story.records.items()
        if told.whole and not told.removed
    ]
    found += [
        f"entry {seq} on {ref} is blank although nothing was disposed of"
        for seq, ref in story.blank
        if seq > max(story.disposed.get(_profile(ref), 0), story.disposed.get(ref, 0))
    ]
    return tuple(found)


def makes(kind: type, change: Mapping[str, Any]) -> bool:
    """Whether a change is the making of a record of ``kind``: what every record has, it gives."""
    pair = change.get(_first_needed(kind))
    return pair is not None and pair[0] is None


def removes(kind: type, change: Mapping[str, Any]) -> bool:
    """Whether a change is the taking away of a record of ``kind``."""
    pair = change.get(_first_needed(kind))
    return pair is not None and pair[1] is None


def _first_needed(kind: type) -> str:
    """A field that no record of ``kind`` is without."""
    needed = getattr(kind, "NEEDS", ())
    specs = fields_of(kind).values()
    return next(spec.name for spec in specs if spec.required or spec.name in needed)


def _read(conn: Connection) -> _Story:
    story = _Story()
    words = [*(kind.KIND for kind in all_kinds()), "load", "disposal"]
    looked_at = tables.history.c.kind.in_(words)
    for entry in history.entries(conn, looked_at):
        if entry.kind == "disposal":
            beside = entry.change.get("beside", ()) if isinstance(entry.change, dict) else ()
            story.disposed |= dict.fromkeys((entry.record, *beside), entry.seq)
        elif entry.kind == "load":
            change = entry.change or {}
            register = str(change.get("of", "")).removeprefix("register ")
            story.imported[register] += change.get("added", 0)
        elif _told_in_pairs(entry.change):
            _tell(story, entry)
    return story


def _kind(entry: history.Entry) -> type[Record]:
    found = kind_called(entry.kind)
    assert found is not None
    return found


def _told_in_pairs(change: Any) -> bool:
    """Whether a change says before and after of each field.

    One that doesn't was tampered with, which the chain shows.
    """
    if change is None:
        return True
    return isinstance(change, dict) and all(
        isinstance(pair, list) and len(pair) == 2 for pair in change.values()
    )


def _tell(story: _Story, entry: history.Entry) -> None:
    """Take one entry of a record into the story."""
    kind, key, change = _kind(entry), (entry.kind, entry.record), entry.change
    if change is None:
        story.blank.append((entry.seq, entry.record))
        story.records[key] = _Told()
    elif removes(kind, change):
        story.records[key] = _Told(whole=True, removed=entry.seq)
    else:
        made = makes(kind, change)
        if made:
            story.records[key] = _Told(whole=True)
        elif key not in story.records:
            renamed = _renamed(story, entry) if entry.kind in _RENAMED else None
            story.records[key] = renamed or _Told()
        told = story.records[key]
        told.fields |= {name: (pair[1], entry.seq) for name, pair in change.items()}


def _renamed(story: _Story, entry: history.Entry) -> _Told | None:
    """The record that the entry gives another ref, under which it was told of so far."""
    kind, change = _kind(entry), entry.change or {}
    specs = fields_of(kind)
    for key, told in story.records.items():
        if key[0] != entry.kind or not told.whole or told.removed:
            continue
        before = {name: value for name, (value, _) in told.fields.items()}
        if any(before.get(name) != pair[0] for name, pair in change.items()):
            continue
        after = before | {name: pair[1] for name, pair in change.items()}
        if decode(kind, {name: after[name] for name in after if name in specs}).ref == entry.record:
            return story.records.pop(key)
    return None


def _of_kind(conn: Connection, kind: type[Any], story: _Story) -> Iterator[str]:
    """What is wrong with the records of one kind; takes those that stand out of the story."""
    untold = []
    for record in records.load(conn, kind):
        key = (kind.KIND, record.ref)
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
        elif disposed is not None and (kind is Profile or part_of_profile(kind)):
            yield from _not_blank(record, without_texts(record), disposed)
    imported = story.imported[kind.KIND]
    if issubclass(kind, Entry) and len(untold) > imported > 0:
        yield f"imports brought {imported} of {', '.join(untold)}; no entry says who made the rest"
    elif kind is not Place and len(untold) > imported:
        yield from (f"{ref} has no entry that says who made it" for ref in untold)


def _compare(record: Any, told: _Told) -> Iterator[str]:
    """The fields of a record that aren't as it was told."""
    skipped = _BY_IMPORT.get(record.KIND, frozenset())
    usual = _defaults(record) if told.whole else {}
    for name, value in records.flat(record).items():
        if name in skipped:
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


def _profile(ref: str) -> str:
    """The profile that a record's ref begins with: refs of profiles have no spaces."""
    return ref.partition(" ")[0]
