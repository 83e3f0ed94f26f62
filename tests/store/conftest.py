"""The store, as it ships, and a database to put it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest

from tests import quick_store
from tests.served_books import new_database, url_of


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Casebooks that wait for the disk and run their migrations, as those of people do."""
    quick_store.as_shipped(monkeypatch)


@pytest.fixture
def database() -> Iterator[str]:
    """An empty PostgreSQL database of this process, on the server of CASEBOOK_TEST_POSTGRES.

    Without a server the test is skipped, or fails where one is required.
    """
    if not os.environ.get("CASEBOOK_TEST_POSTGRES"):
        required = os.environ.get("CASEBOOK_REQUIRE_POSTGRES") == "1"
        (pytest.fail if required else pytest.skip)("CASEBOOK_TEST_POSTGRES names no database")
    own = _own()
    _empty(own)
    yield own
    _empty(own)


@cache
def _own() -> str:
    return url_of(new_database()).render_as_string(hide_password=False)


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as sql:
        sql.execute("DROP SCHEMA public CASCADE")
        sql.execute("CREATE SCHEMA public")
