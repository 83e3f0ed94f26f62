"""An incident keeps the reference its source knows it by, where that is short enough to be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import update

from casebook.book.opening import Book
from casebook.incidents.import_files import import_incidents
from casebook.incidents.import_rows import SourceReferences
from casebook.store.tables import incident
from tests.incidents.incident_files import (
    CHARGED,
    extract,
    extract_row,
    held,
    one,
    street_file,
    street_row,
)

HEX = "0f" * 32


def kept(book: Book) -> list[str | None]:
    """The references of a casebook's incidents, those without one last."""
    return sorted((row["reference"] for row in held(book)), key=lambda ref: (ref is None, ref))


def test_a_force_s_own_reference_is_kept_as_its_file_has_it(book: Book, tmp_path: Path) -> None:
    """Leading noughts too, without spaces around it; a row without one has none."""
    rows = [extract_row(**{"Crime number": ref}) for ref in ("00123", " 46/1/24 ", "")]
    import_incidents(book, [extract(tmp_path / "e.csv", *rows)])
    assert kept(book) == ["00123", "46/1/24", None]


@pytest.mark.parametrize(
    ("reference", "stands"),
    [("x" * 32, True), ("x" * 33, False), ("é" * 32, True), (HEX, False)],
)
def test_thirty_two_characters_are_the_most(
    book: Book, tmp_path: Path, reference: str, stands: bool
) -> None:
    """Characters, not bytes; the 64 of data.police.uk's are no reference anybody can look up."""
    import_incidents(
        book, [extract(tmp_path / "e.csv", extract_row(**{"Crime number": reference}))]
    )
    assert kept(book) == [reference if stands else None]


@pytest.mark.parametrize("mask", ["****", "XXXX", "REDACTED", "n/a", "not known", "000", "-"])
def test_what_stands_in_the_place_of_an_id_is_none(book: Book, tmp_path: Path, mask: str) -> None:
    """Two incidents whose IDs were taken out are two, and it is said; twice imported, still two."""
    rows = [
        extract_row(**{"Crime number": mask, "Date": day}) for day in ("7/10/2024", "13/10/2024")
    ]
    path = extract(tmp_path / "e.csv", *rows, extract_row(**{"Crime number": "A"}))
    report = import_incidents(book, [path])
    assert (report.added, report.updated) == (3, 0)
    assert f"Rows whose ID is none ('{mask}'): 2. Each is an incident of its own." in report.notes
    again = extract(tmp_path / "f.csv", *rows)
    assert import_incidents(book, [again]).unchanged == 2


def test_an_id_of_many_rows_is_named(book: Book, tmp_path: Path) -> None:
    """As a spreadsheet leaves long numbers: 1.2E+14 is the ID of all of them."""
    rows = [extract_row(**{"Crime number": "1.2E+14", "Street": f"{n}"}) for n in range(10)]
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows)])
    assert report.added == 1
    assert (
        "'1.2E+14' is the ID of 10 rows, which count as one incident: look whether it is an ID, "
        "and name another column with --map."
    ) in report.notes
    hidden = [street_row(HEX), street_row(HEX)]
    street = import_incidents(book, [street_file(tmp_path / "s.csv", *hidden)], source="street")
    assert any(note.startswith("Rows that repeat the ID of another: 1.") for note in street.notes)
    few = import_incidents(book, [extract(tmp_path / "f.csv", *rows[:9])])
    assert not any("is the ID of" in note for note in few.notes)


def test_an_update_keeps_the_reference(book: Book, tmp_path: Path) -> None:
    """A later file changes what became of it, not what it is called."""
    first = extract(tmp_path / "1.csv", extract_row(), extract_row(**{"Crime number": "2"}))
    import_incidents(book, [first])
    report = import_incidents(book, [extract(tmp_path / "2.csv", extract_row(Outcome=CHARGED))])
    assert (report.added, report.updated) == (0, 1)
    assert kept(book) == ["2", "46/1/24"]


def test_an_incident_from_before_gets_its_reference_unsaid(book: Book, tmp_path: Path) -> None:
    """A casebook of an older version has none: a file brings it and nothing has changed."""
    import_incidents(book, [extract(tmp_path / "1.csv", extract_row())])
    with book.store.writing() as tx:
        tx.sql.execute(update(incident).values(reference=None))
    same = extract(tmp_path / "2.csv", extract_row(), extract_row(**{"Crime number": "9"}))
    report = import_incidents(book, [same])
    assert (report.added, report.updated, report.unchanged) == (1, 0, 1)
    assert kept(book) == ["46/1/24", "9"]


def test_open_data_has_no_reference(book: Book, tmp_path: Path) -> None:
    """A Crime ID of 64 digits tells incidents apart and is not kept."""
    import_incidents(book, [street_file(tmp_path / "s.csv", street_row(HEX))])
    assert one(book)["reference"] is None


def test_references_are_found_by_their_places() -> None:
    """Across the columns they came in, in any order; -1 is none."""
    references = SourceReferences()
    first = references.add(pa.chunked_array([["a", ""], ["x" * 40, "b"]]))
    second = references.add(pa.chunked_array([["c"]]))
    assert first.tolist() == [0, -1, -1, 1]
    assert second.tolist() == [2]
    assert references.at(np.array([2, -1, 0, 1, 2])) == ["c", None, "a", "b", "c"]
    assert references.add(pa.chunked_array([["d"]])).tolist() == [3]
    assert references.at(np.array([3, 0])) == ["d", "a"]
