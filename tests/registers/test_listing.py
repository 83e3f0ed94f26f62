"""A register read a page at a time: its order, and the words looked for, are the database's."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.entry import Entry, registers
from casebook.registers.entries import add_entry
from casebook.registers.listing.fields import Look
from casebook.registers.listing.pages import read_page
from tests.reads import reads
from tests.registers.harbour_work import COUNCIL, PROFILE, add_programmes, add_town


@pytest.fixture
def town(book: Book) -> Book:
    """Entries of registers whose fields are of every sort."""
    add_town(book)
    add_programmes(book)
    asked, swept = {"received": "2024-10-07T14:30"}, {"received": "2024-12-01T09:00"}
    answered = {"received": "2024-10-07T09:00", "answered": "2024-10-08T10:00"}
    arrest = {"place": "HS-01", "code": "arrest", "at": "2024-09-10", "programmes": ["OP-1"]}
    search = {"place": "HS-02", "code": "search find", "at": "2024-11-30", "agency": COUNCIL}
    entries: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("query", "D1", {**asked, "text": "Is the ÄRGER over?"}),
        ("query", "W2", {**swept, "text": "Who sweeps?", "code": "email"}),
        ("query", "W2", answered),
        ("note", PROFILE, {"text": "100% sure_of it"}),
        ("activity", "", arrest),
        ("activity", "", search),
    )
    for kind, about, values in entries:
        add_entry(book, kind, about, {"text": "–", **values})
    return book


def _found(book: Book, kind: str, *words: str) -> list[Any]:
    return list(read_page(book, registers()[kind], Look(words), 100).found.rows)


def _texts(entries: list[Any]) -> list[str]:
    return [one.text for one in entries]


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("query", ["ärger"], ["Is the ÄRGER over?"]),
        ("query", ["harbour"], ["Is the ÄRGER over?"]),
        ("query", ["sands", "sweeps"], ["Who sweeps?"]),
        ("query", ["harbour", "sweeps"], []),
        ("query", ["email"], ["Who sweeps?"]),
        ("query", ["oct"], ["Is the ÄRGER over?", "–"]),
        ("query", ["8", "2024"], ["–"]),
        ("note", ["100%"], ["100% sure_of it"]),
        ("note", ["100_"], []),
        ("activity", ["lantern"], ["–"]),
        ("activity", ["council"], ["–"]),
    ],
)
def test_a_word_is_found_wherever_the_line_of_an_entry_says_it(
    town: Book, kind: str, words: list[str], found: list[str]
) -> None:
    """In texts, labels of codes, names of what it refers to, and days as they are said."""
    assert _texts(_found(town, kind, *words)) == found


def test_the_newest_come_first_and_those_with_refs_by_these(town: Book) -> None:
    """Of one day the one that was added last."""
    received = [str(one.received) for one in _found(town, "query")]
    assert received == ["2024-12-01 09:00:00", "2024-10-07 14:30:00", "2024-10-07 09:00:00"]
    assert [one.ref for one in _found(town, "programme")] == ["CHB-01", "OP-1"]


@pytest.mark.parametrize(
    ("by", "down", "found"),
    [
        ("says", False, ["Is the ÄRGER over?", "Who sweeps?", "–"]),
        ("about", False, ["Is the ÄRGER over?", "Who sweeps?", "–"]),
        ("number", True, ["–", "Who sweeps?", "Is the ÄRGER over?"]),
        ("received", False, ["–", "Is the ÄRGER over?", "Who sweeps?"]),
        ("answered", True, ["–", "Is the ÄRGER over?", "Who sweeps?"]),
    ],
)
def test_any_column_sorts_all_of_it_and_blanks_come_last(
    town: Book, by: str, down: bool, found: list[str]
) -> None:
    """Page by page, whichever way round; equal ones in the order they were added."""
    kind, rows, after = registers()["query"], list[Any](), None
    while True:
        page = read_page(town, kind, Look((), by, down), 1, after).found
        rows += page.rows
        after = page.after
        if after is None:
            break
    assert _texts(rows) == found


def test_pages_together_are_the_register_and_an_entry_gone_to_is_on_the_first(town: Book) -> None:
    """Two at a time; each page says how many there are, with the words and without."""
    kind = registers()["query"]
    first = read_page(town, kind, Look(), 2)
    last = read_page(town, kind, Look(), 2, first.found.after)
    assert [*first.found.rows, *last.found.rows] == _found(town, "query")
    assert (first.found.total, last.found.after) == (3, None)
    sweeps = read_page(town, kind, Look(("sweeps",)), 2)
    assert (sweeps.found.total, sweeps.in_all) == (1, 3)
    also = read_page(town, kind, Look(), 1, also=last.found.rows[0].id)
    assert also.found.rows == (first.found.rows[0], last.found.rows[0])


def test_a_day_that_only_a_later_page_fills_in_has_its_column(town: Book) -> None:
    """The first page holds the query that wasn't answered."""
    page = read_page(town, registers()["query"], Look(), 1)
    assert [spec.name for spec in page.days] == ["received", "answered"]


def test_a_first_page_reads_no_more_in_a_longer_register(town: Book) -> None:
    """Ten times as many entries: as many statements and rows for the page's five."""
    kind = registers()["priority"]

    def add(count: int) -> None:
        for number in range(count):
            add_entry(town, "priority", "W1", {"text": f"Lamp {number}", "at": "2024-12-01"})

    def page() -> tuple[Entry, ...]:
        return read_page(town, kind, Look(), 5).found.rows

    add(6)
    few = reads(town, page)
    add(60)
    assert reads(town, page) == few
