"""What can't be written, readers beside an owner, and two who make one casebook."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import open_book
from casebook.core.errors import NotACasebook, StoreFailure
from casebook.places.areas import add_area, list_areas
from casebook.store import schema
from casebook.store.engine import open_store
from casebook.store.file import reading_address
from tests.books import make_book


def test_a_file_that_cant_be_written_is_opened_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks sees it, and a change is refused; its folder is left as it was."""
    path = Path(make_book(tmp_path).store.book)
    open_book(str(path), "admin").store.wipe()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    before = sorted(tmp_path.iterdir())
    book = open_book(str(path), "somebody")
    assert list_areas(book) == ()
    with (
        pytest.raises(StoreFailure, match="is open read-only: nothing was changed"),
        book.store.writing(),
    ):
        pass
    assert sorted(tmp_path.iterdir()) == before


def test_a_reader_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """SQLite by itself would leave a -wal that is the reader's own."""
    book = make_book(tmp_path)
    book.store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["casebook.db"]
    reader = open_store(book.store.book, read_only=True)
    with reader.reading():
        assert [each.name for each in tmp_path.iterdir()] == ["casebook.db"]
    reader.close()
    assert [each.name for each in tmp_path.iterdir()] == ["casebook.db"]


def test_a_reader_sees_what_the_owner_saved_a_moment_ago(tmp_path: Path) -> None:
    """While the owner has it open, and again after it was closed and opened."""
    owner = make_book(tmp_path)
    reader = open_book(owner.store.book, "looker", read_only=True)
    add_area(owner, "D1", {"kind": "district", "name": "Strand"})
    assert reading_address(tmp_path / "casebook.db").endswith("?mode=ro")
    assert [area.ref for area in list_areas(reader)] == ["D1"]
    owner.store.close()
    assert reading_address(tmp_path / "casebook.db").endswith("&immutable=1")
    again = open_book(owner.store.book, "admin")
    add_area(again, "D2", {"kind": "district", "name": "Harbour"})
    assert [area.ref for area in list_areas(reader)] == ["D1", "D2"]


def test_of_two_who_make_one_casebook_one_is_told(tmp_path: Path) -> None:
    """Each began when nothing was there; what the first made stays."""
    path = tmp_path / "casebook.db"

    def overtaken(tx: Any, _known_as: object) -> None:
        tx.put("whose", "the second's")
        path.write_bytes(b"the first's")

    with pytest.raises(NotACasebook, match="is there already: name another file"):
        schema.create(str(path), overtaken)
    assert path.read_bytes() == b"the first's"
    assert [each.name for each in tmp_path.iterdir()] == ["casebook.db"]


def test_a_disk_without_hard_links_takes_a_casebook_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As memory sticks are; and there too nothing is overwritten."""

    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "casebook.db"
    schema.create(str(path), lambda *_: None).close()
    with closing(sqlite3.connect(path)) as made:
        assert made.execute("SELECT count(*) FROM history").fetchone() == (0,)
    with pytest.raises(NotACasebook, match="is there already"):
        schema.create(str(path), lambda *_: None)
