"""The incidents behind one count, a page at a time: counted, ordered and cut by the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from casebook.store.tables import incident, incident_place, load
from casebook.store.transaction import Transaction

_MANY = 500
"""Values in one IN list: far under what any driver refuses."""


@dataclass(frozen=True)
class CountedPart:
    """Some of what a count counts: types, in the months for which one source speaks of them."""

    source: int
    types: tuple[int, ...]
    months: tuple[int, ...]


@dataclass(frozen=True)
class CountedWhere:
    """Where a count was taken: in boundaries, in areas by their numbers, or everywhere."""

    boundaries: tuple[int, ...] | None = None
    """Taken together: an incident in two of them counts once. None where areas were counted."""
    areas: tuple[int, ...] | None = None
    """The narrowest areas that incidents lie in; None for every one and for none."""
    keys: tuple[int, ...] | None = None
    """The incidents themselves, where they were found by where they lie."""


@dataclass(frozen=True, slots=True)
class IncidentBehind:
    """One incident behind a count, with numbers in place of words that code lists hold."""

    where: int | None
    """The boundary it was counted in, the first of several; or the area; None for no area."""
    key: int
    month: int
    """Such as 202409."""
    at: int | None
    """Seconds since 1970, UTC; None where only the month is known."""
    x: float | None
    """Metres in the casebook's system, as ``y``; None without coordinates."""
    y: float | None
    type: int
    outcome: int
    street: str
    """As its file had it."""
    reference: str | None
    """What its source calls it; None where that isn't kept."""
    source: int
    load: int
    """The number of the load that last wrote it."""
    file: str | None
    """The file of that load."""
    loaded_at: str | None
    """When it was loaded, as ISO text in UTC."""


@dataclass(frozen=True)
class Ranks:
    """The place of each type, outcome and source among their words, by its number."""

    types: Mapping[int, int]
    outcomes: Mapping[int, int]
    sources: Mapping[int, int]
    places: Mapping[int, int]
    """And of each boundary or area by its ref."""


def how_many(tx: Transaction, counted: Sequence[CountedPart], where: CountedWhere) -> int:
    """How many incidents a count is of."""
    found = _found(counted, where).subquery()
    return int(tx.sql.execute(select(func.count()).select_from(found)).scalar_one())


def how_many_since(
    tx: Transaction, counted: Sequence[CountedPart], where: CountedWhere, loads: Collection[int]
) -> dict[int, int]:
    """How many of a count's incidents each of ``loads`` was the last to write."""
    found = _found(counted, where).subquery()
    query = (
        select(incident.c.load, func.count())
        .join(found, found.c.key == incident.c.key)
        .where(incident.c.load.in_(list(loads)))
        .group_by(incident.c.load)
    )
    return {int(by): int(count) for by, count in tx.sql.execute(query)}


def page_of(
    tx: Transaction,
    counted: Sequence[CountedPart],
    where: CountedWhere,
    *,
    order: tuple[str, bool] | None = None,
    ranks: Ranks | None = None,
    start: int = 0,
    size: int | None = None,
) -> tuple[IncidentBehind, ...]:
    """The incidents of a count from ``start`` on, ``size`` of them or all.

    By month, type and key; or by the column ``order`` names first, downwards where it says so,
    with what is missing last.
    """
    found = _found(counted, where).subquery()
    columns = incident.c
    query: Select[Any] = (
        select(
            found.c.where,
            columns.key,
            columns.month,
            columns.at,
            columns.x,
            columns.y,
            columns.type,
            columns.outcome,
            columns.street,
            columns.reference,
            columns.source,
            columns.load,
            load.c.file,
            load.c.at.label("loaded_at"),
        )
        .join(found, found.c.key == columns.key)
        .join(load, load.c.id == columns.load, isouter=True)
    )
    if order is not None and ranks is not None:
        key, down = order
        column = _ordered(found.c.where, key, ranks)
        query = query.order_by(column.is_(None), column.desc() if down else column)
    query = query.order_by(found.c.month, found.c.type, found.c.key).offset(start)
    if size is not None:
        query = query.limit(size)
    return tuple(IncidentBehind(*row) for row in tx.sql.execute(query))


ORDERED = ("place", "month", "date", "type", "outcome", "street", "reference", "source", "load")
"""The columns rows can stand in the order of."""


def _ordered(place: Any, key: str, ranks: Ranks) -> Any:
    columns = incident.c
    by_rank = {
        "place": (place, ranks.places),
        "type": (columns.type, ranks.types),
        "outcome": (columns.outcome, ranks.outcomes),
        "source": (columns.source, ranks.sources),
    }
    if key in by_rank:
        column, rank = by_rank[key]
        return case(dict(rank), value=column) if rank else column
    if key in ("street", "reference"):
        return func.nullif(columns[key], "")
    return {"month": columns.month, "date": columns.at, "load": columns.load}[key]


def _found(counted: Sequence[CountedPart], where: CountedWhere) -> Select[Any]:
    """The key of each incident of the count, and where it was counted."""
    if where.boundaries is not None:
        table = incident_place.c
        own = (table.incident.label("key"), table.month, table.type)
        if len(where.boundaries) == 1:
            # the rows stand in the table's own order: a page is read without the rest
            return select(table.boundary.label("where"), *own).where(
                table.boundary == where.boundaries[0], _any_of(table, counted)
            )
        return (
            select(func.min(table.boundary).label("where"), *own)
            .where(table.boundary.in_(where.boundaries), _any_of(table, counted))
            .group_by(table.incident, table.month, table.type)
        )
    columns = incident.c
    query = select(columns.area.label("where"), columns.key, columns.month, columns.type).where(
        columns.withdrawn.is_(None), _any_of(columns, counted)
    )
    if where.keys is not None:
        parts = (where.keys[n : n + _MANY] for n in range(0, len(where.keys), _MANY))
        query = query.where(or_(false(), *(columns.key.in_(part) for part in parts)))
    return query if where.areas is None else query.where(columns.area.in_(where.areas))


def placed_in_box(
    tx: Transaction,
    counted: Sequence[CountedPart],
    box: tuple[float, float, float, float],
    withdrawn: Collection[int] = (),
) -> Sequence[Any]:
    """The key, x and y of the incidents of a count in ``box``: west, south, east, north.

    Or those that the loads ``withdrawn`` took back, with the load under ``withdrawn``.
    """
    columns = incident.c
    west, south, east, north = box
    query = select(columns.key, columns.x, columns.y, columns.withdrawn).where(
        columns.withdrawn.in_(list(withdrawn)) if withdrawn else columns.withdrawn.is_(None),
        columns.x.between(west, east),
        columns.y.between(south, north),
        _any_of(columns, counted),
    )
    return tx.sql.execute(query).all()


def _any_of(columns: Any, counted: Sequence[CountedPart]) -> ColumnElement[bool]:
    """That a row is of one of the parts of the count."""
    parts = [
        and_(
            columns.source == part.source,
            columns.type.in_(part.types),
            or_(
                *(
                    columns.month.in_(part.months[n : n + _MANY])
                    for n in range(0, len(part.months), _MANY)
                )
            ),
        )
        for part in counted
    ]
    return or_(*parts) if parts else false()
