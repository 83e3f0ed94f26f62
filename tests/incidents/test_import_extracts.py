"""One incident, many rows: which of what its rows and files say of it holds."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.incidents.import_files import import_incidents
from tests.books import make_book
from tests.incidents.incident_files import (
    BURGLARY,
    MOLE,
    OPEN,
    QUAY,
    ROBBERY,
    extract,
    extract_row,
    held,
    one,
    said,
    street_file,
    street_row,
)

WAITING, CLOSED = "Awaiting court outcome", "Investigation complete; no suspect identified"
FINED, NOWHERE = "Offender fined", ("", "")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Row = tuple[str, ...]


def archive(path: Path, months: dict[str, Sequence[Row]]) -> Path:
    """A ZIP as data.police.uk makes them: a folder and a street file for each month."""
    with zipfile.ZipFile(path, "w") as file:
        for month, rows in months.items():
            dated = [(row[0], month, *row[2:]) for row in rows]
            name = f"{month}/{month}-lomea-street.csv"
            street = street_file(path.with_suffix(f".{month}.csv"), *dated)
            file.write(street, name)
            street.unlink()
    return path


def outcome(book: Book) -> Any:
    """The outcome of the only incident."""
    return one(book)["outcome"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("earlier", ["", OPEN, CLOSED, "Local resolution", "Suspect charged"])
def test_the_outcome_furthest_on_holds(
    book: Book, tmp_path: Path, earlier: str, turned: bool
) -> None:
    """Whichever of two rows of one month comes first, and whatever stands later in the alphabet."""
    rows = [street_row("c1", outcome=label) for label in (WAITING, earlier)]
    import_incidents(book, [street_file(tmp_path / "s.csv", *rows[:: -1 if turned else 1])])
    assert outcome(book) == WAITING


@pytest.mark.parametrize("turned", [False, True])
def test_a_known_place_holds_over_none(book: Book, tmp_path: Path, turned: bool) -> None:
    """Even where the row without one has the outcome furthest on."""
    rows = [
        street_row("c1", outcome=OPEN, at=MOLE, location="On or near the Mole"),
        street_row("c1", outcome=CLOSED, at=NOWHERE, location="No Location"),
    ]
    import_incidents(book, [street_file(tmp_path / "s.csv", *rows[:: -1 if turned else 1])])
    row = one(book)
    assert (row["outcome"], row["street"], row["x"] is None) == (
        CLOSED,
        "On or near the Mole",
        False,
    )


def test_a_step_that_an_archive_tells_in_an_earlier_month_holds(book: Book, tmp_path: Path) -> None:
    """In a later month the same ID is under investigation, as every crime is at first."""
    months = {
        "2024-01": [street_row("c1", outcome=CLOSED)],
        "2024-03": [street_row("c1", outcome=OPEN)],
    }
    import_incidents(book, [archive(tmp_path / "a.zip", months)])
    row = one(book)
    assert (row["month"], row["outcome"]) == (202401, CLOSED)


def test_an_older_archive_read_later_changes_nothing_and_says_so(
    book: Book, tmp_path: Path
) -> None:
    """Newer is the one whose newest month is; type, place and outcome stay, and are counted."""
    was = [
        street_row("c1", outcome=CLOSED, at=MOLE),
        street_row("c2", kind=ROBBERY),
        street_row("c3"),
    ]
    now = [street_row("c1", outcome=FINED), street_row("c2", kind=BURGLARY), street_row("c3")]
    old = archive(tmp_path / "old.zip", {"2024-01": was, "2024-06": [street_row("c4")]})
    new = archive(tmp_path / "new.zip", {"2024-01": now, "2024-09": [street_row("c5")]})
    import_incidents(book, [new])
    before = {row[0]: row for row in said(book)}
    report = import_incidents(book, [old])
    assert (report.added, report.updated, report.unchanged) == (1, 0, 3)
    assert {
        key: row for key, row in ((row[0], row) for row in said(book)) if key in before
    } == before
    assert (
        "2 incidents keep the type, place or outcome that a newer extract of data.police.uk gave: "
        "the newest month of these files is Jun 2024."
    ) in report.notes
    assert not any("earlier month" in note for note in report.notes)


def test_an_older_archive_moves_a_month_back_and_says_so(book: Book, tmp_path: Path) -> None:
    """The month is that of the first appearance in any order; the newer outcome is kept, and said.

    Where the newer is the truth, its window says so, and it is in its month again.
    """
    was = {"2024-01": [street_row("c1")], "2024-06": [street_row("x")]}
    now = {"2024-03": [street_row("c1", "2024-03", outcome=CLOSED)], "2024-09": [street_row("y")]}
    old = archive(tmp_path / "old.zip", was)
    new = archive(tmp_path / "new.zip", now)
    import_incidents(book, [new])
    report = import_incidents(book, [old])
    row = next(each for each in held(book) if each["outcome"])
    assert (row["month"], row["outcome"]) == (202401, CLOSED)
    assert (
        "1 incident counts in an earlier month than a newer extract of data.police.uk gave: an "
        "incident counts in the month it first appeared. Where that was wrong, import the newer "
        "extract again with --covers FROM..TO."
    ) in report.notes
    import_incidents(book, [new], covers=Span.parse("2024-01..2024-09"))
    (row,) = [each for each in held(book) if each["key"] == row["key"]]
    assert (row["month"], row["withdrawn"]) == (202403, None)


def test_of_extracts_as_new_as_each_other_the_later_import_holds(
    book: Book, tmp_path: Path
) -> None:
    """A corrected file of the same months corrects."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("c1", outcome=WAITING))])
    again = street_file(tmp_path / "2.csv", street_row("c1", kind=ROBBERY, outcome=CLOSED, at=MOLE))
    report = import_incidents(book, [again])
    assert (report.updated, outcome(book), one(book)["type"]) == (1, CLOSED, ROBBERY)
    assert not any("keep" in note for note in report.notes)


def test_what_a_newer_extract_does_not_know_is_kept_and_said(book: Book, tmp_path: Path) -> None:
    """A place and what came of a crime aren't undone by blanks and by "Under investigation"."""
    first = street_file(tmp_path / "1.csv", street_row("c1", outcome=CLOSED, at=MOLE))
    import_incidents(book, [first])
    before = one(book)
    bare = street_file(
        tmp_path / "2.csv",
        street_row("c1", outcome=OPEN, at=NOWHERE),
        street_row("c2", "2024-10"),
    )
    report = import_incidents(book, [bare])
    row = next(each for each in held(book) if each["key"] == before["key"])
    assert (row["outcome"], row["x"]) == (CLOSED, before["x"])
    assert (
        "1 incident keeps a place, or an outcome further on, that these files don't have. Where "
        "it was wrong, import them again with --covers FROM..TO."
    ) in report.notes
    import_incidents(book, [bare], covers=Span.parse("2024-09..2024-10"))
    row = next(each for each in held(book) if each["key"] == before["key"])
    assert (row["outcome"], row["x"]) == (OPEN, None)


def test_a_kept_part_is_as_old_as_the_extract_it_is_from(book: Book, tmp_path: Path) -> None:
    """A place of June stays when September has none, and gives way to that of August."""
    june = archive(
        tmp_path / "1.zip", {"2024-01": [street_row("c1")], "2024-06": [street_row("x")]}
    )
    nowhere = [street_row("c1", outcome=CLOSED, at=NOWHERE)]
    september = archive(tmp_path / "2.zip", {"2024-01": nowhere, "2024-09": [street_row("y")]})
    moved = [street_row("c1", outcome=FINED, at=MOLE)]
    august = archive(tmp_path / "3.zip", {"2024-01": moved, "2024-08": [street_row("z")]})
    for path in (june, september, august):
        import_incidents(book, [path])
    alone = street_file(tmp_path / "mole.csv", street_row("m", at=MOLE))
    import_incidents(book, [alone], source="alone")
    (there,) = (row["x"] for row in held(book) if row["source"] == "alone")
    (row,) = (row for row in held(book) if row["month"] == 202401)
    assert (row["outcome"], row["x"]) == (CLOSED, there)


def test_incidents_that_a_newer_archive_repeats_are_as_new_as_it(
    book: Book, tmp_path: Path
) -> None:
    """Nothing changes, and yet an archive between the two can't undo them any more."""
    row = street_row("c1", outcome=CLOSED)
    for name, newest in (("1.zip", "2024-05"), ("2.zip", "2024-09")):
        path = archive(tmp_path / name, {"2024-01": [row], newest: [street_row(newest)]})
        import_incidents(book, [path])
    between = [street_row("c1", outcome=FINED)]
    path = archive(tmp_path / "3.zip", {"2024-01": between, "2024-07": [street_row("z")]})
    import_incidents(book, [path])
    (found,) = (each for each in held(book) if each["month"] == 202401)
    assert (found["outcome"], found["extract"], found["load"]) == (CLOSED, 202409, 1)


def test_a_time_of_day_is_the_newest_extracts_of_the_earliest_month(
    book: Book, tmp_path: Path
) -> None:
    """A corrected time replaces the one before."""
    for name, date in (("1.csv", "2024-07-07 10:00"), ("2.csv", "2024-07-09 11:00")):
        import_incidents(book, [extract(tmp_path / name, extract_row(Date=date))])
    assert one(book)["at"] == 1720519200  # 9 July 2024, 10:00 UTC


ids = st.sampled_from(["c1", "c2"])
rows = st.builds(
    street_row,
    crime_id=ids,
    kind=st.sampled_from([BURGLARY, ROBBERY]),
    outcome=st.sampled_from(["", OPEN, CLOSED, WAITING, FINED]),
    at=st.sampled_from([QUAY, MOLE, NOWHERE]),
)


@FEW
@given(st.lists(rows, min_size=1, max_size=8), st.data())
def test_the_order_of_rows_is_no_matter(told: list[Row], data: st.DataObject) -> None:
    """Whatever a file says of its incidents, it says it in any order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        states = []
        for which in (told, data.draw(st.permutations(told))):
            book = make_book(folder, f"{len(states)}.db")
            report = import_incidents(book, [street_file(folder / f"{len(states)}.csv", *which)])
            states.append((said(book), report.added, report.updated, report.unchanged))
            book.store.close()
    assert states[0] == states[1]


NEWEST = ("2024-06", "2024-08", "2024-10")
histories = st.lists(
    st.fixed_dictionaries({month: st.lists(rows, max_size=3) for month in ("2024-01", "2024-02")}),
    min_size=2,
    max_size=3,
)


@FEW
@given(histories, st.data())
def test_archives_in_any_order_give_the_same_incidents(
    told: list[dict[str, list[Row]]], data: st.DataObject
) -> None:
    """Each as new as its newest month: one by one in any order, and all at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archives = [
            archive(folder / f"{newest}.zip", {**months, newest: [street_row(newest)]})
            for months, newest in zip(told, NEWEST, strict=False)
        ]
        orders = [[[path] for path in data.draw(st.permutations(archives))] for _ in range(2)]
        states = []
        for imports in (*orders, [archives]):
            book = make_book(folder, f"{len(states)}.db")
            for paths in imports:
                import_incidents(book, paths)
            states.append(said(book))
            book.store.close()
    assert states[0] == states[1] == states[2]
