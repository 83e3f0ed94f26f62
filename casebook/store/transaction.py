"""A casebook as it stands in one open transaction: what everybody reads and writes it by.

One way for every kind: a row's columns are the kind's fields. :meth:`Transaction.save` writes what
changed, the history entry and the raised version, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import func as sql_function

from casebook.core.codes import Labels, labels_used
from casebook.core.errors import BadValue, StaleRecord, StoreFailure
from casebook.core.kinds import Record, all_kinds, part_of_profile, whole_kind
from casebook.store.history import Author, History
from casebook.store.records import (
    T,
    as_columns,
    as_record,
    differing,
    flat,
    holds,
    numbered,
    question,
)
from casebook.store.sealing.unsealed import Unsealed
from casebook.store.search_index import SearchIndex
from casebook.store.server import give_rights, has_rights, take_rights
from casebook.store.tables import history as history_table
from casebook.store.tables import setting as setting_table
from casebook.store.tables import table_of

U = TypeVar("U")


class Transaction:
    """The casebook in one transaction; :class:`~casebook.store.engine.Store` lends it.

    It ends with the block it was lent for: what was written is kept then, or nothing of it.
    """

    def __init__(self, sql: Connection) -> None:
        self._codes: dict[str, dict[str, str]] | None = None
        """The casebook's own codes, once they were looked up."""
        self._read_once: dict[str, dict[str, Any]] = {}
        """What was read of all records of a kind, as :meth:`once` keeps it."""
        self.sql = sql
        """The database itself: for the store and for modules called ``queries``."""
        self.unsealed = Unsealed()
        """What was written without an entry of its own, to be sealed with the next."""
        self.history = History(sql, self._seals)
        self.search = SearchIndex(sql)

    def load(self, kind: type[T], /, **where: Any) -> tuple[T, ...]:
        """The records of ``kind`` whose fields equal ``where``, in the order they were made.

        A list or tuple in ``where`` means any of its values, and a
        :class:`~casebook.store.records.Between` all that lie between two.
        """
        query, given = question(kind, where)
        rows = self.sql.execute(query, given).mappings().all()
        found = (_record(kind, row) for row in rows)
        in_body = {name: v for name, v in where.items() if name not in table_of(kind).c}
        if not in_body:
            return tuple(found)
        return tuple(
            one for one in found if all(holds(getattr(one, n), v) for n, v in in_body.items())
        )

    def load_one(self, kind: type[T], /, **where: Any) -> T | None:
        """The first record of ``kind`` with these values, or None."""
        found = self.load(kind, **where)
        return found[0] if found else None

    def columns(self, kind: type[Record], /, *names: str, **where: Any) -> Sequence[Sequence[Any]]:
        """What these columns of a kind's table hold, a row a record, in the order they were made.

        Of those that are as ``where`` says, as in :meth:`load`, where each names a column. Where a
        few fields of very many records are wanted and the records themselves aren't.
        """
        query, given = question(kind, where, names)
        return self.sql.execute(query, given).all()

    def once(self, kind: type[Record], name: str, read: Callable[[], U]) -> U:
        """What is read of all records of a kind, under a name; read again once one is written."""
        known = self._read_once.setdefault(kind.KIND, {})
        if name not in known:
            known[name] = read()
        found: U = known[name]
        return found

    def written(self, kind: type[Record]) -> None:
        """Take note that records of a kind are written in another way than by this class."""
        self._read_once.pop(kind.KIND, None)

    def save(self, before: T | None, after: T, author: Author, why: str = "") -> T:
        """Write ``after`` over ``before`` (None: a new record) with its history entry.

        Gives it as saved. A new record with a row (one that is made again) gets that row. Nothing
        is written when nothing differs. Raises :class:`StaleRecord` when the row is no longer at
        ``before``'s version.
        """
        change = differing(before, after)
        if before is not None and not change:
            return before
        saved = self._insert(after) if before is None else self._update(before, after)
        self._append(author, saved, change, why)
        self.search.refresh(saved)
        return saved

    def remove(self, record: T, author: Author, why: str = "") -> None:
        """Take a record away, leaving its history; raises :class:`StaleRecord` if it changed."""
        self.written(type(record))
        table = table_of(type(record))
        result = self.sql.execute(
            delete(table).where(table.c.id == record.id, table.c.version == record.version)
        )
        if result.rowcount != 1:
            raise StaleRecord(record.KIND.capitalize(), record.ref)
        self.search.forget(record)
        change = {name: [value, None] for name, value in flat(record).items()}
        self._append(author, record, change, why)

    def insert_many(self, records: list[T]) -> None:
        """Write new records of one kind that an import brings.

        The import's own history entry stands for all of them.
        """
        if records:
            kind = type(records[0])
            self.written(kind)
            if kind.KIND not in self.unsealed.new_after:
                from casebook.store.sealing import seals

                self.unsealed.new_after[kind.KIND] = seals.highest_row(self.sql, kind)
            after = self._after_removed(kind)
            self.sql.execute(
                insert(table_of(kind)),
                [
                    self._columns(record) | {"version": 1} | ({"id": after + n} if after else {})
                    for n, record in enumerate(records)
                ],
            )

    def labels_kept(self, record: Record) -> Labels:
        """The labels stored with a record's codes; none where it isn't saved or has no codes."""
        table = table_of(type(record))
        if "labels" not in table.c or not record.id:
            return {}
        row = self.sql.execute(select(table.c.labels).where(table.c.id == record.id)).first()
        return dict(row.labels) if row else {}

    def labels_now(self, record: Record) -> Labels:
        """The label of every code in a record as its list has it now, by field."""
        if self._codes is None:
            self._codes = self.setting("codes", {})
        own = self._codes
        used = [labels_used(part, own) for part in record.parts.values()]
        return {field: labels for by_field in used for field, labels in by_field.items()}

    def setting(self, key: str, default: Any = None) -> Any:
        """The JSON value kept under ``key``, or ``default``."""
        columns = setting_table.c
        row = self.sql.execute(select(columns.value).where(columns.key == key)).first()
        return default if row is None else row.value

    def put(self, key: str, new: Any) -> None:
        """Set the value under ``key``; the caller's own history entry stands for the change."""
        self._codes = None
        self.unsealed.settings.add(key)
        columns = setting_table.c
        row = self.sql.execute(select(columns.version).where(columns.key == key)).first()
        if row is None:
            self.sql.execute(insert(setting_table).values(key=key, value=new, version=1))
            return
        done = self.sql.execute(
            update(setting_table)
            .where(columns.key == key, columns.version == row.version)
            .values(value=new, version=row.version + 1)
        )
        if done.rowcount != 1:
            raise StaleRecord("Setting", key)

    def reindex(self) -> None:
        """Fill the search index anew from every record."""
        self.sql.execute(text("DELETE FROM search"))
        kinds = all_kinds()
        gone = {
            one.ref for kind in kinds for one in self.load(kind) if getattr(one, "disposed", None)
        }
        for kind in kinds:
            for record in self.load(kind):
                about = getattr(record, "profile", "") if part_of_profile(kind) else record.ref
                if about not in gone:
                    self.search.refresh(record)

    def give_rights(self, login: str, *, may_pass_on: bool = False) -> None:
        """Let a login of the database read and write the casebook, where it lies in one.

        With ``may_pass_on`` it can let others. Raises :class:`StoreFailure` where it can't be
        given; on a file, whoever can write the file can.
        """
        if self.sql.dialect.name == "postgresql":
            give_rights(self.sql, login, may_pass_on=may_pass_on)

    def take_rights(self, login: str) -> None:
        """Take a database login's rights in the casebook back, as far as they are ours to take."""
        if self.sql.dialect.name == "postgresql":
            take_rights(self.sql, login)

    def has_rights(self, login: str) -> bool:
        """Whether the database itself lets a login write the casebook; a file knows no logins."""
        return self.sql.dialect.name == "postgresql" and has_rights(self.sql, login)

    def rollback(self) -> None:
        """Take back everything written in it, as a dry run does; nothing can be written after."""
        self.sql.rollback()
        self.unsealed = Unsealed()

    def seal(self) -> None:
        """Seal with an entry what its last writer wrote that no entry has sealed."""
        if self.unsealed and self.history.author is not None:
            self.history.append(self.history.author, "seal", "rows", {})

    def _seals(self) -> dict[str, Any]:
        """The seals of what is unsealed, which then is sealed."""
        waiting, self.unsealed = self.unsealed, Unsealed()
        if not waiting:
            return {}
        from casebook.store.sealing import seals  # numpy, which most saves do without

        return seals.made(self.sql, self, waiting)

    def _append(self, author: Author, record: Any, change: dict[str, Any], why: str) -> None:
        """Write the history entry of one record."""
        self.history.append(
            author,
            record.KIND,
            record.ref,
            change,
            why,
            record_id=record.id,
            profile_id=self._profile_of(record),
        )

    def _profile_of(self, record: Any) -> int | None:
        """The row of the profile that a record is, or is part of."""
        if record.WHOLE:
            return int(record.id)
        if not part_of_profile(type(record)) or not record.profile:
            return None
        profile = whole_kind()
        table = table_of(profile)
        found = self.sql.execute(select(table.c.id).where(table.c[profile.KEY] == record.profile))
        return found.scalar_one_or_none()

    def _insert(self, record: T) -> T:
        self.written(type(record))
        table = table_of(type(record))
        values = self._columns(record) | {"version": 1}
        number = record.id or self._after_removed(type(record))
        if number:
            values["id"] = number
        result = self.sql.execute(insert(table).values(**values))
        key = result.inserted_primary_key
        assert key is not None
        return numbered(record, key[0], 1)

    def _after_removed(self, kind: type[Record]) -> int | None:
        """The row of a new record where the engine would give it that of one that was removed.

        SQLite gives the row after the highest there is, so that the next record after the removal
        of the newest would go by its key in the history. None where the engine numbers it right.
        """
        if self.sql.dialect.name != "sqlite":
            return None
        row = self.sql.execute(_highest(table_of(kind), kind.KIND)).one()
        highest, standing = row[0] or 0, row[1] or 0
        return highest + 1 if highest > standing else None

    def _update(self, before: T, after: T) -> T:
        self.written(type(after))
        table = table_of(type(after))
        values = self._columns(after, self.labels_kept(before))
        result = self.sql.execute(
            update(table)
            .where(table.c.id == before.id, table.c.version == before.version)
            .values(**values, version=before.version + 1)
        )
        if result.rowcount != 1:
            raise StaleRecord(after.KIND.capitalize(), after.ref)
        return numbered(after, before.id, before.version + 1)

    def _columns(self, record: Any, earlier: Labels | None = None) -> dict[str, Any]:
        """A record's column values; a code that stood before keeps its label of ``earlier``."""
        coded = "labels" in table_of(type(record)).c
        return as_columns(record, self.labels_now(record) if coded else {}, earlier or {})


def _record(kind: type[T], row: RowMapping) -> T:
    """The record in a row; raises :class:`StoreFailure` for a row that can hold none."""
    try:
        return as_record(kind, row)
    except (BadValue, LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoreFailure(
            f"{kind.called().capitalize()} in row {row['id']} holds what Casebook never wrote: "
            "'casebook check' names it. Restore the last backup."
        ) from error


@cache
def _highest(table: Table, kind: str) -> Select[Any]:
    """The highest row of a kind that the history knows, and the highest that stands."""
    columns = history_table.c
    known = select(sql_function.max(columns.record_id)).where(columns.kind == kind)
    newest = select(sql_function.max(table.c.id))
    return select(known.scalar_subquery(), newest.scalar_subquery())
