"""Opening and making a casebook: one SQLite file, or one PostgreSQL database.

SQLite runs with WAL and ``synchronous=FULL`` (NORMAL loses acknowledged commits when the power
goes), foreign keys on, and writers that take ``BEGIN IMMEDIATE``. On a network share WAL can't
work: there the journal is a plain one and whoever writes holds the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import NullPool, QueuePool

from casebook.core.errors import StoreFailure
from casebook.store.failures.plainly import plainly
from casebook.store.file import (
    check_file,
    compare_schema,
    reading_address,
    without_password,
    writable,
)
from casebook.store.pages.words import SMALL_LETTERS
from casebook.store.server import WRITING, reach, schema_of
from casebook.store.share import on_network_share
from casebook.store.transaction import Transaction
from casebook.store.turn import BUSY_SECONDS, PATIENCE, Turn

__all__ = ["Store", "open_store"]


@dataclass(frozen=True)
class Store:
    """An open casebook; ``reading`` and ``writing`` lend it for one transaction."""

    book: str
    """The file's path or the database's URL, without a password."""
    engine: Engine
    read_only: bool = False
    shared_file: bool = False
    """Whether the file lies on a network share: one writer at a time, no WAL."""
    known_schema: bool = False
    """Whether its schema was compared when it was opened, and is again before each writing."""
    waiting: Callable[[], object] = field(default=lambda: None)
    """Called where somebody else writes and this has waited two seconds for its turn."""
    patience: float = PATIENCE
    """The seconds to wait for it."""

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """The casebook in one unchanging state."""
        with plainly(self.book), self.engine.connect() as sql, sql.begin():
            yield Transaction(sql)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """The casebook, to write: kept when the block ends, and nothing of it when it raises.

        One writes at a time. Raises :class:`StoreFailure` where its turn doesn't come in a minute.
        """
        if self.read_only:
            raise StoreFailure(f"{self.book} is open read-only: nothing was changed.")
        with plainly(self.book), self.engine.connect() as opened:
            turn = Turn(self.book, self.waiting, self.patience)
            sql = opened.execution_options(casebook_writing=turn)
            with sql.begin():
                if self.known_schema:
                    # asked in here, so that no upgrade comes between the look and the writing
                    number = text("SELECT version_num FROM alembic_version")
                    compare_schema(self.book, sql.execute(number).scalar_one_or_none())
                tx = Transaction(sql)
                yield tx
                tx.seal()

    def database_login(self) -> str | None:
        """The login the database knows us by; None for a file, which knows nobody."""
        if self.engine.dialect.name == "sqlite":
            return None
        with self.reading() as tx:
            return str(tx.sql.execute(text("SELECT current_user")).scalar_one())

    def wipe(self) -> bool:
        """Write a file anew without what was deleted; False where somebody is in the way.

        A database server looks after its own space.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        # VACUUM can't run inside a transaction, which is all the store lends
        opened = self.engine.raw_connection()
        try:
            cursor = opened.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone() or (0,)
            return not busy
        except sqlite3.OperationalError:
            return False
        finally:
            opened.close()

    def share(self, *, with_group: bool) -> None:
        """Let a file's group read and write it, or its owner alone; a server has its own rules."""
        if self.engine.dialect.name != "sqlite":
            return
        path = Path(self.book)
        for each in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
            if each.exists():
                each.chmod(0o660 if with_group else 0o600)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(book: str, *, read_only: bool = False) -> Store:
    """The casebook at a path or PostgreSQL URL, after comparing its one schema number.

    A file that can't be written is opened read-only. Raises :class:`NotACasebook` for anything
    else, :class:`StoreFailure` when it can't be reached.
    """
    if "://" in book:
        store = postgres_store(book, read_only=read_only)
    else:
        check_file(Path(book))
        store = sqlite_store(Path(book), read_only=read_only or not writable(Path(book)))
    try:
        with store.reading() as tx:
            if tx.sql.dialect.name != "sqlite":
                compare_schema(store.book, schema_of(tx.sql))
    except BaseException:
        store.close()
        raise
    return replace(store, known_schema=True)


def postgres_store(url: str, *, read_only: bool = False) -> Store:
    """A store on the PostgreSQL database at ``url``, without looking at what is in it."""
    engine = reach(url)
    event.listen(engine, "begin", _begin_on_server)
    return Store(without_password(url), engine, read_only)


def sqlite_store(path: Path, *, read_only: bool = False, new: bool = False) -> Store:
    """A store on the SQLite file ``path``, without looking at what is in it.

    The file is made where it isn't there and is to be ``new``; else what isn't there is refused.
    """
    share = on_network_share(path)

    def connect() -> sqlite3.Connection:
        if not new and not path.exists():
            raise StoreFailure(_GONE.format(book=path))
        writing = f"{path.absolute().as_uri()}?mode={'rwc' if new else 'rw'}"
        return sqlite3.connect(
            reading_address(path) if read_only else writing,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    # a reader opens the file anew each time: how it is read depends on who has it open meanwhile
    pool = NullPool if read_only else QueuePool
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=pool, json_deserializer=_from_json
    )
    event.listen(engine, "connect", _pragmas(share=share, read_only=read_only))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkout", _same_file(path))
    return Store(str(path), engine, read_only, share)


def _same_file(path: Path) -> Any:
    """Refuses a connection to a file that is no longer the one at ``path``.

    A file that was moved, or that a backup took the place of, can still be written by whoever had
    it open, and nobody would find again what is written there.
    """

    def on_checkout(_connection: object, record: Any, _proxy: object) -> None:
        try:
            found = path.stat()
        except OSError as error:
            raise StoreFailure(_GONE.format(book=path)) from error
        now = (found.st_dev, found.st_ino)
        if record.info.setdefault("casebook_file", now) != now:
            raise DisconnectionError

    return on_checkout


_EMPTY: Mapping[str, Callable[[], Any]] = {"[]": list, "{}": dict}


def _from_json(kept: str) -> Any:
    """What JSON in a row holds; most of it holds nothing, which need not be parsed."""
    empty = _EMPTY.get(kept)
    return json.loads(kept) if empty is None else empty()


def _pragmas(*, share: bool, read_only: bool) -> Any:
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function(SMALL_LETTERS, 1, _in_small_letters, deterministic=True)
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.execute("PRAGMA temp_store=MEMORY")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute(f"PRAGMA journal_mode={'DELETE' if share else 'WAL'}")
        if share and not read_only:
            cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
        cursor.close()

    return on_connect


def _in_small_letters(given: object) -> str | None:
    return None if given is None else str(given).casefold()


def _begin(conn: Connection) -> None:
    turn: Turn | None = conn.get_execution_options().get("casebook_writing")
    if turn is None:
        conn.exec_driver_sql("BEGIN")
        return
    cursor = conn.connection.cursor()

    def taken() -> bool:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
        return True

    cursor.execute("PRAGMA busy_timeout=0")
    try:
        turn.wait(taken)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()


def _begin_on_server(conn: Connection) -> None:
    """Begin to read what stands at one moment, or to write alone.

    Who writes reads what the one before has written: its turn has to come before its first look.
    """
    turn: Turn | None = conn.get_execution_options().get("casebook_writing")
    if turn is None:
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    alone = text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": WRITING}
    turn.wait(lambda: bool(conn.execute(*alone).scalar_one()))


_GONE = (
    "{book} isn't there any more: it was moved, renamed or deleted, or its disk can't be reached. "
    "Nothing was changed: put it back and try again."
)
