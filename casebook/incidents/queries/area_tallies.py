"""Incidents by the narrowest area each lies in: sums and the rows behind them, no geometry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from casebook.store.tables import incident
from casebook.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AreaTally:
    """How many incidents of a type, from a source, in a month, have an area as their narrowest."""

    area: int | None
    """None: in no area, or without coordinates."""
    month: int
    type: int
    source: int
    count: int
    located: int
    """How many of them have coordinates."""


def area_tallies(
    tx: Transaction, areas: Collection[int] | None, first: int, last: int
) -> tuple[AreaTally, ...]:
    """Counts for each of ``areas`` from month ``first`` to ``last`` (numbers like 202409).

    None: for every area and for incidents in none. What was withdrawn doesn't count.
    """
    columns = incident.c
    by = (columns.area, columns.month, columns.type, columns.source)
    query = (
        select(*by, func.count(), func.count(columns.x))
        .where(columns.withdrawn.is_(None), columns.month.between(first, last))
        .group_by(*by)
    )
    if areas is not None:
        query = query.where(columns.area.in_(areas))
    return tuple(AreaTally(*row) for row in tx.sql.execute(query))
