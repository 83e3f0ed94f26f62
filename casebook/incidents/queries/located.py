"""Incidents with coordinates inside a box of ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from casebook.store.tables import incident
from casebook.store.transaction import Transaction


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


def located_between(tx: Transaction, first: int, last: int) -> Sequence[Any]:
    """Incidents with coordinates from month ``first`` to ``last``, in key order.

    Each is month, type, source, at (seconds since 1970; None where only the month is known), x and
    y. What was withdrawn is left out.
    """
    columns = incident.c
    query = (
        select(columns.month, columns.type, columns.source, columns.at, columns.x, columns.y)
        .where(
            columns.withdrawn.is_(None),
            columns.month.between(first, last),
            columns.x.is_not(None),
        )
        .order_by(columns.key)
    )
    return tx.sql.execute(query).all()
