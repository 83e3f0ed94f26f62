"""Drafts: what somebody has typed and not yet saved, so that a closed window loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from casebook.store.tables import draft
from casebook.store.transaction import Transaction

_KIND = "form"
"""What is kept: the text of a form."""


@dataclass(frozen=True)
class Draft:
    """Unsaved text of one record, and the version of the record it was typed over."""

    record: str
    body: dict[str, Any]
    base_version: int
    saved_at: str


def keep(tx: Transaction, login: str, new: Draft) -> None:
    """Put ``new`` in place of the login's draft of that record."""
    drop(tx, login, new.record)
    tx.sql.execute(
        insert(draft).values(
            login=login,
            kind=_KIND,
            record=new.record,
            body=new.body,
            base_version=new.base_version,
            saved_at=new.saved_at,
        )
    )


def drop(tx: Transaction, login: str, record: str) -> None:
    """Forget the login's draft of that record, if there is one."""
    tx.sql.execute(delete(draft).where(*_which(login, record)))


def drop_of_profile(tx: Transaction, ref: str) -> None:
    """Forget everybody's drafts of a profile and of its parts, which begin with its ref."""
    rows = tx.sql.execute(select(draft.c.id, draft.c.record)).all()
    ours = [key for key, record in rows if record == ref or record.startswith(f"{ref} ")]
    if ours:
        tx.sql.execute(
            delete(draft).where(draft.c.id == bindparam("key")), [{"key": k} for k in ours]
        )


def find(tx: Transaction, login: str, record: str) -> Draft | None:
    """The login's draft of that record, or None."""
    row = tx.sql.execute(select(draft).where(*_which(login, record))).mappings().first()
    if row is None:
        return None
    return Draft(row["record"], row["body"], row["base_version"], row["saved_at"])


def _which(login: str, record: str) -> tuple[Any, ...]:
    return draft.c.login == login, draft.c.kind == _KIND, draft.c.record == record
