"""``casebook dosage`` and ``casebook import pings``, as typed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Casebook
from tests.places.place_files import SOUTH, WEST, feature, places_file, square


def _run(unit: str, start: str, minutes: int) -> list[str]:
    first = datetime.fromisoformat(start)
    times = (first + timedelta(minutes=n) for n in range(minutes + 1))
    return [f"{unit},{time.isoformat()},{WEST + 50},{SOUTH + 50}" for time in times]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Pings of A from 14:00 to 14:20 and of B from 14:10 to 14:30, and a lone one; a hotspot."""
    pings = tmp_path / "pings.csv"
    rows = [
        *_run("A", "2024-10-07T14:00+01:00", 20),
        *_run("B", "2024-10-07T14:10+01:00", 20),
        *_run("B", "2024-10-08T09:00+01:00", 0),
    ]
    pings.write_text("\n".join(["unit,time,easting,northing", *rows]) + "\n", encoding="utf-8")
    return pings, places_file(tmp_path / "hotspots.geojson", feature(square(0, 0), ref="HS-01"))


def test_every_visit_and_drive_through_is_a_row(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """Local times with their offset, minutes, and whether it was a drive-through."""
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.json == [
        {
            "hotspot": "HS-01",
            "unit": "A",
            "start": "2024-10-07T14:00:00+01:00",
            "end": "2024-10-07T14:20:00+01:00",
            "minutes": 20.0,
            "drive_through": False,
        },
        {
            "hotspot": "HS-01",
            "unit": "B",
            "start": "2024-10-07T14:10:00+01:00",
            "end": "2024-10-07T14:30:00+01:00",
            "minutes": 20.0,
            "drive_through": False,
        },
        {
            "hotspot": "HS-01",
            "unit": "B",
            "start": "2024-10-08T09:00:00+01:00",
            "end": "2024-10-08T09:00:00+01:00",
            "minutes": 0.0,
            "drive_through": True,
        },
    ]


def test_the_summary_has_officer_minutes_and_patrol_minutes(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """A and B together are 40 officer-minutes, 30 patrol-minutes, one visit; none driven by."""
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--summary", "--format", "json")
    assert ran.json == [
        {
            "hotspot": "HS-01",
            "date": "2024-10-07",
            "officer_minutes": 40.0,
            "patrol_minutes": 30.0,
            "visits": 1,
        }
    ]
    assert "Drive-throughs left out (a lone ping, or less than a minute): 1." in ran.err
    assert "No column says how many officers a unit is: counted as 1." in ran.err


def test_the_gap_can_be_given(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """With half a minute every ping is alone; none and a day are refused."""
    short = casebook("dosage", files[0], "--hotspots", files[1], "--gap", "0.5", "--format", "json")
    assert len(short.json) == 43
    assert all(row["drive_through"] for row in short.json)
    wrong = casebook("dosage", files[0], "--hotspots", files[1], "--gap", "0")
    assert (wrong.code, wrong.err) == (
        1,
        "casebook: The gap that ends a visit is some minutes, such as 5.\n",
    )


def test_what_cannot_be_read_is_one_line(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """A missing file, a zone that is none, polygons without a polygon."""
    missing = casebook("dosage", "nowhere.csv", "--hotspots", files[1])
    assert missing.err == "casebook: There is no file nowhere.csv: look at its name and folder.\n"
    zone = casebook("dosage", files[0], "--hotspots", files[1], "--timezone", "Mars/Base")
    assert zone.err == "casebook: 'Mars/Base' is no time zone: write it like Europe/London.\n"
    assert casebook("dosage", files[0]).code == 2


def test_import_pings_prints_the_keys_of_every_import(
    made: Casebook, files: tuple[Path, Path]
) -> None:
    """Its report has the keys that are fixed, and the same file twice adds nothing."""
    assert made("import", "hotspots", files[1]).code == 0
    ran = made("import", "pings", files[0], "--format", "json")
    assert ran.code == 0, ran.err
    fixed = (
        "read", "added", "updated", "merged", "withdrawn", "rejected", "without_coordinates",
        "outside_area", "reasons",
    )  # fmt: skip
    assert [ran.json[key] for key in fixed] == [43, 2, 0, 0, 0, 0, 0, None, []]
    assert made("import", "pings", files[0], "--format", "json").json["added"] == 0
    table = made("import", "pings", files[0], "--dry-run")
    assert "A dry run: nothing was stored." in table.err
    assert "A visit ends when its unit has been outside" in table.err


def test_rejected_pings_are_written_where_asked(made: Casebook, files: tuple[Path, Path]) -> None:
    """One line for each bad row."""
    made("import", "hotspots", files[1])
    with files[0].open("a", encoding="utf-8") as file:
        file.write(",2024-10-07T14:00:00Z,640050,150050\n")
    assert made("import", "pings", files[0], "--rejects", "bad.csv").code == 0
    assert Path("bad.csv").read_text(encoding="utf-8-sig") == (
        "unit,time,easting,northing,file,tab,row,reason\n"
        ",2024-10-07T14:00:00Z,640050,150050,pings.csv,,45,"
        "It has no unit: give the callsign or the line of the rota.\n"
    )
