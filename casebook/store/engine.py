"""Opening and making a casebook: one SQLite file, or one PostgreSQL database.

SQLite runs with WAL and ``synchronous=FULL`` (NORMAL loses acknowledged commits when the power
goes), foreign keys on, and writers that take ``BEGIN IMMEDIATE``. On a network share WAL can't
work: there the journal is a plain one and whoever writes holds the file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from casebook.core.errors import NotACasebook, StoreFailure
from casebook.store.file import check_file, compare_schema
from casebook.store.share import on_network_share
from casebook.store.transaction import Transaction

__all__ = ["Store", "open_store"]

BUSY_SECONDS = 5


@dataclass(frozen=True)
class Store:
    """An open casebook; ``reading`` and ``writing`` lend it for one transaction."""

    book: str
    """The file's path or the database's URL, without a password."""
    engine: Engine
    read_only: bool = False
    shared_file: bool = False
    """Whether the file lies on a network share: one writer at a time, no WAL."""

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """The casebook in one unchanging state."""
        with _plainly(self.book), self.engine.connect() as sql, sql.begin():
            yield Transaction(sql)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """The casebook, to write: kept when the block ends, and nothing of it when it raises."""
        if self.read_only:
            raise StoreFailure(f"{self.book} is open read-only: nothing was changed.")
        with _plainly(self.book), self.engine.connect() as opened:
            sql = opened.execution_options(casebook_writing=True)
            with sql.begin():
                yield Transaction(sql)

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

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(book: str, *, read_only: bool = False) -> Store:
    """The casebook at a path or PostgreSQL URL, after comparing its one schema number.

    Raises :class:`NotACasebook` for anything else, :class:`StoreFailure` when it can't be reached.
    """
    if "://" in book:
        store = postgres_store(book, read_only=read_only)
    else:
        check_file(Path(book))
        store = sqlite_store(Path(book), read_only=read_only)
    try:
        with store.reading() as tx:
            if tx.sql.dialect.name != "sqlite":
                compare_schema(store.book, schema_of(tx.sql))
    except BaseException:
        store.close()
        raise
    return store


def postgres_store(url: str, *, read_only: bool = False) -> Store:
    """A store on the PostgreSQL database at ``url``, without looking at what is in it."""
    return Store(_without_password(url), _postgres(url), read_only)


def sqlite_store(path: Path, *, read_only: bool = False) -> Store:
    """A store on the SQLite file ``path``, without looking at what is in it."""
    share = on_network_share(path)
    # a file name's "?" and "#" would otherwise be read as part of the address
    uri = path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rwc")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _pragmas(share=share, read_only=read_only))
    event.listen(engine, "begin", _begin)
    return Store(str(path), engine, read_only, share)


def _pragmas(*, share: bool, read_only: bool) -> Any:
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
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


def _begin(conn: Connection) -> None:
    writing = conn.get_execution_options().get("casebook_writing", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise NotACasebook(f"'{_without_password(url)}' is no file and no database URL.") from error
    if not parsed.drivername.startswith("postgresql"):
        raise NotACasebook(
            f"A casebook is a file or a postgresql:// database, not {parsed.drivername}://."
        )
    if parsed.password is not None:
        raise StoreFailure(
            "The database URL holds a password, which other people on this machine can see: "
            "put it in ~/.pgpass and leave it out of the URL."
        )
    try:
        return create_engine(parsed.set(drivername="postgresql+psycopg"))
    except ModuleNotFoundError as error:
        raise StoreFailure(
            "PostgreSQL needs one more package: pip install 'casebook[postgres]'."
        ) from error


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1@", url)


def schema_of(conn: Connection, *, lock: bool = False) -> str | None:
    """The schema number in a PostgreSQL database; None where there is none.

    With ``lock`` it is held until the transaction ends: who would read it meanwhile waits.
    """
    there = conn.execute(
        text("SELECT 1 FROM information_schema.tables WHERE table_name = 'alembic_version'")
    ).first()
    if there is None:
        return None
    if lock:
        conn.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
        conn.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
    row = conn.execute(text("SELECT version_num FROM alembic_version")).first()
    return row[0] if row else None


_SAID = (
    ("locked", "Somebody else is writing to {book}: try again in a moment. Nothing was changed."),
    ("disk is full", "The disk is full: nothing was changed. Make room and try again."),
    ("readonly database", "{book} is read-only: nothing was changed."),
    ("unable to open", "{book} can't be opened: look at its folder's permissions."),
    ("disk I/O error", "The disk failed while {book} was in use: nothing was changed."),
    ("malformed", "{book} is damaged: restore the last backup."),
    ("not a database", "{book} is no casebook."),
    (
        "lock timeout",
        "{book} is in use: have the others close it, and try again. Nothing was changed.",
    ),
    (
        "must be owner",
        "Your database login may not change the tables of {book}: the login that made it may. "
        "Nothing was changed.",
    ),
    (
        "permission denied",
        "Your database login may not do that to {book} ({first}): ask whoever looks after the "
        "database. Nothing was changed.",
    ),
    ("connection failed", "The database {book} can't be reached: {first}."),
)


@contextmanager
def _plainly(book: str) -> Iterator[None]:
    """Turn the database's own failures into one sentence each; a fault of ours passes through."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig)
        for key, sentence in _SAID:
            if key in words:
                first = words.splitlines()[0] if words else ""
                raise StoreFailure(sentence.format(book=book, first=first)) from error
        raise
    except SQLAlchemyError as error:
        if "QueuePool limit" in str(error):
            raise StoreFailure(f"{book} is too busy: try again in a moment.") from error
        raise
