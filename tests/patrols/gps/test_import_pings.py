"""Importing pings: visits found, stored once, and told of."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.files.mapping import ColumnMapping
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.patrols.dosage import dosage_by_day
from casebook.patrols.gps.import_pings import import_pings
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from casebook.store import history, loads
from casebook.store.report import Cover
from geo.crs import BNG, WGS84, mover
from tests.books import make_book
from tests.patrols.gps.ping_files import (
    AWAY,
    HEAD,
    ONE,
    TWO,
    ping,
    run,
    visits,
    with_squares,
    write,
)
from tests.patrols.patrol_files import EVER, FAR
from tests.places.place_files import WEST, feature, places_file, square

TWENTY = run("2024-10-07T14:00+01:00", 20)


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with two drawn hotspots."""
    return with_squares(book)


def test_pings_inside_become_a_visit_and_everything_picked_is_said(town: Book) -> None:
    """Twenty minutes at HS-01, a way past it, a lone ping in HS-02: one visit of 20 minutes."""
    rows = [
        *TWENTY,
        *run("2024-10-07T14:21+01:00", 3, AWAY),
        *run("2024-10-07T14:25+01:00", 0, TWO),
    ]
    report = ping(town, rows)
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 20)]
    assert (report.read, report.added, report.updated, report.rejected) == (26, 1, 0, 0)
    assert report.covers == (Cover("gps", Span(date(2024, 10, 7), date(2024, 10, 7))),)
    assert report.notes == (
        "Columns read: unit from 'unit', time from 'time', easting from 'easting', northing from "
        "'northing'.",
        "26 pings of 1 unit, 7 Oct 2024; 4 of them lie in no hotspot.",
        "Pings come every 60 seconds (the median).",
        "A visit ends when its unit has been outside, or without a ping, for 5 minutes or more "
        "(the setting visit_gap), or for three intervals where that is longer. Its time is from "
        "half an interval before its first ping inside to half an interval after its last, without "
        "any time outside of 2 minutes or more.",
        "Drive-throughs (under 2 minutes, or between two pings): 1. They are no patrol time and "
        "were not stored.",
        "The files say no mode of patrol: left blank.",
        "GPS covers 7 Oct 2024.",
        "Officers and resourcing of a visit are those of the claim, sheet or rota of its unit at "
        "that time, else 1 officer on core duty: so in 1 of 1 visits.",
    )
    with town.store.reading() as tx:
        (load,) = loads.loads(tx, "pings")
        assert (load.source, load.file) == ("gps", "pings.csv")
        assert covers(tx) == {"gps": (Span(date(2024, 10, 7), date(2024, 10, 7)),)}


def test_the_same_file_twice_changes_nothing(town: Book) -> None:
    """Nothing is written the second time, whatever the order of the rows."""
    ping(town, TWENTY)
    report = ping(town, TWENTY[::-1], "again.csv")
    assert (report.added, report.updated, report.unchanged, report.merged) == (0, 0, 1, 0)
    with town.store.reading() as tx:
        assert len(loads.loads(tx, "pings")) == 1
        assert [entry.kind for entry in tx.history.entries()].count("load") == 2


def test_a_dry_run_stores_nothing(town: Book) -> None:
    """The same report, and no visit."""
    report = ping(town, TWENTY, dry_run=True)
    assert report.added == 1
    assert visits(town) == []


def test_the_gap_is_the_casebook_s_setting(tmp_path: Path) -> None:
    """Ten minutes outside are within a visit where the setting says 15, and the note says so."""
    rows = [*TWENTY, *run("2024-10-07T14:30+01:00", 5)]
    book = with_squares(make_book(tmp_path, visit_gap=15.0))
    report = ping(book, rows)
    assert visits(book) == [("LH21", "HS-01", "10-07 13:00", 35)]
    assert any("for 15 minutes or more" in note for note in report.notes)
    book.store.close()


def test_files_that_repeat_some_of_each_other_make_one_visit(town: Book) -> None:
    """The second file begins in the midst of the first's visit: it lasts from first to last."""
    ping(town, TWENTY, "a.csv")
    report = ping(town, run("2024-10-07T14:10+01:00", 40), "b.csv")
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 50)]
    assert (report.added, report.updated, report.withdrawn) == (0, 1, 0)
    report = ping(town, run("2024-10-07T14:05+01:00", 10), "c.csv")
    assert (report.added, report.updated, report.unchanged) == (0, 0, 1)
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 50)]


def test_a_stored_visit_that_spans_two_of_a_file_s_stays_one(town: Book) -> None:
    """A file that heard less of it doesn't part it."""
    ping(town, run("2024-10-07T14:00+01:00", 40), "whole.csv")
    parts = [*run("2024-10-07T13:58+01:00", 10), *run("2024-10-07T14:30+01:00", 15)]
    ping(town, parts, "parts.csv")
    assert visits(town) == [("LH21", "HS-01", "10-07 12:58", 47)]


def test_with_covers_the_files_are_the_whole_truth_of_their_feed(town: Book) -> None:
    """Visits of the same feed that have gone are withdrawn; another feed's stay."""
    ping(town, TWENTY, "radio.csv", source="radio")
    ping(town, run("2024-10-08T14:00+01:00", 20, unit="LH22"), "cars.csv", source="cars")
    report = ping(
        town,
        run("2024-10-07T16:00+01:00", 10),
        "mended.csv",
        source="radio",
        covers=Span.parse("2024-10"),
    )
    assert (report.added, report.withdrawn) == (1, 1)
    assert visits(town) == [
        ("LH21", "HS-01", "10-07 15:00", 10),
        ("LH22", "HS-01", "10-08 13:00", 20),
    ]
    assert report.covers[0].span == Span(date(2024, 10, 1), date(2024, 10, 31))


def test_a_visit_over_midnight_is_split_between_its_days(town: Book) -> None:
    """23:50 to 00:20 is ten minutes and twenty, and one visit, of the day it began."""
    ping(town, run("2024-10-07T23:50+01:00", 30))
    with town.store.reading() as tx:
        days = dosage_by_day(patrols.delivered(tx, None, 0, FAR), town.zone)
    assert {day: (one.patrol_minutes, one.visits) for day, one in days.items()} == {
        date(2024, 10, 7): (10, 1),
        date(2024, 10, 8): (20, 0),
    }


def test_the_repeated_hour_counts_where_times_have_their_zone(town: Book) -> None:
    """00:30 to 02:30 on the night the clocks go back is three hours."""
    ping(town, run("2024-10-27T00:30+01:00", 180))
    assert visits(town) == [("LH21", "HS-01", "10-26 23:30", 180)]


def test_local_times_that_were_twice_are_announced(town: Book) -> None:
    """Without a zone the repeated hour can't be told: the first is taken, and the report warns."""
    rows = [row.replace("+00:00", "").replace("T", " ") for row in run("2024-10-27T01:00+00:00", 9)]
    report = ping(town, rows)
    assert visits(town) == [("LH21", "HS-01", "10-27 00:00", 9)]
    assert "10 rows have a time without a zone: read as Europe/London." in report.notes
    assert any(
        note.startswith("10 rows have a time that came round twice") for note in report.notes
    )


@pytest.mark.parametrize(
    ("times", "options"),
    [
        (["2024-10-07T13:00:00Z", "2024-10-07 14:05:00+0100"], {}),
        (["2024-10-07 14:00", "07/10/2024 14:05"], {}),
        (["2024-10-07 13:00", "2024-10-07 13:05"], {"utc": True}),
        (["1728306000", "1728306300"], {}),
        (["1728306000000", "1728306300000"], {}),
        (["2024-10-07T13:00:00.400Z", "2024-10-07T13:04:59.600Z"], {}),
    ],
)
def test_times_in_every_usual_form(town: Book, times: list[str], options: dict[str, bool]) -> None:
    """With a zone, local, UTC by --utc, and epoch in seconds or milliseconds."""
    middle = "1728306150,640050,150050"
    rows = [f"LH21,{times[0]},640050,150050", f"LH21,{middle}", f"LH21,{times[1]},640050,150050"]
    ping(town, rows, **options)
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 5)]


def test_a_time_of_day_with_a_date_column(town: Book) -> None:
    """The two are read together."""
    rows = ["LH21,07/10/2024,14:00:00,640050,150050", "LH21,07/10/2024,14:04:00,640050,150050"]
    ping(town, rows, head="Callsign,Date,Time,Easting,Northing")
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 4)]


def test_the_boundary_in_force_on_the_day_is_the_one_that_counts(town: Book) -> None:
    """HS-01 is moved on 8 October: the same spot is inside the day before and outside then."""
    moved = places_file(
        Path(town.store.book).with_name("moved.geojson"), feature(square(0, 500), ref="HS-01")
    )
    import_places(
        town, moved, follow=follow_boundaries, kind="hotspot", valid_from=date(2024, 10, 8)
    )
    ping(town, [*TWENTY, *(row.replace("10-07", "10-08") for row in TWENTY)])
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 20)]


def test_a_retired_hotspot_has_no_visits(town: Book) -> None:
    """From the day it is retired on."""
    with town.store.writing() as tx:
        (place,) = tx.load(Place, ref="HS-01")
        author = history.Author("admin", town.clock())
        tx.save(place, replace(place, retired_on=date(2024, 10, 8)), author)
    ping(town, [*TWENTY, *(row.replace("10-07", "10-08") for row in TWENTY)])
    assert visits(town) == [("LH21", "HS-01", "10-07 13:00", 20)]


def test_pings_in_no_hotspot_cover_their_days_all_the_same(town: Book) -> None:
    """Nobody came is a fact: no visit, and the day is covered."""
    report = ping(town, run("2024-10-07T14:00+01:00", 20, AWAY))
    assert (report.added, report.rejected) == (0, 0)
    with town.store.reading() as tx:
        assert covers(tx) == {"gps": (Span(date(2024, 10, 7), date(2024, 10, 7)),)}


def test_parquet_and_a_zip_of_csv_are_read_alike(town: Book, tmp_path: Path) -> None:
    """The same pings from each format are the same visit."""
    cells = [row.split(",") for row in TWENTY]
    table = pa.table(
        {
            "callsign": [row[0] for row in cells],
            "timestamp": [row[1] for row in cells],
            "x": [float(row[2]) for row in cells],
            "y": [float(row[3]) for row in cells],
        }
    )
    pq.write_table(table, tmp_path / "pings.parquet")
    with zipfile.ZipFile(tmp_path / "pings.zip", "w") as archive:
        archive.write(write(town, TWENTY), "week.csv")
    assert import_pings(town, [tmp_path / "pings.parquet"]).added == 1
    assert import_pings(town, [tmp_path / "pings.zip"]).unchanged == 1


def test_a_gpx_file_is_of_the_unit_given_or_of_its_name(town: Book, tmp_path: Path) -> None:
    """Its times are UTC; without --unit the file's name stands, and is announced."""
    lon, lat = mover(BNG, WGS84)(*ONE)
    points = "".join(
        f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><time>2024-10-07T13:0{n}:00Z</time></trkpt>'
        for n in range(5)
    )
    gpx = f'<?xml version="1.0"?><gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'
    path = tmp_path / "LH30.gpx"
    path.write_text(gpx, encoding="utf-8")
    report = import_pings(town, [path])
    assert visits(town) == [("LH30", "HS-01", "10-07 13:00", 4)]
    assert report.notes[0] == (
        "LH30.gpx names no unit: taken to be what the file is called. --unit gives another."
    )
    import_pings(town, [path], unit="LH31")
    assert [unit for unit, *_ in visits(town)] == ["LH30", "LH31"]


def test_other_column_names_are_remembered_with_their_source(town: Book) -> None:
    """A mapping given once under --source NAME serves the next file of that name."""
    head = "radio no,heard,e1,n1"
    mapping = ColumnMapping(
        {"unit": "radio no", "time": "heard", "easting": "e1", "northing": "n1"}
    )
    ping(town, TWENTY, head=head, source="airwave", mapping=mapping)
    report = ping(town, run("2024-10-08T14:00+01:00", 9), "next.csv", head=head, source="airwave")
    assert report.added == 1


def test_what_is_odd_is_noted_and_kept(town: Book) -> None:
    """A jump of 500 m in a second, and nine hours in one place."""
    rows = [
        *run("2024-10-07T06:00+01:00", 9 * 60),
        f"LH21,2024-10-07T15:00:01+01:00,{WEST + 550},150050",
    ]
    report = ping(town, rows)
    assert (
        "Faster than 250 km/h from the ping before: 1 (the first: pings.csv, row 543). "
        "They are kept as they are."
    ) in report.notes
    assert (
        "Visits of over 8 hours: 1; the longest, of LH21 at HS-01, has 9.0. Was a device left "
        "there, or is there a station inside?"
    ) in report.notes
    assert report.rejected == 0


def test_columns_of_staff_mode_and_resourcing_are_taken(town: Book) -> None:
    """Where the file says who was on it, that stands."""
    rows = [f"{row},PC:2,cycle,overtime" for row in TWENTY]
    report = ping(town, rows, head=f"{HEAD},staff,mode,resourcing")
    with town.store.reading() as tx:
        (one,) = patrols.stored(tx, ["LH21"], *EVER)
        (counted,) = patrols.delivered(tx, None, 0, FAR)
    assert (one.patrol.staff, one.patrol.mode) == ((("PC", 2),), "cycle")
    assert (counted.officers, counted.resourcing) == (2, "overtime")
    assert not any("else 1 officer" in note for note in report.notes)
