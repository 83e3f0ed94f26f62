"""The forum's pack: districts side by side and one by one, and what worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.packs.report.report import Report
from tests.books import make_book
from tests.packs.harbour import add, add_profile, harbour_book, made, rows, words


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Harbour with profiles that worked and failed, a paper and a look at a closed one."""
    book = harbour_book(tmp_path_factory.mktemp("forum"))
    add_profile(book, "PMP-1", impact="promising", evidence="9 to 3.", hotspots=("HS-01",))
    add_profile(book, "PMP-2", impact="no effect", evidence="62 then 92.")
    add_profile(book, "PMP-3", impact="effective", status="closed", stage="assess",
                closed=date(2024, 2, 1))  # fmt: skip
    add(book, "closing-check", "PMP-3", months=3, code="held", text="Quiet.", at="2024-07-02")
    add(book, "programme", ref="FORUM", name="Forum", code="forum", at="2024-11-12")
    add(book, "paper", "FORUM", text="Harbour: since May", lies="Folder 1", place="D1",
        at="2024-11-12")  # fmt: skip
    add(book, "activity", code="meeting", count=4, at="2024-10-01", place="W1")
    add(book, "activity", code="arrest", count=2, at="2024-10-01", place="W1")
    add(book, "practitioner", "W1", role="PC 4127", tactics=["dispersal"])
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def report(harbour: Book) -> Report:
    """The forum's pack of June to November."""
    return made(harbour, "forum")


def test_districts_stand_side_by_side(report: Report) -> None:
    """24 crimes in six months of 2023, 6 in the same of 2024; PMP-1 worked, PMP-2 didn't."""
    harbour, strand = rows(report, "districts")
    assert harbour[:3] == ("Harbour", "24 to 6 (−75%)", "12, the same")
    assert harbour[-4:] == ("2", "0", "1", "1")
    assert strand[0] == "Strand"
    assert strand[1] == "–"
    assert strand[-4:] == ("0", "0", "0", "0")


def test_a_district_tells_its_paper_its_work_and_what_it_assessed(report: Report) -> None:
    """Results are said code by code."""
    said = words(report, "district-1")
    assert "Put to the forum: Harbour: since May (12 Nov 2024; Folder 1)." in said
    assert "Enforcement: Arrests 2.\nCommunication: Meetings 4." in said
    judged = [(row[0], row[-3]) for row in rows(report, "district-1")]
    assert judged == [("PMP-1", "Promising"), ("PMP-2", "No effect seen")]
    assert "No hotspot lies here; 0 open profiles." in words(report, "district-2")


def test_what_worked_comes_from_closed_profiles_whenever_they_closed(report: Report) -> None:
    """With why it isn't pooled, what a later look found, and who can help."""
    assert [row[0] for row in rows(report, "worked")] == ["PMP-3"]
    assert "1 closed profile is not pooled, for want of a declared design" in words(
        report, "worked"
    )
    assert rows(report, "checks")[0][:4] == ("PMP-3", "Problem PMP-3", "3", "The change held")
    assert "PC 4127" in words(report, "help")


def test_an_area_narrows_it(harbour: Book) -> None:
    """To its district alone; a ward shows its own in the row of its district."""
    assert [row[0] for row in rows(made(harbour, "forum", "D1"), "districts")] == ["Harbour"]
    ward = made(harbour, "forum", "W2")
    assert [row[0] for row in rows(ward, "districts")] == ["Mole"]
    assert ward.title.startswith("Mole: problem solving forum")


def test_an_empty_book_has_an_honest_page(tmp_path: Path) -> None:
    """No district, nothing that worked."""
    book = make_book(tmp_path)
    said = words(made(book, "forum"))
    assert "There is no district here" in said
    assert "No closed profile here was judged to have worked." in said
    book.store.close()
