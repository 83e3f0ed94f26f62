"""The scrutiny pack: each question, the figures its evidence names, the decision, the actions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.packs.report.report import Report
from casebook.packs.scrutiny.named_figures import names
from casebook.packs.scrutiny.pack import meetings_window
from tests.books import make_book
from tests.packs.harbour import add, harbour_book, made, rows, words

MEETING = "Scrutiny meeting"
EVIDENCE = (
    "Vehicle crime over a year, the Clear, Hold, Build of Quay, 72-hour answers and the fund F."
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Two questions in December, one in June, and actions of both meetings."""
    book = harbour_book(tmp_path_factory.mktemp("scrutiny"))
    add(book, "programme", ref="CHB-1", name="Clear, Hold, Build: Quay", place="W1",
        code="clear-hold-build", at="2023-12-01")  # fmt: skip
    add(book, "fund", ref="F", name="Hotspot fund", budget=1000, at="2024-04-01",
        until="2025-03-31")  # fmt: skip
    add(book, "query", "W1", received="2024-11-04 09:00", answered="2024-11-05 09:00", text="Why?")
    for at, number, text, evidence, code, reason in (
        ("2024-12-11", 1, "What was done?", EVIDENCE, "partly assured", "Too early."),
        ("2024-12-11", 2, "What next?", "", "not recorded", ""),
        ("2024-06-11", 1, "Asked in June?", "", "assured", ""),
    ):
        add(book, "scrutiny", meeting=MEETING, at=at, number=number, text=text,
            evidence=evidence, code=code, reason=reason)  # fmt: skip
    for at, number, text, more in (
        ("2024-12-11", 1, "Write", {"until": "2024-12-17", "owner": "Superintendent"}),
        ("2024-06-11", 1, "Open since June", {}),
        ("2024-06-11", 2, "Done in July", {"done": "2024-07-01"}),
    ):
        add(book, "scrutiny-action", meeting=MEETING, at=at, number=number, text=text, **more)
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def report(harbour: Book) -> Report:
    """The pack of September to November."""
    return made(harbour, "scrutiny")


def test_it_tells_the_meetings_its_figures_are_put_to(report: Report) -> None:
    """Those in the months and in as many after them; June's question was another pack's."""
    assert meetings_window(Window(Month(2024, 9), Month(2024, 11))).label == "Sep 2024 to Feb 2025"
    assert ("Meetings", "Those from 1 Sep 2024 to 28 Feb 2025") in report.facts
    headings = [part.heading for part in report.parts]
    assert headings[:3] == [
        "Question 1: Scrutiny meeting, 11 Dec 2024",
        "Question 2: Scrutiny meeting, 11 Dec 2024",
        "Actions",
    ]
    assert "Asked in June?" not in words(report)


def test_a_question_has_its_evidence_decision_and_why(report: Report) -> None:
    """And one without evidence or decision says so."""
    first, second = words(report, "question-1"), words(report, "question-2")
    assert "What was done?" in first
    assert EVIDENCE in first
    assert "Partly assured. Too early." in first
    assert "No evidence is recorded." in second
    assert "The evidence names no figure that the casebook holds." in second
    assert "Not recorded." in second


def test_the_figures_evidence_names_stand_beside_it(report: Report) -> None:
    """48 vehicle crimes in the year before, 12 in this; the same where the programme runs."""
    found = {(row[0], row[1]): row[2:] for row in rows(report, "question-1")}
    year = "Dec 2023 to Nov 2024, against Dec 2022 to Nov 2023"
    assert found["Vehicle crime", "Lomea Police"][:2] == (year, "48 to 12 (−75%)")
    assert found["All crime, Clear, Hold, Build: Quay", "Quay"][1] == "48 to 12 (−75%)"
    assert found["Queries answered within 72 hours", "Lomea Police"][1] == "1 of 1"
    assert found["Spent of Hotspot fund", "Lomea Police"][1] == "£0"
    assert ("Drugs", "Lomea Police") not in found


def test_open_actions_of_earlier_meetings_stay_and_late_ones_stand_out(report: Report) -> None:
    """What was done before the months is over."""
    shown = [row[:3] for row in rows(report, "actions")]
    assert shown == [
        ("Scrutiny meeting, 11 Jun 2024", "Action 1", "Open since June"),
        ("Scrutiny meeting, 11 Dec 2024", "Action 1", "Write"),
    ]
    assert "Done in July" not in words(report, "actions")
    part = next(part for part in report.parts if part.anchor == "actions")
    late = [line for line in part.blocks[0].tables[0].lines if line.alert]
    assert [line.cells[2] for line in late] == ["Write"]


def test_what_every_register_adds_up_to_follows(report: Report) -> None:
    """Money and queries are printed with the pack's months."""
    assert [part.anchor for part in report.parts][3:] == [
        "programmes", "money", "community", "record"
    ]  # fmt: skip
    assert "Position of each fund on 30 Nov 2024" in words(report, "money")


def test_a_book_without_meetings_says_so(tmp_path: Path) -> None:
    """An honest page."""
    book = make_book(tmp_path)
    said = words(made(book, "scrutiny"))
    assert "No question is recorded for a meeting from 1 Sep 2024 to 28 Feb 2025." in said
    assert "No action of a meeting is open, and none was done in these months." in said
    book.store.close()


def test_a_name_is_found_as_whole_words() -> None:
    """In any case and over commas; a part of a word is none."""
    assert names("the clear hold build ward", "Clear, Hold, Build")
    assert not names("ASBO", "ASB")
    assert not names("anything", "")
