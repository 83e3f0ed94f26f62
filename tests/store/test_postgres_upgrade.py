"""A casebook in PostgreSQL from before the newest schema is brought up to date as a file is."""

from __future__ import annotations

import lzma
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select, text

from casebook.cli.main import run
from casebook.core.errors import NotACasebook, StoreFailure
from casebook.core.kinds import all_kinds
from casebook.store import keys, replay, schema
from casebook.store.engine import Store, open_store, postgres_store, sqlite_store
from casebook.store.file import SCHEMA
from casebook.store.history import Author
from casebook.store.transaction import Transaction
from tests.compare.make_fixture import BOOK, LOGIN

AUTHOR = Author(LOGIN, datetime(2024, 12, 18, 12, tzinfo=UTC))
FIRST = "0003"
"""The schema of version 0.1.0."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The casebook that version 0.1.0 made, in a file."""
    path = tmp_path / "casebook.db"
    path.write_bytes(lzma.decompress(BOOK.read_bytes()))
    return path


@pytest.fixture
def older(database: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same casebook in the database, row for row, and its administrator at the keyboard."""
    monkeypatch.setattr(Store, "database_login", lambda _: LOGIN)
    served, kept = postgres_store(database), sqlite_store(file, read_only=True)
    with served.writing() as tx:
        schema.migrate(tx, FIRST)
        with kept.reading() as source:
            _copy(source, tx)
    kept.close()
    served.close()
    return database


def _copy(source: Transaction, to: Transaction) -> None:
    """Every row of the tables that both engines have alike."""
    theirs, ours = MetaData(), MetaData()
    theirs.reflect(source.sql)
    ours.reflect(to.sql)
    for table in ours.sorted_tables:
        if table.name in {"alembic_version", "search"}:
            continue
        columns = [theirs.tables[table.name].c[column.name] for column in table.c]
        rows = [dict(row) for row in source.sql.execute(select(*columns)).mappings()]
        if rows:
            to.sql.execute(insert(table), rows)


def _state(store: Store) -> dict[str, Any]:
    """What an upgraded casebook holds: its records, and its history with the keys."""
    with store.reading() as tx:
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()
        held: dict[str, Any] = {kind.KIND: tx.load(kind) for kind in all_kinds()}
        made = tx.history.entries()
        assert [(e.who, e.change) for e in made if e.kind == "upgrade"] == [
            (LOGIN, {"schema": [FIRST, SCHEMA]})
        ]
        held["history"] = [entry for entry in made if entry.kind != "upgrade"]
        held["incidents"] = tx.sql.execute(
            text("SELECT key, extract, load FROM incident ORDER BY key")
        ).all()
        held["found"] = sorted(hit.ref for hit in tx.search.find("harbour"))
    store.close()
    return held


def test_it_comes_to_what_the_file_comes_to(older: str, file: Path) -> None:
    """Record for record and entry for entry, with the same keys, and the chain verifies."""
    assert schema.upgrade(older, AUTHOR, backed_up=True) == (FIRST, SCHEMA, None)
    schema.upgrade(str(file), AUTHOR)
    served, kept = _state(open_store(older)), _state(open_store(str(file)))
    assert served == kept
    assert len(kept["history"]) > 100
    assert any(entry.profile_id for entry in kept["history"])
    assert kept["incidents"]
    assert kept["found"]
    assert schema.upgrade(older, AUTHOR) == (SCHEMA, SCHEMA, None)


def test_it_is_left_alone_until_somebody_made_a_backup(
    older: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No copy of a database is made, so that is said, with the command that makes one."""
    assert run(["--book", older, "check"]) == 1
    assert "run 'casebook upgrade' first" in capsys.readouterr().err
    assert run(["--book", older, "upgrade"]) == 1
    said = capsys.readouterr().err
    assert f"'pg_dump --file casebook-{FIRST}.sql {older}'" in said
    assert "'casebook upgrade --backed-up'" in said
    with pytest.raises(NotACasebook, match=f"schema {FIRST}"):
        open_store(older)
    assert run(["--book", older, "upgrade", "--backed-up"]) == 0
    assert f"{older} went from schema {FIRST} to {SCHEMA}." in capsys.readouterr().err
    assert run(["--book", older, "upgrade"]) == 0
    assert f"{older} is up to date (schema {SCHEMA})." in capsys.readouterr().err


def test_an_upgrade_that_fails_leaves_it_as_it_was(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the tables are changed already and the keys are being filled in."""

    def fails(_tx: Transaction) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "fill", fails)
        with pytest.raises(RuntimeError):
            schema.upgrade(older, AUTHOR, backed_up=True)
    assert schema.upgrade(older, AUTHOR, backed_up=True).before == FIRST


def test_it_is_not_upgraded_under_the_hands_of_others(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads it holds it; the upgrade gives up after a while and says so."""
    monkeypatch.setattr("casebook.store.engine.BUSY_SECONDS", 0.1)
    others = postgres_store(older)
    with others.reading() as tx:
        tx.sql.execute(text("SELECT version_num FROM alembic_version")).all()
        with pytest.raises(StoreFailure, match="is in use: have the others close it"):
            schema.upgrade(older, AUTHOR, backed_up=True)
    others.close()


def test_an_empty_database_is_no_casebook(database: str) -> None:
    """And says how one is made."""
    with pytest.raises(NotACasebook, match="make one with 'casebook init'"):
        schema.upgrade(database, AUTHOR, backed_up=True)


def test_a_newer_casebook_is_not_taken_for_one_that_is_up_to_date(older: str) -> None:
    """It takes a newer Casebook."""
    store = postgres_store(older)
    with store.writing() as tx:
        tx.sql.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(NotACasebook, match="made by a newer Casebook"):
        schema.upgrade(older, AUTHOR, backed_up=True)
