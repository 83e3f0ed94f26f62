"""Whatever is altered behind a casebook's back is named: every kind of row, changed, gone or added.

The casebook is the story of ``tests/compare``, in which every kind has a record or two. What people
write has an entry each; the rest is sealed with one entry here, as an import seals what it brings.
"""

from __future__ import annotations

import dataclasses
import json
import lzma
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import JSON, Date, Float, Integer, LargeBinary, text

from casebook.book.opening import Book, open_book
from casebook.core.fields import fields_of
from casebook.core.kinds import Record, all_kinds
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.registers.community import Query
from casebook.reviews.review import Review
from casebook.store import history, schema, tables
from casebook.store.sealing.newest import read as newest_seals
from casebook.store.sealing.seals import rows_of
from casebook.store.sealing.unsealed import BLOCKS
from casebook.store.transaction import Transaction
from casebook.upkeep.setup import altered, check
from tests import lomea
from tests.books import make_book
from tests.compare.make_fixture import BOOK, LOGIN

NOON = datetime(2024, 12, 18, 12, tzinfo=UTC)


def seal_everything(tx: Transaction) -> None:
    """Seal all that stands in the tables with one entry, as the imports of today would have."""
    for name, of in BLOCKS.items():
        table = tables.metadata.tables[name]
        found = tx.sql.execute(table.select().with_only_columns(*(table.c[each] for each in of)))
        tx.unsealed.touch(name, found.all())
    for kind in all_kinds():
        tx.unsealed.record(kind.KIND, rows_of(tx.sql, kind))
    tx.unsealed.settings |= set(tx.sql.execute(text("SELECT key FROM setting")).scalars())
    tx.history.append(history.Author(LOGIN, NOON), "seal", "rows", {})


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The story's casebook as 0.1.0 left it, brought up to date."""
    path = tmp_path_factory.mktemp("told") / "casebook.db"
    path.write_bytes(lzma.decompress(BOOK.read_bytes()))
    schema.upgrade(str(path), history.Author(LOGIN, NOON))
    book = open_book(str(path), LOGIN, clock=lambda: NOON)
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def sealed(told: Book, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The same, everything in it sealed."""
    path = tmp_path_factory.mktemp("sealed") / "casebook.db"
    with told.store.reading():
        told.store.wipe()
    path.write_bytes(Path(told.store.book).read_bytes())
    book = open_book(str(path), LOGIN, clock=lambda: NOON)
    with book.store.writing() as tx:
        tx.sql.execute(text("INSERT INTO setting VALUES ('count-groups', '{\"a\": []}', 1)"))
        seal_everything(tx)
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


MARCH = "month = 202403"
ROWS = [
    ("patrols deleted", "DELETE FROM patrol WHERE source = 'gps'", "patrols of load"),
    (
        "patrols shifted",
        'UPDATE patrol SET start = start + 3600, "end" = "end" + 3600',
        "start and",
    ),
    ("patrols re-labelled", "UPDATE patrol SET resourcing = 'core'", ": resourcing"),
    ("what they count as", "UPDATE patrol SET counted_as = 'core'", ": counted_as"),
    ("incidents deleted", f"DELETE FROM incident WHERE {MARCH}", "incidents of load 6 in Mar 2024"),
    ("incidents retyped", f"UPDATE incident SET type = 0 WHERE {MARCH}", "Mar 2024: type isn't"),
    ("incidents moved", f"UPDATE incident SET x = x + 0.1 WHERE {MARCH}", "Mar 2024: x isn't"),
    (
        "incidents of another month",
        "UPDATE incident SET month = 202404 WHERE month = 202403",
        "were added",
    ),
    (
        "incidents that count no more",
        f"UPDATE incident SET withdrawn = 1 WHERE {MARCH}",
        "Mar 2024: withdrawn isn't what entry",
    ),
    (
        "a hotspot's month emptied",
        f"DELETE FROM incident_place WHERE {MARCH}",
        "incidents in hotspots of Mar 2024 are gone: entry",
    ),
    (
        "a boundary swapped",
        "UPDATE boundary SET wkb = (SELECT wkb FROM boundary WHERE id = 4) WHERE id = 5",
        ": wkb isn't what entry",
    ),
    (
        "a boundary's day",
        "UPDATE boundary SET valid_from = '2020-01-01' WHERE id = 4",
        "valid_from",
    ),
    ("loads blanked", "UPDATE load SET covers = '[]'", "covers isn't what entry"),
    (
        "a load's file",
        "UPDATE load SET sha256 = '' WHERE id = 2",
        "loads of number 2: sha256 isn't",
    ),
    (
        "a load that never was",
        "INSERT INTO load SELECT 99, kind, source, file, sha256, rules, counts, covers, at, who "
        "FROM load WHERE id = 2",
        "1 load of number 99 came without an entry",
    ),
    (
        "patrols of a load that never was",
        "UPDATE patrol SET load = 1 WHERE source = 'gps'",
        "of load 1 came without an entry",
    ),
    (
        "a number that is none",
        f"UPDATE incident SET outcome = 'x' WHERE {MARCH}",
        "Mar 2024: outcome isn't",
    ),
    ("a signed review's figures", "UPDATE review SET figures = '[]'", "its figures aren't those"),
    (
        "a signed review's figures and their hash",
        "UPDATE review SET figures = '[]', figures_hash = "
        "'4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'",
        "PMP-2024-001 review 2024-09 isn't what entry",
    ),
    (
        "a signed review's head",
        "UPDATE review SET head = (SELECT hash FROM history WHERE seq = 170) WHERE head != ''",
        "its head isn't in the chain before its signature",
    ),
    (
        "a setting",
        "UPDATE setting SET value = json_set(value, '$.z_limit', 9.0) WHERE key = 'settings'",
        "'z_limit' of setting 'settings' isn't what entry",
    ),
    (
        "a code's label",
        "UPDATE setting SET value = replace(value, 'Taxi', 'Cab') WHERE key = 'codes'",
        "'tactic' of setting 'codes' isn't what entry",
    ),
    (
        "a count group",
        "UPDATE setting SET value = '{\"a\": [1]}' WHERE key = 'count-groups'",
        "'a' of setting 'count-groups' isn't what entry",
    ),
    (
        "the types of incidents",
        "UPDATE setting SET value = '[]' WHERE key = 'incident-types'",
        "setting 'incident-types' isn't what entry",
    ),
    ("a setting gone", "DELETE FROM setting WHERE key = 'incident-sources'", "' is gone: entry"),
    ("a place's name", "UPDATE place SET name = 'Other' WHERE id = 4", "isn't what entry"),
]


@pytest.mark.parametrize(("behind", "says"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_what_was_altered_is_named(sealed: Book, behind: str, says: str) -> None:
    """Each of these, alone."""
    said = found_after(sealed, behind)
    assert any(says in each for each in said), said


_OTHER = {Integer: "{0} + 1", Float: "{0} + 1", Date: "'1999-01-01'", LargeBinary: "X'00'"}
_IN_BLOCKS = [
    (name, column.name)
    for name in BLOCKS
    for column in tables.metadata.tables[name].columns
    if not column.primary_key
]


@pytest.mark.parametrize(("name", "column"), _IN_BLOCKS)
def test_every_column_of_rows_in_blocks_is_sealed(sealed: Book, name: str, column: str) -> None:
    """A value of one row changed, or put where there was none, is named by its column."""
    of = tables.metadata.tables[name].c[column].type
    other = next((sql for kind, sql in _OTHER.items() if isinstance(of, kind)), "{0} || 'x'")
    other = "'{\"x\": 1}'" if isinstance(of, JSON) else other
    to = f"coalesce({other}, {other.replace('{0}', '7')})".replace("{0}", f'"{column}"')
    key = [each.name for each in tables.metadata.tables[name].primary_key.columns][-1]
    one = f"{key} = (SELECT max({key}) FROM {name})"
    said = found_after(sealed, f'UPDATE {name} SET "{column}" = {to} WHERE {one}')
    # a row that goes by another block is gone from the one and too many in the other
    words = ("gone", "added", "came") if column in BLOCKS[name] else (f"{column} isn't what entry",)
    assert any(word in each for each in said for word in words), said


@pytest.mark.parametrize("name", BLOCKS)
def test_a_row_that_is_gone_or_added_is_named(sealed: Book, name: str) -> None:
    """One row of each table that files fill."""
    table = tables.metadata.tables[name]
    last = [column.name for column in table.primary_key.columns][-1]
    one = f"FROM {name} WHERE {last} = (SELECT max({last}) FROM {name})"
    columns = ", ".join(
        f"{column.name} - 1000000" if column.name == last else f'"{column.name}"'
        for column in table.columns
    )
    gone = found_after(sealed, f"DELETE {one}")
    assert any(" gone: entry " in each for each in gone), gone
    more = found_after(sealed, f"INSERT INTO {name} SELECT {columns} {one}")
    assert any(" added: entry " in each or " came without an entry" in each for each in more), more


LATER = ("crossover", "outside-evidence")
"""Kinds that 0.1.0 hadn't: the story has none of them, and they are replayed like every other."""


def _another(kind: type[Record], row: int) -> str:
    """A statement that changes one field of a record, in its column or its body."""
    table = tables.table_of(kind)
    values = {str: "'other'", date: "'1999-01-01'", float: "77.5", int: "77"}
    name, value = next(
        (name, values[spec.type])
        for name, spec in fields_of(kind).items()
        if spec.type in values and not spec.many and name not in (kind.KEY, "profile")
    )
    if name in table.c:
        return f'UPDATE {table.name} SET "{name}" = {value} WHERE id = {row}'
    body = f"json_set(body, '$.{name}', {value})"
    return f"UPDATE {table.name} SET body = {body} WHERE id = {row}"


@pytest.mark.parametrize(
    "kind", [kind for kind in all_kinds() if kind.KIND not in LATER], ids=lambda kind: kind.KIND
)
def test_a_record_of_every_kind_changed_or_gone_is_named(sealed: Book, kind: type[Record]) -> None:
    """One field of the newest; and then the whole of it."""
    with sealed.store.reading() as tx:
        newest = tx.load(kind)[-1]
    changed = found_after(sealed, _another(kind, newest.id))
    # what it is called may itself be what was changed
    assert any(newest.ref in each or "isn't what" in each for each in changed), changed
    gone = found_after(sealed, f"DELETE FROM {tables.table_of(kind).name} WHERE id = {newest.id}")
    assert any(" is gone, and no entry says who took it away" in each for each in gone), gone


def test_what_0_1_0_wrote_entries_of_is_held_against_them(told: Book) -> None:
    """A record of every kind that wasn't disposed of or imported, all changed at once."""
    refs, statements = [], []
    with told.store.reading() as tx:
        for kind in all_kinds():
            written = {e.record_id for e in tx.history.of_kind(kind) if e.change is not None}
            found = [one for one in tx.load(kind) if one.id in written]
            if found and kind not in (Place, Query):
                refs.append(found[-1].ref)
                statements.append(_another(kind, found[-1].id))
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
    behind = "UPDATE stage SET stage = 'other' WHERE profile = 'PMP-2024-001' AND stage = 'scan'"
    said = found_after(sealed, behind)
    assert said == ["PMP-2024-001 scan 1 holds what it can't, so that it can't be read"]


def test_a_record_put_in_behind_is_named(sealed: Book) -> None:
    """An account with rights that nobody gave."""
    said = found_after(
        sealed,
        "INSERT INTO account (id, version, login, name, roles) "
        "VALUES (99, 1, 'ghost', '', '[\"administrator\"]')",
    )
    assert said == ["ghost has no entry that says who made it"]


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
    for behind, bad in (
        ("DELETE FROM history WHERE seq = 20", (20, "is missing")),
        ("UPDATE history SET who = 'eye' WHERE seq = 20", (20, "doesn't follow from the entry")),
        ("UPDATE history SET why = 'x' WHERE seq = 20", (20, "doesn't hold the values")),
    ):
        with sealed.store.writing() as tx:
            tx.sql.exec_driver_sql(behind)
            found = tx.history.first_bad()
            tx.rollback()
        assert found is not None
        assert (found[0], found[1].startswith(bad[1])) == (bad[0], True)


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
