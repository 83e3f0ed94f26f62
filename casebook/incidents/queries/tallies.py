"""Sums over incidents, in hotspots and everywhere: no geometry, only rows written at import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import distinct, func, select

from casebook.store.tables import incident, incident_place
from casebook.store.transaction import Transaction


class Tally(NamedTuple):
    """How many incidents of a type, from a source, in a month, in a boundary or a set of them."""

    boundary: int | None
    """None for a set of boundaries, where an incident in two of them counts once, and for all."""
    month: int
    type: int
    source: int
    number: int


def tallies(tx: Transaction, boundaries: Sequence[int], first: int, last: int) -> tuple[Tally, ...]:
    """Counts for each of ``boundaries`` from month ``first`` to ``last`` (numbers like 202409)."""
    table = incident_place.c
    query = (
        select(table.boundary, table.month, table.type, table.source, func.count())
        .where(table.boundary.in_(boundaries), table.month.between(first, last))
        .group_by(table.boundary, table.month, table.type, table.source)
    )
    return tuple(map(Tally._make, tx.sql.execute(query)))


def tallies_together(
    tx: Transaction, boundaries: Sequence[int], first: int, last: int
) -> tuple[Tally, ...]:
    """Counts over ``boundaries`` taken together: an incident in two of them counts once."""
    table = incident_place.c
    query = (
        select(table.month, table.type, table.source, func.count(distinct(table.incident)))
        .where(table.boundary.in_(boundaries), table.month.between(first, last))
        .group_by(table.month, table.type, table.source)
    )
    return tuple(Tally(None, *row) for row in tx.sql.execute(query))


def all_tallies(tx: Transaction, first: int, last: int) -> tuple[Tally, ...]:
    """Counts of everything, wherever it lies, from month ``first`` to ``last``; none withdrawn."""
    columns = incident.c
    by = (columns.month, columns.type, columns.source)
    query = (
        select(*by, func.count())
        .where(columns.withdrawn.is_(None), columns.month.between(first, last))
        .group_by(*by)
    )
    return tuple(Tally(None, *row) for row in tx.sql.execute(query))


@dataclass(frozen=True, slots=True)
class OutcomeTally:
    """How many incidents of a type, from a source, in a month and a boundary have an outcome."""

    boundary: int
    month: int
    type: int
    source: int
    outcome: int
    count: int


def outcome_tallies(
    tx: Transaction, boundaries: Sequence[int], first: int, last: int
) -> tuple[OutcomeTally, ...]:
    """Counts by outcome for each of ``boundaries`` from month ``first`` to ``last``."""
    table = incident_place.c
    by = (table.boundary, table.month, table.type, table.source, incident.c.outcome)
    query = (
        select(*by, func.count())
        .join(incident, incident.c.key == table.incident)
        .where(table.boundary.in_(boundaries), table.month.between(first, last))
        .group_by(*by)
    )
    return tuple(OutcomeTally(*row) for row in tx.sql.execute(query))


@dataclass(frozen=True, slots=True)
class IncidentTime:
    """When one incident behind a count was."""

    boundary: int
    month: int
    type: int
    source: int
    at: int | None
    """UTC seconds since 1970; None where only the month is known."""


def times_in(
    tx: Transaction, boundaries: Sequence[int], first: int, last: int
) -> tuple[IncidentTime, ...]:
    """When the incidents behind the counts of ``boundaries`` were."""
    table = incident_place.c
    query = (
        select(table.boundary, table.month, table.type, table.source, incident.c.at)
        .join(incident, incident.c.key == table.incident)
        .where(table.boundary.in_(boundaries), table.month.between(first, last))
    )
    return tuple(IncidentTime(*row) for row in tx.sql.execute(query))
