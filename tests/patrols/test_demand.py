"""When a place's incidents and patrols were, read from a casebook."""

from __future__ import annotations

from pathlib import Path

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.incidents.counts import Counter
from casebook.incidents.import_files import import_incidents
from casebook.patrols.demand import PlaceWeek, WeekPlace, read_weeks
from casebook.places import queries as places
from casebook.places.place import Place
from tests import lomea

SEPTEMBER = Window(Month(2024, 9), Month(2024, 9))
YEAR = Window(Month(2023, 10), Month(2024, 9))


def week_of(book: Book) -> PlaceWeek:
    """HS-01's week: ASB over a year, patrols of September."""
    with book.store.reading() as tx:
        (place,) = tx.load(Place, ref="HS-01")
        inside = places.in_force(places.boundaries(tx), SEPTEMBER.end)
        counter = Counter.of(tx, book.settings)
        asked = {"HS-01": WeekPlace(place.id, (inside["HS-01"].id,), ("asb", "crime"))}
        return read_weeks(tx, counter, book.zone, asked, YEAR, SEPTEMBER)["HS-01"]


def test_incidents_with_a_time_fall_into_their_local_hour_and_the_others_are_counted(
    book: Book, tmp_path: Path
) -> None:
    """22:15 of a summer Friday; midnight sharp is a day without a time; crime stays apart."""
    lomea.add_hotspots(book, tmp_path)
    file = tmp_path / "force.csv"
    where = "1.505,51.255"
    file.write_text(
        "reference,date,time,type,longitude,latitude\n"
        f"A1,2024-07-05,22:15,Anti-social behaviour,{where}\n"
        f"A2,2024-07-05,00:00,Anti-social behaviour,{where}\n"
        f"A3,2024-07-06,09:30,Burglary,{where}\n"
        "A4,2024-07-06,09:30,Anti-social behaviour,1.605,51.255\n"
    )
    import_incidents(book, [file])
    week = week_of(book)
    asb, crime = week.incidents["asb"], week.incidents["crime"]
    assert (asb.timed, asb.untimed) == (1, 1)
    assert asb.hours.rows[4][22] == asb.hours.total == 1
    assert (crime.timed, crime.hours.rows[5][9]) == (1, 1)


def test_street_rows_have_months_alone(book: Book, tmp_path: Path) -> None:
    """So nothing is put into any hour of the week."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(
        book, tmp_path, lomea.street_rows(Month(2024, 9), lomea.ASB, 3, lomea.IN_ONE)
    )
    asb = week_of(book).incidents["asb"]
    assert (asb.timed, asb.untimed, asb.hours.total) == (0, 3, 0)


def test_patrols_of_the_month_alone_count(book: Book, tmp_path: Path) -> None:
    """Two officers over the end of August: the half hour of September, a Sunday."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LK71,HS-01,2024-08-31 23:30,2024-09-01 00:30,PC:2,foot,core,sheet",
    )
    patrols = week_of(book).patrols
    assert patrols.total == patrols.rows[6][0] == 1.0
