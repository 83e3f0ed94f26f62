"""Any sane table file becomes the same sheet of text."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from casebook.core.errors import BadFile
from casebook.files.tabular import Sheet, sha256_of, sheets

ROWS = [{"Ref": "A1", "Street": "Café Row"}, {"Ref": "A2", "Street": "Quay, North"}]


def only(path: Path, **how: Any) -> Sheet:
    """The one sheet of a file."""
    (sheet,) = sheets([path], **how)
    return sheet


def rows(sheet: Sheet) -> list[dict[str, str]]:
    """A sheet's rows."""
    found: list[dict[str, str]] = sheet.table.to_pylist()
    return found


def write(path: Path, data: bytes) -> Path:
    """A file of these bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def workbook(path: Path, *rows: list[Any], before: bool = False) -> Path:
    """An XLSX file; with an empty sheet in front where ``before``."""
    book = openpyxl.Workbook()
    sheet = book.active
    if before:
        sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_csv_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without a mark, UTF-16 by its mark, and Windows-1252 give the same text."""
    text = 'Ref,Street\r\nA1,Café Row\r\nA2,"Quay, North"\r\n'
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert rows(only(write(tmp_path / "x.csv", data))) == ROWS


def test_letters_of_another_encoding_in_utf_8_spoil_no_others(tmp_path: Path) -> None:
    """They are read as Windows-1252, with their row; where they are the most, so is all."""
    data = "Ref,Street\nA1,Café\nA2,Łódź\n".encode() + b"A3,Caf\xe9\n"
    sheet = only(write(tmp_path / "x.csv", data))
    assert [row["Street"] for row in rows(sheet)] == ["Café", "Łódź", "Café"]
    assert sheet.notes == (
        "x.csv is in UTF-8 but for 1 letter, the first in row 4: read as Windows-1252.",
    )
    sheet = only(write(tmp_path / "y.csv", b"Ref,Street\nA1,\xc3\xa9\nA2,Caf\xe9 \xe9\n"))
    assert sheet.notes == ("y.csv is not in UTF-8 and was read as Windows-1252.",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_and_said(tmp_path: Path, encoding: str) -> None:
    """As some databases export it."""
    text = 'Ref,Street\r\nA1,Café Row\r\nA2,"Quay, North"\r\n'
    sheet = only(write(tmp_path / "x.csv", text.encode(encoding)))
    assert rows(sheet) == ROWS
    assert sheet.notes == ("x.csv doesn't say its encoding and was read as UTF-16.",)


def test_a_nul_in_a_text_is_named_with_its_row(tmp_path: Path) -> None:
    """A text with one is damaged, and no picture or program."""
    with pytest.raises(BadFile, match=r"x.csv row 3 has a NUL, which no text has: take it out"):
        only(write(tmp_path / "x.csv", b"Ref,Street\nA1,Quay\nA2,Qu\0ay\n"))
    with pytest.raises(BadFile, match=r"x.csv is no table: it is neither text nor a spreadsheet"):
        only(write(tmp_path / "x.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))


def test_a_sign_that_no_text_has_makes_a_table_no_picture(tmp_path: Path) -> None:
    """It is left out of its cell, in the first rows as in the last, and that is said."""
    sheet = only(write(tmp_path / "x.csv", b"Ref,Street\nA1,Qu\x07ay Street by the Quay\n"))
    assert rows(sheet) == [{"Ref": "A1", "Street": "Quay Street by the Quay"}]
    assert any("U+0007 (first in x.csv row 2" in note for note in sheet.notes)


def test_an_archive_in_an_archive_is_named(tmp_path: Path) -> None:
    """Beside tables it is told of, alone it refuses the file."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("inner.zip", b"PK")
    with pytest.raises(BadFile, match=r"x.zip holds archives inside itself \(x.zip/inner"):
        only(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as archive:
        archive.writestr("a.csv", "Ref\n1\n")
    (note,) = only(tmp_path / "x.zip").notes
    assert note == "Not unpacked, lying in an archive: x.zip/inner.zip. Unzip it first."


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    """Windows-1252 is a guess, and the sheet's notes say so; UTF-8 needs no note."""
    guessed = only(write(tmp_path / "x.csv", "Ref,Street\nA1,Café\n".encode("cp1252")))
    assert guessed.notes == ("x.csv is not in UTF-8 and was read as Windows-1252.",)
    assert only(write(tmp_path / "y.csv", "Ref,Street\nA1,Café\n".encode())).notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_with_any_usual_delimiter_and_line_end(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    """Comma, semicolon, tab and bar; LF and CRLF."""
    lines = ["Ref{}Street", "A1{}Café Row", 'A2{}"Quay, North"']
    data = end.join(line.format(delimiter) for line in lines)
    assert rows(only(write(tmp_path / "x.txt", data.encode()))) == ROWS


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """The heading is row 1; blank lines and lines that can't be parted keep their numbers."""
    sheet = only(write(tmp_path / "x.csv", b"a,b\n1,2\n\n3,4\n5,6,7\n,\n8,9\n"))
    assert [(sheet.row(n), row["a"]) for n, row in enumerate(rows(sheet))] == [
        (2, "1"),
        (4, "3"),
        (7, "8"),
    ]
    (bad,) = sheet.rejections
    assert str(bad) == "x.csv row 5: has 3 columns where the heading has 2"


def test_a_title_above_the_heading_is_passed_over(tmp_path: Path) -> None:
    """The heading is the first row with two names in it, in CSV and XLSX alike."""
    plain = only(write(tmp_path / "x.csv", b"Crime extract\n\na,b\n1,2\n"))
    book = only(workbook(tmp_path / "x.xlsx", ["Crime extract"], [], ["a", "b"], [1, 2]))
    assert rows(plain) == rows(book) == [{"a": "1", "b": "2"}]
    assert plain.row(0) == book.row(0) == 4


def test_a_value_may_hold_line_breaks_and_quotes(tmp_path: Path) -> None:
    """A quoted value may run over lines, and a quotation mark inside a value is just a letter."""
    sheet = only(write(tmp_path / "x.csv", b'a,b\n1,"two\nlines"\n2,5" pipe\n'))
    assert [row["b"] for row in rows(sheet)] == ["two\nlines", '5" pipe']


def test_names_are_stripped_and_told_apart(tmp_path: Path) -> None:
    """Spaces around names go; a repeated or blank name gets one of its own."""
    sheet = only(write(tmp_path / "x.csv", b" Ref , Ref,,Two  words\n1,2,3,4\n"))
    assert sheet.names == ("Ref", "Ref again", "column 3", "Two words")


def test_xlsx_cells_become_plain_text(tmp_path: Path) -> None:
    """Whole numbers have no point, dates are ISO, and the first sheet that holds anything is it."""
    path = workbook(
        tmp_path / "x.xlsx",
        ["n", "f", "d", "t", "s", "none"],
        [
            452310,
            52.6198,
            date(2024, 10, 7),
            datetime.fromisoformat("2024-10-07T22:15"),
            "06/1234/24",
            None,
        ],
        before=True,
    )
    assert rows(only(path)) == [
        {
            "n": "452310",
            "f": "52.6198",
            "d": "2024-10-07",
            "t": "2024-10-07T22:15:00",
            "s": "06/1234/24",
            "none": "",
        }
    ]


def test_a_tab_that_begins_too_far_down_is_called_so(tmp_path: Path) -> None:
    """Where a heading may stand is said, and not that the tab is blank."""
    path = workbook(tmp_path / "x.xlsx", *([[None]] * 59), ["a", "b"], [1, 2])
    with pytest.raises(BadFile, match=r"x.xlsx can't be read: its first 50 rows are blank"):
        only(path)


def test_ods_is_read(tmp_path: Path) -> None:
    """An OpenDocument spreadsheet is told from other ZIP files by what is in it."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(v) for v in row)}</table:table-row>"
        for row in (("a", "b"), ("1", "2"))
    )
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>'
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    assert rows(only(tmp_path / "x.ods")) == [{"a": "1", "b": "2"}]


def test_parquet_columns_become_plain_text(tmp_path: Path) -> None:
    """Numbers, dates, moments, dictionaries and nulls read as they would in a CSV file."""
    moment = datetime.fromisoformat("2024-10-07T22:15")
    table = pa.table(
        {
            "n": pa.array([5, None]),
            "f": pa.array([52.6198, 2.0]),
            "t": pa.array([moment, None], pa.timestamp("ns")),
            "d": pa.array([date(2024, 10, 7), None]),
            "k": pa.array(["x", "y"]).dictionary_encode(),
            "b": pa.array([b"Quay", None], pa.binary()),
            "shape": pa.array([b"\0", b"\1"], pa.binary(1)),
        }
    )
    parquet.write_table(table, tmp_path / "x.parquet")
    sheet = only(tmp_path / "x.parquet")
    assert rows(sheet) == [
        {
            "n": "5",
            "f": "52.6198",
            "t": "2024-10-07T22:15:00",
            "d": "2024-10-07",
            "k": "x",
            "b": "Quay",
        },
        {"n": "", "f": "2", "t": "", "d": "", "k": "y", "b": ""},
    ]
    assert sheet.notes == ("x.parquet: shape can't be read as text, and was left out.",)


def test_bytes_of_a_parquet_that_are_no_text_are_refused_with_their_column(tmp_path: Path) -> None:
    """Where they are asked for; else the column is only left unread."""
    table = pa.table({"ref": ["1"], "shape": pa.array([b"\xff\xfe"], pa.binary())})
    parquet.write_table(table, tmp_path / "x.parquet")
    with pytest.raises(
        BadFile, match=r"x.parquet: shape holds bytes that are no text: write it as"
    ):
        only(tmp_path / "x.parquet")
    (sheet,) = sheets([tmp_path / "x.parquet"], choose=lambda heading: {"ref"})
    assert sheet.unread == ("shape",)


def test_json_objects_are_flattened(tmp_path: Path) -> None:
    """An object within an object gives dotted names; null and a missing key are blank."""
    items = [
        {"category": "drugs", "location": {"latitude": "51.2", "street": {"name": "On Quay"}}},
        {"category": "robbery", "location": None, "count": 3},
    ]
    sheet = only(write(tmp_path / "x.json", json.dumps(items).encode()))
    first, second = rows(sheet)
    assert first["location.street.name"] == "On Quay"
    assert first["count"] == ""
    assert second["location.latitude"] == ""
    assert second["count"] == "3"
    assert sheet.row(1) == 2


def test_a_zip_is_read_in_name_order_without_what_is_hidden(tmp_path: Path) -> None:
    """Tables come straight out of the archive, named by where they are; a Mac's litter doesn't."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in ("b/two.csv", "a/one.csv", "__MACOSX/a/._one.csv", "a/.hidden.csv", "READ.me"):
            archive.writestr(name, f"file\n{name}\n")
    found = list(sheets([tmp_path / "x.zip"]))
    assert [sheet.file for sheet in found] == ["x.zip/a/one.csv", "x.zip/b/two.csv"]
    assert [rows(sheet)[0]["file"] for sheet in found] == ["a/one.csv", "b/two.csv"]
    assert found[-1].notes == (
        "Left out, being no table: x.zip/READ.me.",
        "Read from x.zip: a/one.csv (1 row), b/two.csv (1 row).",
    )


def test_a_folder_is_read_all_through(tmp_path: Path) -> None:
    """Folders within it and ZIP files in it too, in name order."""
    write(tmp_path / "in/2/b.csv", b"n\n2\n")
    write(tmp_path / "in/1/a.csv", b"n\n1\n")
    write(tmp_path / "in/.git/c.csv", b"n\n9\n")
    with zipfile.ZipFile(tmp_path / "in/3.zip", "w") as archive:
        archive.writestr("c.csv", "n\n3\n")
    found = list(sheets([tmp_path / "in"]))
    assert [(sheet.file, rows(sheet)[0]["n"]) for sheet in found] == [
        ("in/1/a.csv", "1"),
        ("in/2/b.csv", "2"),
        ("in/3.zip/c.csv", "3"),
    ]


def test_the_folder_one_is_in_names_its_files_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no name of its own, and theirs doesn't begin at the root."""
    write(tmp_path / "a.csv", b"n\n1\n")
    monkeypatch.chdir(tmp_path)
    assert [sheet.file for sheet in sheets([Path()])] == ["./a.csv"]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two months' files may be called the same; then the whole way to each is its name."""
    one, two = write(tmp_path / "1/x.csv", b"a\n1\n"), write(tmp_path / "2/x.csv", b"b\n2\n")
    assert [sheet.file for sheet in sheets([one, two])] == [one.as_posix(), two.as_posix()]
    assert only(one).file == "x.csv"


def test_what_a_file_is_counts_and_not_what_it_is_called(tmp_path: Path) -> None:
    """An XLSX file named .csv and a CSV file named .xls are read as what they are."""
    book = workbook(tmp_path / "x.xlsx", ["a", "b"], [1, 2])
    renamed = write(tmp_path / "x.csv", book.read_bytes())
    plain = write(tmp_path / "x.xls", b"a,b\n1,2\n")
    assert rows(only(renamed)) == rows(only(plain)) == [{"a": "1", "b": "2"}]


def test_only_the_chosen_columns_are_read(tmp_path: Path) -> None:
    """The chooser sees the heading and its answer is the table's columns."""
    for path in (
        write(tmp_path / "x.csv", b"a,b,c\n1,2,3\n"),
        workbook(tmp_path / "x.xlsx", ["a", "b", "c"], [1, 2, 3]),
        write(tmp_path / "x.json", b'[{"a":1,"b":2,"c":3}]'),
    ):
        assert only(path, choose=lambda heading: heading.names[1:]).names == ("b", "c")


def test_a_table_left_out_by_choice_gives_no_sheet(tmp_path: Path) -> None:
    """A chooser that gives None leaves the table out, and that is no error."""
    path = write(tmp_path / "x.csv", b"a,b\n1,2\n")
    assert list(sheets([path], choose=lambda _heading: None)) == []


def test_a_column_of_few_values_reads_the_same_as_another(tmp_path: Path) -> None:
    """Reading as a dictionary is only a faster way to the same text."""
    path = write(tmp_path / "x.csv", b"a,b\nx,1\nx,2\n,3\n")
    assert rows(only(path, few=lambda _name: True)) == rows(only(path))


def test_progress_hears_of_every_byte(tmp_path: Path) -> None:
    """It starts at nothing, never goes back and ends at all of it."""
    paths = [write(tmp_path / f"{n}.csv", b"a,b\n1,2\n" * (n + 1)) for n in range(3)]
    heard: list[tuple[int, int]] = []
    list(sheets(paths, progress=lambda done, total, _what: heard.append((done, total))))
    assert heard == [(0, 48), (8, 48), (24, 48), (48, 48)]


def test_a_file_with_only_a_heading_among_others_is_noted(tmp_path: Path) -> None:
    """A month without rows among months with some is told, and isn't an error."""
    write(tmp_path / "in/a.csv", b"a,b\n")
    write(tmp_path / "in/b.csv", b"a,b\n1,2\n")
    first, second = sheets([tmp_path / "in"])
    assert (first.held, second.held) == (0, 1)
    assert second.notes == (
        "Read from in: a.csv (0 rows), b.csv (1 row).",
        "in/a.csv has a heading and no rows.",
    )


def test_the_digest_of_files_heeds_no_order(tmp_path: Path) -> None:
    """Files in any order, or the folder that holds them, have one digest; other bytes another."""
    one, two = write(tmp_path / "in/1.csv", b"one"), write(tmp_path / "in/2.csv", b"two")
    assert sha256_of([one, two]) == sha256_of([two, one]) == sha256_of([tmp_path / "in"])
    assert sha256_of([one]) != sha256_of([two])


def test_reading_stops_when_the_reader_does(tmp_path: Path) -> None:
    """Closing the iterator early lets go of the archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for n in range(5):
            archive.writestr(f"{n}.csv", "a,b\n1,2\n")
    path = write(tmp_path / "x.zip", buffer.getvalue())
    found = sheets([path])
    assert next(found).file == "x.zip/0.csv"
    found.close()  # type: ignore[attr-defined]
    path.unlink()
    assert list(found) == []
