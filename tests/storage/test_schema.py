"""The migrations make exactly the tables the code uses."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from casebook.storage import schema
from casebook.storage.file import SCHEMA
from casebook.storage.tables import metadata


def test_the_migrations_end_at_the_tables_in_use(tmp_path: Path) -> None:
    """No column in the code is without a migration, and none is left over."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    with store.reading() as conn:
        context = MigrationContext.configure(conn, opts={"include_name": _is_ours})
        assert compare_metadata(context, metadata) == []


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is one the code describes: the search index is the engine's own."""
    return kind != "table" or not (name or "").startswith("search")


def test_the_schema_number_is_the_newest_migration() -> None:
    """Opening compares this number, so it must be the last one's."""
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(path.name[:4] for path in folder.glob("[0-9]*.py")) == SCHEMA
