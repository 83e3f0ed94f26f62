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


RULE = (
    "half the interval at each end; a visit ends after 5 minutes; "
    "under 2 minutes is a drive-through"
)


def test_every_visit_and_drive_through_is_a_row_with_its_certificate(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """Local times with their offset; before a device's first ping and after its last is nothing.

    B falls silent after 14:30 and is heard again the next day: half a minute of that is the visit.
    """
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--format", "json")
    assert ran.code == 0, ran.err
    told = {
        "interval_seconds": 60.0,
        "lost_share": 0.0,
        "device": None,
        "parked": False,
        "resourcing": None,
        "rule": RULE,
    }
    assert ran.json == [
        {
            "hotspot": "HS-01",
            "unit": "A",
            "start": "2024-10-07T14:00:00+01:00",
            "end": "2024-10-07T14:20:00+01:00",
            "minutes": 20.0,
            "drive_through": False,
            "minutes_low": 19.59,
            "minutes_high": 20.41,
            **told,
        },
        {
            "hotspot": "HS-01",
            "unit": "B",
            "start": "2024-10-07T14:10:00+01:00",
            "end": "2024-10-07T14:30:30+01:00",
            "minutes": 20.5,
            "drive_through": False,
            "minutes_low": 20.09,
            "minutes_high": 20.91,
            **told,
        },
        {
            "hotspot": "HS-01",
            "unit": "B",
            "start": "2024-10-08T08:59:30+01:00",
            "end": "2024-10-08T09:00:00+01:00",
            "minutes": 0.5,
            "drive_through": True,
            "minutes_low": 0.09,
            "minutes_high": 0.91,
            **told,
        },
    ]


def test_the_summary_has_minutes_visits_and_how_they_lie(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """A and B together are one visit of half an hour, with 40.5 officer-minutes of it."""
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--summary", "--format", "json")
    first, second = ran.json
    assert first == {
        "hotspot": "HS-01",
        "date": "2024-10-07",
        "officer_minutes": 40.5,
        "patrol_minutes": 30.5,
        "visits": 1,
        "officer_minutes_low": 39.92,
        "officer_minutes_high": 41.08,
        "officer_minutes_core": 40.5,
        "officer_minutes_overtime": 0.0,
        "officer_minutes_partner": 0.0,
        "visits_full_length": 1,
        "full_length_minutes": 10.0,
        "median_visit_minutes": 30.5,
        "median_between_minutes": None,
        "between_within_2_hours": None,
        "drive_throughs": 0,
        "parked": 0,
        "interval_seconds": 60.0,
        "lost_share": 0.0,
    }
    assert (second["date"], second["visits"], second["drive_throughs"]) == ("2024-10-08", 0, 1)
    assert "Drive-throughs (under 2 minutes, or between two pings): 1. They are" in ran.err
    assert "No column says how many officers a unit is: counted as 1." in ran.err


def test_time_between_visits_is_told_day_by_day(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """Visits from 9:00, 10:00, 14:00 of 10 minutes: 50 minutes and 3:50 between them."""
    rows = [row for hour in ("09", "10", "14") for row in _run("A", f"2024-10-07T{hour}:00Z", 10)]
    files[0].write_text("\n".join(["unit,time,easting,northing", *rows]), encoding="utf-8")
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--summary", "--format", "json")
    (row,) = ran.json
    assert (row["visits"], row["visits_full_length"]) == (3, 3)
    assert row["median_between_minutes"] == pytest.approx((49 + 229) / 2)
    assert row["between_within_2_hours"] == 0.5


def test_the_duty_file_says_who_paid(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """A is on core duty until 14:10 and on overtime from then; B isn't on duty at all."""
    duty = files[0].with_name("duty.csv")
    duty.write_text(
        "unit,from,to,resourcing\nA,2024-10-07 06:00,2024-10-07 14:10,core\n"
        "a,2024-10-07 14:10,2024-10-07 22:00,overtime\nA,2024-10-07 22:00,,core\n",
        encoding="utf-8",
    )
    asked = ("dosage", files[0], "--hotspots", files[1], "--duty", duty, "--format", "json")
    ran = casebook(*asked, "--summary")
    assert ran.code == 0, ran.err
    paid = ("core", "overtime", "partner", "off_duty")
    assert [ran.json[0][f"officer_minutes_{name}"] for name in paid] == [10, 10, 0, 20.5]
    assert "Visits of units that the duty file doesn't have: 1." in ran.err
    assert "It has no end: write it as 2024-10-07 14:00. (First: row 4 of duty.csv.)" in ran.err
    assert [row["resourcing"] for row in casebook(*asked).json] == [
        "overtime",
        "off_duty",
        "off_duty",
    ]
    bare = casebook("dosage", files[0], "--hotspots", files[1], "--duty", files[0])
    assert (bare.code, bare.err.count("\n")) == (1, 1)
    assert "A duty file has the columns unit, from, to, resourcing." in bare.err


def test_gap_and_shortest_stay_can_be_given(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """A bare number is minutes; a gap is never under three intervals; none is refused."""

    def ran(*asked: str) -> list[bool]:
        told = casebook("dosage", files[0], "--hotspots", files[1], *asked, "--format", "json")
        return [row["drive_through"] for row in told.json]

    assert ran("--gap", "0.5") == ran() == [False, False, True]
    assert ran("--min-stay", "30s") == [False, False, False]
    for gap in ("0", "121m"):
        wrong = casebook("dosage", files[0], "--hotspots", files[1], "--gap", gap)
        assert (wrong.code, wrong.err) == (
            1,
            "casebook: The gap that ends a visit is more than 0 and at most 120 minutes, such as 5."
            "\n",
        )
    word = casebook("dosage", files[0], "--hotspots", files[1], "--min-stay", "long")
    assert word.err == "casebook: 'long' is no length of time: write it like 5m, 90s or 1h.\n"


def test_half_a_second_too_slow_is_told_from_330(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """Gaps of 330 and 331 seconds have a median of 330.5, which isn't up to 330."""
    first = datetime.fromisoformat("2024-10-07T14:00Z")
    times = [first + timedelta(seconds=at) for at in (0, 330, 661)]
    rows = [f"C,{time.isoformat()},{WEST + 50},{SOUTH + 50}" for time in times]
    files[0].write_text("\n".join(["unit,time,easting,northing", *rows]), encoding="utf-8")
    ran = casebook("dosage", files[0], "--hotspots", files[1])
    assert ran.err.startswith("casebook: The pings come every 331 seconds at the most often, and")


def test_pings_too_slow_for_time_are_refused(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """Every six minutes; with another unit every minute, that one counts and the slow is named."""
    first = datetime.fromisoformat("2024-10-07T14:00Z")
    times = [first + timedelta(minutes=6 * n) for n in range(10)]
    slow = [f"C,{time.isoformat()},{WEST + 50},{SOUTH + 50}" for time in times]
    files[0].write_text("\n".join(["unit,time,easting,northing", *slow]), encoding="utf-8")
    ran = casebook("dosage", files[0], "--hotspots", files[1])
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "casebook: The pings come every 360 seconds at the most often, and time can be told from "
        "pings up to 330 seconds apart: no hours, and no day is covered. Ask for an export with "
        "every ping.\n"
    )
    with files[0].open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(_run("A", "2024-10-07T14:00+01:00", 20)))
    both = casebook("dosage", files[0], "--hotspots", files[1], "--format", "json")
    assert [row["unit"] for row in both.json] == ["A"]
    assert "No time and no covered day come from C (every 360 seconds): pings more than" in both.err


@pytest.mark.parametrize(
    ("every", "asked", "said"),
    [
        (
            100,
            (),
            "Pings of A come more than 1 minute apart: there a stay of one ping is a "
            "drive-through, though it may last up to 3.3 minutes.",
        ),
        (
            120,
            (),
            "Pings of A come 2 minutes or more apart: there a stay of one ping counts one "
            "interval, and can't be told from a drive-through.",
        ),
        (60, (), ""),
        (120, ("--min-stay", "0"), ""),
    ],
)
def test_what_a_stay_of_one_ping_is_taken_for_is_said(
    casebook: Casebook, files: tuple[Path, Path], every: int, asked: tuple[str, ...], said: str
) -> None:
    """It may last up to two intervals; it matters where those pass the shortest stay."""
    first = datetime.fromisoformat("2024-10-07T14:00Z")
    times = [first + timedelta(seconds=every * n) for n in range(10)]
    rows = [f"A,{time.isoformat()},{WEST + 50},{SOUTH + 50}" for time in times]
    files[0].write_text("\n".join(["unit,time,easting,northing", *rows]), encoding="utf-8")
    ran = casebook("dosage", files[0], "--hotspots", files[1], *asked)
    told = [line for line in ran.err.splitlines() if "a stay of one ping" in line]
    assert told == [said] * bool(said)


def test_pings_in_any_order_tell_the_same(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """Backwards, as many exports are: units with two radios, slow and sound ones, in one second."""
    first = datetime.fromisoformat("2024-10-07T14:00+01:00")
    with files[0].open("a", encoding="utf-8") as file:
        for n in range(160):
            time, east = (first + timedelta(seconds=15 * n)).isoformat(), WEST + 50 + 1000 * (n % 2)
            file.writelines(f"{unit},{time},{east},{SOUTH + 50}\n" for unit in ("K12", "K11"))
        for n in range(5):
            time = (first + timedelta(minutes=6 * n)).isoformat()
            file.writelines(f"{unit},{time},{WEST},{SOUTH}\n" for unit in ("S2", "S1"))
        file.writelines(f"{row}\n" for row in _run("A2", "2024-10-07T14:00+01:00", 20))
    ran = casebook("dosage", files[0], "--hotspots", files[1], "--format", "json")
    heading, *rows = files[0].read_text(encoding="utf-8").split()
    files[0].write_text("\n".join([heading, *rows[::-1]]), encoding="utf-8")
    again = casebook("dosage", files[0], "--hotspots", files[1], "--format", "json")
    assert [row["unit"] for row in ran.json] == ["A", "A2", "B", "B"]
    assert (again.json, again.err) == (ran.json, ran.err)


def test_two_radios_of_one_callsign(casebook: Casebook, files: tuple[Path, Path]) -> None:
    """By turns here and a kilometre away: no time, and it is said; by device each has its own."""
    first = datetime.fromisoformat("2024-10-07T14:00Z")
    rows = [
        f"K12,{(first + timedelta(seconds=15 * n)).isoformat()},"
        f"{WEST + 50 + 1000 * (n % 2)},{SOUTH + 50},R{n % 2}"
        for n in range(160)
    ]
    files[0].write_text("\n".join(["unit,time,easting,northing,radio", *rows]), encoding="utf-8")
    asked = ("dosage", files[0], "--hotspots", files[1], "--format", "json")
    named = casebook(*asked)
    assert [(row["unit"], row["device"], row["minutes"]) for row in named.json] == [
        ("K12", "R0", 39.5)
    ]
    bare = [row.rpartition(",")[0] for row in rows]
    files[0].write_text("\n".join(["unit,time,easting,northing", *bare]), encoding="utf-8")
    ran = casebook(*asked)
    assert (ran.code, ran.json) == (0, [])
    assert (
        "K12 was in two places 79 times: two radios? Where it was then can't be told, so" in ran.err
    )


def test_a_table_leaves_the_rule_to_the_sentence_below(
    casebook: Casebook, files: tuple[Path, Path]
) -> None:
    """And has no column that says nothing."""
    ran = casebook("dosage", files[0], "--hotspots", files[1])
    for word in ("rule", "interval", "device", "parked"):
        assert word not in ran.out.split("\n")[0]
    assert (
        "A visit ends when its unit has been outside, or without a ping, for 5 minutes" in ran.err
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
