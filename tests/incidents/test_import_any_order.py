"""However the files come, a casebook ends in the same state, and the second time adds nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.core.months import Month, Span
from casebook.incidents.import_files import import_incidents
from tests.books import make_book
from tests.incidents.incident_files import (
    ASB,
    BURGLARY,
    CHARGED,
    MOLE,
    OPEN,
    QUAY,
    ROBBERY,
    said,
    street_file,
    street_row,
)

MONTHS = ("2024-06", "2024-07", "2024-08", "2024-09")

named = st.builds(
    street_row,
    crime_id=st.sampled_from(["c1", "c2", "c3"]),
    kind=st.sampled_from([BURGLARY, ROBBERY]),
    outcome=st.sampled_from(["", OPEN, CHARGED]),
    at=st.sampled_from([QUAY, MOLE, ("", "")]),
)
unnamed = st.builds(
    street_row, kind=st.just(ASB), location=st.sampled_from(["On or near ", "No location"])
)
month_of_rows = st.lists(st.one_of(named, unnamed), min_size=1, max_size=6)
few_examples = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def files(folder: Path, months: Sequence[list[tuple[str, ...]]]) -> list[Path]:
    """A street file for each month."""
    paths = []
    for month, rows in zip(MONTHS, months, strict=False):
        dated = [(row[0], month, *row[2:]) for row in rows]
        paths.append(street_file(folder / f"{month}.csv", *dated))
    return paths


def state(folder: Path, name: str, imports: Sequence[Sequence[Path]]) -> object:
    """What a new casebook says after these imports, one after the other."""
    book = make_book(folder, name)
    try:
        for paths in imports:
            import_incidents(book, paths)
        return said(book)
    finally:
        book.store.close()


@few_examples
@given(st.lists(month_of_rows, min_size=2, max_size=4), st.data())
def test_any_order_of_files_gives_the_same_state(
    months: list[list[tuple[str, ...]]], data: st.DataObject
) -> None:
    """All at once or one by one, oldest first or not: months out of order are no matter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = files(folder, months)
        shuffled = data.draw(st.permutations(paths))
        expected = state(folder, "once.db", [paths])
        assert state(folder, "mixed.db", [shuffled]) == expected
        assert state(folder, "one-by-one.db", [[path] for path in shuffled]) == expected


@few_examples
@given(st.lists(month_of_rows, min_size=1, max_size=4), st.data())
def test_importing_again_adds_nothing(
    months: list[list[tuple[str, ...]]], data: st.DataObject
) -> None:
    """The same rows in another order and other files: read, and every one unchanged."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = files(folder, months)
        again = []
        for month, rows in zip(MONTHS, months, strict=False):
            dated = [(row[0], month, *row[2:]) for row in data.draw(st.permutations(rows))]
            again.append(street_file(folder / "again" / f"{month}.csv", *dated, dated[0][:0]))
        book = make_book(folder)
        first = import_incidents(book, paths)
        before = said(book)
        second = import_incidents(book, again)
        after = said(book)
        book.store.close()
    assert first.read == first.added + first.updated + first.unchanged
    assert (second.added, second.updated, second.unchanged) == (0, 0, first.read)
    assert after == before


@few_examples
@given(month_of_rows, month_of_rows)
def test_a_window_ends_in_what_its_last_file_says(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    """Whatever a month's file said before, its re-run with --covers leaves what it alone would."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (old,) = files(folder / "old", [first])
        (new,) = files(folder / "new", [second])
        window = Month.parse(MONTHS[0])
        book = make_book(folder)
        import_incidents(book, [old])
        covers = Span(window.first, window.last)
        report = import_incidents(book, [new], covers=covers)
        left = [row for row in said(book) if row[-1]]
        book.store.close()
        alone = make_book(folder, "alone.db")
        import_incidents(alone, [new], covers=covers)
        expected = said(alone)
        alone.store.close()
    kinds = {row[6] for row in expected}
    assert [row for row in left if row[6] in kinds] == expected
    assert report.read == report.added + report.updated + report.unchanged
