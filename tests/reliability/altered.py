"""Rows altered behind a casebook's back: each has to be named by ``casebook check``.

The casebook is the story of ``tests/compare``, in which every kind has a record or two. What people
write has an entry each; the rest is sealed with one entry here, as an import seals what it brings.
"""

from __future__ import annotations

import json
import lzma
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Date, Float, Integer, LargeBinary, text

from casebook.book.opening import Book, open_book
from casebook.core.fields import fields_of
from casebook.core.kinds import Record, all_kinds
from casebook.store import history, schema, tables
from casebook.store.sealing.seals import rows_of
from casebook.store.sealing.unsealed import BLOCKS
from casebook.store.transaction import Transaction
from tests.compare.make_fixture import BOOK, LOGIN
from tests.reliability.asked import Asked
from tests.reliability.commands import typed
from tests.reliability.outcome import Outcome

NOON = datetime(2024, 12, 18, 12, tzinfo=UTC)
LATER = ("crossover", "outside-evidence", "meeting", "shift-visit")
"""Kinds that 0.1.0 hadn't: the story has none of them, and they are replayed like every other."""
KINDS = tuple(kind for kind in all_kinds() if kind.KIND not in LATER)
_OWN = json.dumps({"a": [{"title": "A", "kind": "crime", "types": ["Burglary"], "subtypes": []}]})
"""A count group of the force's own."""


@dataclass(frozen=True)
class Alteration:
    """One change behind a casebook's back, and what a check may call it by."""

    name: str
    behind: str
    """The statement that makes it."""
    says: tuple[str, ...]
    """Words of which a line of the check has to have some."""


def told_in(folder: Path) -> Book:
    """The story's casebook as 0.1.0 left it, brought up to date."""
    path = folder / "casebook.db"
    path.write_bytes(lzma.decompress(BOOK.read_bytes()))
    schema.upgrade(str(path), history.Author(LOGIN, NOON))
    return open_book(str(path), LOGIN, clock=lambda: NOON)


def sealed_in(folder: Path, told: Book) -> Book:
    """A copy of ``told``, everything in it sealed."""
    path = folder / "casebook.db"
    with told.store.reading():
        told.store.wipe()
    path.write_bytes(Path(told.store.book).read_bytes())
    book = open_book(str(path), LOGIN, clock=lambda: NOON)
    with book.store.writing() as tx:
        tx.sql.execute(text("INSERT INTO setting VALUES ('count-groups', :own, 1)"), {"own": _OWN})
        _seal_everything(tx)
    return book


def _seal_everything(tx: Transaction) -> None:
    """Seal all that stands in the tables with one entry, as the imports of today would have."""
    for name, of in BLOCKS.items():
        table = tables.metadata.tables[name]
        found = tx.sql.execute(table.select().with_only_columns(*(table.c[each] for each in of)))
        tx.unsealed.touch(name, found.all())
    for kind in all_kinds():
        tx.unsealed.record(kind.KIND, rows_of(tx.sql, kind))
    tx.unsealed.settings |= set(tx.sql.execute(text("SELECT key FROM setting")).scalars())
    tx.history.append(history.Author(LOGIN, NOON), "seal", "rows", {})


MARCH = "month = 202403"
LISTED = tuple(
    Alteration(name, behind, (says,))
    for name, behind, says in (
        ("patrols deleted", "DELETE FROM patrol WHERE source = 'gps'", "patrols of load"),
        (
            "patrols shifted",
            'UPDATE patrol SET start = start + 3600, "end" = "end" + 3600',
            "start and",
        ),
        ("patrols re-labelled", "UPDATE patrol SET resourcing = 'core'", ": resourcing"),
        ("what they count as", "UPDATE patrol SET counted_as = 'core'", ": counted_as"),
        (
            "incidents deleted",
            f"DELETE FROM incident WHERE {MARCH}",
            "incidents of load 6 in Mar 2024",
        ),
        (
            "incidents retyped",
            f"UPDATE incident SET type = 0 WHERE {MARCH}",
            "Mar 2024: type isn't",
        ),
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
            "INSERT INTO load SELECT 99, kind, source, file, sha256, rules, counts, covers, at, "
            "who FROM load WHERE id = 2",
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
        (
            "a signed review's figures",
            "UPDATE review SET figures = '[]'",
            "its figures aren't those",
        ),
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
        (
            "a setting gone",
            "DELETE FROM setting WHERE key = 'incident-sources'",
            "' is gone: entry",
        ),
        ("a place's name", "UPDATE place SET name = 'Other' WHERE id = 4", "isn't what entry"),
    )
)
"""Changes of rows that files brought, of loads, settings, codes and signed reviews."""

CHAIN = (
    Alteration("an entry deleted", "DELETE FROM history WHERE seq = 20", ("is missing",)),
    Alteration(
        "an entry by another",
        "UPDATE history SET who = 'eye' WHERE seq = 20",
        ("doesn't follow from the entry",),
    ),
    Alteration(
        "an entry with another reason",
        "UPDATE history SET why = 'x' WHERE seq = 20",
        ("doesn't hold the values",),
    ),
)
"""What is done to the history itself."""
PUT_IN = Alteration(
    "an account with rights that nobody gave",
    "INSERT INTO account (id, version, login, name, roles) "
    "VALUES (99, 1, 'ghost', '', '[\"administrator\"]')",
    ("ghost has no entry that says who made it",),
)
UNREADABLE = Alteration(
    "a row that no record can be made of",
    "UPDATE stage SET stage = 'other' WHERE profile = 'PMP-2024-001' AND stage = 'scan'",
    ("PMP-2024-001 scan 1 holds what it can't, so that it can't be read",),
)
SPOILT = tuple(
    Alteration(f"{table}.{column} spoilt", f"UPDATE {table} SET {column} = {to} {which}", (says,))
    for table, column, to, which, says in (
        ("setting", "value", "'x'", "WHERE key = 'codes'", "1 row of setting can't be read: value"),
        ("setting", "value", "'5'", "WHERE key = 'incident-types'", "'incident-types' isn't what"),
        ("setting", "value", "'x'", "WHERE key = 'settings'", "isn't as Casebook left it"),
        ("account", "roles", "'x'", "WHERE login = 'eye'", "1 row of account can't be read: roles"),
        ("account", "roles", "'5'", "WHERE login = 'eye'", "eye holds what it can't"),
        ("history", "change", "'x'", "WHERE seq = 20", "1 row of history can't be read: change"),
        ("history", "change", "NULL, salt = NULL", "WHERE seq = 60", "entry 60"),
        ("history", "who", "X'ff'", "WHERE seq = 20", "1 row of history can't be read: who"),
        ("load", "covers", "'x'", "WHERE id = 2", "1 row of load can't be read: covers"),
        ("action", "due", "'x'", "WHERE id = 1", "1 row of action can't be read: due"),
        ("place", "name", "X'ff'", "WHERE id = 4", "1 row of place can't be read: name"),
        ("stage", "body", "'5'", "WHERE id = 1", "so that it can't be read"),
    )
)
"""Values that can't be read where they stand, so that a check has to look before it reads."""
IN_BLOCKS = tuple(
    (name, column.name)
    for name in BLOCKS
    for column in tables.metadata.tables[name].columns
    if not column.primary_key
)
"""Every column of the rows that are sealed in blocks, by its table."""
_OTHER = {Integer: "{0} + 1", Float: "{0} + 1", Date: "'1999-01-01'", LargeBinary: "X'00'"}


def every(tx: Transaction) -> Iterator[Alteration]:
    """All that is tried: what is listed, every column in blocks, rows and records of every kind."""
    yield from (*LISTED, *CHAIN, *SPOILT, PUT_IN, UNREADABLE)
    yield from (one_value(name, column) for name, column in IN_BLOCKS)
    for name in BLOCKS:
        yield from (row_gone(name), row_added(name))
    for kind in KINDS:
        newest = tx.load(kind)[-1]
        yield from (record_changed(kind, newest), record_gone(kind, newest))


def one_value(name: str, column: str) -> Alteration:
    """A value of one row changed, or put where there was none."""
    of = tables.metadata.tables[name].c[column].type
    other = next((sql for kind, sql in _OTHER.items() if isinstance(of, kind)), "{0} || 'x'")
    other = "'{\"x\": 1}'" if isinstance(of, JSON) else other
    to = f"coalesce({other}, {other.replace('{0}', '7')})".replace("{0}", f'"{column}"')
    key = [each.name for each in tables.metadata.tables[name].primary_key.columns][-1]
    one = f"{key} = (SELECT max({key}) FROM {name})"
    # a row that goes by another block is gone from the one and too many in the other
    words = ("gone", "added", "came") if column in BLOCKS[name] else (f"{column} isn't what entry",)
    return Alteration(f"{name}.{column}", f'UPDATE {name} SET "{column}" = {to} WHERE {one}', words)


def row_gone(name: str) -> Alteration:
    """The last row of a table that files fill, taken out."""
    return Alteration(f"a row of {name} gone", f"DELETE {_last(name)[1]}", (" gone: entry ",))


def row_added(name: str) -> Alteration:
    """One more row like the last of a table that files fill."""
    last, one = _last(name)
    columns = ", ".join(
        f"{column.name} - 1000000" if column.name == last else f'"{column.name}"'
        for column in tables.metadata.tables[name].columns
    )
    behind = f"INSERT INTO {name} SELECT {columns} {one}"
    says = (" added: entry ", " came without an entry")
    return Alteration(f"a row of {name} added", behind, says)


def _last(name: str) -> tuple[str, str]:
    last = [column.name for column in tables.metadata.tables[name].primary_key.columns][-1]
    return last, f"FROM {name} WHERE {last} = (SELECT max({last}) FROM {name})"


def record_changed(kind: type[Record], record: Any) -> Alteration:
    """One field of a record changed, in its column or its body."""
    table = tables.table_of(kind)
    values = {str: "'other'", date: "'1999-01-01'", float: "77.5", int: "77"}
    name, value = next(
        (name, values[spec.type])
        for name, spec in fields_of(kind).items()
        if spec.type in values and not spec.many and name not in (kind.KEY, "profile")
    )
    if name in table.c:
        behind = f'UPDATE {table.name} SET "{name}" = {value} WHERE id = {record.id}'
    else:
        body = f"json_set(body, '$.{name}', {value})"
        behind = f"UPDATE {table.name} SET body = {body} WHERE id = {record.id}"
    # what it is called may itself be what was changed
    return Alteration(f"{kind.KIND} changed", behind, (record.ref, "isn't what"))


def record_gone(kind: type[Record], record: Any) -> Alteration:
    """The whole of a record."""
    behind = f"DELETE FROM {tables.table_of(kind).name} WHERE id = {record.id}"
    says = (" is gone, and no entry says who took it away",)
    return Alteration(f"{kind.KIND} gone", behind, says)


def trial(asked: Asked) -> Outcome:
    """Make each alteration in a copy of its own, by SQLite alone, and run ``casebook check``."""
    lost = []
    with tempfile.TemporaryDirectory() as name:
        told = told_in(Path(name))
        (Path(name) / "sealed").mkdir()
        sealed = sealed_in(Path(name) / "sealed", told)
        with sealed.store.reading() as tx:
            alterations = tuple(every(tx))
        for book in (told, sealed):
            book.store.wipe()
            book.store.close()
        copy = Path(name) / "copy.db"
        code, said = typed("--book", sealed.store.book, "check", login=LOGIN)
        lost += [f"nothing altered: {said}"] if code else []
        for each in asked.watched("alteration", alterations):
            shutil.copyfile(sealed.store.book, copy)
            with closing(sqlite3.connect(copy)) as file, file:
                file.execute(each.behind)
            code, said = typed("--book", copy, "check", login=LOGIN)
            if code != 1 or not any(words in said for words in each.says):
                lost.append(f"{each.name}: exit {code}, and {said.strip().splitlines()[-1]}")
            for beside in ("-wal", "-shm"):
                copy.with_name(copy.name + beside).unlink(missing_ok=True)
    return Outcome("alterations", len(alterations), tuple(lost))
