"""Seals as an entry of the history keeps them, made from what stands in the tables.

They are one JSON object: under ``blocks`` the columns of each table and the seal of each block,
under ``records`` the fields of each kind and the digest of each row, under ``settings`` the digest
of each item of each setting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select, type_coerce
from sqlalchemy.types import NullType

from casebook.core.kinds import Reader, Record, kind_called
from casebook.store import tables
from casebook.store.records import flat
from casebook.store.sealing.digests import Digest, Hashing, canonical
from casebook.store.sealing.unsealed import BLOCKS, Block, Unsealed

_LENGTH = 32
"""Hexadecimal digits of the digest of a record or a setting."""
_BATCH = 20_000
_MANY = 500


def made(sql: Connection, reader: Reader, unsealed: Unsealed) -> dict[str, Any]:
    """The seals of everything in ``unsealed``, as JSON; empty where there is nothing."""
    blocks = {name: _blocks(sql, unsealed, name) for name in BLOCKS}
    kinds = {**dict.fromkeys(unsealed.new_after), **dict.fromkeys(unsealed.records)}
    records = {kind: _records(sql, reader, unsealed, kind) for kind in kinds}
    settings = {key: setting_items(_setting(sql, key)) for key in sorted(unsealed.settings)}
    return {
        name: found
        for name, found in {
            "blocks": {table: each for table, each in blocks.items() if each["of"]},
            "records": {kind: each for kind, each in records.items() if each["of"]},
            "settings": settings,
        }.items()
        if found
    }


def column_names(table: Table) -> list[str]:
    """The columns of a table that are sealed, its key first: the order rows are read in."""
    keys = [column.name for column in table.primary_key.columns]
    return [*keys, *(column.name for column in table.columns if column.name not in keys)]


def label(block: Block) -> str:
    """A block as the key of a JSON object."""
    return "/".join(str(part) for part in block)


def digests(
    sql: Connection, table: Table, names: Sequence[str], blocks: Collection[Block] | None = None
) -> dict[Block, Digest]:
    """The digests of a table's blocks by their ``names``, or of these blocks; none without rows."""
    of = BLOCKS[table.name]
    hashing = Hashing(table, names, json_as_text=sql.dialect.name == "sqlite")
    found: dict[Block, Digest] = {}
    for batch in _raw_rows(sql, table, names, blocks):
        for block, columns in hashing.blocks(batch, of):
            if block not in found:
                found[block] = Digest(len(names))
            found[block].add(columns)
    return found


def record_digest(values: Mapping[str, Any], fields: Collection[str]) -> str:
    """The digest of a record's values by the names history uses."""
    own = {name: value for name, value in values.items() if name in fields}
    return hashlib.sha256(canonical(own).encode()).hexdigest()[:_LENGTH]


def setting_items(value: Any) -> dict[str, str]:
    """The digest of each item of a setting that is an object; of one that isn't, under ``""``."""
    items = value if isinstance(value, dict) else {"": value}
    return {name: _digest(item) for name, item in items.items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:_LENGTH]


def _blocks(sql: Connection, unsealed: Unsealed, name: str) -> dict[str, Any]:
    """The seals of one table's blocks; a block that lost every row is sealed as empty."""
    table = tables.metadata.tables[name]
    names = column_names(table)
    touched = unsealed.touched.get(name, set())
    found = dict(unsealed.fed.get(name, {}))
    found |= {block: Digest(len(names)) for block in touched}
    if touched:
        found |= digests(sql, table, names, touched)
    of = {label(block): each.seal().encode() for block, each in sorted(found.items())}
    return {"columns": names, "of": of}


def _raw_rows(
    sql: Connection, table: Table, names: Sequence[str], blocks: Collection[Block] | None
) -> Iterator[Sequence[Sequence[Any]]]:
    """The table's rows in key order as the database has them, in batches."""
    # a value of another type than its column's, which only other means put there, is to be told
    # and not to fail on
    columns = [type_coerce(table.c[name], NullType()).label(name) for name in names]
    query = select(*columns).order_by(*table.primary_key.columns)
    if blocks is not None:
        query = query.where(_among(table, blocks))
    yield from sql.execute(query, execution_options={"yield_per": _BATCH}).partitions()


def _among(table: Table, blocks: Collection[Block]) -> ColumnElement[bool]:
    """That a row is of one of these blocks."""
    first, *more = (table.c[name] for name in BLOCKS[table.name])
    if not more:
        return first.in_([block[0] for block in blocks])
    by_first: dict[Any, list[Any]] = {}
    for one, other in blocks:
        by_first.setdefault(one, []).append(other)
    return or_(*((first == one) & more[0].in_(others) for one, others in by_first.items()))


def _records(sql: Connection, reader: Reader, unsealed: Unsealed, kind: str) -> dict[str, Any]:
    """The seals of one kind's records that came or changed without an entry each."""
    of = kind_called(kind)
    assert of is not None
    rows = set(unsealed.records.get(kind, ()))
    if kind in unsealed.new_after:
        rows |= set(rows_of(sql, of, after=unsealed.new_after[kind]))
    found: dict[int, dict[str, Any]] = {}
    ordered = sorted(rows)
    for start in range(0, len(ordered), _MANY):
        records = reader.load(of, id=ordered[start : start + _MANY])
        found |= {record.id: flat(record) for record in records}
    fields = sorted({name for values in found.values() for name in values})
    return {
        "fields": fields,
        "of": {str(row): record_digest(values, fields) for row, values in found.items()},
    }


def rows_of(sql: Connection, kind: type[Record], *, after: int = 0) -> list[int]:
    """The rows of a kind's records, those above ``after``, rising."""
    table = tables.table_of(kind)
    query = select(table.c.id).where(table.c.id > after).order_by(table.c.id)
    if not kind.OWN_TABLE:
        query = query.where(table.c.kind == kind.KIND)
    return list(sql.execute(query).scalars())


def highest_row(sql: Connection, kind: type[Record]) -> int:
    """The highest row of the table a kind is kept in; 0 where it has none."""
    return sql.execute(select(func.max(tables.table_of(kind).c.id))).scalar() or 0


def _setting(sql: Connection, key: str) -> Any:
    found = sql.execute(select(tables.setting.c.value).where(tables.setting.c.key == key)).first()
    return None if found is None else found.value
