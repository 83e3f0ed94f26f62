"""The store, as it ships, and a database to put it in."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import quick_store


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Casebooks that wait for the disk and run their migrations, as those of people do."""
    quick_store.as_shipped(monkeypatch)


@pytest.fixture
def database() -> Iterator[str]:
    """An empty PostgreSQL database, at the URL in CASEBOOK_TEST_POSTGRES; emptied before and after.

    Without one the test is skipped, or fails where one is required.
    """
    url = os.environ.get("CASEBOOK_TEST_POSTGRES")
    if not url:
        required = os.environ.get("CASEBOOK_REQUIRE_POSTGRES") == "1"
        (pytest.fail if required else pytest.skip)("CASEBOOK_TEST_POSTGRES names no database")
    _empty(url)
    yield url
    _empty(url)


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as sql:
        sql.execute("DROP SCHEMA public CASCADE")
        sql.execute("CREATE SCHEMA public")
