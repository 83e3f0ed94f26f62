"""What a file of pings may not hold, each in one plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadFile, BadValue, NotAllowed
from casebook.core.months import Span
from casebook.patrols.covered import covers
from casebook.patrols.gps.import_pings import import_pings
from tests.patrols.gps.ping_files import ping, run, visits, with_squares, write
from tests.patrols.patrol_files import why

GOOD = run("2024-10-07T14:00+01:00", 20)


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with two drawn hotspots."""
    return with_squares(book)


def test_rows_that_cannot_be_are_named(town: Book) -> None:
    """Every sad path, with its row, its column and a sentence; the good rows go in."""
    rows = [
        *GOOD,
        ",2024-10-07T14:00:00Z,640050,150050",
        "LH30,,640050,150050",
        "LH30,teatime,640050,150050",
        "LH30,2024-13-07T14:00:00Z,640050,150050",
        "LH30,1901-12-13T20:45:52Z,640050,150050",
        "LH30,2024-12-19T14:00:00Z,640050,150050",
        "LH30,2024-03-31 01:30,640050,150050",
        "LH30,2024-10-07T14:00:00Z,,",
        "LH30,2024-10-07T14:00:00Z,0,0",
        "LH30,2024-10-07T14:00:00Z,east,150050",
        "LH30,2024-10-07T14:00:00Z,1.42,51.25",
        "LH30,2024-10-07T14:00:00Z,640050,9150050",
    ]
    report = ping(town, rows)
    assert (report.read, report.added, report.rejected) == (33, 1, 12)
    assert report.without_coordinates == 2
    nowhere = "It has no coordinates: the device had no fix."
    assert why(report) == [
        (23, "unit", "It has no unit: give the callsign or the line of the rota."),
        (24, "time", "It has no time: write it as 2024-10-07T14:00:00+01:00."),
        (25, "time", "'teatime' isn't a date: write it as 2024-09-30 or 30/09/2024 22:15."),
        (26, "time", "'2024-13-07T14:00:00Z' is no date and time."),
        (27, "time", "'1901-12-13T20:45:52Z' is before 1970: the device's clock was not set."),
        (
            28,
            "time",
            "It is from 14:00 on 19 Dec 2024, which is still to come: look at the device's clock.",
        ),
        (
            29,
            "time",
            "01:30 on 31 Mar 2024 never was: the clocks went forward. Write the time the clock "
            "showed, or its offset.",
        ),
        (30, "easting", nowhere),
        (31, "easting", nowhere),
        (32, "easting", "'east' is no number."),
        (33, "easting", "looks like degrees, not metres: map it to longitude."),
        (
            34,
            "easting",
            "lies outside longitude -9.01 to 2.01 and latitude 49.75 to 61.01, where EPSG:27700 "
            "is used: look at the numbers, and at the system they are in.",
        ),
    ]


def test_a_visit_longer_than_a_day_is_refused_by_its_first_row(town: Book) -> None:
    """A device left in a drawer is no patrol."""
    report = ping(town, run("2024-10-07T14:00+01:00", 25 * 60, every=240))
    assert why(report) == [(2, None, "It lasts 25.0 hours, and no patrol lasts more than 24.")]
    assert visits(town) == []


def test_bad_staff_is_named(town: Book) -> None:
    """In a file that has a column for it."""
    rows = [f"{GOOD[0]},PC:2", f"{GOOD[5]},Sheriff:1", f"{GOOD[1]},PC:2"]
    report = ping(town, rows, head="unit,time,easting,northing,staff")
    assert why(report) == [
        (
            3,
            "staff",
            "'Sheriff' is no kind of staff: the kinds are PC, PCSO, Special, warden, other.",
        )
    ]


@pytest.mark.parametrize(
    ("every", "often"),
    [(0, "alone, or 15 minutes and more apart"), (1200, "alone, or 15 minutes and more apart"),
     (400, "every 400 seconds at the most often")],
)  # fmt: skip
def test_a_file_without_a_device_that_tells_of_visits_is_refused(
    town: Book, every: int, often: str
) -> None:
    """A lone ping, and pings 20 or nearly 7 minutes apart: no hours, and no day covered."""
    rows = run("2024-10-07T14:00+01:00", 60, every=every) if every else GOOD[:1]
    with pytest.raises(BadFile, match=rf"^The pings come {often}, and .* no day is covered"):
        ping(town, rows)
    with town.store.reading() as tx:
        assert not covers(tx)


def test_strict_refuses_the_file_for_one_bad_row(town: Book) -> None:
    """Nothing is stored, and the first bad row is named."""
    with pytest.raises(
        BadFile,
        match=r"^1 of 22 rows of pings.csv can't be taken, and with --strict none is. "
        r"The first: pings.csv row 23, time: It has no time",
    ):
        ping(town, [*GOOD, "LH30,,640050,150050"], strict=True)
    assert visits(town) == []


def test_a_file_without_a_usable_row_is_refused_whole(town: Book) -> None:
    """The first bad row says why."""
    with pytest.raises(BadFile, match=r"^pings.csv has no row that can be taken. The first: "):
        ping(town, ["LH30,teatime,640050,150050"])


def test_a_file_without_the_columns_is_refused_with_those_it_has(town: Book) -> None:
    """Missing columns are named, so are the present ones, and the way out."""
    with pytest.raises(BadFile) as caught:
        ping(town, ["a,b"], head="Officer,Note")
    assert str(caught.value) == (
        "pings.csv has no column for time, for unit (or give --unit), for longitude and latitude "
        "(or easting and northing): it has Officer, Note. Say which column is which with --map."
    )


def test_a_gpx_file_without_times_says_so(town: Book, tmp_path: Path) -> None:
    """A route drawn by hand tells nothing of when anybody was there."""
    path = tmp_path / "walk.gpx"
    path.write_text(
        '<gpx><trk><trkseg><trkpt lat="51.2" lon="1.4"/></trkseg></trk></gpx>', encoding="utf-8"
    )
    with pytest.raises(BadFile, match=r"walk\.gpx row 1, time: It has no time"):
        import_pings(town, [path])


def test_a_casebook_without_hotspots_says_what_comes_first(book: Book) -> None:
    """Visits need places to be in."""
    with pytest.raises(BadFile, match=r"no hotspots with a boundary yet .* 'casebook import hot"):
        ping(book, GOOD)


def test_days_still_to_come_cannot_be_covered(town: Book) -> None:
    """GPS tells only of what was."""
    with pytest.raises(BadValue, match=r"is still to come, and GPS tells only of what was"):
        ping(town, GOOD, covers=Span.parse("2025-01"))


def test_only_those_who_may_import_do(town: Book) -> None:
    """A viewer is refused before the file is looked at."""
    viewer = Book(town.store, Account("a.viewer"), town.settings, clock=town.clock)
    with pytest.raises(NotAllowed, match=r"^a\.viewer may not import"):
        import_pings(viewer, [write(town, GOOD)])
