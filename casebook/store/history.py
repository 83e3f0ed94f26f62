"""The history of a casebook: one chain of entries, each sealed by the one before it.

An entry's hash covers a salted digest of its values and not the values themselves, so that values
and salt can be blanked (disposal) and the chain still verifies. Appends happen inside a writer's
transaction, which the store serialises.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, text

from casebook.store.tables import history

GENESIS = "0" * 64


@dataclass(frozen=True)
class Author:
    """Who makes a change, and when."""

    login: str
    at: datetime
    """UTC."""
    via: str | None = None
    """The login that acts for ``login``, where somebody does."""


@dataclass(frozen=True)
class Entry:
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


def append(
    conn: Connection, author: Author, kind: str, record: str, change: Any, why: str = ""
) -> str:
    """Write the next entry of the chain and give its hash."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("LOCK TABLE history IN EXCLUSIVE MODE"))
    last = conn.execute(
        select(history.c.seq, history.c.hash).order_by(history.c.seq.desc()).limit(1)
    ).first()
    seq, before = (last.seq + 1, last.hash) if last else (1, GENESIS)
    salt = secrets.token_hex(16)
    row = {
        "seq": seq,
        "at": author.at.astimezone(UTC).isoformat(timespec="seconds"),
        "who": author.login,
        "via": author.via,
        "kind": kind,
        "record": record,
    }
    digest = _digest(salt, why, change)
    sealed = _seal(before, row, digest)
    conn.execute(
        insert(history).values(
            **row,
            why=why,
            change=change,
            salt=salt,
            digest=digest,
            hash=sealed,
            txn=_transaction(conn, seq),
        )
    )
    return sealed


def _transaction(conn: Connection, seq: int) -> int:
    """The number of the transaction under way: the seq of its first entry."""
    under_way = conn.get_transaction()
    known = conn.info.get("casebook_txn")
    if known is None or known[0] is not under_way:
        known = conn.info["casebook_txn"] = (under_way, seq)
    return int(known[1])


def of_record(conn: Connection, kind: str, record: str) -> tuple[Entry, ...]:
    """Every entry of one record, oldest first."""
    return entries(conn, history.c.kind == kind, history.c.record == record)


def of_case(conn: Connection, profile: str) -> tuple[Entry, ...]:
    """Every entry of a profile and of whatever is kept under its ref, oldest first."""
    record = history.c.record
    return entries(conn, (record == profile) | record.startswith(f"{profile} ", autoescape=True))


def entries(conn: Connection, *where: Any) -> tuple[Entry, ...]:
    """The entries that meet ``where``, oldest first."""
    query = select(history).where(*where).order_by(history.c.seq)
    return tuple(
        Entry(
            row["seq"],
            row["at"],
            row["who"],
            row["via"],
            row["kind"],
            row["record"],
            row["why"] or "",
            row["change"],
            row["hash"],
            row["txn"],
        )
        for row in conn.execute(query).mappings()
    )


def head(conn: Connection) -> str:
    """The hash of the newest entry: what a printed pack names."""
    last = conn.execute(select(history.c.hash).order_by(history.c.seq.desc()).limit(1)).first()
    return last.hash if last else GENESIS


def knows(conn: Connection, sealed: str) -> bool:
    """Whether ``sealed`` is the hash of an entry of this chain."""
    found = conn.execute(select(history.c.seq).where(history.c.hash == sealed)).first()
    return sealed == GENESIS or found is not None


def first_bad(conn: Connection) -> tuple[int, str] | None:
    """The first entry that breaks the chain and what is wrong with it; None when all hold."""
    before, expected = GENESIS, 1
    for row in _walk(conn):
        if row["seq"] != expected:
            return expected, "is missing"
        blanked = row["salt"] is None and row["change"] is None
        if not blanked and _digest(row["salt"], row["why"] or "", row["change"]) != row["digest"]:
            return row["seq"], "doesn't hold the values it was sealed with"
        if _seal(before, row, row["digest"]) != row["hash"]:
            return row["seq"], "doesn't follow from the entry before it"
        before, expected = row["hash"], expected + 1
    return None


def _walk(conn: Connection) -> Iterator[RowMapping]:
    query = select(history).order_by(history.c.seq)
    yield from conn.execution_options(yield_per=1000).execute(query).mappings()


def _digest(salt: str | None, why: str, change: Any) -> str:
    return hashlib.sha256(((salt or "") + _canonical([why, change])).encode()).hexdigest()


def _seal(before: str, row: Any, digest: str) -> str:
    parts = [row["seq"], row["at"], row["who"], row["via"], row["kind"], row["record"], digest]
    return hashlib.sha256((before + _canonical(parts)).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
