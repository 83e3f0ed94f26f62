"""A whole district without any of a kind in a month: a gap, and when it isn't one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints
from casebook.incidents import import_files
from casebook.incidents.coverage import gap_queries
from casebook.incidents.coverage.gap_queries import SourceCount
from casebook.incidents.coverage.import_gaps import is_gap
from casebook.incidents.import_rows import IncidentColumns
from casebook.incidents.import_store import counts_of_rows
from casebook.incidents.queries import stored
from casebook.store.report import Cover
from casebook.store.transaction import Transaction
from tests import lomea
from tests.incidents.gap_town import GAP, YEAR, add_districts, calls, take, year
from tests.incidents.incident_files import ASB, street_file, street_row

RULE = (
    "The rule: a month without any is a gap where at least 2 others have some, 10 or more on "
    "average and 5 or more in three quarters of them, so that none by chance is rarer than 1 in "
    "10,000."
)
SAID = (
    "No ASB in Area D2 (D2) in Feb 2024, where 12 other months have 20 on average: taken as not "
    "loaded, not as none. If there was none, say so with --covers FROM..TO."
)
LOMEA = ("Lomea Police",)
WHOLE = Span.parse("2023-09..2024-09")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two districts with a hotspot each, and nothing loaded."""
    add_districts(book, tmp_path)
    lomea.add_hotspots(book, tmp_path)
    return book


def gaps(book: Book) -> list[tuple[str, str, str]]:
    """The kind, month and district of each gap."""
    with book.store.reading() as tx:
        refs = gap_queries.district_refs(tx)
        found = [gap for each in gap_queries.gaps(tx).values() for gap in each]
    return sorted((gap.kind, str(gap.month), refs[gap.district][0]) for gap in found)


@pytest.mark.parametrize(
    ("others", "answer"),
    [
        ([10, 10], True),
        ([24, 19, 0, 31], True),
        ([0] * 20 + [15, 12, 18], True),
        ([9, 9, 9, 9], False),
        ([50], False),
        ([1, 2, 60], False),
        ([5, 5, 5, 25, 1], False),
        ([5, 5, 5, 45, 1], True),
        ([], False),
    ],
)
def test_what_none_is_beyond_chance(others: list[int], answer: bool) -> None:
    """Two busy months at least, 10 on average, and 5 or more in three quarters of them."""
    assert is_gap(others) is answer


def test_a_gap_is_told_and_not_covered(town: Book, tmp_path: Path) -> None:
    """The note names district, month and rule; the covers name what they are without."""
    report = take(town, tmp_path, year())
    assert SAID in report.notes
    assert RULE in report.notes
    assert gaps(town) == [("asb", "2024-02", "D2")]
    assert report.covers == (
        Cover("crime", WHOLE, forces=LOMEA),
        Cover("asb", Span.parse("2023-09..2024-01"), forces=LOMEA),
        Cover("asb", Span.parse("2024-02"), without=("D2",), forces=LOMEA),
        Cover("asb", Span.parse("2024-03..2024-09"), forces=LOMEA),
    )
    assert report.notes[-1].startswith(
        "Covers crime Sep 2023 to Sep 2024 and ASB Sep 2023 to Jan 2024, Feb 2024 without D2, Mar "
        "to Sep 2024 for Lomea Police: the months in the file."
    )
    assert report.encode()["covers"][2] == {
        "kind": "asb",
        "from": "2024-02-01",
        "to": "2024-02-29",
        "without": ["D2"],
        "forces": ["Lomea Police"],
    }


def test_few_a_month_can_be_none(town: Book, tmp_path: Path) -> None:
    """Nine a month and then none is no gap; nor is one burglary a month and none."""
    report = take(town, tmp_path, year(usual=9))
    assert gaps(town) == []
    assert not any("taken as not loaded" in note for note in report.notes)


def test_a_later_file_with_rows_closes_it(town: Book, tmp_path: Path) -> None:
    """Rows of another month, or of another district, don't."""
    take(town, tmp_path, year())
    report = take(town, tmp_path, calls(GAP, 3, 0))
    assert gaps(town) == [("asb", "2024-02", "D2")]
    assert SAID in report.notes
    report = take(town, tmp_path, calls(GAP, 0, 1))
    assert gaps(town) == []
    assert "ASB in Area D2 (D2) is loaded for Feb 2024 now, which was missing." in report.notes


def test_covers_vouches_that_none_is_none(town: Book, tmp_path: Path) -> None:
    """The person who names the window says the file is whole; the note says what that makes."""
    report = take(town, tmp_path, year(), source="niche", covers=WHOLE)
    assert gaps(town) == []
    assert (
        "No ASB in Area D2 (D2) in Feb 2024, where 12 other months have 20 on average: none, since "
        "--covers says that the file is whole."
    ) in report.notes
    take(town, tmp_path, calls(Month(2024, 10), 12, 20), source="niche")
    assert gaps(town) == []
    report = take(town, tmp_path, calls(GAP, 1, 0), source="niche")
    assert SAID.replace("12 other", "13 other") in report.notes
    assert gaps(town) == [("asb", "2024-02", "D2")]


def test_covers_settles_a_gap_found_before(town: Book, tmp_path: Path) -> None:
    """The same file again with --covers makes a zero of it."""
    take(town, tmp_path, year())
    take(town, tmp_path, year(), source="data.police.uk", covers=WHOLE)
    assert gaps(town) == []


def test_month_by_month_a_gap_shows_once_enough_is_loaded(town: Book, tmp_path: Path) -> None:
    """February alone can't tell; the second month with calls does, and says so."""
    first, _, last = (YEAR[4], YEAR[5], YEAR[6])
    take(town, tmp_path, calls(first, 12, 20))
    report = take(town, tmp_path, calls(GAP, 12, 0))
    assert gaps(town) == []
    report = take(town, tmp_path, calls(last, 12, 20))
    assert gaps(town) == [("asb", "2024-02", "D2")]
    assert any(note.startswith("No ASB in Area D2 (D2) in Feb 2024") for note in report.notes)
    report = take(town, tmp_path, calls(YEAR[7], 12, 20))
    assert not any("No ASB" in note for note in report.notes)


def test_months_before_a_district_was_loaded_are_gaps_too(town: Book, tmp_path: Path) -> None:
    """A district that joins in July 2024 had no zero before."""
    report = take(town, tmp_path, year(dict.fromkeys(YEAR[:10], 0)))
    assert len(gaps(town)) == 10
    assert any(
        note.startswith("No ASB in Area D2 (D2) in Sep 2023 to Jun 2024, where 3 other months")
        for note in report.notes
    )


def test_areas_loaded_after_the_incidents_show_the_gap(book: Book, tmp_path: Path) -> None:
    """Without areas there is no district to lack; they may come later."""
    lomea.add_hotspots(book, tmp_path)
    report = take(book, tmp_path, year())
    assert gaps(book) == []
    assert not any("No ASB" in note for note in report.notes)
    add_districts(book, tmp_path)
    assert gaps(book) == [("asb", "2024-02", "D2")]


def test_a_dry_run_tells_and_keeps_nothing(town: Book, tmp_path: Path) -> None:
    """As with all it tells."""
    assert SAID in take(town, tmp_path, year(), dry_run=True).notes
    assert gaps(town) == []


def test_two_districts_and_months_that_follow_are_one_sentence_each(
    town: Book, tmp_path: Path
) -> None:
    """By kind and district."""
    none = {GAP, GAP + 1}
    rows = [
        row
        for month in YEAR
        for row in calls(month, 0 if month == GAP else 12, 0 if month in none else 20)
    ]
    elsewhere = lomea.street_rows(GAP, lomea.ASB, 1, (1.7, 51.255))
    report = take(town, tmp_path, rows + elsewhere)
    said = [note.split(", where")[0] for note in report.notes if note.startswith("No ASB")]
    assert said == [
        "No ASB in Area D1 (D1) in Feb 2024",
        "No ASB in Area D2 (D2) in Feb to Mar 2024",
    ]


def test_a_first_import_knows_its_counts_without_a_look_at_what_it_stored(
    town: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each kind, month, force and area; rows in no area, of no force and repeated among them."""
    known: list[SourceCount] = []

    def remembered(tx: Transaction, rows: IncidentColumns, area: Ints) -> list[SourceCount]:
        known.extend(counts_of_rows(tx, rows, area))
        return known

    monkeypatch.setattr(import_files, "counts_of_rows", remembered)
    street_file(
        tmp_path / "s.csv",
        *(street_row(f"c{n % 7}", month=f"2024-0{1 + n % 3}") for n in range(20)),
        *(street_row(kind=ASB, at=("", ""), force="") for _ in range(3)),
    )
    import_files.import_incidents(town, [tmp_path / "s.csv"], source="s")
    take(town, tmp_path, year(), source="t")
    with town.store.reading() as tx:
        found = [
            each
            for source in ("s", "t")
            for each in gap_queries.counts_of_source(
                tx, stored.source_code(tx, source) or 0, areas=True
            )
        ]
    assert sum(each.rows for each in found) > 200
    assert _summed(known) == _summed(found)


def _summed(counts: list[SourceCount]) -> Counter[tuple[object, ...]]:
    summed: Counter[tuple[object, ...]] = Counter()
    for each in counts:
        summed[each[:-1]] += each.rows
    return summed
