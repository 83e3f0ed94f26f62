"""The files a casebook was made from: one row each, and what they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from casebook.store import history
from casebook.store.report import Cover, ImportReport
from casebook.store.tables import load
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Load:
    """One imported file (or several given together)."""

    id: int
    kind: str
    source: str
    file: str
    sha256: str
    covers: tuple[Cover, ...]
    at: str
    rules: Mapping[str, Any]
    """What was asked for and how it was read."""
    counts: Mapping[str, int]
    """How many rows were read, added and so on; those of which there were none are missing."""


def start_load(
    tx: Transaction,
    author: history.Author,
    *,
    kind: str,
    source: str,
    file: str,
    sha256: str,
    rules: dict[str, Any],
) -> int:
    """The id of a new load, whose counts :func:`finish_load` fills in the same transaction."""
    result = tx.sql.execute(
        insert(load).values(
            kind=kind,
            source=source,
            file=file,
            sha256=sha256,
            rules=rules,
            counts={},
            covers=[],
            at=author.at.isoformat(timespec="seconds"),
            who=author.login,
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    tx.unsealed.touch("load", [(int(key[0]),)])
    return int(key[0])


def finish_load(
    tx: Transaction, author: history.Author, load_id: int, report: ImportReport
) -> None:
    """Write the load's counts and cover, and the one history entry of the import.

    The entry seals the load and every row that was written for it.
    """
    counts = {
        name: number
        for name, number in report.encode().items()
        if isinstance(number, int) and number
    }
    tx.sql.execute(
        update(load)
        .where(load.c.id == load_id)
        .values(counts=counts, covers=[cover.encode() for cover in report.covers])
    )
    row = tx.sql.execute(select(load.c.kind, load.c.file).where(load.c.id == load_id)).one()
    change = {"of": row.kind, "file": row.file} | counts
    tx.history.append(author, "load", f"load {load_id}", change, record_id=load_id)


def put_covers(tx: Transaction, load_id: int, covers: Sequence[Cover]) -> None:
    """Write what a load covers; the next entry of the history that isn't a record's seals it."""
    encoded = [cover.encode() for cover in covers]
    tx.sql.execute(update(load).where(load.c.id == load_id).values(covers=encoded))
    tx.unsealed.touch("load", [(load_id,)])


def loads(tx: Transaction, kind: str | None = None) -> tuple[Load, ...]:
    """Every load, of one kind where given, oldest first."""
    query = select(load).order_by(load.c.id)
    if kind is not None:
        query = query.where(load.c.kind == kind)
    return tuple(
        Load(
            row["id"],
            row["kind"],
            row["source"],
            row["file"],
            row["sha256"],
            tuple(Cover.decode(c) for c in row["covers"]),
            row["at"],
            row["rules"],
            row["counts"],
        )
        for row in tx.sql.execute(query).mappings()
    )
