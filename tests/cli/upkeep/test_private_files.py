"""Whose files are, what a full disk does to the log, and what a demonstration makes way for."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.cli.main import main
from casebook.cli.output import write_file
from casebook.cli.upkeep.demo import SYNTHETIC
from tests.books import make_book
from tests.cli.conftest import Casebook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    """What new files may not be, as it was; for the whole process is changed."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _typed(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 0


@pytest.mark.usefixtures("umask")
def test_files_are_their_owners_until_the_casebook_shares_them(
    casebook: Casebook, tmp_path: Path
) -> None:
    """The casebook and what is made from it: 0600, or the group's too where a setting says so."""
    _typed("init")
    _typed("setting", "list", "-o", "own.csv")
    assert (_mode(tmp_path / "casebook.db"), _mode(tmp_path / "own.csv")) == (0o600, 0o600)
    _typed("setting", "set", "shared", "yes")
    _typed("setting", "list", "-o", "shared.csv")
    assert (_mode(tmp_path / "casebook.db"), _mode(tmp_path / "shared.csv")) == (0o660, 0o660)
    _typed("setting", "set", "shared", "no")
    assert _mode(tmp_path / "casebook.db") == 0o600
    assert casebook("check").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_log_disk_doesnt_undo_what_was_done(
    casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is done, exits 0 and says nothing of it."""
    log = tmp_path / "log"
    log.mkdir()
    (log / "casebook.log").symlink_to("/dev/full")
    monkeypatch.setenv("CASEBOOK_LOG", str(log))
    ran = casebook("init")
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert casebook("user", "list").code == 0


def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the power goes there is the old file or the new, never half of one."""
    path, seen = tmp_path / "pack.html", []

    def synced(_number: int) -> None:
        seen.append(path.exists())

    monkeypatch.setattr(os, "fsync", synced)
    write_file(path, "whole")
    assert seen == [False]
    assert path.read_text() == "whole"


def test_a_demonstration_takes_nobodys_files_place(casebook: Casebook, tmp_path: Path) -> None:
    """Somebody's own casebook, or a map that lies there without a demonstration."""
    book = make_book(tmp_path)
    book.store.close()
    refused = casebook("demo", ".")
    assert refused.code == 1
    assert refused.err.startswith("casebook: casebook.db is no demonstration: name another folder")
    other = tmp_path / "other"
    other.mkdir()
    (other / "map.html").write_text("mine")
    refused = casebook("demo", "other")
    assert refused.code == 1
    assert "map.html is no demonstration: name another folder" in refused.err
    assert (other / "map.html").read_text() == "mine"


def test_a_demonstration_is_cleared_of_its_own_files_alone(tmp_path: Path) -> None:
    """A copy that somebody made of it beside it stays."""
    from casebook.cli.upkeep.demo import _clear

    make_book(tmp_path, synthetic=SYNTHETIC).store.close()
    for name in ("casebook.db-wal", "casebook.db.bak", "casebook.db-mine"):
        (tmp_path / name).touch()
    _clear(tmp_path, ("casebook.db", "map.html"))
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "casebook.db-mine",
        "casebook.db.bak",
    ]


@pytest.mark.parametrize(
    ("crs", "why"),
    [
        ("EPSG:4326", "is in degrees, not in metres"),
        ("EPSG:2277", "is in US survey feet, not in metres"),
        ("EPSG:3857", "stretches metres, by 1.6 in Britain"),
        ("EPSG:999999", "is no coordinate system that is known here"),
    ],
)
def test_a_casebook_is_measured_in_metres(
    casebook: Casebook, tmp_path: Path, crs: str, why: str
) -> None:
    """What isn't a projection in metres is refused, when a casebook is made and later."""
    refused = casebook("init", "--crs", crs)
    assert refused.code == 1
    assert refused.err == (
        f"casebook: {crs} {why}: name a national grid or zone in metres, such as EPSG:27700.\n"
    )
    assert list(tmp_path.iterdir()) == []
    casebook("init", "--crs", "EPSG:29903")
    assert casebook("setting", "set", "crs", crs).code == 1
