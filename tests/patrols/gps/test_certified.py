"""Visits come into a casebook with what can be said for their time, and slow pings with none."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue
from casebook.core.months import Span
from casebook.core.settings import Settings, check_settings
from casebook.patrols import queries as patrols
from casebook.patrols.certificate import Certificate
from casebook.patrols.dosage import dosage_by_day
from casebook.patrols.patrol import Patrol
from casebook.store.report import Cover
from geo.crs import BNG, WGS84, transform
from tests.books import make_book
from tests.patrols.gps.ping_files import AWAY, HEAD, ONE, TWO, ping, run, visits, with_squares
from tests.patrols.patrol_files import EVER, FAR

RULE = (
    "half the interval at each end; a visit ends after 5 minutes; "
    "under 2 minutes is a drive-through"
)


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with two drawn hotspots."""
    return with_squares(book)


def kept(book: Book) -> list[Patrol]:
    """Every stored visit by start."""
    with book.store.reading() as tx:
        return [one.patrol for one in patrols.stored(tx, patrols.units(tx), *EVER)]


def minutes_by_day(book: Book) -> dict[date, float]:
    """Patrol-minutes of each day."""
    with book.store.reading() as tx:
        days = dosage_by_day(patrols.delivered(tx, None, 0, FAR), book.zone)
    return {day: one.patrol_minutes for day, one in days.items()}


def test_no_track_is_kept(town: Book) -> None:
    """No coordinate of a ping is anywhere in the casebook's files, in metres or in degrees."""
    spot = (ONE[0] + 13, ONE[1] + 17)
    ping(town, run("2024-10-07T14:00+01:00", 9, spot), source="airwave")
    assert len(kept(town)) == 1
    x, y = transform(np.array([spot[0]]), np.array([spot[1]]), BNG, WGS84)
    secrets = [*map(str, spot), f"{x[0]:.3f}", f"{y[0]:.3f}"]
    book = Path(town.store.book)
    files = book.parent.glob(f"{book.name}*")
    held = b"".join(file.read_bytes() for file in files)
    assert b"airwave" in held
    assert [secret for secret in secrets if secret.encode() in held] == []


def test_a_visit_keeps_its_certificate(town: Book) -> None:
    """Ten pings inside, a minute apart, between pings outside: ten minutes, with its range."""
    ping(
        town,
        [
            *run("2024-10-07T13:55+01:00", 4, AWAY),
            *run("2024-10-07T14:00+01:00", 9),
            *run("2024-10-07T14:10+01:00", 4, AWAY),
        ],
    )
    (one,) = kept(town)
    assert f"{one.start:%H:%M:%S} {one.end:%H:%M:%S}" == "12:59:30 13:09:30"
    assert one.gps == Certificate("", 60, RULE, 0, 600, round(60 / math.sqrt(6), 2))
    assert one.minutes == 10


def test_time_outside_is_no_patrol_time(town: Book) -> None:
    """Four minutes outside between two stays of ten: one visit, and 20 minutes of it count."""
    ping(
        town,
        [
            *run("2024-10-07T14:00+01:00", 10),
            *run("2024-10-07T14:11+01:00", 2, AWAY),
            *run("2024-10-07T14:14+01:00", 10),
        ],
    )
    (one,) = kept(town)
    assert ((one.end - one.start).total_seconds() / 60, one.minutes) == (24, 21)
    assert minutes_by_day(town) == {date(2024, 10, 7): 21}


def test_a_visit_at_midnight_runs_on_from_one_day_s_file_to_the_next(town: Book) -> None:
    """Files of a day each: 23:50 to 23:59 and 00:00 to 00:10 are one visit of 20 minutes."""
    ping(town, run("2024-10-07T23:50+01:00", 9), "monday.csv")
    report = ping(town, run("2024-10-08T00:00+01:00", 10), "tuesday.csv")
    assert (report.added, report.updated) == (0, 1)
    assert visits(town) == [("LH21", "HS-01", "10-07 22:50", 20)]
    assert minutes_by_day(town) == {date(2024, 10, 7): 10, date(2024, 10, 8): 10}


def test_a_visit_that_ended_before_midnight_is_another(town: Book) -> None:
    """Five minutes of silence part them."""
    ping(town, run("2024-10-07T23:45+01:00", 9), "monday.csv")
    assert ping(town, run("2024-10-08T00:00+01:00", 10), "tuesday.csv").added == 1


def test_pings_too_slow_for_time_cover_nothing(town: Book) -> None:
    """Every six minutes: refused; beside a unit whose pings are fast, named and left out."""
    slow = run("2024-10-01T14:00+01:00", 60, unit="LH40", every=360)
    with pytest.raises(BadFile, match=r"^The pings come every 360 seconds at the most often"):
        ping(town, slow)
    report = ping(town, [*slow, *run("2024-10-07T14:00+01:00", 20)])
    assert report.covers == (Cover("gps", Span(date(2024, 10, 7), date(2024, 10, 7))),)
    assert any("come from LH40 (every 360 seconds)" in note for note in report.notes)


def test_five_minute_pings_give_time(town: Book) -> None:
    """Two pings inside are ten minutes, by a gap of a quarter of an hour, and that is said."""
    rows = [
        *run("2024-10-07T13:40+01:00", 15, AWAY, every=300),
        *run("2024-10-07T14:00+01:00", 5, every=300),
        *run("2024-10-07T14:10+01:00", 15, AWAY, every=300),
    ]
    report = ping(town, rows)
    assert visits(town) == [("LH21", "HS-01", "10-07 12:57", 10)]
    (one,) = kept(town)
    assert one.gps is not None
    assert "a visit ends after 15 minutes" in one.gps.rule
    assert "a stay of one ping counts one interval and can't be told from a d" in one.gps.rule
    assert any(
        note.startswith("Pings of LH21 come 2 minutes or more apart") for note in report.notes
    )


def _by_turns(*, named: bool) -> tuple[list[str], str]:
    here = run("2024-10-07T14:00:00+01:00", 20, ONE, every=30)
    there = run("2024-10-07T14:00:15+01:00", 20, (TWO[0] + 500, TWO[1]), every=30)
    rows = sorted([*here, *there], key=lambda row: row.split(",")[1])
    if not named:
        return rows, HEAD
    return [f"{row},{'A' if row in here else 'B'}" for row in rows], f"{HEAD},device"


def test_a_callsign_in_two_places_gives_no_time_and_covers_no_day(town: Book) -> None:
    """Where it was can't be told, so it is neither there nor absent."""
    rows, head = _by_turns(named=False)
    report = ping(town, rows, head=head)
    assert kept(town) == []
    assert report.covers == ()
    assert any(
        note.startswith("LH21 was in two places 40 times: two radios?") for note in report.notes
    )
    assert "GPS covers no day: no unit's time can be told." in report.notes


def test_two_devices_of_a_callsign_are_counted_each(town: Book) -> None:
    """In two hotspots at one time; in one, they are the unit once."""
    rows = [
        *(f"{row},A" for row in run("2024-10-07T14:00+01:00", 20, ONE)),
        *(f"{row},B" for row in run("2024-10-07T14:05+01:00", 20, TWO)),
        *(f"{row},A" for row in run("2024-10-07T16:00+01:00", 20, ONE)),
        *(f"{row},B" for row in run("2024-10-07T16:10+01:00", 20, ONE)),
    ]
    report = ping(town, rows, head=f"{HEAD},device")
    assert report.rejected == 0
    assert visits(town) == [
        ("LH21", "HS-01", "10-07 13:00", 20),
        ("LH21", "HS-01", "10-07 14:59", 30),
        ("LH21", "HS-02", "10-07 13:05", 20),
    ]
    devices = [one.gps.device for one in kept(town) if one.gps]
    assert devices == ["A", "B", "A, B"]
    assert (
        "LH21 was in two places 1 time, by its devices A and B: two radios? Each is counted on its "
        "own." in report.notes
    )
    assert ping(town, rows, "again.csv", head=f"{HEAD},device").unchanged == 3


def test_a_parked_vehicle_is_flagged_and_counts(town: Book) -> None:
    """Half an hour in one spot."""
    report = ping(town, run("2024-10-07T14:00+01:00", 31))
    (one,) = kept(town)
    assert one.gps is not None
    assert one.gps.parked
    assert any(
        note.startswith("Parked up, half an hour or more in one sp") for note in report.notes
    )


def test_visits_from_before_certificates_get_one_when_their_pings_come_again(town: Book) -> None:
    """Version 0.1.0 kept the first ping inside to the last, and nothing of how that was known."""
    rows = [
        *run("2024-10-07T13:55+01:00", 4, AWAY),
        *run("2024-10-07T14:00+01:00", 9),
        *run("2024-10-07T14:10+01:00", 4, AWAY),
    ]
    ping(town, rows)
    (one,) = kept(town)
    with town.store.writing() as tx:
        tx.sql.exec_driver_sql(
            f"UPDATE patrol SET gps = NULL, start = {int(one.start.timestamp()) + 30}, "
            f'"end" = {int(one.end.timestamp()) - 30}'
        )
    assert kept(town)[0].gps is None
    assert kept(town)[0].minutes == 9
    report = ping(town, rows, "again.csv")
    assert (report.added, report.updated) == (0, 1)
    assert kept(town)[0].gps == one.gps


def test_the_shortest_stay_is_the_casebook_s_setting(tmp_path: Path) -> None:
    """Three minutes are a drive-through where the setting says five."""
    book = with_squares(make_book(tmp_path, visit_shortest=5.0))
    report = ping(book, run("2024-10-07T14:00+01:00", 3))
    assert visits(book) == []
    assert any(note.startswith("Drive-throughs (under 5 minutes") for note in report.notes)
    book.store.close()


@pytest.mark.parametrize("shortest", [-1.0, 61.0])
def test_the_shortest_stay_is_some_minutes(shortest: float) -> None:
    """Fewer than none and an hour are refused."""
    with pytest.raises(BadValue, match=r"^The shortest stay that is a GPS visit is at most 60"):
        check_settings(Settings(visit_shortest=shortest))
