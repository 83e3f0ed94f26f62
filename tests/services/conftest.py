"""A casebook to test services on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casebook.domain.access import Account
from casebook.domain.fields import encode
from casebook.domain.settings import Settings
from casebook.services.book import Book, open_book
from casebook.storage import records, schema, settings

collect_ignore = [] if "CASEBOOK_REAL_DATA" in os.environ else ["test_import_incidents_real.py"]


def make_book(folder: Path, name: str = "casebook.db", **changed: Any) -> Book:
    """A new casebook in ``folder``, opened by its administrator; its day is 18 December 2024."""

    def fill(conn: Any, _known_as: object) -> None:
        records.insert_many(conn, [Account("admin", roles=("administrator",))])
        settings.put(conn, "settings", encode(Settings(**changed)))

    schema.create(str(folder / name), fill).close()
    return open_book(
        str(folder / name), "admin", clock=lambda: datetime(2024, 12, 18, 12, tzinfo=UTC)
    )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty casebook, opened by its administrator."""
    opened = make_book(tmp_path)
    yield opened
    opened.store.close()
