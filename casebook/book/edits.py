"""An edit typed over a version of a record that may not stand any more.

An edit of the version that stands is taken as it is. Where somebody changed the record meanwhile, a
form is told so and shows both (:class:`~casebook.core.errors.StaleRecord`); an edit that comes as a
file is brought together with theirs, field by field, from what the history says of the version it
was made from. A field that both changed stops it, with both texts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casebook.book.three_way import together
from casebook.core.errors import BadValue, Clash, ClashingEdit, StaleRecord
from casebook.core.fields import decode, encode, fields_of
from casebook.core.kinds import Record
from casebook.core.wording import said
from casebook.store import history, records
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Meanwhile:
    """A field that somebody changed after the version an edit was made from."""

    record: str
    label: str
    who: str
    """Empty where the history doesn't say."""
    at: str
    """UTC in ISO form; empty with ``who``."""


@dataclass
class FileEdit:
    """An edit that comes as a file: the version the file names, and what became of it.

    Without a version nobody can tell what it was made from: it fills what is blank, and a field in
    which something else stands is one that both changed.
    """

    version: int | None
    overwrite: bool = False
    """Whether its fields are taken whatever somebody else wrote."""
    merged: list[Meanwhile] = field(default_factory=list)
    """What somebody else changed meanwhile, and stands beside the edit."""


def version_of(row: Mapping[str, Any]) -> int | None:
    """The version a record's JSON says it was made from; None where it says none.

    Raises :class:`BadValue` for one that is no whole number.
    """
    version = row.get("version")
    if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
        raise BadValue(f"\"version\" is a whole number, as 'show' prints it, not {version!r}.")
    return version


Over = int | FileEdit | None
"""What an edit was typed over: a version, a file that may name one, or whatever stands."""


def over(
    before: Record,
    changes: Mapping[str, Any],
    typed: Over,
    tx: Transaction,
    *,
    kind: str = "",
    called: str = "",
    prefix: str = "",
) -> Mapping[str, Any]:
    """Those of ``changes`` (JSON values by field) that are to be written over ``before``.

    ``prefix`` is what history puts before the names of the part that is edited; ``kind`` and
    ``called`` name the record in a sentence, where its own words don't. Of a file's edit only what
    differs is given. Raises :class:`StaleRecord` where a form was typed over
    another version, :class:`ClashingEdit` where a file's edit and somebody else's change the same
    field, :class:`BadValue` for a version that never was.
    """
    if typed is None or typed == before.version:
        return changes
    name = called or before.ref
    if isinstance(typed, int):
        raise StaleRecord(kind or before.KIND.capitalize(), name, changed_by(tx, before))
    part = before.parts[prefix]
    stands = encode(part)
    decoded = decode(type(part), changes, base=part)
    wanted = encode(decoded)
    mine = {each: wanted[each] for each in changes if wanted[each] != stands[each]}
    if typed.overwrite or typed.version == before.version:
        return mine
    if typed.version is not None and not 0 <= typed.version < before.version:
        raise BadValue(
            f"{name} has no version {typed.version}: it stands at {before.version}. Take it again "
            "as it is now."
        )
    past = _Past.of(tx, before, typed.version, prefix)
    found = together(
        past.fields,
        stands,
        mine,
        free=[each for each in mine if _nobodys(part, each)],
    )
    if found.clashes:
        versions = typed.version, before.version
        raise ClashingEdit(
            tuple(_clash(name, each, part, decoded, past, versions) for each in found.clashes)
        )
    typed.merged += [
        Meanwhile(name, spec.label, *past.author(each))
        for each, spec in fields_of(type(part)).items()
        if each in past.by and (each in found.theirs or each not in changes)
    ]
    return found.changes


def changed_by(tx: Transaction, record: Record) -> str:
    """Who changed a record last; empty where its history doesn't say."""
    entries = tx.history.of_record(record.KIND, record.id) if record.id else ()
    return _author(entries[-1])[0] if entries else ""


def _clash(
    name: str, field: str, stands: Any, typed: Any, past: _Past, versions: tuple[int | None, int]
) -> Clash:
    """A field that somebody else and the edit both changed, with both texts."""
    spec = fields_of(type(stands))[field]
    texts = [said(spec, getattr(part, field)) for part in (stands, typed)]
    return Clash(name, field, spec.label, texts[0], texts[1], *past.author(field), *versions)


def _nobodys(part: Any, name: str) -> bool:
    """Whether a field says nothing, or what it says where nobody says anything."""
    value = getattr(part, name)
    usual = {each.name: each.default for each in dataclasses.fields(part)}
    return fields_of(type(part))[name].blank(value) or value == usual[name]


@dataclass(frozen=True)
class _Past:
    """A part of a record as it was at a version, as far as its history tells."""

    prefix: str
    fields: Mapping[str, Any]
    """JSON values by field; a field isn't there where its value then isn't known."""
    by: Mapping[str, history.HistoryEntry]
    """For each field changed since, the entry that changed it last."""

    @classmethod
    def of(cls, tx: Transaction, record: Record, version: int | None, prefix: str) -> _Past:
        """As it was at ``version``; nothing is known without one."""
        entries = tx.history.of_record(record.KIND, record.id) if record.id else ()
        last = {
            name.removeprefix(prefix): entry
            for entry in entries
            for name in (entry.change if history.in_pairs(entry.change) else None) or ()
            if name.startswith(prefix)
        }
        if version is None or not _explained(record, entries):
            return cls(prefix, {}, last)
        then = records.flat(record)
        by: dict[str, history.HistoryEntry] = {}
        since = record.version - version
        for entry in reversed(entries[len(entries) - since :]):
            if not history.in_pairs(entry.change) or entry.change is None:
                return cls(prefix, {}, last)
            for name, (was, became) in entry.change.items():
                if then.get(name) != became:
                    return cls(prefix, {}, last)
                then[name] = was
                by.setdefault(name.removeprefix(prefix), entry)
        part = record.parts[prefix]
        known = {
            name: then[prefix + name] for name in fields_of(type(part)) if prefix + name in then
        }
        return cls(prefix, _as_now(part, known), by)

    def author(self, name: str) -> tuple[str, str]:
        """Who changed a field last, and when; empty where that isn't known."""
        entry = self.by.get(name)
        return ("", "") if entry is None else _author(entry)


def _author(entry: history.HistoryEntry) -> tuple[str, str]:
    """Who made an entry, and when."""
    return (entry.who if entry.via is None else f"{entry.who} (by {entry.via})"), entry.at


def _explained(record: Record, entries: Sequence[history.HistoryEntry]) -> bool:
    """Whether every version of a record has its entry, so that they can be counted back.

    An import makes and changes records without one for each.
    """
    first = entries[0].change if entries else None
    made = history.in_pairs(first) and first is not None and history.makes(type(record), first)
    return len(entries) == record.version - (0 if made else 1)


def _as_now(part: Any, known: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values of history in the shape values have now: rows may have got fields since."""
    found = {}
    for name, value in known.items():
        try:
            found[name] = encode(decode(type(part), {name: value}, base=part))[name]
        except BadValue:
            continue  # it can't be read as a value of its field any more, so it isn't known
    return found
