"""Rows that aren't taken are written whole, mended there and imported again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Casebook

EXTRACT = "Crime number,Beat,Date,Offence,Easting,Northing\n"
DRAWN = """{"type": "FeatureCollection", "crs": {"type": "name", "properties":
 {"name": "urn:ogc:def:crs:EPSG::27700"}}, "features": [
 {"type": "Feature", "properties": {"ref": "HS-01", "name": "Quay"}, "geometry": {"type":
  "Polygon", "coordinates": [[[530000,180000],[530100,180000],[530100,180100],[530000,180000]]]}},
 {"type": "Feature", "properties": {"ref": "HS-02", "name": "Mole"}, "geometry": null}]}"""


def mend(old: str, new: str) -> None:
    """Put right what is wrong in bad.csv, as in a spreadsheet."""
    path = Path("bad.csv")
    path.write_text(path.read_text(encoding="utf-8-sig").replace(old, new), encoding="utf-8-sig")


def rejects() -> list[dict[str, str]]:
    """The rows of bad.csv."""
    with Path("bad.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_that_were_mended_are_imported_as_they_are(made: Casebook) -> None:
    """With a column nobody reads, and those behind that say what was wrong."""
    Path("e.csv").write_text(
        EXTRACT
        + "C1,B7,13/05/2024,Burglary,530050,180050\nC2,B7,99/99/2024,Burglary,530050,180050\n"
    )
    ran = made("import", "incidents", "e.csv", "--rejects", "bad.csv")
    assert ran.code == 0
    assert (
        "Not taken, 1 row: Date '99/99/2024' isn't a date when read day first: there is no such "
        "day. (First: row 3 of e.csv.)\n"
    ) in ran.err
    assert (
        "1 row to mend in bad.csv, each with its reason at the end: mended, import that file. Its "
        "last four columns are passed over.\n"
    ) in ran.err
    (row,) = rejects()
    assert (row["Beat"], row["Date"], row["file"], row["row"]) == ("B7", "99/99/2024", "e.csv", "3")
    assert row["reason"].startswith("Date '99/99/2024' isn't a date")
    mend("C2,B7,99/99/2024", "C2,B7,14/05/2024")
    ran = made("import", "incidents", "bad.csv", "--format", "json")
    assert (ran.json["added"], ran.json["rejected"]) == (1, 0)
    assert "Columns not read: Beat." in ran.json["notes"]


def test_the_file_that_is_read_isnt_written_over_with_its_rejects(made: Casebook) -> None:
    """Nothing is taken of it either, and counting refuses it too."""
    text = EXTRACT + "C1,B7,13/05/2024,Burglary,530050,180050\nC2,B7,99/99/2024,,530050,180050\n"
    Path("e.csv").write_text(text)
    for asked in (("import", "incidents"), ("count", "--hotspots", "e.csv")):
        ran = made(*asked, "e.csv", "--rejects", "./e.csv")
        assert ran.code == 1
        assert ran.err == "casebook: e.csv is read itself: name another file for --rejects.\n"
    assert Path("e.csv").read_text() == text


def test_month_first_rows_to_mend_say_how_to_read_them_again(made: Casebook) -> None:
    """What is left of a file may not show its order any more."""
    Path("e.csv").write_text(
        EXTRACT + "C1,,02/13/2024,Burglary,530050,180050\nC2,,03/04/2024,,530050,180050\n"
    )
    ran = made("import", "incidents", "e.csv", "--rejects", "bad.csv")
    assert 'import that file, with date_order = "month-first" in its --map file.' in ran.err
    mend("03/04/2024,,", "03/04/2024,Robbery,")
    Path("us.toml").write_text('date_order = "month-first"\n')
    ran = made("import", "incidents", "bad.csv", "--map", "us.toml", "--format", "json")
    assert ran.json["covers"][0]["from"] == "2024-03-01"


def test_more_than_a_tenth_is_said_first(made: Casebook) -> None:
    """Before anything else, in JSON too; a tenth isn't."""
    good = [f"C{n},,13/05/2024,Burglary,530050,180050\n" for n in range(9)]
    Path("e.csv").write_text(EXTRACT + "".join(good) + "D1,,,Burglary,530050,180050\n")
    assert "NOT TAKEN" not in made("import", "incidents", "e.csv", "--dry-run").err
    Path("e.csv").write_text(EXTRACT + "".join(good[1:]) + "D1,,,Burglary,530050,180050\n")
    ran = made("import", "incidents", "e.csv", "--dry-run")
    assert ran.err.startswith(
        "NOT TAKEN: 1 of 9 rows (11%). What is wrong with them stands below; --rejects FILE writes "
        "them down, to be mended and imported again.\n"
    )
    ran = made("import", "incidents", "e.csv", "--format", "json")
    assert ran.json["notes"][0].startswith("NOT TAKEN: 1 of 9 rows")


@pytest.mark.parametrize("options", [("--strict",), ()])
def test_a_file_that_is_refused_for_its_rows_says_why_and_writes_them(
    made: Casebook, options: tuple[str, ...]
) -> None:
    """Nothing is stored, and what is to be mended is there all the same."""
    good = "C1,,13/05/2024,Burglary,530050,180050\n" if options else ""
    Path("e.csv").write_text(EXTRACT + good + "C2,,,Burglary,530050,180050\n")
    ran = made("import", "incidents", "e.csv", "--rejects", "bad.csv", *options)
    assert ran.code == 1
    assert "Not taken, 1 row: Date is blank: it needs a month or a date." in ran.err
    assert [row["Crime number"] for row in rejects()] == ["C2"]


def test_every_import_writes_its_rows_whole(made: Casebook) -> None:
    """Places as drawn and as a table, patrols, pings and registers."""
    Path("h.geojson").write_text(DRAWN)
    made("import", "hotspots", "h.geojson", "--rejects", "bad.csv")
    assert [(row["ref"], row["name"], row["row"]) for row in rejects()] == [("HS-02", "Mole", "2")]
    files = {
        "patrols": (
            "unit,hotspot,start,end,staff,source,Weather\n"
            "K1,HS-01,2024-10-07 14:00,2024-10-07 15:00,2,sheet,dry\n"
            "K1,HS-77,2024-10-07 16:00,2024-10-07 17:00,2,sheet,wet\n",
            "HS-77",
            "HS-01",
        ),
        "pings": (
            "unit,time,easting,northing,Battery\n"
            "K1,2024-10-07T14:00:00Z,530050,180050,9\n"
            "K1,2024-10-07T14:01:00Z,530050,180050,9\n"
            "K1,2024-10-07TEA:02:00Z,530050,180050,8\n"
            "K1,2024-10-07TEA:03:00Z,530050,180050,8\n",
            "TEA",
            "T14",
        ),
        "areas": ("ref,kind,name,Size\nW1,ward,Quay,5\nW2,word,Mole,6\n", "word", "ward"),
        "agencies": (
            "name,kind,contact,Remark\nA Trust,health,Manager,-\nB Trust,hearth,Manager,x\n",
            "hearth",
            "health",
        ),
    }
    for command, (text, old, new) in files.items():
        Path(f"{command}.csv").write_text(text)
        ran = made("import", command, f"{command}.csv", "--rejects", "bad.csv")
        assert (ran.code, len(rejects())) == (0, text.count(old)), (command, ran.err)
        mend(old, new)
        ran = made("import", command, "bad.csv", "--format", "json")
        assert ran.code == 0, (command, ran.err)
        assert (ran.json["read"], ran.json["rejected"]) == (text.count(old), 0), command


def test_count_writes_rows_to_mend_too(made: Casebook) -> None:
    """The polygons that couldn't be used are told of, and aren't among them."""
    Path("h.geojson").write_text(DRAWN)
    Path("e.csv").write_text(
        EXTRACT + "C1,B7,13/05/2024,Burglary,530050,180050\nC2,B8,soon,Burglary,530050,180050\n"
    )
    ran = made("count", "e.csv", "--hotspots", "h.geojson", "--rejects", "bad.csv")
    assert ran.code == 0
    assert "Not taken, 1 row: Date 'soon' isn't a date" in ran.err
    assert [(row["Beat"], row["file"]) for row in rejects()] == [("B8", "e.csv")]


def test_a_count_without_a_row_to_count_is_refused(made: Casebook) -> None:
    """As an import is, the rows written down all the same; it would look like a zero."""
    Path("h.geojson").write_text(DRAWN)
    Path("e.csv").write_text(EXTRACT + "C2,B8,soon,Burglary,530050,180050\n")
    ran = made("count", "e.csv", "--hotspots", "h.geojson", "--rejects", "bad.csv")
    assert (ran.code, ran.out) == (1, "")
    assert "Not taken, 1 row: Date 'soon' isn't a date" in ran.err
    assert "casebook: e.csv has no row that can be taken. The first: e.csv row 2" in ran.err
    assert [(row["Beat"], row["file"]) for row in rejects()] == [("B8", "e.csv")]


def test_a_count_says_how_many_rows_it_read_and_left_out(made: Casebook) -> None:
    """Of the incidents alone: polygons that aren't taken are no rows of theirs."""
    bad = '{"type": "Feature", "properties": {"ref": "HS-9"}, "geometry": null}'
    Path("h.geojson").write_text(DRAWN.replace('"features": [', f'"features": [{bad}, {bad}, '))
    row = "C1,B7,13/05/2024,Burglary,530050,180050\n"
    Path("e.csv").write_text(EXTRACT + 2 * row + "C2,B8,13/05/2024,Burglary,,\nC3,B8,soon,B,1,1\n")
    ran = made("count", "e.csv", "--hotspots", "h.geojson")
    assert "NOT TAKEN: 1 of 4 rows (25%)." in ran.err
    assert "4 rows read, 1 of them not taken and 1 of the others without coordinates." in ran.err
