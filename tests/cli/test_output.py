"""Where a command prints: on stdout or in a file, for people, programs and Excel."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
from contextlib import closing, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cli.output import (
    print_rows,
    refuse_no_folder,
    refuse_unwritable,
    write_file,
    written_beside,
)
from casebook.core.errors import StoreFailure
from tests.cli.conftest import Casebook


@pytest.fixture
def accounts(made: Casebook) -> Casebook:
    """A casebook with an account whose login a spreadsheet would take for a number."""
    assert made("user", "add", "00123", "--role", "viewer").code == 0
    return made


def test_a_list_goes_to_a_file_and_its_folder_is_made(accounts: Casebook) -> None:
    """Nothing is left on stdout; the words stay on stderr and say where it is."""
    ran = accounts("user", "list", "--format", "csv", "-o", "for/ana/users.txt")
    assert (ran.code, ran.out) == (0, "")
    assert "Wrote " in ran.err
    assert Path("for/ana/users.txt").read_bytes().startswith(b"login,")
    assert accounts("user", "list", "--format", "csv").out == Path("for/ana/users.txt").read_text()


def test_the_ending_of_the_file_says_the_form(accounts: Casebook) -> None:
    """Where no --format does."""
    accounts("user", "list", "-o", "users.json")
    assert [row["login"] for row in json.loads(Path("users.json").read_text())] == [
        "00123",
        "admin",
    ]
    accounts("user", "list", "-o", "users.csv")
    assert Path("users.csv").read_text().startswith("login,")
    accounts("user", "list", "-o", "both.csv", "--format", "json")
    assert Path("both.csv").read_text().startswith("[")


def test_excel_gets_its_mark_its_lines_and_its_texts(accounts: Casebook) -> None:
    """On stdout and in a file, byte for byte; a plain CSV has none of it."""
    ran = accounts("user", "list", "--excel", "-o", "users.csv")
    assert ran.code == 0
    content = Path("users.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbflogin,")
    assert b'\r\n"=""00123""",' in content
    assert accounts("user", "list", "--excel").out.encode() == content
    plain = accounts("user", "list", "--format", "csv").out
    assert "\n00123," in plain
    assert "\r" not in plain


def test_excel_is_a_csv_and_no_other_form(accounts: Casebook) -> None:
    """Asked for with another, the command line is wrong: exit 2."""
    ran = accounts("user", "list", "--excel", "--format", "json")
    assert ran.code == 2
    assert "--excel is a CSV: leave out --format json." in ran.err
    assert accounts("user", "list", "--excel", "--format", "csv").code == 0
    assert not [path for path in Path().iterdir() if path.suffix == ".part"]


def test_what_cant_be_written_is_refused_before_the_work(accounts: Casebook) -> None:
    """A folder where a file is meant, a file where a folder is: one line, nothing made."""
    Path("there").mkdir()
    Path("taken").write_text("x")
    for name, said in (
        ("there", "there is a folder: name a file in it."),
        ("taken/users.csv", "taken is a file, not a folder: choose another place."),
        ("taken/a/b.csv", "taken is a file, not a folder: choose another place."),
        (
            "users.xlsx",
            "users.xlsx would be no XLSX file: a list is text, CSV or JSON. Name it users.csv; "
            "with --excel Excel opens that right.",
        ),
    ):
        ran = accounts("user", "list", "-o", name)
        assert (ran.code, ran.out, ran.err) == (1, "", f"casebook: {said}\n")
    assert Path("taken").read_text() == "x"
    assert list(Path("there").iterdir()) == []


def test_nothing_is_written_over_a_casebook(made: Casebook) -> None:
    """Its own, another, by a link, or what SQLite keeps beside it; another database may be."""
    book = Path("casebook.db")
    Path("link.db").symlink_to(book)
    Path("kept.db").write_bytes(book.read_bytes())
    before = book.read_bytes()
    for name in ("casebook.db", "casebook.db-wal", "link.db", "kept.db"):
        ran = made("user", "list", "--format", "csv", "-o", name)
        assert ran.code == 1
        assert ran.err == f"casebook: {name} belongs to a casebook: name another file.\n"
    assert (book.read_bytes(), Path("kept.db").read_bytes()) == (before, before)
    with closing(sqlite3.connect("other.gpkg")) as other:
        other.execute("CREATE TABLE gpkg_contents (a)")
    assert made("user", "list", "--format", "csv", "-o", "other.gpkg").code == 0


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    """A folder that can be made is found fit and not made yet."""
    refuse_unwritable(tmp_path / "a" / "b" / "c.csv")
    refuse_no_folder(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_leave_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for somebody who may read it and not write in it."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(StoreFailure, match="choose another place"):
        refuse_unwritable(tmp_path / "a" / "new.csv")


def test_a_file_held_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Excel holds one on Windows."""
    path = tmp_path / "open.csv"
    path.write_text("before")

    def held(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(StoreFailure, match="close it if it is open in another program"):
        refuse_unwritable(path)


def test_a_block_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """And nothing beside it."""
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), written_beside(path) as beside:
        beside.write_text("half")
        _ = 1 / 0
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    """A pipe, as a device such as /dev/null, is never replaced by a file of its name."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "ref,name")
    assert os.read(reader, 100) == b"ref,name"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written."""
    link, target = tmp_path / "newest.csv", tmp_path / "2024-11.csv"
    target.write_text("before")
    link.symlink_to(target)
    write_file(link, "after")
    assert link.is_symlink()
    assert target.read_text() == "after"


def test_nothing_is_headings_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads the CSV finds its columns; a person is told that there is nothing."""
    print_rows([], "csv", {"ref": "ref", "at": "when"})
    assert capsys.readouterr().out == "ref,at\n"
    print_rows([], "table", {"ref": "ref"})
    assert capsys.readouterr() == ("ref\n---\n", "Nothing to show.\n")
    print_rows([], "table")
    assert capsys.readouterr() == ("", "Nothing to show.\n")


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs", "Cc"])),
    st.lists(st.sampled_from(["HS-01", 'a "quoted" one', "back\\slash", "é"]), max_size=3),
    st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(), max_size=2), max_size=2),
)


@given(st.lists(st.dictionaries(st.sampled_from(["ref", "hotspots", "n"]), _VALUES), max_size=5))
def test_rows_as_json_are_laid_out_as_any_list_is(rows: list[dict[str, object]]) -> None:
    """Two blanks a level, whatever stands in them, also where they are printed part by part."""
    with redirect_stdout(io.StringIO()) as printed, patch("casebook.cli.output._AT_ONCE", 2):
        print_rows(rows, "json")
    assert printed.getvalue() == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
