"""What a login keeps for itself: drafts, and how far it has read what it was told.

A draft is what somebody has typed and not yet saved, so that a closed window loses nothing. Each
window that a login has open keeps its own, so that none writes over another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from casebook.store.tables import draft
from casebook.store.transaction import Transaction

_KIND = "form"
"""What is kept: the text of a form; behind it stands the window that keeps it."""

_READ = "read"
"""What is kept: up to which entry of history something was read."""


@dataclass(frozen=True)
class Draft:
    """Unsaved text of one record, and the version of the record it was typed over."""

    record: str
    body: dict[str, Any]
    base_version: int
    saved_at: str


def keep(tx: Transaction, login: str, new: Draft, window: str = "") -> None:
    """Put ``new`` in place of the draft of that record which the login keeps in that window."""
    drop(tx, login, new.record, window)
    tx.sql.execute(
        insert(draft).values(
            login=login,
            kind=_kind(window),
            record=new.record,
            body=new.body,
            base_version=new.base_version,
            saved_at=new.saved_at,
        )
    )


def drop(tx: Transaction, login: str, record: str, window: str = "") -> None:
    """Forget the draft of that record which the login keeps in that window, if there is one."""
    here = draft.c.kind == _kind(window)
    tx.sql.execute(delete(draft).where(here, *_which(login, record)))


def drop_of_profile(tx: Transaction, ref: str) -> None:
    """Forget everybody's drafts of a profile and of its parts, which begin with its ref."""
    rows = tx.sql.execute(select(draft.c.id, draft.c.record)).all()
    ours = [key for key, record in rows if record == ref or record.startswith(f"{ref} ")]
    if ours:
        tx.sql.execute(
            delete(draft).where(draft.c.id == bindparam("key")), [{"key": k} for k in ours]
        )


def find(tx: Transaction, login: str, record: str, window: str = "") -> Draft | None:
    """The login's draft of that record: the window's own, else the newest; None without."""
    found = tx.sql.execute(select(draft).where(*_which(login, record))).mappings().all()
    row = max(found, key=lambda r: (r["kind"] == _kind(window), r["saved_at"]), default=None)
    if row is None:
        return None
    return Draft(row["record"], row["body"], row["base_version"], row["saved_at"])


def take(tx: Transaction, login: str, record: str, window: str) -> None:
    """Make the draft that :func:`find` gives the window's own."""
    found = tx.sql.execute(select(draft).where(*_which(login, record))).mappings().all()
    newest = max(found, key=lambda r: r["saved_at"], default=None)
    if newest is not None and all(row["kind"] != _kind(window) for row in found):
        mine = update(draft).where(draft.c.id == newest["id"]).values(kind=_kind(window))
        tx.sql.execute(mine)


def mark_read(tx: Transaction, login: str, record: str, at: str) -> None:
    """Keep that the login has read all that history has of ``record`` by now."""
    here = (draft.c.login == login, draft.c.kind == _READ, draft.c.record == record)
    tx.sql.execute(delete(draft).where(*here))
    mark = {"login": login, "kind": _READ, "record": record, "body": {}, "saved_at": at}
    tx.sql.execute(insert(draft).values(**mark, base_version=tx.history.length()))


def read_up_to(tx: Transaction, login: str) -> Mapping[str, int]:
    """Up to which entry of history the login has read what it marked, by record."""
    query = select(draft.c.record, draft.c.base_version)
    rows = tx.sql.execute(query.where(draft.c.login == login, draft.c.kind == _READ))
    return {row.record: row.base_version for row in rows}


def _kind(window: str) -> str:
    return f"{_KIND} {window}".strip()


def _which(login: str, record: str) -> tuple[Any, ...]:
    return draft.c.login == login, draft.c.kind.startswith(_KIND), draft.c.record == record
