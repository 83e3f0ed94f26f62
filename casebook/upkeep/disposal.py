"""Disposing of a profile: its words go for good, its figures stay, and an entry says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casebook.book.opening import Book
from casebook.book.writing import reason_kept
from casebook.core.errors import BadValue
from casebook.core.fields import fields_of
from casebook.core.kinds import (
    all_kinds,
    kind_called,
    names_profile,
    note_fields,
    part_of_profile,
    without_notes,
)
from casebook.core.months import day_label
from casebook.core.personal_data import without_texts
from casebook.profiles.casefile import file_of, require
from casebook.profiles.profile import Profile
from casebook.store import drafts, history
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Disposal:
    """What was disposed of."""

    ref: str
    records: dict[str, int]
    """How many records of each kind were blanked."""
    entries: int
    """How many entries of the history were."""
    wiped: bool
    """Whether the file was written anew, so that its free space holds none of the words."""


def dispose(book: Book, ref: str, why: str) -> Disposal:
    """Blank every text of profile ``ref``, of all that is part of it, and of their history.

    Dates, codes, figures and ties to places stay, the chain of the history still verifies, and a
    last entry says who disposed of how much and why. Drafts and the search index lose it too. What
    is a thing of its own and names the profile (a spend, an activity, an indicator, a priority)
    stays and loses its note. It can't be undone.

    Raises :class:`BadValue` for a profile that isn't over, that is still to be kept, or that was
    disposed of; :class:`PersonalDataFound` where the reason names somebody.
    """
    with book.store.writing() as tx:
        file = file_of(tx, ref)
        require(tx, book, "dispose", file)
        _refuse(book, file.profile, why)
        why = reason_kept(book, tx, why.strip())
        counts = _blank_records(book, tx, file.profile)
        counts |= _blank_notes(book, tx, ref)
        tx.search.forget_words()
        beside = _entries_of_notes(tx, ref)
        seqs = [*_entries_of(tx, file.profile), *(entry.seq for entry in beside)]
        tx.history.blank(seqs)
        drafts.drop_of_profile(tx, ref)
        counted: dict[str, Any] = {**counts, "entries": len(seqs)}
        counted |= {"beside": sorted({entry.record for entry in beside})} if beside else {}
        tx.history.append(book.author, "disposal", ref, counted, why, profile_id=file.profile.id)
    return Disposal(ref, counts, len(seqs), book.store.wipe())


def _refuse(book: Book, profile: Profile, why: str) -> None:
    ref = profile.ref
    if profile.disposed is not None:
        raise BadValue(f"{ref} was disposed of on {day_label(profile.disposed)} already.")
    if profile.status not in ("closed", "refused"):
        raise BadValue(f"{ref} is {profile.status}: only a closed or refused profile goes.")
    if profile.retain_until is not None and profile.retain_until >= book.today:
        raise BadValue(
            f"{ref} is to be kept until {day_label(profile.retain_until)}: "
            "it can be disposed of after that day."
        )
    if not why.strip():
        raise BadValue(f"Say why {ref} is disposed of: the reason stays when the rest has gone.")


def _blank_records(book: Book, tx: Transaction, profile: Profile) -> dict[str, int]:
    """Take every text out of the profile's records and out of the index; how many of each kind."""
    counts: dict[str, int] = {}
    for record in _parts(tx, profile):
        after = without_texts(record)
        if "disposed" in fields_of(type(after)):
            after = dataclasses.replace(after, disposed=book.today)
        tx.search.forget(tx.save(record, after, book.author))
        tx.unsealed.record(record.KIND, [record.id])
        counts[record.KIND] = counts.get(record.KIND, 0) + 1
    return counts


def _parts(tx: Transaction, profile: Profile) -> Iterator[Any]:
    """The profile and every record that is part of it."""
    kinds = all_kinds()
    yield profile
    for kind in kinds:
        if part_of_profile(kind):
            yield from tx.load(kind, profile=profile.ref)


def _blank_notes(book: Book, tx: Transaction, ref: str) -> dict[str, int]:
    """Take the notes off what only names the profile; how many records of each kind lost one."""
    counts: dict[str, int] = {}
    kinds = all_kinds()
    for kind in filter(names_profile, kinds):
        for record in _naming(tx, kind, ref):
            after = without_notes(record)
            if after != record:
                tx.save(record, after, book.author)
                tx.unsealed.record(kind.KIND, [record.id])
                counts[kind.KIND] = counts.get(kind.KIND, 0) + 1
    return counts


def _naming(tx: Transaction, kind: type[Any], ref: str) -> tuple[Any, ...]:
    return tuple(each for each in tx.load(kind) if each.profile == ref)


def _entries_of(tx: Transaction, profile: Profile) -> list[int]:
    """The numbers of the entries on the profile and on what is or was part of it."""
    found = tx.history.of_profile(profile)
    # an entry about an earlier disposal under the same ref keeps what it says
    return [entry.seq for entry in found if kind_called(entry.kind) is not None]


def _entries_of_notes(tx: Transaction, ref: str) -> list[history.HistoryEntry]:
    """The entries that hold a note, or a reason, of what names the profile or ever named it."""
    kinds = all_kinds()
    found = []
    for kind in kinds:
        notes = set(note_fields(kind))
        if not (names_profile(kind) and notes):
            continue
        entries = tx.history.of_kind(kind)
        ours = {each.record_id for each in entries if ref in (each.change or {}).get("profile", ())}
        ours |= {each.id for each in _naming(tx, kind, ref)}
        found += [
            entry
            for entry in entries
            if entry.record_id in ours
            and entry.change is not None
            and (notes & entry.change.keys() or entry.why)
        ]
    return found
