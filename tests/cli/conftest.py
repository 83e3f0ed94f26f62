"""The command line, run in this process in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from casebook.cli.main import run
from tests import quick_store  # noqa: F401 - commands load the store late; see _quick_casebooks


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


Casebook = Callable[..., Ran]


@pytest.fixture
def casebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Casebook:
    """Run ``casebook`` with arguments, as the login ``admin``, and give what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("casebook.cli.desk.system_login", lambda: "admin")

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def _initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``casebook init`` makes, its administrator an inspector too; to be copied."""
    book = tmp_path_factory.mktemp("initialised") / "casebook.db"
    with patch("casebook.cli.desk.system_login", return_value="admin"):
        assert run(["--book", str(book), "init", "--force-name", "Lomea Police"]) == 0
        granted = ("user", "grant", "admin", "inspector", "--force-wide")
        assert run(["--book", str(book), *granted]) == 0
    with closing(sqlite3.connect(book)) as file:  # the copy is of the file alone
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return book


@pytest.fixture
def made(casebook: Casebook, tmp_path: Path, _initialised: Path) -> Casebook:
    """The command line beside an empty casebook."""
    shutil.copy(_initialised, tmp_path)
    return casebook


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration, built once however many processes run these tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, building = shared / "lomea", shared / "lomea being built"
    # a file of SQLite's serves as the lock: it is one on every system
    lock = sqlite3.connect(shared / "lomea.lock", timeout=300, isolation_level=None)
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        if not folder.exists():
            with patch("casebook.cli.desk.system_login", return_value="admin"):
                assert run(["demo", str(building)]) == 0
            building.rename(folder)
        lock.execute("COMMIT")
    return folder
