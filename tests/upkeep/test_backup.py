"""A casebook copied while it is in use, proved, put back; everything as plain files."""

from __future__ import annotations

import csv
import os
import sqlite3
import stat
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casebook.book.opening import Book, open_book
from casebook.book.writing import write
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotACasebook, NotAllowed, StoreFailure
from casebook.core.settings import Settings
from casebook.places.areas import add_area, list_areas
from casebook.store import copies, tables
from casebook.store.engine import Store
from casebook.upkeep.backup import back_up, backup_due, last_backup, restore
from casebook.upkeep.export import export, markings
from casebook.upkeep.setup import check, make_casebook, unsound
from casebook.upkeep.undo import undo
from tests.books import make_book

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _names(book: Book) -> list[str]:
    return [area.ref for area in list_areas(book)]


def _as(book: Book, login: str, *roles: str) -> Book:
    with book.store.writing() as tx:
        write(book, tx, None, Account(login, roles=roles))
    return open_book(book.store.book, login)


@needs_modes
def test_a_backup_holds_what_lies_in_the_wal_and_is_its_makers_alone(tmp_path: Path) -> None:
    """The file alone lacks the newest save; the backup has it, is 0600 and stands alone."""
    book = make_book(tmp_path)
    add_area(book, "D1", {"kind": "district", "name": "Strand"})
    alone = tmp_path / "alone.db"
    alone.write_bytes(Path(book.store.book).read_bytes())
    with closing(sqlite3.connect(alone)) as copied:
        assert copied.execute("SELECT count(*) FROM place").fetchone() == (0,)

    made = back_up(book, tmp_path / "copy.db")

    assert _mode(made.file) == 0o600
    assert [each.name for each in tmp_path.glob("*copy*")] == ["copy.db"]
    assert _names(open_book(str(made.file), "admin")) == ["D1"]
    with book.store.reading() as tx:
        (entry,) = tx.history.entries(kind="backup")
    assert entry.change == {"file": "copy.db", "head": made.head}
    assert last_backup(book) == datetime(2024, 12, 18, 12, tzinfo=UTC)


def test_a_backup_never_takes_anothers_place(tmp_path: Path) -> None:
    """A file that is there stays as it is, and nothing is left of the attempt."""
    book, there = make_book(tmp_path), tmp_path / "copy.db"
    there.write_text("somebody's")
    with pytest.raises(StoreFailure, match=r"copy\.db is there already: name another file\."):
        back_up(book, there)
    assert there.read_text() == "somebody's"
    with pytest.raises(StoreFailure, match=r"There is no folder .*nowhere: make it first\."):
        back_up(book, tmp_path / "nowhere" / "copy.db")
    assert sorted(each.suffix for each in tmp_path.iterdir()) == [
        ".db",
        ".db",
        ".db-shm",
        ".db-wal",
    ]


def test_what_a_killed_backup_left_is_no_hindrance_and_goes_in_a_day(tmp_path: Path) -> None:
    """Until then it may be somebody's who is still at work."""
    book = make_book(tmp_path)
    fresh, stale = tmp_path / ".copy.db.0a1b2c3d.new", tmp_path / ".copy.db.99.new"
    for left in (fresh, stale):
        left.write_text("half")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(stale, (two_days_ago, two_days_ago))
    assert back_up(book, tmp_path / "copy.db").file.exists()
    assert (fresh.exists(), stale.exists()) == (True, False)


def test_the_history_names_an_export_before_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that none is there that it doesn't name; what is half made is taken away."""
    book = make_book(tmp_path)

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StoreFailure, match="can't be written: No space left on device"):
        export(book, tmp_path / "all", "OFFICIAL")
    with book.store.reading() as tx:
        assert [entry.record for entry in tx.history.entries(kind="export")] == ["all"]
    assert not list(tmp_path.glob("*all*"))


def test_a_disk_without_room_for_a_copy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own words for it, and the file asked for; nothing half made stays."""
    book = make_book(tmp_path)

    def full(_store: Store, _target: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(copies, "copy", full)
    with pytest.raises(StoreFailure, match=r"copy\.db can't be written: database or disk is full"):
        back_up(book, tmp_path / "copy.db")
    with (
        pytest.raises(StoreFailure, match=r"old\.db can't be written: database or disk is full"),
        copies.working_copy(book.store, tmp_path / "old.db"),
    ):
        pass
    assert not [each for each in tmp_path.iterdir() if "copy" in each.name or "old" in each.name]


def test_a_backup_that_isnt_sound_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy with a fault in its pages is taken away again."""
    book = make_book(tmp_path)
    monkeypatch.setattr("casebook.store.sealing.integrity.faults", lambda _tx: ("page 3 is torn",))
    with pytest.raises(StoreFailure, match="The copy isn't sound, so there is none: page 3"):
        back_up(book, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_true_copy_of_an_altered_casebook_is_kept_and_said(tmp_path: Path) -> None:
    """What was altered unseen is named, and the backup is there all the same."""
    book = make_book(tmp_path)
    with book.store.writing() as tx:
        tx.sql.exec_driver_sql("UPDATE account SET name = 'Somebody else'")
    made = back_up(book, tmp_path / "copy.db")
    assert made.unsound == ("admin: name was filled in without an entry",)
    assert made.file.exists()


def test_a_viewer_makes_no_backup_and_a_backup_is_nothing_to_undo(tmp_path: Path) -> None:
    """Who may make no files makes none; the change before a backup is undone."""
    book = make_book(tmp_path)
    with pytest.raises(NotAllowed, match="may not make files from this casebook"):
        back_up(_as(book, "looker", "viewer"), tmp_path / "copy.db")
    add_area(book, "D1", {"kind": "district", "name": "Strand"})
    back_up(book, tmp_path / "copy.db")
    assert undo(book).steps == ("D1: removed",)


def test_restoring_brings_back_the_backup_and_keeps_what_stood_there(tmp_path: Path) -> None:
    """The casebook is as it was backed up, with an entry; the other lies beside it."""
    book = make_book(tmp_path)
    add_area(book, "D1", {"kind": "district", "name": "Strand"})
    made = back_up(book, tmp_path / "copy.db")
    add_area(book, "D2", {"kind": "district", "name": "Harbour"})
    book.store.close()

    done = restore(book.store.book, "admin", made.file, clock=book.clock)

    restored = open_book(book.store.book, "admin")
    assert _names(restored) == ["D1"]
    assert unsound(check(restored)) == ()
    with restored.store.reading() as tx:
        newest = tx.history.entries()[-1]
    assert (newest.kind, newest.record, newest.who) == ("restore", "copy.db", "admin")
    assert newest.change == {"file": "copy.db", "head": made.head, "lost": 2}
    assert done.kept is not None
    assert done.lost == 2
    assert _names(open_book(str(done.kept), "admin")) == ["D1", "D2"]
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_restoring_waits_for_whoever_has_it_open(tmp_path: Path) -> None:
    """While a casebook is open nothing is put in its place."""
    book = make_book(tmp_path)
    made = back_up(book, tmp_path / "copy.db")
    add_area(book, "D2", {"kind": "district", "name": "Harbour"})
    with pytest.raises(StoreFailure, match=r"Somebody has .* open: let everybody close it"):
        restore(book.store.book, "admin", made.file)
    assert _names(book) == ["D2"]
    assert not list(tmp_path.glob("*.replaced-*"))


def test_a_wal_that_a_killed_program_left_isnt_read_into_the_backup(tmp_path: Path) -> None:
    """Beside the file lies the -wal of a killed program, or such a -wal lies there alone."""
    book = make_book(tmp_path)
    made = back_up(book, tmp_path / "copy.db")
    add_area(book, "D2", {"kind": "district", "name": "Harbour"})
    path = Path(book.store.book)
    killed = tmp_path / "killed"
    killed.mkdir()
    for each in tmp_path.glob("casebook.db*"):
        (killed / each.name).write_bytes(each.read_bytes())

    done = restore(str(killed / "casebook.db"), "admin", made.file)
    assert _names(open_book(str(killed / "casebook.db"), "admin")) == []
    assert done.kept is not None
    assert _names(open_book(str(done.kept), "admin")) == ["D2"]

    lone = tmp_path / "lone"
    lone.mkdir()
    wal = path.with_name("casebook.db-wal")
    (lone / wal.name).write_bytes(wal.read_bytes())
    assert restore(str(lone / "casebook.db"), "admin", made.file).kept is None
    restored = open_book(str(lone / "casebook.db"), "admin")
    assert (_names(restored), unsound(check(restored))) == ([], ())


def test_a_damaged_casebook_is_put_aside(tmp_path: Path) -> None:
    """What can't even be opened is kept under another name."""
    book = make_book(tmp_path)
    made = back_up(book, tmp_path / "copy.db")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"torn" * 4000)
    done = restore(str(broken), "admin", made.file)
    assert done.kept is not None
    assert done.kept.read_bytes() == b"torn" * 4000
    assert unsound(check(open_book(str(broken), "admin"))) == ()


def test_only_a_proved_backup_is_restored_and_only_by_an_administrator(tmp_path: Path) -> None:
    """An altered copy, something else, the casebook itself and a sergeant are refused."""
    book = make_book(tmp_path)
    _as(book, "sergeant", "sergeant").store.close()
    made = back_up(book, tmp_path / "copy.db")
    path = book.store.book
    book.store.close()
    with pytest.raises(NotAllowed, match="sergeant may not change accounts or settings"):
        restore(path, "sergeant", made.file)
    with pytest.raises(BadValue, match="is the casebook itself"):
        restore(path, "admin", Path(path))
    (tmp_path / "text.db").write_text("nothing of the kind")
    with pytest.raises(NotACasebook):
        restore(path, "admin", tmp_path / "text.db")
    with closing(sqlite3.connect(made.file)) as altered, altered:
        altered.execute("UPDATE account SET roles = '[\"administrator\"]' WHERE login = 'sergeant'")
    with pytest.raises(StoreFailure, match="isn't sound and wasn't restored: sergeant: roles"):
        restore(path, "admin", made.file)
    with pytest.raises(StoreFailure, match="isn't sound and wasn't restored"):
        restore(path, "sergeant", made.file)


def test_a_backup_is_due_after_a_week(tmp_path: Path) -> None:
    """A young casebook needs none; later the last one's day is named; invented data need none."""
    kept = Settings(force_name="Lomea Police")
    began = datetime(2024, 12, 1, 12, tzinfo=UTC)
    book = make_casebook(str(tmp_path / "casebook.db"), "admin", kept, clock=lambda: began)

    def after(days: int) -> Book:
        return replace(book, clock=lambda: began + timedelta(days=days))

    assert backup_due(after(7)) == ""
    assert backup_due(after(8)) == "There is no backup of this casebook"
    back_up(after(8), tmp_path / "copy.db")
    assert backup_due(after(15)) == ""
    assert backup_due(after(16)) == "The last backup of this casebook is of 9 Dec 2024"
    viewer = replace(after(16), account=Account("looker", roles=("viewer",)))
    assert backup_due(viewer) == ""
    invented = replace(after(16), settings=replace(kept, synthetic="Synthetic data"))
    assert backup_due(invented) == ""


@needs_modes
def test_an_export_holds_every_table_marked_and_private(tmp_path: Path) -> None:
    """Each kind and table has a file of its own with the marking in each row; history says so."""
    book = make_book(tmp_path)
    add_area(book, "D1", {"kind": "district", "name": "=Strand"})
    done = export(book, tmp_path / "out", "OFFICIAL-SENSITIVE")

    assert _mode(done.folder) == 0o700
    assert {_mode(each) for each in done.folder.iterdir()} == {0o600}
    with (done.folder / "place.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["ref"], row["name"]) == ("D1", "'=Strand")
    assert row["protective_marking"] == "OFFICIAL-SENSITIVE"
    files = {each.stem for each in done.folder.glob("*.csv")}
    # 'entry' is in a file for each register, 'boundary' is drawn, a draft is its writer's
    assert {*tables.metadata.tables} - {"entry", "boundary", "draft"} <= files
    readme = (done.folder / "README.txt").read_text(encoding="utf-8").splitlines()
    assert (readme[0], readme[-1]) == ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")
    with book.store.reading() as tx:
        newest = tx.history.entries()[-1]
    assert (newest.kind, newest.who) == ("export", "admin")
    assert newest.change is not None
    assert newest.change["marking"] == "OFFICIAL-SENSITIVE"
    assert markings(book) == (book.settings.marking,)


def test_an_export_takes_nobodys_place_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with something in it is refused; a full disk leaves no folder and no entry."""
    book = make_book(tmp_path)
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").touch()
    with pytest.raises(StoreFailure, match="is there already: name a new folder"):
        export(book, there, "OFFICIAL")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFailure, match="out can't be written: No space left on device"):
        export(book, tmp_path / "out", "OFFICIAL")
    assert sorted(each.name for each in tmp_path.iterdir() if "casebook" not in each.name) == [
        "there"
    ]
    with book.store.reading() as tx:
        assert tx.history.entries(kind="export") == ()


def test_a_restore_can_be_done_again_in_the_same_second(tmp_path: Path) -> None:
    """As after one that was cut short; what stood there is kept each time."""
    book = make_book(tmp_path)
    made, path = back_up(book, tmp_path / "copy.db"), book.store.book
    book.store.close()
    kept = [restore(path, "admin", made.file, clock=book.clock).kept for _ in range(2)]
    assert [each.name for each in kept if each] == [
        "casebook.db.replaced-20241218-120000",
        "casebook.db.replaced-20241218-120000-2",
    ]
