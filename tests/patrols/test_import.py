"""Importing patrols: stored once, and the days they speak for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Span
from casebook.patrols.covered import covers
from casebook.store import loads
from casebook.store.report import Cover
from tests.books import make_book
from tests.patrols.patrol_files import EVENING, bring, counting, with_hotspots


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with three hotspots."""
    return with_hotspots(book)


def test_a_sheet_is_taken_and_its_cover_announced(town: Book) -> None:
    """Two rows go in, one load and one history entry are written, and the sheet's days told."""
    report = bring(town, [EVENING, EVENING.replace("10-07", "10-09")])
    assert (report.read, report.added, report.rejected, report.merged) == (2, 2, 0, 0)
    span = Span(date(2024, 10, 7), date(2024, 10, 9))
    assert report.covers == (Cover("sheet", span),)
    assert report.notes == ("Sheets cover 7 Oct 2024 to 9 Oct 2024.",)
    assert counting(town) == [("LH21", 120, 2, "core")] * 2
    with town.store.reading() as tx:
        assert covers(tx) == {"sheet": (span,)}
        (load,) = loads.loads(tx, "patrols")
        assert (load.source, load.file) == ("sheet", "sheets.csv")
        assert [entry.kind for entry in tx.history.entries()].count("load") == 1


def test_the_same_file_twice_changes_nothing(town: Book) -> None:
    """The second time nothing is read, written or counted, and the report says since when."""
    bring(town, [EVENING])
    report = bring(town, [EVENING])
    assert (report.read, report.added, report.unchanged) == (1, 0, 1)
    assert report.notes == ("sheets.csv was imported on 18 Dec 2024 already: nothing has changed.",)
    with town.store.reading() as tx:
        assert len(loads.loads(tx)) == 1
        assert [entry.kind for entry in tx.history.entries()] == ["account", "load"]


def test_the_same_rows_in_another_file_change_nothing(town: Book) -> None:
    """Row by row: reordered and renamed, nothing is added and no load is written."""
    other = EVENING.replace("LH21", "LH22")
    bring(town, [EVENING, other])
    report = bring(town, [other, EVENING], "again.csv")
    assert (report.added, report.updated, report.unchanged, report.merged) == (0, 0, 2, 0)
    with town.store.reading() as tx:
        assert len(loads.loads(tx)) == 1


def test_a_file_with_bad_rows_is_read_again_and_still_changes_nothing(town: Book) -> None:
    """Its bad rows are named again, its good ones are unchanged."""
    rows = [EVENING, EVENING.replace("PC:2", "0")]
    bring(town, rows)
    report = bring(town, rows)
    assert (report.unchanged, report.rejected, report.added) == (1, 1, 0)


def test_rows_taken_out_since_come_back_with_their_file(town: Book) -> None:
    """A file whose rows a later one withdrew isn't taken for known."""
    bring(town, [EVENING])
    span = Span.parse("2024-10")
    bring(town, [EVENING.replace("10-07", "10-08")], "new.csv", covers=span)
    report = bring(town, [EVENING])
    assert report.added == 1
    assert len(counting(town)) == 2


def test_staff_mode_or_resourcing_may_be_corrected(town: Book) -> None:
    """The same patrol with other staff is updated, and its load is the newer."""
    bring(town, [EVENING])
    report = bring(town, [EVENING.replace("PC:2", "PC:2;PCSO:1").replace("core", "partner")])
    assert (report.added, report.updated) == (0, 1)
    assert counting(town) == [("LH21", 120, 3, "partner")]


def test_a_file_whose_rows_were_corrected_since_is_read_again(town: Book) -> None:
    """Importing the first file after its correction takes the correction back, and says so."""
    bring(town, [EVENING])
    bring(town, [EVENING.replace("PC:2", "PC:3")], "corrected.csv")
    report = bring(town, [EVENING])
    assert (report.updated, report.unchanged) == (1, 0)
    assert counting(town) == [("LH21", 120, 2, "core")]


def test_covers_makes_the_file_the_whole_truth(town: Book) -> None:
    """A row that has gone is withdrawn, another month's and another source's stay."""
    other = EVENING.replace("LH21", "LH22")
    earlier, last = EVENING.replace("10-07", "09-07"), EVENING.replace("10-07", "10-31")
    later = EVENING.replace("10-07", "11-01").replace("18:00", "00:00")
    claim = EVENING.replace("LH21", "LH23").replace("sheet", "claim")
    bring(town, [EVENING, other, earlier, last, later, claim])
    report = bring(town, [other], "new.csv", covers=Span.parse("2024-10"))
    assert (report.withdrawn, report.unchanged, report.added) == (2, 1, 0)
    assert sorted(unit for unit, *_ in counting(town)) == ["LH21", "LH21", "LH22", "LH23"]
    with town.store.reading() as tx:
        assert covers(tx)["sheet"] == (Span(date(2024, 9, 7), date(2024, 11, 1)),)
        change = tx.history.entries()[-1].change
    assert change is not None
    assert change["withdrawn"] == 2


def test_a_correction_under_covers_replaces_the_row(town: Book) -> None:
    """A sheet whose end was wrong is one patrol, not two."""
    bring(town, [EVENING])
    report = bring(
        town, [EVENING.replace("20:00", "20:30")], "new.csv", covers=Span.parse("2024-10")
    )
    assert (report.added, report.withdrawn, report.rejected) == (1, 1, 0)
    assert counting(town) == [("LH21", 150, 2, "core")]


def test_delivered_hours_cover_no_day_to_come(town: Book) -> None:
    """Covers are cut at today for what was delivered; wholly ahead they are refused."""
    report = bring(
        town,
        [
            EVENING.replace("10-07", "12-07"),
            EVENING.replace("10-07", "12-08"),
            EVENING.replace("sheet", "rota"),
        ],
        covers=Span.parse("2024-12"),
    )
    assert report.covers == (
        Cover("sheet", Span(date(2024, 12, 1), date(2024, 12, 18))),
        Cover("rota", Span(date(2024, 12, 1), date(2024, 12, 31))),
    )
    assert report.notes == (
        "Sheets cover 1 Dec 2024 to 18 Dec 2024.",
        "The rota covers 1 Dec 2024 to 31 Dec 2024.",
        "Days still to come aren't covered by what was delivered.",
        "1 patrol outside the days covered: taken, and those days stay uncovered.",
    )
    with pytest.raises(BadValue, match=r"^2025-01-01\.\.2025-01-31 is still to come"):
        bring(town, [EVENING], "next.csv", covers=Span.parse("2025-01"))


def test_wider_covers_are_kept_though_no_row_changes(town: Book) -> None:
    """A file that only says it speaks for more days writes a load, and no patrol."""
    bring(town, [EVENING])
    report = bring(town, [EVENING], covers=Span.parse("2024-10"))
    assert (report.added, report.unchanged) == (0, 1)
    with town.store.reading() as tx:
        assert covers(tx)["sheet"] == (Span.parse("2024-10"),)


def test_a_dry_run_writes_nothing_and_tells_the_same(town: Book) -> None:
    """The report is the real one's; no row, load or history entry is left."""
    rows = [EVENING, EVENING.replace("sheet", "claim"), EVENING.replace("HS-01", "HS-9")]
    tried = bring(town, rows, dry_run=True)
    assert counting(town) == []
    with town.store.reading() as tx:
        assert loads.loads(tx) == ()
        assert [entry.kind for entry in tx.history.entries()] == ["account"]
    assert bring(town, rows) == tried
    assert (tried.added, tried.merged, tried.rejected) == (2, 1, 1)


def test_delivered_until_now_without_a_fixed_day(town: Book) -> None:
    """It is noon of 18 December: a patrol to 12:00 is delivered, one to 12:01 isn't yet."""
    row = EVENING.replace("10-07", "12-18").replace("18:00", "11:00")
    report = bring(
        town, [row.replace("20:00", "12:00"), row.replace("LH21", "LH22").replace("20:00", "12:01")]
    )
    assert (report.added, report.rejected) == (1, 1)


def test_a_fixed_day_counts_to_its_end(tmp_path: Path) -> None:
    """A demonstration casebook's today is the whole day."""
    fixed = with_hotspots(make_book(tmp_path, today=date(2024, 12, 18)))
    report = bring(fixed, [EVENING.replace("10-07", "12-18"), EVENING.replace("10-07", "12-19")])
    assert (report.added, report.rejected) == (1, 1)
    fixed.store.close()
