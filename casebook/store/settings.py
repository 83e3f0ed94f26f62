"""Settings, code lists and other JSON values kept under a key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from casebook.core.errors import StaleRecord
from casebook.core.fields import decode, encode
from casebook.core.settings import Settings
from casebook.store import history
from casebook.store.tables import setting
from casebook.store.transaction import Transaction


def value(tx: Transaction, key: str, default: Any = None) -> Any:
    """The JSON value under ``key``, or ``default``."""
    row = tx.execute(select(setting.c.value).where(setting.c.key == key)).first()
    return default if row is None else row.value


def put(tx: Transaction, key: str, new: Any) -> None:
    """Set the value under ``key``; the caller's own history entry stands for the change."""
    row = tx.execute(select(setting.c.version).where(setting.c.key == key)).first()
    if row is None:
        tx.execute(insert(setting).values(key=key, value=new, version=1))
        return
    done = tx.execute(
        update(setting)
        .where(setting.c.key == key, setting.c.version == row.version)
        .values(value=new, version=row.version + 1)
    )
    if done.rowcount != 1:
        raise StaleRecord("Setting", key)


def load_settings(tx: Transaction) -> Settings:
    """The casebook's settings; what it doesn't hold is as shipped."""
    return decode(Settings, value(tx, "settings", {}))


def save_settings(
    tx: Transaction, before: Settings, after: Settings, author: history.Author, why: str = ""
) -> None:
    """Write what differs, with one history entry; nothing when nothing does."""
    old, new = encode(before), encode(after)
    change = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
    if change:
        put(tx, "settings", new)
        history.append(tx, author, "setting", "casebook", change, why)


def codes_of(tx: Transaction, name: str, labels: list[str]) -> list[int]:
    """The numbers of ``labels`` in the growing list ``name``; new labels are added at its end."""
    known: list[str] = value(tx, name, [])
    at = {label: number for number, label in enumerate(known)}
    fresh = [label for label in dict.fromkeys(labels) if label not in at]
    if fresh:
        for label in fresh:
            at[label] = len(at)
        put(tx, name, known + fresh)
    return [at[label] for label in labels]
