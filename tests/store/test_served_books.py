"""Databases of tests: those of a process that was killed go, those of one at work stay."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.served_books import drop_ownerless, new_database

ROOT = Path(__file__).parents[2]
Server = psycopg.Connection[tuple[object, ...]]
PROGRAM = """
import sys
from tests.served_books import new_database
print(new_database(), flush=True)
sys.stdin.read()
"""


@contextmanager
def _another() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that has made a database and waits, and that database's name; it ends after."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


def test_what_a_killed_process_left_is_dropped_and_nothing_else(database: str) -> None:
    """Beside it stay this process's own, and those of another that is at work."""
    own = new_database()
    with psycopg.connect(database, autocommit=True) as server:
        with _another() as (_, its):
            with _another() as (killed, left):
                killed.kill()
            _until_gone(server, left)
            drop_ownerless(server)
            there = _databases(server)
            assert left not in there
            assert {own, its} <= there
        assert its not in _databases(server), "it drops its own at its end"


def _until_gone(server: Server, name: str) -> None:
    """Wait until the server has noticed that the owner of a database has gone."""
    owner = name.split("_")[-2]
    while server.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (owner,)).fetchone():
        pass


def _databases(server: Server) -> set[object]:
    return {name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()}
