"""Incidents with coordinates inside a box of ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from casebook.store.tables import incident
from casebook.store.transaction import Transaction

_BATCH = 20_000


class Located(NamedTuple):
    """One incident and where it happened, in the casebook's metres."""

    month: int
    type: int
    source: int
    x: float
    y: float


def located_within(
    tx: Transaction, box: tuple[float, float, float, float], first: int, last: int
) -> Sequence[Located]:
    """Incidents in ``box`` (west, south, east, north) from month ``first`` to ``last`` (202409).

    What was withdrawn is left out.
    """
    columns = incident.c
    west, south, east, north = box
    query = select(columns.month, columns.type, columns.source, columns.x, columns.y).where(
        columns.withdrawn.is_(None),
        columns.month.between(first, last),
        columns.x.between(west, east),
        columns.y.between(south, north),
    )
    return [Located(*row) for row in tx.sql.execute(query)]


def located_between(
    tx: Transaction, first: int, last: int, keys: tuple[int, int] | None = None
) -> Iterator[Sequence[Any]]:
    """Incidents with coordinates from month ``first`` to ``last``, in batches and in key order.

    Each is month, type, source, at (seconds since 1970; None where only the month is known), x and
    y. What was withdrawn is left out, and so is what has none of ``keys``, from one to another.
    """
    columns = incident.c
    query = (
        select(columns.month, columns.type, columns.source, columns.at, columns.x, columns.y)
        .where(*_located(first, last))
        .order_by(columns.key)
    )
    if keys is not None:
        query = query.where(columns.key.between(*keys))
    yield from tx.sql.execute(query, execution_options={"yield_per": _BATCH}).partitions()


def located_keys(tx: Transaction, first: int, last: int) -> tuple[int, int, int] | None:
    """The least and the greatest key of those of :func:`located_between`, and how many they are."""
    key = incident.c.key
    query = select(func.min(key), func.max(key), func.count()).where(*_located(first, last))
    low, high, number = tx.sql.execute(query).one()
    return (low, high, number) if number else None


def _located(first: int, last: int) -> tuple[ColumnElement[bool], ...]:
    columns = incident.c
    return (
        columns.withdrawn.is_(None),
        columns.month.between(first, last),
        columns.x.is_not(None),
    )
