"""A file that isn't what it claims is refused in one sentence that names it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from casebook.core.errors import BadFile
from casebook.files import contents
from casebook.files.sources import find_pieces
from casebook.files.tabular import sha256_of, sheets
from geo import unpacking


def refusal(path: Path) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(BadFile) as caught:
        list(sheets([path]))
    return str(caught.value)


def zipped(path: Path, **members: str) -> Path:
    """A ZIP file of these members, ``__`` in a name standing for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "x.csv is empty: export it again."),
        (b"\n\r\n , ,\n", "x.csv holds only blank lines: export it again."),
        (b"a,b\n", "x.csv has a heading but no rows: export it again."),
        (b"a,b", "x.csv has a heading but no rows: export it again."),
        (b"[]", "x.csv has a heading but no rows: export it again."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "x.csv is no table: it is neither text nor a"),
        (bytes(range(1, 256)) * 50, "x.csv is no table: it is neither text nor a"),
        ("a,b\n1,é\n".encode("utf-32-le"), "x.csv is no table: it is neither text nor a"),
        (b"\xff\xfea\0,\0b\0\n\0\0\xd8", "x.csv is damaged UTF-16 text"),
        (b"a,b\n1,\x81\n", "x.csv is text in no encoding known here: save it as CSV UTF-8."),
        (b"<html><table><tr><td>1", "x.csv is a web page or XML, not a table"),
        (b"x" * 10_000_000, "x.csv has a first line of over a million characters"),
        (b'a,b\n1,"2\n3,4\n5,6\n', "x.csv row 2 opens a quotation mark that is never closed"),
        (b"a,b\n1," + b"x" * 10_000_000 + b"\n", "x.csv can't be parted into rows and columns"),
        (b'{"a": 1}', "x.csv is JSON, but no list of objects with the same keys."),
        (b'[{"a": 1}, 2]', "x.csv is JSON, but no list of objects with the same keys."),
        (b'[{"a": 1}', "x.csv is damaged JSON: fetch it again."),
        (b"[" * 100_000, "x.csv is damaged JSON: fetch it again."),
        (b"PAR1" + b"junk" * 9, "x.csv is a damaged Parquet file: write it again."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.csv is no spreadsheet that can be"),
        (b"PK\x03\x04junk", "x.csv is a damaged ZIP file: fetch it again."),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    """Empty, blank, headings alone, pictures, web pages, one endless line, damaged formats."""
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    assert refusal(path).startswith(why)


def test_a_refusal_names_the_file_inside_the_archive(tmp_path: Path) -> None:
    """The one bad file of a ZIP is named with the way to it."""
    path = zipped(tmp_path / "x.zip", good__csv="a,b\n1,2\n", zbad__csv="")
    assert refusal(path) == "x.zip/zbad.csv is empty: export it again."


def test_a_file_that_has_vanished_is_refused(tmp_path: Path) -> None:
    """Whether it was never there or goes between looking and reading."""
    there = tmp_path / "there.csv"
    there.write_text("a,b\n1,2\n")
    why = "There is no file gone.csv: look at its name and folder."
    assert refusal(tmp_path / "gone.csv") == why
    with pytest.raises(BadFile, match=r"There is no file gone\.csv"):
        sha256_of([tmp_path / "gone.csv"])
    pieces, _ = find_pieces([there])
    there.unlink()
    with pytest.raises(BadFile, match=r"There is no file there\.csv"):
        list(contents.read_pieces(pieces, lambda _piece, content: content))


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what may be the matter; the tests may run as one whom nothing stops."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")

    def refuse(_path: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path) == (
        "x.csv can't be read: you lack permission, or another program holds it open."
    )


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    """Cut short, or with a byte changed in what it holds."""
    path = zipped(tmp_path / "x.zip", a__csv="a,b\n1,2\n" * 100)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert refusal(path) == "x.zip is a damaged ZIP file: fetch it again."
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 0xFF]) + whole[41:])
    assert refusal(path) == "x.zip/a.csv is a damaged ZIP file: fetch it again."


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    """A ZIP whose files need a password."""
    path = zipped(tmp_path / "x.zip", a__csv="a,b\n1,2\n")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path) == "x.zip is locked with a password: unzip it first."


def test_a_zip_or_folder_without_a_table_is_refused(tmp_path: Path) -> None:
    """And a ZIP inside a ZIP isn't looked into."""
    path = zipped(tmp_path / "x.zip", READ__me="hello")
    assert refusal(path).startswith("x.zip holds no table: what can be read is CSV, XLSX")
    path = zipped(tmp_path / "x.zip", READ__me="hello", inner__zip="PK")
    why = "x.zip holds archives inside itself (x.zip/inner.zip): unzip it first."
    assert refusal(path) == why
    (tmp_path / "in").mkdir()
    assert refusal(tmp_path / "in").startswith("in holds no table")


def test_an_archive_that_reaches_outside_itself_is_refused(tmp_path: Path) -> None:
    """Its file is neither read nor passed over in silence."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
        archive.writestr("../../b.csv", "a,b\n1,2\n")
    why = "x.zip names a file outside itself (../../b.csv), as no archive should: make it anew."
    assert refusal(tmp_path / "x.zip") == why


def test_an_archive_under_a_table_name_is_refused(tmp_path: Path) -> None:
    """A ZIP called .csv inside a ZIP would be an archive inside an archive."""
    inner = zipped(tmp_path / "inner.zip", a__csv="a,b\n1,2\n").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("inner.csv", inner)
    why = "x.zip/inner.csv is an archive inside an archive: unzip it first."
    assert refusal(tmp_path / "x.zip") == why


def test_a_file_too_large_to_unpack_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ZIP that says it unpacks to more than the limit isn't begun."""
    path = zipped(tmp_path / "x.zip", a__csv="a,b\n1,2\n")
    monkeypatch.setattr(unpacking, "_LARGEST", 4)
    assert refusal(path) == "x.zip/a.csv is over 2 GB when unpacked: unzip it first."


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    """A spreadsheet whose sheets hold nothing, or a heading and nothing else."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    assert refusal(tmp_path / "x.xlsx") == "x.xlsx has only empty sheets: export it again."
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    book.save(tmp_path / "y.xlsx")
    assert refusal(tmp_path / "y.xlsx") == (
        "y.xlsx, tab 'Sheet' has a heading but no rows: export it again."
    )


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    """A ZIP that says it is a workbook and isn't."""
    path = zipped(tmp_path / "x.xlsx", **{"xl/workbook__xml": "<junk"})
    assert refusal(path).startswith("x.xlsx is no spreadsheet that can be read: open it in one")


def test_a_parquet_file_cut_short_is_refused(tmp_path: Path) -> None:
    """Its end, where its table of contents is, has gone."""
    path = tmp_path / "x.parquet"
    parquet.write_table(pa.table({"a": ["1"]}), path)
    path.write_bytes(path.read_bytes()[:-20])
    assert refusal(path) == "x.parquet is a damaged Parquet file: write it again."


def test_lines_that_cannot_be_parted_are_no_reason_to_refuse_the_rest(tmp_path: Path) -> None:
    """Each is named with its row; the good rows come through."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1\n2,3\n4,5,6\n")
    (sheet,) = sheets([path])
    assert sheet.table.to_pylist() == [{"a": "2", "b": "3"}]
    assert [(bad.row, bad.fault) for bad in sheet.rejections] == [
        (2, "has 1 column where the heading has 2"),
        (4, "has 3 columns where the heading has 2"),
    ]
