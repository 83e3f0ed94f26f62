"""What an import covers, what it withdraws, and which source counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, SourceClash
from casebook.core.months import Month, Span
from casebook.incidents.import_files import import_incidents
from casebook.incidents.queries import stored as incidents
from tests.books import make_book
from tests.incidents.incident_files import (
    ASB,
    BURGLARY,
    CHARGED,
    OPEN,
    ROBBERY,
    extract,
    extract_row,
    held,
    one,
    said,
    street_file,
    street_row,
)

SUMMER = Span.parse("2024-07..2024-09")


def covers(report: Any) -> list[tuple[str, str]]:
    """What a report says was covered."""
    return [(cover.kind, str(cover.span)) for cover in report.covers]


def test_the_months_in_the_file_are_covered(book: Book, tmp_path: Path) -> None:
    """As runs of months, for each kind that is there; a kind without rows isn't covered."""
    rows = [
        street_row("c1", "2024-01"),
        street_row("c2", "2024-02"),
        street_row("c3", "2024-04"),
    ]
    report = import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    assert covers(report) == [
        ("crime", "2024-01-01..2024-02-29"),
        ("crime", "2024-04-01..2024-04-30"),
    ]
    assert report.notes[-1] == (
        "Covers crime Jan to Feb 2024, Apr 2024 for Lomea Police: the months in the file. Where "
        "that is wrong, say --covers FROM..TO."
    )


def test_the_present_month_is_covered_up_to_its_newest_row(book: Book, tmp_path: Path) -> None:
    """What hasn't happened yet isn't zero; rows with dates tell how far they reach."""
    rows = [
        extract_row(**{"Crime number": "a", "Date": "2024-11-03"}),
        extract_row(**{"Crime number": "b", "Date": "2024-12-05 10:00"}),
    ]
    report = import_incidents(book, [extract(tmp_path / "e.csv", *rows)])
    assert covers(report) == [("crime", "2024-11-01..2024-12-05")]
    assert "Covers crime 1 Nov 2024 to 5 Dec 2024" in report.notes[-1]
    with book.store.reading() as tx:
        counting = incidents.counting_sources(tx, book.settings)
    assert list(counting) == [("crime", Month(2024, 11))]


def test_a_window_covers_its_days_for_the_kinds_there(book: Book, tmp_path: Path) -> None:
    """The months without a row are covered too: there, none is zero. Nothing is past today."""
    path = street_file(tmp_path / "s.csv", street_row("c1", "2024-08"))
    assert covers(import_incidents(book, [path], covers=SUMMER)) == [
        ("crime", "2024-07-01..2024-09-30")
    ]
    later = street_file(tmp_path / "t.csv", street_row("c2", "2024-11"))
    window = Span.parse("2024-11..2025-01")
    assert covers(import_incidents(book, [later], covers=window)) == [
        ("crime", "2024-11-01..2024-12-18")
    ]


def test_what_has_gone_from_the_window_is_withdrawn(book: Book, tmp_path: Path) -> None:
    """Kept, not counted, reported; what lies outside the window or is of another kind stays."""
    rows = [
        street_row("gone", "2024-08"),
        street_row("kept", "2024-08"),
        street_row("before", "2024-06"),
        street_row(month="2024-08", kind=ASB),
    ]
    import_incidents(book, [street_file(tmp_path / "1.csv", *rows)])
    again = street_file(tmp_path / "2.csv", street_row("kept", "2024-08"))
    report = import_incidents(book, [again], covers=SUMMER)
    assert (report.read, report.unchanged, report.withdrawn) == (1, 1, 1)
    marks = [(row["kind"], row["month"], row["withdrawn"]) for row in held(book)]
    assert sorted(marks, key=str) == [
        ("asb", 202408, None),
        ("crime", 202406, None),
        ("crime", 202408, 2),
        ("crime", 202408, None),
    ]


def test_another_sources_rows_are_never_withdrawn(book: Book, tmp_path: Path) -> None:
    """A window is the truth of one source."""
    path = street_file(tmp_path / "1.csv", street_row("c1", "2024-08"))
    import_incidents(book, [path])
    other = extract(tmp_path / "2.csv", extract_row(Date="2024-08-07"))
    report = import_incidents(book, [other], source="Niche", covers=SUMMER)
    assert (report.added, report.withdrawn) == (1, 0)


def test_a_withdrawn_incident_that_returns_counts_again(book: Book, tmp_path: Path) -> None:
    """Whether the file that brings it back says what it covers or not."""
    both = street_file(tmp_path / "1.csv", street_row("c1"), street_row("c2"))
    one_of_them = street_file(tmp_path / "2.csv", street_row("c2"))
    back = street_file(tmp_path / "3.csv", street_row("c1"))
    import_incidents(book, [both])
    assert import_incidents(book, [one_of_them], covers=SUMMER).withdrawn == 1
    report = import_incidents(book, [back])
    assert (report.updated, report.withdrawn) == (1, 0)
    assert all(row["withdrawn"] is None for row in held(book))


def test_a_withdrawn_incident_is_withdrawn_once(book: Book, tmp_path: Path) -> None:
    """The next file of the window doesn't report it again."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("c1"), street_row("c2"))])
    for name, outcome, gone in (("2.csv", OPEN, 1), ("3.csv", CHARGED, 0)):
        path = street_file(tmp_path / name, street_row("c2", outcome=outcome))
        assert import_incidents(book, [path], covers=SUMMER).withdrawn == gone


def test_a_bad_row_is_not_a_row_that_has_gone(book: Book, tmp_path: Path) -> None:
    """What the file holds but can't be taken stays as it was; what it dates elsewhere has gone."""
    rows = [street_row(name) for name in ("bad", "moved", "good")]
    import_incidents(book, [street_file(tmp_path / "1.csv", *rows)])
    again = [street_row("bad", at=("x", "51")), street_row("moved", "2024-10"), street_row("good")]
    report = import_incidents(book, [street_file(tmp_path / "2.csv", *again)], covers=SUMMER)
    assert (report.rejected, report.unchanged, report.withdrawn) == (2, 1, 1)


def test_rows_without_an_id_are_withdrawn_and_replaced(book: Book, tmp_path: Path) -> None:
    """Two of three identical calls are left, and one has moved."""
    call = street_row(kind=ASB)
    import_incidents(book, [street_file(tmp_path / "1.csv", call, call, call)])
    moved = street_row(kind=ASB, location="On or near the Mole")
    again = street_file(tmp_path / "2.csv", call, call, moved)
    report = import_incidents(book, [again], covers=SUMMER)
    assert (report.added, report.unchanged, report.withdrawn) == (1, 2, 1)


def test_rows_outside_the_window_are_rejected(book: Book, tmp_path: Path) -> None:
    """A file can't speak for what it says it doesn't cover; a month must be wholly inside."""
    rows = [street_row("c1", "2024-09"), street_row("c2", "2024-10")]
    path = street_file(tmp_path / "s.csv", *rows)
    report = import_incidents(book, [path], covers=Span.parse("2024-09-01..2024-10-15"))
    assert [str(bad) for bad in report.rejections] == [
        "s.csv row 3, Month: 2024-10 isn't wholly inside the window 2024-09-01..2024-10-15."
    ]
    dated = [
        extract_row(**{"Crime number": "a", "Date": "2024-10-15 23:59"}),
        extract_row(**{"Crime number": "b", "Date": "2024-10-16 00:00"}),
    ]
    path = extract(tmp_path / "e.csv", *dated)
    report = import_incidents(
        book, [path], source="Niche", covers=Span.parse("2024-10-01..2024-10-15")
    )
    assert [str(bad) for bad in report.rejections] == [
        "e.csv row 3, Date: 2024-10-16 lies outside the window 2024-10-01..2024-10-15."
    ]


def test_a_window_is_local_days(book: Book, tmp_path: Path) -> None:
    """An incident at 23:30 on 30 June is June's, and July's file doesn't withdraw it."""
    row = {"Crime number": "a", "Date": "2024-06-30 23:30"}
    import_incidents(book, [extract(tmp_path / "1.csv", extract_row(**row))])
    july = extract_row(**{"Crime number": "b", "Date": "2024-07-01 00:30"})
    how: dict[str, Any] = {"source": "force extract", "covers": Span.parse("2024-07")}
    report = import_incidents(book, [extract(tmp_path / "2.csv", july)], **how)
    assert (report.added, report.withdrawn) == (1, 0)
    report = import_incidents(
        book,
        [extract(tmp_path / "3.csv", extract_row(**{"Crime number": "c", "Date": "2024-07-02"}))],
        **how,
    )
    assert (report.added, report.withdrawn) == (1, 1)


def test_in_its_window_a_file_corrects_dates_too(book: Book, tmp_path: Path) -> None:
    """Without a window the earliest month stays; with one the file is the whole truth."""

    def on(day: str) -> tuple[Any, ...]:
        return extract_row(Date=day)

    import_incidents(book, [extract(tmp_path / "1.csv", on("2024-07-07"))])
    import_incidents(book, [extract(tmp_path / "2.csv", on("2024-08-07"))])
    assert one(book)["month"] == 202407
    third = extract(tmp_path / "3.csv", on("2024-09-07"))
    report = import_incidents(book, [third], source="force extract", covers=SUMMER)
    assert (report.updated, one(book)["month"]) == (1, 202409)


def test_an_older_window_leaves_a_later_outcome(book: Book, tmp_path: Path) -> None:
    """July's file again, after September's, doesn't undo what September said."""
    july = street_file(tmp_path / "1.csv", street_row("c1", "2024-07", outcome=OPEN))
    september = street_file(tmp_path / "2.csv", street_row("c1", "2024-09", outcome=CHARGED))
    import_incidents(book, [july])
    import_incidents(book, [september])
    report = import_incidents(book, [july], covers=Span.parse("2024-07"))
    assert (report.unchanged, one(book)["outcome"]) == (1, CHARGED)


def test_rows_without_an_id_added_again_are_told(book: Book, tmp_path: Path) -> None:
    """A re-run that changed them can't be told from new ones, so the way out is named."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row(kind=ASB))])
    moved = street_row(kind=ASB, location="On or near the Mole")
    path = street_file(tmp_path / "2.csv", moved, street_row("2024-10", kind=ASB))
    report = import_incidents(book, [path])
    assert report.notes[-1] == (
        "1 row without an ID was added to months already loaded from data.police.uk; if this "
        "file replaces the earlier one, import it again with --covers FROM..TO."
    )
    report = import_incidents(book, [path], covers=Span.parse("2024-09"))
    assert (report.added, report.withdrawn) == (0, 1)


def test_a_second_source_is_refused_unless_named(book: Book, tmp_path: Path) -> None:
    """One source counts per kind and month; the sentence says what to do."""
    path = street_file(tmp_path / "1.csv", *[street_row("c1", f"2024-0{n}") for n in (7, 8)])
    import_incidents(book, [path])
    rows = [extract_row(Date="2024-08-07"), extract_row(**{"Crime number": "b"})]
    other = extract(tmp_path / "2.csv", *rows)
    with pytest.raises(SourceClash) as caught:
        import_incidents(book, [other])
    assert str(caught.value) == (
        "data.police.uk already covers crime in Aug 2024: give this file a name with --source NAME "
        "to keep it beside, and set count_crime_from to choose which of the two counts."
    )
    assert {row["source"] for row in held(book)} == {"data.police.uk"}
    report = import_incidents(book, [other], source="Niche")
    assert report.added == 2
    assert report.notes[-1] == (
        "For crime in Aug 2024, data.police.uk counts and Niche is kept beside it; "
        "count_crime_from chooses."
    )


def test_another_kind_or_month_is_no_clash(book: Book, tmp_path: Path) -> None:
    """Open data for ASB beside an extract for crime, or one after the other."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row(month="2024-10", kind=ASB))])
    import_incidents(book, [street_file(tmp_path / "2.csv", street_row("c1", "2024-08"))])
    report = import_incidents(book, [extract(tmp_path / "3.csv", extract_row())])
    assert report.added == 1
    assert not any("data.police.uk" in note for note in report.notes)


def test_a_source_may_always_update_its_own_months(book: Book, tmp_path: Path) -> None:
    """What it covered first isn't taken from it by one kept beside it."""
    first = street_file(tmp_path / "1.csv", street_row("c1", "2024-10"))
    import_incidents(book, [first])
    import_incidents(book, [extract(tmp_path / "2.csv", extract_row())], source="Niche")
    again = street_file(tmp_path / "3.csv", street_row("c1", "2024-10", outcome=CHARGED))
    assert import_incidents(book, [again]).updated == 1


def test_the_setting_chooses_which_source_counts(book: Book, tmp_path: Path) -> None:
    """The note follows the setting; months only one covers are that one's anyway."""
    rows = [street_row("c1", "2024-09"), street_row("c2", "2024-10"), street_row(kind=ASB)]
    import_incidents(book, [street_file(tmp_path / "1.csv", *rows)])
    chosen = book.with_settings(replace(book.settings, count_crime_from=("Niche",)))
    report = import_incidents(chosen, [extract(tmp_path / "2.csv", extract_row())], source="Niche")
    assert report.notes[-1] == (
        "For crime in Oct 2024, Niche counts and data.police.uk is kept beside it; "
        "count_crime_from chooses."
    )
    with book.store.reading() as tx:
        assert incidents.counting_sources(tx, chosen.settings) == {
            ("crime", Month(2024, 9)): "data.police.uk",
            ("crime", Month(2024, 10)): "Niche",
            ("asb", Month(2024, 9)): "data.police.uk",
        }


def test_a_file_wholly_outside_its_window_is_refused(book: Book, tmp_path: Path) -> None:
    """Nothing is stored and nothing withdrawn."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("c1", "2024-08"))])
    before = said(book)
    path = street_file(tmp_path / "2.csv", street_row("c2", "2024-01"))
    with pytest.raises(BadFile, match=r"2\.csv has no row that can be taken"):
        import_incidents(book, [path], covers=SUMMER)
    assert said(book) == before


def test_today_is_the_casebooks_own(tmp_path: Path) -> None:
    """A demonstration's fixed day is what the future is measured from."""
    fixed = make_book(tmp_path, today=date(2023, 1, 31))
    rows = [street_row("c1", "2023-01", kind=ROBBERY), street_row("c2", "2023-02", kind=BURGLARY)]
    report = import_incidents(fixed, [street_file(tmp_path / "s.csv", *rows)])
    assert report.rejections[0].fault == "2023-02 lies after today (31 Jan 2023)."
    fixed.store.close()
