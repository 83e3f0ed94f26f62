"""Rows read a page at a time, in an order the database keeps: however many there are.

A page begins after the last row of the one before and not at a number, so that a row that comes or
goes meanwhile makes no other row come twice or be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    collate,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

T = TypeVar("T")
U = TypeVar("U")
After = tuple[Any, ...]
"""What the last row of a page is ordered by: the next page begins after it."""


@dataclass(frozen=True)
class PageOfRows(Generic[T]):
    """Some rows of a list, and how many there are in all."""

    rows: tuple[T, ...]
    total: int
    """As many as are listed on all pages."""
    after: After | None = None
    """Where the next page begins; None where this is the last."""

    def of(self, rows: Iterable[U]) -> PageOfRows[U]:
        """The page with something else made of its rows."""
        return PageOfRows(tuple(rows), self.total, self.after)


@dataclass(frozen=True)
class By:
    """One of the things that rows are ordered by, which no row may lack (null has no place)."""

    what: ColumnElement[Any]
    down: bool = False


@dataclass(frozen=True)
class OrderedRows:
    """Rows that are listed and their order, of which the last part tells every row apart.

    Texts are in the order of their letters' numbers, in every database alike.
    """

    rows: Select[Any]
    order: Sequence[By]
    given: Mapping[str, Any] = field(default_factory=dict)
    """What stands for the values that the rows are asked by, where they were made without them."""

    def page(
        self,
        sql: Connection,
        size: int,
        after: After | None = None,
        total: Callable[[], int] | None = None,
    ) -> PageOfRows[Row[Any]]:
        """So many rows from the first on, or from ``after`` on; each ends in what orders it.

        ``total`` counts all, where something else needs that too.
        """
        terms = [(_plainly(sql, by.what), by.down) for by in self.order]
        query = self.rows.add_columns(*(what for what, _ in terms)).limit(size + 1)
        query = query.order_by(*(what.desc() if down else what for what, down in terms))
        if after is not None:
            query = query.where(_follows(terms, after))
        found = sql.execute(query, self.given).all()
        kept, more = tuple(found[:size]), len(found) > size
        whole = after is None and not more
        return PageOfRows(
            kept,
            len(kept) if whole else total() if total else self.total(sql),
            tuple(kept[-1][-len(terms) :]) if more else None,
        )

    def up_to(self, sql: Connection, one: ColumnElement[bool]) -> int:
        """How many rows there are up to the ``one`` row that this holds of; 0 where none does."""
        terms = [(_plainly(sql, by.what), by.down) for by in self.order]
        asked = self.rows.with_only_columns(*(what for what, _ in terms)).where(one)
        at = sql.execute(asked, self.given).first()
        if at is None:
            return 0
        counted = self.rows.where(not_(_follows(terms, tuple(at)))).order_by(None).subquery()
        return int(sql.execute(select(func.count()).select_from(counted), self.given).scalar_one())

    def total(self, sql: Connection) -> int:
        """How many rows are listed in all."""
        counted = select(func.count()).select_from(self.rows.order_by(None).subquery())
        return int(sql.execute(counted, self.given).scalar_one())


def _plainly(sql: Connection, what: ColumnElement[Any]) -> ColumnElement[Any]:
    """What orders rows, by the numbers of its letters: SQLite does it, a server its own way."""
    server = sql.dialect.name == "postgresql"
    return collate(what, "C") if server and isinstance(what.type, String) else what


def _follows(terms: Sequence[tuple[ColumnElement[Any], bool]], after: After) -> ColumnElement[bool]:
    """That a row comes after one ordered by these values."""
    follows: ColumnElement[bool] = false()
    for (what, down), last in zip(reversed(terms), reversed(after), strict=True):
        value = literal(last, what.type)
        beyond = what < value if down else what > value
        follows = or_(beyond, and_(what == value, follows))
    return follows
