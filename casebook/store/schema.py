"""Making a casebook's tables and bringing an older one up to date. Only here is Alembic loaded."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from casebook.core.access import Account, active, may
from casebook.core.errors import NotACasebook, NotAllowed, StoreFailure
from casebook.core.wording import number
from casebook.store import copies, keys
from casebook.store.engine import Store, open_store, postgres_store, sqlite_store
from casebook.store.file import SCHEMA, known_schema, refuse_password
from casebook.store.history import Author
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
    try:
        with copies.new_file(path) as beside:
            store = sqlite_store(beside, new=True)
            try:
                with store.writing() as tx:
                    migrate(tx)
                    fill(tx, None)
            finally:
                store.close()
            copies.settle(beside)
    except FileExistsError as error:
        raise _there_already(path) from error
    except FileNotFoundError as error:
        raise StoreFailure(f"There is no folder {path.parent}: make it first.") from error
    except OSError as error:
        raise StoreFailure(f"{path} can't be made: {error.strerror}.") from error
    return open_store(book)


def _there_already(path: Path) -> NotACasebook:
    return NotACasebook(f"{path} is there already: name another file, or remove it first.")


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


def upgrade(book: str, author: Author, *, backed_up: bool = False) -> Upgraded:
    """Bring the casebook at a path or URL up to date, whole or not at all; an entry says so.

    A file is copied first, beside every earlier copy. A database can't be: ``backed_up`` says that
    somebody did, and without it :class:`StoreFailure` says how. ``author`` is an administrator; in
    a database its login is the one that counts. Raises :class:`NotAllowed`, :class:`NotACasebook`
    for what is none, or newer, :class:`StoreFailure` where there is no room for it.
    """
    if "://" in book:
        return _upgrade_database(book, author, backed_up=backed_up)
    path = Path(book)
    before = known_schema(book, _schema_of_file(path))
    store = sqlite_store(path)
    try:
        with store.reading() as tx:
            _require(tx, author)
        if before == SCHEMA:
            return Upgraded(before, before, None)
        _check_room(path)
        backup = _backed_up(path, before)
        with store.writing() as tx:
            _bring_up_to_date(tx, author, before)
    finally:
        store.close()
    return Upgraded(before, SCHEMA, backup)


def _require(tx: Transaction, author: Author) -> None:
    """Raise :class:`NotAllowed` unless ``author`` is an administrator, in any schema there was.

    A casebook without an account is anybody's.
    """
    query = text("SELECT login, roles, active_from, active_to FROM account")
    rows = tx.sql.execute(query).mappings().all()
    account = next((_account(dict(row)) for row in rows if row["login"] == author.login), None)
    if account is None or not active(account, author.at.date()):
        account = Account(author.login, roles=())
    reason = may(account, "upkeep")
    if rows and reason:
        raise NotAllowed(reason)


def _account(row: Mapping[str, Any]) -> Account:
    roles, days = row["roles"], (row["active_from"], row["active_to"])
    first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in days)
    known = json.loads(roles) if isinstance(roles, str) else roles
    return Account(row["login"], roles=tuple(known), active_from=first, active_to=last)


_ROOM = 3
"""How often its own size an upgrade may need beside a file: its copy, the log and the new pages."""


def _check_room(path: Path) -> None:
    """Raise :class:`StoreFailure` where the disk has no room for a copy of a file and its work."""
    beside = path.with_name(f"{path.name}-wal")
    size = path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)
    free = shutil.disk_usage(path.absolute().parent).free
    if free < _ROOM * size:
        raise StoreFailure(
            f"An upgrade of {path} needs up to {_megabytes(_ROOM * size)} beside it for a copy and "
            f"its work, and there is room for {_megabytes(free)}: make room and try again. "
            "Nothing was changed."
        )


def _megabytes(size: int) -> str:
    return f"{number(size / 1e6, 0)} MB"


def _backed_up(path: Path, schema: str) -> Path:
    """A copy of the file beside it, under a name that nothing has, for its owner's eyes alone."""
    endings = chain([""], (f".{number}" for number in count(2)))
    while True:
        backup = path.with_name(f"{path.name}.schema-{schema}{next(endings)}.bak")
        try:
            with copies.new_file(backup) as beside:
                there = closing(sqlite3.connect(beside))
                with closing(sqlite3.connect(path)) as source, there as target:
                    source.backup(target)
                copies.settle(beside)
        except FileExistsError:
            continue
        except OSError as error:
            raise StoreFailure(f"{backup} can't be made: {error.strerror}.") from error
        return backup


def _upgrade_database(url: str, author: Author, *, backed_up: bool) -> Upgraded:
    store = postgres_store(url)
    try:
        author = replace(author, login=store.database_login() or author.login)
        with store.writing() as tx:
            # whoever opens the casebook meanwhile, or upgrades it too, waits for this to end
            before = known_schema(store.book, schema_of(tx.sql, lock=True))
            _require(tx, author)
            if before == SCHEMA:
                return Upgraded(before, before, None)
            if not backed_up:
                raise StoreFailure(
                    f"{store.book} was made by an older Casebook (schema {before}), and no copy is "
                    f"made of a database first. Nothing was changed: make one with 'pg_dump "
                    f"--file casebook-{before}.sql {store.book}', then run "
                    "'casebook upgrade --backed-up'."
                )
            _bring_up_to_date(tx, author, before)
            renew_rights(tx.sql)
    finally:
        store.close()
    return Upgraded(before, SCHEMA, None)


def _bring_up_to_date(tx: Transaction, author: Author, before: str) -> None:
    migrate(tx)
    keys.fill(tx)
    tx.reindex()
    tx.history.append(author, "upgrade", "casebook", {"schema": [before, SCHEMA]})


def _schema_of_file(book: Path) -> str:
    if not book.exists():
        raise NotACasebook(f"There is no casebook {book}.")
    try:
        with closing(sqlite3.connect(book.absolute().as_uri() + "?mode=ro", uri=True)) as found:
            row = found.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotACasebook(f"{book} is no casebook.") from error
    return str(row[0])
