"""Opening, refusing and keeping a casebook file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import pytest
from sqlalchemy import text

from casebook.core.errors import NotACasebook, StoreFailure
from casebook.store import schema, turn
from casebook.store.engine import Store, open_store, sqlite_store
from casebook.store.file import SCHEMA
from casebook.store.history import Author

AUTHOR = Author("admin", datetime(2024, 12, 18, 12, tzinfo=UTC))

pytestmark = pytest.mark.usefixtures("as_shipped")


def _nothing(*_: object) -> None:
    return None


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty casebook."""
    return schema.create(str(tmp_path / "book.db"), _nothing)


def test_a_new_casebook_survives_power_loss_and_keeps_its_references(store: Store) -> None:
    """WAL, synchronous FULL (2) and foreign keys are on."""
    with store.reading() as tx:
        assert tx.sql.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert tx.sql.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert tx.sql.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_making_over_a_file_is_refused(store: Store) -> None:
    """What is there stays."""
    with pytest.raises(NotACasebook, match="is there already"):
        schema.create(store.book, _nothing)


def test_a_failed_making_leaves_nothing(tmp_path: Path) -> None:
    """Neither the file nor what it was built in."""

    def fail(*_: object) -> None:
        raise NotACasebook("no")

    with pytest.raises(NotACasebook):
        schema.create(str(tmp_path / "book.db"), fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no casebook"),
        (b"Crime ID,Month\n", "is no casebook"),
        (b"SQLite format 3\0" + b"\xff" * 4000, "is damaged or no casebook"),
    ],
)
def test_a_file_that_is_no_casebook_is_refused(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    """One sentence, whatever is in it."""
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(NotACasebook, match=sentence):
        open_store(str(path))


def test_a_schema_number_that_is_no_text_is_damage(tmp_path: Path) -> None:
    """As one flipped bit in the file makes of it."""
    path = tmp_path / "casebook.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num BLOB)")
        connection.execute("INSERT INTO alembic_version VALUES (x'3131')")
    with pytest.raises(NotACasebook, match="is damaged: its schema number is no text"):
        open_store(str(path))


def test_another_programs_sqlite_file_is_refused(tmp_path: Path) -> None:
    """It has no casebook's schema number."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
    with pytest.raises(NotACasebook, match="is a SQLite file, but no casebook"):
        open_store(str(path))


def test_a_missing_casebook_says_how_to_make_one(tmp_path: Path) -> None:
    """And how to name another."""
    with pytest.raises(NotACasebook, match="make one with 'casebook init'"):
        open_store(str(tmp_path / "none.db"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("9999", "was made by a newer Casebook"), ("0000", "run 'casebook upgrade' first")],
)
def test_another_versions_casebook_is_refused(store: Store, number: str, sentence: str) -> None:
    """Newer: upgrade Casebook; older: upgrade the file."""
    with store.writing() as tx:
        tx.sql.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})
    store.close()
    with pytest.raises(NotACasebook, match=sentence):
        open_store(store.book)


def test_upgrading_what_is_up_to_date_does_nothing(store: Store) -> None:
    """And makes no backup."""
    assert schema.upgrade(store.book, AUTHOR) == (SCHEMA, SCHEMA, None)


def test_a_failed_block_writes_nothing(store: Store) -> None:
    """A writer's transaction is whole or not at all."""
    with pytest.raises(RuntimeError), store.writing() as tx:
        tx.sql.execute(text("INSERT INTO setting VALUES ('a', '1', 1)"))
        raise RuntimeError
    with store.reading() as tx:
        assert tx.sql.execute(text("SELECT count(*) FROM setting")).scalar_one() == 0


def test_a_read_only_opening_changes_nothing(store: Store) -> None:
    """Neither by our own verbs nor by SQL."""
    looked = open_store(store.book, read_only=True)
    with pytest.raises(StoreFailure, match="open read-only"), looked.writing():
        pass
    with pytest.raises(StoreFailure, match="is read-only"), looked.reading() as tx:
        tx.sql.execute(text("INSERT INTO setting VALUES ('a', '1', 1)"))


def test_two_writers_take_turns(store: Store) -> None:
    """Who can't wait any longer is told that somebody else is writing, and nothing is lost."""
    second = replace(open_store(store.book), patience=0.1)
    with store.writing() as first:
        first.sql.execute(text("INSERT INTO setting VALUES ('a', '1', 1)"))
        late = r"hasn't finished in 0\.1 seconds"
        with pytest.raises(StoreFailure, match=late), second.writing():
            pass
    with second.writing() as tx:
        assert tx.sql.execute(text("SELECT count(*) FROM setting")).scalar_one() == 1


def test_a_save_waits_for_the_other_and_says_so_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long an import writes beside it."""
    monkeypatch.setattr(turn, "_UNSAID", 0.05)
    said: list[str] = []
    second = replace(open_store(store.book), waiting=lambda: said.append("waits"))
    writes, done = Event(), Event()

    def hold() -> None:
        with store.writing() as tx:
            tx.sql.execute(text("INSERT INTO setting VALUES ('a', '1', 1)"))
            writes.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as beside:
        holding = beside.submit(hold)
        writes.wait(10)
        Timer(0.3, done.set).start()
        with second.writing() as tx:
            assert tx.sql.execute(text("SELECT count(*) FROM setting")).scalar_one() == 1
        holding.result()
    assert said == ["waits"]


def test_an_acknowledged_change_survives_a_killed_process(store: Store) -> None:
    """kill -9 right after a commit loses nothing."""
    code = (
        "import os, sys\n"
        "from sqlalchemy import text\n"
        "from casebook.store.engine import open_store\n"
        "with open_store(sys.argv[1]).writing() as tx:\n"
        "    tx.sql.execute(text(\"INSERT INTO setting VALUES ('kept', '1', 1)\"))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", code, store.book], env={**os.environ, "PYTHONPATH": root})
    with store.reading() as tx:
        assert tx.sql.execute(text("SELECT key FROM setting")).scalar_one() == "kept"


def test_a_password_in_a_url_is_refused_and_not_repeated() -> None:
    """The sentence names ~/.pgpass and doesn't print the password."""
    with pytest.raises(StoreFailure, match=r"~/\.pgpass") as refused:
        open_store("postgresql://me:secret@localhost/casebook")
    assert "secret" not in str(refused.value)


def test_only_postgresql_urls_are_taken() -> None:
    """Anything else is said to be no casebook."""
    with pytest.raises(NotACasebook, match="not mysql://"):
        open_store("mysql://localhost/x")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The person is told to make it."""
    with pytest.raises(StoreFailure, match="There is no folder"):
        schema.create(str(tmp_path / "none" / "book.db"), _nothing)


def test_a_file_that_is_gone_is_said_to_be_and_none_is_made(tmp_path: Path) -> None:
    """What was open writes neither into the file that was moved nor into a new one."""
    path, away = tmp_path / "book.db", tmp_path / "away.db"
    store = schema.create(str(path), lambda *_: None)
    path.rename(away)
    for opened in (store, sqlite_store(path)):
        with pytest.raises(StoreFailure, match="isn't there any more"), opened.writing() as tx:
            tx.put("key", "value")
    assert not path.exists()
    away.rename(path)
    with store.writing() as tx:
        tx.put("key", "value")
    store.close()


def test_a_file_put_in_place_of_another_is_the_one_that_is_written(tmp_path: Path) -> None:
    """After a restore a casebook left open goes on in what was restored, and loses nothing."""
    path, other = tmp_path / "book.db", tmp_path / "other.db"
    left_open = schema.create(str(path), lambda *_: None)
    schema.create(str(other), lambda *_: None).close()
    path.rename(tmp_path / "replaced.db")
    other.rename(path)
    with left_open.writing() as tx:
        tx.put("key", "value")
    left_open.close()
    again = open_store(str(path))
    with again.reading() as tx:
        assert tx.setting("key") == "value"
    again.close()
