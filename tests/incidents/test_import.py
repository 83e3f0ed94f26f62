"""Incidents are imported once each, in one transaction, and every row is accounted for."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from casebook.book.opening import Book, open_book
from casebook.core.errors import BadFile, NotAllowed
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
from casebook.store import loads
from casebook.store.report import ImportReport
from casebook.store.tables import incident, load
from tests.incidents.incident_files import (
    ASB,
    BURGLARY,
    CHARGED,
    MOLE,
    OPEN,
    QUAY,
    ROBBERY,
    held,
    one,
    said,
    street_file,
    street_row,
)


def tally(report: ImportReport) -> tuple[int, int, int, int, int]:
    """Read, added, updated, unchanged and rejected."""
    return report.read, report.added, report.updated, report.unchanged, report.rejected


def test_rows_become_incidents(book: Book, tmp_path: Path) -> None:
    """A row is one incident with its month, type, kind, outcome, street and metres.

    The point is TP12 of Ordnance Survey's test points for OSTN15; a transformation without a grid
    is good to some metres.
    """
    there = ("1.716073973", "52.658007833")
    path = street_file(tmp_path / "s.csv", street_row("c1", outcome=OPEN, at=there))
    assert tally(import_incidents(book, [path])) == (1, 1, 0, 0, 0)
    row = one(book)
    assert (row["month"], row["at"]) == (202409, None)
    assert (row["type"], row["kind"], row["outcome"]) == (BURGLARY, "crime", OPEN)
    assert (row["street"], row["source"]) == ("On or near Quay Street", "data.police.uk")
    assert (row["x"], row["y"]) == pytest.approx((651409.804, 313177.450), abs=5)
    assert row["withdrawn"] is None


def test_rows_without_an_id_are_incidents_of_their_own(book: Book, tmp_path: Path) -> None:
    """Three ASB rows that say the same are three incidents."""
    rows = [street_row(kind=ASB)] * 3 + [street_row("c1")]
    report = import_incidents(book, [street_file(tmp_path / "s.csv", *rows)])
    assert tally(report) == (4, 4, 0, 0, 0)
    assert [row["kind"] for row in held(book)].count("asb") == 3


def test_an_id_that_repeats_is_one_incident(book: Book, tmp_path: Path) -> None:
    """It counts in the month it first appeared, with the outcome and place of the latest."""
    path = street_file(
        tmp_path / "s.csv",
        street_row("c1", "2024-09", outcome=CHARGED, at=MOLE),
        street_row("c1", "2024-07", outcome=OPEN),
        street_row("c1", "2024-08", outcome=OPEN),
    )
    report = import_incidents(book, [path])
    assert tally(report) == (3, 1, 2, 0, 0)
    alone = street_file(tmp_path / "1.csv", street_row("c1", at=MOLE))
    import_incidents(book, [alone], source="alone")
    there, row = sorted(held(book), key=lambda each: str(each["source"]))
    assert (row["month"], row["outcome"], row["x"]) == (202407, CHARGED, there["x"])
    assert (
        "Rows that repeat the ID of another: 2. An incident counts once, in the month it first "
        "appeared, with the outcome furthest on."
    ) in report.notes


def test_a_row_twice_in_a_file_changes_nothing(book: Book, tmp_path: Path) -> None:
    """The same ID saying the same in the same month is counted as unchanged."""
    path = street_file(tmp_path / "s.csv", street_row("c1"), street_row("c1"))
    assert tally(import_incidents(book, [path])) == (2, 1, 0, 1, 0)


def test_an_id_of_another_source_is_another_incident(book: Book, tmp_path: Path) -> None:
    """IDs are only one source's own."""
    path = street_file(tmp_path / "s.csv", street_row("c1"))
    import_incidents(book, [path])
    assert import_incidents(book, [path], source="Niche").added == 1
    assert sorted(row["source"] for row in held(book)) == ["Niche", "data.police.uk"]


def test_a_later_file_updates_what_is_stored(book: Book, tmp_path: Path) -> None:
    """The outcome changes, the month stays, and a row that says the same is unchanged."""
    first = street_file(tmp_path / "1.csv", street_row("c1", outcome=OPEN), street_row("c2"))
    later = street_file(
        tmp_path / "2.csv",
        street_row("c1", "2024-10", outcome=CHARGED),
        street_row("c2", "2024-09"),
        street_row("c3", "2024-10"),
    )
    import_incidents(book, [first])
    report = import_incidents(book, [later])
    assert tally(report) == (3, 1, 1, 1, 0)
    outcomes = {row["outcome"]: row["month"] for row in held(book) if row["outcome"]}
    assert outcomes == {CHARGED: 202409}


def test_an_earlier_file_moves_the_month_and_not_the_outcome(book: Book, tmp_path: Path) -> None:
    """Months imported out of order end where they would have in order, however many there are."""
    for month, outcome in (("2024-11", CHARGED), ("2024-07", ""), ("2024-09", OPEN)):
        path = street_file(tmp_path / f"{month}.csv", street_row("c1", month, outcome=outcome))
        import_incidents(book, [path])
    row = one(book)
    assert (row["month"], row["outcome"]) == (202407, CHARGED)


def test_a_crime_reclassified_changes_its_type(book: Book, tmp_path: Path) -> None:
    """The newest file says what an incident is."""
    import_incidents(book, [street_file(tmp_path / "1.csv", street_row("c1"))])
    again = street_file(tmp_path / "2.csv", street_row("c1", kind=ROBBERY))
    assert tally(import_incidents(book, [again])) == (1, 0, 1, 0, 0)
    assert one(book)["type"] == ROBBERY


def test_the_same_file_again_changes_nothing_and_says_so(book: Book, tmp_path: Path) -> None:
    """Its digest is known: no row is read, no load or history is written."""
    path = street_file(tmp_path / "s.csv", street_row("c1"), street_row(kind=ASB, at=("", "")))
    import_incidents(book, [path])
    before = said(book)
    with book.store.reading() as tx:
        head = tx.history.head()
    report = import_incidents(book, [path])
    assert tally(report) == (2, 0, 0, 2, 0)
    assert report.without_coordinates == 1
    assert report.notes == ("s.csv was imported on 18 Dec 2024 already: nothing has changed.",)
    assert said(book) == before
    with book.store.reading() as tx:
        assert tx.history.head() == head


def test_the_same_rows_otherwise_packed_add_nothing(book: Book, tmp_path: Path) -> None:
    """A ZIP, then the folder it holds: every row is unchanged, those without an ID too."""
    rows = [street_row("c1"), *[street_row(kind=ASB)] * 3, street_row(kind=ASB, at=("", ""))]
    path = street_file(tmp_path / "in/2024-09/2024-09-lomea-street.csv", *rows)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.write(path, "2024-09/2024-09-lomea-street.csv")
    import_incidents(book, [tmp_path / "in.zip"])
    before = said(book)
    assert tally(import_incidents(book, [tmp_path / "in"])) == (5, 0, 0, 5, 0)
    assert said(book) == before


def test_overlapping_downloads_given_together_count_once(book: Book, tmp_path: Path) -> None:
    """A month that stands in two files is that month once, with its identical rows."""
    asb = street_row(kind=ASB)
    one_file = street_file(tmp_path / "1.csv", asb, asb)
    other = street_file(tmp_path / "2.csv", asb, asb, asb)
    report = import_incidents(book, [one_file, other])
    assert tally(report) == (5, 3, 0, 2, 0)
    assert (
        "Rows without an ID that stand in another of the files too: 2. They count once."
        in report.notes
    )


def test_an_import_is_one_load_and_one_history_entry(book: Book, tmp_path: Path) -> None:
    """The load names its files, source and cover; history names the load and its counts."""
    paths = [
        street_file(tmp_path / "1.csv", street_row("c1", "2024-07")),
        street_file(tmp_path / "2.csv", street_row(month="2024-08", kind=ASB)),
    ]
    import_incidents(book, paths)
    with book.store.reading() as tx:
        (made,) = loads.loads(tx, "incidents")
        (entry,) = [each for each in tx.history.entries() if each.kind == "load"]
    assert (made.file, made.source) == ("1.csv, 2.csv", "data.police.uk")
    assert [(cover.kind, str(cover.span)) for cover in made.covers] == [
        ("crime", "2024-07-01..2024-07-31"),
        ("asb", "2024-08-01..2024-08-31"),
    ]
    assert (entry.who, entry.record) == ("admin", f"load {made.id}")
    assert entry.change == {"of": "incidents", "file": "1.csv, 2.csv", "read": 2, "added": 2}
    assert {row["load"] for row in held(book)} == {made.id}


def test_a_dry_run_reports_the_same_and_stores_nothing(book: Book, tmp_path: Path) -> None:
    """Neither incidents nor a load, history or a remembered mapping."""
    path = street_file(tmp_path / "s.csv", street_row("c1"), street_row("c2", month="2024-13"))
    how: dict[str, Any] = {"source": "Niche", "mapping": ColumnMapping({"id": "Crime ID"})}
    dry = import_incidents(book, [path], dry_run=True, **how)
    with book.store.reading() as tx:
        for table in (incident, load):
            assert tx.sql.execute(select(func.count()).select_from(table)).scalar() == 0
        assert [entry.kind for entry in tx.history.entries()] == ["account"]
    assert import_incidents(book, [path], **how) == dry


def test_bad_rows_are_named_and_good_ones_go_in(book: Book, tmp_path: Path) -> None:
    """One bad row never loses a file, unless asked to."""
    path = street_file(tmp_path / "s.csv", street_row("c1"), street_row("c2", month="2024-13"))
    with pytest.raises(BadFile) as caught:
        import_incidents(book, [path], strict=True)
    assert str(caught.value) == (
        "1 of 2 rows of s.csv can't be taken, and with --strict none is. "
        "The first: s.csv row 3, Month: '2024-13' isn't a month: write it as 2024-09."
    )
    assert held(book) == []
    assert tally(import_incidents(book, [path])) == (2, 1, 0, 0, 1)


def test_a_file_without_a_good_row_is_refused(book: Book, tmp_path: Path) -> None:
    """Nothing is stored, and the first reason is told."""
    path = street_file(tmp_path / "s.csv", *[street_row("c1", month="Sept")] * 2)
    with pytest.raises(BadFile) as caught:
        import_incidents(book, [path])
    assert str(caught.value) == (
        "s.csv has no row that can be taken. The first: s.csv row 2, Month: 'Sept' isn't "
        "a month: write it as 2024-09."
    )


def test_only_those_who_may_import_can(book: Book, tmp_path: Path) -> None:
    """A viewer is refused before any file is looked at."""
    from casebook.core.access import Account

    with book.store.writing() as tx:
        tx.insert_many([Account("v", roles=("viewer",))])
    viewer = open_book(book.store.book, "v", clock=book.clock)
    with pytest.raises(NotAllowed, match="v may not import into this casebook"):
        import_incidents(viewer, [tmp_path / "gone.csv"])
    viewer.store.close()


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError("the disk is full")])
def test_nothing_is_half_imported(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Any
) -> None:
    """Stopped at its very end, an import leaves no trace, and can be run again."""
    path = street_file(tmp_path / "s.csv", street_row("c1"), street_row(kind=ASB))

    def stop(*_args: Any) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(loads, "finish_load", stop)
        with pytest.raises(type(failure) if isinstance(failure, Exception) else failure):
            import_incidents(book, [path])
    assert held(book) == []
    with book.store.reading() as tx:
        assert loads.loads(tx) == ()
    assert import_incidents(book, [path]).added == 2


def test_progress_hears_of_reading_and_storing(book: Book, tmp_path: Path) -> None:
    """Each ends with all of it done."""
    path = street_file(tmp_path / "s.csv", *[street_row(f"c{n}") for n in range(5)])
    heard: list[tuple[int, int, str]] = []
    import_incidents(book, [path], progress=lambda *said: heard.append(said))
    size = path.stat().st_size
    assert heard[:2] == [(0, 3, "Reading s.csv"), (0, size, "Reading s.csv")]
    assert (size, size, "Reading") in heard
    assert heard[-2:] == [(5, 5, "Storing"), (3, 3, "Done")]


def test_many_rows_are_stored_in_several_pieces(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However finely the work is cut, first time and again, the result is the same."""
    from casebook.incidents import import_store as incident_store

    monkeypatch.setattr(incident_store, "_CHUNK", 7)
    monkeypatch.setattr(incident_store, "_BATCH", 3)
    rows = [street_row(f"c{n}", at=("", "") if n % 3 else QUAY) for n in range(40)]
    import_incidents(book, [street_file(tmp_path / "1.csv", *rows)])
    changed = [street_row(f"c{n}", outcome=CHARGED if n % 2 else "") for n in range(50)]
    report = import_incidents(book, [street_file(tmp_path / "2.csv", *changed)])
    assert tally(report) == (50, 10, 33, 7, 0)
    assert [row["key"] for row in held(book)] == sorted(row["key"] for row in held(book))
    assert sum(row["outcome"] == CHARGED for row in held(book)) == 25


def test_importing_needs_neither_pandas_nor_geopandas(tmp_path: Path) -> None:
    """A whole import, seen from a fresh process, loads none of the heavy libraries."""
    street_file(tmp_path / "s.csv", street_row("c1"), street_row(kind=ASB))
    program = f"""
import sys
from pathlib import Path
from tests.books import make_book
from casebook.files.mapping import ColumnMapping
from casebook.incidents.import_files import import_incidents
folder = Path({str(tmp_path)!r})
book = make_book(folder)
assert import_incidents(book, [folder / "s.csv"]).added == 2
print([name for name in ("pandas", "geopandas", "folium", "textual") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
