"""What the database finds owed is what the plain rules find, in casebooks made at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casebook.agenda.owed import queries as owed_queries
from casebook.agenda.owed.due import what_is_due
from casebook.agenda.owed.owed import owed
from casebook.agenda.today import parts
from casebook.agenda.today.lines import read_wording
from casebook.agenda.today.page import Line, Today
from casebook.agenda.today.parts import part_lines
from casebook.agenda.today.today import today
from casebook.agenda.today.told import told, unread
from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.core.settings import Settings
from casebook.profiles import who_may
from casebook.store.pages.page import After
from casebook.upkeep.setup import make_casebook
from tests.agenda.random_casebooks import PEOPLE, fill, is_mine, owed_plainly
from tests.books import make_book


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


@pytest.fixture(params=[*range(1, 9)])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """A casebook in a file; in every third an updated review goes to be signed at once."""
    book = make_book(tmp_path)
    fill(book, request.param)
    yield replace(book, settings=replace(book.settings, endorse=request.param % 3 != 0))
    book.store.close()


@pytest.fixture(params=[1, 2])
def served(request: pytest.FixtureRequest, database: str) -> Iterator[Book]:
    """The same in PostgreSQL."""
    book = make_casebook(database, "anyone", Settings(), clock=_noon)
    fill(book, request.param)
    yield book
    book.store.close()


def test_the_database_finds_what_the_plain_rules_find(filled: Book) -> None:
    """All of it in order, whatever a page holds; by person what each is to do and may do."""
    _agrees(filled)


def test_of_very_many_profiles_it_finds_the_same(
    filled: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more than one statement names, or than are looked at one by one."""
    few = {each.login: what_is_due(filled, person=each.login) for each in PEOPLE}
    area = what_is_due(filled, area="Harbour")
    monkeypatch.setattr(owed_queries, "_MANY", 0)
    monkeypatch.setattr(who_may, "_MANY", 0)
    assert {each.login: what_is_due(filled, person=each.login) for each in PEOPLE} == few
    assert what_is_due(filled, area="Harbour") == area


def test_postgresql_finds_it_too(served: Book) -> None:
    """In the same order."""
    _agrees(served)


def _agrees(book: Book) -> None:
    with book.store.reading() as tx:
        plain, found = owed_plainly(book, tx), owed(book, tx)
        assert found.every() == plain
        assert found.told == ()
        assert _paged(book, 4) == plain
        counted = found.counted()
        assert counted == (len(plain), sum(due.overdue for due in plain))
        mine = {
            each.login: tuple(due for due in plain if is_mine(book, tx, each, due))
            for each in PEOPLE
        }
    for login, due in mine.items():
        assert what_is_due(book, person=login) == due
    for word in ("inspector", "Council"):
        assert what_is_due(book, person=word) == tuple(due for due in plain if due.who == word)
    for area in ("Harbour", "W1"):
        assert what_is_due(book, area=area) == tuple(d for d in plain if _lies(book, d, area))


def _paged(book: Book, size: int) -> tuple[Due, ...]:
    found, after = list[Due](), None
    with book.store.reading() as tx:
        while True:
            page = owed(book, tx).page(size, after)
            found += page.rows
            after: After | None = page.after
            if after is None:
                assert page.total == len(found)
                return tuple(found)


def _lies(book: Book, due: Due, area: str) -> bool:
    with book.store.reading() as tx:
        words = read_wording(book, tx, [due])
    return due.about in words.profiles and area in words._areas(due.about)


def test_the_parts_of_today_hold_what_is_mine_and_what_waits(
    filled: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line where there are few, and counted where there are more than are shown."""
    for person in PEOPLE[:-1]:
        book = replace(filled, account=person)
        with book.store.reading() as tx:
            plain = owed_plainly(book, tx)
            words = read_wording(book, tx, plain)
            mine = [due for due in plain if is_mine(book, tx, person, due)]
            own = {(due.kind, due.id) for due in mine}
            came = unread(book, tx, told(book, tx))
        news = {(one.kind, one.id) for one in came} - own
        left = [due for due in plain if due not in mine and (due.kind, due.id) not in news]
        others = [due for due in left if words.waits(person, due)]
        soon = [due for due in others if due.on <= book.today + parts.SOON]
        whole = today(book)
        assert {(line.kind, line.id) for line in _lines(whole, "told")} == news
        assert _keys(whole, waiting=False) == sorted(map(_key, mine))
        assert _keys(whole, waiting=True) == sorted(map(_key, soon))
        assert sum(part.later for part in whole.parts) == len(others) - len(soon)
        monkeypatch.setattr(parts, "READ_AT_ONCE", 1)
        assert today(book) == whole, "parted in the database, and not here"
        monkeypatch.setattr(parts, "SHOWN", 2)
        short = today(book)
        monkeypatch.undo()
        for was, now in zip(whole.parts, short.parts, strict=True):
            assert (now.name, now.total, now.late) == (was.name, was.total, was.late)
            assert now.lines == (was.lines if now.name in ("sign", "told") else was.lines[:2])
            assert now.name == "told" or part_lines(book, now.name) == was.lines


def _keys(found: Today, *, waiting: bool) -> list[tuple[str, int, str, bool]]:
    names = {part.name for part in found.parts} - {"told", "waiting"}
    return sorted(
        (line.kind, line.id, line.about, line.late)
        for line in _lines(found, *(["waiting"] if waiting else names))
    )


def _lines(found: Today, *names: str) -> list[Line]:
    return [line for part in found.parts if part.name in names for line in part.lines]


def _key(due: Due) -> tuple[str, int, str, bool]:
    return (due.kind, due.id, due.about, due.overdue)
