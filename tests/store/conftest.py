"""The store, as it ships, and a database to put it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest
from sqlalchemy.engine import make_url

from tests import quick_store


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Casebooks that wait for the disk and run their migrations, as those of people do."""
    quick_store.as_shipped(monkeypatch)


@pytest.fixture
def database() -> Iterator[str]:
    """An empty PostgreSQL database beside the one that CASEBOOK_TEST_POSTGRES names.

    Each process of tests has its own. Without a name the test is skipped, or fails where one is
    required.
    """
    url = os.environ.get("CASEBOOK_TEST_POSTGRES")
    if not url:
        required = os.environ.get("CASEBOOK_REQUIRE_POSTGRES") == "1"
        (pytest.fail if required else pytest.skip)("CASEBOOK_TEST_POSTGRES names no database")
    own = _own(url)
    _empty(own)
    yield own
    _empty(own)


@cache
def _own(url: str) -> str:
    """The URL of this process's database, which is made where it isn't there."""
    import psycopg

    named = make_url(url)
    name = f"{named.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(url, autocommit=True) as sql:
        if sql.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            sql.execute(f'CREATE DATABASE "{name}"')
    return named.set(database=name).render_as_string(hide_password=False)


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as sql:
        sql.execute("DROP SCHEMA public CASCADE")
        sql.execute("CREATE SCHEMA public")
