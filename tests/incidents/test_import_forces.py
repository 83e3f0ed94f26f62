"""Whose data an incident is: what its row says, else what its file is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.incidents.coverage.queries import force_names
from casebook.incidents.import_files import import_incidents
from casebook.store.report import ImportReport
from casebook.store.tables import incident, load
from tests.incidents.incident_files import (
    ASB,
    EXTRACT,
    STREET,
    extract,
    extract_row,
    held,
    street_file,
    street_row,
    write_csv,
)

KENT, BTP = "Kent Police", "British Transport Police"
WITHOUT = [name for name in STREET if name not in ("Falls within", "Reported by")]


def forces(book: Book) -> list[str | None]:
    """Whose each incident is, sorted, those that don't say last."""
    with book.store.reading() as tx:
        names = force_names(tx)
    codes = [row["force"] for row in held(book)]
    found = [None if code is None else names[code] for code in codes]
    return sorted(found, key=lambda name: (name is None, name))


def covers(report: ImportReport) -> list[tuple[str, str, tuple[str, ...]]]:
    """The kind, days and forces of what a report covers."""
    return [(cover.kind, str(cover.span), cover.forces) for cover in report.covers]


def test_a_street_row_is_of_the_force_it_falls_within(book: Book, tmp_path: Path) -> None:
    """Whoever reported it: column "Reported by" is somebody else's in the second row."""
    rows = [list(street_row("a", force=KENT)), list(street_row("b", force=KENT))]
    rows[1][STREET.index("Reported by")] = BTP
    import_incidents(book, [write_csv(tmp_path / "s.csv", STREET, rows)])
    assert forces(book) == [KENT, KENT]


def test_else_of_the_one_that_reported_it_or_that_its_file_names(
    book: Book, tmp_path: Path
) -> None:
    """A blank cell is looked up like a missing column; all names of a force are one force."""
    at = STREET.index("Falls within")
    heading = [*STREET[:at], *STREET[at + 1 :]]
    reported = [street_row(ref, force=by) for ref, by in (("a", KENT), ("b", ""))]
    one = tmp_path / "2024-09-kent-street.csv"
    write_csv(one, heading, [[*row[:at], *row[at + 1 :]] for row in reported])
    import_incidents(book, [one], source="one")
    assert forces(book) == [KENT, KENT]
    other = tmp_path / "2024-09-btp-street.csv"
    write_csv(other, WITHOUT, [(*row[:2], *row[4:]) for row in (street_row("c"),)])
    import_incidents(book, [other], source="other")
    assert forces(book) == [KENT, KENT, "btp"]


def test_an_extract_without_a_force_says_none(book: Book, tmp_path: Path) -> None:
    """Who reported a crime is a person there, and is never taken for a force."""
    heading = (*EXTRACT, "Reported by")
    report = import_incidents(
        book, [extract(tmp_path / "e.csv", (*extract_row(), "A. Person"), heading=heading)]
    )
    assert forces(book) == [None]
    assert covers(report) == [("crime", "2024-10-01..2024-10-31", ())]
    assert not any("A. Person" in note for note in report.notes)


def test_an_extract_may_say_whose_it_is(book: Book, tmp_path: Path) -> None:
    """In a column Force; one that tells of the use of force is none."""
    heading = (*EXTRACT, "Force")
    rows = [(*extract_row(**{"Crime number": ref}), by) for ref, by in (("1", KENT), ("2", "No"))]
    import_incidents(book, [extract(tmp_path / "e.csv", *rows, heading=heading)])
    assert forces(book) == [KENT, None]


def test_covers_name_the_forces_of_each_month(book: Book, tmp_path: Path) -> None:
    """January is Kent's, February both forces'; of its ASB only January's is there."""
    report = import_incidents(
        book,
        [
            street_file(
                tmp_path / "s.csv",
                street_row("a", "2024-01", force=KENT),
                street_row("", "2024-01", ASB, force=KENT),
                street_row("b", "2024-02", force=KENT),
                street_row("c", "2024-02", force=BTP),
            )
        ],
    )
    assert covers(report) == [
        ("crime", "2024-01-01..2024-01-31", (KENT,)),
        ("crime", "2024-02-01..2024-02-29", (BTP, KENT)),
        ("asb", "2024-01-01..2024-01-31", (KENT,)),
    ]
    assert report.notes[-1].startswith(
        "Covers crime Jan 2024 for Kent Police, Feb 2024 for British Transport Police and Kent "
        "Police and ASB Jan 2024 for Kent Police: the months in the file."
    )
    assert report.encode()["covers"][0]["forces"] == [KENT]


def test_a_window_given_is_of_the_files_forces(book: Book, tmp_path: Path) -> None:
    """Also in the months of it that they have no row of."""
    path = street_file(tmp_path / "s.csv", street_row("a", "2024-01", force=KENT))
    report = import_incidents(book, [path], covers=Span.parse("2024-01..2024-03"))
    assert covers(report) == [("crime", "2024-01-01..2024-03-31", (KENT,))]


def test_a_file_is_the_whole_truth_of_its_own_force_alone(book: Book, tmp_path: Path) -> None:
    """Kent's window withdraws Kent's incident that has gone, and leaves Essex's where it is."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("a", force="Essex Police"))])
    import_incidents(book, [street_file(tmp_path / "2.csv", street_row("b", force=KENT))])
    path = street_file(tmp_path / "3.csv", street_row("c", force=KENT))
    source = "data.police.uk"
    report = import_incidents(book, [path], source=source, covers=Span.parse("2024-09"))
    assert (report.added, report.withdrawn) == (1, 1)
    gone = {row["force"] for row in held(book) if row["withdrawn"] is not None}
    assert gone == {1}


@pytest.mark.parametrize("again", ["the same file", "a later one"])
def test_a_casebook_of_0_1_0_learns_whose_its_rows_are(
    book: Book, tmp_path: Path, again: str
) -> None:
    """From the file it has had, or a newer one; nothing counts as changed."""
    path = street_file(tmp_path / "1.csv", street_row("a", force=KENT))
    import_incidents(book, [path])
    with book.store.writing() as tx:
        tx.sql.execute(update(incident).values(force=None))
        tx.sql.execute(
            update(load).values(
                rules={"covers": None, "mapping": {}},
                covers=[{"kind": "crime", "from": "2024-09-01", "to": "2024-09-30"}],
            )
        )
    if again == "a later one":
        path = street_file(
            tmp_path / "2.csv", street_row("a", force=KENT), street_row("b", force=KENT)
        )
    report = import_incidents(book, [path])
    assert set(forces(book)) == {KENT}
    assert (report.updated, report.unchanged) == (0, 1)
    report = import_incidents(book, [path])
    assert report.notes[0].endswith("already: nothing has changed.")
