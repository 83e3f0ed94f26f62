"""The migrations make exactly the tables the code uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from casebook.core.errors import NotACasebook, NotAllowed, StoreFailure
from casebook.profiles.profile import Profile
from casebook.profiles.stages import Stage
from casebook.store import copies, schema
from casebook.store.engine import open_store, sqlite_store
from casebook.store.file import SCHEMA
from casebook.store.history import Author
from casebook.store.tables import described, incident
from tests.quick_store import quickly

AUTHOR = Author("admin", datetime(2024, 12, 18, 12, tzinfo=UTC))

pytestmark = pytest.mark.usefixtures("as_shipped")


def test_the_migrations_end_at_the_tables_in_use(tmp_path: Path) -> None:
    """No column in the code is without a migration, and none is left over."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    with store.reading() as tx:
        context = MigrationContext.configure(tx.sql, opts={"include_name": _is_ours})
        assert compare_metadata(context, described()) == []


def test_tests_are_made_the_casebooks_that_people_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Table for table, whether the migrations ran or what they once did is done again."""

    def made(name: str) -> list[list[str]]:
        store = schema.create(str(tmp_path / name), lambda *_: None)
        with store.reading() as tx:
            tables = tx.sql.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
            version = tx.sql.exec_driver_sql("SELECT version_num FROM alembic_version")
            found = sorted(_parts(row) for row in (*tables, *version))
        store.close()
        return found

    shipped = made("shipped.db")
    quickly(monkeypatch)
    assert made("once.db") == shipped
    assert made("again.db") == shipped


def _parts(row: Iterable[object]) -> list[str]:
    """A row's values by line: in which order Alembic writes constraints anew isn't fixed."""
    lines = (line for value in row for line in str(value).splitlines())
    return sorted(line.strip(" \t,") for line in lines)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is one the code describes: the search index is the engine's own."""
    return kind != "table" or not (name or "").startswith("search")


def test_the_schema_number_is_the_newest_migration() -> None:
    """Opening compares this number, so it must be the last one's."""
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(path.name[:4] for path in folder.glob("[0-9]*.py")) == SCHEMA


def test_an_older_casebook_is_upgraded_with_all_that_is_in_it(tmp_path: Path) -> None:
    """From the first schema on: a backup is made, nothing is lost, and it can be searched."""
    path = tmp_path / "book.db"
    old = sqlite_store(path, new=True)
    with old.writing() as tx:
        schema.migrate(tx, "0001")
        tx.sql.exec_driver_sql(
            "INSERT INTO profile (version, ref, title, model, stage, cycle, status, themes, "
            "lead_agency, marking) VALUES (3, 'P-1', 'Noise by the quay', 'OSARA', 'scan', 1, "
            "'open', '[\"asb\"]', 'Police', 'OFFICIAL')"
        )
        tx.sql.exec_driver_sql(
            "INSERT INTO stage (version, profile, cycle, stage, waiver, form, body) "
            "VALUES (2, 'P-1', 1, 'scan', '', 1, '{\"events\": \"shouting\"}')"
        )
    old.close()
    with pytest.raises(NotACasebook, match="run 'casebook upgrade' first"):
        open_store(str(path))
    before, after, backup = schema.upgrade(str(path), AUTHOR)
    assert (before, after) == ("0001", SCHEMA)
    assert backup is not None
    assert backup.exists()
    store = open_store(str(path))
    with store.reading() as tx:
        profile = tx.load_one(Profile, ref="P-1")
        stage = tx.load_one(Stage, profile="P-1")
        found = tx.search.find("shouting")
    store.close()
    assert profile is not None
    assert (profile.title, profile.themes, profile.version) == ("Noise by the quay", ("asb",), 3)
    assert stage is not None
    assert (stage.body.events, stage.version) == ("shouting", 2)
    assert [hit.profile for hit in found] == ["P-1"]


def test_incidents_of_an_older_casebook_are_as_new_as_what_their_load_covers(
    tmp_path: Path,
) -> None:
    """And as a row of a later month, where one brought what they say."""
    store = sqlite_store(tmp_path / "book.db", new=True)
    covers = '[{"kind": "crime", "from": "2024-01-01", "to": "2024-06-30"}]'
    with store.writing() as tx:
        schema.migrate(tx, "0007")
        tx.sql.exec_driver_sql(
            "INSERT INTO load (id, kind, source, file, sha256, rules, counts, covers, at, who) "
            "VALUES (1, 'incidents', 'x', 'f', 'h', ?, '{}', ?, '2024-07-01', 'me')",
            ('{"later": {"-7": 202405}}', covers),
        )
        for key in (-7, 8):
            tx.sql.exec_driver_sql(
                "INSERT INTO incident (key, month, type, outcome, street, source, load) "
                f"VALUES ({key}, 202401, 0, 0, '', 0, 1)"
            )
        schema.migrate(tx)
        rows = tx.sql.execute(select(incident).order_by(incident.c.key)).all()
    store.close()
    assert [(row.key, row.extract, row.older) for row in rows] == [
        (-7, 202406, {"seen": 202405}),
        (8, 202406, None),
    ]


def _of_an_older_version(path: Path) -> None:
    """A casebook of the first schema, with its administrator."""
    old = sqlite_store(path, new=True)
    with old.writing() as tx:
        schema.migrate(tx, "0001")
        tx.sql.exec_driver_sql(
            "INSERT INTO account (version, login, name, roles) "
            "VALUES (1, 'admin', '', '[\"administrator\"]')"
        )
    old.close()


def test_the_copy_before_an_upgrade_has_its_name_once_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it can't be made whole there is none, and nothing is upgraded."""
    path = tmp_path / "book.db"
    _of_an_older_version(path)

    def full(_path: Path) -> None:
        assert not list(tmp_path.glob("*.bak"))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "_to_disk", full)
    with pytest.raises(StoreFailure, match="can't be made: No space left on device"):
        schema.upgrade(str(path), AUTHOR)
    assert [each.name for each in tmp_path.iterdir() if "bak" in each.name] == []
    with pytest.raises(NotACasebook, match="run 'casebook upgrade' first"):
        open_store(str(path))


def test_an_upgrade_is_an_administrators_and_stands_in_the_history(tmp_path: Path) -> None:
    """Anybody else is told who can, and nothing is changed or copied."""
    path = tmp_path / "book.db"
    _of_an_older_version(path)
    stranger = Author("sgt", AUTHOR.at)
    with pytest.raises(NotAllowed, match="sgt may not upgrade, restore or move this casebook: an"):
        schema.upgrade(str(path), stranger)
    assert sorted(each.name for each in tmp_path.glob("*.bak")) == []
    schema.upgrade(str(path), AUTHOR)
    store = open_store(str(path))
    with store.reading() as tx:
        (entry,) = tx.history.entries(kind="upgrade")
        assert tx.history.first_bad() is None
    store.close()
    assert (entry.who, entry.change) == ("admin", {"schema": ["0001", SCHEMA]})


def test_no_backup_is_written_over(tmp_path: Path) -> None:
    """An earlier copy keeps its name, and a copy is its owner's alone."""
    path, earlier = tmp_path / "book.db", tmp_path / "book.db.schema-0001.bak"
    _of_an_older_version(path)
    earlier.write_text("precious")
    done = schema.upgrade(str(path), AUTHOR)
    assert earlier.read_text() == "precious"
    assert done.backup == tmp_path / "book.db.schema-0001.2.bak"
    assert done.backup.stat().st_mode & 0o777 == 0o600


def test_room_is_looked_for_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing is copied or changed, and how much is needed is said."""
    path = tmp_path / "book.db"
    _of_an_older_version(path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=100_000))
    with pytest.raises(StoreFailure, match=r"needs up to [\d,]+ MB .* room for 0 MB: make room"):
        schema.upgrade(str(path), AUTHOR)
    assert [each.name for each in tmp_path.glob("*.bak")] == []
    with pytest.raises(NotACasebook, match="schema 0001"):
        open_store(str(path))


def test_an_older_version_left_open_writes_nothing_into_a_newer_schema(tmp_path: Path) -> None:
    """The schema is compared inside the writing transaction; what was open may still be read."""
    path = tmp_path / "book.db"
    schema.create(str(path), lambda *_: None).close()
    left_open = open_store(str(path))
    newer = sqlite_store(path)
    with newer.writing() as tx:
        tx.sql.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer.close()
    with (
        pytest.raises(NotACasebook, match="made by a newer Casebook"),
        left_open.writing() as tx,
    ):
        tx.put("x", 1)
    with left_open.reading() as tx:
        assert tx.setting("x") is None
    left_open.close()
