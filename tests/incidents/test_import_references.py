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
