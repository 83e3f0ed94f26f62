"""What is due, a page at a time: the pages together are all of it, however it is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.agenda.owed.due_pages import SORTED_BY, DueLook, DueRow, read_due
from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.core.wording import day
from casebook.profiles.profile import Action, Profile, ProfilePlace
from tests.agenda.random_casebooks import PEOPLE, fill
from tests.figures.ward_town import add, ask
from tests.rows_read import RowsRead, rows_read


@pytest.fixture
def town(book: Book) -> Book:
    """What rules find and what functions tell, side by side, in the sergeant's hands."""
    fill(book, 7)
    with book.store.writing() as tx:
        tx.save(None, Profile("P-H", "Noise", owner="sgt.h", area="Harbour"), book.author)
        tx.save(None, ProfilePlace("P-H", "HS-2"), book.author)
        for day_, title in ((17, "Vans"), (18, "100% of Äcker"), (19, "vans again")):
            action = Action("P-H", title, owner="Sgt, Harbour", due=date(2024, 12, day_))
            tx.save(None, action, book.author)
    ask(book, "W1", "2024-12-15 11:59")
    ask(book, "Strand", "2024-12-16 11:59", escalated_to="Insp, Äcker")
    for number in range(4):
        add(book, "priority", "Harbour", text=f"Vans {number}", at=f"2024-0{number + 1}-17")
        add(book, "meeting", "W1", text="Ward panel", at=f"2024-12-2{number}")
    return replace(book, account=PEOPLE[0])


def _read(book: Book, look: DueLook, size: int = 3) -> list[DueRow]:
    """Every row, page after page, each of which says how many there are in all."""
    found, after = list[DueRow](), None
    while True:
        page = read_due(book, look, size, after)
        found += page.rows
        after = page.after
        if after is None:
            assert page.total == len(found)
            assert page.late == sum(row.due.overdue for row in found)
            return found
        assert len(page.rows) == size


def _dues(book: Book, look: DueLook) -> list[Due]:
    return [row.due for row in _read(book, look)]


def test_pages_together_are_what_is_due_to_all_to_an_area_and_to_one(town: Book) -> None:
    """In the same order; what is late alone, where asked."""
    asked: tuple[dict[str, str], ...] = ({}, {"area": "Harbour"}, {"person": "sgt.h"})
    for whose in asked:
        every = list(what_is_due(town, **whose))
        assert every
        assert _dues(town, DueLook(**whose)) == every
        assert _dues(town, DueLook(**whose, late=True)) == [due for due in every if due.overdue]


@pytest.mark.parametrize("words", [("vans",), ("harbour", "dec"), ("äcker",), ("hs-2",), ("100%",)])
def test_words_are_looked_for_in_the_whole_line(town: Book, words: tuple[str, ...]) -> None:
    """What, where by ref and by name, what it says, who and the day, capitals or not."""
    every = _read(town, DueLook(), 500)
    held = [row.due for row in every if all(word in _line(row) for word in words)]
    assert held
    assert _dues(town, DueLook(words=words)) == held


def _line(row: DueRow) -> str:
    due = row.due
    said = (due.what, due.about, row.where, due.says, due.who, day(due.on))
    return " ".join(said).casefold()


@pytest.mark.parametrize("by", SORTED_BY)
@pytest.mark.parametrize("down", [False, True])
def test_a_column_sorts_all_of_it(town: Book, by: str, down: bool) -> None:
    """The others stay in the order of the list."""

    def value(row: DueRow) -> object:
        return (row.where or row.due.about) if by == "where" else getattr(row.due, by)

    every = _read(town, DueLook(), 500)
    found = _read(town, DueLook(by=by, down=down))
    assert found == sorted(every, key=value, reverse=down)  # type: ignore[arg-type]


def test_a_page_reads_its_rows_and_no_more(town: Book) -> None:
    """However much more is due."""

    def page() -> RowsRead:
        with town.store.writing() as tx:
            tx.insert_many([Action("P-H", f"Do {n}", due=date(2024, 1, 2)) for n in range(300)])
        with rows_read(town) as read:
            found = read_due(town, DueLook(), 5)
        assert found.total > 300
        return read

    few, many = page(), page()
    assert (many.statements, many.rows) == (few.statements, few.rows)
