"""The history of a casebook: one chain of entries, each sealed by the one before it.

An entry's hash covers a salted digest of its values and not the values themselves, so that values
and salt can be blanked (disposal) and the chain still verifies. It covers the keys that say which
record an entry is about, save in entries made before there were keys (:mod:`casebook.store.keys`).
Appends happen inside a writer's transaction, which the store serialises.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    RowMapping,
    String,
    and_,
    case,
    cast,
    false,
    insert,
    null,
    or_,
    select,
    union,
    update,
)

from casebook.core.fields import fields_of
from casebook.core.kinds import Record, kind_called
from casebook.store.tables import history

GENESIS = "0" * 64
SEALED = "sealed"
"""Under which name a change holds the seals of what has no entry of its own."""

UNDO_BEGINS = "undo of entry "
"""What the reason of an entry begins with that takes another back; the other's seq follows."""
_UNDO = re.compile(rf"{UNDO_BEGINS}(\d+)")

_MANY = 500
"""How many rows one statement names."""


@dataclass(frozen=True)
class Author:
    """Who makes a change, and when."""

    login: str
    at: datetime
    """UTC."""
    via: str | None = None
    """The login that acts for ``login``, where somebody does."""


@dataclass(frozen=True)
class HistoryEntry:
    """One change as it was made."""

    seq: int
    at: str
    who: str
    via: str | None
    kind: str
    record: str
    why: str
    change: dict[str, Any] | None
    """``{field: [before, after]}``, an import's counts, or None once disposed of."""
    hash: str
    txn: int | None = None
    """The seq of the first entry of the transaction it belongs to; None in old casebooks."""
    record_id: int | None = None
    """The row of the record, of a kind of record or of a load; None for what has no row."""
    profile_id: int | None = None
    """The row of the profile it is about, or is part of; None where it is of none."""
    keys_sealed: bool = True
    """Whether ``hash`` covers the two; not in old entries."""
    sealed: Mapping[str, Any] | None = None
    """The seals of what was written without an entry of its own; None in old entries."""

    @property
    def undoes(self) -> int | None:
        """The seq of the entry that this one takes back; None where it takes none back."""
        match = _UNDO.match(self.why)
        return int(match[1]) if match else None


class History:
    """The history of a casebook in one transaction."""

    def __init__(self, sql: Connection, seals: Callable[[], dict[str, Any]] = dict) -> None:
        self._sql = sql
        self._seals = seals
        """The seals of what was written without an entry of its own, each given once."""
        self.author: Author | None = None
        """Who made the entry written last in the transaction."""
        self._first: int | None = None
        """The seq of the first entry written in the transaction, which stands for all of them."""

    def append(
        self,
        author: Author,
        kind: str,
        record: str,
        change: Any,
        why: str = "",
        *,
        record_id: int | None = None,
        profile_id: int | None = None,
    ) -> str:
        """Write the next entry of the chain and give its hash.

        One that isn't about a record seals what the transaction has written so far that has no
        entry of its own (:mod:`casebook.store.sealing`).
        """
        if kind_called(kind) is None:
            seals = self._seals()
            change = {**change, SEALED: seals} if seals else change
        self.author = author
        last = self._sql.execute(
            select(history.c.seq, history.c.hash).order_by(history.c.seq.desc()).limit(1)
        ).first()
        seq, before = (last.seq + 1, last.hash) if last else (1, GENESIS)
        self._first = self._first or seq
        salt = secrets.token_hex(16)
        row = {
            "seq": seq,
            "at": author.at.astimezone(UTC).isoformat(timespec="seconds"),
            "who": author.login,
            "via": author.via,
            "kind": kind,
            "record": record,
            "record_id": record_id,
            "profile_id": profile_id,
            "keys_sealed": True,
        }
        digest = _digest(salt, why, change)
        sealed = _seal(before, row, digest)
        self._sql.execute(
            insert(history).values(
                **row,
                why=why,
                change=change,
                salt=salt,
                digest=digest,
                hash=sealed,
                txn=self._first,
            )
        )
        return sealed

    def of_record(self, kind: str, record_id: int) -> tuple[HistoryEntry, ...]:
        """Every entry of one record, oldest first."""
        return self.entries(kind=kind, record_id=record_id)

    def of_profile(self, profile: Record, *, after: int = 0) -> tuple[HistoryEntry, ...]:
        """The entries of a profile and of what is or was part of it, oldest first.

        With those of an earlier one of the same ref, which was taken away; only those with a seq
        above ``after``.
        """
        query = select(history.c.record_id).where(
            history.c.kind == profile.KIND, history.c.record == profile.ref
        )
        called_so = {number for number in self._sql.execute(query).scalars() if number is not None}
        return self.entries(after=after, profile_id=sorted(called_so | {profile.id}))

    def of_kind(self, kind: type[Record]) -> tuple[HistoryEntry, ...]:
        """Every entry of the records of one kind, oldest first."""
        return self.entries(kind=kind.KIND)

    def handled(
        self,
        login: str,
        kinds: Collection[str],
        names: type[Record],
        profiles: Collection[int] | None = None,
    ) -> tuple[tuple[int | None, int | None], ...]:
        """The rows of records of ``kinds`` that a login has an entry on, each with its profile's.

        With those of the kind ``names`` in whose change the login is a value; of ``profiles``
        alone where they are given.
        """
        columns = history.c
        change = cast(columns.change, String)
        named = change.contains(json.dumps(login), autoescape=True)
        ways = (columns.who == login, columns.via == login, and_(columns.kind == names.KIND, named))
        asked = select(columns.kind, columns.record_id, columns.profile_id)
        query: Executable
        if profiles is None:  # each way has an index of its own
            of_kinds = columns.kind.in_(sorted(kinds))
            query = union(*(asked.where(way, of_kinds) for way in ways))
        else:  # of which there are fewer rows: a case has none of the ways' indexes taken
            any_way = case((or_(*ways), 1), else_=0) == 1
            query = asked.distinct().where(columns.profile_id.in_(sorted(profiles)), any_way)
        found = self._sql.execute(query)
        return tuple((row, profile) for kind, row, profile in found if kind in kinds)

    def names_of(self, kind: type[Record], rows: Collection[int | None]) -> dict[int, str]:
        """What the records in these rows of a kind were called, by row."""
        return self._called(history.c.record_id.in_(sorted(r for r in rows if r)), kind)

    def rows_of(self, kind: type[Record], refs: Collection[str]) -> dict[int, str]:
        """By row what is or was called one of ``refs``, of a kind."""
        return self._called(history.c.record.in_(sorted(refs)), kind)

    def _called(self, that: ColumnElement[bool], kind: type[Record]) -> dict[int, str]:
        query = select(history.c.record_id, history.c.record)  # by the index that ``that`` asks for
        found = self._sql.execute(query.where(history.c.kind == kind.KIND, that))
        return {row: called for row, called in found if row is not None}

    def naming(
        self, kind: type[Record], texts: Iterable[str], *, after: int = 0
    ) -> tuple[HistoryEntry, ...]:
        """The entries of one kind in whose change one of ``texts`` is a value, oldest first.

        Only those with a seq above ``after``.
        """
        change = cast(history.c.change, String)
        holds = (change.contains(json.dumps(one), autoescape=True) for one in texts)
        query = select(history).where(history.c.seq > after, history.c.kind == kind.KIND)
        found = self._sql.execute(query.where(or_(false(), *holds)).order_by(history.c.seq))
        return tuple(_entry(row) for row in found.mappings())

    def blank(self, seqs: Sequence[int]) -> None:
        """Take the values, salts and reasons of these entries away; the chain still verifies."""
        for start in range(0, len(seqs), _MANY):
            self._sql.execute(
                update(history)
                .where(history.c.seq.in_(seqs[start : start + _MANY]))
                .values(change=null(), salt=None, why=None)
            )

    def entries(
        self, *, after: int = 0, why_begins: str = "", **where: Any
    ) -> tuple[HistoryEntry, ...]:
        """The entries whose columns equal ``where``, oldest first; all of them without.

        A list or tuple means any of its values. Only entries with a seq above ``after``, and whose
        reason begins with ``why_begins``.
        """
        query = select(history).where(history.c.seq > after).order_by(history.c.seq)
        if why_begins:
            query = query.where(history.c.why.startswith(why_begins, autoescape=True))
        for name, value in where.items():
            column, many = history.c[name], isinstance(value, (list, tuple))
            query = query.where(column.in_(value) if many else column == value)
        return tuple(_entry(row) for row in self._sql.execute(query).mappings())

    def walk(
        self, *, of: str = "", beside: Sequence[str] = (), by_record: bool = False
    ) -> Iterator[HistoryEntry]:
        """Entries read as they are needed, so that a long history takes little memory.

        Those of the kind ``of``, or of every kind ``beside`` these; oldest first, with
        ``by_record`` record by record and oldest first within each.
        """
        query = select(history)
        if of:
            query = query.where(history.c.kind == of)
        if beside:
            query = query.where(history.c.kind.not_in(beside))
        order = (history.c.record_id, history.c.seq) if by_record else (history.c.seq,)
        found = self._sql.execute(query.order_by(*order), execution_options={"yield_per": 1000})
        return map(_entry, found.mappings())

    def without_row(self, kind: type[Record]) -> tuple[HistoryEntry, ...]:
        """The old entries of a kind that name their record by words alone, oldest first."""
        query = select(history).where(history.c.kind == kind.KIND, history.c.record_id.is_(None))
        found = self._sql.execute(query.order_by(history.c.seq))
        return tuple(_entry(row) for row in found.mappings())

    def has_unsealed_keys(self) -> bool:
        """Whether there are entries from before their keys were sealed."""
        query = select(history.c.seq).where(history.c.keys_sealed.is_(False)).limit(1)
        return self._sql.execute(query).first() is not None

    def head(self) -> str:
        """The hash of the newest entry: what a printed pack names."""
        last = self._sql.execute(
            select(history.c.hash).order_by(history.c.seq.desc()).limit(1)
        ).first()
        return last.hash if last else GENESIS

    def find(self, head: str) -> tuple[int, ...]:
        """The seqs of at most two entries whose hash begins with ``head``; 0 is before the first.

        More than one where ``head`` is too short to tell them apart.
        """
        query = select(history.c.seq).where(history.c.hash.startswith(head)).limit(2)
        found = tuple(self._sql.execute(query.order_by(history.c.seq)).scalars())
        return (0, *found)[:2] if GENESIS.startswith(head) else found

    def length(self) -> int:
        """The seq of the newest entry; 0 where there is none."""
        newest = select(history.c.seq).order_by(history.c.seq.desc()).limit(1)
        return self._sql.execute(newest).scalar() or 0

    def began(self) -> datetime | None:
        """When the first entry was made; None where there is none."""
        first = self._sql.execute(select(history.c.at).order_by(history.c.seq).limit(1)).scalar()
        return datetime.fromisoformat(first) if first else None

    def first_bad(self) -> tuple[int, str] | None:
        """The first entry that breaks the chain and what is wrong with it; None when all hold."""
        before, expected = GENESIS, 1
        for row in self._walk():
            if row["seq"] != expected:
                return expected, "is missing"
            blanked = row["salt"] is None and row["change"] is None
            if (
                not blanked
                and _digest(row["salt"], row["why"] or "", row["change"]) != row["digest"]
            ):
                return row["seq"], "doesn't hold the values it was sealed with"
            if _seal(before, row, row["digest"]) != row["hash"]:
                return row["seq"], "doesn't follow from the entry before it"
            before, expected = row["hash"], expected + 1
        return None

    def _walk(self) -> Iterator[RowMapping]:
        query = select(history).order_by(history.c.seq).execution_options(yield_per=1000)
        yield from self._sql.execute(query).mappings()


def _entry(row: RowMapping) -> HistoryEntry:
    change, seals = row["change"], None
    # a change that isn't an object was tampered with, which the chain shows
    if isinstance(change, dict) and isinstance(change.get(SEALED), dict):
        seals = change.pop(SEALED)
    return HistoryEntry(
        row["seq"],
        row["at"],
        row["who"],
        row["via"],
        row["kind"],
        row["record"],
        row["why"] or "",
        change,
        row["hash"],
        row["txn"],
        row["record_id"],
        row["profile_id"],
        row["keys_sealed"],
        seals,
    )


def makes(kind: type[Record], change: Mapping[str, Any]) -> bool:
    """Whether a change is the making of a record of ``kind``: what every record has, it gives."""
    pair = change.get(_first_needed(kind))
    return pair is not None and pair[0] is None


def removes(kind: type[Record], change: Mapping[str, Any]) -> bool:
    """Whether a change is the taking away of a record of ``kind``."""
    pair = change.get(_first_needed(kind))
    return pair is not None and pair[1] is None


def in_pairs(change: Any) -> bool:
    """Whether a change says before and after of each field.

    One of a record that doesn't was tampered with, which the chain shows.
    """
    return isinstance(change, dict) and all(
        isinstance(pair, list) and len(pair) == 2 for pair in change.values()
    )


def _first_needed(kind: type[Record]) -> str:
    """A field that no record of ``kind`` is without."""
    needed = getattr(kind, "NEEDS", ())
    specs = fields_of(kind).values()
    return next(spec.name for spec in specs if spec.required or spec.name in needed)


def _digest(salt: str | None, why: str, change: Any) -> str:
    return hashlib.sha256(((salt or "") + _canonical([why, change])).encode()).hexdigest()


def _seal(before: str, row: Any, digest: str) -> str:
    parts = [row["seq"], row["at"], row["who"], row["via"], row["kind"], row["record"], digest]
    if row["keys_sealed"]:
        parts += [row["record_id"], row["profile_id"]]
    return hashlib.sha256((before + _canonical(parts)).encode()).hexdigest()


def _canonical(value: Any) -> str:
    # what is no JSON stands only in a row that something else has written, and is to be told
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
    )
