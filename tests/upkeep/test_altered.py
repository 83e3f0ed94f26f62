"""Whatever is altered behind a casebook's back is named: every kind of row, changed, gone or added.

The casebook is the story of ``tests/compare``, in which every kind has a record or two. What people
write has an entry each; the rest is sealed with one entry here, as an import seals what it brings.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from casebook.book.opening import Book, open_book
from casebook.core.errors import StoreFailure
from casebook.core.kinds import Record, all_kinds
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.registers.community import Query
from casebook.reviews.review import Review
from casebook.store import tables
from casebook.store.sealing.integrity import faults
from casebook.store.sealing.newest import read as newest_seals
from casebook.store.sealing.unsealed import BLOCKS
from casebook.upkeep.setup import CheckLine, altered, check, unsound
from tests import lomea
from tests.books import make_book
from tests.compare.make_fixture import LOGIN
from tests.reliability.altered import (
    CHAIN,
    IN_BLOCKS,
    KINDS,
    LISTED,
    NOON,
    PUT_IN,
    SPOILT,
    UNREADABLE,
    Alteration,
    one_value,
    record_changed,
    record_gone,
    row_added,
    row_gone,
    sealed_in,
    told_in,
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The story's casebook as 0.1.0 left it, brought up to date."""
    book = told_in(tmp_path_factory.mktemp("told"))
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def sealed(told: Book, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The same, everything in it sealed."""
    book = sealed_in(tmp_path_factory.mktemp("sealed"), told)
    yield book
    book.store.close()


def found_after(book: Book, *statements: str) -> list[str]:
    """What a check finds altered once these statements were run behind the book's back."""
    with book.store.writing() as tx:
        for statement in statements:
            tx.sql.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            tx.sql.exec_driver_sql(statement)
        said = list(altered(tx, newest_seals(tx)))
        tx.rollback()
    return said


def test_what_nobody_altered_is_sound(told: Book, sealed: Book) -> None:
    """With seals and without; how many loads have none is said."""
    assert found_after(told) == []
    assert found_after(sealed) == []
    says = [line.says for line in check(told) if line.about == "history"]
    assert says[2] == (
        "12 loads were made before loads were sealed: whether their rows stand can't be told"
    )


def test_a_trigger_that_writes_along_is_named(told: Book) -> None:
    """Before it does anything: Casebook makes none."""
    with told.store.writing() as tx:
        tx.sql.exec_driver_sql(
            "CREATE TRIGGER along AFTER INSERT ON history BEGIN "
            "UPDATE account SET roles = '[]' WHERE id = 0; END"
        )
        assert faults(tx) == ("trigger along on history isn't Casebook's",)
        tx.rollback()


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each.name)
def test_what_was_altered_is_named(sealed: Book, each: Alteration) -> None:
    """Each of these, alone."""
    _assert_named(sealed, each)


def _assert_named(book: Book, alteration: Alteration) -> None:
    said = found_after(book, alteration.behind)
    assert any(words in each for each in said for words in alteration.says), said


@pytest.mark.parametrize(("name", "column"), IN_BLOCKS)
def test_every_column_of_rows_in_blocks_is_sealed(sealed: Book, name: str, column: str) -> None:
    """A value of one row changed, or put where there was none, is named by its column."""
    _assert_named(sealed, one_value(name, column))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_row_that_is_gone_or_added_is_named(sealed: Book, name: str) -> None:
    """One row of each table that files fill."""
    _assert_named(sealed, row_gone(name))
    _assert_named(sealed, row_added(name))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
def test_a_record_of_every_kind_changed_or_gone_is_named(sealed: Book, kind: type[Record]) -> None:
    """One field of the newest; and then the whole of it."""
    with sealed.store.reading() as tx:
        newest = tx.load(kind)[-1]
    _assert_named(sealed, record_changed(kind, newest))
    _assert_named(sealed, record_gone(kind, newest))


def test_what_0_1_0_wrote_entries_of_is_held_against_them(told: Book) -> None:
    """A record of every kind that wasn't disposed of or imported, all changed at once."""
    refs, statements = [], []
    with told.store.reading() as tx:
        for kind in all_kinds():
            written = {e.record_id for e in tx.history.of_kind(kind) if e.change is not None}
            found = [one for one in tx.load(kind) if one.id in written]
            if found and kind not in (Place, Query):
                refs.append(found[-1].ref)
                statements.append(record_changed(kind, found[-1]).behind)
    said = found_after(told, *statements)
    # what is called by the changed field, as a tie to a place by its role, goes by another ref
    missing = [ref for ref in refs if not any(ref in each for each in said)]
    assert len(refs) > 25
    assert len(said) >= len(refs)
    assert len(missing) <= 1, missing


def test_what_was_sealed_stands_beside_what_never_was(
    told: Book, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A casebook of 0.1.0 goes on: what is imported now is sealed, what was before isn't named."""
    folder = tmp_path_factory.mktemp("on")
    told.store.wipe()
    path = folder / "casebook.db"
    path.write_bytes(Path(told.store.book).read_bytes())
    book = open_book(str(path), LOGIN, clock=lambda: NOON)
    rows = lomea.street_rows(Month(2024, 10), lomea.BURGLARY, 3, lomea.IN_ONE)
    lomea.add_incidents(book, folder, rows, source="another force")
    assert found_after(book) == []
    said = found_after(book, "UPDATE incident SET type = type + 1")
    assert len(said) == 1
    assert "of load 13 in Oct 2024: type isn't what entry" in said[0]
    book.store.close()


def test_a_long_history_takes_no_more_memory(tmp_path: Path) -> None:
    """More than twice the entries of one record, and less than half more memory."""

    def peak(entries: int) -> int:
        book = make_book(tmp_path, f"{entries}.db")
        with book.store.writing() as tx:
            first = tx.sql.execute(tables.history.select()).mappings().one()
            change = {"name": ["a", "a"]}
            rows = [dict(first) | {"seq": 2 + n, "change": change} for n in range(entries)]
            tx.sql.execute(tables.history.insert(), rows)
            tx.sql.execute(text("UPDATE account SET name = 'a'"))
        with book.store.reading() as tx:
            tracemalloc.start()
            assert list(altered(tx, newest_seals(tx))) == []
            tx.history.first_bad()
            _, highest = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        book.store.close()
        return highest

    peak(10)
    few = peak(1500)
    assert peak(3500) < 1.5 * few


def test_a_row_that_no_record_can_be_made_of_is_named(sealed: Book) -> None:
    """It is said, and the check goes on without the figures it would spoil."""
    assert found_after(sealed, UNREADABLE.behind) == list(UNREADABLE.says)


def _checked(book: Book, folder: Path, behind: str) -> tuple[CheckLine, ...]:
    """What a check says of a copy that another program has altered."""
    book.store.wipe()
    copy = folder / "copy.db"
    copy.write_bytes(Path(book.store.book).read_bytes())
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute(behind)
    opened = open_book(str(copy), LOGIN, clock=lambda: NOON)
    try:
        return check(opened)
    finally:
        opened.store.close()


def test_figures_of_what_was_altered_are_not_worked_out(sealed: Book, tmp_path: Path) -> None:
    """A check of count groups that can't be read names them, and says what it leaves out."""
    behind = "UPDATE setting SET value = '{\"a\": [1]}' WHERE key = 'count-groups'"
    said = [line.says for line in _checked(sealed, tmp_path, behind) if not line.sound]
    assert said[0].startswith("'a' of setting 'count-groups' isn't what entry")
    assert said[1] == "not worked out: it would be of what isn't as the history says"


@pytest.mark.parametrize("each", SPOILT, ids=lambda each: each.name)
def test_what_cant_even_be_read_is_named(sealed: Book, tmp_path: Path, each: Alteration) -> None:
    """By the check, or where it can't be opened by the refusal; nothing fails unexplained."""
    try:
        said = [line.says for line in unsound(_checked(sealed, tmp_path, each.behind))]
    except StoreFailure as error:
        said = [str(error)]
    assert any(words in line for line in said for words in each.says), said


def test_a_table_that_is_gone_is_named(sealed: Book, tmp_path: Path) -> None:
    """And no more is looked at."""
    found = _checked(sealed, tmp_path, "DROP TABLE patrol")
    assert [line.says for line in found] == [
        "the table patrol is gone",
        "not looked at: restore the last backup, or have the rows above mended",
    ]


def test_a_record_put_in_behind_is_named(sealed: Book) -> None:
    """An account with rights that nobody gave."""
    assert found_after(sealed, PUT_IN.behind) == list(PUT_IN.says)


def test_what_0_1_0_said_of_settings_codes_and_loads_is_replayed(told: Book) -> None:
    """Entries from before there were seals are held against what stands."""
    assert found_after(
        told,
        "UPDATE setting SET value = json_set(value, '$.z_limit', 9.0) WHERE key = 'settings'",
        "UPDATE setting SET value = replace(value, 'Taxi', 'Cab') WHERE key = 'codes'",
        "UPDATE setting SET value = replace(value, 'taxi marshals', 'x') WHERE key = 'code-lists'",
        "UPDATE load SET counts = '{}' WHERE id = 6",
    ) == [
        "load 6: read and added isn't what its entry says",
        "'tactic' of setting 'code-lists' isn't what its entries say",
        "'tactic' of setting 'codes' isn't what its entries say",
        "'z_limit' of setting 'settings' isn't what its entries say",
    ]


def test_the_chain_names_what_was_done_to_the_history_itself(sealed: Book) -> None:
    """An entry deleted, by another, or with another reason."""
    for each in CHAIN:
        with sealed.store.writing() as tx:
            tx.sql.exec_driver_sql(each.behind)
            found = tx.history.first_bad()
            tx.rollback()
        assert found is not None
        assert (found[0], found[1].startswith(each.says)) == (20, True)


def test_a_review_is_held_against_the_figures_it_froze(sealed: Book) -> None:
    """One number of one hotspot."""
    with sealed.store.reading() as tx:
        review = next(each for each in tx.load(Review) if each.state == "signed")
    figures = [dict(row) for row in review.figures]
    figures[0]["crimes"] += 1
    changed = dataclasses.replace(review, figures=figures)
    said = found_after(
        sealed,
        f"UPDATE review SET figures = '{json.dumps(changed.figures)}' WHERE id = {review.id}",
    )
    assert said == [f"{review.ref}: its figures aren't those that were frozen"]
