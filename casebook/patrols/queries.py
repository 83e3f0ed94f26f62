"""The patrols of a casebook: the rows that count, and the reading and writing an import needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from casebook.core.codes import STAFF_KINDS
from casebook.core.local_time import instant
from casebook.patrols.certificate import Certificate
from casebook.patrols.dosage import Stretch
from casebook.patrols.merging import UNKNOWN_CREW, Merged, crew
from casebook.patrols.patrol import GPS, LONGEST, Patrol, Timeline
from casebook.places.place import Place
from casebook.store.tables import load, patrol, table_of
from casebook.store.transaction import Transaction

place = table_of(Place)

SHEET_LOAD = "shift sheet"
"""The kind of load that holds the patrols of a team's shift sheets, of one month."""

_LONGEST = int(LONGEST.total_seconds())
_MANY = 500
"""Values in one IN list: far under what any driver refuses."""


class PatrolTime(NamedTuple):
    """A patrol as the figures count it."""

    id: int
    place: int
    """The id of the hotspot."""
    unit: str
    start: int
    """UTC seconds since 1970."""
    end: int
    officers: int
    resourcing: str
    """What it counts as."""
    gps: Certificate | None = None
    """What can be said for its time, of a GPS visit."""

    @property
    def away(self) -> tuple[Stretch, ...]:
        """The longer times outside that GPS saw, in order."""
        return () if self.gps is None else self.gps.away


def delivered(
    tx: Transaction, place_ids: Collection[int] | None, start: int, end: int
) -> tuple[PatrolTime, ...]:
    """The delivered patrols that count and share time with ``start`` to ``end``, in order.

    In the places of ``place_ids``, or in all where it is None; times are UTC seconds since 1970.
    A GPS visit that doesn't say who was on it has the officers that other rows of the unit tell.
    """
    rows = _times(tx, place_ids, start, end, patrol.c.planned.is_(False), patrol.c.under.is_(None))
    return rows if all(row.officers for row in rows) else _crewed(tx, rows)


def _crewed(tx: Transaction, rows: tuple[PatrolTime, ...]) -> tuple[PatrolTime, ...]:
    """The rows, those without officers given the crew that the unit had at that time."""
    bare = [row for row in rows if not row.officers]
    first, last = min(row.start for row in bare), max(row.end for row in bare)
    held = stored(tx, {row.unit for row in bare}, instant(first), instant(last))
    visits = {one.patrol.id: one.patrol for one in held if one.patrol.source == GPS}
    lines = _by_unit(held)
    return tuple(
        row
        if row.officers
        else row._replace(officers=sum(n for _, n in crew(visits[row.id], lines[row.unit])))
        for row in rows
    )


def uncrewed(tx: Transaction, visits: Collection[Patrol]) -> int:
    """How many of ``visits`` no row of their unit gives the staff of."""
    first, last = min(one.start for one in visits), max(one.end for one in visits)
    lines = _by_unit(stored(tx, {one.unit for one in visits}, first, last))
    return sum(crew(one, lines[one.unit]) is UNKNOWN_CREW for one in visits)


def _by_unit(held: Iterable[StoredPatrol]) -> dict[str, Timeline]:
    by_unit: dict[str, list[Patrol]] = {}
    for one in held:
        by_unit.setdefault(one.patrol.unit, []).append(one.patrol)
    return {unit: Timeline(rows) for unit, rows in by_unit.items()}


def planned(
    tx: Transaction, place_ids: Collection[int] | None, start: int, end: int
) -> tuple[PatrolTime, ...]:
    """The planned patrols, kept or not, that share time with ``start`` to ``end``, in order."""
    return _times(tx, place_ids, start, end, patrol.c.planned.is_(True))


def _times(
    tx: Transaction,
    place_ids: Collection[int] | None,
    start: int,
    end: int,
    *which: ColumnElement[bool],
) -> tuple[PatrolTime, ...]:
    columns = patrol.c
    query = select(
        columns.id,
        columns.place,
        columns.unit,
        columns.start,
        columns.end,
        columns.staff,
        columns.counted_as,
        columns.gps,
    ).where(*_sharing(start, end), *which)
    if place_ids is not None:
        query = query.where(columns.place.in_(place_ids))
    rows = tx.sql.execute(query.order_by(columns.start, columns.id))
    return tuple(
        PatrolTime(
            id_, where, unit, begins, ends, sum(staff.values()), counted_as, _certificate(gps)
        )
        for id_, where, unit, begins, ends, staff, counted_as, gps in rows
    )


def _sharing(start: int, end: int) -> tuple[ColumnElement[bool], ...]:
    """Overlap with a stretch of time, put so that an index on ``start`` serves."""
    columns = patrol.c
    return columns.start < end, columns.start > start - _LONGEST, columns.end > start


class CameWith(NamedTuple):
    """What brought a patrol."""

    source: str
    load: int
    file: str
    loaded_at: str
    """ISO text in UTC."""


def came_with(tx: Transaction, ids: Collection[int]) -> dict[int, CameWith]:
    """The source of each of these patrols, and the load that last wrote it."""
    wanted = sorted(ids)
    found: dict[int, CameWith] = {}
    for n in range(0, len(wanted), _MANY):
        query = (
            select(patrol.c.id, patrol.c.source, load.c.id, load.c.file, load.c.at)
            .join(load, load.c.id == patrol.c.load)
            .where(patrol.c.id.in_(wanted[n : n + _MANY]))
        )
        found |= {row[0]: CameWith(*row[1:]) for row in tx.sql.execute(query)}
    return found


def first_delivered(
    tx: Transaction, places: Collection[int] | None = None, since: int = 0
) -> dict[int, int]:
    """The start of the first delivered patrol in each of ``places``, or in each there is.

    Of those from ``since`` on; all are UTC seconds since 1970. A place without one is left out.
    """
    columns = patrol.c
    query = (
        select(columns.place, func.min(columns.start).label("first"))
        .where(columns.start >= since, columns.planned.is_(False), columns.under.is_(None))
        .group_by(columns.place)
    )
    if places is not None:
        query = query.where(columns.place.in_(places))
    return {row.place: row.first for row in tx.sql.execute(query)}


def last_delivered(tx: Transaction, places: Collection[int], before: int) -> dict[int, int]:
    """The start of the last delivered patrol in each of ``places`` that began before a moment.

    Both are UTC seconds since 1970. A place without one is left out.
    """
    columns = patrol.c
    query = (
        select(columns.place, func.max(columns.start).label("last"))
        .where(columns.start < before, columns.planned.is_(False), columns.under.is_(None))
        .where(columns.place.in_(places))
        .group_by(columns.place)
    )
    return {row.place: row.last for row in tx.sql.execute(query)}


@dataclass(frozen=True, slots=True)
class StoredPatrol:
    """A patrol, and how it counts."""

    patrol: Patrol
    merged: Merged


def units(tx: Transaction) -> tuple[str, ...]:
    """Every unit that has a patrol, as it is spelt."""
    return tuple(tx.sql.execute(select(patrol.c.unit).distinct().order_by(patrol.c.unit)).scalars())


def units_in(tx: Transaction, refs: Collection[str], start: datetime, end: datetime) -> set[str]:
    """The units with a patrol in hotspots of these refs from ``start`` to ``end``."""
    query = (
        select(patrol.c.unit)
        .join(place, place.c.id == patrol.c.place)
        .where(place.c.ref.in_(refs), *_sharing(_epoch(start), _epoch(end)))
    )
    return set(tx.sql.execute(query).scalars())


def stored(
    tx: Transaction, of: Collection[str], start: datetime, end: datetime
) -> tuple[StoredPatrol, ...]:
    """The patrols of the units in ``of`` that share time with ``start`` to ``end``."""
    names = sorted(set(of))
    found: list[StoredPatrol] = []
    for n in range(0, len(names), _MANY):
        some = patrol.c.unit.in_(names[n : n + _MANY])
        found += _read(tx, some, *_sharing(_epoch(start), _epoch(end)))
    return tuple(found)


def stored_in(
    tx: Transaction, place_ids: Collection[int], start: datetime, end: datetime
) -> tuple[StoredPatrol, ...]:
    """The patrols in these places, planned and delivered, that start from ``start`` to ``end``."""
    columns = patrol.c
    return _read(
        tx,
        columns.place.in_(place_ids),
        columns.start >= _epoch(start),
        columns.start < _epoch(end),
    )


def of_load_kind(tx: Transaction, kind: str) -> tuple[Patrol, ...]:
    """The patrols that loads of one kind brought, as rows."""
    brought = select(load.c.id).where(load.c.kind == kind)
    return tuple(one.patrol for one in _read(tx, patrol.c.load.in_(brought)))


def of_source(
    tx: Transaction, source: str, start: datetime, end: datetime, *, feed: str | None = None
) -> tuple[StoredPatrol, ...]:
    """The patrols of ``source`` that start from ``start`` to before ``end``.

    Only those that loads of pings called ``feed`` brought, where it is given; none that stand on a
    shift sheet, which people kept and no file takes back.
    """
    columns = patrol.c
    kept = select(load.c.id).where(load.c.kind == SHEET_LOAD)
    which = [
        columns.load.not_in(kept),
        columns.source == source,
        columns.start >= _epoch(start),
        columns.start < _epoch(end),
    ]
    if feed is not None:
        brought = select(load.c.id).where(load.c.kind == "pings", load.c.source == feed)
        which.append(columns.load.in_(brought))
    return _read(tx, *which)


def _read(tx: Transaction, *which: ColumnElement[bool]) -> tuple[StoredPatrol, ...]:
    columns = patrol.c
    query = (
        select(
            columns.id,
            place.c.ref,
            columns.unit,
            columns.start,
            columns.end,
            columns.staff,
            columns.mode,
            columns.resourcing,
            columns.source,
            columns.under,
            columns.counted_as,
            columns.gps,
        )
        .join(place, place.c.id == columns.place)
        .where(*which)
        .order_by(columns.start, columns.id)
    )
    return tuple(
        StoredPatrol(
            Patrol(
                row.ref,
                row.unit,
                instant(row.start),
                instant(row.end),
                tuple((kind, row.staff[kind]) for kind in STAFF_KINDS if kind in row.staff),
                row.mode,
                row.resourcing,
                row.source,
                id=row.id,
                gps=_certificate(row.gps),
            ),
            Merged(row.under, row.counted_as),
        )
        for row in tx.sql.execute(query)
    )


def add(tx: Transaction, patrols: Collection[Patrol], load_id: int) -> None:
    """Write patrols that are new, each counting as itself until it is merged with others."""
    if not patrols:
        return
    refs = {one.place for one in patrols}
    found = tx.sql.execute(select(place.c.ref, place.c.id).where(place.c.ref.in_(refs)))
    ids = {row.ref: row.id for row in found}
    rows = [
        _details(one)
        | {
            "place": ids[one.place],
            "unit": one.unit,
            "start": _epoch(one.start),
            "end": _epoch(one.end),
            "source": one.source,
            "planned": one.planned,
            "under": None,
            "counted_as": one.resourcing,
            "load": load_id,
        }
        for one in patrols
    ]
    tx.unsealed.touch("patrol", [(load_id,)])
    tx.sql.execute(insert(patrol), rows)


def change(tx: Transaction, patrols: Iterable[Patrol], load_id: int) -> None:
    """Write the staff, mode, resourcing and certificate of patrols that are there already."""
    rows = [_details(one) | {"load": load_id, "which": one.id} for one in patrols]
    if rows:
        _touch(tx, [row["which"] for row in rows])
        tx.unsealed.touch("patrol", [(load_id,)])
        tx.sql.execute(update(patrol).where(patrol.c.id == bindparam("which")), rows)


def remove(tx: Transaction, ids: Iterable[int]) -> None:
    """Take rows out; the caller merges anew what they counted for."""
    rows = [{"which": id_} for id_ in ids]
    if rows:
        _touch(tx, [row["which"] for row in rows])
        tx.sql.execute(delete(patrol).where(patrol.c.id == bindparam("which")), rows)


def put_merged(tx: Transaction, merged: Mapping[int, Merged]) -> None:
    """Write how rows count, by their ids."""
    rows = [
        {"which": id_, "under": one.under, "counted_as": one.counted_as}
        for id_, one in merged.items()
    ]
    if rows:
        _touch(tx, list(merged))
        tx.sql.execute(update(patrol).where(patrol.c.id == bindparam("which")), rows)


def _touch(tx: Transaction, ids: Sequence[int]) -> None:
    """Have the rows of the loads that these patrols are of sealed anew."""
    for start in range(0, len(ids), _MANY):
        some = patrol.c.id.in_(ids[start : start + _MANY])
        found = tx.sql.execute(select(patrol.c.load).where(some).distinct())
        tx.unsealed.touch("patrol", found.all())


def rows_of_load(tx: Transaction, load_id: int) -> int:
    """How many rows a load was the last to write or change."""
    rows = select(func.count()).select_from(patrol).where(patrol.c.load == load_id)
    return int(tx.sql.execute(rows).scalar_one())


def _details(one: Patrol) -> dict[str, Any]:
    """The columns of a patrol that a later version of its row may change."""
    return {
        "staff": dict(one.staff),
        "mode": one.mode,
        "resourcing": one.resourcing,
        "gps": None if one.gps is None else one.gps.stored(),
    }


def _certificate(kept: Mapping[str, Any] | None) -> Certificate | None:
    return None if kept is None else Certificate.of(kept)


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
