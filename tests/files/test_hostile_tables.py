"""Tables made to fill memory, to hang or to reach a terminal are refused in one sentence."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from casebook.core.errors import BadFile
from casebook.files.tabular import sha256_of, sheets
from casebook.files.workbook.apart import tabs_apart
from casebook.files.workbook.far_cells import why_too_far
from geo import unpacking
from geo.polygons import read_polygons

TIGHT = "grows to over 100 times its size when it is unpacked, as no table does"
ROW = b"1,01/10/2024,Burglary\n"


def refusal(path: Path) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(BadFile) as caught:
        list(sheets([path]))
    said = str(caught.value)
    assert "\n" not in said
    return said


def workbook(*rows: Sequence[object]) -> bytes:
    """An XLSX of those rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """The ZIP with bytes of its members replaced."""
    written = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return written.getvalue()


@pytest.fixture
def small_suspects(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is looked at closely from 100 kB on, so that bombs may be small."""
    monkeypatch.setattr(unpacking, "_SUSPECT", 100_000)


@pytest.mark.usefixtures("small_suspects")
def test_what_grows_beyond_reason_is_not_unpacked(tmp_path: Path) -> None:
    """Gzip, a ZIP's member, a workbook's sheet and a KMZ, each by what it says or does."""
    table = b"a,b,c\n" + ROW * 50_000
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(table))
    assert refusal(tmp_path / "x.csv.gz").startswith(f"x.csv.gz {TIGHT}")
    for name, member in (("x.zip", "x.csv"), ("x.kmz", "doc.kml"), ("y.zip", "rows.shp")):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, table)
        assert refusal(tmp_path / name).startswith(f"{name}/{member} {TIGHT}")
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<c><v>1</v></c>" * 50_000)
    assert refusal(tmp_path / "x.xlsx").startswith(f"x.xlsx/xl/worksheets/sheet1.xml {TIGHT}")
    with pytest.raises(BadFile, match=f"x.zip/x.csv {TIGHT}"):
        read_polygons(tmp_path / "x.zip", crs="EPSG:27700")


def test_a_table_that_shrinks_well_is_read(tmp_path: Path) -> None:
    """Half a megabyte in a few hundred bytes is nothing to fear."""
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(b"a,b,c\n" + ROW * 20_000))
    (sheet,) = sheets([tmp_path / "x.csv.gz"])
    assert sheet.table.num_rows == 20_000


@pytest.mark.parametrize("cut", [12, 40, -4])
def test_a_gzip_cut_short_is_damaged(tmp_path: Path, cut: int) -> None:
    """Wherever it ends."""
    whole = gzip.compress(b"a,b,c\n" + b"".join(b"%d,x,y\n" % n for n in range(2000)))
    (tmp_path / "x.csv.gz").write_bytes(whole[:cut])
    assert refusal(tmp_path / "x.csv.gz") == "x.csv.gz is a damaged gzip file: fetch it again."


@pytest.mark.usefixtures("small_suspects")
def test_a_parquet_of_one_text_for_every_row_is_refused(tmp_path: Path) -> None:
    """Its dictionary holds one long text, and a million rows point at it."""
    texts = pa.DictionaryArray.from_arrays(
        pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 500])
    )
    parquet.write_table(pa.table({"a": texts}), tmp_path / "x.parquet")
    assert refusal(tmp_path / "x.parquet").startswith(f"x.parquet {TIGHT}")


def test_a_parquet_of_more_rows_than_bytes_is_refused(tmp_path: Path) -> None:
    """Six million rows in a few kilobytes are no table."""
    ones = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int8()), pa.array(["x"]))
    table = pa.table({"a": ones})
    with parquet.ParquetWriter(tmp_path / "x.parquet", table.schema) as writer:
        for _ in range(6):
            writer.write_table(table)
    assert refusal(tmp_path / "x.parquet").startswith("x.parquet says it has 6,000,000 rows in")


def test_a_time_that_no_calendar_has_is_a_bad_cell(tmp_path: Path) -> None:
    """It stays the number it is, beside the good ones; so do texts that repeat and are missing."""
    good = round(datetime.fromisoformat("2024-10-07T12:00:00+00:00").timestamp())
    times = pa.array([good * 1_000_000, 2**62, None], pa.timestamp("us"))
    words = pa.array(["a", None, "a"]).dictionary_encode()
    parquet.write_table(pa.table({"at": times, "of": words}), tmp_path / "x.parquet")
    (sheet,) = sheets([tmp_path / "x.parquet"])
    assert sheet.table.to_pylist() == [
        {"at": "2024-10-07T12:00:00", "of": "a"},
        {"at": str(2**62), "of": ""},
        {"at": "", "of": "a"},
    ]


def test_a_parquet_with_bad_text_is_damaged(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 stand in a column of text."""
    raw = pa.array([b"\xff\xfe"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 1, raw.buffers())
    parquet.write_table(pa.table({"a": text}), tmp_path / "x.parquet")
    assert refusal(tmp_path / "x.parquet") == "x.parquet is a damaged Parquet file: write it again."


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (b"XFD1048576", "a cell in row 1,048,576 or column 16,384 lies far from all others"),
        (b"A2000000", "it has a cell beyond column XFD or row 1048576"),
        (b"XFE2", "it has a cell beyond column XFD or row 1048576"),
        (b"B" + b"9" * 40, "it has a cell beyond column XFD or row 1048576"),
    ],
)
def test_a_cell_far_away_is_found_before_the_reader_meets_it(
    tmp_path: Path, place: bytes, why: str
) -> None:
    """The reader would ask for all cells between, and end the program."""
    data = repacked(workbook(["a", "b"], ["1", "2"]), b'r="B2"', b'r="' + place + b'"')
    (tmp_path / "x.xlsx").write_bytes(data)
    said = f"x.xlsx can't be read: {why}. Clear that cell, or save it as CSV."
    assert refusal(tmp_path / "x.xlsx") == said


def test_a_far_cell_is_found_across_parts_and_a_full_sheet_is_none() -> None:
    """However the XML is cut, and never in what somebody wrote."""
    xml = b'<row r="1"><c r="A1"/><c r="XFD1048576"/></row>'
    for cut in range(1, len(xml)):
        assert why_too_far([xml[:cut], xml[cut:]]), cut
        assert why_too_far([bytes([byte]) for byte in xml])
    assert why_too_far([b"<c s='1' r = 'XFD1048576'/>"]).startswith("it writes its cells' places")
    assert why_too_far([b"<c\tr='XFD1048576'/>"]).startswith("it writes its cells' places")
    assert why_too_far([b'<c r="A1"><is><t>let r = 5, r= 6</t></is></c>']) == ""
    full = b"".join(
        b'<c r="%s%d"/>' % (b"ABCD"[n : n + 1], row) for row in range(1, 9) for n in range(4)
    )
    assert why_too_far([full]) == ""
    assert why_too_far([]) == ""


def test_a_reader_that_fails_takes_only_its_own_process_along(tmp_path: Path) -> None:
    """An old or binary workbook that is none, as a file and as bytes."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 3000
    (tmp_path / "x.xls").write_bytes(data)
    why = "x.xls is no spreadsheet that can be read: open it in one and save it as XLSX or CSV."
    assert refusal(tmp_path / "x.xls") == why
    assert tabs_apart(workbook(["a", 1.0], ["b", None]), "x") == [
        ("Sheet", [["a", "1"], ["b", ""]])
    ]


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    """Reading one would wait or go on for ever; a folder without tables says so."""
    os.mkfifo(tmp_path / "pipe.csv")
    why = "is no file but a pipe or a device: save it to a file first."
    assert refusal(tmp_path / "pipe.csv") == f"pipe.csv {why}"
    assert refusal(Path("/dev/zero")) == f"zero {why}"
    with pytest.raises(BadFile, match=why):
        sha256_of([tmp_path / "pipe.csv"])
    with pytest.raises(BadFile, match=why):
        read_polygons(tmp_path / "pipe.csv", crs="EPSG:27700")
    assert refusal(tmp_path).startswith(f"{tmp_path.name} holds no table")


def test_half_a_character_is_replaced_in_a_cell_and_refused_in_a_name(tmp_path: Path) -> None:
    """JSON can hold one; no encoding of text can."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"a": "\ud800 b", "c": 1}]))
    (sheet,) = sheets([path])
    assert sheet.table.to_pylist() == [{"a": "? b", "c": "1"}]
    path.write_text(json.dumps([{"a\udfff": 1}]))
    assert refusal(path) == "x.json has a name that is no text in any encoding: write it again."
