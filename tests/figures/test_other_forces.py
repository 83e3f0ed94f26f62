"""A month loaded only for another force is missing, never 0; a month with few rows is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.notes import missing_notes
from casebook.figures.table import FigureTable, figures
from casebook.incidents.import_files import import_incidents
from casebook.store.report import ImportReport
from casebook.upkeep.setup import check
from tests import lomea
from tests.incidents.incident_files import street_file, street_row

KENT, ESSEX, BTP = "Kent Police", "Essex Police", "British Transport Police"
HERE = tuple(map(str, lomea.IN_ONE))
THERE = ("1.9", "51.9")
MONTHS = [f"2024-{month:02}" for month in range(1, 10)]


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots, no areas, and nothing loaded."""
    lomea.add_hotspots(book, tmp_path)
    return book


def load(book: Book, path: Path, rows: dict[tuple[str, str, tuple[str, str]], int]) -> ImportReport:
    """A street file with so many rows of each force and month at each point."""
    made = [
        street_row(f"{force}{month}{at}{n}", month=month, at=at, force=force)
        for (force, month, at), count in rows.items()
        for n in range(count)
    ]
    return import_incidents(book, [street_file(path, *made)])


def crimes(book: Book, months: str = "2024-01..2024-03") -> tuple[FigureTable, list[int | None]]:
    """The table of HS-01, and its crimes month by month."""
    first, _, last = months.partition("..")
    table = figures(
        book, Window.parse(f"{first}:{last}"), by=("hotspot", "month"), hotspots=["HS-01"]
    )
    return table, [row.crimes for row in table.rows]


def test_a_month_loaded_for_another_force_is_missing_with_whose_data(
    town: Book, tmp_path: Path
) -> None:
    """January of Kent with one row in the hotspot, February of Essex alone, March of both."""
    load(town, tmp_path / "a.csv", {(KENT, "2024-01", HERE): 1, (KENT, "2024-03", THERE): 1})
    load(town, tmp_path / "b.csv", {(ESSEX, "2024-02", THERE): 2, (ESSEX, "2024-03", THERE): 1})
    table, counts = crimes(town)
    assert counts == [1, None, 0]
    assert (
        "Crime of Kent Police isn't loaded for Feb 2024, only that of Essex Police: a count there "
        "is missing, not 0."
    ) in table.notes


def test_rows_behind_a_count_say_what_is_missing_among_them(town: Book, tmp_path: Path) -> None:
    """No rows of a month may mean that none are loaded, or only another force's."""
    load(town, tmp_path / "a.csv", {(KENT, "2024-01", HERE): 1, (ESSEX, "2024-02", THERE): 1})
    load(town, tmp_path / "b.csv", {(ESSEX, "2024-03", THERE): 1})
    assert missing_notes(town, Window.parse("2024-03..2024-04"), ("crime",)) == (
        "All crime isn't loaded for Apr 2024.",
        "Crime of Kent Police isn't loaded for Mar 2024, only that of Essex Police: a count there "
        "is missing, not 0.",
    )
    assert missing_notes(town, Window.parse("2024-01..2024-01"), ("crime",)) == ()
    assert missing_notes(town, Window.parse("2024-01..2024-01")) == (
        "ASB isn't loaded for Jan 2024.",
    )


def test_transport_police_alone_do_not_cover_the_local_force(town: Book, tmp_path: Path) -> None:
    """Their rows lie in everybody's area; a month without them is no gap either."""
    load(town, tmp_path / "a.csv", {(KENT, "2024-01", HERE): 1, (KENT, "2024-03", HERE): 2})
    load(town, tmp_path / "b.csv", {(BTP, "2024-02", HERE): 1})
    assert crimes(town)[1] == [1, None, 2]


def test_one_force_alone_is_as_before(town: Book, tmp_path: Path) -> None:
    """A month without a row in the hotspot is 0 where the force has others."""
    load(town, tmp_path / "a.csv", {(KENT, "2024-01", HERE): 1, (KENT, "2024-02", THERE): 1,
                                    (KENT, "2024-03", HERE): 3})  # fmt: skip
    assert crimes(town)[1] == [1, 0, 3]


def test_a_month_with_far_fewer_rows_looks_incomplete_until_it_is_loaded_whole(
    town: Book, tmp_path: Path
) -> None:
    """Said at the import, beside figures and by check; once, and gone with the whole file."""
    every = {(KENT, month, HERE): 30 for month in MONTHS}
    every[KENT, "2024-05", HERE] = 6
    report = load(town, tmp_path / "a.csv", every)
    said = (
        "Crime of Kent Police looks incomplete in May 2024: 6 in May 2024, where about 30 are "
        "usual. Ask for the file again."
    )
    assert said in report.notes
    assert said in crimes(town, "2024-04..2024-06")[0].notes
    assert said not in crimes(town, "2024-01..2024-03")[0].notes
    assert [line.sound for line in check(town) if line.says == said] == [False]
    every[KENT, "2024-05", HERE] = 30
    again = load(town, tmp_path / "b.csv", every)
    assert not any("looks incomplete" in note for note in again.notes)
    assert not any("looks incomplete" in line.says for line in check(town))


def test_check_says_what_is_loaded_and_for_whom_it_is_not(town: Book, tmp_path: Path) -> None:
    """A line for each kind and source, and one for each force left out."""
    load(town, tmp_path / "a.csv", {(KENT, "2024-01", HERE): 1})
    load(town, tmp_path / "b.csv", {(ESSEX, "2024-02", THERE): 1})
    lines = [(line.sound, line.says) for line in check(town) if line.about == "coverage"]
    assert lines[:3] == [
        (True, "Crime: data.police.uk for Kent Police, Jan 2024"),
        (True, "Crime: data.police.uk for Essex Police, Feb 2024"),
        (True, "ASB: nothing loaded"),
    ]
    assert any(not sound and says.startswith("Crime of Kent Police") for sound, says in lines)
