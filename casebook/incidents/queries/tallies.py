"""Sums over incidents, in hotspots and everywhere: no geometry, only rows written at import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, Table, cast, distinct, func, select

from casebook.store.tables import incident, incident_place
from casebook.store.transaction import Transaction

_TYPES, _SOURCES = 2**20, 2**12
"""More than a casebook has of either."""


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
    return tuple(map(Tally._make, tx.sql.execute(query).all()))


def tallies_together(
    tx: Transaction, boundaries: Sequence[int], first: int, last: int
) -> tuple[Tally, ...]:
    """Counts over ``boundaries`` taken together: an incident in two of them counts once."""
    table = incident_place.c
    of = _packed(incident_place)
    query = (
        select(of, func.count(distinct(table.incident)))
        .where(table.boundary.in_(boundaries), table.month.between(first, last))
        .group_by(of)
    )
    return _unpacked(tx, query)


def all_tallies(tx: Transaction, first: int, last: int) -> tuple[Tally, ...]:
    """Counts of everything, wherever it lies, from month ``first`` to ``last``; none withdrawn."""
    columns = incident.c
    of = _packed(incident)
    query = (
        select(of, func.count())
        .where(columns.withdrawn.is_(None), columns.month.between(first, last))
        .group_by(of)
    )
    return _unpacked(tx, query)


def _packed(table: Table) -> ColumnElement[int]:
    """Month, type and source as one number, which a database groups by in less time than three."""
    columns = table.c
    month: ColumnElement[int] = cast(columns.month, BigInteger)
    return ((month * _TYPES + columns.type) * _SOURCES + columns.source).label("of")


def _unpacked(tx: Transaction, query: Select[int, int]) -> tuple[Tally, ...]:
    found = []
    for of, number in tx.sql.execute(query).all():
        rest, source = divmod(of, _SOURCES)
        month, type_ = divmod(rest, _TYPES)
        found.append(Tally(None, month, type_, source, number))
    return tuple(found)


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
