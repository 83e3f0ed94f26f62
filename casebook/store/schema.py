"""Making a casebook's tables and bringing an older one up to date. Only here is Alembic loaded."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config

from casebook.core.errors import NotACasebook, StoreFailure
from casebook.store import keys
from casebook.store.engine import Store, open_store, postgres_store, sqlite_store
from casebook.store.file import SCHEMA, known_schema, refuse_password
from casebook.store.server import renew_rights, schema_of
from casebook.store.transaction import Transaction


def migrate(tx: Transaction, to: str = "head") -> None:
    """Run the migrations from where the database stands up to ``to``, in its transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx.sql
    command.upgrade(config, to)


Fill = Callable[[Transaction, str | None], None]
"""Writes a new casebook's first rows; given the login the database knows us by, if it does."""


def create(book: str, fill: Fill) -> Store:
    """A new casebook at a path or URL, its first rows written by ``fill``; whole or not at all.

    Raises :class:`NotACasebook` where something is there already.
    """
    if "://" in book:
        return _create_in_database(book, fill)
    refuse_password(book)
    path = Path(book)
    if path.exists():
        raise NotACasebook(f"{path} is there already: name another file, or remove it first.")
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.touch()
        store = sqlite_store(beside)
        with store.writing() as tx:
            migrate(tx)
            fill(tx, None)
        store.close()
        _settle(beside)
        beside.rename(path)
    except FileNotFoundError as error:
        raise StoreFailure(f"There is no folder {path.parent}: make it first.") from error
    except OSError as error:
        raise StoreFailure(f"{path} can't be made: {error.strerror}.") from error
    finally:
        for leftover in path.parent.glob(f"{beside.name}*"):
            leftover.unlink()
    return open_store(book)


def _settle(path: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone can be renamed."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _create_in_database(url: str, fill: Fill) -> Store:
    try:
        open_store(url).close()
    except NotACasebook:
        pass
    else:
        raise NotACasebook("That database holds a casebook already.")
    store = postgres_store(url)
    known_as = store.database_login()
    with store.writing() as tx:
        migrate(tx)
        fill(tx, known_as)
    return store


class Upgraded(NamedTuple):
    """What bringing a casebook up to date came to."""

    before: str
    """Its schema as it was found."""
    after: str
    backup: Path | None
    """The copy of the file made first; None for a database, or where there was nothing to do."""


def upgrade(book: str, *, backed_up: bool = False) -> Upgraded:
    """Bring the casebook at a path or URL up to date, whole or not at all.

    A file is copied first. A database can't be: ``backed_up`` says that somebody did, and without
    it :class:`StoreFailure` says how. Raises :class:`NotACasebook` for what is none, or newer.
    """
    if "://" in book:
        return _upgrade_database(book, backed_up=backed_up)
    path = Path(book)
    before = known_schema(book, _schema_of_file(path))
    if before == SCHEMA:
        return Upgraded(before, before, None)
    backup = path.with_name(f"{path.name}.schema-{before}.bak")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    store = sqlite_store(path)
    with store.writing() as tx:
        _bring_up_to_date(tx)
    store.close()
    return Upgraded(before, SCHEMA, backup)


def _upgrade_database(url: str, *, backed_up: bool) -> Upgraded:
    store = postgres_store(url)
    try:
        with store.writing() as tx:
            # whoever opens the casebook meanwhile, or upgrades it too, waits for this to end
            before = known_schema(store.book, schema_of(tx.sql, lock=True))
            if before == SCHEMA:
                return Upgraded(before, before, None)
            if not backed_up:
                raise StoreFailure(
                    f"{store.book} was made by an older Casebook (schema {before}), and no copy is "
                    f"made of a database first. Nothing was changed: make one with 'pg_dump "
                    f"--file casebook-{before}.sql {store.book}', then run "
                    "'casebook upgrade --backed-up'."
                )
            _bring_up_to_date(tx)
            renew_rights(tx.sql)
    finally:
        store.close()
    return Upgraded(before, SCHEMA, None)


def _bring_up_to_date(tx: Transaction) -> None:
    migrate(tx)
    keys.fill(tx)
    tx.reindex()


def _schema_of_file(book: Path) -> str:
    if not book.exists():
        raise NotACasebook(f"There is no casebook {book}.")
    try:
        with closing(sqlite3.connect(book.absolute().as_uri() + "?mode=ro", uri=True)) as found:
            row = found.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotACasebook(f"{book} is no casebook.") from error
    return str(row[0])
