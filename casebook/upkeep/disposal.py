"""Disposing of a profile: its words go for good, its figures stay, and an entry says so."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, null, or_, select, text, update

from casebook.book.opening import Book
from casebook.book.writing import names_of_nobody
from casebook.core.errors import BadValue, PersonalDataFound
from casebook.core.kinds import (
    all_kinds,
    names_profile,
    note_fields,
    part_of_profile,
    without_notes,
)
from casebook.core.months import day_label
from casebook.core.personal_data import Finding, scan, without_texts
from casebook.profiles.casefile import file_of, target_of_profile
from casebook.profiles.profile import Profile
from casebook.store import history, records, tables
from casebook.store import search_index as search
from casebook.store.engine import Connection, Store

_MANY = 500
"""How many rows one statement names."""


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
    with book.store.writing() as conn:
        file = file_of(conn, ref)
        book.require("dispose", target_of_profile(conn, file.profile, file.places))
        _refuse(book, file.profile, why)
        why = _without_names(book, conn, why.strip())
        counts = _blank_records(book, conn, file.profile)
        counts |= _blank_notes(book, conn, ref)
        if conn.dialect.name == "sqlite":
            # the index keeps the words of deleted rows until its parts are merged
            conn.execute(text("INSERT INTO search (search) VALUES ('optimize')"))
        beside = _entries_of_notes(conn, ref)
        seqs = [*_entries_of(conn, ref), *(entry.seq for entry in beside)]
        _blank_history(conn, seqs)
        _drop_drafts(conn, ref)
        told: dict[str, Any] = {**counts, "entries": len(seqs)}
        told |= {"beside": sorted({entry.record for entry in beside})} if beside else {}
        history.append(conn, book.author, "disposal", ref, told, why)
    return Disposal(ref, counts, len(seqs), _wipe(book.store))


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


def _without_names(book: Book, conn: Connection, why: str) -> str:
    """The reason as history keeps it; raises :class:`PersonalDataFound` where it names somebody."""
    found = tuple(Finding(kind, words, "Why") for kind, words in scan(why, names_of_nobody(conn)))
    if found and not book.personal_because:
        raise PersonalDataFound(found)
    kept = f" [kept although it looks personal: {book.personal_because}]" if found else ""
    return why + kept


def _blank_records(book: Book, conn: Connection, profile: Profile) -> dict[str, int]:
    """Take every text out of the profile's records and out of the index; how many of each kind."""
    counts: dict[str, int] = {}
    for record in _parts(conn, profile):
        after = without_texts(record)
        if isinstance(after, Profile):
            after = dataclasses.replace(after, disposed=book.today)
        search.forget(conn, records.save(conn, record, after, book.author))
        counts[record.KIND] = counts.get(record.KIND, 0) + 1
    return counts


def _parts(conn: Connection, profile: Profile) -> Iterator[Any]:
    """The profile and every record that is part of it."""
    kinds = all_kinds()
    yield profile
    for kind in kinds:
        if part_of_profile(kind):
            yield from records.load(conn, kind, profile=profile.ref)


def _blank_notes(book: Book, conn: Connection, ref: str) -> dict[str, int]:
    """Take the notes off what only names the profile; how many records of each kind lost one."""
    counts: dict[str, int] = {}
    kinds = all_kinds()
    for kind in filter(names_profile, kinds):
        for record in _naming(conn, kind, ref):
            after = without_notes(record)
            if after != record:
                records.save(conn, record, after, book.author)
                counts[kind.KIND] = counts.get(kind.KIND, 0) + 1
    return counts


def _naming(conn: Connection, kind: type[Any], ref: str) -> tuple[Any, ...]:
    return tuple(each for each in records.load(conn, kind) if each.profile == ref)


def _entries_of(conn: Connection, ref: str) -> list[int]:
    """The numbers of the entries on the profile and on what is or was part of it."""
    told = tables.history
    kinds = all_kinds()
    parts = [kind.KIND for kind in kinds if kind is Profile or part_of_profile(kind)]
    about = or_(told.c.record == ref, told.c.record.startswith(f"{ref} ", autoescape=True))
    rows = conn.execute(select(told.c.seq, told.c.record).where(told.c.kind.in_(parts), about))
    # LIKE may not tell a capital from a small letter
    return [seq for seq, record in rows if record == ref or record.startswith(f"{ref} ")]


def _entries_of_notes(conn: Connection, ref: str) -> list[history.Entry]:
    """The entries that hold a note, or a reason, of what names the profile or ever named it."""
    kinds = all_kinds()
    found = []
    for kind in kinds:
        notes = set(note_fields(kind))
        if not (names_profile(kind) and notes):
            continue
        entries = history.entries(conn, tables.history.c.kind == kind.KIND)
        ours = {entry.record for entry in entries if ref in (entry.change or {}).get("profile", ())}
        ours |= {each.ref for each in _naming(conn, kind, ref)}
        found += [
            entry
            for entry in entries
            if entry.record in ours
            and entry.change is not None
            and (notes & entry.change.keys() or entry.why)
        ]
    return found


def _blank_history(conn: Connection, seqs: Sequence[int]) -> None:
    """Blank what these entries say."""
    told = tables.history
    for start in range(0, len(seqs), _MANY):
        conn.execute(
            update(told)
            .where(told.c.seq.in_(seqs[start : start + _MANY]))
            .values(change=null(), salt=None, why=None)
        )


def _drop_drafts(conn: Connection, ref: str) -> None:
    """Drop what anybody has typed on the profile and not saved."""
    draft = tables.draft
    rows = conn.execute(select(draft.c.id, draft.c.record)).all()
    ours = [key for key, record in rows if record == ref or record.startswith(f"{ref} ")]
    for start in range(0, len(ours), _MANY):
        conn.execute(delete(draft).where(draft.c.id.in_(ours[start : start + _MANY])))


def _wipe(store: Store) -> bool:
    """Write a casebook's file anew without what was deleted; False where somebody is in the way.

    A database server looks after its own space.
    """
    if store.engine.dialect.name != "sqlite":
        return True
    # VACUUM can't run inside a transaction, which is all the store lends
    opened = store.engine.raw_connection()
    try:
        cursor = opened.cursor()
        cursor.execute("VACUUM")
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.OperationalError:
        return False
    finally:
        opened.close()
