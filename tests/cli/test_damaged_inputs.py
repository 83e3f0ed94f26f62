"""Inputs that once ended in a fault: each is one sentence now, and nothing is stored."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from casebook.cli.output import print_json
from tests.books import stored_as_typed
from tests.cli.conftest import Casebook


def refused(made: Casebook, *arguments: object) -> str:
    """The sentence a command is refused with: one line, exit code 1, no fault."""
    ran = made(*arguments)
    assert ran.code == 1, ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("casebook: ")
    assert "unexpected" not in ran.err
    return ran.err


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        ({"profile": {"title": "x"}, "hotspots": [1]}, "is a list of refs"),
        ({"profile": [], "hotspots": []}, "'profile' in a profile's JSON is an object"),
        ({"profile": {"title": "x"}, "stages": []}, "is an object with an object for each stage"),
        ({"profile": {"title": "x"}, "actions": [{"number": []}]}, "is a whole number"),
        ({"profile": {"title": "x", "ref": "P-1\u200b"}}, "is no reference"),
    ],
)
@pytest.mark.parametrize("command", [("profile", "new"), ("import", "profiles")])
def test_a_profile_of_odd_shape(
    made: Casebook, tmp_path: Path, command: Sequence[str], whole: object, says: str
) -> None:
    """Whichever command takes it."""
    (tmp_path / "odd.json").write_text(json.dumps(whole), encoding="utf-8")
    assert says in refused(made, *command, "odd.json")
    assert made("profile", "list", "--format", "json").json == []


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b'{"a":' * 100_000, b"9" * 20_000, b"\xff\xfe\x00", b""]
)
@pytest.mark.parametrize(
    "command", [("profile", "new"), ("import", "profiles"), ("import", "incidents", "x", "--map")]
)
def test_json_and_toml_beyond_reason(
    made: Casebook, tmp_path: Path, command: Sequence[str], content: bytes
) -> None:
    """Nested too deeply, a number too long, no text, nothing at all."""
    (tmp_path / "odd.txt").write_bytes(content)
    if content or "--map" not in command:  # an empty TOML is one
        assert "odd.txt" in refused(made, *command, "odd.txt")


@pytest.mark.parametrize(
    "command",
    [
        ("profile", "new"),
        ("import", "profiles"),
        ("import", "incidents", "x", "--map"),
        ("restore",),
        ("check", "--book"),
    ],
)
def test_pipes_and_devices_are_read_by_no_command(
    made: Casebook, tmp_path: Path, command: Sequence[str]
) -> None:
    """They would never end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        arguments = ("--book", name, "check") if "--book" in command else (*command, name)
        assert "is no file" in refused(made, *arguments)


def test_an_archive_whose_member_is_damaged(made: Casebook, tmp_path: Path) -> None:
    """Its bytes can't be unpacked."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hotspots.geojson", "{}" * 400)
    data = bytearray(written.getvalue())
    start = 30 + len("hotspots.geojson")
    data[start : start + 4] = b"\xff\xff\xff\xff"
    (tmp_path / "x.zip").write_bytes(data)
    assert "is no ZIP file, or a damaged one" in refused(made, "import", "hotspots", "x.zip")


def test_an_archive_of_more_files_than_anybody_has(
    made: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archives of all forces hold a few thousand."""
    monkeypatch.setattr("casebook.files.sources._MOST_MEMBERS", 20)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(21):
            archive.writestr(f"{number}.csv", "a,b\n")
    assert "holds 21 files, and over 20 aren't read at once" in refused(
        made, "import", "incidents", "x.zip"
    )


def test_a_heading_of_many_letters_is_told_at_once(made: Casebook, tmp_path: Path) -> None:
    """A column called by 100,000 letters once took minutes to be told from a ref's."""
    (tmp_path / "x.csv").write_text(f"a{'x' * 100_000},b\n1,2\n", encoding="utf-8")
    said = refused(made, "import", "areas", "x.csv")
    assert len(said) < 4000


def test_a_sentence_is_one_line_of_reasonable_length(made: Casebook, tmp_path: Path) -> None:
    """Whatever a cell holds that it quotes."""
    (tmp_path / "x.csv").write_text(f'Profile,Note\n"P\n{"x" * 70_000}",y\n', encoding="utf-8")
    ran = made("import", "notes", "x.csv")
    assert ran.code == 1
    assert max(map(len, ran.err.splitlines())) < 4000
    assert ran.err.splitlines()[-1].startswith("casebook: x.csv has no row that can be taken")


_DAMAGE = {
    "DROP TABLE review": "isn't whole",
    "UPDATE setting SET value = 'x' WHERE key = 'settings'": "isn't as Casebook left it",
    "UPDATE setting SET value = json_set(value, '$.timezone', 'Nowhere')": "its time zone is none",
    "UPDATE profile SET themes = 5": "Profile in row 1 holds what Casebook never wrote",
    "UPDATE profile SET title = CAST(x'ff' AS TEXT)": "isn't as Casebook left it",
}


@pytest.mark.parametrize("statement", _DAMAGE)
def test_a_casebook_that_something_else_wrote_into(made: Casebook, statement: str) -> None:
    """It says so, and that the last backup is to be restored, where it can't be read."""
    made("profile", "new", "--title", "x")
    with closing(sqlite3.connect("casebook.db", isolation_level=None)) as file:
        file.execute("PRAGMA foreign_keys=OFF")
        file.execute(statement)
    command = ("due",) if "review" in statement or "timezone" in statement else ("profile", "list")
    said = refused(made, *command)
    assert _DAMAGE[statement] in said
    assert "estore the last backup" in said


@pytest.mark.parametrize(
    "statement",
    ["UPDATE boundary SET wkb = 5", "UPDATE history SET record = x'00' WHERE seq = 2"],
)
def test_a_check_names_values_that_are_none(made: Casebook, statement: str) -> None:
    """A number in the place of an outline, bytes in the place of a name."""
    shape = {
        "type": "Polygon",
        "coordinates": [[[1.23, 51.2], [1.24, 51.2], [1.24, 51.21], [1.23, 51.2]]],
    }
    drawn = {"type": "Feature", "properties": {"ref": "HS-1"}, "geometry": shape}
    Path("hs.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [drawn]}))
    assert made("import", "hotspots", "hs.geojson").code == 0
    with closing(sqlite3.connect("casebook.db", isolation_level=None)) as file:
        file.execute(statement)
    ran = made("check")
    assert ran.code == 1
    assert "unexpected" not in ran.err


def test_json_printed_to_a_terminal_moves_no_cursor(
    made: Casebook, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was stored before texts were cleaned is written as its number, and reads back."""
    odd = "a\x9b2J\u202eb\u2028c\x7f"
    with stored_as_typed():
        made("profile", "new", "--title", odd)
    ran = made("profile", "list", "--format", "json")
    assert ran.json[0]["title"] == odd
    assert not set(odd) & set(ran.out) - set("a2Jbc")
    capsys.readouterr()
    print_json({"a": "\ud800"})
    assert json.loads(capsys.readouterr().out) == {"a": "\ud800"}
